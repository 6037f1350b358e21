//! That the guide quotes programs that run: each of its blocks of code stands in one of them, word for word.

use anyhow::{Context as _, Result, ensure};

use crate::project::Project;

const GUIDE: &str = "docs/from-boto3.md";

/// The guide's program in Python.
pub const PYTHON: &str = "examples/guide.py";
/// The program of each language.
const PROGRAMS: [(&str, &str); 2] = [("python", PYTHON), ("rust", "examples/src/bin/guide.rs")];

/// Fails on the first block that its program does not hold; gives the number of blocks.
pub fn check(project: &Project) -> Result<usize> {
    let read = |path: &str| {
        std::fs::read_to_string(project.root().join(path)).with_context(|| format!("cannot read {path}"))
    };
    let guide = read(GUIDE)?;
    let mut count = 0;
    for (language, path) in PROGRAMS {
        let program = unindented(&read(path)?);
        for block in blocks(&guide, language) {
            ensure!(program.contains(&unindented(block)), "{GUIDE}: this is not in {path}:\n{block}");
            count += 1;
        }
    }
    ensure!(count > 0, "{GUIDE} has no code");
    Ok(count)
}

/// The blocks of code in a language.
fn blocks<'a>(guide: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("```{language}\n");
    let starts = guide.split(start.as_str()).skip(1);
    starts.filter_map(|rest| Some(rest.split_once("```")?.0)).collect()
}

/// Lines without what they begin and end with, which differs between a program and a quotation.
fn unindented(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    format!("\n{}\n", lines.join("\n").trim_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_found_whatever_its_indentation() {
        let program = unindented("fn main() {\n    let a = 1;\n    if a > 0 {\n        run();\n    }\n}\n");
        let guide = "Text\n```rust\nif a > 0 {\n    run();\n}\n```\n```python\nrun()\n```\n";
        assert_eq!(blocks(guide, "rust"), ["if a > 0 {\n    run();\n}\n"]);
        assert!(program.contains(&unindented(blocks(guide, "rust")[0])));
        assert!(!program.contains(&unindented(blocks(guide, "python")[0])));
        assert!(!program.contains(&unindented("let a = 1;\n}")));
    }
}
