//! Texts without block tags, whose authors rely on line breaks: blank lines part paragraphs, and lines that
//! start with `- ` or `* ` are list items.

use std::borrow::Cow;

/// `text` with `<p>` and `<ul>` where its line breaks mean them. Anything that has block tags, or fits on one
/// line, is as it was.
pub fn with_tags(text: &str) -> Cow<'_, str> {
    let has_blocks =
        ["<p>", "<p ", "<ul>", "<li>", "<ol>", "<dl>", "<pre>", "<note>"].iter().any(|t| text.contains(t));
    if has_blocks || !text.trim().contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::from("<p>");
    let mut in_list = false;
    for line in text.lines().map(str::trim) {
        let item = ["- ", "* ", "• "].iter().find_map(|marker| line.strip_prefix(marker));
        match item {
            Some(item) => {
                out.push_str(if in_list { "</li><li>" } else { "<ul><li>" });
                out.push_str(item);
                in_list = true;
            }
            None if line.is_empty() => {
                out.push_str(if in_list { "</li></ul><p>" } else { "</p><p>" });
                in_list = false;
            }
            None => {
                out.push('\n');
                out.push_str(line);
            }
        }
    }
    if in_list {
        out.push_str("</li></ul>");
    }
    Cow::Owned(out)
}
