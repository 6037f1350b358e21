//! The INI dialect of `~/.aws/config` and `~/.aws/credentials`, read as botocore reads it.
//!
//! Comments are whole lines that start with `#` or `;`. A key and its value are parted by the first `=` or `:`. Keys
//! are lower-cased. A line indented deeper than its key goes on with the value, and a value that begins on the line
//! after its key is a map of one level: `s3 =` and below it `addressing_style = path`. A key or section that is there
//! twice is an error. What stands in `[DEFAULT]` holds in every section.
//!
//! The parsers on crates.io were not used: none knows continuation lines together with nested maps, keeps line
//! numbers for values, and refuses duplicates.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a key has.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) enum Value {
    /// One value; lines of a longer one are joined by line feeds.
    Text(String),
    /// A map of one level.
    Nested(BTreeMap<String, String>),
}

/// A value and the line its key stands on.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Property {
    pub value: Value,
    pub line: usize,
}

/// The keys of one section.
pub(crate) type Section = BTreeMap<String, Property>;

/// What is wrong, and in which line.
#[derive(Debug, PartialEq)]
pub(crate) struct SyntaxError {
    pub line: usize,
    pub message: String,
}

impl SyntaxError {
    fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// A key whose value may still go on.
struct Open {
    key: String,
    line: usize,
    indent: usize,
    value: Vec<String>,
}

/// The sections of a file, in order.
pub(crate) fn parse(text: &str) -> Result<Vec<(String, Section)>, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut sections: Vec<(String, Section)> = Vec::new();
    let mut open: Option<Open> = None;
    for (index, line) in with_line_feeds(text).lines().enumerate() {
        let number = index + 1;
        let trimmed = line.trim();
        if trimmed.starts_with(['#', ';']) {
            continue;
        }
        if trimmed.is_empty() {
            if let Some(open) = &mut open {
                open.value.push(String::new());
            }
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        match &mut open {
            Some(open) if indent > open.indent => {
                open.value.push(trimmed.to_owned());
                continue;
            }
            _ => close(open.take(), &mut sections)?,
        }
        match header(trimmed) {
            Some(name) if sections.iter().any(|(other, _)| other == name) => {
                return Err(SyntaxError::new(number, format!("section [{name}] is there twice")));
            }
            Some(name) => sections.push((name.to_owned(), Section::new())),
            None if sections.is_empty() => {
                return Err(SyntaxError::new(number, "a [section] must come first"));
            }
            None => open = Some(key_value(trimmed, number, indent)?),
        }
    }
    close(open, &mut sections)?;
    share_defaults(&mut sections);
    Ok(sections)
}

/// A text whose lines end in line feeds, where some end in carriage returns.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// `[name]`, and anything after it.
fn header(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('[')?;
    let name = &rest[..rest.rfind(']')?];
    (!name.is_empty()).then_some(name)
}

fn key_value(line: &str, number: usize, indent: usize) -> Result<Open, SyntaxError> {
    let Some((key, value)) = line.split_once(['=', ':']) else {
        return Err(SyntaxError::new(number, format!("no `=` after the key: `{}`", shorten(line))));
    };
    let key = key.trim_end().to_lowercase();
    if key.is_empty() {
        return Err(SyntaxError::new(number, "no key before the `=`"));
    }
    Ok(Open { key, line: number, indent, value: vec![value.trim().to_owned()] })
}

/// Ends a value: puts it into the last section.
fn close(open: Option<Open>, sections: &mut [(String, Section)]) -> Result<(), SyntaxError> {
    let (Some(Open { key, line, value, .. }), Some((name, section))) = (open, sections.last_mut()) else {
        return Ok(());
    };
    if section.contains_key(&key) {
        return Err(SyntaxError::new(line, format!("`{key}` is there twice in [{name}]")));
    }
    let text = value.join("\n");
    let text = text.trim_end();
    let value = match text.starts_with('\n') {
        true => Value::Nested(nested(text, &key, line)?),
        false => Value::Text(text.to_owned()),
    };
    section.insert(key, Property { value, line });
    Ok(())
}

/// The map below a key without a value of its own.
fn nested(text: &str, key: &str, line: usize) -> Result<BTreeMap<String, String>, SyntaxError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|entry| match entry.split_once('=') {
            Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
            None => Err(SyntaxError::new(
                line,
                format!("below `{key}`, no `=` after the key: `{}`", shorten(entry)),
            )),
        })
        .collect()
}

fn share_defaults(sections: &mut Vec<(String, Section)>) {
    let Some(index) = sections.iter().position(|(name, _)| name == "DEFAULT") else { return };
    let (_, defaults) = sections.remove(index);
    for (_, section) in sections {
        for (key, property) in &defaults {
            section.entry(key.clone()).or_insert_with(|| property.clone());
        }
    }
}

