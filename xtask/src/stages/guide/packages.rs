//! Dependencies that a page lists are built as a newcomer would, in a package of their own; a program of the page is run.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::blocks::Block;
use super::{Page, blocks};
use crate::emulator::Emulator;
use crate::project::Project;
use crate::stages::process;

/// Where pages suppose the checkout to be.
const CHECKOUT: &str = "../tucuxi/";

/// Whether a block is a program and not a part of one.
pub fn is_program(block: &Block<'_>) -> bool {
    block.info == "rust" && block.code.contains("fn main()")
}

/// Builds all packages, and runs those that have a program against the emulator; gives their number.
pub fn check(project: &Project, pages: &[Page], emulator: &Emulator) -> Result<usize> {
    let mut count = 0;
    for page in pages {
        let found = blocks::of(&page.text);
        let program = found.iter().find(|block| is_program(block));
        let dependencies = found.iter().filter(|block| is_dependencies(block));
        for (index, dependencies) in dependencies.enumerate() {
            // the program of a page is for the dependencies that come first
            let program = program.filter(|_| index == 0).map(|block| block.code);
            let name = format!("page-{}-{index}", page.path.replace(['/', '.'], "-").to_lowercase());
            let folder = project.target().join("guide").join(&name);
            write(project, &folder, &name, dependencies.code, program)?;
            let manifest = folder.join("Cargo.toml").display().to_string();
            match program {
                None => process::cargo_without_warnings(project, &["check", "--manifest-path", &manifest])?,
                Some(_) => {
                    let run = ["run", "--manifest-path", &manifest];
                    process::cargo_with(project, &run, &emulator.settings())?;
                }
            }
            count += 1;
        }
    }
    Ok(count)
}

fn is_dependencies(block: &Block<'_>) -> bool {
    block.info == "toml" && block.code.starts_with("[dependencies]")
}

fn write(
    project: &Project,
    folder: &Path,
    name: &str,
    dependencies: &str,
    program: Option<&str>,
) -> Result<()> {
    let cannot = || format!("cannot write {}", folder.display());
    fs::create_dir_all(folder.join("src")).with_context(cannot)?;
    // the versions that all others build
    fs::copy(project.root().join("Cargo.lock"), folder.join("Cargo.lock")).with_context(cannot)?;
    let manifest = manifest(project.root(), name, dependencies);
    fs::write(folder.join("Cargo.toml"), manifest).with_context(cannot)?;
    fs::write(folder.join("src/main.rs"), program.unwrap_or("fn main() {}\n")).with_context(cannot)
}

fn manifest(root: &Path, name: &str, dependencies: &str) -> String {
    let dependencies = dependencies.replace(CHECKOUT, &format!("{}/", root.display()));
    format!(
        "[workspace]\nresolver = \"3\"\n\n[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_a_package() {
        let page = "\n```toml\n[dependencies]\ntucuxi = { path = \"../tucuxi/sdk/runtime\" }\n```\n\n```rust\nfn main() {}\n```\n";
        let found = blocks::of(page);
        assert!(is_dependencies(&found[0]) && is_program(&found[1]));
        let manifest = manifest(Path::new("/x"), "first", found[0].code);
        assert!(
            manifest.contains("name = \"first\"") && manifest.contains("path = \"/x/sdk/runtime\""),
            "{manifest}"
        );
    }
}
