//! The modules of a crate, read from its files: what each defines and what it imports.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use syn::ext::IdentExt as _;

use super::attributes::Attributes;
use crate::generate::tree::Files;

/// One module.
pub struct Module {
    /// The module around it; `None` for the root.
    pub parent: Option<usize>,
    /// Its path by where it is defined: `tucuxi_s3::types`.
    pub path: String,
    /// Whether it is declared `pub`.
    pub public: bool,
    /// Attributes of its declaration, the conditions of the modules around it among them.
    pub attributes: Attributes,
    /// What it defines, without modules and imports.
    pub items: Vec<syn::Item>,
    /// What it imports.
    pub uses: Vec<Use>,
    /// The modules in it.
    pub children: BTreeMap<String, usize>,
}

/// One imported name.
pub struct Use {
    /// The name it gets; `None` for all names (`*`).
    pub name: Option<String>,
    /// The path after `use`.
    pub path: Vec<String>,
    /// Whether it is a re-export.
    pub public: bool,
    /// Attributes of the declaration.
    pub attributes: Attributes,
}

/// All modules of a crate; the root is the first.
pub struct Tree {
    /// The modules, each after the one around it.
    pub modules: Vec<Module>,
    /// The macros that are called in place of items, with the file of a call.
    called: BTreeMap<String, String>,
}

impl Tree {
    /// The modules of the crate `name` from its `files`, beginning with `src/lib.rs`.
    pub fn read(name: &str, files: &Files) -> Result<Self> {
        let mut tree = Self { modules: Vec::new(), called: BTreeMap::new() };
        let root = Place { file: "src/lib.rs".to_owned(), folder: "src".to_owned() };
        let items = parse(files, &root.file)?;
        tree.add(None, name.to_owned(), true, Attributes::default(), (&root, items), files)?;
        match tree.called.iter().find(|(name, _)| !tree.defines_macro(name)) {
            None => Ok(tree),
            // what it expands to would be missing
            Some((name, file)) => bail!(
                "{file}: `{name}!` may expand to public items, which only a compiler sees; write them out, or have \
                 xtask/src/api read this macro"
            ),
        }
    }

    /// Whether a macro is called in place of items.
    pub fn calls_macro(&self, name: &syn::Ident) -> bool {
        self.called.contains_key(&name.to_string())
    }

    fn defines_macro(&self, name: &str) -> bool {
        let is_it = |item: &syn::Item| match item {
            syn::Item::Macro(item) => item.ident.as_ref().is_some_and(|ident| ident == name),
            _ => false,
        };
        self.modules.iter().any(|module| module.items.iter().any(is_it))
    }

    fn add(
        &mut self,
        parent: Option<usize>,
        path: String,
        public: bool,
        attributes: Attributes,
        (place, content): (&Place, Vec<syn::Item>),
        files: &Files,
    ) -> Result<usize> {
        let index = self.modules.len();
        let (items, uses, children) = (Vec::new(), Vec::new(), BTreeMap::new());
        self.modules.push(Module { parent, path, public, attributes, items, uses, children });
        for item in content {
            self.item(index, item, place, files)?;
        }
        Ok(index)
    }

    fn item(&mut self, index: usize, item: syn::Item, place: &Place, files: &Files) -> Result<()> {
        let outer = &self.modules[index].attributes;
        match item {
            syn::Item::Mod(item) => {
                let attributes = Attributes::of(&item.attrs).inside(outer);
                if attributes.test {
                    return Ok(());
                }
                let name = item.ident.to_string();
                let path = format!("{}::{name}", self.modules[index].path);
                let place = match &item.content {
                    Some(_) => place.inline(&item.ident),
                    None => place.file_of(&item.ident, files)?,
                };
                let content = match item.content {
                    Some((_, items)) => items,
                    None => parse(files, &place.file)?,
                };
                let public = is_public(&item.vis);
                let child = self.add(Some(index), path, public, attributes, (&place, content), files)?;
                self.modules[index].children.insert(name, child);
            }
            syn::Item::Use(item) => {
                let attributes = Attributes::of(&item.attrs);
                if attributes.test {
                    return Ok(());
                }
                let mut found = Vec::new();
                flatten(&item.tree, &mut Vec::new(), &mut found);
                let public = is_public(&item.vis);
                let uses = found.into_iter().map(|(name, path)| Use {
                    name,
                    path,
                    public,
                    attributes: attributes.clone(),
                });
                self.modules[index].uses.extend(uses);
            }
            syn::Item::Macro(item) if item.ident.is_none() => {
                if let Some(name) = macro_name(&item) {
                    self.called.insert(name.to_string(), place.file.clone());
                }
                self.modules[index].items.push(syn::Item::Macro(item));
            }
            syn::Item::Union(_)
            | syn::Item::ForeignMod(_)
            | syn::Item::TraitAlias(_)
            | syn::Item::Verbatim(_) => {
                bail!("{}: an item of a kind that xtask/src/api does not read", place.file)
            }
            item => self.modules[index].items.push(item),
        }
        Ok(())
    }
}

/// The name of a macro that is called.
pub fn macro_name(item: &syn::ItemMacro) -> Option<&syn::Ident> {
    item.mac.path.segments.last().map(|segment| &segment.ident)
}

/// Where the content of a module is.
struct Place {
    /// The file, relative to the folder of the crate.
    file: String,
    /// The folder for the files of modules in it.
    folder: String,
}

impl Place {
    /// Of the module `name` that is written out in this one.
    fn inline(&self, name: &syn::Ident) -> Self {
        Self { file: self.file.clone(), folder: format!("{}/{}", self.folder, name.unraw()) }
    }

    /// Of the module `name` that has a file of its own.
    fn file_of(&self, name: &syn::Ident, files: &Files) -> Result<Self> {
        let folder = format!("{}/{}", self.folder, name.unraw());
        let candidates = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
        match candidates.into_iter().find(|file| files.contains_key(file)) {
            Some(file) => Ok(Self { file, folder }),
            None => bail!("{}: there is no file of the module `{name}`: {folder}.rs", self.file),
        }
    }
}

fn parse(files: &Files, name: &str) -> Result<Vec<syn::Item>> {
    let text = files.get(name).with_context(|| format!("there is no {name}"))?;
    let file = syn::parse_file(text).with_context(|| format!("{name} is not Rust"))?;
    Ok(file.items)
}

/// Whether an item is declared `pub`; one that is visible in the crate alone is not.
pub fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// The names that `tree` imports, with their paths.
fn flatten(tree: &syn::UseTree, before: &mut Vec<String>, found: &mut Vec<(Option<String>, Vec<String>)>) {
    match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, found);
            before.pop();
        }
        syn::UseTree::Name(name) if name.ident == "self" => {
            found.push((before.last().cloned(), before.clone()))
        }
        syn::UseTree::Name(name) => {
            let name = name.ident.to_string();
            found.push((Some(name.clone()), [&**before, &[name]].concat()));
        }
        syn::UseTree::Rename(rename) => {
            let mut path = before.clone();
            if rename.ident != "self" {
                path.push(rename.ident.to_string());
            }
            found.push((Some(rename.rename.to_string()), path));
        }
        syn::UseTree::Glob(_) => found.push((None, before.clone())),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, found)),
    }
}
