//! [`Resources`]: what a service keeps, as objects. The tables here mirror those of `tucuxi::internal::resource`.

use super::jmespath::Expression;
use super::{Operation, StructureId};
use serde::{Deserialize, Serialize};

/// The resources of a service.
#[derive(Debug, Default)]
pub struct Resources {
    /// The service itself, then its types in the order of the model. Empty if there are none.
    pub types: Vec<Resource>,
}

/// Index of a [`Resource`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub usize);

impl ResourceId {
    /// The service itself.
    pub const SERVICE: Self = Self(0);
}

impl std::ops::Index<ResourceId> for Resources {
    type Output = Resource;
    fn index(&self, id: ResourceId) -> &Resource {
        &self.types[id.0]
    }
}

/// A type of resources, or the service.
#[derive(Debug)]
pub struct Resource {
    /// The name in the model; `ServiceResource` for the service.
    pub name: String,
    /// The type's name.
    pub type_name: String,
    /// The module it stands in.
    pub module: String,
    /// What tells one from another.
    pub identifiers: Vec<Identifier>,
    /// The shape of its data.
    pub shape: Option<StructureId>,
    /// How its data is loaded.
    pub load: Option<Load>,
    /// Whether the whole service can load it, so that its methods are those of a type that loads its data, whether the
    /// operation is wanted or not.
    pub loads: bool,
    /// The call that tells whether there is one, where loading does not.
    pub exists: Option<Request>,
    /// What gives it with its data, where it has no load.
    pub given_by: Vec<String>,
    /// What its data holds; empty where the whole service has no load.
    pub attributes: Vec<Attribute>,
    /// Calls.
    pub actions: Vec<Action>,
    /// Calls for all that stand on a page of a collection of this type.
    pub batch_actions: Vec<Action>,
    /// Resources below it.
    pub children: Vec<Child>,
    /// Resources its data refers to.
    pub references: Vec<Reference>,
    /// Collections.
    pub collections: Vec<Collection>,
    /// Waiters.
    pub waiters: Vec<Waiter>,
}

impl Resource {
    /// Whether its data cannot come by, as nothing that loads it or gives it is among the operations that are wanted.
    pub fn has_no_data(&self) -> bool {
        self.loads && self.load.is_none() && self.given_by.is_empty()
    }
}

/// One identifier.
#[derive(Debug)]
pub struct Identifier {
    /// The method, which is also its name for people.
    pub method: String,
    /// The attribute that is the same thing: a further method.
    pub alias: Option<String>,
    /// Whether it is a secret.
    pub sensitive: bool,
}

/// How data is loaded.
#[derive(Debug)]
pub enum Load {
    /// By an operation.
    Call {
        /// The call.
        request: Request,
        /// Where in the output the data is.
        path: Vec<PathStep>,
    },
    /// By a hand-written function.
    Custom {
        /// The names in its path.
        path: Vec<String>,
        /// The operation it calls.
        operation: usize,
    },
}

/// An operation and what its input is filled with.
#[derive(Debug)]
pub struct Request {
    /// The operation's index.
    pub operation: usize,
    /// What its input is filled with.
    pub params: Vec<Param>,
}

/// A value that is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Where it goes.
    pub target: Vec<Step>,
    /// Where it comes from.
    pub source: Source,
}

/// A step on the way to a place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a member.
    Member(usize),
    /// Into an item of a list: `[0]`.
    At(usize),
    /// Into a new item: `[]`.
    Append,
    /// Into the item with the index of the resource in its batch: `[*]`.
    Each,
}

/// Where a parameter comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// An identifier.
    Identifier(usize),
    /// The data.
    Data(Expression),
    /// A constant.
    Text(String),
    /// A constant.
    Integer(i64),
    /// A constant.
    Boolean(bool),
}

/// A step of a path to structures in an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// A member.
    Member(usize),
    /// One item of a list.
    At(usize),
    /// All items of a list.
    Items,
    /// The items of several list members.
    ItemsOf(Vec<usize>),
}

/// How resources are made.
#[derive(Debug)]
pub struct Produced {
    /// Their type.
    pub resource: ResourceId,
    /// Whether there may be any number of them.
    pub many: bool,
    /// Where their identifiers come from, in the order of the type.
    pub identifiers: Vec<IdentifierSource>,
    /// Where their data is.
    pub path: Option<Vec<PathStep>>,
}

