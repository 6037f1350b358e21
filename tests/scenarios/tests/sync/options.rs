//! [`Options`]: what a synchronisation is told, for us and for the command line.

use crate::random::Random;
use tucuxi_s3::DirectorySync;

#[derive(Debug)]
pub struct Options {
    rule: Rule,
    pub delete: bool,
    pub dry_run: bool,
    pub follow_symlinks: bool,
    guess_content_type: bool,
    storage_class: Option<&'static str>,
    pub acl: Option<&'static str>,
    /// In order: whether it includes, and the pattern.
    filters: Vec<(bool, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    SizeAndTime,
    SizeOnly,
    ExactTimestamps,
}

const PATTERNS: &[&str] = &[
    "*",
    "*",
    "*.txt",
    "a/*",
    "a*",
    "*/*",
    "[a-c]*",
    "*[a-c].txt",
    "?.txt",
    "*/?.txt",
    "*b*",
    "[!a]*",
    "*.t?t",
    "x y/*",
    "[[]a]/*",
    "a[[]1].txt",
    "é*",
    "?/*",
    "a/b*",
    "[^a]*",
    "*[0-9].p[mn]g",
    "b",
    "a/",
    "*.html",
    "[]]",
    "[!]]*",
    "[a-c-e]*",
    "[--0]*",
    "*😀*",
    "[z-a]*",
    "a[",
    "[!",
    "*.[!t]*",
    "linked*",
    "*nk*",
    "[ü-ý]/*",
];
/// Of what patterns by chance are made.
const PIECES: &[&str] =
    &["[", "]", "!", "-", "a", "c", "?", "*", ".", "^", "b/", "txt", "a-c", "\\", "~", "&&", "||"];

impl Options {
    pub fn random(random: &mut Random) -> Self {
        let rules = [Rule::SizeAndTime, Rule::SizeAndTime, Rule::SizeOnly, Rule::ExactTimestamps];
        let filters = if random.once_in(2) { 0 } else { 1 + random.below(3) };
        Self {
            rule: *random.pick(&rules),
            delete: random.once_in(2),
            dry_run: random.once_in(6),
            follow_symlinks: !random.once_in(4),
            guess_content_type: !random.once_in(4),
            storage_class: random.once_in(5).then_some("STANDARD_IA"),
            acl: random.once_in(6).then_some("public-read"),
            filters: (0..filters).map(|_| (random.once_in(2), pattern(random))).collect(),
        }
    }

    /// For `aws s3 sync`.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = Vec::new();
        arguments.extend(match self.rule {
            Rule::SizeAndTime => None,
            Rule::SizeOnly => Some("--size-only".to_owned()),
            Rule::ExactTimestamps => Some("--exact-timestamps".to_owned()),
        });
        let flags = [
            (self.delete, "--delete"),
            (self.dry_run, "--dryrun"),
            (!self.follow_symlinks, "--no-follow-symlinks"),
            (!self.guess_content_type, "--no-guess-mime-type"),
        ];
        arguments.extend(flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag.to_owned()));
        arguments.extend(self.storage_class.map(|class| format!("--storage-class={class}")));
        arguments.extend(self.acl.map(|acl| format!("--acl={acl}")));
        for (includes, pattern) in &self.filters {
            let name = if *includes { "include" } else { "exclude" };
            arguments.push(format!("--{name}={pattern}"));
        }
        arguments
    }

    /// For ours.
    pub fn apply(&self, mut sync: DirectorySync) -> DirectorySync {
        sync = sync.follow_symlinks(self.follow_symlinks).guess_content_type(self.guess_content_type);
        sync = match self.rule {
            Rule::SizeAndTime => sync,
            Rule::SizeOnly => sync.size_only(),
            Rule::ExactTimestamps => sync.exact_timestamps(),
        };
        if self.delete {
            sync = sync.delete();
        }
        if self.dry_run {
            sync = sync.dry_run();
        }
        if let Some(class) = self.storage_class {
            sync = sync.storage_class(class.into());
        }
        if let Some(acl) = self.acl {
            sync = sync.acl(acl.into());
        }
        for (includes, pattern) in &self.filters {
            sync = match includes {
                true => sync.include(pattern),
                false => sync.exclude(pattern),
            };
        }
        sync
    }
}

fn pattern(random: &mut Random) -> String {
    match random.once_in(3) {
        true => (0..=random.below(6)).map(|_| *random.pick(PIECES)).collect(),
        false => (*random.pick(PATTERNS)).to_owned(),
    }
}