/// The start of a line for a message: a line without a key may be a stray secret.
fn shorten(line: &str) -> String {
    let start: String = line.chars().take(8).collect();
    if start.len() < line.len() { format!("{start}…") } else { start }
}

/// Splits words as a POSIX shell does: quotes, and backslashes where they are not the separator of paths.
///
/// `None` if a quote is not closed.
pub(crate) fn shell_words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' | '\r' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => double_quoted(&mut chars, word.get_or_insert_default())?,
            '\\' if !cfg!(windows) => word.get_or_insert_default().push(chars.next()?),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Some(words)
}

fn double_quoted(chars: &mut std::str::Chars<'_>, word: &mut String) -> Option<()> {
    loop {
        match chars.next()? {
            '"' => return Some(()),
            '\\' if !cfg!(windows) => match chars.next()? {
                c @ ('"' | '\\') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn text(section: &Section, key: &str) -> String {
        match &section[key].value {
            Value::Text(text) => text.clone(),
            Value::Nested(_) => panic!("{key} is nested"),
        }
    }

    #[test]
    fn reads_what_botocore_reads() {
        let sections = parse(
            "# made by hand\n[default]\nRegion = eu-west-1\noutput: json\n\n; more\n[profile \"a b\"] ignored\n\
             key = va#l=ue ; not a comment\nlong = one\n  two\n\n  three\ns3 =\n  addressing_style = path\n\n  \
             payload_signing_enabled=true\nempty =\n",
        )
        .unwrap();
        assert_eq!(sections[0].0, "default");
        assert_eq!(text(&sections[0].1, "region"), "eu-west-1");
        assert_eq!(text(&sections[0].1, "output"), "json");
        assert_eq!(sections[0].1["output"].line, 4);
        let (name, section) = &sections[1];
        assert_eq!(name, "profile \"a b\"");
        assert_eq!(text(section, "key"), "va#l=ue ; not a comment");
        assert_eq!(text(section, "long"), "one\ntwo\n\nthree");
        assert_eq!(text(section, "empty"), "");
        let expected = [("addressing_style", "path"), ("payload_signing_enabled", "true")];
        let expected = expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        assert_eq!(section["s3"].value, Value::Nested(expected));
    }

    #[test]
    fn lines_may_end_in_carriage_returns_and_begin_with_any_space() {
        let sections = parse("[a]\rone = 1\r\n\u{a0}two = 2\n three = 3\r").unwrap();
        assert_eq!(text(&sections[0].1, "one"), "1\ntwo = 2\nthree = 3");
        let sections = parse("[a]\n\u{a0}two = 2\n three = 3\r").unwrap();
        assert_eq!(text(&sections[0].1, "three"), "3");
    }

    #[test]
    fn default_section_holds_everywhere() {
        let sections = parse("[DEFAULT]\nregion = a\noutput = text\n[x]\nregion = b\n").unwrap();
        assert_eq!(sections.len(), 1);
        assert_eq!(text(&sections[0].1, "region"), "b");
        assert_eq!(text(&sections[0].1, "output"), "text");
    }

    #[test]
    fn errors_name_the_line() {
        let error = |text| {
            let error = parse(text).unwrap_err();
            (error.line, error.message)
        };
        assert_eq!(error("region = x\n"), (1, "a [section] must come first".into()));
        assert_eq!(error("[a]\nx = 1\n[a]\n"), (3, "section [a] is there twice".into()));
        assert_eq!(error("[a]\nx = 1\n\nX = 2\n"), (4, "`x` is there twice in [a]".into()));
        assert_eq!(error("[a]\nnonsense\n"), (2, "no `=` after the key: `nonsense`".into()));
        assert_eq!(error("[a]\n = 2\n"), (2, "no key before the `=`".into()));
        assert_eq!(error("[a]\ns3 =\n  wrong way\n").0, 2);
        assert!(!error("[a]\nwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n").1.contains("K7MDENG"));
    }

    #[test]
    fn words_are_split_as_by_a_shell() {
        let words = |text: &str| shell_words(text);
        let expected = |words: &[&str]| Some(words.iter().map(|word| word.to_string()).collect::<Vec<_>>());
        assert_eq!(words("profile dev"), expected(&["profile", "dev"]));
        assert_eq!(words("profile \"a b\""), expected(&["profile", "a b"]));
        assert_eq!(
            words("/bin/x --name='it is' \"say \\\"hi\\\"\" ''"),
            expected(&["/bin/x", "--name=it is", "say \"hi\"", ""])
        );
        assert_eq!(words("profile 'open"), None);
    }
}
