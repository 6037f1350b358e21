//! The progress bar that all tasks share.

use indicatif::{ProgressBar, ProgressStyle};

/// After so many items a log gets a line.
const LINE_EVERY: u64 = 50;

/// A bar over `len` items on standard error, or [lines](step) if that is not a terminal.
pub fn bar(what: &'static str, len: usize) -> ProgressBar {
    let bar = ProgressBar::new(len as u64);
    if let Ok(style) = ProgressStyle::with_template("{prefix} [{bar:30}] {pos}/{len} {wide_msg}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.with_prefix(what)
}

/// Counts one more item as done. A log gets a line now and then instead of the bar.
pub fn step(bar: &ProgressBar) {
    bar.inc(1);
    let done = bar.position();
    if bar.is_hidden() && done.is_multiple_of(LINE_EVERY) {
        eprintln!("{}: {done} of {}", bar.prefix(), bar.length().unwrap_or(done));
    }
}
