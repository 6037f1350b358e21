//! [`Required`] and [`OrEmpty`]: what programs do with members that may be absent.

use super::collect::entries;
use super::{Blob, Map};
use crate::error::{Error, ErrorKind};

/// Takes a member out of an output that the program cannot go on without.
///
/// Services may leave out any member of an output, so all are options. Where a program needs one, `required` gives an
/// error that names it, to be passed on with `?`:
///
/// ```
/// use tucuxi::prelude::*;
///
/// # struct Output { role: Option<String> }
/// fn role(output: Output) -> Result<String, tucuxi::Error> {
///     Ok(output.role.required("role")?)
/// }
///
/// let error = role(Output { role: None }).unwrap_err();
/// assert_eq!(error.to_string(), "the response has no `role`");
/// ```
///
/// Where the output is kept, lend the member: `output.role.as_ref().required("role")?`.
pub trait Required {
    /// What the member holds.
    type Value;

    /// The value of the member called `name`.
    ///
    /// # Errors
    ///
    /// One of the kind [`Parse`](ErrorKind::Parse) that names the member, if it is absent.
    fn required(self, name: &str) -> Result<Self::Value, Error>;
}

impl<T> Required for Option<T> {
    type Value = T;

    #[inline]
    fn required(self, name: &str) -> Result<T, Error> {
        self.ok_or_else(|| missing(name))
    }
}

impl<'a, T> Required for &'a Option<T> {
    type Value = &'a T;

    #[inline]
    fn required(self, name: &str) -> Result<&'a T, Error> {
        self.as_ref().required(name)
    }
}

/// Apart from what is made anew for each type of member.
#[cold]
fn missing(name: &str) -> Error {
    Error::new(ErrorKind::Parse, format!("the response has no `{name}`"))
}

/// Lends what an optional member holds, or an empty one: for lists, maps, text and bytes.
///
/// ```
/// use tucuxi::prelude::*;
/// use tucuxi::types::Map;
///
/// # struct Output { users: Option<Vec<String>>, tags: Option<Map<String>>, marker: Option<String> }
/// # let output = Output { users: None, tags: None, marker: Some("next".into()) };
/// for user in output.users.or_empty() {
///     println!("{user}");
/// }
/// assert_eq!(output.tags.or_empty().get("env"), None);
/// assert_eq!(output.marker.or_empty(), "next");
/// ```
pub trait OrEmpty {
    /// What is lent.
    type Lent: ?Sized;

    /// What the member holds; empty if it is absent.
    fn or_empty(&self) -> &Self::Lent;
}

impl<T> OrEmpty for Option<Vec<T>> {
    type Lent = [T];

    #[inline]
    fn or_empty(&self) -> &[T] {
        self.as_deref().unwrap_or_default()
    }
}

impl<V> OrEmpty for Option<Map<V>> {
    type Lent = Map<V>;

    #[inline]
    fn or_empty(&self) -> &Map<V> {
        entries(self)
    }
}

impl OrEmpty for Option<String> {
    type Lent = str;

    #[inline]
    fn or_empty(&self) -> &str {
        self.as_deref().unwrap_or_default()
    }
}

impl OrEmpty for Option<Blob> {
    type Lent = [u8];

    #[inline]
    fn or_empty(&self) -> &[u8] {
        self.as_deref().unwrap_or_default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_member_is_named() {
        let role = Some("admin".to_owned());
        assert_eq!(role.as_ref().required("role").unwrap(), "admin");
        assert_eq!((&role).required("role").unwrap(), "admin");
        assert_eq!(role.required("role").unwrap(), "admin");
        let error = None::<i64>.required("size").unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Parse, "the response has no `size`")
        );
        assert!(!error.is_not_found());
    }

    #[test]
    fn what_is_absent_is_empty() {
        assert_eq!(None::<Vec<i64>>.or_empty(), [0_i64; 0]);
        assert_eq!(Some(vec![1]).or_empty(), [1]);
        assert!(None::<Map<String>>.or_empty().is_empty());
        assert_eq!(Some(Map::from([("a", 1)])).or_empty()["a"], 1);
        assert_eq!(None::<String>.or_empty(), "");
        assert_eq!(Some("a".to_owned()).or_empty(), "a");
        assert_eq!(None::<Blob>.or_empty(), b"");
        assert_eq!(Some(Blob::from("a")).or_empty(), b"a");
    }

    #[test]
    fn maps_of_what_is_lent_have_an_empty_one() {
        let text = String::from("a");
        let mut map = None::<Map<&str>>;
        assert!(map.or_empty().is_empty());
        map = Some(Map::from([("k", text.as_str())]));
        assert_eq!(map.or_empty().len(), 1);
    }
}
