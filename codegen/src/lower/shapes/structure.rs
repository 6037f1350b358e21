//! Structures, unions, exceptions and their members.

use super::ShapeLowering;
use super::aggregate::namespace;
use super::secret;
use crate::Error;
use crate::ir::{FormName, Kind, Location, Member, Module, Protocol, Structure, Type};
use crate::lower::reach::Use;
use crate::lower::reserved;
use crate::model::service::{self as model, Shape};
use crate::names;
use std::collections::HashSet;

impl Structure {
    /// An empty structure.
    pub(super) fn empty(name: String, type_name: String) -> Self {
        Self {
            name,
            type_name,
            module: Module::Types,
            kind: Kind::Structure,
            docs: String::new(),
            members: Vec::new(),
            payload: None,
            wire: String::new(),
            xml_namespace: None,
            setters: false,
            accessors: false,
            credentials: false,
            input_of: None,
        }
    }
}

impl<'m> ShapeLowering<'m> {
    pub(super) fn structure(
        &self,
        name: &str,
        shape: &'m Shape,
        role: Use,
        type_name: String,
    ) -> Result<Structure, Error> {
        let place = format!("shapes.{name}");
        let kind = if shape.union || shape.eventstream { Kind::Union } else { Kind::Structure };
        for required in &shape.required {
            if !shape.members.contains_key(required) {
                return Err(self
                    .model
                    .error(place, format!("requires `{required}`, which is no member of it")));
            }
        }
        let payload = match &shape.payload {
            Some(payload) if role.top && self.protocol.is_rest() => match shape.members.get_index_of(payload)
            {
                Some(index) => Some(index),
                None => {
                    let message = format!("has the payload `{payload}`, which is no member of it");
                    return Err(self.model.error(place, message));
                }
            },
            _ => None,
        };
        let mut scope = match kind {
            Kind::Structure => reserved::MEMBERS.scope(),
            Kind::Union => reserved::VARIANTS.scope(),
        };
        let mut members = Vec::with_capacity(shape.members.len());
        for (index, (member_name, member)) in shape.members.iter().enumerate() {
            let rust_name = match kind {
                Kind::Structure => scope.claim(names::snake(member_name)),
                Kind::Union => scope.claim(names::free_variant(member_name)),
            };
            let owner = Owner { name, shape, role, is_payload: payload == Some(index) };
            members.push(self.member(&owner, member_name, member, rust_name)?);
        }
        for member in &mut members {
            member.setter = scope.claim(format!("with_{}", names::snake(&member.name)));
        }
        let is_structure = kind == Kind::Structure;
        Ok(Structure {
            name: name.to_owned(),
            type_name,
            module: if shape.exception { Module::Errors } else { Module::Types },
            kind,
            docs: crate::lower::docs(&shape.documentation),
            members,
            payload,
            wire: shape.location_name.clone().unwrap_or_default(),
            xml_namespace: shape.xml_namespace.as_ref().map(Into::into),
            setters: is_structure && role.input && role.nested,
            accessors: true,
            credentials: false,
            input_of: None,
        })
    }

