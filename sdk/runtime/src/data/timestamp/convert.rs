//! Timestamps to and from the instants of `chrono`, `time` and `jiff`, each behind the feature of its name.

use super::Timestamp;
use std::fmt;

/// The error for a [`Timestamp`] that an instant of another crate cannot hold: `chrono` ends in the year 262142, `time` and
/// `jiff` in 9999, and both begin as many years before the epoch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampRangeError {
    time: Timestamp,
    of: &'static str,
}

impl fmt::Display for TimestampRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is outside the range of `{}`", self.time, self.of)
    }
}

impl std::error::Error for TimestampRangeError {}

/// The same instant. A leap second is the second after it.
#[cfg(feature = "chrono")]
impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for Timestamp {
    fn from(time: chrono::DateTime<Z>) -> Self {
        Self::new(time.timestamp(), time.timestamp_subsec_nanos())
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = TimestampRangeError;

    /// The same instant.
    ///
    /// # Errors
    ///
    /// One before the year -262143 or after 262142.
    fn try_from(time: Timestamp) -> Result<Self, TimestampRangeError> {
        Self::from_timestamp(time.seconds, time.nanos).ok_or(TimestampRangeError { time, of: "chrono" })
    }
}

/// The same instant.
#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    fn from(time: time::OffsetDateTime) -> Self {
        Self::new(time.unix_timestamp(), time.nanosecond())
    }
}

#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = TimestampRangeError;

    /// The same instant.
    ///
    /// # Errors
    ///
    /// One before the year -9999 or after 9999.
    fn try_from(time: Timestamp) -> Result<Self, TimestampRangeError> {
        Self::from_unix_timestamp(time.seconds)
            .and_then(|whole| whole.replace_nanosecond(time.nanos))
            .map_err(|_| TimestampRangeError { time, of: "time" })
    }
}

/// The same instant.
#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        // Before the epoch jiff counts both parts down from it.
        match (time.as_second(), time.subsec_nanosecond()) {
            (seconds, nanos @ ..0) => Self::new(seconds - 1, (1_000_000_000 + nanos) as u32),
            (seconds, nanos) => Self::new(seconds, nanos as u32),
        }
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimestampRangeError;

    /// The same instant.
    ///
    /// # Errors
    ///
    /// One before the year -9999 or, by a day or two, the end of 9999.
    fn try_from(time: Timestamp) -> Result<Self, TimestampRangeError> {
        // Less than 2^30, as a timestamp has them.
        let nanos = time.nanos as i32;
        Self::new(time.seconds, nanos).map_err(|_| TimestampRangeError { time, of: "jiff" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Instants that all three have, and ones that none has.
    const WITHIN: [i64; 6] = [-300_000_000_000, -62_135_596_800, -1, 0, 1, 253_000_000_000];
    const BEYOND: [i64; 4] = [i64::MIN, -10_000_000_000_000, 10_000_000_000_000, i64::MAX];

    fn converts<T>(of: &str)
    where
        T: TryFrom<Timestamp, Error = TimestampRangeError> + Into<Timestamp>,
    {
        for seconds in WITHIN {
            for nanos in [0, 1, 999_999_999] {
                let time = Timestamp::new(seconds, nanos);
                assert_eq!(T::try_from(time).map(Into::into), Ok(time), "{of}");
            }
        }
        for seconds in BEYOND {
            let Err(error) = T::try_from(Timestamp::new(seconds, 1)) else { panic!("{seconds} in {of}") };
            assert!(error.to_string().ends_with(&format!("is outside the range of `{of}`")), "{error}");
        }
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono() {
        converts::<chrono::DateTime<chrono::Utc>>("chrono");
    }

    #[cfg(feature = "time")]
    #[test]
    fn time() {
        converts::<time::OffsetDateTime>("time");
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff() {
        converts::<jiff::Timestamp>("jiff");
    }
}
