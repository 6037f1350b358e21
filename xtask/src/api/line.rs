//! Taking a line of an API apart. Saved lines are all that there is of an API that was printed before.

use super::Api;

/// A line in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// `#[cfg(feature = "json")] #[non_exhaustive] `, as far as there are attributes.
    pub attributes: &'a str,
    /// What the line is about: `pub fn tucuxi_s3::Client::get_object`. A line of another text with the same key is the same
    /// item, changed.
    pub key: &'a str,
    /// What the line says of it.
    pub rest: &'a str,
}

/// The lines of `part` that `whole` does not have, each with the line that `whole` has of the same item, if it has one.
pub fn surplus<'a>(part: &'a Api, whole: &'a Api) -> Vec<(&'a str, Option<&'a str>)> {
    let surplus = part.lines.difference(&whole.lines).map(|line| {
        let key = Line::parse(line).key;
        let same = whole.lines.iter().find(|other| Line::parse(other).key == key);
        (line.as_str(), same.map(String::as_str))
    });
    surplus.collect()
}

/// The words between `pub` and a path.
const WORDS: [&str; 14] = [
    "const ", "async ", "unsafe ", "extern ", "\"C\" ", "fn ", "mod ", "struct ", "enum ", "trait ", "type ",
    "static ", "mut ", "macro ",
];

impl<'a> Line<'a> {
    /// The parts of `line`.
    pub fn parse(line: &'a str) -> Self {
        let mut body = line;
        while body.starts_with("#[") {
            body = body.split_once("] ").map_or("", |(_, rest)| rest);
        }
        let attributes = &line[..line.len() - body.len()];
        let end = match body.strip_prefix("pub ") {
            Some(item) => "pub ".len() + end_of_path(item),
            // features and implementations are nothing but themselves
            None => body.len(),
        };
        Self { attributes, key: &body[..end], rest: &body[end..] }
    }

    /// The path in the key: `tucuxi_s3::Client::get_object`; `None` if the line is not about something with a path.
    pub fn path(&self) -> Option<&'a str> {
        let item = self.key.strip_prefix("pub ")?;
        Some(&item[words(item)..])
    }

    /// The path of what the line is a part of.
    pub fn parent(&self) -> Option<&'a str> {
        Some(self.path()?.rsplit_once("::")?.0)
    }
}

/// How long the words before the path are.
fn words(item: &str) -> usize {
    let mut rest = item;
    if let Some(alias) = item.strip_prefix("use ") {
        rest = alias;
    }
    while let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) {
        rest = &rest[word.len()..];
    }
    item.len() - rest.len()
}

/// Where the path in `item`, the text behind `pub`, ends.
fn end_of_path(item: &str) -> usize {
    let start = words(item);
    let mut depth = 0usize;
    let mut at = start;
    let rest = item.as_bytes();
    while let Some(byte) = rest.get(at) {
        match byte {
            // arguments belong to the path if more of it follows: `Call<O>::send`
            b'<' if depth == 0 && !continues(&item[at..]) => return at,
            b'<' => depth += 1,
            b'>' if item[..at].ends_with('-') => {}
            b'>' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && rest.get(at + 1) == Some(&b':') => at += 1,
            b'(' | b' ' | b':' | b';' | b'!' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    item.len()
}

/// Whether `::` follows the brackets that `text` begins with.
fn continues(text: &str) -> bool {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'<' => depth += 1,
            b'>' if text[..at].ends_with('-') => {}
            b'>' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text[at + 1..].starts_with("::");
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn key(line: &str, key: &str) {
        assert_eq!(Line::parse(line).key, key);
    }

    #[test]
    fn a_line_knows_what_it_is_about() {
        key("pub mod a::b", "pub mod a::b");
        key("#[non_exhaustive] pub struct a::S", "pub struct a::S");
        key("pub struct a::Call<O>(_) where O: t::Operation", "pub struct a::Call");
        key("pub a::S::name: Option<String>", "pub a::S::name");
        key("pub a::E::One(t::Boxed<a::S>)", "pub a::E::One");
        key("pub fn a::copy<T>(T) -> T", "pub fn a::copy");
        key("pub async fn a::Call<Vec<u8>>::send(self) -> u8", "pub async fn a::Call<Vec<u8>>::send");
        key(
            "pub type <a::of::Get as t::Operation>::Input = a::Get",
            "pub type <a::of::Get as t::Operation>::Input",
        );
        key("pub use a::X = a::b::X", "pub use a::X");
        key("pub static a::SERVICE: t::Schema", "pub static a::SERVICE");
        key("impl<O> Clone for a::Call<O> where O: Clone", "impl<O> Clone for a::Call<O> where O: Clone");
        key("feature a/json", "feature a/json");
    }

    #[test]
    fn attributes_stand_before_the_key() {
        let line = Line::parse("#[cfg(feature = \"json\")] #[non_exhaustive] pub enum a::E");
        assert_eq!(line.attributes, "#[cfg(feature = \"json\")] #[non_exhaustive] ");
        assert_eq!((line.path(), line.parent(), line.rest), (Some("a::E"), Some("a"), ""));
    }
}
