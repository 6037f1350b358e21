//! What a run of the generator did.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use codegen::Counts;

/// What was done.
#[derive(Debug, Default)]
pub struct Summary {
    /// Services that were asked for.
    pub services: usize,
    /// Those of them that were not generated because all their files are what they should be.
    pub up_to_date: usize,
    /// Operations in their models.
    pub operations: usize,
    /// Those of them that could not be generated, as `service:Operation`. Sorted.
    pub left_out: Vec<String>,
    /// What else is in them.
    pub counts: Counts,
    /// Files that were written or removed, or, by a check, that differ. Sorted.
    pub changed: Vec<PathBuf>,
    /// The folders of the crates.
    pub(super) folders: BTreeSet<String>,
    /// How long it took, without fetching models.
    pub took: Duration,
}

impl Summary {
    /// What the models that were generated hold, in a line: `439 services, 19796 operations, 410 waiters`.
    pub fn contents(&self) -> String {
        let first = [(self.services, "service"), (self.operations, "operation")];
        let rest = self.counts.rows().into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<_> = first.into_iter().chain(rest).map(|(count, what)| counted(count, what)).collect();
        parts.join(", ")
    }

    /// What was done to get there, in a line: `generated 1 service in 0.8 s, 444 were up to date; 3 files changed`.
    pub fn work(&self) -> String {
        let made = counted(self.services - self.up_to_date, "service");
        let rest = match self.up_to_date {
            0 => String::new(),
            1 => ", 1 was up to date".to_owned(),
            rest => format!(", {rest} were up to date"),
        };
        let changed = counted(self.changed.len(), "file");
        format!("generated {made} in {:.1} s{rest}; {changed} changed", self.took.as_secs_f64())
    }

    /// Which operations are missing, in a line, if any are.
    pub fn missing(&self) -> Option<String> {
        let names = self.left_out.join(", ");
        let count = counted(self.left_out.len(), "operation");
        (!names.is_empty()).then(|| format!("without {count} whose input is a stream of events: {names}"))
    }
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_is_told_in_a_line() {
        let summary = |services, up_to_date, changed| Summary {
            services,
            up_to_date,
            changed: vec![PathBuf::new(); changed],
            took: Duration::from_millis(840),
            ..Summary::default()
        };
        for (summary, expected) in [
            (summary(445, 445, 0), "generated 0 services in 0.8 s, 445 were up to date; 0 files changed"),
            (summary(445, 0, 5000), "generated 445 services in 0.8 s; 5000 files changed"),
            (summary(2, 1, 1), "generated 1 service in 0.8 s, 1 was up to date; 1 file changed"),
        ] {
            assert_eq!(summary.work(), expected);
        }
    }
}
