//! Which file imports which, and the circles in it.

use crate::modules::Module;
use crate::resolve::defining;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A file, and those that define what it names, each with the first line that does so.
pub type Graph = BTreeMap<PathBuf, BTreeMap<PathBuf, usize>>;

pub fn graph(modules: &[Module]) -> Graph {
    let mut graph = Graph::new();
    for (index, module) in modules.iter().enumerate() {
        let imports = module.imports.iter().map(|import| (&import.path, import.line));
        let paths = module.paths.iter().map(|(path, line)| (path, *line));
        let edges = graph.entry(module.file.clone()).or_default();
        for (path, line) in imports.chain(paths) {
            let Some(target) = defining(modules, index, path) else { continue };
            let file = &modules[target].file;
            if *file != module.file {
                let first = edges.entry(file.clone()).or_insert(line);
                *first = line.min(*first);
            }
        }
    }
    graph
}

/// The most files of which each imports each other, directly or by way of others.
pub fn largest_circle(graph: &Graph) -> BTreeSet<PathBuf> {
    let reached: BTreeMap<_, _> = graph.keys().map(|file| (file, reached_from(graph, file))).collect();
    let circle = |file| {
        let files: BTreeSet<PathBuf> =
            reached[file].iter().filter(|other| reached[*other].contains(file)).cloned().collect();
        files
    };
    graph.keys().map(circle).max_by_key(BTreeSet::len).unwrap_or_default()
}

fn reached_from(graph: &Graph, file: &PathBuf) -> BTreeSet<PathBuf> {
    let mut reached = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        for other in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    reached
}
