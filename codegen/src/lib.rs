//! The generator: models of services in, source files of crates out. It does no I/O.

pub mod docs;
pub mod emit;
mod error;
mod fixups;
mod input;
pub mod ir;
pub mod lower;
pub mod model;
pub mod names;
pub mod output;
mod settings;
pub mod suggest;

use std::collections::BTreeMap;

pub use error::Error;
pub use fixups::Fixup;
pub use input::{Filter, Input};
pub use output::{Counts, FileMap, Generated};
pub use settings::{IdentitySettings, ResourceSettings, Retry, Services, Settings};

/// A service crate.
///
/// # Errors
///
/// A model that is malformed, refers to what it does not hold, or says something this generator does not know.
pub fn generate(input: &Input<'_>, settings: &Settings, filter: &Filter) -> Result<Generated, Error> {
    let service = lower::service(input, settings, &filter.with(&settings.needs))?;
    let counts = Counts {
        paginators: service.paginators.len(),
        waiters: service.waiters.len(),
        resources: service.resources.counts(),
    };
    Ok(Generated { files: emit::service(&service)?, counts, left_out: service.left_out })
}

/// All that is wrong with the definitions of resources in `input`: with `resources.json`, that is, each with its place.
/// What is wrong with the model of the service itself comes alone.
pub fn lint_resources(input: &Input<'_>, settings: &Settings) -> Vec<Error> {
    lower::lint_resources(input, settings)
}

/// The files of the crate `tucuxi-identity`: of each service in `parts` the operations that its settings name under
/// `identity`, as a module that is nothing but tables and types.
///
/// # Errors
///
/// As those of [`generate`]; also if the settings of a service name none.
pub fn identity(parts: &[(Input<'_>, Settings)]) -> Result<FileMap, Error> {
    let parts = parts.iter().map(|(input, settings)| lower::part(input, settings));
    emit::identity(&parts.collect::<Result<Vec<_>, Error>>()?)
}

/// The files of the crate `tucuxi-partitions`, from an input that holds `partitions.json` and `endpoints.json`. `services`
/// are the services there are, each with its endpoint prefix.
///
/// # Errors
///
/// A malformed file.
pub fn partitions(input: &Input<'_>, services: &BTreeMap<String, String>) -> Result<FileMap, Error> {
    emit::partitions(&lower::world(input, services)?)
}
