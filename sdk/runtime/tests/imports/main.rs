//! No module of the runtime imports one above it. `use` items and paths in code are followed to the file that defines what
//! they name, through re-exports. What only tests have is left out.

mod graph;
mod modules;
mod resolve;
mod tokens;

use graph::Graph;
use std::collections::BTreeSet;
use std::path::Path;

/// The modules, the lowest first. `ARCHITECTURE.md` says what they do.
#[rustfmt::skip]
const LAYERS: &[&str] = &[
    // Words and small tools.
    "ascii_json", "percent", "recent", "file", "place", "features", "modes", "fault", "target", "random", "digest",
    // Values, shapes, and what reads them.
    "data", "layout", "reflect", "jmespath", "trace", "http",
    // Tables of services, and what is written, signed and decided by them.
    "rules", "schema", "protocol", "ecdsa", "identity", "retry", "failure", "checksum", "event_stream",
    // A call: what it goes by, and what carries it out.
    "context", "endpoint", "auth", "settings", "client", "hooks",
    // What stands on calls.
    "credentials", "session", "signing", "json", "paginate", "wait", "resource",
    // The public names.
    "internal", "lib",
];

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
    let mut upwards = Vec::new();
    for (from, imports) in &graph() {
        for (to, line) in imports {
            let (module, imported) = (top(from), top(to));
            let (here, there) = (layer(module), layer(imported));
            if there > here {
                upwards.push(format!(
                    "module {module} (layer {here}) imports {imported} (layer {there}) in src/{}:{line}, from {}",
                    from.display(),
                    to.display()
                ));
            }
        }
    }
    assert!(upwards.is_empty(), "{}", upwards.join("\n"));
}

/// Files may import one another in a circle only within a module.
#[test]
fn circles_are_within_modules() {
    let circle = graph::largest_circle(&graph());
    let modules: BTreeSet<_> = circle.iter().map(|file| top(file)).collect();
    println!("the largest circle has {} files of {modules:?}", circle.len());
    assert!(modules.len() < 2, "a circle of {modules:?}: {circle:?}");
}

/// Were nothing found, the others would pass.
#[test]
fn imports_are_found_through_names_and_re_exports() {
    let graph = graph();
    let imports = |from: &str, to: &str| graph[Path::new(from)].contains_key(Path::new(to));
    // `use crate::error::Error`, of which `lib.rs` has only the name.
    assert!(imports("random.rs", "fault/mod.rs"));
    assert!(!imports("random.rs", "lib.rs"));
    // `use crate::types::{…}`, by a glob.
    assert!(imports("checksum/chunked.rs", "data/stream.rs"));
    // `crate::ecdsa::…` in code.
    assert!(imports("identity/keys.rs", "ecdsa.rs"));
    // What only tests name.
    assert!(!imports("checksum/chunked.rs", "testing.rs") && !graph.contains_key(Path::new("testing.rs")));
}
