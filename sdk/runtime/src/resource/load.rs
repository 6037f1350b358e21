//! How resources get their data, and whether they exist.

use super::cell::Data;
use super::entity::Entity;
use super::schema::Load;
use super::{params, path};
use crate::error::{Error, ErrorKind};
use std::sync::Arc;

/// The data: what is there, or what the load under way or a new one brings.
pub(super) async fn data(entity: &Arc<Entity>) -> Result<Data, Error> {
    entity.cell.get(|| Box::pin(fetch(Arc::clone(entity)))).await
}

/// The data of a new load.
pub(super) async fn reload(entity: &Arc<Entity>) -> Result<Data, Error> {
    entity.cell.reload(Box::pin(fetch(Arc::clone(entity)))).await
}

/// Whether the resource exists, by the call that tells.
pub(super) async fn exists(entity: &Arc<Entity>) -> Result<bool, Error> {
    let result = match entity.schema.exists {
        Some(exists) => {
            let operation = (exists.operation)();
            let mut input = (operation.input)();
            params::fill_known(exists.params, entity, &mut *input, 0)?;
            operation.send(&entity.core, input).await.map(drop)
        }
        None => reload(entity).await.map(drop),
    };
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Why a resource has no data: its type cannot load it.
pub(super) fn no_load(entity: &Entity) -> Error {
    let schema = entity.schema;
    let error = Error::validation(format!(
        "{entity:?} has no data, and {} has no call that would load it",
        schema.service.id
    ));
    match schema.given_by {
        [] => error,
        given_by => error.with_hint(format!("what gives it with its data: {}", given_by.join(", "))),
    }
}

async fn fetch(entity: Arc<Entity>) -> Result<Data, Error> {
    let found = match entity.schema.load {
        Some(Load::Call { operation, params, path }) => {
            let operation = operation();
            let mut input = (operation.input)();
            params::fill_known(params, &entity, &mut *input, 0)?;
            match operation.send(&entity.core, input).await {
                Ok((mut output, _)) => path::take_first(&mut *output, path, entity.schema.data),
                Err(error) => return Err(explain(error, &entity)),
            }
        }
        Some(Load::Custom(load)) => {
            load(&entity.core, &entity.identifiers).await.map_err(|error| explain(error, &entity))?
        }
        None => return Err(no_load(&entity)),
    };
    found.map(Data::from).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, format!("{entity:?} does not exist")).with_hint(ELSEWHERE)
    })
}

const ELSEWHERE: &str = "it was deleted, or is in another region or account than the client's";

/// Says which resource it was that the service does not know.
fn explain(error: Error, entity: &Entity) -> Error {
    match error.is_not_found() && error.hint().is_none() {
        true => error.with_hint(format!("{entity:?} does not exist: {ELSEWHERE}")),
        false => error,
    }
}
