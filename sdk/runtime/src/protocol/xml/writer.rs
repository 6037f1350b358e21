//! [`Writer`]: shapes as XML, straight into a buffer.

use crate::protocol::failure::Failure;
use crate::protocol::read::Members;
use crate::protocol::{known_member, text};
use crate::reflect::{List, MapValue, Shape, View};
use crate::schema::{Flags, ListType, Location, MapType, Member, Type, XmlNamespace};
use crate::types::TimestampFormat;

/// Writes elements into a buffer.
pub(in crate::protocol) struct Writer<'o> {
    out: &'o mut Vec<u8>,
}

impl<'o> Writer<'o> {
    /// A writer that appends to `out`.
    pub(in crate::protocol) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out }
    }

    /// Writes the members of `shape` as the element `name`. `namespace` goes before the shape's own.
    pub(in crate::protocol) fn structure(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        shape: &dyn Shape,
        members: Members,
    ) -> Result<(), Failure> {
        let schema = shape.schema();
        known_member(shape)?;
        self.start(name, namespace.or(schema.xml_namespace));
        for (index, member) in schema.members.iter().enumerate() {
            if member.is(Flags::XML_ATTRIBUTE)
                && let Some(value) =
                    text::write(shape.get(index).view(), &member.ty, TimestampFormat::Iso8601)
            {
                self.attribute(member.wire, &value);
            }
        }
        self.out.push(b'>');
        for (index, member) in schema.members.iter().enumerate() {
            let elsewhere = members == Members::Body && member.location != Location::Body;
            if elsewhere || member.is(Flags::XML_ATTRIBUTE) {
                continue;
            }
            let view = shape.get(index).view();
            if !view.is_null() {
                self.member(member, view).map_err(|failure| failure.in_member(member.name))?;
            }
        }
        self.end(name);
        Ok(())
    }

    /// Writes one member as the element it is called by, or, where it is flattened, as several.
    fn member(&mut self, member: &Member, view: View<'_>) -> Result<(), Failure> {
        self.value(member.wire, member.traits.xml_namespace, view, &member.ty)
    }

    /// Writes `view` as the element `name`.
    pub(in crate::protocol) fn value(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        view: View<'_>,
        ty: &Type,
    ) -> Result<(), Failure> {
        match (view, ty) {
            (View::Structure(shape), _) => self.structure(name, namespace, shape, Members::All),
            (View::List(list), Type::List(ty)) if ty.flattened => self.items(name, namespace, list, ty),
            (View::List(list), Type::List(ty)) => {
                self.open(name, namespace);
                self.items(ty.item_name(), None, list, ty)?;
                self.end(name);
                Ok(())
            }
            (View::Map(map), Type::Map(ty)) if ty.flattened => self.entries(name, namespace, map, ty),
            (View::Map(map), Type::Map(ty)) => {
                self.open(name, namespace);
                self.entries("entry", None, map, ty)?;
                self.end(name);
                Ok(())
            }
            _ => {
                let Some(value) = text::write(view, ty, TimestampFormat::Iso8601) else {
                    return Err(Failure::new("XML has no form for such a value"));
                };
                self.open(name, namespace);
                self.text(&value);
                self.end(name);
                Ok(())
            }
        }
    }

    /// Writes items as the elements `name`. `namespace` is that of a flattened list, whose elements they are.
    fn items(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        list: &dyn List,
        ty: &ListType,
    ) -> Result<(), Failure> {
        let namespace = ty.item_xml_namespace.or(namespace);
        for index in 0..list.len() {
            let view = list.item(index).view();
            if !view.is_null() {
                self.value(name, namespace, view, &ty.item).map_err(|failure| failure.in_item(index))?;
            }
        }
        Ok(())
    }

    /// Writes entries as the elements `name`. `namespace` is that of a flattened map, whose elements they are.
    fn entries(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        map: &dyn MapValue,
        ty: &MapType,
    ) -> Result<(), Failure> {
        let (key_wire, value_wire) = (ty.key_name(), ty.value_name());
        let (key_namespace, value_namespace) = match ty.xml_namespaces {
            Some(namespaces) => (namespaces.key, namespaces.value),
            None => (None, None),
        };
        for index in 0..map.len() {
            let (key, value) = map.entry(index);
            let view = value.view();
            if view.is_null() {
                continue;
            }
            self.open(name, namespace);
            self.open(key_wire, key_namespace);
            self.text(key);
            self.end(key_wire);
            self.value(value_wire, value_namespace, view, &ty.value)
                .map_err(|failure| failure.in_key(key))?;
            self.end(name);
        }
        Ok(())
    }

    /// Writes a start tag.
    fn open(&mut self, name: &str, namespace: Option<XmlNamespace>) {
        self.start(name, namespace);
        self.out.push(b'>');
    }

    /// Begins a start tag, to which attributes may be added.
    fn start(&mut self, name: &str, namespace: Option<XmlNamespace>) {
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        match namespace {
            Some(XmlNamespace { uri, prefix: "" }) => self.attribute("xmlns", uri),
            Some(XmlNamespace { uri, prefix }) => self.attribute(&format!("xmlns:{prefix}"), uri),
            None => {}
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(b' ');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        self.text(value);
        self.out.push(b'"');
    }

    fn end(&mut self, name: &str) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }

    /// Writes text. Line ends are escaped, since a reader would make plain line feeds of them (botocore does the same
    /// for keys of S3), and what XML cannot hold is escaped as well: the service will say what it thinks of it.
    fn text(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | 0..0x20))
        {
            let (plain, special) = rest.split_at(at);
            self.out.extend_from_slice(plain);
            let Some((&byte, behind)) = special.split_first() else { break };
            match byte {
                b'<' => self.out.extend_from_slice(b"&lt;"),
                b'>' => self.out.extend_from_slice(b"&gt;"),
                b'&' => self.out.extend_from_slice(b"&amp;"),
                b'"' => self.out.extend_from_slice(b"&quot;"),
                _ => self.out.extend_from_slice(format!("&#x{byte:X};").as_bytes()),
            }
            rest = behind;
        }
        self.out.extend_from_slice(rest);
    }
}
