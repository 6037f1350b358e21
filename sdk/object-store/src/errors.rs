//! Errors of calls as those of `object_store`, with ours as their source.

use object_store::Error;
use object_store::path::Path;
use tucuxi::error::ErrorKind;

/// The name of the store in errors.
pub(crate) const STORE: &str = "S3";

/// Codes of requests that are refused since the credentials are not valid, whatever the status.
const UNAUTHENTICATED: [&str; 5] =
    ["ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "TokenRefreshRequired"];

/// The error of a call for `location`.
pub(crate) fn at(location: &Path, error: tucuxi::Error) -> Error {
    of(location.as_ref(), error)
}

/// The error of a call for a path or, in listings, a prefix.
pub(crate) fn of(path: &str, error: tucuxi::Error) -> Error {
    if error.kind() == ErrorKind::Credentials {
        return Error::Unauthenticated { path: path.to_owned(), source: error.into() };
    }
    let code = error.code().unwrap_or_default().to_owned();
    by_code(path, &code, error.status(), error.into())
}

/// The error with this code of S3 and, of a response, this status.
pub(crate) fn by_code(
    path: &str,
    code: &str,
    status: Option<u16>,
    source: Box<dyn std::error::Error + Send + Sync>,
) -> Error {
    let path = path.to_owned();
    match (code, status) {
        // the object may well be there: it is the upload that is not
        ("NoSuchUpload", _) => Error::Generic { store: STORE, source },
        (code, _) if UNAUTHENTICATED.contains(&code) => Error::Unauthenticated { path, source },
        ("NoSuchKey", _) | (_, Some(404)) => Error::NotFound { path, source },
        ("AccessDenied", _) | (_, Some(403)) => Error::PermissionDenied { path, source },
        (_, Some(304)) => Error::NotModified { path, source },
        (_, Some(401)) => Error::Unauthenticated { path, source },
        (_, Some(412)) => Error::Precondition { path, source },
        _ => Error::Generic { store: STORE, source },
    }
}

/// An error that has no kind of its own.
pub(crate) fn generic(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Generic { store: STORE, source: source.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: &str, status: Option<u16>) -> Error {
        by_code("a/b", code, status, code.into())
    }

    #[test]
    fn codes_and_statuses_have_kinds() {
        assert!(matches!(error("NoSuchKey", Some(404)), Error::NotFound { path, .. } if path == "a/b"));
        // HeadObject has no document, so the code is the status
        assert!(matches!(error("404", Some(404)), Error::NotFound { .. }));
        assert!(matches!(error("403", Some(403)), Error::PermissionDenied { .. }));
        // of DeleteObjects, whose errors have no status
        assert!(matches!(error("AccessDenied", None), Error::PermissionDenied { .. }));
        assert!(matches!(error("304", Some(304)), Error::NotModified { .. }));
        assert!(matches!(error("PreconditionFailed", Some(412)), Error::Precondition { .. }));
        assert!(matches!(error("ExpiredToken", Some(400)), Error::Unauthenticated { .. }));
        assert!(matches!(error("InvalidAccessKeyId", Some(403)), Error::Unauthenticated { .. }));
        assert!(matches!(error("NoSuchUpload", Some(404)), Error::Generic { .. }));
        assert!(matches!(error("SlowDown", Some(503)), Error::Generic { .. }));
    }

    #[test]
    fn a_lack_of_credentials_is_unauthenticated() {
        let none = tucuxi::Error::new(ErrorKind::Credentials, "no credentials");
        assert!(matches!(of("a", none), Error::Unauthenticated { .. }));
        let error = of("a", tucuxi::Error::new(ErrorKind::Transport, "no connection"));
        let source =
            std::error::Error::source(&error).and_then(|source| source.downcast_ref::<tucuxi::Error>());
        assert!(source.is_some_and(|source| source.kind() == ErrorKind::Transport));
    }
}
