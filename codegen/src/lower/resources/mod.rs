//! Resources: from boto3's definitions to tables and names, checked against the model of the service.
//!
//! All that is wrong with a definition is found, not the first thing alone: definitions are written by hand, and the
//! lint tells all at once.

mod calls;
mod keep;
mod methods;
mod names;
mod places;
mod produced;
mod relations;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use self::keep::Kept;
use super::Model;
use super::settings::function_path;
use crate::ir::resource::{Counts, Load, Resource, ResourceId, Resources};
use crate::ir::{Service, StructureId};
use crate::model::resource as model;
use crate::settings::{ResourceSettings, Settings};
use crate::{Error, Filter};
use std::collections::{BTreeSet, HashMap};

/// The resources of a service, and all that is wrong with their definitions.
///
/// `service` is all else of the service; what needs an operation that `filter` leaves out is left out.
pub(crate) fn lower(
    file: &str,
    text: &str,
    model: Model<'_>,
    settings: &Settings,
    filter: &Filter,
    service: &Service,
) -> (Resources, Vec<Error>) {
    let definitions = match model::Resources::parse(file, text) {
        Ok(definitions) => definitions,
        Err(error) => return (Resources::default(), vec![error]),
    };
    let operations = service.operations.iter().map(|operation| operation.name.as_str()).collect();
    let kept = Kept::new(&definitions, &operations, filter);
    if kept.is_empty() {
        return (Resources::default(), Vec::new());
    }
    let mut lower = ResourceLowering::new(file, model, settings, service, &definitions, &kept);
    let types = lower.all();
    (types, lower.errors)
}

/// The shapes of the data of those types that a crate with `operations` has. The crate has these shapes whether an
/// operation reaches them or not, since the type of a resource names its data.
pub(super) fn data_shapes(
    file: &str,
    text: &str,
    settings: &Settings,
    filter: &Filter,
    operations: &BTreeSet<&str>,
) -> Result<Vec<String>, Error> {
    let definitions = model::Resources::parse(file, text)?;
    let kept = Kept::new(&definitions, operations, filter);
    let shapes = kept.types().filter_map(|name| shape_of(settings, name, definitions.resources.get(name)?));
    Ok(shapes.map(str::to_owned).collect())
}

/// The name of the shape of a type's data: that of the settings, else the definition's.
fn shape_of<'a>(settings: &'a Settings, name: &str, definition: &'a model::Definition) -> Option<&'a str> {
    let own = settings.resources.get(name).and_then(|settings| settings.shape.as_deref());
    own.or(definition.shape.as_deref())
}

/// How many of each kind a text of definitions has, whatever is wrong with it.
pub fn counts(file: &str, text: &str) -> Result<Counts, Error> {
    let definitions = model::Resources::parse(file, text)?;
    let mut counts = Counts { types: definitions.resources.len(), ..Counts::default() };
    for definition in definitions.resources.values().chain([&definitions.service]) {
        let references = definition.has.values().filter(|has| relations::needs_data(has)).count();
        counts += Counts {
            types: 0,
            loads: usize::from(definition.load.is_some()),
            actions: definition.actions.len(),
            batch_actions: definition.batch_actions.len(),
            collections: definition.has_many.len(),
            references,
            children: definition.has.len() - references,
            waiters: definition.waiters.len(),
        };
    }
    Ok(counts)
}

/// Lowers the definitions of one service.
struct ResourceLowering<'a> {
    file: &'a str,
    model: Model<'a>,
    settings: &'a Settings,
    service: &'a Service,
    definitions: &'a model::Resources,
    /// Structures by the names of their shapes.
    structures: HashMap<&'a str, StructureId>,
    /// Kept types by name.
    ids: HashMap<&'a str, ResourceId>,
    errors: Vec<Error>,
}

/// A type while its parts are lowered.
#[derive(Clone, Copy)]
struct Owner<'a, 'p> {
    /// Where its definition is: `resources.Instance`.
    place: &'p str,
    /// What it says.
    definition: &'a model::Definition,
    /// Its shape, if it has one that is there.
    shape: Option<StructureId>,
}

impl<'a> ResourceLowering<'a> {
    fn new(
        file: &'a str,
        model: Model<'a>,
        settings: &'a Settings,
        service: &'a Service,
        definitions: &'a model::Resources,
        kept: &Kept<'a>,
    ) -> Self {
        let structures = service.structures.iter().enumerate();
        let structures = structures.map(|(index, s)| (s.name.as_str(), StructureId(index))).collect();
        let ids = kept.types().enumerate().map(|(index, name)| (name, ResourceId(index + 1))).collect();
        Self { file, model, settings, service, definitions, structures, ids, errors: Vec::new() }
    }

    fn all(&mut self) -> Resources {
        let definitions = self.definitions;
        for name in self.settings.resources.keys() {
            if !definitions.resources.contains_key(name) {
                let message =
                    format!("services.toml has settings of the type `{name}`, which does not exist");
                self.error("resources", message);
            }
        }
        let mut type_names = names::Types::new(&self.service.id);
        let mut types = Vec::with_capacity(self.ids.len() + 1);
        types.push(self.resource("service", None, &definitions.service, type_names.service()));
        for (name, definition) in &definitions.resources {
            if self.ids.contains_key(name.as_str()) {
                let place = format!("resources.{name}");
                types.push(self.resource(&place, Some(name), definition, type_names.claim(name)));
            }
        }
        let mut resources = Resources { types };
        methods::add_batches(&mut resources);
        add_givers(&mut resources);
        resources.types.iter_mut().filter(|resource| resource.has_no_data()).for_each(|resource| {
            resource.attributes.clear();
            resource.references.clear();
        });
        resources
    }

