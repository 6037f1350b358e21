//! [`Token`]: a member that says where a listing goes on, as it stands between output, input and text.

use crate::jmespath::Found;
use crate::reflect::{Slot, View};
use crate::types::{Blob, Document, Map};

/// The value of a token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// None: the listing starts there, or is at its end.
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    String(String),
    Bytes(Vec<u8>),
    List(Vec<Token>),
    /// Entries in their order.
    Map(Vec<(String, Token)>),
}

impl Token {
    /// What is found in an output. What Python takes for false is no token: an empty string, zero.
    pub fn of_output(found: &Found<'_>) -> Self {
        match Self::found(found) {
            Self::Boolean(false) | Self::Integer(0) => Self::Null,
            Self::Double(0.0) => Self::Null,
            Self::String(text) if text.is_empty() => Self::Null,
            Self::Bytes(bytes) if bytes.is_empty() => Self::Null,
            Self::List(items) if items.is_empty() => Self::Null,
            Self::Map(entries) if entries.is_empty() => Self::Null,
            token => token,
        }
    }

    /// A value of an input or output.
    pub fn found(found: &Found<'_>) -> Self {
        if let Some(text) = found.as_str() {
            return Self::String(text.to_owned());
        }
        if let Some(items) = found.items() {
            return Self::List(items.map(|item| Self::found(&item)).collect());
        }
        if let Some(entries) = found.entries() {
            let entries = entries.into_iter();
            return Self::Map(entries.map(|(key, value)| (key.to_owned(), Self::found(&value))).collect());
        }
        match found {
            Found::View(View::Boolean(value)) => Self::Boolean(*value),
            Found::View(View::Integer(value)) => Self::Integer(*value),
            Found::View(View::Float(value)) => Self::Double(f64::from(*value)),
            Found::View(View::Double(value)) => Self::Double(*value),
            Found::View(View::Blob(bytes)) => Self::Bytes(bytes.to_vec()),
            _ => Self::Null,
        }
    }

    /// Free JSON.
    pub fn of_document(document: Document) -> Self {
        match document {
            Document::Null => Self::Null,
            Document::Boolean(value) => Self::Boolean(value),
            Document::Integer(value) => match i64::try_from(value) {
                Ok(value) => Self::Integer(value),
                Err(_) => Self::Double(value as f64),
            },
            Document::Double(value) => Self::Double(value),
            Document::String(text) => Self::String(text),
            Document::List(items) => Self::List(items.into_iter().map(Self::of_document).collect()),
            Document::Map(map) => {
                Self::Map(map.into_iter().map(|(key, value)| (key, Self::of_document(value))).collect())
            }
        }
    }

    /// As free JSON; bytes as base64.
    fn to_document(&self) -> Document {
        match self {
            Self::Null => Document::Null,
            Self::Boolean(value) => Document::Boolean(*value),
            Self::Integer(value) => (*value).into(),
            Self::Double(value) => Document::Double(*value),
            Self::String(text) => Document::String(text.clone()),
            Self::Bytes(bytes) => Document::String(crate::protocol::base64::encode(bytes)),
            Self::List(items) => Document::List(items.iter().map(Self::to_document).collect()),
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| (key.clone(), value.to_document()));
                Document::Map(entries.collect::<Map<_>>())
            }
        }
    }

    /// Whether it says that the listing starts at the beginning: botocore's older tokens have the word for it.
    pub fn is_none(&self) -> bool {
        match self {
            Self::Null => true,
            Self::String(text) => text == "None",
            _ => false,
        }
    }

    /// Puts it into a member of an input; `false` if it does not fit there.
    pub fn put(&self, slot: Slot<'_>) -> bool {
        match (self, slot) {
            (Self::Boolean(value), Slot::Boolean(to)) => *to = *value,
            (Self::Integer(value), Slot::Integer(to)) => *to = *value,
            (Self::Integer(value), Slot::Double(to)) => *to = *value as f64,
            (Self::Double(value), Slot::Double(to)) => *to = *value,
            (Self::Double(value), Slot::Float(to)) => *to = *value as f32,
            (Self::String(text), Slot::String(to)) => text.clone_into(to),
            (Self::String(text), Slot::Enum(to)) => to.set(text),
            // the older tokens are all text
            (Self::String(text), Slot::Integer(to)) => match text.parse() {
                Ok(value) => *to = value,
                Err(_) => return false,
            },
            (Self::Bytes(bytes), Slot::Blob(to)) => *to = Blob::from(bytes.as_slice()),
            (token, Slot::Document(to)) => *to = token.to_document(),
            (Self::List(items), Slot::List(to)) => {
                to.clear();
                return items.iter().all(|item| item.put(to.push().slot()));
            }
            (Self::Map(entries), Slot::Map(to)) => {
                to.clear();
                return entries.iter().all(|(key, value)| value.put(to.insert_default(key).slot()));
            }
            (Self::Map(entries), Slot::Structure(to)) => {
                return entries.iter().all(|(key, value)| match to.schema().member(key) {
                    Some(index) => value.put(to.get_mut(index).slot()),
                    None => false,
                });
            }
            _ => return false,
        }
        true
    }
}
