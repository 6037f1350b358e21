//! The blocks of code of a page.

/// A block between two lines of backticks.
#[derive(Debug, PartialEq)]
pub struct Block<'a> {
    /// What is behind the first backticks: the language, and what follows it.
    pub info: &'a str,
    /// The lines between.
    pub code: &'a str,
}

/// The blocks of a page, in order.
pub fn of(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("\n```") {
        let Some((info, behind)) = behind.split_once('\n') else { break };
        // the first line of code may be the one that ends the block
        let end = if behind.starts_with("```") { Some(0) } else { behind.find("\n```").map(|at| at + 1) };
        let Some(end) = end else { break };
        blocks.push(Block { info: info.trim(), code: &behind[..end] });
        rest = behind[end..].trim_start_matches('`');
    }
    blocks
}

/// A page without its blocks of code.
pub fn prose(text: &str) -> String {
    let mut inside = false;
    let lines = text.lines().filter(|line| {
        let fence = line.starts_with("```");
        inside ^= fence;
        !inside && !fence
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "# Page\n\n```rust\nlet a = 1;\n\nlet b = 2;\n```\ntext\n\n```\n```\n\n```console\n$ ls\n```\n";

    #[test]
    fn a_page_has_blocks_and_prose() {
        let expected = [("rust", "let a = 1;\n\nlet b = 2;\n"), ("", ""), ("console", "$ ls\n")];
        assert_eq!(of(PAGE), expected.map(|(info, code)| Block { info, code }));
        assert_eq!(prose(PAGE), "# Page\n\ntext\n\n\n");
    }
}
