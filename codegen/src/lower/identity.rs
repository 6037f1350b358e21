//! A service as far as credentials need it: some operations with their types, for calls by reflection.

use super::service::changed;
use crate::ir::Service;
use crate::model::service as model;
use crate::settings::{IdentitySettings, Settings};
use crate::{Error, Filter, Input};

/// What the crate `tucuxi-identity` holds of a service.
pub struct Part<'s> {
    /// The service with these operations alone. Nobody reads or fills their types by hand, so that they have neither
    /// setters nor documentation.
    pub service: Service,
    /// What `services.toml` says of the service.
    pub settings: &'s Settings,
    /// The feature it is behind.
    pub feature: &'s str,
    /// Whether that has to be switched on.
    pub rare: bool,
}

/// The part of a service that its settings name.
pub fn part<'s>(input: &Input<'_>, settings: &'s Settings) -> Result<Part<'s>, Error> {
    let Some(IdentitySettings { feature, rare, operations }) = &settings.identity else {
        return Err(Error::new(input.name, "", "services.toml does not say what of it is wanted"));
    };
    if settings.custom {
        let message = "has hand-written code, which a part of a service cannot have";
        return Err(Error::new(input.name, "", message));
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
    Ok(Part { service, settings, feature, rare: *rare })
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
