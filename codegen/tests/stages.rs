//! The stages of the generator use each other in one order: `model` -> `lower` -> `ir` <- `emit`. The modules that a file
//! names, in `use` and in paths, are read from its tokens.

#![allow(clippy::unwrap_used, missing_docs)]

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each module of the crate may use of the others.
const ORDER: [(&str, &[&str]); 12] = [
    ("docs", &[]),
    ("emit", &["error", "ir", "names", "output"]),
    ("error", &[]),
    ("fixups", &["error", "model"]),
    ("input", &[]),
    ("ir", &[]),
    ("lower", &["docs", "error", "fixups", "input", "ir", "model", "names", "settings", "suggest"]),
    ("model", &["error"]),
    ("names", &[]),
    ("output", &["error", "ir"]),
    ("settings", &["error", "fixups", "model"]),
    ("suggest", &[]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of the crate below `folder`, each with the path of its module.
fn files(folder: &Path, found: &mut Vec<(Vec<String>, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
            continue;
        }
        let relative = path.strip_prefix(source()).unwrap().with_extension("");
        let mut module: Vec<String> = relative.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        module.pop_if(|last| last == "mod" || last == "lib");
        found.push((module, fs::read_to_string(&path).unwrap()));
    }
}

/// The module that each name in `lib.rs` comes from.
fn exports(library: &str) -> BTreeMap<&str, &str> {
    let lines = library.lines().filter_map(|line| line.strip_prefix("pub use ")?.split_once("::"));
    let names = lines.flat_map(|(module, names)| {
        names
            .split(|c: char| !c.is_alphanumeric())
            .filter(|name| !name.is_empty())
            .map(move |name| (name, module))
    });
    names.collect()
}

fn is(token: Option<&TokenTree>, text: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(_) | TokenTree::Punct(_))) && token.unwrap().to_string() == text
}

/// Finds the names that paths from the root of the crate begin with. `module` is where the tokens stand.
fn roots(tokens: TokenStream, module: &[String], found: &mut BTreeSet<String>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if is(Some(token), "quote") && is(tokens.get(at), "!") {
            // what is written down names modules of generated crates
            at += 2;
        } else if is(Some(token), "mod")
            && let (Some(name), Some(TokenTree::Group(body))) = (tokens.get(at), tokens.get(at + 1))
        {
            at += 2;
            roots(body.stream(), &[module, &[name.to_string()]].concat(), found);
        } else if let TokenTree::Group(group) = token {
            roots(group.stream(), module, found);
        } else if is(Some(token), "crate") {
            at = path(&tokens, at, &[], found);
        } else if is(Some(token), "super") {
            let mut base = &module[..module.len().saturating_sub(1)];
            while is(tokens.get(at), ":") && is(tokens.get(at + 2), "super") {
                at += 3;
                base = &base[..base.len().saturating_sub(1)];
            }
            at = path(&tokens, at, base, found);
        }
    }
}

/// Takes the names that follow `base::`, which ends before `at`, if that is a path.
fn path(tokens: &[TokenTree], at: usize, base: &[String], found: &mut BTreeSet<String>) -> usize {
    if !is(tokens.get(at), ":") {
        return at;
    }
    if let Some(first) = base.first() {
        found.insert(first.clone());
        return at;
    }
    match tokens.get(at + 2) {
        Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Brace => {
            let list: Vec<_> = list.stream().into_iter().collect();
            let items = list.split(|token| is(Some(token), ","));
            found.extend(items.filter_map(|item| item.first()).map(ToString::to_string));
            at + 3
        }
        Some(name) => {
            found.insert(name.to_string());
            at + 3
        }
        None => at,
    }
}

#[test]
fn no_stage_reaches_back() {
    let library = fs::read_to_string(source().join("lib.rs")).unwrap();
    let exports = exports(&library);
    let order = BTreeMap::from(ORDER);
    let mut all = Vec::new();
    files(&source(), &mut all);
    let mut wrong = Vec::new();
    for (module, text) in all {
        let Some(stage) = module.first() else { continue };
        if module.last().is_some_and(|last| last == "tests") {
            // tests call the whole generator
            continue;
        }
        let allowed =
            order.get(stage.as_str()).unwrap_or_else(|| panic!("`{stage}` has no place in the order"));
        let mut found = BTreeSet::new();
        roots(text.parse().unwrap(), &module, &mut found);
        for name in &found {
            let used = exports.get(name.as_str()).copied().unwrap_or(name);
            if used != stage && !allowed.contains(&used) {
                wrong.push(format!("{} uses {used}", module.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_forms_of_paths_are_seen() {
    let text = "
        use crate::{Error, lower::{self, x}, settings::Settings};
        use super::super::model::X;
        /// Not [this](crate::docs).
        pub(crate) fn f(x: crate::input::Input) { quote!(crate::errors::X); super::g(); }
        mod tests { use super::*; fn g() { super::super::super::names::h() } }
    ";
    let mut found = BTreeSet::new();
    roots(text.parse().unwrap(), &["emit".to_owned(), "json".to_owned()], &mut found);
    let found: Vec<_> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["Error", "emit", "input", "lower", "model", "names", "settings"]);
}
