//! Keys and prefixes of S3 as paths.

use crate::errors::generic;
use object_store::path::{DELIMITER, Path};
use object_store::{Error, Result};

/// The prefix of the keys below a path; none for the root.
pub(crate) fn prefix(path: Option<&Path>) -> Option<String> {
    path.filter(|path| !path.as_ref().is_empty()).map(|path| format!("{path}{DELIMITER}"))
}

/// The path whose text is `key`.
///
/// # Errors
/// When there is none. [`Path::parse`] alone would leave out a delimiter at either end, and so name another object.
pub(crate) fn of_key(key: &str) -> Result<Path> {
    let path = Path::parse(key).map_err(Error::from)?;
    match path.as_ref() == key {
        true => Ok(path),
        false => Err(nameless(key)),
    }
}

/// The path of a common prefix, which ends in a delimiter.
///
/// # Errors
/// When no path has these objects below it.
pub(crate) fn of_prefix(prefix: &str) -> Result<Path> {
    match prefix.strip_suffix(DELIMITER) {
        Some(folder) if !folder.is_empty() => of_key(folder),
        _ => Err(nameless(prefix)),
    }
}

fn nameless(key: &str) -> Error {
    generic(format!("no path of `object_store` can name the key {key:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_path_is_its_key() {
        for key in ["a", "a/b c", "a%2Fb", "%Q", "ü/?#&+", "a/%48"] {
            assert_eq!(of_key(key).map(String::from).ok().as_deref(), Some(key));
            assert_eq!(of_prefix(&format!("{key}/")).map(String::from).ok().as_deref(), Some(key));
        }
    }

    #[test]
    fn a_key_that_no_path_can_name_is_an_error() {
        for key in ["/a", "a/", "a//b", "a/../b", ".", "a\u{1}"] {
            assert!(of_key(key).is_err(), "{key}");
        }
        for prefix in ["/", "//", "/a/", "a//", "a"] {
            assert!(of_prefix(prefix).is_err(), "{prefix}");
        }
    }

    #[test]
    fn objects_below_a_path_begin_with_it_and_a_delimiter() {
        assert_eq!(prefix(Some(&Path::from("a b%"))).as_deref(), Some("a b%25/"));
        assert_eq!(prefix(Some(&Path::default())), None);
        assert_eq!(prefix(None), None);
    }
}
