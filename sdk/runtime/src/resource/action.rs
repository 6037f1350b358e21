//! [`Action`]: an operation on a resource, its input filled with what the resource knows.

use super::entity::Entity;
use super::handle::{Handle, Resource};
use super::params;
use super::pending::Pending;
use super::produce::Recipe;
use super::schema::{Param, ResourceSchema, ResultSchema};
use crate::client::{Builder, Call, Core, DynOperation, Operation, downcast};
use crate::error::Error;
use crate::paginate::{Pages, Paginated};
use crate::reflect::Shape;
use std::fmt;
use std::sync::Arc;

/// An operation about to be carried out on a resource: what a generated builder of an action wraps.
///
/// Its input holds the identifiers of the resource and the constants of the model from the beginning, so that setters
/// replace them. What comes from data is filled in when the call is made, where nothing stands by then. After a success,
/// the resource forgets its data if it can load them again.
pub struct Action<O: Operation> {
    parent: Arc<Entity>,
    params: &'static [Param],
    call: Call<O>,
}

/// An action of a resource type: what its generated builder is over.
pub trait Act: 'static {
    /// The operation it calls.
    type Operation: Operation;
    /// What it gives: the answer, or the resources in it.
    type Output;
    /// Makes the call.
    fn send(action: Action<Self::Operation>) -> Pending<Self::Output>;
}

impl<O: Operation> Action<O> {
    /// The action of `handle` whose input `params` fill.
    pub fn new<D>(handle: &Handle<D>, params: &'static [Param]) -> Self {
        Self { parent: Arc::clone(&handle.entity), params, call: handle.call(params) }
    }

    /// The input, as filled so far.
    #[inline]
    pub fn input(&mut self) -> &mut O::Input {
        &mut self.call.input
    }

    /// The action with this input in place of what was filled in.
    #[inline]
    #[must_use]
    pub fn with_input(mut self, input: O::Input) -> Self {
        self.call.input = input;
        self
    }

    /// Changes settings for this call alone.
    #[inline]
    #[must_use]
    pub fn customize(mut self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
        self.call = self.call.customize(change);
        self
    }

    /// Makes the call.
    pub fn send(self) -> Pending<O::Output> {
        let run = self.erase(None);
        Pending::new(async { downcast(run.answer().await?) })
    }

    /// Makes the call; gives the resource that is in the answer.
    pub fn send_one<R: Resource>(self, result: &'static ResultSchema) -> Pending<R> {
        let run = self.erase(Some((R::schema(), result)));
        Pending::new(async { Ok(R::from(Handle::over(run.resource().await?))) })
    }

    /// Makes the call; gives the resources that are in the answer.
    pub fn send_many<R: Resource>(self, result: &'static ResultSchema) -> Pending<Vec<R>> {
        let run = self.erase(Some((R::schema(), result)));
        Pending::new(async {
            let resources = run.resources().await?;
            Ok(resources.into_iter().map(|entity| R::from(Handle::over(entity))).collect())
        })
    }

    /// The pages of a listing. What comes from data is not filled in.
    pub fn pages(self) -> Pages<O>
    where
        O: Paginated,
        O::Input: Clone,
    {
        Pages::new(self.call)
    }

    fn erase(self, result: Option<(&'static ResourceSchema, &'static ResultSchema)>) -> Run {
        let core = self.call.core().clone();
        let input = Box::new(self.call.input);
        Run {
            parent: self.parent,
            params: self.params,
            core,
            operation: DynOperation::of::<O>(),
            input,
            result,
        }
    }
}

impl<O: Operation> Clone for Action<O>
where
    O::Input: Clone,
{
    fn clone(&self) -> Self {
        Self { parent: Arc::clone(&self.parent), params: self.params, call: self.call.clone() }
    }
}

impl<O: Operation> fmt::Debug for Action<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {:?}", self.call, self.parent)
    }
}

/// An action without its types.
struct Run {
    parent: Arc<Entity>,
    params: &'static [Param],
    core: Core,
    operation: DynOperation,
    input: Box<dyn Shape>,
    result: Option<(&'static ResourceSchema, &'static ResultSchema)>,
}

impl Run {
    async fn answer(self) -> Result<Box<dyn Shape>, Error> {
        let parent = Arc::clone(&self.parent);
        let (output, _) = self.call().await?;
        forget(&parent);
        Ok(output)
    }

    async fn resources(self) -> Result<Vec<Arc<Entity>>, Error> {
        let parent = Arc::clone(&self.parent);
        let (mut output, recipe) = self.call().await?;
        let resources = match &recipe {
            Some(recipe) => recipe.make(&parent, &mut *output).await,
            None => Ok(Vec::new()),
        };
        forget(&parent);
        resources
    }

    async fn resource(self) -> Result<Arc<Entity>, Error> {
        let parent = Arc::clone(&self.parent);
        let operation = self.operation.schema;
        let result = self.result;
        let first = self.resources().await?.into_iter().next();
        first.ok_or_else(|| missing(&parent, result).in_operation(operation))
    }

    async fn call(mut self) -> Result<(Box<dyn Shape>, Option<Recipe>), Error> {
        params::fill_data(self.params, &self.parent, &mut *self.input, 0).await?;
        let recipe =
            self.result.map(|(schema, result)| Recipe::new(schema, result, &self.parent, &*self.input));
        let (output, _) = self.operation.send(&self.core, self.input).await?;
        Ok((output, recipe))
    }
}

/// What an action or a wait has made out of date has to be loaded again, if it can be.
pub(super) fn forget(entity: &Entity) {
    if entity.schema.load.is_some() {
        entity.cell.clear();
    }
}

/// Why an answer gives no resource: what it does not tell.
fn missing(parent: &Entity, result: Option<(&'static ResourceSchema, &'static ResultSchema)>) -> Error {
    let names = result.map(|(schema, _)| {
        let names: Vec<_> = schema.identifiers.iter().map(|identifier| identifier.name).collect();
        format!("{} of a {}.{}", names.join(" and "), schema.service.name, schema.name)
    });
    let names = names.unwrap_or_default();
    Error::parse(format!("the call succeeded, but its answer to {parent:?} does not tell the {names}"))
}
