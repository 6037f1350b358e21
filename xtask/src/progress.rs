//! The progress bar that all tasks share.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `len` items on standard error. Draws nothing when that is not a terminal, so logs stay clean.
pub fn bar(what: &'static str, len: usize) -> ProgressBar {
    let bar = ProgressBar::new(len as u64);
    if let Ok(style) = ProgressStyle::with_template("{prefix} [{bar:30}] {pos}/{len} {wide_msg}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.with_prefix(what)
}
