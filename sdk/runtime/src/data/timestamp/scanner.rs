//! [`Scanner`]: the parts that dates of all forms are made of.

use super::Timestamp;
use super::calendar::Date;

/// A longer year is beyond the last second of an `i64`.
const MAX_YEAR_DIGITS: usize = 12;

/// Zones that RFC 5322, section 4.3, gives names, with their hours from UTC. All others are to be written as numbers.
const ZONES: [(&str, i64); 12] = [
    ("Z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// A time of day.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Seconds since midnight.
    seconds: i64,
    nanos: u32,
    /// Whether it is a second 60.
    leap: bool,
}

/// The part of a text that is not read yet.
pub(super) struct Scanner<'a>(pub(super) &'a str);

impl<'a> Scanner<'a> {
    /// Whether the text ends here.
    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes `count` digits; `None` if there are fewer.
    pub(super) fn digits(&mut self, count: usize) -> Option<i64> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        if !taken.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        taken.parse().ok()
    }

    /// Takes one digit or two.
    pub(super) fn one_or_two_digits(&mut self) -> Option<i64> {
        self.digits(2).or_else(|| self.digits(1))
    }

    /// How many digits come next.
    pub(super) fn digits_ahead(&self) -> usize {
        self.0.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Takes a year of four digits or more, which may have a sign.
    pub(super) fn year(&mut self) -> Option<i64> {
        let sign = if self.skip("-") { -1 } else { 1 };
        match self.digits_ahead() {
            length @ 4..=MAX_YEAR_DIGITS => Some(sign * self.digits(length)?),
            _ => None,
        }
    }

    /// Takes `text` if it comes next.
    pub(super) fn skip(&mut self, text: &str) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Takes all blanks that come next; `false` if there are none.
    pub(super) fn blanks(&mut self) -> bool {
        let rest = self.0.trim_start_matches([' ', '\t']);
        let found = rest.len() < self.0.len();
        self.0 = rest;
        found
    }

    /// Takes the letters that come next.
    pub(super) fn letters(&mut self) -> &'a str {
        let end = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        // Letters of ASCII are one byte each, so this is never out of bounds.
        let (letters, rest) = self.0.split_at_checked(end).unwrap_or_default();
        self.0 = rest;
        letters
    }

    /// Takes a name out of `names`, or the start of one of at least three letters, in any case.
    pub(super) fn name(&mut self, names: &[&str]) -> Option<usize> {
        let letters = self.letters();
        let is_meant = |name: &&str| {
            letters.len() >= 3
                && name.get(..letters.len()).is_some_and(|start| start.eq_ignore_ascii_case(letters))
        };
        names.iter().position(is_meant)
    }

    /// Takes a time of day, `h:mm[:ss[.fraction]]` or `hhmm[ss[.fraction]]`. Digits after the ninth of the fraction are
    /// cut off.
    pub(super) fn clock(&mut self) -> Option<Clock> {
        let one_digit = self.digits_ahead() == 1;
        let hour = self.one_or_two_digits()?;
        let extended = self.skip(":");
        if one_digit && !extended {
            return None;
        }
        let minute = self.digits(2)?;
        let seconds_follow = if extended { self.skip(":") } else { self.digits_ahead() > 0 };
        let second = if seconds_follow { self.digits(2)? } else { 0 };
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let mut nanos = 0;
        if seconds_follow && (self.skip(".") || self.skip(",")) {
            let (fraction, rest) =
                self.0.split_at_checked(self.digits_ahead()).filter(|(digits, _)| !digits.is_empty())?;
            self.0 = rest;
            let digits = fraction.bytes().map(|byte| u32::from(byte - b'0')).chain(std::iter::repeat(0));
            nanos = digits.take(9).fold(0, |nanos, digit| nanos * 10 + digit);
        }
        Some(Clock { seconds: hour * 3_600 + minute * 60 + second, nanos, leap: second == 60 })
    }

    /// Takes an offset from UTC, in seconds: a number of hours and minutes, or the name of a zone.
    pub(super) fn offset(&mut self) -> Option<i64> {
        let sign = if self.skip("+") {
            1
        } else if self.skip("-") {
            -1
        } else {
            let name = self.letters();
            let zone = ZONES.iter().find(|(zone, _)| zone.eq_ignore_ascii_case(name));
            return zone.map(|(_, hours)| hours * 3_600);
        };
        let hours = self.digits(2)?;
        let minutes = if self.skip(":") || self.digits_ahead() > 0 { self.digits(2)? } else { 0 };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
    }
}

/// The instant at which a clock that is `offset` seconds ahead of UTC shows this date and time.
///
/// A leap second is the last second of a day in UTC. POSIX time has no number for it, so it becomes the second after.
/// `None` for a date that does not exist, a leap second at another time, and what does not fit into an `i64`.
pub(super) fn instant(date: Date, clock: Clock, offset: i64) -> Option<Timestamp> {
    const DAY: i64 = 86_400;
    // The first day of an `i64` begins before it, so that the product alone would not fit.
    let seconds = i128::from(date.to_days()?) * i128::from(DAY) + i128::from(clock.seconds - offset);
    let seconds = i64::try_from(seconds).ok()?;
    let exists = !clock.leap || seconds.rem_euclid(DAY) == 0;
    exists.then_some(Timestamp::new(seconds, clock.nanos))
}

impl Clock {
    /// The start of a day.
    pub(super) const MIDNIGHT: Clock = Clock { seconds: 0, nanos: 0, leap: false };
}
