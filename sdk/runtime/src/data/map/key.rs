//! [`Key`]: the key of an entry.

/// The longest key that needs no memory of its own: as long as makes a `Key` as large as a `String`.
const SHORT: usize = 22;

/// The key of an entry of a [`Map`](super::Map): an immutable string. A short one is kept in place.
#[derive(Clone)]
pub struct Key(Text);

#[derive(Clone)]
enum Text {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

impl Key {
    /// Its text. That of a short one is checked for UTF-8 each time, which it always is.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Short { .. } => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Text::Long(text) => text,
        }
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Text::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Text::Long(text) => text.as_bytes(),
        }
    }

    /// An empty text.
    pub(super) const EMPTY: Key = Key(Text::Short { length: 0, bytes: [0; SHORT] });

    /// Becomes `text`; it was empty.
    #[inline]
    pub(super) fn set(&mut self, text: &str) {
        if let Text::Short { length, bytes } = &mut self.0
            && let Some(bytes) = bytes.get_mut(..text.len())
        {
            bytes.copy_from_slice(text.as_bytes());
            *length = text.len() as u8;
        } else {
            self.0 = Text::Long(text.into());
        }
    }

    /// `text` in place, if it is short enough.
    #[inline]
    fn short(text: &str) -> Option<Self> {
        let mut bytes = [0; SHORT];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self(Text::Short { length: text.len() as u8, bytes }))
    }
}

impl From<&str> for Key {
    #[inline]
    fn from(text: &str) -> Self {
        Self::short(text).unwrap_or_else(|| Self(Text::Long(text.into())))
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::short(&text).unwrap_or_else(|| Self(Text::Long(text.into_boxed_str())))
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        match key.0 {
            Text::Short { .. } => key.as_str().to_owned(),
            Text::Long(text) => text.into_string(),
        }
    }
}

impl AsRef<str> for Key {
    #[inline]
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl std::ops::Deref for Key {
    type Target = str;
    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self.as_str(), f)
    }
}
