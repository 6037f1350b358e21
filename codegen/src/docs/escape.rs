//! Literal text that Markdown shall show as it is.

/// `text`, a run without white space, with everything escaped that Markdown would read as markup. Bare URLs
/// become autolinks and `` `word` `` code, unless the text stands inside a link.
pub fn text(text: &str, in_link: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let special = if in_link { None } else { url(rest, before).or_else(|| quoted(rest, before)) };
        let taken = match special {
            Some((markdown, length)) => {
                out.push_str(&markdown);
                length
            }
            None => {
                let next = rest[c.len_utf8()..].chars().next();
                if needs_escape(before, c, next, in_link) {
                    out.push('\\');
                }
                out.push(c);
                c.len_utf8()
            }
        };
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    out
}

fn needs_escape(before: Option<char>, c: char, next: Option<char>, in_link: bool) -> bool {
    let inside_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | '<' | '~' => true,
        ']' => in_link,
        // `snake_case` is no emphasis.
        '_' => !(inside_word(before) && inside_word(next)),
        '&' => next.is_some_and(|n| n.is_ascii_alphanumeric() || n == '#'),
        // rustdoc makes a dash of two.
        '-' => before == Some('-') || next == Some('-'),
        // In front of a link it would make an image.
        '!' => next.is_none(),
        _ => false,
    }
}

/// The URL that `rest` starts with, as an autolink, and its length; as code if it is a template
/// (`https://<bucket>.example.com`).
fn url(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    let host = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?;
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let is_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+;=%,".contains(c);
    let end = rest.find(|c| !is_url(c)).unwrap_or(rest.len());
    let template = rest[end..].starts_with(['<', '{', '[']);
    if template {
        let run = rest.trim_end_matches(PUNCTUATION);
        return (!run.contains('`')).then(|| (code(run), run.len()));
    }
    let run = rest[..end].trim_end_matches(PUNCTUATION);
    let domain = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let complete = domain.trim_end_matches(PUNCTUATION).contains('.') && !domain.contains("..");
    complete.then(|| (format!("<{run}>"), run.len()))
}

const PUNCTUATION: &[char] = &['.', ',', ';', ':', '!', '?', '\'', '"', ')', '*', '_', '”', '’'];

/// The code span in Markdown's own quotes that `rest` starts with; some authors write it into their HTML.
fn quoted(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('`')?.split('`').next()?;
    let end = inner.len() + 2;
    let free = !before.is_some_and(|c| c.is_alphanumeric() || c == '`' || c == '\\');
    let closed = rest.len() >= end && !rest[end..].starts_with(|c: char| c == '`' || c.is_alphanumeric());
    (free && closed && inner.starts_with(|c: char| c.is_alphanumeric())).then(|| (code(inner), end))
}

/// A code span of `text`, quoted by one backtick more than it holds in a row.
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let quote = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{quote}{pad}{text}{pad}{quote}")
}

/// The destination of a link: what would end it or break the line is percent-encoded.
pub fn destination(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '`' | '"' | '[' | ']' | '\t' | '\n' | '\r' => {
                out.push_str(&format!("%{:02X}", c as u32));
            }
            // `&copy=` must not turn into a character.
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// `word` as the first of a line of text, where `-`, `1.`, `#`, `>`, `=` and `|` would start a block.
pub fn line_start(word: &str) -> String {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = digits.len() < word.len() && matches!(digits, "." | ")");
    let all = |allowed: &[char]| word.chars().all(|c| allowed.contains(&c));
    if number {
        return format!("{}\\{digits}", &word[..word.len() - digits.len()]);
    }
    match word.starts_with(['>', '|']) || all(&['-', '+', ':', '|']) || all(&['#']) || all(&['=']) {
        true => format!("\\{word}"),
        false => word.to_owned(),
    }
}
