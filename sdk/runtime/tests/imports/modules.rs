//! The modules of a crate: what each defines, imports and names.

use crate::tokens::{Token, end_of_group, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// One module, in a file of its own or inline.
#[derive(Default)]
pub struct Module {
    /// Its file, relative to the source folder.
    pub file: PathBuf,
    pub parent: Option<usize>,
    pub children: BTreeMap<String, usize>,
    /// The items that it defines.
    pub items: BTreeSet<String>,
    pub imports: Vec<Import>,
    /// The paths beside imports: `crate::random::uuid`, `text::number`.
    pub paths: Vec<(Vec<String>, usize)>,
}

/// One name of a `use` item.
pub struct Import {
    pub path: Vec<String>,
    /// The name in this module; `None` for all names (`*`).
    pub name: Option<String>,
    pub line: usize,
}

/// All modules of the crate in `source` that a build without tests has; the first is the root.
pub fn read(source: &Path) -> Vec<Module> {
    let mut modules = vec![Module { file: "lib.rs".into(), ..Module::default() }];
    read_file(source, &mut modules, 0, Path::new(""));
    modules
}

/// Reads the file of the module, and those of its children, which are in the folder `children`.
fn read_file(source: &Path, modules: &mut Vec<Module>, module: usize, children: &Path) {
    let path = source.join(&modules[module].file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let tokens = tokens(&text);
    Reader { source, modules, tokens: &tokens }.items(0, tokens.len(), module, children);
}

struct Reader<'a> {
    source: &'a Path,
    modules: &'a mut Vec<Module>,
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &token.text)
    }

    /// Reads the tokens from `index` to `end`, which are inside of `module`.
    fn items(&mut self, mut index: usize, end: usize, module: usize, children: &Path) {
        let mut depth = 0;
        while index < end {
            match self.text(index) {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                // The path in `pub(in crate::a)` names no item.
                "pub" if self.text(index + 1) == "(" => {
                    index = end_of_group(self.tokens, index + 1);
                    continue;
                }
                "mod" if depth == 0 => {
                    index = self.child(index, module, children);
                    continue;
                }
                "use" if self.text(index + 1) != "<" => {
                    index = self.tree(index + 1, module, &mut Vec::new());
                    continue;
                }
                "struct" | "enum" | "union" | "trait" | "fn" | "const" | "static" | "type" if depth == 0 => {
                    let name = self.text(index + 1).to_owned();
                    self.modules[module].items.insert(name);
                }
                "macro_rules" => {
                    let name = self.text(index + 2).to_owned();
                    self.modules[module].items.insert(name);
                }
                _ if self.text(index + 1) == "::" => {
                    index = self.path(index, module);
                    continue;
                }
                _ => {}
            }
            index += 1;
        }
    }

    /// Reads `mod name;` or `mod name { … }`.
    fn child(&mut self, index: usize, parent: usize, children: &Path) -> usize {
        let name = self.text(index + 1).to_owned();
        let folder = children.join(&name);
        let child = self.modules.len();
        let inline = self.text(index + 2) == "{";
        let file = match inline {
            true => self.modules[parent].file.clone(),
            false => [folder.with_extension("rs"), folder.join("mod.rs")]
                .into_iter()
                .find(|file| self.source.join(file).is_file())
                .unwrap_or_else(|| panic!("no file of the module {}", folder.display())),
        };
        self.modules.push(Module { file, parent: Some(parent), ..Module::default() });
        self.modules[parent].children.insert(name, child);
        if !inline {
            read_file(self.source, self.modules, child, &folder);
            return index + 3;
        }
        let end = end_of_group(self.tokens, index + 2);
        self.items(index + 3, end - 1, child, &folder);
        end
    }

    /// Reads a tree of imports below `prefix`; returns the index after it.
    fn tree(&mut self, mut index: usize, module: usize, prefix: &mut Vec<String>) -> usize {
        let depth = prefix.len();
        let line = self.tokens[index].line;
        loop {
            match self.text(index) {
                "{" => {
                    index += 1;
                    while self.text(index) != "}" {
                        index = self.tree(index, module, prefix);
                        index += usize::from(self.text(index) == ",");
                    }
                    prefix.truncate(depth);
                    return index + 1;
                }
                "*" => {
                    self.import(module, prefix.clone(), None, line);
                    prefix.truncate(depth);
                    return index + 1;
                }
                "::" => index += 1,
                word => {
                    prefix.push(word.to_owned());
                    index += 1;
                    if self.text(index) != "::" {
                        break;
                    }
                }
            }
        }
        // `a::{self}` imports `a`.
        if prefix.len() > 1 && prefix.last().is_some_and(|last| last == "self") {
            prefix.pop();
        }
        let mut name = prefix.last().cloned();
        if self.text(index) == "as" {
            name = Some(self.text(index + 1).to_owned());
            index += 2;
        }
        self.import(module, prefix.clone(), name, line);
        prefix.truncate(depth);
        index
    }

    fn import(&mut self, module: usize, path: Vec<String>, name: Option<String>, line: usize) {
        self.modules[module].imports.push(Import { path, name, line });
    }

    /// Reads `a::b::c`, where it is not the rest of a longer expression.
    fn path(&mut self, start: usize, module: usize) -> usize {
        let mut path = vec![self.text(start).to_owned()];
        let mut index = start + 1;
        while self.text(index) == "::"
            && self.text(index + 1).starts_with(|c: char| c.is_alphabetic() || c == '_')
        {
            path.push(self.text(index + 1).to_owned());
            index += 2;
        }
        let whole = start == 0 || !["::", "."].contains(&self.text(start - 1));
        if whole && path.len() > 1 {
            let line = self.tokens[start].line;
            self.modules[module].paths.push((path, line));
        }
        index
    }
}
