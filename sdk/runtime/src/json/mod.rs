//! Any shape as JSON in the form of boto3's dictionaries, and back: feature `json`.
//!
//! Members have the names of the model, absent ones are left out. Blobs and streams are base64, timestamps RFC 3339
//! texts, floats that are no numbers the words `NaN`, `Infinity` and `-Infinity`. A union member this version does not
//! know is `{"SDK_UNKNOWN_MEMBER": {"name": …}}`, as in boto3. A header that holds JSON, for which structures have its
//! text, is any value.
//!
//! Bytes go into `call_json` as base64 with padding, as they come out: `{"Body": "dGV4dA=="}` for the text `text`. A
//! string that is not base64 is an error that names the member: `Body: this is not base64: ...`. A plain text may happen to
//! be base64, as `text` is; nothing tells that from bytes, so encode always. Operations go by the name of the model,
//! `ListBuckets`, and by boto3's, `list_buckets`.

mod call;
mod read;
mod write;

use crate::schema::{Flags, Location, Member};

pub use call::{call, presigned};
pub use read::read;
pub use serde_json::Value;
pub use write::{write, write as to_value};

/// Stands for a union member the model does not know.
const UNKNOWN_MEMBER: &str = "SDK_UNKNOWN_MEMBER";

/// Whether a text member goes into a header as JSON.
fn holds_json(member: &Member) -> bool {
    member.is(Flags::JSON_VALUE) && matches!(member.location, Location::Header)
}

#[cfg(test)]
mod tests;
