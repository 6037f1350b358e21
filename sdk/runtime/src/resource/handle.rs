//! [`Handle`]: what a generated resource type wraps.

use super::entity::Entity;
use super::pending::{Attribute, Pending};
use super::schema::{Param, ResourceSchema, ResultSchema};
use super::{action, load, params, produce};
use crate::Session;
use crate::client::{Builder, Call, Core, Operation};
use crate::error::Error;
use crate::reflect::{NO_VALUE, Shape, Value, no_value_mut};
use crate::schema::{ServiceSchema, StructSchema};
use crate::wait::Ended;
use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

/// A type of resources of a service: a generated newtype over a [`Handle`].
pub trait Resource: Clone + Send + Sync + From<Handle<Self::Data>> + 'static {
    /// The shape of its data; [`NoData`] where it has none.
    type Data: Shape;
    /// What the model says of it.
    fn schema() -> &'static ResourceSchema;
    /// What it wraps.
    fn handle(&self) -> &Handle<Self::Data>;
}

/// The data of types that have none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoData;

impl Shape for NoData {
    fn schema(&self) -> &'static StructSchema {
        const { &StructSchema::new("NoData", &[]) }
    }
    fn get(&self, _: usize) -> &dyn Value {
        NO_VALUE
    }
    fn get_mut(&mut self, _: usize) -> &mut dyn Value {
        no_value_mut()
    }
}

/// A resource: client, type, identifiers, and its data once it is loaded, which clones share.
///
/// Handles are equal if type and identifiers are, whatever client they have and whether they are loaded.
pub struct Handle<D> {
    pub(super) entity: Arc<Entity>,
    data: PhantomData<fn() -> D>,
}

/// Where an identifier of a resource below another one comes from.
#[derive(Clone, Copy, Debug)]
pub enum ChildSource {
    /// The parent's identifier with this index.
    Parent(usize),
    /// The argument with this index.
    Input(usize),
}

impl<D> Handle<D> {
    /// A resource with these identifiers; nothing is requested.
    pub fn new(core: &Core, schema: &'static ResourceSchema, identifiers: Vec<String>) -> Self {
        Self::over(Entity::new(core, schema, identifiers, None))
    }

    /// A service as a resource, with a client of its own.
    pub fn service(session: &Session, schema: &'static ResourceSchema) -> Self {
        Self::new(&client(session, schema.service), schema, Vec::new())
    }

    #[inline]
    pub(super) fn over(entity: Arc<Entity>) -> Self {
        Self { entity, data: PhantomData }
    }

    /// The identifier with this index.
    #[inline]
    pub fn identifier(&self, index: usize) -> &str {
        self.entity.identifier(index)
    }

    /// The client it makes its calls with.
    #[inline]
    pub fn core(&self) -> &Core {
        &self.entity.core
    }

    /// A call with its input filled with identifiers and constants. If they do not fit it, so it says when it is made.
    pub fn call<O: Operation>(&self, params: &'static [Param]) -> Call<O> {
        let mut input = O::Input::default();
        let call = match params::fill_known(params, &self.entity, &mut input, 0) {
            Ok(()) => Call::new(self.core()),
            Err(error) => Call::new(&self.core().failing(error)),
        };
        call.with_input(input)
    }

    /// What is done after a wait: the resource has changed, so that its attributes are loaded again when they are asked for.
    pub fn forgetting(&self) -> Ended {
        let entity = Arc::clone(&self.entity);
        Arc::new(move || action::forget(&entity))
    }

    /// A resource below this one, or of the same service.
    #[inline]
    pub fn child<R: Resource>(&self, sources: &'static [ChildSource], inputs: Vec<String>) -> R {
        R::from(Handle::over(produce::child(&self.entity, R::schema(), sources, inputs)))
    }

    /// The resource that the data of this one refers to, if it does. Loads the data if need be.
    #[inline]
    pub fn reference<R: Resource>(&self, schema: &'static ResultSchema) -> Pending<Option<R>> {
        let parent = Arc::clone(&self.entity);
        Pending::new(async move {
            let found = produce::reference(&parent, R::schema(), schema).await?;
            Ok(found.into_iter().next().map(|entity| R::from(Handle::over(entity))))
        })
    }

    /// The resources that the data of this one refers to. Loads the data if need be.
    #[inline]
    pub fn references<R: Resource>(&self, schema: &'static ResultSchema) -> Pending<Vec<R>> {
        let parent = Arc::clone(&self.entity);
        Pending::new(async move {
            let found = produce::reference(&parent, R::schema(), schema).await?;
            Ok(found.into_iter().map(|entity| R::from(Handle::over(entity))).collect())
        })
    }

    /// Loads the data, whether it is there or not.
    pub fn load(&self) -> Pending<()> {
        let entity = Arc::clone(&self.entity);
        Pending::new(async move { load::reload(&entity).await.map(drop) })
    }

    /// Whether the resource exists. Asks the service each time.
    ///
    /// # Errors
    ///
    /// What the call fails with, unless it says that there is no such thing.
    pub fn exists(&self) -> Pending<bool> {
        let entity = Arc::clone(&self.entity);
        Pending::new(async move { load::exists(&entity).await })
    }
}

impl<D: Shape> Handle<D> {
    /// The data, if it is there. Requests nothing.
    pub fn known(&self) -> Option<Arc<D>> {
        let data: Arc<dyn Any + Send + Sync> = self.entity.cell.data()?;
        data.downcast().ok()
    }

    /// The data; loaded if it is not there. All who ask at a time share one load.
    pub fn data(&self) -> Pending<Arc<D>> {
        let entity = Arc::clone(&self.entity);
        Pending::new(async move {
            let data: Arc<dyn Any + Send + Sync> = load::data(&entity).await?;
            data.downcast()
                .map_err(|_| Error::parse(format!("{entity:?} was loaded with data of another shape")))
        })
    }

    /// The data of a type that cannot load it.
    ///
    /// # Errors
    ///
    /// If it was made without: the error says what gives such resources with their data.
    pub fn given(&self) -> Result<Arc<D>, Error> {
        self.known().ok_or_else(|| load::no_load(&self.entity))
    }

    /// One attribute: the data's member with this index, of type `V`. Loaded if it is not there.
    #[inline]
    pub fn attribute<V: Value + Clone>(&self, member: usize) -> Attribute<D, V> {
        Attribute::new(self.clone(), member)
    }
}

/// A client whose calls tell in the user agent, as boto3's do, that resources make them.
fn client(session: &Session, service: &'static ServiceSchema) -> Core {
    Builder::<Core>::new(session, service).configure(|config| config.resources = true).build()
}

impl<D> Clone for Handle<D> {
    #[inline]
    fn clone(&self) -> Self {
        Self::over(Arc::clone(&self.entity))
    }
}

impl<D> PartialEq for Handle<D> {
    fn eq(&self, other: &Self) -> bool {
        self.entity == other.entity
    }
}

impl<D> Eq for Handle<D> {}

impl<D> Hash for Handle<D> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.entity.hash(state);
    }
}

impl<D> fmt::Debug for Handle<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entity.fmt(f)
    }
}
