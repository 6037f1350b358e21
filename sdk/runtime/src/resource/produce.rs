//! Resources made out of what a call answered, of the data of another resource, or of arguments.

use super::cell::Data;
use super::entity::Entity;
use super::handle::ChildSource;
use super::schema::{IdentifierSource, ResourceSchema, ResultSchema};
use super::{convert, load, path};
use crate::error::Error;
use crate::jmespath::{self, Expression, Found};
use crate::reflect::{Shape, View};
use std::sync::Arc;

/// What a source gives for an identifier.
enum Values {
    /// One for all resources; `None` where nothing is there.
    One(Option<String>),
    /// One for each resource.
    Many(Vec<Option<String>>),
}

impl Values {
    fn at(&self, index: usize) -> Option<String> {
        match self {
            Values::One(value) => value.clone(),
            Values::Many(values) => values.get(index)?.clone(),
        }
    }
}

/// How resources of a type are made, with what the request says already read: it is gone when the answer comes.
pub(super) struct Recipe {
    schema: &'static ResourceSchema,
    result: &'static ResultSchema,
    /// By identifier; `None` for what does not come from the request.
    requested: Vec<Option<Values>>,
}

impl Recipe {
    /// Reads what comes from the request.
    pub(super) fn new(
        schema: &'static ResourceSchema,
        result: &'static ResultSchema,
        parent: &Entity,
        input: &dyn Shape,
    ) -> Self {
        let requested = result.identifiers.iter().enumerate().map(|(index, source)| match source {
            IdentifierSource::Request(expression) => Some(match search(expression, input) {
                // An update that leaves the name as it is.
                Values::One(None) if std::ptr::eq(schema, parent.schema) => {
                    Values::One(Some(parent.identifier(index).to_owned()))
                }
                values => values,
            }),
            _ => None,
        });
        Self { schema, result, requested: requested.collect() }
    }

    /// The resources an answer holds, with their data moved out of it.
    pub(super) async fn make(
        &self,
        parent: &Arc<Entity>,
        output: &mut dyn Shape,
    ) -> Result<Vec<Arc<Entity>>, Error> {
        let from_data = self.result.identifiers.iter().any(|id| matches!(id, IdentifierSource::Data(_)));
        let data = if from_data { Some(load::data(parent).await?) } else { None };
        let identifiers = self.identifiers(parent, output, data.as_ref());
        let taken = match self.result.path {
            Some(path) => path::take(output, path, self.schema.data),
            None => Vec::new(),
        };
        Ok(assemble(parent, self.schema, &identifiers, taken))
    }

    fn identifiers(&self, parent: &Entity, output: &dyn Shape, data: Option<&Data>) -> Vec<Values> {
        let requested = |index: usize| match self.requested.get(index) {
            Some(Some(Values::One(value))) => Values::One(value.clone()),
            Some(Some(Values::Many(values))) => Values::Many(values.clone()),
            _ => Values::One(None),
        };
        let sources = self.result.identifiers.iter().enumerate();
        sources
            .map(|(index, source)| match source {
                IdentifierSource::Parent(index) => Values::One(Some(parent.identifier(*index).to_owned())),
                IdentifierSource::Request(_) => requested(index),
                IdentifierSource::Response(expression) => search(expression, output),
                IdentifierSource::Data(expression) => match data {
                    Some(data) => search(expression, &**data),
                    None => Values::One(None),
                },
            })
            .collect()
    }
}

/// The resources that the data of `parent` refers to; what is at the path is copied.
pub(super) async fn reference(
    parent: &Arc<Entity>,
    schema: &'static ResourceSchema,
    result: &'static ResultSchema,
) -> Result<Vec<Arc<Entity>>, Error> {
    let data = load::data(parent).await?;
    let recipe = Recipe { schema, result, requested: Vec::new() };
    let identifiers = recipe.identifiers(parent, &*data, Some(&data));
    let copies = match result.path {
        Some(path) => path::copy(&*data, path, schema.data),
        None => Vec::new(),
    };
    Ok(assemble(parent, schema, &identifiers, copies))
}

/// A resource with identifiers of `parent` and of arguments.
pub(super) fn child(
    parent: &Entity,
    schema: &'static ResourceSchema,
    sources: &[ChildSource],
    mut inputs: Vec<String>,
) -> Arc<Entity> {
    let identifiers = sources.iter().map(|source| match source {
        ChildSource::Parent(index) => parent.identifier(*index).to_owned(),
        ChildSource::Input(index) => inputs.get_mut(*index).map(std::mem::take).unwrap_or_default(),
    });
    Entity::new(&parent.core, schema, identifiers.collect(), None)
}

/// Puts identifiers and data together. A list among the identifiers makes as many resources as it has items, and what
/// is no list they share. One that lacks an identifier cannot be, and is left out.
fn assemble(
    parent: &Entity,
    schema: &'static ResourceSchema,
    identifiers: &[Values],
    data: Vec<Box<dyn Shape>>,
) -> Vec<Arc<Entity>> {
    let mut lists = identifiers.iter().filter_map(|values| match values {
        Values::Many(values) => Some(values.len()),
        Values::One(_) => None,
    });
    let count = lists.next().unwrap_or(1);
    // Data that cannot be told whose it is would be worse than none.
    let mut data = if data.len() == count { data } else { Vec::new() }.into_iter();
    let all = (0..count).filter_map(|index| {
        let data = data.next();
        let identifiers: Option<Vec<_>> = identifiers.iter().map(|values| values.at(index)).collect();
        Some(Entity::new(&parent.core, schema, identifiers?, data.map(Data::from)))
    });
    all.collect()
}

fn search(expression: &'static Expression, shape: &dyn Shape) -> Values {
    let found = aligned(expression, Found::View(View::Structure(shape)));
    if let Some(items) = found.items() {
        return Values::Many(items.map(convert::text).collect());
    }
    Values::One(convert::text(found))
}

/// What `expression` gives, but a projection keeps a place for each item that gives nothing, so that identifiers and
/// data of one resource stay together.
fn aligned<'a>(expression: &'static Expression, current: Found<'a>) -> Found<'a> {
    match expression {
        Expression::Then(first, second) => aligned(second, jmespath::evaluate(first, &current)),
        Expression::Projection(list, each) => {
            let list = jmespath::evaluate(list, &current);
            let Some(items) = list.items() else { return Found::NULL };
            let items = items.filter(|item| !item.is_null());
            Found::List(items.map(|item| jmespath::evaluate(each, &item)).collect())
        }
        other => jmespath::evaluate(other, &current),
    }
}
