//! [`Member`]: one member of a structure, its type and where it goes on the wire.

use crate::data::TimestampFormat;

/// The type of a member, list item or map value, as far as a protocol must know it.
///
/// Scalars say only what changes their wire form; what a structure holds, its own schema says.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// `boolean`
    Boolean,
    /// `integer` and `long`: both are 64 bits wide, since services send more than 32 for an `integer`.
    Integer,
    /// `float`: 32 bits.
    Float,
    /// `double`: 64 bits.
    Double,
    /// `string`, and enums.
    String,
    /// `blob`
    Blob,
    /// `timestamp`, with the model's `timestampFormat` if it has one; else the protocol's default for the place.
    Timestamp(Option<TimestampFormat>),
    /// A structure with `document: true`: free JSON.
    Document,
    /// `structure`, unions and exceptions.
    Structure,
    /// `list`
    List(&'static ListType),
    /// `map`
    Map(&'static MapType),
    /// A streaming blob: the body itself.
    Stream,
    /// An output event stream.
    Events,
}

/// A list shape.
#[derive(Debug)]
pub struct ListType {
    /// What it holds.
    pub item: Type,
    /// `locationName` of the item; empty where the model has none (the protocol's default is `member`). What a flattened
    /// list's elements are called, if there is one.
    pub item_wire: &'static str,
    /// Whether items stand directly in the parent (XML, query).
    pub flattened: bool,
    /// Smallest length or number the model allows for an item.
    pub item_min: f64,
    /// The item's XML namespace.
    pub item_xml_namespace: Option<XmlNamespace>,
}

impl ListType {
    /// The name of an item's element.
    pub const fn item_name(&self) -> &'static str {
        if self.item_wire.is_empty() { "member" } else { self.item_wire }
    }
}

/// A map shape.
#[derive(Debug)]
pub struct MapType {
    /// What it holds.
    pub value: Type,
    /// `locationName` of the key; empty where the model has none (default `key`).
    pub key_wire: &'static str,
    /// `locationName` of the value; empty where the model has none (default `value`).
    pub value_wire: &'static str,
    /// Whether entries stand directly in the parent (XML, query).
    pub flattened: bool,
    /// Smallest length of a key.
    pub key_min: f64,
    /// Smallest length or number the model allows for a value.
    pub value_min: f64,
    /// The XML namespaces of key and value. Hardly any map has them.
    pub xml_namespaces: Option<&'static EntryNamespaces>,
}

/// The XML namespaces of the parts of a map's entry.
#[derive(Debug)]
pub struct EntryNamespaces {
    /// That of the key's element.
    pub key: Option<XmlNamespace>,
    /// That of the value's element.
    pub value: Option<XmlNamespace>,
}

impl MapType {
    /// The name of a key's element.
    pub const fn key_name(&self) -> &'static str {
        if self.key_wire.is_empty() { "key" } else { self.key_wire }
    }

    /// The name of a value's element.
    pub const fn value_name(&self) -> &'static str {
        if self.value_wire.is_empty() { "value" } else { self.value_wire }
    }
}

/// An XML namespace declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlNamespace {
    /// The URI.
    pub uri: &'static str,
    /// The prefix; empty for the default namespace.
    pub prefix: &'static str,
}

/// Where a member goes on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the body (or, for the payload member, is the body).
    Body,
    /// In the path.
    Uri,
    /// In the query string.
    Query,
    /// A header.
    Header,
    /// All headers with the prefix that is the member's wire name.
    Headers,
    /// The HTTP status code (output).
    Status,
}

impl Location {
    /// Whether a response has such a member in its body. Path and query string are places of requests: a shape may be
    /// input and output at once.
    #[inline]
    pub const fn is_in_response_body(self) -> bool {
        matches!(self, Self::Body | Self::Uri | Self::Query)
    }
}

