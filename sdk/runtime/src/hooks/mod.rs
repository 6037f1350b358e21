//! Hooks for what a service does differently from its model, as data.
//!
//! Service crates name them in their tables: `services.toml` lists them as constant expressions. Each says for which
//! operations it works, none for all.

mod input;
mod output;
mod presigned;
mod request;
mod words;

pub use input::{AccountOfArn, Base64Text, DefaultText, LastSegment};
pub use output::{DecodedText, ErrorDescription, PlainPolicies};
pub use presigned::{PresignedCopy, PresignedUrl};
pub use request::{CustomerKey, HostFromMember, MissingHeader, PostForm, TreeHash};
pub use words::decoded_words;

use crate::client::Context;
use crate::reflect::{Shape, Slot, View};

/// The names of the operations a hook works for; empty for all of the service.
pub type Operations = &'static [&'static str];

fn applies(operations: Operations, context: &Context) -> bool {
    operations.is_empty() || operations.contains(&context.operation().name)
}

/// The text of member `name`, if the shape has such a member and it is there.
pub fn text<'a>(shape: &'a dyn Shape, name: &str) -> Option<&'a str> {
    match shape.get(shape.schema().member(name)?).view() {
        View::String(text) => Some(text),
        _ => None,
    }
}

/// Sets the text of member `name`, if the shape has such a member.
pub fn set_text(shape: &mut dyn Shape, name: &str, text: &str) {
    let Some(index) = shape.schema().member(name) else { return };
    match shape.get_mut(index).slot() {
        Slot::String(target) => text.clone_into(target),
        Slot::Enum(target) => target.set(text),
        _ => {}
    }
}
