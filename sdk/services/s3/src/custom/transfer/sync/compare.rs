//! [`Rule`]: whether what is on both sides has to be transferred.

use super::listing::Entry;
use super::outcome::SyncKind;

/// What is compared. The names and the rules are those of `aws s3 sync`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Sizes, and which side is newer.
    SizeAndTime,
    Size,
    /// As [`SizeAndTime`](Self::SizeAndTime), but times of downloads must be equal.
    ExactTime,
    /// Nothing: everything is transferred.
    Always,
}

impl Rule {
    /// Whether `source` has to replace `target`.
    pub(super) fn differs(self, kind: SyncKind, source: &Entry, target: &Entry) -> bool {
        let (size, time) = (source.size != target.size, source.modified.cmp(&target.modified));
        size || match self {
            Self::Always => true,
            Self::Size => false,
            Self::ExactTime if kind == SyncKind::Download => time.is_ne(),
            // A file that was downloaded has the time of its object. One that is newer was changed since.
            _ if kind == SyncKind::Download => time.is_lt(),
            _ => time.is_gt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tucuxi::types::Timestamp;

    #[test]
    fn sizes_and_times_are_compared_as_aws_s3_sync_does() {
        let entry = |size, seconds| Entry::file("k".to_owned(), size, Timestamp::new(seconds, 0));
        let (upload, download, copy) = (SyncKind::Upload, SyncKind::Download, SyncKind::Copy);
        for (rule, kind, source, target, expected) in [
            (Rule::SizeAndTime, upload, (1, 5), (1, 5), false),
            (Rule::SizeAndTime, upload, (1, 6), (1, 5), true),
            (Rule::SizeAndTime, upload, (1, 4), (1, 5), false),
            (Rule::SizeAndTime, upload, (2, 4), (1, 5), true),
            (Rule::SizeAndTime, copy, (1, 6), (1, 5), true),
            (Rule::SizeAndTime, download, (1, 6), (1, 5), false),
            (Rule::SizeAndTime, download, (1, 4), (1, 5), true),
            (Rule::Size, upload, (1, 6), (1, 5), false),
            (Rule::Size, upload, (2, 5), (1, 5), true),
            (Rule::ExactTime, download, (1, 6), (1, 5), true),
            (Rule::ExactTime, download, (1, 5), (1, 5), false),
            (Rule::ExactTime, upload, (1, 4), (1, 5), false),
            (Rule::Always, upload, (1, 5), (1, 5), true),
        ] {
            let (source, target) = (entry(source.0, source.1), entry(target.0, target.1));
            let differs = rule.differs(kind, &source, &target);
            assert_eq!(differs, expected, "{rule:?} {kind:?} {source:?} {target:?}");
        }
    }
}