/// Yes-or-no traits of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// No trait.
    pub const NONE: Flags = Flags(0);
    /// Must be given.
    pub const REQUIRED: Flags = Flags(1);
    /// Never shown in `Debug`, logs or errors.
    pub const SENSITIVE: Flags = Flags(2);
    /// Filled with a random UUID when absent.
    pub const IDEMPOTENCY_TOKEN: Flags = Flags(4);
    /// The model gives a `locationName`.
    pub const NAMED: Flags = Flags(8);
    /// A string that holds JSON (base64 of it in a header).
    pub const JSON_VALUE: Flags = Flags(16);
    /// An XML attribute of its structure.
    pub const XML_ATTRIBUTE: Flags = Flags(32);
    /// The payload of an event.
    pub const EVENT_PAYLOAD: Flags = Flags(64);
    /// A header of an event.
    pub const EVENT_HEADER: Flags = Flags(128);
    /// A label of the operation's host prefix.
    pub const HOST_LABEL: Flags = Flags(256);
    /// A streaming blob whose length must be known before it is sent.
    pub const REQUIRES_LENGTH: Flags = Flags(512);
    /// A header of a response that another member holds as text: absent where the text is not a value of its type.
    pub const HELD_AS_TEXT: Flags = Flags(1024);
    /// Goes by its name in the model in forms of the protocol ec2.
    pub const NAME_IN_FORMS: Flags = Flags(2048);

    /// Both.
    pub const fn and(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// Whether all of `other` are set.
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Rare traits of a member, kept apart so that [`Member`] stays small.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// Name in forms of the protocol ec2, where it is neither that on the wire nor that in the model; empty for none.
    pub form_name: &'static str,
    /// XML namespace of the element.
    pub xml_namespace: Option<XmlNamespace>,
}

impl Traits {
    /// None of them.
    pub const NONE: Traits = Traits { form_name: "", xml_namespace: None };
}

/// One member of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name in the model: what boto3 users write.
    pub name: &'static str,
    /// The name on the wire: `locationName`, else the name.
    pub wire: &'static str,
    /// Its type.
    pub ty: Type,
    /// Where it goes.
    pub location: Location,
    /// Yes-or-no traits.
    pub flags: Flags,
    /// Smallest length (strings, blobs, lists, maps) or number the model allows; `-inf` without one.
    pub min: f64,
    /// Rare traits.
    pub traits: &'static Traits,
}

impl Member {
    /// A body member.
    pub const fn new(name: &'static str, wire: &'static str, ty: Type) -> Self {
        Self {
            name,
            wire,
            ty,
            location: Location::Body,
            flags: Flags::NONE,
            min: f64::NEG_INFINITY,
            traits: &Traits::NONE,
        }
    }

    /// A body member with these flags.
    ///
    /// Generated tables use this and [`placed`](Self::placed): one call of an associated function costs the compiler
    /// much less than a chain of method calls.
    pub const fn flagged(name: &'static str, wire: &'static str, ty: Type, flags: Flags) -> Self {
        Self::placed(name, wire, ty, flags, Location::Body, f64::NEG_INFINITY)
    }

    /// A member with these flags at this place, with this smallest length or number.
    pub const fn placed(
        name: &'static str,
        wire: &'static str,
        ty: Type,
        flags: Flags,
        location: Location,
        min: f64,
    ) -> Self {
        Self { name, wire, ty, location, flags, min, traits: &Traits::NONE }
    }

    /// With these flags as well.
    pub const fn with(mut self, flags: Flags) -> Self {
        self.flags = self.flags.and(flags);
        self
    }

    /// At this place.
    pub const fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// With this smallest length or number.
    pub const fn min(mut self, min: f64) -> Self {
        self.min = min;
        self
    }

    /// With these rare traits.
    pub const fn traits(mut self, traits: &'static Traits) -> Self {
        self.traits = traits;
        self
    }

    /// The name in a form.
    pub fn form_name(&self) -> &'static str {
        match self.traits.form_name {
            "" if self.is(Flags::NAME_IN_FORMS) => self.name,
            "" => self.wire,
            own => own,
        }
    }

    /// Whether all of `flags` are set.
    pub const fn is(&self, flags: Flags) -> bool {
        self.flags.has(flags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_a_form_is_that_on_the_wire_unless_a_member_says_otherwise() {
        const NAMES: [Member; 3] = [
            Member::new("Filters", "Filter", Type::String),
            Member::new("Key", "key", Type::String).with(Flags::NAME_IN_FORMS),
            Member::new("Groups", "groupSet", Type::String)
                .traits(&Traits { form_name: "GroupId", ..Traits::NONE }),
        ];
        assert_eq!(NAMES.map(|member| member.form_name()), ["Filter", "Key", "GroupId"]);
    }
}
