//! Links between pages and to files of the checkout lead somewhere.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use super::{Page, blocks};
use crate::project::Project;

/// Fails on the first link that leads nowhere; gives the number of links within the checkout.
pub fn check(project: &Project, pages: &[Page]) -> Result<usize> {
    let mut count = 0;
    for page in pages {
        let from = project.root().join(&page.path);
        for link in links(&blocks::prose(&page.text)) {
            follow(&from, link).with_context(|| format!("{}: the link `{link}` leads nowhere", page.path))?;
            count += 1;
        }
    }
    Ok(count)
}

/// What links of a text lead to, but for other sites.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    targets.filter(|target| !target.contains("://")).collect()
}

fn follow(page: &Path, link: &str) -> Result<()> {
    let (path, heading) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { page.to_owned() } else { page.with_file_name("").join(path) };
    ensure!(target.exists(), "there is no {}", target.display());
    if !heading.is_empty() {
        let text = fs::read_to_string(&target).context("it cannot be read")?;
        ensure!(headings(&text).any(|other| other == heading), "no heading is called {heading}");
    }
    Ok(())
}

/// The names of the headings of a page, as links write them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    let lines = text.lines().filter(|line| line.starts_with('#'));
    lines.map(|line| {
        let name = line.trim_start_matches('#').trim().to_lowercase();
        let kept = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_and_headings() {
        let text = "[a](b.md#c) and [d](https://e.example) and [f](../g)";
        assert_eq!(links(text), ["b.md#c", "../g"]);
        let names: Vec<_> = headings("# A page\n## Which, and `why`?\ntext\n").collect();
        assert_eq!(names, ["a-page", "which-and-why"]);
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
        assert!(follow(&page, "docs/settings.md#all-settings").is_ok());
        assert!(follow(&page, "docs/settings.md#no-settings").is_err());
        assert!(follow(&page, "docs/no.md").is_err());
    }
}
