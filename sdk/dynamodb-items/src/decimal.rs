//! [`Decimal`]: the text of a number, taken apart, and whether DynamoDB takes it.

use std::cmp::Ordering;

/// The most significant digits that DynamoDB keeps.
const MOST_DIGITS: usize = 38;
/// The exponents of the first digit of the smallest and of the largest number: 1E-130 and 9.99…E+125.
const EXPONENTS: std::ops::RangeInclusive<i64> = -130..=125;

/// A decimal number by its significant digits, which may stand on both sides of a point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    /// Digits before the point.
    whole: &'a [u8],
    /// Digits after the point.
    fraction: &'a [u8],
    /// The exponent of the first digit: 0 for 1 to 9. Of no meaning without digits, for zero.
    exponent: i64,
}

impl<'a> Decimal<'a> {
    /// The number that `text` shows, such as `12`, `-0.5` and `1.25E+3`; `None` if it shows none.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, i64::from(exponent.parse::<i32>().ok()?)),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let (whole, fraction) = (whole.as_bytes(), fraction.as_bytes());
        if whole.is_empty() && fraction.is_empty() || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
            return None;
        }
        let mut number = Self { negative: text.starts_with('-'), whole, fraction, exponent };
        number.trim();
        Some(number)
    }

    /// Takes zeros off both ends, and makes of the exponent that of the first digit.
    fn trim(&mut self) {
        let zeros = |digits: &[u8]| digits.iter().take_while(|digit| **digit == b'0').count();
        self.whole = self.whole.get(zeros(self.whole)..).unwrap_or_default();
        self.exponent += self.whole.len() as i64 - 1;
        if self.whole.is_empty() {
            let leading = zeros(self.fraction);
            self.fraction = self.fraction.get(leading..).unwrap_or_default();
            self.exponent -= leading as i64;
        }
        let trimmed = |digits: &'a [u8]| {
            let kept = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
            digits.get(..kept).unwrap_or_default()
        };
        self.fraction = trimmed(self.fraction);
        if self.fraction.is_empty() {
            self.whole = trimmed(self.whole);
        }
        self.negative &= !self.is_zero();
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    /// How many significant digits there are.
    fn length(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    fn digits(&self) -> impl Iterator<Item = &'a u8> {
        self.whole.iter().chain(self.fraction)
    }

    /// What DynamoDB refuses about the number.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        match () {
            () if self.is_zero() => Ok(()),
            () if self.length() > MOST_DIGITS => Err("DynamoDB keeps 38 significant digits"),
            () if !EXPONENTS.contains(&self.exponent) => {
                Err("DynamoDB takes magnitudes from 1E-130 to 9.99E+125, and 0")
            }
            () => Ok(()),
        }
    }

    /// The digits of the number without point and exponent, if it is whole.
    pub(crate) fn whole_digits(&self) -> Option<String> {
        if self.is_zero() {
            return Some("0".to_owned());
        }
        let length = usize::try_from(self.exponent).ok()?.checked_add(1)?;
        if self.length() > length || length > 200 {
            return None;
        }
        let digits = self.digits().map(|digit| char::from(*digit)).chain(std::iter::repeat('0')).take(length);
        Some(self.negative.then_some('-').into_iter().chain(digits).collect())
    }

    /// What is equal for equal numbers, and for no others.
    pub(crate) fn identity(&self) -> (bool, i64, impl Iterator<Item = &'a u8>) {
        (self.negative, if self.is_zero() { 0 } else { self.exponent }, self.digits())
    }

    /// Whether the number is less than `other`, equal or greater.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let size = |of: &Self, with: &Self| match (of.is_zero(), with.is_zero()) {
            (false, false) => of.exponent.cmp(&with.exponent).then_with(|| of.digits().cmp(with.digits())),
            (of, with) => with.cmp(&of),
        };
        match (self.negative, other.negative) {
            (false, false) => size(self, other),
            (true, true) => size(other, self),
            (negative, other) => other.cmp(&negative),
        }
    }
}

/// The text of `value`: the shortest that gives the same float again.
pub(crate) fn float_text<F: Into<f64> + std::fmt::Display + std::fmt::LowerExp + Copy>(
    value: F,
) -> Result<String, String> {
    let wide: f64 = value.into();
    if !wide.is_finite() {
        return Err(format!("`{value}` is not a number that DynamoDB takes"));
    }
    let size = wide.abs();
    if size == 0.0 {
        return Ok("0".to_owned());
    }
    let text = if (1e-7..1e21).contains(&size) { value.to_string() } else { format!("{value:e}") };
    match (1e-129..1e125).contains(&size) {
        true => Ok(text),
        false => checked(&text).map(|()| text),
    }
}

/// Whether DynamoDB takes the number `text`; what is wrong, if not.
pub(crate) fn checked(text: &str) -> Result<(), String> {
    match Decimal::parse(text) {
        Some(number) => number.check().map_err(|wrong| format!("`{text}` is out of range: {wrong}")),
        None => Err(format!("`{text}` is not a number")),
    }
}

/// The whole number that `text` shows, if an `I` holds it.
#[inline]
pub(crate) fn integer<I: std::str::FromStr>(text: &str) -> Option<I> {
    text.parse().ok().or_else(|| Decimal::parse(text)?.whole_digits()?.parse().ok())
}
