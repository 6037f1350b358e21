//! Reading timestamps in whatever form a service sends them: like botocore, without a look at the format of the model.

use super::calendar::Date;
use super::scanner::{Clock, Scanner, instant};
use super::{Timestamp, http_date};
use crate::data::decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// The error for a text that is not a timestamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError(String);

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a timestamp", self.0)
    }
}

impl std::error::Error for ParseTimestampError {}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Reads any of these forms:
    ///
    /// - seconds since the epoch, `1767225600.5`, as far as they fit into an `i64`;
    /// - ISO 8601, `2026-01-01T00:00:00Z`, with any offset from UTC or none (then it is UTC); years after 9999 and before
    ///   0 with a sign, as [`Display`](fmt::Display) writes them;
    /// - the three forms of HTTP dates of RFC 9110, section 5.6.7, `Thu, 01 Jan 2026 00:00:00 GMT`,
    ///   `Thursday, 01-Jan-26 00:00:00 GMT` and `Thu Jan  1 00:00:00 2026`, also without the comma or the name of the day,
    ///   and with another zone. A year of two digits is at most 50 years in the future.
    ///
    /// Fractions of a second are kept to the nanosecond. A leap second, `23:59:60`, is the same instant as the second
    /// after it.
    ///
    /// # Errors
    ///
    /// Anything else, such as a date that does not exist, or text after it.
    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let trimmed = text.trim();
        number(trimmed)
            .or_else(|| iso8601(trimmed))
            .or_else(|| http_date::parse(trimmed, || Timestamp::now().seconds()))
            .ok_or_else(|| ParseTimestampError(text.chars().take(64).collect()))
    }
}

impl Timestamp {
    /// The instant `seconds` after the epoch, rounded to the microsecond; `None` if the seconds do not fit into an `i64`.
    pub fn from_seconds(seconds: f64) -> Option<Self> {
        let whole = seconds.floor();
        // 2^63 is a float, the largest `i64` is not.
        if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&whole) {
            return None;
        }
        let micros = ((seconds - whole) * 1e6).round_ties_even() as u32;
        Some(Self::new(whole as i64, micros * 1_000))
    }
}

/// Seconds since the epoch.
fn number(text: &str) -> Option<Timestamp> {
    let (seconds, nanos) = Decimal::parse(text)?.with_nanos()?;
    Some(Timestamp::new(seconds, nanos))
}

