//! What errors of transfers say beside what failed.

use tucuxi::Error;

/// Adds a hint to those that an error has.
pub(super) fn add_hint(error: Error, hint: impl Into<String>) -> Error {
    let hint = hint.into();
    match error.hint() {
        Some(before) => {
            let both = format!("{before}; {hint}");
            error.with_hint(both)
        }
        None => error.with_hint(hint),
    }
}

/// Adds a hint if the version that was asked for is gone.
pub(super) fn explain_replaced(error: Error, hint: &str) -> Error {
    match error.status() {
        Some(412) => add_hint(error, hint),
        _ => error,
    }
}
