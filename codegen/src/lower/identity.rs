//! A service as far as credentials need it: some operations with their types, for calls by reflection.

use super::service::changed;
use super::settings::{cargo_name, error};
use crate::ir::Part;
use crate::model::service as model;
use crate::settings::{IdentitySettings, Settings};
use crate::{Error, Filter, Input};

/// The part of a service that its settings name.
pub fn part(input: &Input<'_>, settings: &Settings) -> Result<Part, Error> {
    let Some(IdentitySettings { feature, rare, operations }) = &settings.identity else {
        return Err(error(input.name, "identity", "is missing, so that nothing of the service is wanted"));
    };
    if settings.custom {
        let message = "the service has hand-written code, which a part of a service cannot have";
        return Err(error(input.name, "identity", message));
    }
    let files = input.files.iter().filter(|(file, _)| NEEDED.contains(file));
    let input = Input { name: input.name, files: files.map(|(file, text)| (*file, *text)).collect() };
    let filter = Filter::Operations(operations.clone());
    let mut service = changed(&input, settings, &filter, without_fields_of_exceptions)?;
    for structure in &mut service.structures {
        structure.docs.clear();
        structure.input_of = None;
        (structure.setters, structure.accessors, structure.credentials) = (false, false, false);
        structure.members.iter_mut().for_each(|member| member.docs.clear());
    }
    service.enums.iter_mut().for_each(|item| item.docs.clear());
    let feature = cargo_name(input.name, "identity.feature", feature)?;
    Ok(Part { service, feature, rare: *rare })
}

/// Exceptions are told by their codes alone: a part has no types for them, and so none for their fields.
fn without_fields_of_exceptions(model: &mut model::Service) {
    for shape in model.shapes.values_mut().filter(|shape| shape.exception) {
        shape.members.clear();
        shape.required.clear();
        shape.payload = None;
    }
}

/// The files of a model that matter: there are no paginators, waiters and resources.
const NEEDED: [&str; 3] = ["service.json", "endpoint-rules.json", "endpoints.json"];
