//! From the model to the resolved form, one pass a file.

mod context;
mod discovery;
pub mod endpoints;
mod errors;
mod header_texts;
mod identity;
pub mod jmespath;
mod operations;
mod paginators;
pub(crate) mod paths;
mod reach;
mod recursion;
mod reserved;
mod resources;
mod service;
mod settings;
mod shapes;
mod template;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod values;
mod waiters;

pub use endpoints::world;
pub use identity::part;
pub use resources::counts;
pub use service::{lint_resources, service};

use crate::Error;
use crate::model::service::{Service, Shape};

/// A service model and the name of its file, to look shapes up in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model<'m> {
    /// The file, for errors.
    pub file: &'m str,
    /// What it says.
    pub service: &'m Service,
}

impl<'m> Model<'m> {
    /// The shape called `name`, to which `place` refers.
    pub fn shape(&self, name: &str, place: impl FnOnce() -> String) -> Result<(&'m str, &'m Shape), Error> {
        match self.service.shapes.get_key_value(name) {
            Some((name, shape)) => Ok((name, shape)),
            None => Err(self.error(place(), format!("refers to the shape `{name}`, which does not exist"))),
        }
    }

    /// An error at `place`, a path into the file's JSON.
    pub fn error(&self, place: impl Into<String>, message: impl Into<String>) -> Error {
        Error::new(self.file, place, message)
    }
}

/// Documentation of the model as Markdown.
fn docs(html: &str) -> String {
    crate::docs::rustdoc(html)
}
