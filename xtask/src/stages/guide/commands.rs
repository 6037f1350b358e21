//! Commands that pages tell users to type: they are parsed, and the files that they name exist.

use anyhow::{Context as _, Result, ensure};
use clap::Parser as _;

use super::{Page, blocks};
use crate::Cli;
use crate::project::Project;

/// Fails on the first command that is wrong; gives the number of commands.
pub fn check(project: &Project, pages: &[Page]) -> Result<usize> {
    let mut count = 0;
    for page in pages {
        for command in commands(&page.text) {
            one(project, &command).with_context(|| format!("{}: `{command}`", page.path))?;
            count += 1;
        }
    }
    Ok(count)
}

/// The commands of cargo in a page: lines with a prompt, and code within the text.
fn commands(text: &str) -> Vec<String> {
    let blocks = blocks::of(text);
    let typed = blocks.iter().filter(|block| block.info == "console").flat_map(|block| block.code.lines());
    let typed = typed.filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned);
    let prose = blocks::prose(text);
    let quoted = prose.split('`').skip(1).step_by(2).map(|code| code.replace('\n', " "));
    let quoted = quoted.filter(|code| code.starts_with("cargo xtask "));
    let lines = typed.chain(quoted).collect::<Vec<_>>();
    let parts = lines.iter().flat_map(|line| line.split("&&")).map(|part| part.trim().to_owned());
    parts.filter(|part| part.starts_with("cargo ")).collect()
}

fn one(project: &Project, command: &str) -> Result<()> {
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    if words.first() == Some(&"xtask") {
        Cli::try_parse_from(&words).map(drop).context("cargo xtask does not take it")?;
        return Ok(());
    }
    let after = |flag: &str| {
        let at = words.iter().position(|word| *word == flag)?;
        words.get(at + 1)
    };
    if let Some(manifest) = after("--manifest-path") {
        let path = project.root().join(manifest);
        ensure!(path.is_file(), "there is no {manifest}");
        if let Some(program) = after("--bin") {
            let source = path.with_file_name("src/bin").join(program).with_extension("rs");
            ensure!(source.is_file(), "there is no {}", source.display());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_in_blocks_and_in_the_text() {
        let page = "Run `cargo xtask\nemulator` or `ls`.\n\n```console\n$ git clone x && cargo xtask codegen\nwritten\n```\n";
        assert_eq!(commands(page), ["cargo xtask codegen", "cargo xtask emulator"]);
    }

    #[test]
    fn a_command_that_does_not_exist_is_an_error() {
        let project = Project::at(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        for right in
            ["cargo xtask codegen --service s3", "cargo run --manifest-path examples/Cargo.toml --bin whoami"]
        {
            assert!(one(&project, right).is_ok(), "{right}");
        }
        for wrong in [
            "cargo xtask codegen --srevice s3",
            "cargo xtask",
            "cargo run --manifest-path examples/Cargo.toml --bin x",
        ] {
            assert!(one(&project, wrong).is_err(), "{wrong}");
        }
    }
}
