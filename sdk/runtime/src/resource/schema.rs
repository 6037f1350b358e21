//! What the generator says of resources, as constant tables.

use crate::client::{Core, DynOperation};
use crate::error::Error;
use crate::http::BoxFuture;
use crate::jmespath::Expression;
use crate::reflect::Shape;
use crate::schema::ServiceSchema;
use std::any::Any;

/// What a resource type is.
#[derive(Debug)]
pub struct ResourceSchema {
    /// The service it belongs to.
    pub service: &'static ServiceSchema,
    /// The type's name in the model: `Instance`; `ServiceResource` for the service itself.
    pub name: &'static str,
    /// What tells one from another, in the order of the model.
    pub identifiers: &'static [Identifier],
    /// The shape of its data, if it has one.
    pub data: Option<DataType>,
    /// How its data is loaded, if it can be.
    pub load: Option<Load>,
    /// How to find out whether it exists, where loading does not tell.
    pub exists: Option<Exists>,
    /// What gives such resources with their data, for types that cannot load: `Queue.receive_messages`.
    pub given_by: &'static [&'static str],
}

/// One identifier of a resource type.
#[derive(Clone, Copy, Debug)]
pub struct Identifier {
    /// Its name in snake case: `queue_url`.
    pub name: &'static str,
    /// Whether it is a secret, never to be shown.
    pub sensitive: bool,
}

/// The shape of a type's data.
#[derive(Clone, Copy, Debug)]
pub struct DataType {
    /// Makes an empty one.
    pub(super) empty: fn() -> Box<dyn Shape>,
    /// Takes a value of this very shape out of where it stands; `None` if another shape stands there.
    pub(super) take: fn(&mut dyn Shape) -> Option<Box<dyn Shape>>,
}

impl DataType {
    /// The shape `D`.
    #[inline]
    pub const fn of<D: Shape + Default>() -> Self {
        Self { empty: || Box::new(D::default()), take: take::<D> }
    }
}

fn take<D: Shape + Default>(shape: &mut dyn Shape) -> Option<Box<dyn Shape>> {
    let shape: &mut dyn Any = shape;
    Some(Box::new(std::mem::take(shape.downcast_mut::<D>()?)))
}

/// How a type loads its data.
#[derive(Clone, Copy, Debug)]
pub enum Load {
    /// By an operation.
    Call {
        /// Which: `DynOperation::of::<DescribeInstances>`.
        operation: fn() -> DynOperation,
        /// What its input is filled with. Nothing of it comes from data.
        params: &'static [Param],
        /// Where in the output the data is. Nothing there means that the resource does not exist.
        path: Path,
    },
    /// By a hand-written function, from the identifiers.
    Custom(fn(&Core, &[String]) -> LoadFuture),
}

/// What a hand-written load gives: the data, or nothing where the resource does not exist.
pub type LoadFuture = BoxFuture<'static, Result<Option<Box<dyn Shape>>, Error>>;

/// An operation that succeeds if a resource exists and fails with a not-found error if not: what a waiter `Exists`
/// polls. For types whose load does not tell, or that have none.
#[derive(Clone, Copy, Debug)]
pub struct Exists {
    /// The operation.
    pub operation: fn() -> DynOperation,
    /// What its input is filled with.
    pub params: &'static [Param],
}

/// A parameter of a request that a resource fills in.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Where in the input it goes; begins with a [`Step::Member`].
    pub target: &'static [Step],
    /// Where it comes from.
    pub source: Source,
}

/// A step on the way to a place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into the member with this index in its structure.
    Member(usize),
    /// Into the item with this index of a list, which grows up to it: `[0]`.
    At(usize),
    /// Into a new item at the end of a list: `[]`.
    Append,
    /// Into the item of a list whose index is that of the resource in its batch: `[*]`.
    Each,
}

/// Where a parameter comes from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// The identifier with this index.
    Identifier(usize),
    /// The data of the resource, loaded if need be.
    Data(&'static Expression),
    /// A constant.
    Text(&'static str),
    /// A constant.
    Integer(i64),
    /// A constant.
    Boolean(bool),
}

/// How resources are made out of what a call answered, or of the data of another resource.
#[derive(Clone, Copy, Debug)]
pub struct ResultSchema {
    /// Where each identifier of the new resource comes from, in the order of its type.
    pub identifiers: &'static [IdentifierSource],
    /// Where their data is, if it is there: in the answer, or for a reference in the parent's data.
    pub path: Option<Path>,
}

/// Where an identifier of a new resource comes from.
#[derive(Clone, Copy, Debug)]
pub enum IdentifierSource {
    /// The parent's identifier with this index.
    Parent(usize),
    /// The answer.
    Response(&'static Expression),
    /// The request.
    Request(&'static Expression),
    /// The parent's data, loaded if need be.
    Data(&'static Expression),
}

/// A plain path to structures in an output. Empty for the output itself: `@`.
pub type Path = &'static [PathStep];

/// A step of a [`Path`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// The member with this index: `Reservations`.
    Member(usize),
    /// One item of a list: `[0]`.
    At(usize),
    /// All items of a list: `[]`.
    Items,
    /// The items of these list members, one list after the other: `[Versions,DeleteMarkers]|[]`.
    ItemsOf(&'static [usize]),
}
