//! Shapes: ids for those that become something, then each by its kind.

mod aggregate;
mod secret;
mod structure;

use super::Model;
use super::reach::{Reach, Use};
use super::recursion::boxed_members;
use super::reserved;
use crate::Error;
use crate::ir::{Enum, EnumId, List, ListId, Map, MapId, Protocol, Structure, StructureId, Type, Value};
use crate::model::service::{Shape, ShapeType};
use crate::names;
use std::collections::HashMap;

/// All shapes of a service that become something.
#[derive(Debug)]
pub(crate) struct Shapes<'m> {
    ids: HashMap<&'m str, Type>,
    /// Structures, by id.
    pub structures: Vec<Structure>,
    /// Strings with known values, by id.
    pub enums: Vec<Enum>,
    /// Lists, by id.
    pub lists: Vec<List>,
    /// Maps, by id.
    pub maps: Vec<Map>,
}

impl<'m> Shapes<'m> {
    /// Lowers the shapes that are reached. `whole` is what all operations of the model reach, and as what: a type is the
    /// same whichever operations are wanted.
    pub fn new(
        model: Model<'m>,
        protocol: Protocol,
        reach: &Reach<'m>,
        whole: &Reach<'m>,
    ) -> Result<Self, Error> {
        let mut work = Vec::new();
        let mut types = reserved::TYPES.scope();
        for (name, role) in whole.shapes() {
            let shape = model.shape(name, String::new)?.1;
            let type_name = is_type(shape).then(|| types.claim(names::shape(name)));
            if reach.has(name) {
                work.push((name, shape, role, type_name.unwrap_or_default()));
            }
        }
        let lower = ShapeLowering { model, protocol, ids: ids(&work) };
        let mut constants = reserved::CONSTANTS.scope();
        let mut this = Self {
            ids: HashMap::new(),
            structures: Vec::new(),
            enums: Vec::new(),
            lists: Vec::new(),
            maps: Vec::new(),
        };
        for (name, shape, role, type_name) in work {
            match lower.ids[name] {
                Type::Structure(_) => {
                    this.structures.push(lower.structure(name, shape, role, type_name)?);
                }
                Type::Enum(_) => this.enums.push(enumeration(shape, type_name)),
                Type::List(_) => {
                    let constant = constants.claim(names::constant(name));
                    this.lists.push(lower.list(name, shape, constant)?);
                }
                Type::Map(_) => {
                    let constant = constants.claim(names::constant(name));
                    this.maps.push(lower.map(name, shape, constant)?);
                }
                _ => {}
            }
        }
        this.ids = lower.ids;
        this.box_recursive_members();
        this.check_lists(model)?;
        this.mark_used();
        Ok(this)
    }

    /// The structure called `name`, if it is one and is reached.
    pub fn structure(&self, name: &str) -> Option<StructureId> {
        match self.ids.get(name)? {
            Type::Structure(id) => Some(*id),
            _ => None,
        }
    }

    /// Adds an empty structure, for an operation that has no input or output.
    pub fn add_empty(&mut self, name: String) -> StructureId {
        let mut types = reserved::TYPES.scope();
        let taken =
            self.structures.iter().map(|s| &s.type_name).chain(self.enums.iter().map(|e| &e.type_name));
        for name in taken {
            types.claim(name.clone());
        }
        let type_name = types.claim(names::shape(&name));
        self.structures.push(Structure::empty(name, type_name));
        StructureId(self.structures.len() - 1)
    }

    fn box_recursive_members(&mut self) {
        let targets: Vec<Vec<(usize, usize)>> = self.structures.iter().map(direct_structures).collect();
        for (structure, boxed) in self.structures.iter_mut().zip(boxed_members(&targets)) {
            for member in boxed {
                structure.members[member].boxed = true;
            }
        }
    }

