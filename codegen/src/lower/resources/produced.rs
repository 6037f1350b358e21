//! Resources that are made of answers, requests and data.

use super::calls::is_list;
use super::{Owner, ResourceLowering};
use crate::ir::jmespath::Expression;
use crate::ir::resource::{IdentifierSource, Produced, ResourceId};
use crate::ir::{StructureId, Type};
use crate::lower::paths::Kind;
use crate::lower::{jmespath, paths};
use crate::model::resource as model;
use crate::names;

impl<'a> ResourceLowering<'a> {
    /// What is made after a call of `operation`, or of the owner's data where none is made.
    pub(super) fn produced(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        produced: &'a model::Produced,
        operation: Option<usize>,
    ) -> Option<Produced> {
        let (resource, target) = self.target_type(place, &produced.resource)?;
        let told = self.errors.len();
        let mut sources: Vec<Option<IdentifierSource>> = vec![None; target.identifiers.len()];
        let mut listed = vec![false; target.identifiers.len()];
        let mut many = false;
        for (index, param) in produced.identifiers.iter().enumerate() {
            let place = format!("{place}.identifiers[{index}]");
            let Some(slot) = self.slot(&place, target, &param.target) else { continue };
            listed[slot] = true;
            if let Some((source, list)) = self.identifier_source(owner, &place, param, operation) {
                sources[slot] = Some(source);
                many |= list;
            }
        }
        let from = match operation {
            Some(operation) => Some(self.service.operations[operation].output),
            None => owner.shape,
        };
        let path = self.produced_path(place, produced, target, from);
        if self.errors.len() > told {
            return None;
        }
        // What is listed and has no source comes from a shape that is left out.
        for (slot, source) in sources.iter_mut().enumerate().filter(|(slot, _)| !listed[*slot]) {
            let identifier = &target.identifiers[slot];
            *source = from.and_then(|from| self.member_of_data(produced.path.as_deref(), identifier, from));
            if source.is_none() {
                let message = format!("the identifier `{}` is missing", identifier.name);
                self.error(format!("{place}.identifiers"), message);
            }
        }
        let identifiers = sources.into_iter().collect::<Option<_>>()?;
        Some(Produced { resource, many, identifiers, path })
    }

    /// The type called `name`: its id and definition. `None` without an error if it is not kept.
    pub(super) fn target_type(
        &mut self,
        place: &str,
        name: &str,
    ) -> Option<(ResourceId, &'a model::Definition)> {
        let Some(definition) = self.definitions.resources.get(name) else {
            self.error(format!("{place}.type"), format!("there is no type `{name}`"));
            return None;
        };
        Some((*self.ids.get(name)?, definition))
    }

    /// The index of the identifier `target` of a type.
    pub(super) fn slot(&mut self, place: &str, of: &model::Definition, target: &str) -> Option<usize> {
        let name = names::snake(target);
        let found = of.identifiers.iter().position(|identifier| names::snake(&identifier.name) == name);
        if found.is_none() {
            self.error(
                format!("{place}.target"),
                format!("`{target}` is no identifier of the type that is made"),
            );
        }
        found
    }

    /// Where an identifier comes from, and whether it is a list of them.
    fn identifier_source(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        param: &model::Param,
        operation: Option<usize>,
    ) -> Option<(IdentifierSource, bool)> {
        let path = format!("{place}.path");
        let operation = operation.map(|operation| &self.service.operations[operation]);
        let text = param.path.as_deref();
        let (source, kind) = match (param.source.as_str(), operation) {
            ("identifier", _) => {
                return self
                    .parent(owner, place, param)
                    .map(|index| (IdentifierSource::Parent(index), false));
            }
            ("data", _) => {
                let (expression, kind) = self.data(owner, place, param)?;
                (IdentifierSource::Data(expression), kind)
            }
            ("response", Some(operation)) => {
                let (expression, kind) = self.found(&path, text, operation.output)?;
                (IdentifierSource::Response(expression), kind)
            }
            ("requestParameter", Some(operation)) => {
                let (expression, kind) = self.found(&path, text, operation.input)?;
                (IdentifierSource::Request(expression), kind)
            }
            (other, _) => {
                self.error(
                    format!("{place}.source"),
                    format!("`{other}` is no source of an identifier here"),
                );
                return None;
            }
        };
        let list = is_list(&kind);
        if !is_text(self.item(&kind)) {
            self.error(path, "what is there cannot be an identifier");
            return None;
        }
        Some((source, list))
    }

    /// What a list holds; what is no list itself.
    fn item(&self, kind: &Kind) -> Kind {
        match kind {
            Kind::Items(item) => (**item).clone(),
            Kind::Of(Type::List(id)) => Kind::Of(self.service[*id].item),
            other => other.clone(),
        }
    }

    fn produced_path(
        &mut self,
        place: &str,
        produced: &model::Produced,
        target: &model::Definition,
        from: Option<StructureId>,
    ) -> Option<Vec<crate::ir::resource::PathStep>> {
        let text = produced.path.as_deref().filter(|path| *path != "$")?;
        let place = format!("{place}.path");
        let settings = self.settings.resources.get(&produced.resource);
        let shape = settings.and_then(|settings| settings.shape.as_ref()).or(target.shape.as_ref());
        let Some(shape) = shape else {
            self.error(place, format!("`{text}`: the type that is made has no shape"));
            return None;
        };
        let shape = self.structures.get(shape.as_str()).copied()?;
        self.data_path(&place, Some(text), from?, shape)
    }

    /// An identifier that a definition leaves out is taken from the data, if it is one of its members. So is the user
    /// of iam's signing certificates, without which boto3 cannot make them.
    fn member_of_data(
        &self,
        path: Option<&str>,
        identifier: &model::Identifier,
        from: StructureId,
    ) -> Option<IdentifierSource> {
        let member = identifier.member_name.as_ref().unwrap_or(&identifier.name);
        let data = jmespath::expression(self.file, "", path?).ok()?;
        let expression = Expression::Then(Box::new(data), Box::new(Expression::Field(member.clone())));
        let kind = paths::kind(self.service, &expression, &Kind::structure(from)).ok()?;
        (!is_list(&kind) && is_text(kind)).then_some(IdentifierSource::Response(expression))
    }
}

/// Whether a value can be an identifier.
fn is_text(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Any
            | Kind::Text
            | Kind::Number
            | Kind::Boolean
            | Kind::Of(Type::String | Type::Enum(_) | Type::Integer | Type::Boolean)
    )
}
