//! A list that becomes a set.

use crate::attribute::{Attribute, Owned, Parts};
use crate::error::Failure;
use crate::tokens;
use tucuxi::types::Blob;

/// The set that `token` names, of the elements of `written`, which may be `NULL` too.
pub(super) fn of<A: Attribute>(token: &str, written: A) -> Result<A, Failure> {
    let elements = match written.into_parts() {
        Parts::L(elements) => elements,
        Parts::Null => return Ok(A::from_parts(Parts::Null)),
        other => return Err(Failure::mismatch("elements of a set", other.type_name())),
    };
    if elements.is_empty() {
        return Err(Failure::new(
            "DynamoDB has no empty sets; leave the attribute out with `skip_serializing_if`",
        ));
    }
    Ok(A::from_parts(match token {
        tokens::STRING_SET => Parts::Ss(all(elements, "a string", |part| match part {
            Parts::S(text) => Ok(text),
            other => Err(other),
        })?),
        tokens::NUMBER_SET => Parts::Ns(all(elements, "a number", |part| match part {
            Parts::N(text) => Ok(text),
            other => Err(other),
        })?),
        _ => Parts::Bs(all(elements, "bytes", bytes)?),
    }))
}

/// What `take` gets out of all elements.
fn all<A: Attribute, T>(
    elements: Vec<A>,
    expected: &str,
    take: impl Fn(Owned<A>) -> Result<T, Owned<A>>,
) -> Result<Vec<T>, Failure> {
    let take = |(index, element): (usize, A)| {
        let mismatch = |other: Owned<A>| Failure::mismatch(expected, other.type_name()).at_index(index);
        take(element.into_parts()).map_err(mismatch)
    };
    elements.into_iter().enumerate().map(take).collect()
}

/// Bytes, also those that serde takes for a list of numbers, as it does with `Vec<u8>`.
fn bytes<A: Attribute>(part: Owned<A>) -> Result<Blob, Owned<A>> {
    let byte = |element: &A| match element.parts() {
        Parts::N(text) => text.parse::<u8>().ok(),
        _ => None,
    };
    match part {
        Parts::B(bytes) => Ok(bytes),
        Parts::L(list) => match list.iter().map(byte).collect::<Option<Vec<u8>>>() {
            Some(bytes) => Ok(bytes.into()),
            None => Err(Parts::L(list)),
        },
        other => Err(other),
    }
}
