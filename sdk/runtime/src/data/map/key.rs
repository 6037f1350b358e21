//! [`Key`]: the key of an entry.

/// The longest key that needs no memory of its own: as long as makes a `Key` as large as a `String`.
const SHORT: usize = 22;

/// An immutable string; a short one is kept in place.
#[derive(Clone)]
pub(super) enum Key {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

impl Key {
    /// Its text. That of a short one is checked for UTF-8 each time, which it always is.
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        match self {
            Key::Short { .. } => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Key::Long(text) => text,
        }
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Key::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Key::Long(text) => text.as_bytes(),
        }
    }

    /// An empty text.
    pub(super) const EMPTY: Key = Key::Short { length: 0, bytes: [0; SHORT] };

    /// Becomes `text`; it was empty.
    #[inline]
    pub(super) fn set(&mut self, text: &str) {
        if let Key::Short { length, bytes } = self
            && let Some(bytes) = bytes.get_mut(..text.len())
        {
            bytes.copy_from_slice(text.as_bytes());
            *length = text.len() as u8;
        } else {
            *self = Key::Long(text.into());
        }
    }

    /// `text` in place, if it is short enough.
    #[inline]
    fn short(text: &str) -> Option<Self> {
        let mut bytes = [0; SHORT];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Key::Short { length: text.len() as u8, bytes })
    }
}

impl From<&str> for Key {
    #[inline]
    fn from(text: &str) -> Self {
        Self::short(text).unwrap_or_else(|| Key::Long(text.into()))
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::short(&text).unwrap_or_else(|| Key::Long(text.into_boxed_str()))
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        match key {
            Key::Short { .. } => key.as_str().to_owned(),
            Key::Long(text) => text.into_string(),
        }
    }
}
