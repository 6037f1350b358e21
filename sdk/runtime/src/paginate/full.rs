//! [`Full`]: all pages in one.

use super::engine::Engine;
use super::value;
use crate::error::Error;
use crate::reflect::{Shape, Slot, View, append, copy};
use std::future::poll_fn;

/// The results of all pages in one output.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Full<T> {
    /// The output.
    pub output: T,
    /// Where the listing goes on, if `max_items` ended it.
    pub resume_token: Option<String>,
}

/// Fills `output`, which is empty, with the results of all pages; where the listing goes on.
pub(super) async fn collect(
    mut engine: Engine,
    mut output: Box<dyn Shape>,
) -> Result<(Box<dyn Shape>, Option<String>), Error> {
    let paginator = engine.paginator();
    let mut first = true;
    while let Some(page) = poll_fn(|context| engine.poll_page(context)).await {
        let page = page?;
        for path in paginator.results {
            add(value::view(&*page, path), &mut *output, path);
        }
        if std::mem::take(&mut first) {
            for path in paginator.constant {
                let from = value::view(&*page, path);
                if !from.is_null() {
                    copy(from, value::slot(&mut *output, path));
                }
            }
        }
    }
    let resume_token = engine.resume_token();
    Ok((output, resume_token))
}

/// Adds what a page has at `path`: items behind items, numbers to numbers, text behind text. Of what cannot be added the
/// first page counts.
fn add(from: View<'_>, output: &mut dyn Shape, path: super::schema::Path) {
    let is_new = value::view(output, path).is_null();
    if from.is_null() {
        return;
    }
    match (from, value::slot(output, path)) {
        (View::List(_) | View::Map(_), to) => {
            append(from, to);
        }
        (View::String(text), Slot::String(to)) => to.push_str(text),
        (View::Integer(value), Slot::Integer(to)) => *to = to.saturating_add(value),
        (View::Float(value), Slot::Float(to)) => *to += value,
        (View::Double(value), Slot::Double(to)) => *to += value,
        (_, to) if is_new => {
            copy(from, to);
        }
        _ => {}
    }
}
