//! The INI dialect of `~/.aws/config` and `~/.aws/credentials`, read as botocore reads it, and more leniently where the
//! other AWS SDKs do.
//!
//! A key and its value are parted by the first `=` or `:`. Keys are lower-cased. A line indented deeper than its key
//! goes on with the value, and a value that begins on the line after its key is a map of one level: `s3 =` and below
//! it `addressing_style = path`. What stands in `[DEFAULT]` holds in every section.
//!
//! As in the other SDKs, and unlike in botocore: of a section that is there twice both parts count, and of a key that
//! is there twice the last. White space inside of the brackets means nothing. Not only whole lines that start with `#`
//! or `;` are comments, but also what follows a header, and what follows a value behind white space and one of these
//! characters, unless the value may contain white space itself ([`FREE_TEXT`]).
//!
//! The parsers on crates.io were not used: none knows continuation lines together with nested maps, keeps line
//! numbers for values, and merges duplicates.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Keys whose values may contain white space, so that no comment follows them: commands and paths.
const FREE_TEXT: [&str; 5] =
    ["credential_process", "web_identity_token_file", "ca_bundle", "proxy_ca_bundle", "proxy_client_cert"];

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

/// One section; where the file has several of the same name, all of them together.
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Section {
    pub name: String,
    /// The line of its first header.
    pub line: usize,
    pub keys: BTreeMap<String, Property>,
}

/// What a file holds.
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Document {
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// What is there twice.
    pub notes: Vec<Problem>,
}

/// What is wrong or worth a note, and in which line.
#[derive(Debug, PartialEq)]
pub(crate) struct Problem {
    pub line: usize,
    pub message: String,
}

impl Problem {
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

#[derive(Default)]
struct Parser {
    sections: Vec<Section>,
    /// The index of the section that keys go into.
    current: usize,
    notes: Vec<Problem>,
}

/// Reads a file.
///
/// # Errors
/// When a key stands before the first section, has no name or no value, or a header is not whole.
pub(crate) fn parse(text: &str) -> Result<Document, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser::default();
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
            _ => parser.close(open.take())?,
        }
        match header(trimmed).map_err(|message| Problem::new(number, message))? {
            Some(name) => parser.enter(name, number),
            None if parser.sections.is_empty() => {
                return Err(Problem::new(number, "a [section] must come first"));
            }
            None => open = Some(key_value(trimmed, number, indent)?),
        }
    }
    parser.close(open)?;
    share_defaults(&mut parser.sections);
    Ok(Document { sections: parser.sections, notes: parser.notes })
}

/// A text whose lines end in line feeds, where some end in carriage returns.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// The name in `[name]`, whatever stands behind it; `None` for a line that is not a header.
fn header(line: &str) -> Result<Option<&str>, String> {
    let Some(rest) = line.strip_prefix('[') else { return Ok(None) };
    let ends_here = |after: &str| {
        let after = after.trim_start();
        after.is_empty() || after.starts_with(['#', ';'])
    };
    let mut brackets = rest.match_indices(']').map(|(index, _)| rest.split_at(index));
    let whole = brackets.find(|(_, after)| after.strip_prefix(']').is_some_and(ends_here));
    match whole.or_else(|| rest.rsplit_once(']')).map(|(name, _)| name.trim()) {
        Some("") => Err("a section has no name".to_owned()),
        Some(name) => Ok(Some(name)),
        None => {
            let name = rest.split(['#', ';', '=', ':']).next().unwrap_or_default().trim();
            let name: String = name.chars().take(64).collect();
            Err(format!("the bracket of `[{name}` is not closed; write `[{name}]`"))
        }
    }
}

fn key_value(line: &str, number: usize, indent: usize) -> Result<Open, Problem> {
    let Some((key, value)) = line.split_once(['=', ':']) else {
        return Err(Problem::new(number, format!("no `=` after the key: `{}`", shorten(line))));
    };
    let key = key.trim_end().to_lowercase();
    if key.is_empty() {
        return Err(Problem::new(number, "no key before the `=`"));
    }
    Ok(Open { key, line: number, indent, value: vec![value.to_owned()] })
}

/// The value of a key without the comment behind it, and without white space around.
fn without_comment<'a>(key: &str, value: &'a str) -> &'a str {
    if FREE_TEXT.contains(&key) {
        return value.trim();
    }
    let mut after_space = false;
    let comment = value.char_indices().find(|(_, c)| {
        let begins = after_space && matches!(c, '#' | ';');
        after_space = c.is_whitespace();
        begins
    });
    comment.and_then(|(index, _)| value.get(..index)).unwrap_or(value).trim()
}

