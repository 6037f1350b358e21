//! Endpoint discovery: the operation that tells endpoints, and those that are sent there.

use super::Model;
use crate::Error;
use crate::ir::{Discovery, Operation};
use crate::model::service as model;

/// The operation by which the service tells endpoints, where one of those wanted is sent there.
pub(super) fn needed<'m>(
    model: Model<'m>,
    wanted: &[(&'m str, &'m model::Operation)],
) -> Result<Option<(&'m str, &'m model::Operation)>, Error> {
    let Some((name, _)) = wanted.iter().find(|(_, operation)| operation.endpoint_discovery.is_some()) else {
        return Ok(None);
    };
    let place = || format!("operations.{name}.endpointdiscovery");
    // No model has any today; with them, endpoints would differ from call to call.
    let has_id = |shape: &model::Shape| shape.members.values().any(|member| member.endpoint_discovery_id);
    if model.service.shapes.values().any(has_id) {
        return Err(model.error(place(), "identifiers of endpoints are not supported"));
    }
    let operations = model.service.operations.iter();
    let mut telling = operations.filter(|(_, operation)| operation.endpoint_operation);
    match telling.next() {
        Some((name, operation)) => Ok(Some((name.as_str(), operation))),
        None => Err(model.error(place(), "no operation tells endpoints")),
    }
}

/// The table. Operations are those of the service that are there.
pub(super) fn table(model: Model<'_>, operations: &[Operation]) -> Option<Discovery> {
    let trait_of = |name: &str| model.service.operations.get(name);
    let names = |required: bool| -> Vec<String> {
        let operations = operations.iter().map(|operation| &operation.name);
        let wanted = |name: &&String| {
            let discovery = trait_of(name).and_then(|operation| operation.endpoint_discovery.as_ref());
            discovery.is_some_and(|discovery| discovery.required == required)
        };
        operations.filter(wanted).cloned().collect()
    };
    let (required, optional) = (names(true), names(false));
    let telling = |operation: &Operation| trait_of(&operation.name).is_some_and(|o| o.endpoint_operation);
    let operation = operations.iter().position(telling)?;
    if required.is_empty() && optional.is_empty() {
        return None;
    }
    Some(Discovery { operation, required, optional })
}
