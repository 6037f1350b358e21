//! What names mean in a module, and by which paths users reach what they mean.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::Attributes;
use super::tree::{Tree, Use, is_public};

/// A definition: the index of its module, and its name there.
pub type Definition = (usize, String);

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A module of the crate.
    Module(usize),
    /// Something that the crate defines.
    Item(Definition),
    /// What another crate defines, by its path; or a name that is known everywhere, such as `Option`.
    Foreign(String),
}

/// A path that users can write.
#[derive(Debug, Clone)]
pub struct Public {
    /// The path.
    pub path: String,
    /// Conditions of the re-exports on the way, those of what it leads to not among them.
    pub conditions: Vec<String>,
    /// Whether it, or a module on the way, is hidden from the documentation.
    pub hidden: bool,
}

/// The names of a crate.
pub struct Names<'a> {
    tree: &'a Tree,
    /// What each module defines.
    defined: Vec<BTreeMap<String, Declared>>,
    /// The path by which this crate's API names a module, for those that users reach.
    modules: BTreeMap<usize, Public>,
    /// The same of definitions.
    items: BTreeMap<Definition, Public>,
    /// Further paths: `pub use` in lines of their own, with what they mean.
    again: Vec<(Public, Target)>,
}

/// How something is declared.
#[derive(Debug, Clone, Copy)]
struct Declared {
    public: bool,
    hidden: bool,
}

/// How deep imports of imports may go. Deeper is a circle.
const DEPTH: usize = 32;

impl<'a> Names<'a> {
    /// The names of the crate `tree`.
    pub fn new(tree: &'a Tree) -> Self {
        let defined = tree.modules.iter().map(|module| {
            let named = module.items.iter().filter_map(named);
            let declared = named.map(|(ident, visibility, attributes)| {
                let (public, hidden) = (is_public(visibility), Attributes::of(attributes).hidden);
                (ident.to_string(), Declared { public, hidden })
            });
            declared.collect()
        });
        let defined = defined.collect();
        let mut names =
            Self { tree, defined, modules: BTreeMap::new(), items: BTreeMap::new(), again: Vec::new() };
        Walk::default().run(&mut names);
        names
    }

    /// Whether a macro is called in place of items.
    pub fn calls_macro(&self, name: &syn::Ident) -> bool {
        self.tree.calls_macro(name)
    }

    /// How users reach the module, if they do.
    pub fn module(&self, module: usize) -> Option<&Public> {
        self.modules.get(&module)
    }

    /// The path of a module in the API, or if users cannot reach it, where it is defined.
    pub fn module_path(&self, module: usize) -> String {
        self.modules
            .get(&module)
            .map_or_else(|| self.tree.modules[module].path.clone(), |public| public.path.clone())
    }

    /// How users reach a definition, if they do.
    pub fn item(&self, definition: &Definition) -> Option<&Public> {
        self.items.get(definition)
    }

    /// Further paths of what is reached otherwise, and re-exports of other crates.
    pub fn again(&self) -> &[(Public, Target)] {
        &self.again
    }

    /// Whether a definition is declared `pub`.
    pub fn is_public(&self, (module, name): &Definition) -> bool {
        self.defined[*module].get(name).is_some_and(|declared| declared.public)
    }

    /// The path of a definition in the API, or if users cannot reach it, where it is defined.
    pub fn path(&self, definition: &Definition) -> String {
        match self.items.get(definition) {
            Some(public) => public.path.clone(),
            None => format!("{}::{}", self.tree.modules[definition.0].path, definition.1),
        }
    }

    /// What `path` means in `module`, and how many of its segments that takes.
    pub fn resolve(&self, module: usize, path: &[String]) -> (Target, usize) {
        self.walk(module, path, None, DEPTH)
    }

    /// The same, for the path of an import `of`, which does not define the name that it begins with.
    fn walk(&self, module: usize, path: &[String], of: Option<&Use>, depth: usize) -> (Target, usize) {
        let Some(first) = path.first() else { return (Target::Module(module), 0) };
        let mut target = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(module),
            "super" => Target::Module(self.tree.modules[module].parent.unwrap_or_default()),
            name => self.find(module, name, of, depth).unwrap_or_else(|| Target::Foreign(name.to_owned())),
        };
        let mut taken = 1;
        while let (Target::Module(inner), Some(next)) = (&target, path.get(taken)) {
            let inside = &self.tree.modules[*inner];
            target = match (next.as_str(), inside.parent) {
                ("super", Some(parent)) => Target::Module(parent),
                (name, _) => self
                    .find(*inner, name, of, depth)
                    .unwrap_or_else(|| Target::Foreign(format!("{}::{name}", inside.path))),
            };
            taken += 1;
        }
        (target, taken)
    }

    fn find(&self, module: usize, name: &str, of: Option<&Use>, depth: usize) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        let inside = &self.tree.modules[module];
        if let Some(child) = inside.children.get(name) {
            return Some(Target::Module(*child));
        }
        if self.defined[module].contains_key(name) {
            return Some(Target::Item((module, name.to_owned())));
        }
        let others = || inside.uses.iter().filter(|import| of.is_none_or(|of| !std::ptr::eq(of, *import)));
        if let Some(import) = others().find(|import| import.name.as_deref() == Some(name)) {
            return Some(self.imported(module, import, depth));
        }
        others().filter(|import| import.name.is_none()).find_map(|import| {
            match self.walk(module, &import.path, Some(import), depth) {
                (Target::Module(inner), _) if inner != module => self.find(inner, name, of, depth),
                _ => None,
            }
        })
    }

    /// What an import in `module` brings.
    fn imported(&self, module: usize, import: &Use, depth: usize) -> Target {
        let (target, taken) = self.walk(module, &import.path, Some(import), depth);
        let rest: String = import.path[taken..].iter().map(|segment| format!("::{segment}")).collect();
        match target {
            target if rest.is_empty() => target,
            Target::Foreign(path) => Target::Foreign(path + &rest),
            Target::Item(definition) => Target::Foreign(self.path(&definition) + &rest),
            Target::Module(inner) => Target::Foreign(self.module_path(inner) + &rest),
        }
    }
}

