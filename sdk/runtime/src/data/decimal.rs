//! [`Decimal`]: the text of a number, taken apart without a float in between, which would lose digits.

use std::borrow::Cow;

/// A decimal number: `12`, `-12.50`, `1.25e3`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    /// The digits before the point.
    whole: &'a str,
    /// The digits after the point.
    fraction: &'a str,
    /// How many digits the point moves to the right.
    exponent: i32,
}

/// No whole number in use has a larger magnitude.
const MAX_MAGNITUDE: i128 = 1 << 64;

impl<'a> Decimal<'a> {
    /// The number that `text` shows; `None` if it shows none.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let has_digits = !(whole.is_empty() && fraction.is_empty());
        let is_number = has_digits && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
        is_number.then_some(Self { negative: text.starts_with('-'), whole, fraction, exponent })
    }

    /// The number, if it is whole and fits into 64 bits with a sign.
    pub(crate) fn integer(&self) -> Option<i64> {
        let is_whole = self.digits().skip(self.before_point()).all(|digit| digit == 0);
        let magnitude = self.magnitude().filter(|_| is_whole)?;
        i64::try_from(if self.negative { -magnitude } else { magnitude }).ok()
    }

    /// Whole units, rounded down, and the billionths of a unit above them. Digits after the ninth of the fraction are
    /// cut off.
    pub(crate) fn with_nanos(&self) -> Option<(i64, u32)> {
        let magnitude = self.magnitude()?;
        let zeros = usize::try_from(-self.point()).unwrap_or(0).min(9);
        let digits = self.digits().skip(self.before_point()).chain(std::iter::repeat(0));
        let digits = std::iter::repeat_n(0, zeros).chain(digits).take(9);
        let nanos = digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit));
        let (units, nanos) = match (self.negative, nanos) {
            (false, _) => (magnitude, nanos),
            (true, 0) => (-magnitude, 0),
            (true, _) => (-magnitude - 1, 1_000_000_000 - nanos),
        };
        Some((i64::try_from(units).ok()?, nanos))
    }

    fn digits(&self) -> impl Iterator<Item = u8> + 'a {
        self.whole.bytes().chain(self.fraction.bytes()).map(|byte| byte - b'0')
    }

    /// How many digits are before the point; negative for zeros between the point and the first digit.
    fn point(&self) -> i64 {
        self.whole.len() as i64 + i64::from(self.exponent)
    }

    fn before_point(&self) -> usize {
        usize::try_from(self.point()).unwrap_or(0)
    }

    /// What is before the point, without the sign; `None` beyond [`MAX_MAGNITUDE`].
    fn magnitude(&self) -> Option<i128> {
        let mut digits = self.digits();
        let mut magnitude = 0;
        for _ in 0..self.before_point() {
            match digits.next() {
                Some(digit) => magnitude = magnitude * 10 + i128::from(digit),
                None if magnitude == 0 => break,
                None => magnitude *= 10,
            }
            if magnitude > MAX_MAGNITUDE {
                return None;
            }
        }
        Some(magnitude)
    }
}

/// The words for the floats that are no numbers.
pub(crate) fn float(value: f64) -> Option<Cow<'static, str>> {
    if value.is_nan() {
        Some("NaN".into())
    } else if value.is_infinite() {
        Some(if value > 0.0 { "Infinity" } else { "-Infinity" }.into())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(text: &str) -> Option<i64> {
        Decimal::parse(text)?.integer()
    }

    fn with_nanos(text: &str) -> Option<(i64, u32)> {
        Decimal::parse(text)?.with_nanos()
    }

    #[test]
    fn whole_numbers_keep_all_digits() {
        for (text, expected) in [
            ("12", 12),
            ("+12", 12),
            ("-0", 0),
            ("1.0", 1),
            ("-1e3", -1_000),
            ("1.25e2", 125),
            ("1200e-2", 12),
            ("0e999999999", 0),
            ("0.0e-999999999", 0),
            // Next to 2^53, from where on floats have gaps.
            ("9007199254740993.0", 9_007_199_254_740_993),
            ("9.007199254740993E15", 9_007_199_254_740_993),
            ("9223372036854775807.00", i64::MAX),
            ("-9.223372036854775808e18", i64::MIN),
        ] {
            assert_eq!(integer(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_whole_number_of_64_bits_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "e5",
            "1.5",
            "1e-1",
            "125e-2",
            "9223372036854775808",
            "-9223372036854775809",
            "1e19",
            "1e999999999",
            "1e99999999999",
            "1-2",
            "1e",
            "--1",
            "0x1",
            "1_000",
            "NaN",
            "1.2.3",
            "١",
        ] {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_are_kept_to_the_ninth_digit() {
        for (text, expected) in [
            ("1398796238.123456789", (1_398_796_238, 123_456_789)),
            ("1.398796238123456789E9", (1_398_796_238, 123_456_789)),
            ("-1.25", (-2, 750_000_000)),
            ("-.25", (-1, 750_000_000)),
            ("5.", (5, 0)),
            ("25e-3", (0, 25_000_000)),
            ("0.0000000019", (0, 1)),
            ("1e-300", (0, 0)),
            ("-9223372036854775808", (i64::MIN, 0)),
            ("9223372036854775807.5", (i64::MAX, 500_000_000)),
        ] {
            assert_eq!(with_nanos(text), Some(expected), "{text}");
        }
        assert_eq!(with_nanos("-9223372036854775808.5"), None);
        assert_eq!(with_nanos("9223372036854775808"), None);
    }
}
