//! What the crate `tucuxi-partitions` holds, from the two files that all services share.

use super::{available, partitions};
use crate::ir::available::World;
use crate::{Error, Input};
use std::collections::BTreeMap;

/// Lowers `partitions.json` and `endpoints.json` of `input`. `services` are names with their endpoint prefixes.
pub fn world(input: &Input<'_>, services: &BTreeMap<String, String>) -> Result<World, Error> {
    let file =
        |name| input.file(name).ok_or_else(|| Error::new(input.name, "", format!("there is no {name}")));
    let (name, text) = file("partitions.json")?;
    let partitions = partitions(&name, text)?;
    let (name, text) = file("endpoints.json")?;
    Ok(World { partitions, available: available(&name, text, services)? })
}
