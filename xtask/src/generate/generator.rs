//! The `codegen` library behind the face that this module wants.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context as _, Result};
use codegen::{FileMap, Filter, Generated, Input, Services};

use super::make::{Contents, Crate, Generate, Inputs, Target};
use super::models::{Models, operations_in};
use super::names::check;
use super::select::Operations;
use super::vendor::Vendor;
use crate::models::sha256;
use crate::project::Project;

const ENDPOINTS: &str = "endpoints.json";
const PARTITIONS: &str = "partitions.json";

/// The generator with what it needs for every service.
pub struct Generator {
    settings: Services,
    endpoints: String,
    endpoints_hash: String,
    /// Read from the models on first use.
    prefixes: OnceLock<BTreeMap<String, String>>,
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
        let endpoints = models.shared(ENDPOINTS)?;
        let endpoints_hash = sha256(endpoints.as_bytes());
        Ok(Self { settings, endpoints, endpoints_hash, prefixes: OnceLock::new(), vendor })
    }

    /// What is wrong with the definitions of resources among `texts`, the files of the service called `name`.
    pub fn lint(&self, name: &str, texts: &BTreeMap<String, String>) -> Vec<codegen::Error> {
        codegen::lint_resources(&self.input(name, texts), &self.settings.get(name))
    }

    fn input<'a>(&'a self, name: &'a str, texts: &'a BTreeMap<String, String>) -> Input<'a> {
        let mut files: BTreeMap<_, _> =
            texts.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        files.insert(ENDPOINTS, &self.endpoints);
        Input { name, files }
    }

    /// The files of the crate of those operations that credentials are fetched with.
    fn identity(&self, models: &Models) -> Result<FileMap> {
        let read = |name| models.service(name).map(|texts| (name, texts));
        let texts = self.settings.identity().map(read).collect::<Result<Vec<_>>>()?;
        let parts = texts.iter().map(|(name, texts)| (self.input(name, texts), self.settings.get(name)));
        Ok(codegen::identity(&parts.collect::<Vec<_>>())?)
    }

    /// The files of the crate of partitions.
    fn partitions(&self, models: &Models) -> Result<FileMap> {
        let text = models.shared(PARTITIONS)?;
        let files = [(PARTITIONS, text.as_str()), (ENDPOINTS, self.endpoints.as_str())];
        let input = Input { name: "partitions", files: files.into() };
        Ok(codegen::partitions(&input, self.prefixes(models)?)?)
    }

    /// The endpoint prefixes of the services that are generated.
    fn prefixes(&self, models: &Models) -> Result<&BTreeMap<String, String>> {
        if let Some(prefixes) = self.prefixes.get() {
            return Ok(prefixes);
        }
        let all = models.metadata()?.into_iter().filter(|(name, _)| !self.settings.get(name).skip);
        let prefixes = all.map(|(name, metadata)| (name, metadata.endpoint_prefix)).collect();
        Ok(self.prefixes.get_or_init(|| prefixes))
    }

    /// The crate of a service, for this checkout.
    pub fn service(&self, models: &Models, name: &str, operations: &Operations) -> Result<Crate> {
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
        Ok(Crate { files, contents: Contents { operations, counts, left_out } })
    }
}

impl Generate for Generator {
    fn inputs(&self, models: &Models, target: Target<'_>) -> Result<Inputs> {
        let files_of = |name: &str| models.files(name).map(BTreeMap::into_values);
        let mut files = Vec::new();
        // what is read once for all crates counts as it was read, whatever is in the file by now
        let mut settings = format!("{target:?}\n{:?}\n{}\n", self.vendor, self.endpoints_hash);
        match target {
            Target::Service(name, _) => {
                files.extend(files_of(name)?);
                let _ = write!(settings, "{:?}", self.settings.get(name));
            }
            Target::Partitions => {
                files.push(models.shared_file(PARTITIONS));
                let _ = write!(settings, "{:?}", self.prefixes(models)?);
            }
            Target::Identity => {
                for name in self.settings.identity() {
                    files.extend(files_of(name)?);
                    let _ = writeln!(settings, "{name}: {:?}", self.settings.get(name));
                }
            }
        }
        if let Some(vendor) = &self.vendor {
            files.extend(vendor.sources(target.folder())?);
        }
        Ok(Inputs { files, settings })
    }

    fn make(&self, models: &Models, target: Target<'_>) -> Result<Crate> {
        let shared = |files| Crate { files, contents: Contents::default() };
        let mut made = match target {
            Target::Service(name, operations) => self.service(models, name, operations)?,
            Target::Partitions => shared(self.partitions(models)?),
            Target::Identity => shared(self.identity(models)?),
        };
        if let Some(vendor) = &self.vendor {
            vendor.adapt(target.folder(), &mut made.files)?;
        }
        Ok(made)
    }
}
