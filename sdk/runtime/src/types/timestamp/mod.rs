//! [`Timestamp`]: an instant, and the three forms it takes on the wire.

mod calendar;
mod format;
mod parse;

pub use parse::ParseTimestampError;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An instant: seconds and nanoseconds since 1970-01-01T00:00:00Z, before it as well as after.
///
/// `Display` writes ISO 8601, and `parse` takes it back, as it takes RFC 822 dates and numbers of seconds:
///
/// ```
/// let time: tucuxi::types::Timestamp = "2026-01-01T01:00:00+01:00".parse()?;
/// assert_eq!(time.to_string(), "2026-01-01T00:00:00Z");
/// # Ok::<(), tucuxi::types::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `2026-01-01T00:00:00Z`.
    Iso8601,
    /// Seconds since the epoch, a number.
    UnixTimestamp,
    /// `Thu, 01 Jan 2026 00:00:00 GMT`.
    Rfc822,
}

impl Timestamp {
    /// The instant `seconds` and `nanos` after the epoch. `nanos` past a second are carried over.
    pub const fn new(seconds: i64, nanos: u32) -> Self {
        Self { seconds: seconds.saturating_add((nanos / 1_000_000_000) as i64), nanos: nanos % 1_000_000_000 }
    }

    /// Now.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds past [`seconds`](Self::seconds).
    pub const fn nanos(self) -> u32 {
        self.nanos
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::new(after.as_secs() as i64, after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                let seconds = -(before.as_secs() as i64);
                match before.subsec_nanos() {
                    0 => Self::new(seconds, 0),
                    nanos => Self::new(seconds - 1, 1_000_000_000 - nanos),
                }
            }
        }
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let nanos = Duration::from_nanos(u64::from(time.nanos));
        match u64::try_from(time.seconds) {
            Ok(seconds) => UNIX_EPOCH + Duration::from_secs(seconds) + nanos,
            Err(_) => UNIX_EPOCH - Duration::from_secs(time.seconds.unsigned_abs()) + nanos,
        }
    }
}