/// Where an identifier of a new resource comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum IdentifierSource {
    /// The parent's identifier.
    Parent(usize),
    /// The answer.
    Response(Expression),
    /// The request.
    Request(Expression),
    /// The parent's data.
    Data(Expression),
}

/// A member of the data.
#[derive(Debug)]
pub struct Attribute {
    /// The method.
    pub method: String,
    /// The member's index in the shape.
    pub member: usize,
}

/// A call.
#[derive(Debug)]
pub struct Action {
    /// The name in the model.
    pub name: String,
    /// The method.
    pub method: String,
    /// The builder's type name.
    pub type_name: String,
    /// What is called.
    pub request: Request,
    /// The names of the builder's setters.
    pub setters: Vec<String>,
    /// What is made of the answer; without it the answer is given as it is.
    pub produced: Option<Produced>,
}

/// A resource below another one.
#[derive(Debug)]
pub struct Child {
    /// The method.
    pub method: String,
    /// The type.
    pub resource: ResourceId,
    /// Where its identifiers come from, in the order of the type.
    pub identifiers: Vec<ChildSource>,
    /// Whether the model lists it; a service has every type, whether it does or not.
    pub listed: bool,
}

/// Where an identifier of a resource below another one comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChildSource {
    /// The parent's identifier.
    Parent(usize),
    /// The caller: an argument with this name.
    Argument(String),
}

/// Resources that the data of one refers to.
#[derive(Debug)]
pub struct Reference {
    /// The method.
    pub method: String,
    /// Which.
    pub produced: Produced,
}

/// A collection.
#[derive(Debug)]
pub struct Collection {
    /// The name in the model.
    pub name: String,
    /// The method.
    pub method: String,
    /// The type's name.
    pub type_name: String,
    /// What is called.
    pub request: Request,
    /// The names of the setters, one for each member of the operation's input.
    pub setters: Vec<String>,
    /// What is made of each page; always many.
    pub produced: Produced,
    /// The batch actions of what it holds: the method, and the builder's type name.
    pub batches: Vec<Batch>,
}

/// A batch action of what a collection holds.
#[derive(Debug)]
pub struct Batch {
    /// The method.
    pub method: String,
    /// The builder's type name.
    pub type_name: String,
    /// The action's index among those of the type.
    pub action: usize,
}

/// A waiter.
#[derive(Debug)]
pub struct Waiter {
    /// The method.
    pub method: String,
    /// The index of the service's waiter.
    pub waiter: usize,
    /// What its input is filled with.
    pub params: Vec<Param>,
}

/// How many of each kind there are, as the model data counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Types, the service not among them.
    pub types: usize,
    /// Loads.
    pub loads: usize,
    /// Actions.
    pub actions: usize,
    /// Batch actions.
    pub batch_actions: usize,
    /// Collections.
    pub collections: usize,
    /// References.
    pub references: usize,
    /// Resources below others. The factories that a service has for types its model does not list are none.
    pub children: usize,
    /// Waiters.
    pub waiters: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.types += other.types;
        self.loads += other.loads;
        self.actions += other.actions;
        self.batch_actions += other.batch_actions;
        self.collections += other.collections;
        self.references += other.references;
        self.children += other.children;
        self.waiters += other.waiters;
    }
}

impl Resources {
    /// How many of each kind there are.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { types: self.types.len().saturating_sub(1), ..Counts::default() };
        for resource in &self.types {
            counts += Counts {
                types: 0,
                loads: usize::from(resource.load.is_some()),
                actions: resource.actions.len(),
                batch_actions: resource.batch_actions.len(),
                collections: resource.collections.len(),
                references: resource.references.len(),
                children: resource.children.iter().filter(|child| child.listed).count(),
                waiters: resource.waiters.len(),
            };
        }
        counts
    }
}

impl Resource {
    /// The names of the identifiers that a caller gives to make one.
    pub fn arguments(&self) -> impl Iterator<Item = &str> {
        self.identifiers.iter().map(|identifier| identifier.method.as_str())
    }
}

impl Request {
    /// The operation.
    pub fn operation<'s>(&self, operations: &'s [Operation]) -> &'s Operation {
        &operations[self.operation]
    }
}
