//! Blocks to lines of Markdown.

use super::escape;
use super::inline::{Mark, Piece, labelled, strong};
use super::parse::Block;

/// A first paragraph longer than this, in bytes, is cut after its first sentence.
const LONG_LEAD: usize = 120;

/// The lines of `blocks`, wrapped at `width`.
pub fn blocks(blocks: &[Block], width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        if !out.is_empty() {
            out.push(String::new());
        }
        out.extend(lines(block, width));
    }
    out
}

/// The first paragraph up to its end, not wrapped.
pub fn first_line(blocks: &[Block]) -> String {
    let first = blocks.iter().find_map(|block| match block {
        Block::Paragraph(pieces) | Block::Heading(pieces) => Some(pieces),
        _ => None,
    });
    first.map(|pieces| wrap(&words(pieces), usize::MAX).join(" ")).unwrap_or_default()
}

fn lines(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(pieces) => wrap(&words(pieces), width),
        Block::Heading(pieces) => vec![format!("## {}", wrap(&words(pieces), usize::MAX).join(" "))],
        Block::Code(text) => code_block(text),
        Block::List { ordered, items } => list(*ordered, items, width),
        Block::Quote { label, blocks } => quote(label, blocks, width),
    }
}

/// Marked `text`: rustdoc would compile it as an example otherwise.
fn code_block(text: &str) -> Vec<String> {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let mut out = vec![format!("{fence}text")];
    out.extend(text.lines().map(|line| line.trim_end().replace('\t', "    ")));
    out.push(fence);
    out
}

fn list(ordered: bool, items: &[Vec<Block>], width: usize) -> Vec<String> {
    let tight = items.iter().all(|item| {
        matches!(
            item.as_slice(),
            [Block::Paragraph(_)] | [Block::Paragraph(_), Block::List { ordered: false, .. }]
        )
    });
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let marker = if ordered { format!("{}. ", i + 1) } else { "- ".to_owned() };
        let inner_width = width.saturating_sub(marker.len());
        let inner: Vec<String> = match tight {
            true => item.iter().flat_map(|block| lines(block, inner_width)).collect(),
            false => blocks(item, inner_width),
        };
        if !tight && !out.is_empty() {
            out.push(String::new());
        }
        let indent = " ".repeat(marker.len());
        out.extend(inner.into_iter().enumerate().map(|(n, line)| match (n, line.is_empty()) {
            (0, _) => format!("{marker}{line}"),
            (_, true) => line,
            _ => format!("{indent}{line}"),
        }));
    }
    out
}

fn quote(label: &str, inner: &[Block], width: usize) -> Vec<String> {
    let label = strong(vec![Piece::Text(label.to_owned())]);
    let mut inner = inner.to_vec();
    match inner.first_mut() {
        Some(Block::Paragraph(first)) => *first = labelled(label, std::mem::take(first)),
        _ => inner.insert(0, Block::Paragraph(label)),
    }
    let quoted = |line: String| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    blocks(&inner, width.saturating_sub(2)).into_iter().map(quoted).collect()
}

/// A run that is never broken.
struct Word {
    text: String,
    /// Whether it starts with text, which must not look like the start of a block.
    plain: bool,
}

fn wrap(words: &[Word], width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut length = 0;
    for word in words {
        let word_length = word.text.chars().count();
        match out.last_mut() {
            Some(line) if length + 1 + word_length <= width => {
                line.push(' ');
                line.push_str(&word.text);
                length += 1 + word_length;
            }
            _ => {
                let start = if word.plain { escape::line_start(&word.text) } else { word.text.clone() };
                length = start.chars().count();
                out.push(start);
            }
        }
    }
    out
}

/// The words of a paragraph, marks written.
fn words(pieces: &[Piece]) -> Vec<Word> {
    let kept = marks_that_work(pieces);
    let mut out = Vec::new();
    let mut word = Word { text: String::new(), plain: false };
    let mut in_link = false;
    let mut i = 0;
    while let Some(piece) = pieces.get(i) {
        if word.text.is_empty() {
            word.plain = matches!(piece, Piece::Text(_));
        }
        match piece {
            Piece::Space if in_link => word.text.push(' '),
            Piece::Space => {
                out.push(std::mem::replace(&mut word, Word { text: String::new(), plain: false }))
            }
            Piece::Text(text) => word.text.push_str(&escape::text(text, in_link)),
            Piece::Code(code) => word.text.push_str(&escape::code(code)),
            Piece::Open(Mark::Link(Some(url))) => match &pieces[i + 1..] {
                [Piece::Text(text), Piece::Close(_), ..] if is_same_url(text, url) => {
                    word.text.push_str(&format!("<{}>", escape::destination(url).replace("&amp;", "&")));
                    i += 2;
                }
                _ => {
                    word.text.push('[');
                    in_link = true;
                }
            },
            Piece::Close(Mark::Link(Some(url))) => {
                word.text.push_str(&format!("]({})", escape::destination(url)));
                in_link = false;
            }
            Piece::Open(mark) | Piece::Close(mark) if kept[i] => word.text.push_str(symbol(mark)),
            Piece::Open(_) | Piece::Close(_) => {}
        }
        i += 1;
    }
    out.push(word);
    out.retain(|word| !word.text.is_empty());
    out
}

