//! JSON as the protocols json and rest-json, event streams and `jsonvalue` headers have it.

mod error;
mod reader;
mod rpc;
mod writer;

pub(super) use error::{CodeField, read_error};
pub(super) use reader::JsonReader;
pub(super) use rpc::JsonRpc;
pub(super) use writer::{write_members, write_value};

use super::failure::Failure;
use super::read::{self, Members, ValueReader};
use crate::reflect::{Shape, Slot, Value};
use crate::types::Document;

/// Reads a whole body into `shape`. An empty body and `null` leave it as it is.
pub(super) fn read_structure(body: &[u8], shape: &mut dyn Shape, members: Members) -> Result<(), Failure> {
    let mut read = || {
        let Some(mut reader) = JsonReader::of_body(body)? else { return Ok(()) };
        read::structure(&mut reader, shape, members)?;
        reader.finish()
    };
    read().map_err(|failure: Failure| failure.unless(|| is_whole(body, true)))
}

/// Reads a whole body into `value`; `false` if it is empty or `null`.
pub(super) fn read_value(body: &[u8], value: &mut dyn Value) -> Result<bool, Failure> {
    let mut read = || {
        let Some(mut reader) = JsonReader::of_body(body)? else { return Ok(false) };
        read::value(&mut reader, value)?;
        reader.finish().map(|()| true)
    };
    read().map_err(|failure: Failure| {
        let object = matches!(value.slot(), Slot::Structure(_));
        failure.unless(|| is_whole(body, object))
    })
}

/// Whether `body` is JSON from its first byte to its last; if `object`, an object.
#[cold]
fn is_whole(body: &[u8], object: bool) -> bool {
    let Ok(Some(mut reader)) = JsonReader::of_body(body) else { return false };
    (!object || reader.is_at_object()) && reader.skip().is_ok() && reader.finish().is_ok()
}

/// What `text` says, as free JSON; `None` if it is no JSON.
pub(crate) fn document(text: &[u8]) -> Option<Document> {
    let mut document = Document::Null;
    read_value(text, &mut document).is_ok().then_some(document)
}

#[cfg(test)]
mod tests;
