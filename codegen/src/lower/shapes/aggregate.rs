//! Lists and maps.

use super::ShapeLowering;
use crate::Error;
use crate::ir::{List, Map, Type, XmlNamespace};
use crate::model::service::{self as model, ItemRef, Shape, ShapeType};

impl<'m> ShapeLowering<'m> {
    pub(super) fn list(&self, name: &str, shape: &Shape, constant: String) -> Result<List, Error> {
        let item = self.item(name, "member", shape.member.as_ref())?;
        let (target, ty) = self.target(&item.shape, || format!("shapes.{name}.member"))?;
        Ok(List {
            constant,
            used: false,
            item: ty,
            item_wire: wire(item, target),
            flattened: shape.flattened,
            sparse: shape.sparse,
            item_min: target.min,
            item_xml_namespace: namespace(item.xml_namespace.as_ref(), target),
        })
    }

    pub(super) fn map(&self, name: &str, shape: &Shape, constant: String) -> Result<Map, Error> {
        let key = self.item(name, "key", shape.key.as_ref())?;
        let value = self.item(name, "value", shape.value.as_ref())?;
        let (key_shape, key_type) = self.target(&key.shape, || format!("shapes.{name}.key"))?;
        let (value_shape, value_type) = self.target(&value.shape, || format!("shapes.{name}.value"))?;
        if !matches!(key_type, Type::String | Type::Enum(_)) {
            return Err(self.model.error(format!("shapes.{name}.key"), "only strings can be keys"));
        }
        Ok(Map {
            constant,
            used: false,
            value: value_type,
            key_wire: wire(key, key_shape),
            value_wire: wire(value, value_shape),
            flattened: shape.flattened,
            sparse: shape.sparse,
            key_min: key_shape.min,
            value_min: value_shape.min,
            key_xml_namespace: namespace(key.xml_namespace.as_ref(), key_shape),
            value_xml_namespace: namespace(value.xml_namespace.as_ref(), value_shape),
        })
    }

    fn item<'i>(&self, shape: &str, place: &str, item: Option<&'i ItemRef>) -> Result<&'i ItemRef, Error> {
        item.ok_or_else(|| self.model.error(format!("shapes.{shape}"), format!("has no `{place}`")))
    }

    /// The shape called `name`, and the type it is.
    pub(super) fn target(&self, name: &str, place: impl Fn() -> String) -> Result<(&'m Shape, Type), Error> {
        let (name, shape) = self.model.shape(name, &place)?;
        match self.ids.get(name) {
            Some(ty) => Ok((shape, *ty)),
            None => Err(self.model.error(place(), format!("the shape `{name}` was not reached"))),
        }
    }
}

/// The XML namespace of members and items of `shape`: their own, else the shape's. That of a structure is in the table of
/// the structure.
pub(super) fn namespace(own: Option<&model::XmlNamespace>, shape: &Shape) -> Option<XmlNamespace> {
    let of_shape = shape.xml_namespace.as_ref().filter(|_| shape.kind != ShapeType::Structure);
    own.or(of_shape).map(Into::into)
}

/// The name on the wire of items of a shape, empty if they have none: their own, else the shape's.
fn wire(item: &ItemRef, shape: &Shape) -> String {
    let own = Some(&item.location_name).filter(|name| !name.is_empty());
    own.or(shape.location_name.as_ref()).cloned().unwrap_or_default()
}
