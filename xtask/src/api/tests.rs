//! What is read of source, and that crates with some operations have nothing that the whole crate does not have.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::{Filter, Input, Services};

use super::Api;
use super::line::surplus;
use crate::generate::tree::Files;

const MANIFEST: &str =
    "[package]\nname = \"tucuxi-notes\"\n[features]\ndefault = [\"json\"]\njson = [\"tucuxi/json\"]\n";

/// The lines of a crate whose `src/lib.rs` is `text`, without those of features and of the crate itself.
fn lines(text: &str, others: &[(&str, &str)]) -> Vec<String> {
    let mut files: Files =
        others.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    files.insert("Cargo.toml".to_owned(), MANIFEST.to_owned());
    files.insert("src/lib.rs".to_owned(), text.to_owned());
    let lines = Api::of(&files).unwrap().lines.into_iter();
    lines.filter(|line| !line.starts_with("feature") && line != "pub mod tucuxi_notes").collect()
}

#[test]
fn the_manifest_offers_features() {
    let files = Files::from([
        ("Cargo.toml".to_owned(), MANIFEST.to_owned()),
        ("src/lib.rs".to_owned(), String::new()),
    ]);
    let lines: Vec<_> = Api::of(&files).unwrap().lines.into_iter().collect();
    let features = ["default", "default = json", "json"].map(|name| format!("feature tucuxi_notes/{name}"));
    assert_eq!(lines, [&features[..], &["pub mod tucuxi_notes".to_owned()]].concat());
}

#[test]
fn types_are_written_with_whole_paths() {
    let text = "
        mod inner;
        pub mod types { pub use crate::inner::*; use tucuxi::types as rt; pub struct Page { pub text: Option<rt::Blob>, n: u8 } }
        use std::collections::HashMap as Map;
        use types::{self, Page};
        pub fn pages(of: &mut types::Note, by: Map<core::string::String, Vec<Page>>) -> [Box<dyn Fn(&str) -> Page>; 2] {}
    ";
    let inner =
        "#[derive(Clone, Debug)] #[non_exhaustive] pub struct Note { pub next: Option<super::types::Page> }
        pub(crate) struct Secret; impl Secret { pub fn tell(&self) {} } impl Clone for Secret {}
        impl Note { pub fn new() -> Self {} fn own(&self) {} }";
    assert_eq!(
        lines(text, &[("src/inner.rs", inner)]),
        [
            "#[non_exhaustive] pub struct tucuxi_notes::types::Note",
            "impl Clone for tucuxi_notes::types::Note",
            "impl std::fmt::Debug for tucuxi_notes::types::Note",
            "pub fn tucuxi_notes::pages(&mut tucuxi_notes::types::Note, \
             std::collections::HashMap<String, Vec<tucuxi_notes::types::Page>>) \
             -> [Box<dyn Fn(&str) -> tucuxi_notes::types::Page>; 2]",
            "pub fn tucuxi_notes::types::Note::new() -> Self",
            "pub mod tucuxi_notes::types",
            "pub struct tucuxi_notes::types::Page { .. }",
            "pub tucuxi_notes::types::Note::next: Option<tucuxi_notes::types::Page>",
            "pub tucuxi_notes::types::Page::text: Option<tucuxi::types::Blob>",
        ]
    );
}

