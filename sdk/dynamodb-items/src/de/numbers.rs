//! Numbers into the types of Rust.

use crate::decimal::{Decimal, checked, integer};
use crate::error::Failure;
use crate::source::Text;
use serde::de::Visitor;
use std::str::FromStr;

/// The whole number `text` as an `I`, which is called `name`.
#[inline]
pub(super) fn whole<I: FromStr>(text: &str, name: &str) -> Result<I, Failure> {
    integer(text).ok_or_else(|| unfit(text, name))
}

/// The float next to the number `text`.
#[inline]
pub(super) fn float<F: FromStr + Into<f64> + Copy>(text: &str, name: &str) -> Result<F, Failure> {
    let value: Option<F> = text.parse().ok();
    value.filter(|value| (*value).into().is_finite()).ok_or_else(|| unfit(text, name))
}

#[cold]
fn unfit(text: &str, name: &str) -> Failure {
    match checked(text) {
        Ok(()) => Failure::new(format!("expected a number that fits {name}, found {text}")),
        Err(wrong) => Failure::new(wrong),
    }
}

/// The number `text` for a visitor that takes anything: as `u64` or `i64` if it is such a one, as `f64` if that loses
/// nothing, and otherwise as its text.
pub(super) fn any_number<'de, T: Text<'de>, V: Visitor<'de>>(
    text: T,
    visitor: V,
) -> Result<V::Value, Failure> {
    let digits: &str = text.as_ref();
    if let Some(value) = integer::<u64>(digits) {
        return visitor.visit_u64(value);
    }
    if let Some(value) = integer::<i64>(digits) {
        return visitor.visit_i64(value);
    }
    match exact_float(digits) {
        Some(value) => visitor.visit_f64(value),
        None => text.visit(visitor),
    }
}

/// The float whose shortest text is the same number as `text`.
fn exact_float(text: &str) -> Option<f64> {
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    let shortest = format!("{value:e}");
    let same = Decimal::parse(&shortest)?.compare(&Decimal::parse(text)?).is_eq();
    same.then_some(value)
}
