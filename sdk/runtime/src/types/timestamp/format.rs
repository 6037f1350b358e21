//! Writing timestamps, with fractions to the microsecond as botocore does.

use super::calendar::{DAYS_FROM_EPOCH, Date, MONTHS};
use super::{Timestamp, TimestampFormat};
use std::fmt;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// A timestamp about to be written in one of the forms.
struct Formatted(Timestamp, TimestampFormat);

impl Timestamp {
    /// The text of this instant in `format`. Fractions of a second are kept to the microsecond, but for
    /// [`Rfc822`](TimestampFormat::Rfc822), which has none.
    pub fn format(self, format: TimestampFormat) -> String {
        self.formatted(format).to_string()
    }

    /// Like [`format`](Self::format), to be written somewhere.
    pub(crate) fn formatted(self, format: TimestampFormat) -> impl fmt::Display {
        Formatted(self, format)
    }
}

impl fmt::Display for Formatted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            TimestampFormat::Iso8601 => iso8601(self.0, f),
            TimestampFormat::UnixTimestamp => unix(self.0, f),
            TimestampFormat::Rfc822 => rfc822(self.0, f),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        iso8601(*self, f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        iso8601(*self, f)
    }
}

fn iso8601(time: Timestamp, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Date { year, month, day } = Date::from_days(time.seconds.div_euclid(DAY));
    let (hour, minute, second) = clock(time);
    write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
    match time.nanos / 1_000 {
        0 => f.write_str("Z"),
        micros => write!(f, ".{micros:06}Z"),
    }
}

fn unix(time: Timestamp, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let micros = i128::from(time.seconds) * 1_000_000 + i128::from(time.nanos / 1_000);
    let sign = if micros < 0 { "-" } else { "" };
    let micros = micros.unsigned_abs();
    write!(f, "{sign}{}", micros / 1_000_000)?;
    match micros % 1_000_000 {
        0 => Ok(()),
        fraction => f.write_str(format!(".{fraction:06}").trim_end_matches('0')),
    }
}

fn rfc822(time: Timestamp, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let days = time.seconds.div_euclid(DAY);
    let Date { year, month, day } = Date::from_days(days);
    let (hour, minute, second) = clock(time);
    let name = DAYS_FROM_EPOCH[days.rem_euclid(7) as usize];
    let month = MONTHS[month as usize - 1];
    write!(f, "{name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

/// Hour, minute and second.
fn clock(time: Timestamp) -> (i64, i64, i64) {
    let seconds = time.seconds.rem_euclid(DAY);
    (seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::TimestampFormat::{Iso8601, Rfc822, UnixTimestamp};
    use super::*;

    #[test]
    fn writes_the_three_forms() {
        let time = Timestamp::new(1_398_796_238, 0);
        assert_eq!(time.format(Iso8601), "2014-04-29T18:30:38Z");
        assert_eq!(time.format(UnixTimestamp), "1398796238");
        assert_eq!(time.format(Rfc822), "Tue, 29 Apr 2014 18:30:38 GMT");
    }

    #[test]
    fn keeps_microseconds_and_drops_what_is_finer() {
        let time = Timestamp::new(1, 3_691_999);
        assert_eq!(time.format(Iso8601), "1970-01-01T00:00:01.003691Z");
        assert_eq!(time.format(UnixTimestamp), "1.003691");
        assert_eq!(time.format(Rfc822), "Thu, 01 Jan 1970 00:00:01 GMT");
        assert_eq!(Timestamp::new(1, 500_000_000).format(UnixTimestamp), "1.5");
        assert_eq!(Timestamp::new(1, 999).format(Iso8601), "1970-01-01T00:00:01Z");
    }

    #[test]
    fn writes_times_before_the_epoch_and_far_ones() {
        let time = Timestamp::new(-1, 500_000_000);
        assert_eq!(time.format(UnixTimestamp), "-0.5");
        assert_eq!(time.format(Iso8601), "1969-12-31T23:59:59.500000Z");
        assert_eq!(time.format(Rfc822), "Wed, 31 Dec 1969 23:59:59 GMT");
        for seconds in [i64::MIN, i64::MAX] {
            assert!(Timestamp::new(seconds, 0).to_string().ends_with('Z'));
        }
    }
}
