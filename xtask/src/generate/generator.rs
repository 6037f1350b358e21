//! The `codegen` library behind the face that this module wants.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use codegen::{Counts, FileMap, Filter, Generated, Input, Services};

use super::models::{Models, operations_in};
use super::select::{Operations, check};
use super::vendor::Vendor;
use super::{Crate, Generate};
use crate::project::Project;

/// The generator with what it needs for every service.
pub struct Generator {
    settings: Services,
    endpoints: String,
    vendor: Option<Vendor>,
}

impl Generator {
    /// Reads `services.toml` and the shared model files. `out` is the folder for the crates, if it is a foreign one.
    pub fn new(project: &Project, models: &Models, out: Option<&Path>) -> Result<Self> {
        let path = project.service_models().join("services.toml");
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let settings = Services::parse("services.toml", &text)?;
        let vendor = out.map(|out| Vendor::new(project, out)).transpose()?;
        Ok(Self { settings, endpoints: models.shared("endpoints.json")?, vendor })
    }

    /// What is wrong with the definitions of resources among `texts`, the files of the service called `name`.
    pub fn lint(&self, name: &str, texts: &BTreeMap<String, String>) -> Vec<codegen::Error> {
        codegen::lint_resources(&self.input(name, texts), &self.settings.get(name))
    }

    fn input<'a>(&'a self, name: &'a str, texts: &'a BTreeMap<String, String>) -> Input<'a> {
        let mut files: BTreeMap<_, _> =
            texts.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        files.insert("endpoints.json", &self.endpoints);
        Input { name, files }
    }

    /// The files of the crate of those operations that credentials are fetched with.
    fn identity(&self, models: &Models) -> Result<FileMap> {
        let read = |name| models.service(name).map(|texts| (name, texts));
        let texts = self.settings.identity().map(read).collect::<Result<Vec<_>>>()?;
        let parts = texts.iter().map(|(name, texts)| (self.input(name, texts), self.settings.get(name)));
        Ok(codegen::identity(&parts.collect::<Vec<_>>())?)
    }

    fn finish(&self, mut done: Crate) -> Result<Crate> {
        if let Some(vendor) = &self.vendor {
            vendor.adapt(&done.folder, &mut done.files)?;
        }
        Ok(done)
    }
}

impl Generate for Generator {
    fn service(&self, models: &Models, name: &str, operations: &Operations) -> Result<Crate> {
        let texts = models.service(name)?;
        let known = operations_in(name, texts.get("service.json").map_or("", String::as_str))?;
        let (filter, operations) = match operations {
            Operations::All => (Filter::All, known.len()),
            Operations::Only(names) => {
                names
                    .iter()
                    .try_for_each(|operation| check(&format!("{name} operation"), operation, &known))?;
                (Filter::Operations(names.clone()), names.len())
            }
        };
        let Generated { files, counts, left_out } =
            codegen::generate(&self.input(name, &texts), &self.settings.get(name), &filter)?;
        self.finish(Crate { folder: name.to_owned(), files, operations, counts, left_out })
    }

    fn shared(&self, models: &Models) -> Result<Vec<Crate>> {
        let text = models.shared("partitions.json")?;
        let files = [("partitions.json", text.as_str()), ("endpoints.json", self.endpoints.as_str())];
        let input = Input { name: "partitions", files: files.into() };
        let mut services = models.endpoint_prefixes()?;
        services.retain(|name, _| !self.settings.get(name).skip);
        let partitions = codegen::partitions(&input, &services)?;
        let crates = [("partitions", partitions), ("identity", self.identity(models)?)];
        let finish = |(folder, files): (&str, _)| {
            self.finish(Crate {
                folder: folder.to_owned(),
                files,
                operations: 0,
                counts: Counts::default(),
                left_out: Vec::new(),
            })
        };
        crates.into_iter().map(finish).collect()
    }
}
