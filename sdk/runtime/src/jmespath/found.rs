//! [`Found`]: what an expression gives.

use crate::data::Document;
use crate::reflect::{Shape, View};
use std::borrow::Cow;

/// What an expression gives: a value of the data, or one made of such values.
#[derive(Clone, Debug)]
pub enum Found<'a> {
    /// A value of the data, or a constant.
    View(View<'a>),
    /// A string that had to be made.
    String(String),
    /// A list that had to be made.
    List(Vec<Found<'a>>),
    /// An object that had to be made.
    Hash(Vec<(&'static str, Found<'a>)>),
}

impl<'a> Found<'a> {
    /// Nothing.
    pub const NULL: Found<'static> = Found::View(View::Null);

    /// A value of the data. Free JSON shows itself as the scalar it holds, if it holds one.
    pub(super) fn of(view: View<'a>) -> Self {
        Found::View(match view {
            View::Document(Document::Null) => View::Null,
            View::Document(Document::Boolean(value)) => View::Boolean(*value),
            View::Document(Document::Integer(value)) => match i64::try_from(*value) {
                Ok(value) => View::Integer(value),
                Err(_) => View::Double(*value as f64),
            },
            View::Document(Document::Double(value)) => View::Double(*value),
            View::Document(Document::String(value)) => View::String(value),
            other => other,
        })
    }

    /// Whether there is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Found::View(View::Null))
    }

    /// Whether it counts as true: not nothing, not `false`, not an empty string, list or object.
    pub fn is_true(&self) -> bool {
        match self {
            Found::View(View::Null | View::Boolean(false)) => false,
            Found::View(View::Structure(_)) => true,
            other => other.len() != Some(0),
        }
    }

    /// The boolean it is.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Found::View(View::Boolean(value)) => Some(*value),
            _ => None,
        }
    }

    /// The string or enum it is.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Found::View(View::String(text)) => Some(text),
            Found::String(text) => Some(text),
            _ => None,
        }
    }

    /// The string or enum it is, borrowed from the data if it stands there.
    pub fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Found::View(View::String(text)) => Some(Cow::Borrowed(text)),
            Found::String(text) => Some(Cow::Owned(text)),
            _ => None,
        }
    }

    /// The number it is.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Found::View(View::Integer(value)) => Some(*value as f64),
            Found::View(View::Float(value)) => Some(f64::from(*value)),
            Found::View(View::Double(value)) => Some(*value),
            _ => None,
        }
    }

    /// The whole number it is.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Found::View(View::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    /// The length of a string in characters, of a list or of an object.
    pub fn len(&self) -> Option<usize> {
        Some(match self {
            Found::View(View::String(text)) => text.chars().count(),
            Found::View(View::Blob(bytes)) => bytes.len(),
            Found::String(text) => text.chars().count(),
            Found::View(View::Structure(_) | View::Map(_) | View::Document(Document::Map(_)))
            | Found::Hash(_) => self.entries()?.len(),
            _ => return self.list_len(),
        })
    }

    /// Whether the length is zero, for what has a length.
    pub fn is_empty(&self) -> Option<bool> {
        self.len().map(|length| length == 0)
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        self.list_len().is_some()
    }

    fn list_len(&self) -> Option<usize> {
        match self {
            Found::View(View::List(list)) => Some(list.len()),
            Found::View(View::Document(Document::List(items))) => Some(items.len()),
            Found::List(items) => Some(items.len()),
            _ => None,
        }
    }

    /// Item `index` of a list; nothing past the end.
    fn item(&self, index: usize) -> Found<'a> {
        match self {
            Found::View(View::List(list)) => Found::of(list.item(index).view()),
            Found::View(View::Document(Document::List(items))) => {
                items.get(index).map_or(Found::NULL, |item| Found::of(View::Document(item)))
            }
            Found::List(items) => items.get(index).cloned().unwrap_or(Found::NULL),
            _ => Found::NULL,
        }
    }

    /// The items, if it is a list.
    pub fn items(&self) -> Option<impl DoubleEndedIterator<Item = Found<'a>> + ExactSizeIterator + '_> {
        let length = self.list_len()?;
        Some((0..length).map(|index| self.item(index)))
    }

    /// The member or entry called `name`.
    pub fn field(&self, name: &str) -> Found<'a> {
        match self {
            Found::View(View::Structure(shape)) => member(*shape, name),
            Found::View(View::Map(map)) => {
                map.find(name).map_or(Found::NULL, |value| Found::of(value.view()))
            }
            Found::View(View::Document(Document::Map(map))) => {
                map.get(name).map_or(Found::NULL, |value| Found::of(View::Document(value)))
            }
            Found::Hash(entries) => {
                let entry = entries.iter().find(|(key, _)| *key == name);
                entry.map_or(Found::NULL, |(_, value)| value.clone())
            }
            _ => Found::NULL,
        }
    }

    /// Keys and values, if it is an object. A member that is not set is not there.
    pub fn entries(&self) -> Option<Vec<(&'a str, Found<'a>)>> {
        Some(match self {
            Found::View(View::Structure(shape)) => {
                let members = shape.schema().members.iter().enumerate();
                let all = members.map(|(index, member)| (member.name, Found::of(shape.get(index).view())));
                all.filter(|(_, value)| !value.is_null()).collect()
            }
            Found::View(View::Map(map)) => (0..map.len())
                .map(|index| map.entry(index))
                .map(|(key, value)| (key, Found::of(value.view())))
                .collect(),
            Found::View(View::Document(Document::Map(map))) => {
                map.iter().map(|(key, value)| (key, Found::of(View::Document(value)))).collect()
            }
            Found::Hash(entries) => entries.iter().map(|(key, value)| (*key, value.clone())).collect(),
            _ => return None,
        })
    }
}

fn member<'a>(shape: &'a dyn Shape, name: &str) -> Found<'a> {
    shape.schema().member(name).map_or(Found::NULL, |index| Found::of(shape.get(index).view()))
}

impl PartialEq for Found<'_> {
    /// Equality of JSON: numbers by value, lists by items in order, objects by entries in any order.
    fn eq(&self, other: &Self) -> bool {
        if let (Some(left), Some(right)) = (self.as_i64(), other.as_i64()) {
            return left == right;
        }
        if let (Some(left), Some(right)) = (self.as_f64(), other.as_f64()) {
            return left == right;
        }
        if let (Some(left), Some(right)) = (self.as_str(), other.as_str()) {
            return left == right;
        }
        if let (Some(left), Some(right)) = (self.items(), other.items()) {
            return left.len() == right.len() && left.eq(right);
        }
        if let (Some(left), Some(right)) = (self.entries(), other.entries()) {
            return left.len() == right.len() && left.iter().all(|(key, value)| other.field(key) == *value);
        }
        match (self, other) {
            (Found::View(View::Null), Found::View(View::Null)) => true,
            (Found::View(View::Boolean(left)), Found::View(View::Boolean(right))) => left == right,
            (Found::View(View::Blob(left)), Found::View(View::Blob(right))) => left == right,
            (Found::View(View::Timestamp(left)), Found::View(View::Timestamp(right))) => left == right,
            _ => false,
        }
    }
}
