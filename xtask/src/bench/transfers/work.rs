//! [`Work`]: the kinds of work of the benchmark, in parts that can be run alone.

use clap::ValueEnum;

use super::{Amount, MIB, SMALL};

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// One large file, and many small ones
    Files,
    /// Directories of many small files, beside `aws s3 sync`
    Sync,
    /// Small objects in memory, and lists, beside the crate `object_store`
    Stores,
}

/// A kind of work.
pub(super) struct Work {
    pub(super) part: Part,
    pub(super) name: String,
    /// The word for it among the arguments of a program.
    pub(super) word: &'static str,
    /// The bytes of each object; 0 if they differ.
    pub(super) size: u64,
    pub(super) count: u64,
}

impl Work {
    /// That of these parts.
    pub(super) fn all(amount: &Amount, parts: &[Part]) -> Vec<Self> {
        let (large, objects) = (amount.size, amount.objects);
        let small = |part, word, what: &str| {
            let name = format!("{objects} × 16 KiB {what}");
            Self { part, name, word, size: SMALL, count: objects }
        };
        let tree = |word, what: &str| {
            let name = format!("{objects} files {what}");
            Self { part: Part::Sync, name, word, size: 0, count: objects }
        };
        let file = |word, way: &str| {
            let name = format!("{large} MiB {way}");
            Self { part: Part::Files, name, word, size: large * MIB, count: 1 }
        };
        let list =
            Self { name: format!("10 lists of {objects}"), size: 0, ..small(Part::Stores, "list", "listed") };
        let all = [
            file("upload", "up"),
            file("download", "down"),
            small(Part::Files, "upload", "up"),
            small(Part::Files, "download", "down"),
            tree("same", "the same"),
            tree("up", "up"),
            tree("down", "down"),
            small(Part::Stores, "upload", "put"),
            small(Part::Stores, "download", "got"),
            list,
        ];
        all.into_iter().filter(|work| parts.contains(&work.part)).collect()
    }

    pub(super) fn is_large(&self) -> bool {
        self.count == 1
    }
}