    /// One type; the service, if it has no name.
    fn resource(
        &mut self,
        place: &str,
        name: Option<&str>,
        definition: &'a model::Definition,
        type_name: names::TypeName,
    ) -> Resource {
        let shape = shape_of(self.settings, name.unwrap_or_default(), definition);
        let shape = shape.and_then(|shape| self.shape(place, shape));
        let owner = Owner { place, definition, shape };
        let mut methods = names::Methods::default();
        let mut builders = names::builders(&type_name.name);
        // The order in which boto3 gives names away.
        let mut identifiers = self.identifiers(owner, &mut methods);
        let actions = self.actions(owner, &mut methods, &mut builders);
        let has = self.has(owner, name.is_none());
        let references = self.references(owner, &has, &mut methods);
        let collections = self.collections(owner, &mut methods, &mut builders);
        let waiters = self.waiters(owner, &mut methods);
        let mut attributes = self.attributes(owner, &mut identifiers, &mut methods);
        let children = self.children(owner, &has, &mut methods);
        let load = self.load(owner, name);
        let loads = shape.is_some() && (definition.load.is_some() || self.custom_load(name).is_some());
        if !loads {
            attributes.clear();
        }
        let exists = match load {
            Some(Load::Call { .. }) => None,
            Some(Load::Custom { .. }) | None => self.exists(owner),
        };
        Resource {
            name: name.unwrap_or("ServiceResource").to_owned(),
            type_name: type_name.name,
            module: type_name.module,
            identifiers,
            shape,
            load,
            loads,
            exists,
            given_by: Vec::new(),
            attributes,
            actions,
            batch_actions: self.batch_actions(owner),
            children,
            references,
            collections,
            waiters,
        }
    }

    /// The structure of a type's data. `None` too where no operation of the whole service reaches it.
    fn shape(&mut self, place: &str, shape: &str) -> Option<StructureId> {
        let place = format!("{place}.shape");
        match self.model.service.shapes.get(shape) {
            None => {
                self.error(place, format!("refers to the shape `{shape}`, which does not exist"));
                None
            }
            Some(model) if model.kind != crate::model::service::ShapeType::Structure => {
                self.error(place, format!("the shape `{shape}` is no structure"));
                None
            }
            Some(_) => self.structures.get(shape).copied(),
        }
    }

    /// What `services.toml` says of a type whose load is hand-written, and the path of that.
    fn custom_load(&self, name: Option<&str>) -> Option<(&'a ResourceSettings, &'a String)> {
        let settings = self.settings.resources.get(name?)?;
        Some((settings, settings.load.as_ref()?))
    }

    fn load(&mut self, owner: Owner<'a, '_>, name: Option<&str>) -> Option<Load> {
        let custom = self.custom_load(name);
        let place = format!("{}.load", owner.place);
        if owner.shape.is_none() && owner.definition.shape.is_none() {
            if custom.is_some() || owner.definition.load.is_some() {
                self.error(place, "a load needs a shape");
            }
            return None;
        }
        if let Some((settings, path)) = custom {
            let Some(operation) = &settings.operation else {
                self.error(place, "services.toml names a load, but not the operation it calls");
                return None;
            };
            let operation = self.operation(&place, operation)?;
            return match function_path(path) {
                Ok(path) => owner.shape.map(|_| Load::Custom { path, operation }),
                Err(message) => {
                    self.error(place, message);
                    None
                }
            };
        }
        let load = owner.definition.load.as_ref()?;
        let request = self.request(owner, &format!("{place}.request"), &load.request, false)?;
        if load.resource.is_some() {
            self.error(place, "a load makes no resources");
            return None;
        }
        let output = self.service.operations[request.operation].output;
        let path = self.data_path(&format!("{place}.path"), load.path.as_deref(), output, owner.shape?)?;
        if request.params.iter().any(|p| matches!(p.source, crate::ir::resource::Source::Data(_))) {
            self.error(format!("{place}.request.params"), "a load cannot need the data it brings");
            return None;
        }
        Some(Load::Call { request, path })
    }

    fn error(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.errors.push(Error::new(self.file, place, message));
    }
}

/// Says of each type that has data and cannot load it what gives it with its data.
fn add_givers(resources: &mut Resources) {
    let mut givers = Vec::new();
    for owner in &resources.types {
        let actions = owner.actions.iter().filter_map(|a| Some((&a.method, a.produced.as_ref()?)));
        let collections = owner.collections.iter().map(|c| (&c.method, &c.produced));
        let references = owner.references.iter().map(|r| (&r.method, &r.produced));
        for (method, produced) in actions.chain(collections).chain(references) {
            if produced.path.is_some() {
                givers.push((produced.resource, format!("{}.{method}", owner.type_name)));
            }
        }
    }
    for (id, giver) in givers {
        let resource = &mut resources.types[id.0];
        if resource.load.is_none() && resource.shape.is_some() {
            resource.given_by.push(giver);
        }
    }
}
