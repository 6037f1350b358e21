//! The documentation of the models, which is HTML written by many hands, as rustdoc Markdown.
//!
//! One direction, no failure: whatever the HTML looks like, the result is Markdown that rustdoc accepts
//! without a warning and that shows the reader the words of the source. The steps:
//!
//! - [`plain`] gives texts that hold no block tags, but rely on line breaks, their paragraphs and lists;
//! - [`token`] cuts the HTML into tags and text and decodes entities;
//! - [`parse`] builds blocks (paragraphs, lists, quotes, code), closing what was left open;
//! - [`inline`] keeps the text of a paragraph as pieces, so that white space and marks end up where Markdown
//!   needs them;
//! - [`escape`] makes literal text literal;
//! - [`render`] writes the lines.

mod escape;
mod inline;
mod parse;
mod plain;
mod render;
mod token;

#[cfg(test)]
mod tests;

/// Lines are wrapped at this width, so that `    /// ` and the text stay within 100 columns.
/// A link or a code span is never broken and may be longer.
pub const WIDTH: usize = 92;

/// The Markdown of a model's documentation: lines without a comment marker, no trailing white space, no
/// final line break. Empty if the HTML holds no text.
///
/// The first paragraph is one sentence where it can be, because rustdoc shows it in lists.
pub fn rustdoc(html: &str) -> String {
    let mut blocks = parse::parse(&plain::with_tags(html));
    render::lead_with_a_sentence(&mut blocks);
    render::blocks(&blocks, WIDTH).join("\n")
}

/// The first sentence of a model's documentation on one line, for lists and one-line descriptions.
pub fn summary(html: &str) -> String {
    let mut blocks = parse::parse(&plain::with_tags(html));
    render::lead_with_a_sentence(&mut blocks);
    render::first_line(&blocks)
}
