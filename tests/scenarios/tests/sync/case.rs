//! [`Case`]: two sides and the options of a synchronisation, by chance.

use crate::options::Options;
use crate::random::Random;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Upload,
    Download,
    Copy,
}

/// A key, and what is there before the synchronisation.
#[derive(Debug)]
pub struct Item {
    pub key: String,
    pub source: Option<Side>,
    pub target: Option<Side>,
    /// By how much a file is newer than its object, in milliseconds.
    pub newer: i64,
}

#[derive(Debug)]
pub struct Side {
    pub size: usize,
    /// Which of the [`PHASES`] an object is from.
    pub phase: usize,
}

/// Objects of different phases have different times.
pub const PHASES: usize = 3;

#[derive(Debug)]
pub struct Case {
    pub seed: u64,
    pub way: Way,
    pub items: Vec<Item>,
    /// Whether there are symbolic links in the directory.
    pub has_links: bool,
    pub options: Options,
}

/// The link to a file, and the one to a directory, in a source; the first alone in a target.
pub const LINK: &str = "link.txt";
pub const LINKED: &str = "linked";
/// What [`LINK`] leads to in a target.
pub const INNER: &str = "zz/inner";

/// Some directories and names that sort otherwise by parts than by bytes, and with characters that mean something in URLs and patterns.
const DIRECTORIES: &[&str] =
    &["", "", "", "a/", "b/", "c/", "a/b/", "a-/", "a.d/", "a/b/c/", "x y/", "ü/", "[a]/", "A/"];
const NAMES: &[&str] = &[
    "a.txt", "b.txt", "c.html", "d.json", "e", "f.css", "1.png", "é.txt", "a[1].txt", "B.TXT", "z.tar.gz",
    "+x", "a b.txt", "%41", "a!c", "-a", "a&b=c", ".hidden", "b.svg", "c.jpeg", "😀.txt", "]", "a^", "q'\"",
];
const SIZES: &[usize] = &[0, 1, 1, 10, 10, 999, 70_000];
const NEWER: &[i64] = &[-1_000_000, -500, 0, 0, 500, 1_000_000];

impl Case {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let way = *random.pick(&[Way::Upload, Way::Download, Way::Copy]);
        let options = Options::random(&mut random);
        // Links of a target are only left alone by both if neither follows any, and what they lead to may be deleted before them.
        let is_alike = !options.delete && !options.follow_symlinks;
        let has_links = way == Way::Upload || (way == Way::Download && is_alike);
        let has_links = has_links && !random.once_in(3);
        let mut case = Self { seed, way, items: Vec::new(), has_links, options };
        case.fill(&mut random);
        case
    }

    fn fill(&mut self, random: &mut Random) {
        let mut keys = BTreeSet::new();
        for _ in 0..random.below(14) {
            keys.insert(format!("{}{}", random.pick(DIRECTORIES), random.pick(NAMES)));
        }
        self.items = keys.into_iter().map(|key| self.item(key, random)).collect();
        if random.once_in(4) {
            let markers = ["a/", "b/", "empty/"].map(|key| self.marker(key, random));
            self.items.extend(markers);
        }
        if !self.has_links {
            return;
        }
        let linked = [LINK.to_owned(), format!("{LINKED}/a.txt"), format!("{LINKED}/other")];
        let linked = linked.map(|key| self.item(key, random));
        match self.way {
            // the source is the link, the target an object as others
            Way::Upload => self.items.extend(linked.into_iter().map(|item| Item { source: None, ..item })),
            // the other way round
            _ => self.items.extend(linked.into_iter().map(|item| Item { target: None, ..item })),
        }
        if self.way == Way::Download {
            let target = Some(Side { size: *random.pick(SIZES), phase: 0 });
            self.items.push(Item { key: INNER.to_owned(), source: None, target, newer: *random.pick(NEWER) });
        }
    }

    fn item(&self, key: String, random: &mut Random) -> Item {
        let side = |random: &mut Random| {
            let phase = if self.way == Way::Copy { random.below(PHASES) } else { 0 };
            Side { size: *random.pick(SIZES), phase }
        };
        let (mut source, mut target) = (Some(side(random)), Some(side(random)));
        match random.below(10) {
            0..=2 => source = None,
            3..=4 => target = None,
            5..=8 => {
                // as large, so that the times decide
                if let (Some(source), Some(target)) = (&source, &mut target) {
                    target.size = source.size;
                }
            }
            _ => {}
        }
        Item { key, source, target, newer: *random.pick(NEWER) }
    }

    /// An empty object that stands for a directory.
    fn marker(&self, key: &str, random: &mut Random) -> Item {
        let mut side =
            |is_bucket: bool| (is_bucket && random.once_in(2)).then_some(Side { size: 0, phase: 0 });
        let (source, target) = (side(self.way != Way::Upload), side(self.way != Way::Download));
        Item { key: key.to_owned(), source, target, newer: 0 }
    }

    /// The bucket of a side, and the prefix there. Of some cases, all keys of the bucket.
    pub fn place(&self, side: &str) -> (String, String) {
        match self.seed % 20 {
            7 => (format!("sync-{side}-{}", self.seed), String::new()),
            _ => (format!("sync-{side}"), format!("case-{}/", self.seed)),
        }
    }

    /// The same as the commands want it.
    pub fn url(&self, side: &str) -> String {
        let (bucket, prefix) = self.place(side);
        // whether it ends with `/` makes no difference
        let prefix = if self.seed.is_multiple_of(2) { prefix.trim_end_matches('/') } else { &prefix };
        format!("s3://{bucket}/{prefix}")
    }
}