    /// Marks lists and maps that something points to. A member that changes `flattened` has a table of its own.
    fn mark_used(&mut self) {
        let members = self.structures.iter().flat_map(|structure| &structure.members);
        let mut found: Vec<Type> = members
            .map(|member| if member.flattened.is_none() { member.ty } else { self.item(member.ty) })
            .collect();
        while let Some(ty) = found.pop() {
            let used = match ty {
                Type::List(id) => &mut self.lists[id.0].used,
                Type::Map(id) => &mut self.maps[id.0].used,
                _ => continue,
            };
            if !std::mem::replace(used, true) {
                found.push(self.item(ty));
            }
        }
    }

    /// What a list or map holds; any other type itself.
    fn item(&self, ty: Type) -> Type {
        match ty {
            Type::List(id) => self.lists[id.0].item,
            Type::Map(id) => self.maps[id.0].value,
            other => other,
        }
    }

    /// A list or map that holds itself with no structure between has no type in Rust.
    fn check_lists(&self, model: Model<'m>) -> Result<(), Error> {
        let limit = self.lists.len() + self.maps.len();
        for (name, ty) in &self.ids {
            let (mut ty, mut steps) = (*ty, 0);
            loop {
                if !matches!(ty, Type::List(_) | Type::Map(_)) {
                    break;
                }
                ty = self.item(ty);
                steps += 1;
                if steps > limit {
                    let message = "holds itself with nothing but lists and maps between";
                    return Err(model.error(format!("shapes.{name}"), message));
                }
            }
        }
        Ok(())
    }
}

fn direct_structures(structure: &Structure) -> Vec<(usize, usize)> {
    let members = structure.members.iter().enumerate();
    members
        .filter_map(|(index, member)| match member.ty {
            Type::Structure(id) => Some((index, id.0)),
            _ => None,
        })
        .collect()
}

/// What every shape is as a type. Ids count the shapes of a kind in the order of `work`.
fn ids<'m>(work: &[(&'m str, &'m Shape, Use, String)]) -> HashMap<&'m str, Type> {
    let (mut structures, mut enums, mut lists, mut maps) = (0.., 0.., 0.., 0..);
    let next = |ids: &mut std::ops::RangeFrom<usize>| ids.next().unwrap_or_default();
    let types = work.iter().map(|(name, shape, ..)| {
        let ty = match shape.kind {
            ShapeType::Structure if shape.document => Type::Document,
            ShapeType::Structure => Type::Structure(StructureId(next(&mut structures))),
            ShapeType::String if has_values(shape) => Type::Enum(EnumId(next(&mut enums))),
            ShapeType::List => Type::List(ListId(next(&mut lists))),
            ShapeType::Map => Type::Map(MapId(next(&mut maps))),
            ShapeType::String => Type::String,
            ShapeType::Boolean => Type::Boolean,
            ShapeType::Integer | ShapeType::Long => Type::Integer,
            ShapeType::Float => Type::Float,
            ShapeType::Double => Type::Double,
            ShapeType::Timestamp => Type::Timestamp(shape.timestamp_format.map(Into::into)),
            ShapeType::Blob => Type::Blob,
        };
        (*name, ty)
    });
    types.collect()
}

/// Whether a shape becomes a type with a name.
fn is_type(shape: &Shape) -> bool {
    match shape.kind {
        ShapeType::Structure => !shape.document,
        ShapeType::String => has_values(shape),
        _ => false,
    }
}

fn has_values(shape: &Shape) -> bool {
    shape.values.as_ref().is_some_and(|values| !values.is_empty())
}

/// What lowering a shape needs to know.
struct ShapeLowering<'m> {
    model: Model<'m>,
    protocol: Protocol,
    ids: HashMap<&'m str, Type>,
}

fn enumeration(shape: &Shape, type_name: String) -> Enum {
    let mut wires: Vec<&String> = shape.values.iter().flatten().collect();
    wires.sort();
    wires.dedup();
    let mut variants = reserved::VARIANTS.scope();
    let values = wires
        .into_iter()
        .map(|wire| Value { wire: wire.clone(), variant: variants.claim(names::free_variant(wire)) });
    let values = values.collect();
    Enum { type_name, docs: super::docs(&shape.documentation), values }
}
