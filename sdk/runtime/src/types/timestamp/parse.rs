//! Reading timestamps in whatever form a service sends them: like botocore, the model's format is not asked for.

use super::Timestamp;
use super::calendar::{Date, MONTHS};
use std::fmt;
use std::str::FromStr;

/// The last second of the year 9999, the last one the calendar of botocore has.
const LAST: i64 = 253_402_300_799;
/// The first second of the year 1.
const FIRST: i64 = -62_135_596_800;

/// A text that is no timestamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError(String);

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no timestamp", self.0)
    }
}

impl std::error::Error for ParseTimestampError {}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Takes seconds since the epoch, ISO 8601 with any offset or none (then UTC), and RFC 822 dates, all of the
    /// years 1 to 9999.
    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let trimmed = text.trim();
        number(trimmed)
            .or_else(|| iso8601(trimmed))
            .or_else(|| rfc822(trimmed))
            .filter(|time| (FIRST..=LAST).contains(&time.seconds))
            .ok_or_else(|| ParseTimestampError(text.chars().take(64).collect()))
    }
}

impl Timestamp {
    /// The instant `seconds` after the epoch, rounded to the microsecond; `None` outside of the years 1 to 9999.
    pub fn from_seconds(seconds: f64) -> Option<Self> {
        if !(FIRST as f64..=LAST as f64).contains(&seconds) {
            return None;
        }
        let whole = seconds.floor();
        let micros = ((seconds - whole) * 1e6).round_ties_even() as u32;
        Some(Self::new(whole as i64, micros * 1_000))
    }
}

/// Seconds since the epoch. A plain decimal keeps all its digits; what has an exponent goes through a float.
fn number(text: &str) -> Option<Timestamp> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        let plausible =
            text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
        return if plausible { Timestamp::from_seconds(text.parse().ok()?) } else { None };
    }
    let seconds: i64 = whole.parse().ok()?;
    let nanos = fraction_nanos(fraction);
    Some(match (unsigned.len() == text.len(), nanos) {
        (true, _) => Timestamp::new(seconds, nanos),
        (false, 0) => Timestamp::new(-seconds, 0),
        (false, _) => Timestamp::new(-seconds - 1, 1_000_000_000 - nanos),
    })
}

/// `2026-01-01T00:00:00.5+01:00`, also with a blank for the `T`, without separators, seconds or time of day.
fn iso8601(text: &str) -> Option<Timestamp> {
    let mut rest = Scanner(text);
    let year = rest.digits(4)?;
    let extended = rest.skip("-");
    let month = rest.digits(2)?;
    if extended && !rest.skip("-") {
        return None;
    }
    let day = rest.digits(2)?;
    let days = Date { year, month: month as u32, day: day as u32 }.to_days()?;
    if rest.0.is_empty() {
        return Some(Timestamp::new(days * 86_400, 0));
    }
    if !(rest.skip("T") || rest.skip("t") || rest.skip(" ")) {
        return None;
    }
    let (seconds, nanos) = rest.clock()?;
    let offset = if rest.0.is_empty() { 0 } else { rest.offset()? };
    rest.end(Timestamp::new(days * 86_400 + seconds - offset, nanos))
}

/// `Thu, 01 Jan 2026 00:00:00 GMT`, the name of the day optional, dashes for blanks allowed.
fn rfc822(text: &str) -> Option<Timestamp> {
    let text = text.split_once(',').map_or(text, |(_, date)| date.trim_start());
    let mut rest = Scanner(text);
    let day = rest.digits(2).or_else(|| rest.digits(1))?;
    let dashes = rest.skip("-");
    let separator = if dashes { "-" } else { " " };
    if !dashes && !rest.skip(" ") {
        return None;
    }
    let name = rest.take(3)?;
    let month = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(name))? as u32 + 1;
    if !rest.skip(separator) {
        return None;
    }
    let year = rest.digits(4)?;
    if !rest.skip(" ") {
        return None;
    }
    let (seconds, nanos) = rest.clock()?;
    let offset = if rest.skip(" ") { rest.offset()? } else { 0 };
    let days = Date { year, month, day: day as u32 }.to_days()?;
    rest.end(Timestamp::new(days * 86_400 + seconds - offset, nanos))
}

