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
    ///
    /// Years before 0 have a sign, in ISO 8601 years after 9999 too (`+58244-01-06T02:58:42Z`: the expanded form of ISO
    /// 8601, with as many digits as the year has). `parse` reads all of them back, but few services do.
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
    let sign = if year > 9_999 { "+" } else { "" };
    write!(f, "{sign}{}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}", Year(year))?;
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
    write!(f, "{name:.3}, {day:02} {month:.3} {} {hour:02}:{minute:02}:{second:02} GMT", Year(year))
}

/// A year of at least four digits, before 0 with its sign.
struct Year(i64);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.0.unsigned_abs())
    }
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
        for (seconds, iso, http) in [
            (1_775_836_321_122, "+58244-01-06T02:58:42Z", "Sat, 06 Jan 58244 02:58:42 GMT"),
            (-62_167_219_201, "-0001-12-31T23:59:59Z", "Fri, 31 Dec -0001 23:59:59 GMT"),
            (i64::MAX, "+292277026596-12-04T15:30:07Z", "Sun, 04 Dec 292277026596 15:30:07 GMT"),
            (i64::MIN, "-292277022657-01-27T08:29:52Z", "Sun, 27 Jan -292277022657 08:29:52 GMT"),
        ] {
            let time = Timestamp::new(seconds, 0);
            assert_eq!(time.to_string(), iso);
            assert_eq!(time.format(Rfc822), http);
            assert_eq!(time.format(UnixTimestamp), seconds.to_string());
        }
    }
}