/// The name, visibility and attributes of an item; `None` for what has no name in its module.
pub fn named(item: &syn::Item) -> Option<(&syn::Ident, &syn::Visibility, &[syn::Attribute])> {
    Some(match item {
        syn::Item::Const(item) => (&item.ident, &item.vis, &item.attrs),
        syn::Item::Enum(item) => (&item.ident, &item.vis, &item.attrs),
        syn::Item::Fn(item) => (&item.sig.ident, &item.vis, &item.attrs),
        syn::Item::Static(item) => (&item.ident, &item.vis, &item.attrs),
        syn::Item::Struct(item) => (&item.ident, &item.vis, &item.attrs),
        syn::Item::Trait(item) => (&item.ident, &item.vis, &item.attrs),
        syn::Item::Type(item) => (&item.ident, &item.vis, &item.attrs),
        _ => return None,
    })
}

/// The walk from the root over everything that users reach.
#[derive(Default)]
struct Walk<'a> {
    /// Re-exports to look at, with the path of the module that they are in.
    imports: Vec<(usize, Public, &'a Use)>,
    /// Those that were looked at.
    seen: BTreeSet<(String, usize, usize)>,
    /// All paths of definitions.
    items: BTreeMap<Definition, Vec<Public>>,
}

impl<'a> Walk<'a> {
    fn run(mut self, names: &mut Names<'a>) {
        let root = Public { path: names.tree.modules[0].path.clone(), conditions: Vec::new(), hidden: false };
        self.module(names, 0, root);
        // modules by their own paths first, so that re-exports find them named
        while let Some((module, at, import)) = self.imports.pop() {
            self.import(names, module, at, import);
        }
        for (definition, mut paths) in self.items {
            let own = format!("{}::{}", names.tree.modules[definition.0].path, definition.1);
            paths.sort_by_cached_key(|public| {
                (public.hidden, public.path != own, public.path.len(), public.path.clone())
            });
            paths.dedup_by(|a, b| a.path == b.path);
            let mut paths = paths.into_iter();
            if let Some(first) = paths.next() {
                names.items.insert(definition.clone(), first);
            }
            names.again.extend(paths.map(|public| (public, Target::Item(definition.clone()))));
        }
    }

    fn module(&mut self, names: &mut Names<'a>, module: usize, public: Public) {
        if names.modules.contains_key(&module) {
            names.again.push((public, Target::Module(module)));
            return;
        }
        names.modules.insert(module, public.clone());
        self.content(names, module, &public);
    }

    /// What users find at `at` because the module's content is there.
    fn content(&mut self, names: &mut Names<'a>, module: usize, at: &Public) {
        let tree = names.tree;
        let inside = &tree.modules[module];
        for (name, declared) in names.defined[module].iter().filter(|(_, declared)| declared.public) {
            let public = at.join(name).hidden_if(declared.hidden);
            self.items.entry((module, name.clone())).or_default().push(public);
        }
        for (name, child) in &inside.children {
            let declared = &tree.modules[*child];
            if declared.public {
                self.module(names, *child, at.join(name).hidden_if(declared.attributes.hidden));
            }
        }
        let public = inside.uses.iter().filter(|import| import.public);
        self.imports.extend(public.map(|import| (module, at.clone(), import)));
    }

    fn import(&mut self, names: &mut Names<'a>, module: usize, mut at: Public, import: &'a Use) {
        let inside = &names.tree.modules[module];
        let position = inside.uses.iter().position(|other| std::ptr::eq(other, import));
        if !self.seen.insert((at.path.clone(), module, position.unwrap_or_default())) {
            return;
        }
        for attributes in [&inside.attributes, &import.attributes] {
            at.conditions.extend(attributes.conditions.iter().cloned());
        }
        at = at.hidden_if(import.attributes.hidden);
        let target = names.imported(module, import, DEPTH);
        match (&import.name, target) {
            (Some(name), Target::Module(inner)) => self.module(names, inner, at.join(name)),
            (Some(name), Target::Item(definition)) => {
                self.items.entry(definition).or_default().push(at.join(name));
            }
            (Some(name), foreign) => names.again.push((at.join(name), foreign)),
            (None, Target::Module(inner)) => self.content(names, inner, &at),
            (None, Target::Item(definition)) => {
                names.again.push((at.join("*"), Target::Foreign(names.path(&definition) + "::*")));
            }
            (None, Target::Foreign(path)) => names.again.push((at.join("*"), Target::Foreign(path + "::*"))),
        }
    }
}

impl Public {
    fn join(&self, name: &str) -> Self {
        Self { path: format!("{}::{name}", self.path), ..self.clone() }
    }

    fn hidden_if(mut self, hidden: bool) -> Self {
        self.hidden |= hidden;
        self
    }
}
