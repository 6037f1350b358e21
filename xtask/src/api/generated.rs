//! APIs of crates that are generated in memory.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use rayon::prelude::*;

use super::Api;
use super::diff::Difference;
use super::report::{self, Counts};
use crate::generate::generator::Generator;
use crate::generate::models::{Models, operations_in};
use crate::generate::select::Operations;
use crate::generate::tree::Files;
use crate::generate::vendor::hand_written;
use crate::progress;
use crate::project::Project;

/// The crates that the generator would write.
pub struct Generated<'a> {
    project: &'a Project,
    models: Models,
    generator: Generator,
}

impl<'a> Generated<'a> {
    /// From the models in the folder `data`.
    pub fn from(project: &'a Project, data: &Path) -> Result<Self> {
        let models = Models::at(project, data);
        let generator = Generator::new(project, &models, None)?;
        Ok(Self { project, models, generator })
    }

    /// The names of all services.
    pub fn services(&self) -> Result<BTreeSet<String>> {
        self.models.services()
    }

    /// The API of a whole service, and the names of the operations that it has.
    pub fn whole(&self, service: &str) -> Result<(Api, Vec<String>)> {
        let made = self.generator.service(&self.models, service, &Operations::All)?;
        let texts = self.models.service(service)?;
        let names = operations_in(service, texts.get("service.json").map_or("", String::as_str))?;
        let names = names.into_iter().filter(|name| !made.contents.left_out.contains(name)).collect();
        Ok((self.read(service, made.files)?, names))
    }

    /// The API of a service with `operations`, hand-written code included.
    pub fn api(&self, service: &str, operations: &Operations) -> Result<Api> {
        self.read(service, self.generator.service(&self.models, service, operations)?.files)
    }

    fn read(&self, service: &str, mut files: Files) -> Result<Api> {
        files.extend(hand_written(&self.project.services().join(service))?);
        Api::of(&files)
    }
}

/// What moving from the models in `old` to those in `new` changes in the APIs of `services`, as text: for each its
/// verdict and its first changes, then how many there are of each kind.
///
/// A service that one of both cannot be generated from is told and not counted: the new models may need settings that are
/// still to be written.
pub fn summary(project: &Project, old: &Path, new: &Path, services: &BTreeSet<String>) -> Result<String> {
    let (old, new) = (Generated::from(project, old)?, Generated::from(project, new)?);
    let (before, after) = (old.services()?, new.services()?);
    let bar = progress::bar("comparing APIs", services.len());
    let compared: Vec<_> = services
        .par_iter()
        .map(|name| {
            bar.set_message(name.clone());
            let of = |from: &Generated<'_>, known: &BTreeSet<String>, which| {
                let api =
                    || from.api(name, &Operations::All).with_context(|| format!("from the {which} models"));
                known.contains(name).then(api).transpose()
            };
            let difference = of(&old, &before, "old")
                .and_then(|old| Ok(Difference::between(old.as_ref(), of(&new, &after, "new")?.as_ref())));
            progress::step(&bar);
            (name, difference)
        })
        .collect();
    bar.finish_and_clear();
    let (mut counts, mut text) = (Counts::default(), String::new());
    for (name, difference) in compared {
        match difference {
            Ok(difference) => {
                counts.add(&difference);
                text += &report::summary(name, &difference);
            }
            Err(error) => text += &format!("{name}: cannot be compared: {error:#}\n"),
        }
    }
    Ok(format!("{text}{counts}"))
}