impl Parser {
    /// Begins a section, or goes on with one.
    fn enter(&mut self, name: &str, line: usize) {
        match self.sections.iter().position(|section| section.name == name) {
            Some(index) => {
                let first = self.sections.get(index).map_or(0, |section| section.line);
                let message =
                    format!("section [{name}] is there again, after line {first}: both parts count");
                self.notes.push(Problem::new(line, message));
                self.current = index;
            }
            None => {
                self.current = self.sections.len();
                self.sections.push(Section { name: name.to_owned(), line, keys: BTreeMap::new() });
            }
        }
    }

    /// Ends a value: puts it into the current section.
    fn close(&mut self, open: Option<Open>) -> Result<(), Problem> {
        let (Some(open), Some(section)) = (open, self.sections.get_mut(self.current)) else { return Ok(()) };
        let Open { key, line, value, .. } = open;
        let lines: Vec<_> = value.iter().map(|line| without_comment(&key, line)).collect();
        let text = lines.join("\n");
        let text = text.trim_end();
        let value = match text.starts_with('\n') {
            true => Value::Nested(nested(&value, &key, line)?),
            false => Value::Text(text.to_owned()),
        };
        let property = Property { value, line };
        match section.keys.entry(key) {
            Entry::Vacant(place) => {
                place.insert(property);
            }
            Entry::Occupied(mut place) => {
                let (key, name, first) = (place.key(), &section.name, place.get().line);
                let message =
                    format!("`{key}` is there again in [{name}], after line {first}: this one counts");
                self.notes.push(Problem::new(line, message));
                place.insert(property);
            }
        }
        Ok(())
    }
}

/// The map below a key without a value of its own.
fn nested(lines: &[String], key: &str, line: usize) -> Result<BTreeMap<String, String>, Problem> {
    let entries = lines.iter().skip(1).map(|line| line.trim()).filter(|line| !line.is_empty());
    entries
        .map(|entry| match entry.split_once('=') {
            Some((name, value)) => {
                let name = name.trim();
                Ok((name.to_owned(), without_comment(name, value).to_owned()))
            }
            None => {
                let message = format!("below `{key}`, no `=` after the key: `{}`", shorten(entry));
                Err(Problem::new(line, message))
            }
        })
        .collect()
}

fn share_defaults(sections: &mut Vec<Section>) {
    let Some(index) = sections.iter().position(|section| section.name == "DEFAULT") else { return };
    let defaults = sections.remove(index).keys;
    for section in sections {
        for (key, property) in &defaults {
            section.keys.entry(key.clone()).or_insert_with(|| property.clone());
        }
    }
}

