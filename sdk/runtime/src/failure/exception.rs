//! [`Exception`]: a modelled error of one service.

use crate::reflect::Shape;

/// An exception that a service models: a structure in the module `errors` of its crate.
///
/// Many services have exceptions of one name, `ResourceNotFoundException` above all. So an exception also says whose it
/// is, and an error is only ever read as an exception of the service that it came from.
pub trait Exception: Shape {
    /// The id of the service in its model: `DynamoDB`.
    fn service(&self) -> &'static str;
}
