//! [`Scope`]: the names a rule sees, and the expressions made of them.

use super::template;
use crate::Error;
use crate::ir::endpoint::{Attribute, Expression, Function, Piece, Type};
use crate::model::endpoint as model;
use std::collections::HashSet;

/// Parameters and variables in sight, innermost last: name `n` has slot `n`.
pub(super) struct Scope<'a> {
    file: &'a str,
    names: Vec<(String, Type)>,
    most: usize,
    used: HashSet<usize>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, names: Vec::new(), most: 0, used: HashSet::new() }
    }

    pub(super) fn error(&self, place: &str, message: String) -> Error {
        Error::new(self.file, place, message)
    }

    /// How many names are in sight.
    pub(super) fn depth(&self) -> usize {
        self.names.len()
    }

    /// Forgets the names declared since there were `depth` of them.
    pub(super) fn leave(&mut self, depth: usize) {
        self.names.truncate(depth);
    }

    /// The largest number of names ever in sight.
    pub(super) fn most_slots(&self) -> usize {
        self.most
    }

    /// Whether anything refers to a slot.
    pub(super) fn is_used(&self, slot: usize) -> bool {
        self.used.contains(&slot)
    }

    /// Adds a name and gives it a slot.
    pub(super) fn declare(&mut self, name: &str, ty: Type, place: &str) -> Result<u8, Error> {
        if self.names.iter().any(|(known, _)| known == name) {
            return Err(self.error(place, format!("`{name}` is assigned a second time")));
        }
        let slot = u8::try_from(self.names.len())
            .map_err(|_| self.error(place, "more than 256 parameters and variables".into()))?;
        self.names.push((name.to_owned(), ty));
        self.most = self.most.max(self.names.len());
        Ok(slot)
    }

    fn find(&mut self, name: &str, place: &str) -> Result<(u8, Type), Error> {
        let Some(slot) = self.names.iter().position(|(known, _)| known == name) else {
            return Err(self.error(place, format!("`{name}` is neither a parameter nor a variable in scope")));
        };
        self.used.insert(slot);
        // `declare` gives out slots up to 255.
        Ok((slot as u8, self.names[slot].1))
    }

    /// An argument of any type.
    pub(super) fn any(
        &mut self,
        argument: &model::Argument,
        place: &str,
    ) -> Result<(Expression, Type), Error> {
        Ok(match argument {
            model::Argument::Boolean(value) => (Expression::Boolean(*value), Type::Boolean),
            model::Argument::String(text) => (self.text(text, place)?, Type::String),
            model::Argument::Reference(reference) => {
                let (slot, ty) = self.find(&reference.name, place)?;
                (Expression::Slot(slot), ty)
            }
            model::Argument::Call(call) => {
                if call.assign.is_some() {
                    return Err(self.error(place, "only a condition can assign a variable".into()));
                }
                let (function, ty) = self.call(call, place)?;
                (Expression::Call(Box::new(function)), ty)
            }
            model::Argument::Integer(_) => {
                return Err(self.error(place, "a number where a value is needed".into()));
            }
        })
    }

    /// An argument that must be of type `wanted`.
    pub(super) fn typed(
        &mut self,
        argument: &model::Argument,
        wanted: Type,
        place: &str,
    ) -> Result<Expression, Error> {
        let (expression, ty) = self.any(argument, place)?;
        if ty != wanted {
            return Err(self.error(place, format!("{wanted:?} is needed, this is {ty:?}")));
        }
        Ok(expression)
    }

    /// An argument that must be a string.
    pub(super) fn string(&mut self, argument: &model::Argument, place: &str) -> Result<Expression, Error> {
        self.typed(argument, Type::String, place)
    }

    fn text(&mut self, text: &str, place: &str) -> Result<Expression, Error> {
        let parts = template::parse(text).map_err(|message| self.error(place, message))?;
        if let [] | [template::Part::Text(_)] = parts.as_slice() {
            let text = parts.into_iter().next().map(|part| part.into_text()).unwrap_or_default();
            return Ok(Expression::Text(text));
        }
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            pieces.push(match part {
                template::Part::Text(text) => Piece::Text(text),
                template::Part::Name(name) => match self.find(&name, place)? {
                    (slot, Type::String) => Piece::Slot(slot),
                    (_, ty) => return Err(self.error(place, format!("`{{{name}}}` is {ty:?}, not String"))),
                },
                template::Part::Attribute(name, attribute) => {
                    let (slot, ty) = self.find(&name, place)?;
                    match self.attribute(ty, &attribute, place)? {
                        (lowered, Type::String) => Piece::Attribute(slot, lowered),
                        (_, ty) => {
                            let message = format!("`{{{name}#{attribute}}}` is {ty:?}, not String");
                            return Err(self.error(place, message));
                        }
                    }
                }
            });
        }
        Ok(match pieces.as_slice() {
            [Piece::Slot(slot)] => Expression::Slot(*slot),
            [Piece::Attribute(slot, attribute)] => {
                Expression::Call(Box::new(Function::GetAttribute(Expression::Slot(*slot), *attribute)))
            }
            _ => Expression::Template(pieces),
        })
    }

    /// The attribute `name` (with an index, perhaps) of a value of type `ty`, and its own type.
    pub(super) fn attribute(&self, ty: Type, name: &str, place: &str) -> Result<(Attribute, Type), Error> {
        let (bare, index) = split_index(name).map_err(|message| self.error(place, message))?;
        let plain = |attribute, ty| Ok((attribute, ty));
        match (ty, bare, index) {
            (Type::Partition, "name", None) => plain(Attribute::Name, Type::String),
            (Type::Partition, "dnsSuffix", None) => plain(Attribute::DnsSuffix, Type::String),
            (Type::Partition, "dualStackDnsSuffix", None) => {
                plain(Attribute::DualStackDnsSuffix, Type::String)
            }
            (Type::Partition, "implicitGlobalRegion", None) => {
                plain(Attribute::ImplicitGlobalRegion, Type::String)
            }
            (Type::Partition, "supportsFIPS", None) => plain(Attribute::SupportsFips, Type::Boolean),
            (Type::Partition, "supportsDualStack", None) => {
                plain(Attribute::SupportsDualStack, Type::Boolean)
            }
            (Type::Url, "scheme", None) => plain(Attribute::Scheme, Type::String),
            (Type::Url, "authority", None) => plain(Attribute::Authority, Type::String),
            (Type::Url, "path", None) => plain(Attribute::Path, Type::String),
            (Type::Url, "normalizedPath", None) => plain(Attribute::NormalizedPath, Type::String),
            (Type::Url, "isIp", None) => plain(Attribute::IsIp, Type::Boolean),
            (Type::Arn, "partition", None) => plain(Attribute::Partition, Type::String),
            (Type::Arn, "service", None) => plain(Attribute::Service, Type::String),
            (Type::Arn, "region", None) => plain(Attribute::Region, Type::String),
            (Type::Arn, "accountId", None) => plain(Attribute::AccountId, Type::String),
            (Type::Arn, "resourceId", None) => plain(Attribute::ResourceId, Type::StringArray),
            (Type::Arn, "resourceId", Some(index)) => plain(Attribute::ResourcePart(index), Type::String),
            (Type::StringArray, "", Some(index)) => plain(Attribute::Item(index), Type::String),
            _ => Err(self.error(place, format!("{ty:?} has no attribute `{name}`"))),
        }
    }
}

/// `name[3]` -> `name` and 3.
fn split_index(name: &str) -> Result<(&str, Option<u8>), String> {
    let Some((bare, index)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) else {
        return Ok((name, None));
    };
    let index = index.parse().map_err(|_| format!("`{index}` is no index from 0 to 255"))?;
    Ok((bare, Some(index)))
}