/// `2026-01-01T00:00:00.5+01:00`, also with a blank for the `T`, without separators, seconds or time of day.
fn iso8601(text: &str) -> Option<Timestamp> {
    let mut rest = Scanner(text);
    let signed = text.starts_with(['+', '-']);
    let year = if signed {
        rest.skip("+");
        rest.year()?
    } else {
        rest.digits(4)?
    };
    let extended = rest.skip("-");
    if signed && !extended {
        return None;
    }
    let month = rest.digits(2)? as u32;
    if extended && !rest.skip("-") {
        return None;
    }
    let date = Date { year, month, day: rest.digits(2)? as u32 };
    if rest.is_at_end() {
        return instant(date, Clock::MIDNIGHT, 0);
    }
    if !(rest.skip("T") || rest.skip("t") || rest.skip(" ")) {
        return None;
    }
    let clock = rest.clock()?;
    rest.blanks();
    let offset = if rest.is_at_end() { 0 } else { rest.offset()? };
    if rest.is_at_end() { instant(date, clock, offset) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::TimestampFormat;
    use super::*;

    fn parse(text: &str) -> Option<(i64, u32)> {
        text.parse::<Timestamp>().ok().map(|time| (time.seconds(), time.nanos()))
    }

    #[test]
    fn takes_iso_8601() {
        for text in [
            "2014-04-29T18:30:38Z",
            "2014-04-29T18:30:38",
            "2014-04-29t18:30:38z",
            "2014-04-29 18:30:38+00:00",
            "2014-04-29T20:00:38+01:30",
            "2014-04-29T17:30:38-0100",
            "2014-04-29T19:30:38+01",
            "20140429T183038Z",
        ] {
            assert_eq!(parse(text), Some((1_398_796_238, 0)), "{text}");
        }
        assert_eq!(parse("2014-04-29T18:30Z"), Some((1_398_796_200, 0)));
        assert_eq!(parse("2014-04-29"), Some((1_398_729_600, 0)));
        assert_eq!(parse("1969-12-31T23:59:59.25Z"), Some((-1, 250_000_000)));
        assert_eq!(parse("2000-01-02T20:34:56.1234567891Z"), Some((946_845_296, 123_456_789)));
    }

    #[test]
    fn takes_http_dates() {
        for text in
            ["Tue, 29 Apr 2014 18:30:38 GMT", "Tuesday, 29-Apr-14 18:30:38 GMT", " Tue Apr 29 18:30:38 2014 "]
        {
            assert_eq!(parse(text), Some((1_398_796_238, 0)), "{text}");
        }
    }

    #[test]
    fn takes_numbers() {
        assert_eq!(parse("1398796238"), Some((1_398_796_238, 0)));
        assert_eq!(parse(" 1398796238.123456789 "), Some((1_398_796_238, 123_456_789)));
        assert_eq!(parse("1.398796238E9"), Some((1_398_796_238, 0)));
        assert_eq!(parse("-1.25"), Some((-2, 750_000_000)));
        assert_eq!(parse("0"), Some((0, 0)));
        // Milliseconds where a service should send seconds: the year 58244.
        assert_eq!(parse("1775836321122"), Some((1_775_836_321_122, 0)));
        assert_eq!(parse("1.775836321122E12"), Some((1_775_836_321_122, 0)));
        assert_eq!(parse("-9223372036854775808"), Some((i64::MIN, 0)));
        assert_eq!(Timestamp::from_seconds(1_775_836_321_122.0), Some(Timestamp::new(1_775_836_321_122, 0)));
        assert_eq!(Timestamp::from_seconds(i64::MIN as f64), Some(Timestamp::new(i64::MIN, 0)));
        assert_eq!(Timestamp::from_seconds(i64::MAX as f64), None);
        assert_eq!(Timestamp::from_seconds(0.999_999_9), Some(Timestamp::new(1, 0)));
        assert_eq!(Timestamp::from_seconds(946_845_296.123), Some(Timestamp::new(946_845_296, 123_000_000)));
        assert_eq!(Timestamp::from_seconds(-0.5), Some(Timestamp::new(-1, 500_000_000)));
    }

    #[test]
    fn refuses_what_is_none() {
        for text in [
            "",
            "yesterday",
            "NaN",
            "inf",
            "-",
            "1e300",
            "99999999999999999999",
            "2014-02-30T00:00:00Z",
            "2014-04-29T25:00:00Z",
            "2014-04-29T18:30:38Q",
            "2014-04-29T18:30:38Z!",
            "2014-04-29T18:30:38+99:00",
            "2014-04-29T18:30:38.Z",
            "2014-04-29T18:30:60Z",
            "+20140429T183038Z",
            "12014-04-29T18:30:38Z",
            "+999999999999-01-01T00:00:00Z",
            "２014-04-29",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(Timestamp::from_seconds(f64::NAN), None);
        assert!(
            "soon".parse::<Timestamp>().is_err_and(|error| error.to_string() == "`soon` is not a timestamp")
        );
    }

    #[test]
    fn takes_back_what_is_written() {
        let year_10_000 = 253_402_300_800;
        let year_0 = -62_167_219_200;
        for seconds in [
            i64::MIN,
            year_0 - 1,
            year_0,
            -1,
            0,
            951_827_696,
            year_10_000 - 1,
            year_10_000,
            1_775_836_321_122,
            i64::MAX,
        ] {
            for nanos in [0, 250_000_000] {
                let time = Timestamp::new(seconds, nanos);
                assert_eq!(time.to_string().parse(), Ok(time));
                let time = Timestamp::new(seconds, 0);
                for format in [TimestampFormat::Rfc822, TimestampFormat::UnixTimestamp] {
                    assert_eq!(time.format(format).parse(), Ok(time), "{}", time.format(format));
                }
            }
        }
    }
}