#[test]
fn what_is_hidden_counts_where_it_is_named() {
    let text = "
        #[doc(hidden)] pub mod parts { pub struct Call<O: t::Op>(O); pub struct Other; impl Clone for Other {} }
        #[doc(hidden)] pub fn secret() {}
        pub type Get = parts::Call<u8>;
        impl Get { pub fn name(mut self, value: impl Into<String>) -> Self {} #[doc(hidden)] pub fn own(&self) {} }
        impl<O: t::Op> parts::Call<O> where O::Input: Clone { pub fn send(self) -> O::Output {} }
        impl<O: t::Op> t::Send for parts::Call<O> { type Output = O::Output; const N: usize = 1; fn send() {} }
    ";
    assert_eq!(
        lines(text, &[]),
        [
            "impl<O> t::Send for tucuxi_notes::parts::Call<O> where O: t::Op",
            "pub const <tucuxi_notes::parts::Call<O> as t::Send>::N: usize",
            "pub fn tucuxi_notes::Get::name(self, impl Into<String>) -> Self",
            "pub fn tucuxi_notes::parts::Call::send(self) -> O::Output where O: t::Op, O::Input: Clone",
            "pub struct tucuxi_notes::parts::Call<O>(_) where O: t::Op",
            "pub type <tucuxi_notes::parts::Call<O> as t::Send>::Output = O::Output",
            "pub type tucuxi_notes::Get = tucuxi_notes::parts::Call<u8>",
        ]
    );
}

#[test]
fn conditions_and_further_paths_are_told() {
    let text = "
        #[cfg(feature = \"json\")] pub mod json { pub const ONE: i64 = 1; }
        #[cfg(test)] mod tests;
        pub mod deep { pub enum Kind { A, B(String), #[non_exhaustive] C { x: u8 } } pub static S: Kind = Kind::A; }
        pub use deep::Kind;
        pub use tucuxi::Session as Start;
        #[cfg(feature = \"json\")] pub use json::ONE as FIRST;
        #[macro_export] macro_rules! note { () => {} }
        macro_rules! own { () => {} }
        pub trait Named: Clone { type Name: Into<String>; fn name(&self) -> u8; fn length(&self) -> usize { 0 } }
    ";
    assert_eq!(
        lines(text, &[]),
        [
            "#[cfg(feature = \"json\")] pub const tucuxi_notes::json::ONE: i64",
            "#[cfg(feature = \"json\")] pub mod tucuxi_notes::json",
            "#[cfg(feature = \"json\")] pub use tucuxi_notes::FIRST = tucuxi_notes::json::ONE",
            "#[non_exhaustive] pub tucuxi_notes::deep::Kind::C { x: u8 }",
            "pub enum tucuxi_notes::deep::Kind",
            "pub fn tucuxi_notes::Named::length(&self) -> usize { .. }",
            "pub fn tucuxi_notes::Named::name(&self) -> u8",
            "pub macro tucuxi_notes::note!",
            "pub mod tucuxi_notes::deep",
            "pub static tucuxi_notes::deep::S: tucuxi_notes::deep::Kind",
            "pub trait tucuxi_notes::Named: Clone",
            "pub tucuxi_notes::deep::Kind::A",
            "pub tucuxi_notes::deep::Kind::B(String)",
            "pub type tucuxi_notes::Named::Name: Into<String>",
            "pub use tucuxi_notes::Kind = tucuxi_notes::deep::Kind",
            "pub use tucuxi_notes::Start = tucuxi::Session",
        ]
    );
}

#[test]
fn formatting_and_names_of_arguments_change_nothing() {
    let one = "use std::sync::Arc; pub fn f(a: &[Arc<u8>], b: (i64, bool)) -> Option<u8> { Some(1) }";
    let other = "/// Text.\n#[inline]\npub fn f(\n    first: &[std::sync::Arc<u8>],\n    (x, y): (i64, bool),\n) -> core::option::Option<u8> {\n    None\n}";
    assert_eq!(lines(one, &[]), lines(other, &[]));
}

#[test]
fn what_only_a_compiler_sees_is_an_error() {
    let files = Files::from([
        ("Cargo.toml".to_owned(), MANIFEST.to_owned()),
        ("src/lib.rs".to_owned(), "mod a;".to_owned()),
        ("src/a.rs".to_owned(), "rt::items! { pub struct S; }".to_owned()),
    ]);
    let error = Api::of(&files).unwrap_err().to_string();
    assert!(error.starts_with("src/a.rs: `items!` may expand to public items"), "{error}");
}

#[test]
fn a_macro_of_the_crate_stands_for_what_it_expands_to() {
    let text = "
        macro_rules! own { ($name:ident) => { pub struct $name; } }
        own!(Note);
        #[cfg(test)] mod tests;
    ";
    assert_eq!(
        lines(text, &[]),
        ["macro own! ($ name : ident) => { pub struct $ name ; }", "tucuxi_notes: own! Note"]
    );
}

#[test]
fn what_needs_a_feature_that_the_crate_lacks_is_not_there() {
    let text = "
        #[cfg(feature = \"lost\")] pub const LOST: u8 = 1;
        #[cfg(feature = \"json\")] pub mod json { #[cfg(feature = \"lost\")] pub const TWO: u8 = 2; }
    ";
    assert_eq!(lines(text, &[]), ["#[cfg(feature = \"json\")] pub mod tucuxi_notes::json"]);
}

/// The models of the generator's goldens.
fn golden(case: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/golden").join(case);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn a_crate_with_some_operations_has_nothing_that_the_whole_has_not() {
    for case in ["json", "rest-json", "rest-xml", "query", "resources", "ec2", "cbor"] {
        let texts = golden(case);
        let files = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let input = Input { name: case, files };
        let settings = Services::parse("services.toml", &texts["services.toml"]).unwrap().get(case);
        let generate = |filter: &Filter| codegen::generate(&input, &settings, filter).unwrap();
        let whole = generate(&Filter::All);
        let all = Api::of(&whole.files).unwrap();
        let names = crate::generate::models::operations_in(case, &texts["service.json"]).unwrap();
        let names: Vec<_> = names.into_iter().filter(|name| !whole.left_out.contains(name)).collect();
        // each by itself, and with the one after it
        for pair in names.windows(2).map(<[_]>::to_vec).chain(names.iter().map(|name| vec![name.clone()])) {
            let part = generate(&Filter::Operations(pair.iter().cloned().collect()));
            let part = Api::of(&part.files).unwrap();
            assert_eq!(surplus(&part, &all), [], "{case} {pair:?}");
        }
    }
}
