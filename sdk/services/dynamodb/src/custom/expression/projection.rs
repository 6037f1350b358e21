//! [`Projection`]: which attributes of items come back.

use super::path::Path;
use super::pieces::{Pieces, expression};
use tucuxi::Error;

/// Which attributes of items come back. It is made of paths: `Projection::of(["id", "address.zip"])`.
///
/// ```
/// use tucuxi_dynamodb::expression::Projection;
///
/// assert_eq!(Projection::of(["id", "address.zip"]).build()?.expression(), "#n0, #n1.#n2");
/// # Ok::<(), tucuxi::Error>(())
/// ```
#[derive(Clone)]
pub struct Projection(Vec<Path>);

impl Projection {
    /// The attributes at these paths. None at all is an error when the projection is used.
    pub fn of<P: Into<Path>>(paths: impl IntoIterator<Item = P>) -> Self {
        Self(paths.into_iter().map(Into::into).collect())
    }
}

expression!(Projection, |projection| match projection.0.is_empty() {
    true => Err(Error::validation("a projection without attributes")),
    false => Ok(Pieces::join(projection.0.into_iter().map(Pieces::path), ", ")),
});
