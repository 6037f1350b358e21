//! [`Timestamp`]: an instant, and the three forms it takes on the wire.

mod arithmetic;
mod calendar;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod convert;
mod format;
mod http_date;
mod parse;
mod scanner;

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use convert::TimestampRangeError;
pub use parse::ParseTimestampError;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An instant: seconds and nanoseconds since 1970-01-01T00:00:00Z, before it as well as after. It holds any number of
/// seconds of an `i64`, which is some 292 billion years in both directions.
///
/// `Display` writes ISO 8601, and `parse` reads it, HTTP dates and numbers of seconds:
///
/// ```
/// let time: tucuxi::types::Timestamp = "2026-01-01T01:00:00+01:00".parse()?;
/// assert_eq!(time.to_string(), "2026-01-01T00:00:00Z");
/// # Ok::<(), tucuxi::types::ParseTimestampError>(())
/// ```
///
/// Every [`SystemTime`] is a timestamp. The other way is [`TryFrom`], since on some systems a `SystemTime` cannot hold every
/// timestamp:
///
/// ```
/// use std::time::SystemTime;
///
/// let time = tucuxi::types::Timestamp::new(1_767_225_600, 0);
/// assert!(SystemTime::try_from(time)? > SystemTime::UNIX_EPOCH);
/// # Ok::<(), tucuxi::types::SystemTimeRangeError>(())
/// ```
///
/// The features `chrono`, `time` and `jiff` bring the same for `chrono::DateTime`, `time::OffsetDateTime` and
/// `jiff::Timestamp`: [`From`] them, and [`TryFrom`] a timestamp to them.
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
        let whole = |duration: Duration| i64::try_from(duration.as_secs());
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::new(whole(after).unwrap_or(i64::MAX), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                let seconds = whole(before).map_or(i64::MIN, |seconds| -seconds);
                match before.subsec_nanos() {
                    0 => Self::new(seconds, 0),
                    nanos => Self::new(seconds.saturating_sub(1), 1_000_000_000 - nanos),
                }
            }
        }
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = SystemTimeRangeError;

    /// The same instant, in the clock of the system.
    ///
    /// # Errors
    ///
    /// An instant that the system has no time for. Unix has one for each; Windows only from the year 1601 to 60056.
    fn try_from(time: Timestamp) -> Result<Self, SystemTimeRangeError> {
        let seconds = Duration::from_secs(time.seconds.unsigned_abs());
        let whole =
            if time.seconds < 0 { UNIX_EPOCH.checked_sub(seconds) } else { UNIX_EPOCH.checked_add(seconds) };
        let nanos = Duration::from_nanos(time.nanos.into());
        whole.and_then(|whole| whole.checked_add(nanos)).ok_or(SystemTimeRangeError(time))
    }
}

/// The error for a [`Timestamp`] that a [`SystemTime`] of this system cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemTimeRangeError(Timestamp);

impl fmt::Display for SystemTimeRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is outside the range of the system's clock", self.0)
    }
}

impl std::error::Error for SystemTimeRangeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_converts_or_is_an_error() {
        for seconds in [i64::MIN, -62_135_596_800, -1, 0, 1, 253_402_300_799, 1_775_836_321_122, i64::MAX] {
            for nanos in [0, 100, 999_999_900] {
                let time = Timestamp::new(seconds, nanos);
                match SystemTime::try_from(time) {
                    Ok(system) => assert_eq!(Timestamp::from(system), time),
                    Err(error) => assert!(error.to_string().contains("outside the range"), "{error}"),
                }
            }
        }
        assert_eq!(SystemTime::try_from(Timestamp::new(0, 0)), Ok(UNIX_EPOCH));
    }
}