/// What is left of a text.
struct Scanner<'a>(&'a str);

impl<'a> Scanner<'a> {
    /// Takes `count` bytes.
    fn take(&mut self, count: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes a number of exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        if !all_digits(taken) {
            return None;
        }
        self.0 = rest;
        taken.parse().ok()
    }

    /// Takes `text` if it comes next.
    fn skip(&mut self, text: &str) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Takes a time of day, `hh:mm[:ss[.fraction]]` or without the colons, as seconds and nanoseconds.
    fn clock(&mut self) -> Option<(i64, u32)> {
        let hour = self.digits(2)?;
        let extended = self.skip(":");
        let minute = self.digits(2)?;
        let seconds_follow =
            if extended { self.skip(":") } else { self.0.starts_with(|c: char| c.is_ascii_digit()) };
        let second = if seconds_follow { self.digits(2)? } else { 0 };
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let mut nanos = 0;
        if self.skip(".") || self.skip(",") {
            let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
            nanos = fraction_nanos(self.take(length)?);
        }
        Some((hour * 3_600 + minute * 60 + second, nanos))
    }

    /// Takes an offset from UTC, in seconds.
    fn offset(&mut self) -> Option<i64> {
        for name in ["Z", "z", "GMT", "UTC"] {
            if self.skip(name) {
                return Some(0);
            }
        }
        let sign = if self.skip("+") {
            1
        } else if self.skip("-") {
            -1
        } else {
            return None;
        };
        let hours = self.digits(2)?;
        let minutes = if self.skip(":") || !self.0.is_empty() { self.digits(2)? } else { 0 };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
    }

    /// `value`, if the text ends here.
    fn end<T>(&self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The nanoseconds of the digits behind a decimal point; more than nine are cut.
fn fraction_nanos(digits: &str) -> u32 {
    let digits = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
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
    fn takes_rfc_822() {
        for text in [
            "Tue, 29 Apr 2014 18:30:38 GMT",
            "29 Apr 2014 18:30:38 GMT",
            "Tue, 29 Apr 2014 18:30:38",
            "Tue, 29-Apr-2014 18:30:38 UTC",
            "Tue, 29 Apr 2014 20:30:38 +0200",
        ] {
            assert_eq!(parse(text), Some((1_398_796_238, 0)), "{text}");
        }
        assert_eq!(parse("Sun, 02 Jan 2000 20:34:56.456 GMT"), Some((946_845_296, 456_000_000)));
        assert_eq!(parse("Sun, 2 Jan 2000 20:34:56 GMT"), Some((946_845_296, 0)));
    }

    #[test]
    fn takes_numbers() {
        assert_eq!(parse("1398796238"), Some((1_398_796_238, 0)));
        assert_eq!(parse(" 1398796238.123456789 "), Some((1_398_796_238, 123_456_789)));
        assert_eq!(parse("1.398796238E9"), Some((1_398_796_238, 0)));
        assert_eq!(parse("-1.25"), Some((-2, 750_000_000)));
        assert_eq!(parse("0"), Some((0, 0)));
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
            "Tue, 29 Foo 2014 18:30:38 GMT",
            "2014-04-29T18:30:38+99:00",
            "２014-04-29",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(Timestamp::from_seconds(f64::NAN), None);
        assert!(
            "soon".parse::<Timestamp>().is_err_and(|error| error.to_string() == "`soon` is no timestamp")
        );
    }

    #[test]
    fn takes_back_what_is_written() {
        for seconds in [FIRST, -1, 0, 951_827_696, LAST] {
            let time = Timestamp::new(seconds, 250_000_000);
            assert_eq!(time.to_string().parse(), Ok(time));
        }
    }
}
