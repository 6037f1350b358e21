//! Every documentation string of every fetched model becomes Markdown that rustdoc takes without a warning.
//!
//! Read with the parser and the extensions that rustdoc uses. Needs `cargo xtask models fetch`, so it runs only
//! when asked for: `cargo test -p codegen --release --test documentation -- --ignored`.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

#[test]
#[ignore = "needs the fetched models"]
fn every_text_of_every_model_is_clean_markdown() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../service-models/data");
    let mut texts = BTreeSet::new();
    for entry in std::fs::read_dir(&data).expect("the models: run `cargo xtask models fetch` first") {
        let file = entry.unwrap().path().join("service.json");
        if file.is_file() {
            collect(&serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap(), &mut texts);
        }
    }
    assert!(texts.len() > 100_000, "only {} texts found", texts.len());
    let mut problems = Vec::new();
    for html in &texts {
        let markdown = codegen::docs::rustdoc(html);
        problems.extend(
            problem(html, &markdown).map(|problem| format!("{problem}\n  from {html}\n  to {markdown}")),
        );
    }
    let shown = problems.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(problems.is_empty(), "{} of {} texts:\n{shown}", problems.len(), texts.len());
}

/// Adds the values of all members named `documentation`.
fn collect(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "documentation" => {
                        texts.insert(text.clone());
                    }
                    _ => collect(value, texts),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        _ => {}
    }
}

/// What rustdoc, or a reader, would complain about.
fn problem(html: &str, markdown: &str) -> Option<&'static str> {
    if markdown.lines().any(|line| line.ends_with(char::is_whitespace))
        || markdown != markdown.trim_matches('\n')
    {
        return Some("white space at the end");
    }
    if markdown.chars().any(|c| c.is_control() && c != '\n') {
        return Some("a control character");
    }
    if markdown.lines().any(is_needlessly_long) {
        return Some("a long line");
    }
    let mut unresolved = false;
    let mut resolve = |_: BrokenLink<'_>| {
        unresolved = true;
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let mut shown = String::new();
    let mut in_link = false;
    for event in Parser::new_with_broken_link_callback(markdown, options, Some(&mut resolve)) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => return Some("raw HTML"),
            Event::Start(Tag::Link { dest_url, .. }) if !is_url(&dest_url) => {
                return Some("a link to no URL");
            }
            Event::Start(Tag::Link { .. }) => in_link = true,
            Event::End(TagEnd::Link) => in_link = false,
            Event::Start(Tag::CodeBlock(kind)) if !matches!(&kind, CodeBlockKind::Fenced(tag) if &**tag == "text") =>
            {
                return Some("a code block that rustdoc would compile");
            }
            Event::Start(Tag::Image { .. } | Tag::Strikethrough | Tag::Table(_))
            | Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => return Some("markup that the source has not"),
            Event::Text(text) if !in_link && text.split_whitespace().any(is_bare_url) => {
                return Some("a bare URL");
            }
            Event::Text(text) | Event::Code(text) => shown.push_str(&text),
            _ => {}
        }
    }
    if unresolved {
        return Some("a link that rustdoc would resolve");
    }
    let more = |c: char| shown.matches(c).count() > html.matches(c).count();
    if more('`') || more('*') || more('\\') {
        return Some("markup shown as text");
    }
    None
}

/// A line over 100 columns that could have been broken at a space.
fn is_needlessly_long(line: &str) -> bool {
    let text = line.trim_start_matches(['-', '>', ' ']);
    line.chars().count() > 100 && text.contains(' ') && !text.contains(['`', '<', '('])
}

fn is_url(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) && !url.contains(char::is_whitespace)
}

/// As rustdoc's lint `bare_urls` sees it: a scheme, and a host with a dot.
fn is_bare_url(word: &str) -> bool {
    let Some((_, rest)) = word.split_once("https://").or_else(|| word.split_once("http://")) else {
        return false;
    };
    let host: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-.:_%".contains(*c)).collect();
    host.rsplit_once('.')
        .is_some_and(|(name, tld)| name.len() > 1 && tld.len() > 1 && !tld.contains(char::is_numeric))
}
