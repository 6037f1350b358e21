//! The exceptions of a service.

use super::Model;
use super::shapes::Shapes;
use crate::ir::{ErrorRow, Retryable};
use crate::model::service::{Operation, Shape};
use crate::{Error, Filter};
use std::collections::BTreeSet;

/// The exceptions that belong into the crate, by name. With all operations these are all the model has: an error
/// response is looked up among all of them, whatever the operation lists.
pub(crate) fn exceptions<'m>(
    model: Model<'m>,
    filter: &Filter,
    operations: &[(&'m str, &'m Operation)],
) -> Result<Vec<&'m str>, Error> {
    let mut names = BTreeSet::new();
    for (operation, model_operation) in operations {
        for (index, error) in model_operation.errors.iter().enumerate() {
            let place = || format!("operations.{operation}.errors[{index}]");
            names.insert(model.shape(&error.shape, place)?.0);
        }
    }
    if *filter == Filter::All {
        let all = model.service.shapes.iter().filter(|(_, shape)| shape.exception);
        names.extend(all.map(|(name, _)| name.as_str()));
    }
    Ok(names.into_iter().collect())
}

/// The table of exceptions, sorted by code.
pub(crate) fn table(
    model: Model<'_>,
    shapes: &Shapes<'_>,
    exceptions: &[&str],
) -> Result<Vec<ErrorRow>, Error> {
    let mut rows = Vec::with_capacity(exceptions.len());
    for name in exceptions {
        let (_, shape) = model.shape(name, String::new)?;
        let Some(structure) = shapes.structure(name) else {
            return Err(model.error(format!("shapes.{name}"), "an exception that is no structure"));
        };
        let code = shape.error.as_ref().and_then(|error| error.code.clone());
        rows.push(ErrorRow {
            code: code.unwrap_or_else(|| (*name).to_owned()),
            structure,
            retryable: retryable(shape),
        });
    }
    rows.sort_by(|left, right| (&left.code, left.structure).cmp(&(&right.code, right.structure)));
    Ok(rows)
}

fn retryable(shape: &Shape) -> Retryable {
    match &shape.retryable {
        None => Retryable::No,
        Some(retryable) if retryable.throttling => Retryable::Throttling,
        Some(_) => Retryable::Transient,
    }
}