fn is_same_url(text: &str, url: &str) -> bool {
    text.trim_end_matches('/') == url.trim_end_matches('/')
}

fn symbol(mark: &Mark) -> &'static str {
    match mark {
        Mark::Emphasis => "*",
        Mark::Strong => "**",
        Mark::Link(_) => "",
    }
}

/// For every piece whether it is an emphasis that Markdown would recognise. `*` opens only in front of text,
/// and beside a letter not in front of punctuation; closing is the mirror of it. Two marks back to back
/// (`*a**b*`) do not work either.
fn marks_that_work(pieces: &[Piece]) -> Vec<bool> {
    let mut kept = vec![false; pieces.len()];
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(Mark::Link(_)) | Piece::Close(Mark::Link(_)) => {}
            Piece::Open(_) => {
                let after_close =
                    i > 0 && matches!(pieces[i - 1], Piece::Close(Mark::Emphasis | Mark::Strong));
                let works = flanks(edge(pieces[..i].iter().rev(), true), edge(pieces[i..].iter(), false));
                open.push((i, works && !after_close));
            }
            Piece::Close(_) => {
                let works = flanks(edge(pieces[i..].iter(), false), edge(pieces[..i].iter().rev(), true));
                if let Some((start, true)) = open.pop().filter(|_| works) {
                    kept[start] = true;
                    kept[i] = true;
                }
            }
            _ => {}
        }
    }
    kept
}

/// Whether a mark between `outer` and `inner` opens (or closes) an emphasis around `inner`.
fn flanks(outer: char, inner: char) -> bool {
    !inner.is_whitespace() && (inner.is_alphanumeric() || !outer.is_alphanumeric())
}

/// The character nearest in the given direction, as it will stand in the Markdown; a space at the end.
fn edge<'a>(mut pieces: impl Iterator<Item = &'a Piece>, backwards: bool) -> char {
    let shown = |mark: &Mark| matches!(mark, Mark::Link(Some(_)));
    let nearest =
        pieces.find(|piece| !matches!(piece, Piece::Open(mark) | Piece::Close(mark) if !shown(mark)));
    match nearest {
        Some(Piece::Text(text)) if backwards => text.chars().next_back().unwrap_or(' '),
        Some(Piece::Text(text)) => text.chars().next().unwrap_or(' '),
        Some(Piece::Code(_)) => '`',
        Some(Piece::Open(_)) => '[',
        Some(Piece::Close(_)) => ')',
        Some(Piece::Space) | None => ' ',
    }
}

/// Cuts a long first paragraph after its first sentence: rustdoc shows the first paragraph in its lists.
pub fn lead_with_a_sentence(blocks: &mut Vec<Block>) {
    let Some(Block::Paragraph(pieces)) = blocks.first_mut() else { return };
    let length = |pieces: &[Piece]| -> usize {
        let one = |piece: &Piece| match piece {
            Piece::Text(text) | Piece::Code(text) => text.len(),
            Piece::Space => 1,
            _ => 0,
        };
        pieces.iter().map(one).sum()
    };
    if length(pieces) <= LONG_LEAD {
        return;
    }
    if let Some(end) = sentence_end(pieces) {
        let rest = pieces.split_off(end + 1);
        pieces.pop();
        blocks.insert(1, Block::Paragraph(rest));
    }
}

/// The index of the space after the first sentence.
fn sentence_end(pieces: &[Piece]) -> Option<usize> {
    let mut depth = 0_usize;
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(_) => depth = depth.saturating_sub(1),
            Piece::Space
                if depth == 0 && ends_sentence(&pieces[..i]) && starts_sentence(&pieces[i + 1..]) =>
            {
                return Some(i);
            }
            _ => {}
        }
    }
    None
}

fn ends_sentence(before: &[Piece]) -> bool {
    let Some(Piece::Text(word)) = before.last() else { return false };
    let Some(stem) = word.strip_suffix(['.', '!', '?']) else { return false };
    let last = stem.rsplit(['(', '"', '“', '/']).next().unwrap_or_default();
    let abbreviation = last.contains('.') && last.len() < 6
        || matches!(
            last.to_ascii_lowercase().as_str(),
            "e.g" | "i.e" | "vs" | "etc" | "no" | "inc" | "st" | "dr" | "mr"
        );
    let initial = last.chars().count() == 1 || last.chars().all(|c| c.is_ascii_digit()) && !last.is_empty();
    !abbreviation && !initial
}

fn starts_sentence(after: &[Piece]) -> bool {
    match after.iter().find(|piece| !matches!(piece, Piece::Open(_))) {
        Some(Piece::Text(word)) => word.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“')),
        Some(Piece::Code(_)) => true,
        _ => false,
    }
}
