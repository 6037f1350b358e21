//! A service as far as credentials need it: some operations with their types, for calls by reflection.

use super::service;
use crate::ir::Service;
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
    let mut service = service(&input, settings, &Filter::Operations(operations.clone()))?;
    for structure in &mut service.structures {
        structure.docs.clear();
        structure.input_of = None;
        (structure.setters, structure.accessors) = (false, false);
        structure.members.iter_mut().for_each(|member| member.docs.clear());
    }
    service.enums.iter_mut().for_each(|item| item.docs.clear());
    Ok(Part { service, settings, feature, rare: *rare })
}

/// The files of a model that matter: there are no paginators, waiters and resources.
const NEEDED: [&str; 3] = ["service.json", "endpoint-rules.json", "endpoints.json"];
