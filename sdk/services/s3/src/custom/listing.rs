//! Lists of keys: asked for in URL encoding, since XML cannot hold every key, and decoded again.

use std::borrow::Cow;
use tucuxi::Error;
use tucuxi::client::{Context, Interceptor, ResponseMetadata};
use tucuxi::external::percent_encoding::percent_decode_str;
use tucuxi::internal::hooks::{set_text, text};
use tucuxi::reflect::{Shape, Slot};

/// Members that hold text in URL encoding.
struct Encoded {
    members: &'static [&'static str],
    lists: &'static [(&'static str, &'static str)],
}

/// Asks for URL encoding and undoes it, unless the user asks for it himself.
pub(crate) struct Listing;

/// Marks a call whose encoding the user need not know of.
#[derive(Clone)]
struct Asked;

impl Interceptor for Listing {
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        if encoded(context.operation().name).is_some() && text(input, "EncodingType").is_none() {
            set_text(input, "EncodingType", "url");
            context.extensions.insert(Asked);
        }
        Ok(())
    }

    fn after_parse(
        &self,
        context: &mut Context,
        _: &ResponseMetadata,
        output: &mut dyn Shape,
    ) -> Result<(), Error> {
        if context.extensions.get::<Asked>().is_some()
            && text(output, "EncodingType") == Some("url")
            && let Some(encoded) = encoded(context.operation().name)
        {
            for member in encoded.members {
                decode(output, member);
            }
            for (list, member) in encoded.lists {
                decode_items(output, list, member);
            }
        }
        Ok(())
    }
}

fn encoded(operation: &str) -> Option<&'static Encoded> {
    const OBJECTS: &[(&str, &str)] = &[("Contents", "Key"), ("CommonPrefixes", "Prefix")];
    match operation {
        "ListObjects" => Some(&Encoded { members: &["Delimiter", "Marker", "NextMarker"], lists: OBJECTS }),
        "ListObjectsV2" => Some(&Encoded { members: &["Delimiter", "Prefix", "StartAfter"], lists: OBJECTS }),
        "ListObjectVersions" => Some(&Encoded {
            members: &["KeyMarker", "NextKeyMarker", "Prefix", "Delimiter"],
            lists: &[("Versions", "Key"), ("DeleteMarkers", "Key"), ("CommonPrefixes", "Prefix")],
        }),
        _ => None,
    }
}

fn decode_items(output: &mut dyn Shape, list: &str, member: &str) {
    let Some(index) = output.schema().member(list) else { return };
    if output.get(index).view().is_null() {
        return;
    }
    let Slot::List(list) = output.get_mut(index).slot() else { return };
    for index in 0..list.len() {
        if let Slot::Structure(item) = list.item_mut(index).slot() {
            decode(item, member);
        }
    }
}

fn decode(shape: &mut dyn Shape, member: &str) {
    if let Some(Cow::Owned(plain)) = text(shape, member).map(plain) {
        set_text(shape, member, &plain);
    }
}

/// `text` without its encoding, in which `+` is a space; borrowed if nothing is encoded.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}
