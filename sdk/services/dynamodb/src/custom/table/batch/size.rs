//! How large an item is in a request.

use crate::custom::items::Item;
use crate::types::AttributeValue;

/// What a value needs beside its content: its type, brackets, quotes and commas.
const AROUND: usize = 16;

/// The bytes of an item in a request: no fewer than it takes, but for characters that JSON escapes.
pub(super) fn of_item(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + AROUND + of_value(value)).sum()
}

fn of_value(value: &AttributeValue) -> usize {
    let text = |text: &String| text.len() + AROUND;
    let binary = |length: usize| length.div_ceil(3) * 4 + AROUND;
    match value {
        AttributeValue::S(value) | AttributeValue::N(value) => text(value),
        AttributeValue::B(value) => binary(value.len()),
        AttributeValue::Ss(values) | AttributeValue::Ns(values) => values.iter().map(text).sum(),
        AttributeValue::Bs(values) => values.iter().map(|value| binary(value.len())).sum(),
        AttributeValue::M(values) => of_item(values) + AROUND,
        AttributeValue::L(values) => values.iter().map(|value| of_value(value) + AROUND).sum(),
        _ => AROUND,
    }
}
