//! Setters never have the name of a method that their builder has by itself: a model whose inputs have members with all
//! these names becomes crates in which no builder has two methods of one name.

#![allow(clippy::unwrap_used, missing_docs)]

use codegen::{FileMap, Filter, Input, Services};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::{GenericArgument, ImplItem, Item, ItemImpl, PathArguments, Type, TypeParamBound};

/// The files of a golden model by name.
fn texts(case: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(case);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file());
    files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn generate(case: &str, texts: &BTreeMap<String, String>) -> FileMap {
    let files = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let settings = Services::parse("services.toml", &texts["services.toml"]).unwrap().get(case);
    codegen::generate(&Input { name: case, files }, &settings, &Filter::All).unwrap().files
}

/// Gives the inputs of all operations these members.
fn add_members(texts: &mut BTreeMap<String, String>, names: &BTreeSet<String>) {
    let mut model: Value = serde_json::from_str(&texts["service.json"]).unwrap();
    let operations = model["operations"].as_object().unwrap().values();
    let inputs: Vec<_> = operations.filter_map(|o| o["input"]["shape"].as_str().map(str::to_owned)).collect();
    model["shapes"]["ReservedWord"] = json!({ "type": "string" });
    for input in inputs {
        let members = model["shapes"][&input]["members"].as_object_mut().unwrap();
        for name in names {
            members.entry(name).or_insert_with(|| json!({ "shape": "ReservedWord" }));
        }
    }
    texts.insert("service.json".to_owned(), model.to_string());
}

/// What a crate says of its builders.
#[derive(Default)]
struct Builders {
    /// Methods of the generic types, by type.
    shared: BTreeMap<String, Vec<String>>,
    /// Methods of calls whose operation has a paginator.
    listing: Vec<String>,
    /// Operations that have one.
    paginated: BTreeSet<String>,
    /// Methods of their aliases, by file and alias.
    own: BTreeMap<(String, String), Vec<String>>,
    /// The generic type of each alias.
    base: BTreeMap<(String, String), String>,
}

impl Builders {
    fn of(files: &FileMap) -> Self {
        let mut found = Self::default();
        for (file, text) in files.iter().filter(|(file, _)| file.ends_with(".rs")) {
            for item in syn::parse_file(text).unwrap().items {
                found.add(file, &item);
            }
        }
        found
    }

    fn add(&mut self, file: &str, item: &Item) {
        match item {
            Item::Type(alias) => {
                if let Some((base, _)) = last(&alias.ty) {
                    self.base.insert((file.to_owned(), alias.ident.to_string()), base);
                }
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let methods = block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                    _ => None,
                });
                match last(&block.self_ty) {
                    Some((_, true)) if is_bound_by(block, "Paginated") => self.listing.extend(methods),
                    Some((name, true)) => self.shared.entry(name).or_default().extend(methods),
                    Some((name, false)) => {
                        self.own.entry((file.to_owned(), name)).or_default().extend(methods);
                    }
                    None => {}
                }
            }
            Item::Impl(block) if implements(block, "Paginated") => {
                self.paginated.extend(last(&block.self_ty).map(|(operation, _)| operation));
            }
            _ => {}
        }
    }

    /// All methods of generic types.
    fn names(&self) -> BTreeSet<String> {
        self.shared.values().flatten().chain(&self.listing).cloned().collect()
    }

    /// The aliases that have a method twice, each with the method.
    fn twice(&self) -> Vec<String> {
        let mut twice = Vec::new();
        for ((file, name), base) in &self.base {
            let own = self.own.get(&(file.clone(), name.clone())).into_iter().flatten();
            let mut seen = BTreeSet::new();
            let listing = self.listing.iter().filter(|_| base == "Call" && self.paginated.contains(name));
            for method in own.chain(self.shared.get(base).into_iter().flatten()).chain(listing) {
                if !seen.insert(method) {
                    twice.push(format!("{file}: {name}::{method}"));
                }
            }
        }
        twice
    }
}

/// Whether a type of the block has to implement `name`.
fn is_bound_by(block: &ItemImpl, name: &str) -> bool {
    block.generics.type_params().flat_map(|parameter| &parameter.bounds).any(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return false };
        bound.path.segments.last().is_some_and(|last| last.ident == name)
    })
}

fn implements(block: &ItemImpl, name: &str) -> bool {
    let path = block.trait_.as_ref().map(|(_, path, _)| path);
    path.and_then(|path| path.segments.last()).is_some_and(|last| last.ident == name)
}

/// The last name of a path, and whether it has parameters that are types.
fn last(ty: &Type) -> Option<(String, bool)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let generic = match &last.arguments {
        PathArguments::AngleBracketed(list) => {
            list.args.iter().any(|argument| matches!(argument, GenericArgument::Type(_)))
        }
        _ => false,
    };
    Some((last.ident.to_string(), generic))
}

#[test]
fn no_setter_has_the_name_of_a_method() {
    for (case, kinds) in [
        ("json", &["Call", "Wait"][..]),
        ("resources", &["Action", "Batch", "Call", "Collection", "Wait"][..]),
    ] {
        let mut texts = texts(case);
        let plain = Builders::of(&generate(case, &texts));
        for kind in kinds {
            assert!(plain.shared.contains_key(*kind), "{case} has no {kind}");
        }
        add_members(&mut texts, &plain.names());
        let full = Builders::of(&generate(case, &texts));
        assert_eq!(full.twice(), [""; 0], "{case}");
        for kind in kinds {
            let setters = full
                .base
                .iter()
                .filter(|(_, base)| base == kind)
                .filter_map(|(alias, _)| full.own.get(alias));
            assert!(setters.flatten().any(|method| method == "with_"), "{case}: the setters of {kind}");
        }
    }
}
