//! HTML to tags and text.

/// A piece of HTML.
#[derive(Debug, PartialEq)]
pub enum Token {
    /// Text with its entities decoded; white space is as in the source.
    Text(String),
    /// `<name …>`, name in lower case, with the value of `href`.
    Open { name: String, href: Option<String> },
    /// `</name>`, name in lower case.
    Close(String),
}

/// The tags that mean something here. Any other tag is dropped when it encloses something (`<u>x</u>`), and
/// is text when it stands alone: authors write placeholders such as `<bucket-name>` without escaping them.
const KNOWN: &[&str] = &[
    "a",
    "b",
    "br",
    "code",
    "dd",
    "dl",
    "dt",
    "em",
    "fullname",
    "filename",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "important",
    "li",
    "link",
    "note",
    "ol",
    "p",
    "para",
    "pre",
    "replaceable",
    "span",
    "strong",
    "table",
    "td",
    "th",
    "tr",
    "u",
    "ul",
    "warning",
];

/// Cuts `html` into tokens. A `<` that starts no tag is text.
pub fn tokens(html: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        decode(before, &mut text);
        match tag(from, html) {
            Some((token, length)) => {
                if !text.is_empty() {
                    out.push(Token::Text(std::mem::take(&mut text)));
                }
                out.extend(token);
                rest = &from[length..];
            }
            None => {
                text.push('<');
                rest = &from[1..];
            }
        }
    }
    decode(rest, &mut text);
    if !text.is_empty() {
        out.push(Token::Text(text));
    }
    out
}

/// The tag that `from` starts with and its length in bytes; no token for a comment or a tag without meaning.
fn tag(from: &str, html: &str) -> Option<(Option<Token>, usize)> {
    if from.starts_with("<!--") {
        return Some((None, from.find("-->").map_or(from.len(), |end| end + 3)));
    }
    let end = from.find('>')?;
    let inner = &from[1..end];
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inner),
    };
    let name_end = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(name_end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || attributes.contains('<') {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    if !KNOWN.contains(&lower.as_str()) {
        let encloses = html.contains(&format!("</{name}>")) && (closing || !attributes.ends_with('/'));
        return encloses.then_some((None, end + 1));
    }
    let token = match closing {
        true => Token::Close(lower),
        false => Token::Open { href: href(attributes), name: lower },
    };
    Some((Some(token), end + 1))
}

/// The value of the attribute `href`, quoted or not.
fn href(attributes: &str) -> Option<String> {
    let (_, value) = attributes.split_once("href")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(char::is_whitespace).next()?,
    };
    let mut out = String::new();
    decode(value.trim(), &mut out);
    Some(out)
}

/// Appends `text` with its entities decoded; what is no entity stays as it is.
fn decode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.extend(rest[..at].chars().filter_map(clean));
        let from = &rest[at + 1..];
        let name = from.split(';').next().unwrap_or_default();
        match entity(name).filter(|_| name.len() < from.len()) {
            Some(c) => {
                out.extend(clean(c));
                rest = &from[name.len() + 1..];
            }
            None => {
                out.push('&');
                rest = from;
            }
        }
    }
    out.extend(rest.chars().filter_map(clean));
}

/// The character of an entity, given without `&` and `;`.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "larr" => '←',
        "rarr" => '→',
        _ => return None,
    })
}

/// Drops control, zero-width and bidirectional control characters (rustc refuses the last in comments), makes
/// unusual white space a space, and reads the range 0x80-0x9f as browsers do: as Windows-1252.
fn clean(c: char) -> Option<char> {
    Some(match c {
        '\t' | '\n' | '\r' | ' ' => c,
        '\u{85}' => '…',
        '\u{91}' => '‘',
        '\u{92}' => '’',
        '\u{93}' => '“',
        '\u{94}' => '”',
        '\u{95}' => '•',
        '\u{96}' => '–',
        '\u{97}' => '—',
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fffd}' => {
            return None;
        }
        c if c.is_whitespace() => ' ',
        c if c.is_control() => return None,
        c => c,
    })
}