/// The start of a line for a message: a line without a key may be a stray secret.
fn shorten(line: &str) -> String {
    let start: String = line.chars().take(8).collect();
    if start.len() < line.len() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn text(section: &Section, key: &str) -> String {
        match &section.keys[key].value {
            Value::Text(text) => text.clone(),
            Value::Nested(_) => panic!("{key} is nested"),
        }
    }

    fn map<const N: usize>(pairs: [(&str, &str); N]) -> Value {
        Value::Nested(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into())
    }

    #[test]
    fn reads_what_botocore_reads() {
        let sections = parse(
            "# made by hand\n[default]\nRegion = eu-west-1\noutput: json\n\n; more\n[profile \"a b\"] ignored\n\
             key = va#l=ue;x\nlong = one\n  two\n\n  three\ns3 =\n  addressing_style = path\n\n  \
             payload_signing_enabled=true\nempty =\n",
        )
        .unwrap()
        .sections;
        assert_eq!(sections[0].name, "default");
        assert_eq!(text(&sections[0], "region"), "eu-west-1");
        assert_eq!(text(&sections[0], "output"), "json");
        assert_eq!(sections[0].keys["output"].line, 4);
        let section = &sections[1];
        assert_eq!((section.name.as_str(), section.line), ("profile \"a b\"", 7));
        assert_eq!(text(section, "key"), "va#l=ue;x");
        assert_eq!(text(section, "long"), "one\ntwo\n\nthree");
        assert_eq!(text(section, "empty"), "");
        let expected = map([("addressing_style", "path"), ("payload_signing_enabled", "true")]);
        assert_eq!(section.keys["s3"].value, expected);
    }

    #[test]
    fn comments_follow_values_that_have_no_white_space() {
        let sections = parse(
            "[default] # mine [really]\nregion = eu-west-1 # home\nmax_attempts=3\t; few\nservices = # none\n\
             key =#1 ;x\ncredential_process = print '# no comment' # nor this ; one\n\
             ca_bundle = /my certificates/#1 ; x.pem\ns3 = # of S3\n  addressing_style = path # always\n  \
             ; nothing\n  use_arn_region = true ;yes\nproxies_config =\n  proxy_ca_bundle = /a #b\n\
             [profile dev];mine\n[a]b] # c]\n",
        )
        .unwrap()
        .sections;
        let names: Vec<_> = sections.iter().map(|section| section.name.as_str()).collect();
        assert_eq!(names, ["default", "profile dev", "a]b"]);
        let section = &sections[0];
        assert_eq!(text(section, "region"), "eu-west-1");
        assert_eq!(text(section, "max_attempts"), "3");
        assert_eq!(text(section, "services"), "");
        assert_eq!(text(section, "key"), "#1");
        assert_eq!(text(section, "credential_process"), "print '# no comment' # nor this ; one");
        assert_eq!(text(section, "ca_bundle"), "/my certificates/#1 ; x.pem");
        assert_eq!(section.keys["s3"].value, map([("addressing_style", "path"), ("use_arn_region", "true")]));
        assert_eq!(section.keys["proxies_config"].value, map([("proxy_ca_bundle", "/a #b")]));
    }

    #[test]
    fn sections_and_keys_may_be_there_twice() {
        let document = parse("[a]\nx = 1\ny = 1\n[b]\n[a]\nX = 2\nx = 3\nz = 4\n").unwrap();
        assert_eq!(document.sections.len(), 2);
        let section = &document.sections[0];
        assert_eq!(
            (text(section, "x"), text(section, "y"), text(section, "z")),
            ("3".into(), "1".into(), "4".into())
        );
        assert_eq!(section.keys["x"].line, 7);
        let notes: Vec<_> = document.notes.iter().map(|note| (note.line, note.message.as_str())).collect();
        assert_eq!(
            notes,
            [
                (5, "section [a] is there again, after line 1: both parts count"),
                (6, "`x` is there again in [a], after line 2: this one counts"),
                (7, "`x` is there again in [a], after line 6: this one counts"),
            ]
        );
    }

    #[test]
    fn white_space_in_brackets_means_nothing() {
        let sections = parse("\u{feff}[ a ]\r\n[\tprofile\tx ]\r\n").unwrap().sections;
        assert_eq!(sections[0].name, "a");
        assert_eq!(sections[1].name, "profile\tx");
    }

    #[test]
    fn lines_may_end_in_carriage_returns_and_begin_with_any_space() {
        let sections = parse("[a]\rone = 1\r\n\u{a0}two = 2\n three = 3\r").unwrap().sections;
        assert_eq!(text(&sections[0], "one"), "1\ntwo = 2\nthree = 3");
        let sections = parse("[a]\n\u{a0}two = 2\n three = 3\r").unwrap().sections;
        assert_eq!(text(&sections[0], "three"), "3");
    }

    #[test]
    fn default_section_holds_everywhere() {
        let sections = parse("[DEFAULT]\nregion = a\noutput = text\n[x]\nregion = b\n").unwrap().sections;
        assert_eq!(sections.len(), 1);
        assert_eq!(text(&sections[0], "region"), "b");
        assert_eq!(text(&sections[0], "output"), "text");
    }

    #[test]
    fn errors_name_the_line() {
        let error = |text: &str| {
            let error = parse(text).unwrap_err();
            (error.line, error.message)
        };
        assert_eq!(error("region = x\n"), (1, "a [section] must come first".into()));
        assert_eq!(error("[a]\nnonsense\n"), (2, "no `=` after the key: `nonsense`".into()));
        assert_eq!(error("[a]\n = 2\n"), (2, "no key before the `=`".into()));
        assert_eq!(error("[a]\ns3 =\n  wrong way\n").0, 2);
        assert_eq!(error("[ ]\n"), (1, "a section has no name".into()));
        let unclosed = "the bracket of `[profile x` is not closed; write `[profile x]`";
        for line in ["[profile x", "[profile x # mine", "[ profile x = 1"] {
            assert_eq!(error(&format!("[a]\n{line}\n")), (2, unclosed.into()));
        }
        assert!(!error("[a]\nwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n").1.contains("K7MDENG"));
    }
}
