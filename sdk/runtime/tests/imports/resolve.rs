//! Names to the files that define them, through re-exports.

use crate::modules::Module;

/// What a path names.
#[derive(Clone, Copy)]
enum Target {
    Module(usize),
    /// An item that the module defines.
    ItemOf(usize),
}

/// The module that defines what `path` names in `module`; `None` for what other crates define.
pub fn defining(modules: &[Module], module: usize, path: &[String]) -> Option<usize> {
    match resolve(modules, module, path, 0)? {
        Target::Module(module) | Target::ItemOf(module) => Some(module),
    }
}

/// An import of a crate by its own name leads back to itself: more steps than this are none.
const MOST_STEPS: usize = 16;

fn resolve(modules: &[Module], module: usize, path: &[String], steps: usize) -> Option<Target> {
    let (first, mut rest) = path.split_first()?;
    let mut target = match first.as_str() {
        "crate" => Target::Module(0),
        "self" => Target::Module(module),
        "super" => Target::Module(modules[module].parent?),
        name => find(modules, module, name, steps)?,
    };
    while let (Target::Module(inside), Some((name, after))) = (target, rest.split_first()) {
        target = match name.as_str() {
            "super" => Target::Module(modules[inside].parent?),
            // What a macro defines is not to be seen here.
            name => find(modules, inside, name, steps).unwrap_or(Target::ItemOf(inside)),
        };
        rest = after;
    }
    Some(target)
}

fn find(modules: &[Module], module: usize, name: &str, steps: usize) -> Option<Target> {
    if steps > MOST_STEPS {
        return None;
    }
    let inside = &modules[module];
    if let Some(child) = inside.children.get(name) {
        return Some(Target::Module(*child));
    }
    if inside.items.contains(name) {
        return Some(Target::ItemOf(module));
    }
    let named = inside.imports.iter().filter(|import| import.name.as_deref() == Some(name));
    let mut named = named.filter_map(|import| resolve(modules, module, &import.path, steps + 1));
    named.next().or_else(|| {
        let all = inside.imports.iter().filter(|import| import.name.is_none());
        all.filter_map(|import| match resolve(modules, module, &import.path, steps + 1)? {
            Target::Module(from) if from != module => find(modules, from, name, steps + 1),
            _ => None,
        })
        .next()
    })
}