    fn member(
        &self,
        owner: &Owner<'_>,
        name: &str,
        member: &model::Member,
        rust_name: String,
    ) -> Result<Member, Error> {
        let place = || format!("shapes.{}.members.{name}", owner.name);
        let (target, mut ty) = self.target(&member.shape, place)?;
        let streaming = target.streaming || member.streaming;
        match &mut ty {
            Type::Blob if owner.is_payload && (owner.role.operation_output || streaming) => ty = Type::Stream,
            Type::Timestamp(format) => *format = member.timestamp_format.map(Into::into).or(*format),
            Type::Structure(id) if target.eventstream => {
                if !owner.role.operation_output {
                    return Err(self.model.error(place(), "a stream of events outside of an output"));
                }
                ty = Type::Events(*id);
            }
            _ => {}
        }
        // that of the shape holds where the member has none of its own
        let location_name = member.location_name.as_ref().or(target.location_name.as_ref());
        let location = self.location(owner, member);
        let flattened = member.flattened.filter(|flattened| *flattened != target.flattened);
        let wire = match location_name {
            Some(name) => name.as_str(),
            // all headers, whatever they begin with
            None if location == Location::Headers => "",
            None => name,
        };
        let (wire, form_name) = self.wire_and_form_name(owner.role, name, wire, member);
        Ok(Member {
            name: name.to_owned(),
            wire,
            rust_name,
            setter: String::new(),
            docs: crate::lower::docs(&member.documentation),
            ty,
            boxed: false,
            location,
            required: owner.shape.required.iter().any(|required| required == name),
            sensitive: member.sensitive
                || owner.shape.sensitive
                || self.is_sensitive(&member.shape)
                || secret::is_secret(name, self.innermost(target)),
            idempotency_token: member.idempotency_token,
            named: location_name.is_some(),
            json_value: member.jsonvalue,
            xml_attribute: member.xml_attribute,
            event_payload: member.eventpayload,
            event_header: member.eventheader,
            host_label: member.host_label,
            requires_length: streaming && (target.requires_length || member.requires_length),
            held_as_text: member.held_as_text,
            flattened: if matches!(ty, Type::List(_) | Type::Map(_)) { flattened } else { None },
            min: member.min.or(target.min),
            form_name,
            xml_namespace: namespace(member.xml_namespace.as_ref(), target),
        })
    }

    /// The names of a member in XML and in forms. The latter differs in the protocol ec2 only: `queryName`, else the name on
    /// the wire with a capital. Where a shape is never read, the one name takes the place of the other.
    fn wire_and_form_name(
        &self,
        role: Use,
        name: &str,
        wire: &str,
        member: &model::Member,
    ) -> (String, FormName) {
        if self.protocol != Protocol::Ec2 || !role.input {
            return (wire.to_owned(), FormName::Wire);
        }
        let in_forms = match member.query_name.as_str() {
            "" => capitalised(wire),
            own => own.to_owned(),
        };
        match () {
            () if !role.output => (in_forms, FormName::Wire),
            () if in_forms == wire => (in_forms, FormName::Wire),
            () if in_forms == name => (wire.to_owned(), FormName::Member),
            () => (wire.to_owned(), FormName::Own(in_forms)),
        }
    }

    /// Only the members of inputs, outputs and exceptions themselves leave the body, and only in REST protocols.
    fn location(&self, owner: &Owner<'_>, member: &model::Member) -> Location {
        if !owner.role.top || !self.protocol.is_rest() {
            return Location::Body;
        }
        match member.location {
            None => Location::Body,
            Some(model::Location::Uri) => Location::Uri,
            Some(model::Location::Query) => Location::Query,
            Some(model::Location::Header) => Location::Header,
            Some(model::Location::Headers) => Location::Headers,
            Some(model::Location::StatusCode) => Location::Status,
        }
    }

    /// What `shape` is a list or map of, and that what it is a list or map of; else `shape` itself.
    fn innermost<'s>(&'s self, mut shape: &'s Shape) -> &'s Shape {
        // No list or map that holds itself is deeper than there are shapes.
        for _ in 0..self.model.service.shapes.len() {
            let item = shape.value.as_ref().or(shape.member.as_ref());
            let Some(inner) = item.and_then(|item| self.model.service.shapes.get(&item.shape)) else { break };
            shape = inner;
        }
        shape
    }

    /// Whether `shape`, or what it is a list or map of, must not be shown.
    fn is_sensitive(&self, shape: &str) -> bool {
        let mut seen = HashSet::new();
        let mut names = vec![shape];
        while let Some(name) = names.pop() {
            let Some(shape) = self.model.service.shapes.get(name).filter(|_| seen.insert(name)) else {
                continue;
            };
            if shape.sensitive {
                return true;
            }
            names.extend(
                [&shape.member, &shape.key, &shape.value]
                    .into_iter()
                    .flatten()
                    .map(|item| item.shape.as_str()),
            );
        }
        false
    }
}

/// `name` with its first letter as a capital.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The structure a member stands in.
struct Owner<'a> {
    name: &'a str,
    shape: &'a Shape,
    role: Use,
    is_payload: bool,
}
