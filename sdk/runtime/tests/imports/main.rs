//! No module of the runtime imports one above it. `use` items and paths in code are followed to the file that defines what
//! they name, through re-exports. What only tests have is left out.

mod graph;
mod modules;
mod resolve;
mod tokens;

use graph::Graph;
use std::collections::BTreeSet;
use std::path::Path;

/// The modules, each with only those before it below it. `ARCHITECTURE.md` says what they do.
const LAYERS: &[&str] = &[
    "percent",
    "recent",
    "error",
    "random",
    "config",
    "types",
    "schema",
    "reflect",
    "jmespath",
    "checksum",
    "event_stream",
    "http",
    "protocol",
    "ecdsa",
    "endpoint",
    "retry",
    "auth",
    "credentials",
    "session",
    "client",
    "hooks",
    "json",
    "paginate",
    "wait",
    "resource",
    "internal",
    "lib",
];

/// Imports upwards that are still there, each with its reason. An entry that no longer applies fails the test, so that the
/// list can only shrink.
const STILL: &[(&str, &str, &str)] = &[];

fn graph() -> Graph {
    graph::graph(&modules::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")))
}

/// The module of the top level that a file belongs to.
fn top(file: &Path) -> &str {
    let first = file.iter().next().and_then(|first| first.to_str()).unwrap_or_default();
    first.trim_end_matches(".rs")
}

fn layer(module: &str) -> usize {
    let at = LAYERS.iter().position(|other| *other == module);
    at.unwrap_or_else(|| panic!("`{module}` is not in the list of layers of this test"))
}

#[test]
fn no_module_imports_one_above_it() {
    let (mut upwards, mut met) = (Vec::new(), BTreeSet::new());
    for (from, imports) in &graph() {
        for (to, line) in imports {
            let (module, imported) = (top(from), top(to));
            let (here, there) = (layer(module), layer(imported));
            if there <= here {
                continue;
            }
            if STILL.iter().any(|(from, to, _)| (*from, *to) == (module, imported)) {
                met.insert((module.to_owned(), imported.to_owned()));
                continue;
            }
            upwards.push(format!(
                "module {module} (layer {here}) imports {imported} (layer {there}) in src/{}:{line}, from {}",
                from.display(),
                to.display()
            ));
        }
    }
    assert!(upwards.is_empty(), "{}", upwards.join("\n"));
    for (from, to, reason) in STILL {
        let entry = ((*from).to_owned(), (*to).to_owned());
        assert!(met.contains(&entry), "{from} no longer imports {to} ({reason}): take it off the list");
    }
}

/// A file may be in a circle with others of its module only.
#[test]
fn circles_are_within_modules() {
    let circle = graph::largest_circle(&graph());
    let modules: BTreeSet<_> = circle.iter().map(|file| top(file)).collect();
    println!("the largest circle has {} files of {modules:?}", circle.len());
    assert!(modules.len() < 2 || !STILL.is_empty(), "a circle of {modules:?}: {circle:?}");
}
