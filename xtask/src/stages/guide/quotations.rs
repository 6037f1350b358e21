//! Blocks in Rust and Python stand in a file that a stage runs, word for word.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, bail, ensure};

use super::blocks::Block;
use super::{EVENTS, Page, blocks, packages};
use crate::project::Project;
use crate::stages::{emulators, examples, object_store};

/// The info string of code that is not ours. Nothing compiles it: that would take the crates of aws-sdk-rust.
const FOREIGN: &str = "rust aws-sdk-rust";

/// Fails on the first block that is not in its file; gives the number of blocks.
pub fn check(project: &Project, pages: &[Page]) -> Result<usize> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut count = 0;
    for page in pages {
        for block in blocks::of(&page.text) {
            let Some(file) = source(page, &block)? else { continue };
            if !files.contains_key(&file) {
                let text = fs::read_to_string(project.root().join(&file));
                let text = text.with_context(|| format!("{} needs {file}, to quote from", page.path))?;
                files.insert(file.clone(), unindented(&text));
            }
            let quoted = files.get(&file).is_some_and(|text| text.contains(&unindented(block.code)));
            ensure!(quoted, "{}: this is not in {file}:\n{}", page.path, block.code);
            count += 1;
        }
    }
    Ok(count)
}

/// The file that a block is quoted from; none for one that is no code of ours, or is run by itself.
fn source(page: &Page, block: &Block<'_>) -> Result<Option<String>> {
    let of_boto3 = page.path == "docs/from-boto3.md";
    let of_object_store = page.path == "docs/guide/object-store.md";
    let of_tables = page.path == "docs/guide/tables.md";
    Ok(match block.info {
        FOREIGN => None,
        "rust" if packages::is_program(block) => None,
        "rust" if of_boto3 => Some(examples::GUIDE_RUST.to_owned()),
        // so that `tests/guide` need not compile that crate
        "rust" if of_object_store => Some(object_store::GUIDE.to_owned()),
        // which runs on emulators
        "rust" if of_tables => Some(emulators::TABLES_GUIDE.to_owned()),
        "python" if of_boto3 => Some(examples::GUIDE_PYTHON.to_owned()),
        "rust" => Some(format!("tests/guide/tests/guide/{}.rs", module(&page.path))),
        "python" => Some(EVENTS.to_owned()),
        "" => bail!("{}: a block of code names no language:\n{}", page.path, block.code),
        // `rust,ignore` and the like would be code that nothing runs
        other if other.starts_with("rust") || other.starts_with("python") => {
            bail!("{}: a block may be `rust`, `python` or `{FOREIGN}`, not `{other}`", page.path)
        }
        _ => None,
    })
}

/// The module of tests for a page: `errors` for `docs/guide/errors.md`.
fn module(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.trim_end_matches(".md").replace('-', "_").to_lowercase()
}

/// Lines without what they begin and end with, which differs between a program and a quotation.
fn unindented(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    format!("\n{}\n", lines.join("\n").trim_matches('\n'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn page(path: &str, text: &str) -> Page {
        Page { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_quotation_is_found_whatever_its_indentation() {
        let program = unindented("fn main() {\n    let a = 1;\n    if a > 0 {\n        run();\n    }\n}\n");
        assert!(program.contains(&unindented("if a > 0 {\n    run();\n}\n")));
        assert!(!program.contains(&unindented("run()\n")));
        assert!(!program.contains(&unindented("let a = 1;\n}")));
    }

    #[test]
    fn each_page_has_its_file() {
        let source = |path: &str, info| source(&page(path, ""), &Block { info, code: "" }).unwrap();
        assert_eq!(source("README.md", "rust").as_deref(), Some("tests/guide/tests/guide/readme.rs"));
        let foreign = "docs/from-aws-sdk-rust.md";
        let ours = "tests/guide/tests/guide/from_aws_sdk_rust.rs";
        assert_eq!(source(foreign, "rust").as_deref(), Some(ours));
        assert_eq!(source(foreign, FOREIGN), None);
        assert_eq!(source("docs/from-boto3.md", "python").as_deref(), Some(examples::GUIDE_PYTHON));
        assert_eq!(source("docs/guide/object-store.md", "rust").as_deref(), Some(object_store::GUIDE));
        assert_eq!(source("docs/guide/tables.md", "rust").as_deref(), Some(emulators::TABLES_GUIDE));
        assert_eq!(source("docs/settings.md", "console"), None);
    }

    #[test]
    fn code_that_nothing_runs_is_refused() {
        let project = Project::at("/nonexistent");
        for info in ["rust,ignore", "rust no_run", ""] {
            let text = format!("text\n```{info}\nlet a = 1;\n```\n");
            assert!(check(&project, &[page("README.md", &text)]).is_err(), "{info}");
        }
    }
}
