//! Shapes: what becomes a type, and what only tells types apart on the wire.

/// Index of a [`Structure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StructureId(pub usize);

/// Index of an [`Enum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnumId(pub usize);

/// Index of a [`List`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListId(pub usize);

/// Index of a [`Map`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapId(pub usize);

/// The type of a member, list item or map value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `boolean`
    Boolean,
    /// `integer` and `long`.
    Integer,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `string`
    String,
    /// `string` with known values.
    Enum(EnumId),
    /// `blob`
    Blob,
    /// `timestamp`, and how it is written where the model says.
    Timestamp(Option<TimestampFormat>),
    /// Free JSON.
    Document,
    /// `structure`
    Structure(StructureId),
    /// `list`
    List(ListId),
    /// `map`
    Map(MapId),
    /// A streaming blob.
    Stream,
    /// A stream of events.
    Events(StructureId),
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `2026-01-31T12:30:00Z`
    Iso8601,
    /// Seconds since 1970.
    UnixTimestamp,
    /// `Sat, 31 Jan 2026 12:30:00 GMT`
    Rfc822,
}

/// An XML namespace declaration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct XmlNamespace {
    /// The URI.
    pub uri: String,
    /// The prefix; empty for the default namespace.
    pub prefix: String,
}

/// The file a structure stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    /// `types`
    Types,
    /// `errors`
    Errors,
}

/// What kind of structure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any number of members.
    Structure,
    /// Exactly one member; also the kinds of events of a stream.
    Union,
}

/// A structure.
#[derive(Debug)]
pub struct Structure {
    /// The shape's name.
    pub name: String,
    /// Its type name.
    pub type_name: String,
    /// Where it stands.
    pub module: Module,
    /// What kind it is.
    pub kind: Kind,
    /// What it is, Markdown.
    pub docs: String,
    /// Its members, in the order of the model.
    pub members: Vec<Member>,
    /// The member that is the whole body.
    pub payload: Option<usize>,
    /// Its element where it is the root of XML.
    pub wire: String,
    /// Its XML namespace.
    pub xml_namespace: Option<XmlNamespace>,
    /// Whether users fill it as part of an input of the whole model, so that it gets setters, whatever is selected of it.
    pub setters: bool,
    /// Whether its lists and maps, or the variants of a union, get accessors: not those of parts of a service, which have no users.
    pub accessors: bool,
    /// Whether it holds an access key and converts into credentials of the runtime.
    pub credentials: bool,
    /// The operation whose input this is, if it is nothing else: its members are described there.
    pub input_of: Option<String>,
}

/// A member.
#[derive(Debug)]
pub struct Member {
    /// The name in the model.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// The field's name; of a union, the variant's.
    pub rust_name: String,
    /// The name of its setter, `with_key`.
    pub setter: String,
    /// What it is, Markdown.
    pub docs: String,
    /// Its type.
    pub ty: Type,
    /// Whether it needs an indirection, since its type contains this one.
    pub boxed: bool,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it must not be shown.
    pub sensitive: bool,
    /// Whether it is filled with a random UUID.
    pub idempotency_token: bool,
    /// Whether the model gives it a `locationName`.
    pub named: bool,
    /// Whether it is a string that holds JSON.
    pub json_value: bool,
    /// Whether it is an XML attribute.
    pub xml_attribute: bool,
    /// Whether it is the payload of an event.
    pub event_payload: bool,
    /// Whether it is a header of an event.
    pub event_header: bool,
    /// Whether it is a label of the host prefix.
    pub host_label: bool,
    /// Whether its length must be known.
    pub requires_length: bool,
    /// Whether it is a header that another member holds as text.
    pub held_as_text: bool,
    /// `flattened` where it differs from that of the list or map.
    pub flattened: Option<bool>,
    /// Smallest length or number.
    pub min: Option<f64>,
    /// Its name in a form of the protocol ec2.
    pub form_name: FormName,
    /// XML namespace.
    pub xml_namespace: Option<XmlNamespace>,
}

/// The name of a member in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormName {
    /// The name on the wire.
    Wire,
    /// The name in the model.
    Member,
    /// Another one.
    Own(String),
}

/// Where a member goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// The body.
    Body,
    /// The path.
    Uri,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// All headers with a prefix.
    Headers,
    /// The status code.
    Status,
}

/// A string with known values.
#[derive(Debug)]
pub struct Enum {
    /// Its type name.
    pub type_name: String,
    /// What it is, Markdown.
    pub docs: String,
    /// Its known values, sorted by wire name.
    pub values: Vec<Value>,
}

/// A known value.
#[derive(Debug)]
pub struct Value {
    /// On the wire.
    pub wire: String,
    /// The variant.
    pub variant: String,
}

/// A list.
#[derive(Clone, Debug)]
pub struct List {
    /// The name of its constant.
    pub constant: String,
    /// Whether a member, list or map points to its constant.
    pub used: bool,
    /// What it holds.
    pub item: Type,
    /// Name of the item on the wire.
    pub item_wire: String,
    /// Whether items stand in the parent.
    pub flattened: bool,
    /// Whether items may be absent.
    pub sparse: bool,
    /// Smallest length or number of an item.
    pub item_min: Option<f64>,
    /// The item's XML namespace.
    pub item_xml_namespace: Option<XmlNamespace>,
}

/// A map.
#[derive(Clone, Debug)]
pub struct Map {
    /// The name of its constant.
    pub constant: String,
    /// Whether a member, list or map points to its constant.
    pub used: bool,
    /// What it holds.
    pub value: Type,
    /// Name of the key on the wire.
    pub key_wire: String,
    /// Name of the value on the wire.
    pub value_wire: String,
    /// Whether entries stand in the parent.
    pub flattened: bool,
    /// Whether values may be absent.
    pub sparse: bool,
    /// Smallest length of a key.
    pub key_min: Option<f64>,
    /// Smallest length or number of a value.
    pub value_min: Option<f64>,
    /// The key's XML namespace.
    pub key_xml_namespace: Option<XmlNamespace>,
    /// The value's XML namespace.
    pub value_xml_namespace: Option<XmlNamespace>,
}
