//! Scalars as plain text: in paths, query strings and headers, in XML and in forms.

use super::base64;
use super::failure::Failure;
use crate::reflect::{Slot, View};
use crate::schema::Type;
use crate::types::TimestampFormat;
use crate::types::decimal::Decimal;
pub(crate) use crate::types::decimal::float;
use std::borrow::Cow;
use std::str::FromStr;

/// The text of a scalar; `None` for what is no scalar, and for nothing.
///
/// `timestamps` is the protocol's format for the place, used where the model gives none.
pub(crate) fn write<'a>(view: View<'a>, ty: &Type, timestamps: TimestampFormat) -> Option<Cow<'a, str>> {
    Some(match view {
        View::Boolean(true) => "true".into(),
        View::Boolean(false) => "false".into(),
        View::Integer(value) => itoa::Buffer::new().format(value).to_owned().into(),
        View::Float(value) => float(value.into()).unwrap_or_else(|| format!("{value:?}").into()),
        View::Double(value) => float(value).unwrap_or_else(|| format!("{value:?}").into()),
        View::String(value) => value.into(),
        View::Blob(value) => base64::encode(value).into(),
        View::Timestamp(value) => value.format(timestamp_format(ty, timestamps)).into(),
        _ => return None,
    })
}

/// The model's timestamp format for `ty`, else `default`.
pub(crate) fn timestamp_format(ty: &Type, default: TimestampFormat) -> TimestampFormat {
    match ty {
        Type::Timestamp(Some(format)) => *format,
        _ => default,
    }
}

/// Reads a scalar from its text. Blanks around numbers, booleans and timestamps are ignored.
pub(crate) fn read(text: &str, slot: Slot<'_>) -> Result<(), Failure> {
    match slot {
        Slot::Boolean(slot) => *slot = text.trim().eq_ignore_ascii_case("true"),
        Slot::Integer(slot) => *slot = integer(text)?,
        Slot::Float(slot) => *slot = number(text)?,
        Slot::Double(slot) => *slot = number(text)?,
        Slot::String(slot) => text.clone_into(slot),
        Slot::Enum(slot) => slot.set(text),
        Slot::Blob(slot) => *slot = base64::decode(text.as_bytes())?.into(),
        Slot::Timestamp(slot) => *slot = text.parse().map_err(|error| Failure::new(format!("{error}")))?,
        _ => return Err(Failure::new("expected a structure, list or map, found text")),
    }
    Ok(())
}

/// A whole number of 64 bits, also one that is written as a float (`1.0`).
pub(crate) fn integer(text: &str) -> Result<i64, Failure> {
    let text = text.trim();
    if let Ok(value) = text.parse() {
        return Ok(value);
    }
    let whole = Decimal::parse(text).and_then(|decimal| decimal.integer());
    whole.ok_or_else(|| unexpected("a whole number of 64 bits", text))
}

/// `value` as an integer, if it is one.
#[cfg(any(feature = "cbor", feature = "json"))]
pub(crate) fn whole(value: f64) -> Option<i64> {
    // 2^63 is a float, the largest `i64` is not.
    let fits =
        value.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    fits.then_some(value as i64)
}

/// A float, also one of the words for what is no number.
pub(crate) fn number<T: FromStr>(text: &str) -> Result<T, Failure> {
    let text = text.trim();
    text.parse().map_err(|_| unexpected("a number", text))
}

#[cold]
fn unexpected(what: &str, text: &str) -> Failure {
    let shown: String = text.chars().take(64).collect();
    Failure::new(format!("expected {what}, found `{shown}`"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::reflect::Value;
    use crate::types::{Blob, Timestamp};

    fn text(value: &dyn Value, ty: Type) -> String {
        write(value.view(), &ty, TimestampFormat::Iso8601).unwrap().into_owned()
    }

    #[test]
    fn writes_scalars() {
        assert_eq!(text(&true, Type::Boolean), "true");
        assert_eq!(text(&i64::MIN, Type::Integer), "-9223372036854775808");
        assert_eq!(text(&0.1_f32, Type::Float), "0.1");
        assert_eq!(text(&2.0_f64, Type::Double), "2.0");
        assert_eq!(text(&f64::NEG_INFINITY, Type::Double), "-Infinity");
        assert_eq!(text(&f32::NAN, Type::Float), "NaN");
        assert_eq!(text(&Blob::from("foo"), Type::Blob), "Zm9v");
        let time = Timestamp::new(0, 0);
        assert_eq!(text(&time, Type::Timestamp(None)), "1970-01-01T00:00:00Z");
        assert_eq!(text(&time, Type::Timestamp(Some(TimestampFormat::UnixTimestamp))), "0");
        assert!(write(View::Null, &Type::String, TimestampFormat::Iso8601).is_none());
    }

    fn parse<T: Value + Default>(text: &str) -> Result<T, String> {
        let mut value = T::default();
        read(text, value.slot()).map_err(|failure| failure.to_string()).map(|()| value)
    }

    #[test]
    fn reads_scalars() {
        assert_eq!(parse(" 12 "), Ok(12_i64));
        assert_eq!(parse("1.0"), Ok(1_i64));
        assert_eq!(parse("4294967296"), Ok(4_294_967_296_i64));
        assert_eq!(parse("9007199254740993.0"), Ok(9_007_199_254_740_993_i64));
        assert_eq!(parse("-1e3"), Ok(-1_000_i64));
        assert_eq!(parse("Infinity"), Ok(f64::INFINITY));
        assert!(parse::<f32>("NaN").unwrap().is_nan());
        assert_eq!(parse("True"), Ok(true));
        assert_eq!(parse("yes"), Ok(false));
        assert_eq!(parse(" as is "), Ok(" as is ".to_owned()));
        assert_eq!(parse("Zm9v"), Ok(Blob::from("foo")));
        assert_eq!(parse("12"), Ok(Timestamp::new(12, 0)));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(
            parse::<i64>("9223372036854775808").unwrap_err(),
            "expected a whole number of 64 bits, found `9223372036854775808`"
        );
        assert_eq!(parse::<i64>("1.5").unwrap_err(), "expected a whole number of 64 bits, found `1.5`");
        assert_eq!(parse::<f64>("").unwrap_err(), "expected a number, found ``");
        assert_eq!(parse::<Timestamp>("soon").unwrap_err(), "`soon` is not a timestamp");
    }
}
