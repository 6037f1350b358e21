//! Shapes written by hand for the tests of this crate: what a generated service crate would hold, in small.

use crate::endpoint::{
    BuiltIn, EndpointTemplate, Expression, Legacy, Parameter, ParameterType, Rule, RuleSet,
};
use crate::protocol::Protocol;
use crate::reflect::{NO_VALUE, Shape, Value};
use crate::schema::{
    ClientContext, ErrorSchema, Flags, ListType, Location, MapType, Member, OperationSchema, RetryTraits,
    Retryable, ServiceSchema, StructSchema, Type,
};
use crate::types::{Blob, Boxed, ByteStream, Document, Map, Timestamp, TimestampFormat};

/// Declares a structure with its schema: `Name(schema) { field: Type => member, .. }`.
macro_rules! structure {
    ($(#[$meta:meta])* $name:ident($($call:ident($argument:expr)),*) { $($field:ident: $ty:ty => $member:expr,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Default)]
        pub(crate) struct $name { $(pub(crate) $field: $ty),* }

        impl Clone for $name {
            fn clone(&self) -> Self {
                crate::internal::reflect::clone(self)
            }
        }

        impl $name {
            const SCHEMA: StructSchema =
                StructSchema::new(stringify!($name), const { &[$($member),*] })$(.$call($argument))*;
        }

        impl Shape for $name {
            fn schema(&self) -> &'static StructSchema {
                const { &Self::SCHEMA }
            }
            fn get(&self, index: usize) -> &dyn Value {
                let fields: &[&dyn Value] = &[$(&self.$field),*];
                fields.get(index).copied().unwrap_or(NO_VALUE)
            }
            fn get_mut(&mut self, index: usize) -> &mut dyn Value {
                let mut fields: Vec<&mut dyn Value> = vec![$(&mut self.$field),*];
                fields.swap_remove(index)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                crate::internal::reflect::eq(self, other)
            }
        }
    };
}

pub(crate) use structure;

const STRINGS: Type = Type::List(&list(Type::String, "", false));
const FLAT_STRINGS: Type = Type::List(&list(Type::String, "item", true));
const NUMBERS: Type = Type::List(&list(Type::Integer, "", false));
const NUMBER_LISTS: Type = Type::List(&list(NUMBERS, "", false));
const TIMESTAMPS: Type = Type::List(&list(TIMESTAMP, "", false));
const STRUCTURES: Type = Type::List(&list(Type::Structure, "", false));
const STRING_MAP: Type = Type::Map(&map(Type::String));
const STRINGS_MAP: Type = Type::Map(&map(STRINGS));
const NUMBER_MAP: Type = Type::Map(&map(Type::Integer));
const NUMBER_MAPS: Type = Type::List(&list(NUMBER_MAP, "", false));
const STRUCTURE_MAP: Type = Type::Map(&map(Type::Structure));
const TIMESTAMP: Type = Type::Timestamp(None);

const fn list(item: Type, item_wire: &'static str, flattened: bool) -> ListType {
    ListType { item, item_wire, flattened, item_min: f64::NEG_INFINITY, item_xml_namespace: None }
}

const fn map(value: Type) -> MapType {
    MapType {
        value,
        key_wire: "",
        value_wire: "",
        flattened: false,
        key_min: f64::NEG_INFINITY,
        value_min: f64::NEG_INFINITY,
        xml_namespaces: None,
    }
}

const fn formatted(format: TimestampFormat) -> Type {
    Type::Timestamp(Some(format))
}

structure! {
    /// One member of every type, in the body.
    Everything() {
        text: Option<String> => Member::new("Text", "text", Type::String),
        flag: Option<bool> => Member::new("Flag", "Flag", Type::Boolean),
        number: Option<i64> => Member::new("Number", "Number", Type::Integer),
        long: Option<i64> => Member::new("Long", "Long", Type::Integer),
        float: Option<f32> => Member::new("Float", "Float", Type::Float),
        double: Option<f64> => Member::new("Double", "Double", Type::Double),
        blob: Option<Blob> => Member::new("Blob", "Blob", Type::Blob),
        time: Option<Timestamp> => Member::new("Time", "Time", TIMESTAMP),
        iso_time: Option<Timestamp> =>
            Member::new("IsoTime", "IsoTime", formatted(TimestampFormat::Iso8601)),
        http_time: Option<Timestamp> =>
            Member::new("HttpTime", "HttpTime", formatted(TimestampFormat::Rfc822)),
        unix_time: Option<Timestamp> =>
            Member::new("UnixTime", "UnixTime", formatted(TimestampFormat::UnixTimestamp)),
        color: Option<Color> => Member::new("Color", "Color", Type::String),
        document: Option<Document> => Member::new("Document", "Document", Type::Document),
        strings: Option<Vec<String>> => Member::new("Strings", "Strings", STRINGS),
        sparse: Option<Vec<Option<String>>> => Member::new("Sparse", "Sparse", STRINGS),
        flat: Option<Vec<String>> => Member::new("Flat", "Flat", FLAT_STRINGS),
        nested_list: Option<Vec<Vec<i64>>> => Member::new("NestedList", "NestedList", NUMBER_LISTS),
        children: Option<Vec<Everything>> =>
            Member::new("Children", "Children", STRUCTURES),
        map: Option<Map<i64>> => Member::new("Map", "Map", NUMBER_MAP),
        child_map: Option<Map<Everything>> =>
            Member::new("ChildMap", "ChildMap", STRUCTURE_MAP),
        child: Option<Boxed<Everything>> => Member::new("Child", "Child", Type::Structure),
        choice: Option<Choice> => Member::new("Choice", "Choice", Type::Structure),
        secret: Option<String> => Member::new("Secret", "Secret", Type::String).with(Flags::SENSITIVE),
    }
}

structure! {
    /// The items of a table.
    Items() {
        items: Option<Vec<Map<i64>>> =>
            Member::new("Items", "Items", NUMBER_MAPS),
    }
}

structure! {
    /// One member for every place of an HTTP request, and two of the body.
    Places() {
        label: Option<String> => Member::new("Label", "label", Type::String).at(Location::Uri),
        greedy: Option<String> => Member::new("Greedy", "Greedy", Type::String).at(Location::Uri),
        query: Option<String> => Member::new("Query", "q", Type::String).at(Location::Query),
        query_list: Option<Vec<Timestamp>> =>
            Member::new("QueryList", "list", TIMESTAMPS).at(Location::Query),
        query_map: Option<Map<Vec<String>>> =>
            Member::new("QueryMap", "QueryMap", STRINGS_MAP).at(Location::Query),
        header: Option<String> => Member::new("Header", "X-Text", Type::String).at(Location::Header),
        header_list: Option<Vec<String>> => Member::new("HeaderList", "X-List", STRINGS).at(Location::Header),
        header_times: Option<Vec<Timestamp>> =>
            Member::new("HeaderTimes", "X-Times", TIMESTAMPS).at(Location::Header),
        header_numbers: Option<Vec<i64>> =>
            Member::new("HeaderNumbers", "X-Numbers", NUMBERS)
                .at(Location::Header),
        header_time: Option<Timestamp> => Member::new("HeaderTime", "X-Time", TIMESTAMP).at(Location::Header),
        expires: Option<Timestamp> =>
            Member::new("Expires", "Expires", TIMESTAMP).at(Location::Header).with(Flags::HELD_AS_TEXT),
        expires_string: Option<String> =>
            Member::new("ExpiresString", "Expires", Type::String).at(Location::Header),
        header_flag: Option<bool> => Member::new("HeaderFlag", "X-Flag", Type::Boolean).at(Location::Header),
        header_json: Option<String> =>
            Member::new("HeaderJson", "X-Json", Type::String).at(Location::Header).with(Flags::JSON_VALUE),
        metadata: Option<Map<String>> =>
            Member::new("Metadata", "x-meta-", STRING_MAP).at(Location::Headers),
        status: Option<i64> => Member::new("Status", "Status", Type::Integer).at(Location::Status),
        body: Option<String> => Member::new("Body", "body", Type::String),
        more: Option<i64> => Member::new("More", "More", Type::Integer),
    }
}

structure! {
    /// A structure as the whole body.
    StructurePayload(payload(1)) {
        header: Option<String> => Member::new("Header", "X-Text", Type::String).at(Location::Header),
        body: Option<Everything> => Member::new("Body", "Body", Type::Structure),
    }
}

structure! {
    /// A blob as the whole body, with its own content type.
    BlobPayload(payload(1)) {
        content_type: Option<String> =>
            Member::new("ContentType", "Content-Type", Type::String).at(Location::Header),
        body: Option<Blob> => Member::new("Body", "Body", Type::Blob),
    }
}

structure! {
    /// Free JSON as the whole body.
    DocumentPayload(payload(0)) {
        body: Option<Document> => Member::new("Body", "Body", Type::Document),
    }
}

structure! {
    /// A stream as the whole body.
    StreamPayload(payload(0)) {
        body: ByteStream => Member::new("Body", "Body", Type::Stream),
    }
}

structure! {
    /// A structure without members.
    Nothing() {}
}

structure! {
    /// An exception with fields in the body and in a header.
    Refused() {
        message: Option<String> => Member::new("Message", "Message", Type::String),
        reason: Option<String> => Member::new("Reason", "X-Reason", Type::String).at(Location::Header),
        details: Option<Vec<String>> => Member::new("Details", "details", STRINGS),
    }
}

/// Makes structures exceptions of the service with this id.
macro_rules! exceptions {
    ($($name:ident of $service:literal),*) => {$(
        impl crate::error::Exception for $name {
            fn service(&self) -> &'static str {
                $service
            }
        }
    )*};
}

pub(crate) use exceptions;

exceptions!(Refused of "Test");

/// An enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Color {
    #[default]
    Red,
    Unknown(String),
}

impl From<&str> for Color {
    fn from(value: &str) -> Self {
        if value == "red" { Self::Red } else { Self::Unknown(value.to_owned()) }
    }
}

impl Value for Color {
    fn view(&self) -> crate::reflect::View<'_> {
        crate::reflect::View::String(match self {
            Self::Red => "red",
            Self::Unknown(value) => value,
        })
    }
    fn slot(&mut self) -> crate::reflect::Slot<'_> {
        crate::reflect::Slot::Enum(self)
    }
}

/// A union.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Text(String),
    Many(Vec<String>),
    Nested(Boxed<Everything>),
    Unknown(String),
}

impl Default for Choice {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl Choice {
    const SCHEMA: StructSchema = StructSchema::union(
        "Choice",
        const {
            &[
                Member::new("Text", "text", Type::String),
                Member::new("Many", "Many", STRINGS),
                Member::new("Nested", "Nested", Type::Structure),
            ]
        },
    );
}

impl Shape for Choice {
    fn schema(&self) -> &'static StructSchema {
        const { &Self::SCHEMA }
    }
    fn get(&self, index: usize) -> &dyn Value {
        match (self, index) {
            (Self::Text(value), 0) => value,
            (Self::Many(value), 1) => value,
            (Self::Nested(value), 2) => value,
            _ => NO_VALUE,
        }
    }
    fn get_mut(&mut self, index: usize) -> &mut dyn Value {
        *self = match index {
            0 => Self::Text(String::new()),
            1 => Self::Many(Vec::new()),
            _ => Self::Nested(Boxed::default()),
        };
        match self {
            Self::Text(value) => value,
            Self::Many(value) => value,
            Self::Nested(value) => value,
            Self::Unknown(_) => unreachable!("set above"),
        }
    }
    fn set_unknown(&mut self, name: &str) {
        *self = Self::Unknown(name.to_owned());
    }
    fn unknown(&self) -> Option<&str> {
        match self {
            Self::Unknown(name) => Some(name),
            _ => None,
        }
    }
}

/// The endpoint is the one the client is given.
static RULES: RuleSet = RuleSet {
    parameters: &[
        Parameter {
            name: "Endpoint",
            ty: ParameterType::String,
            built_in: Some(BuiltIn::Endpoint),
            default: None,
            required: true,
            cached: true,
        },
        Parameter {
            name: "Special",
            ty: ParameterType::Boolean,
            built_in: None,
            default: None,
            required: false,
            cached: true,
        },
    ],
    conditions: &[],
    endpoints: &[EndpointTemplate::new(Expression::Slot(0))],
    errors: &[],
    rules: &[Rule::Endpoint { conditions: &[], endpoint: 0 }],
    slots: 1,
    partitions: &[],
    legacy: Legacy::NONE,
};

/// A service called `Test` that speaks `protocol`.
pub(crate) const fn service(protocol: &'static dyn Protocol) -> ServiceSchema {
    ServiceSchema {
        name: "test",
        id: "Test",
        api_version: "2026-01-01",
        endpoint_prefix: "test",
        signing_name: "test",
        protocol,
        json_version: "1.1",
        target_prefix: "Test_20260101",
        query_compatible: false,
        s3_signature: false,
        environment_token: false,
        auth: &[],
        errors: const { &[ErrorSchema { shape: "Refused", code: "Refused", retryable: Retryable::No }] },
        not_found: &[],
        rules: &RULES,
        discovery: None,
        client_context: const { &[ClientContext { parameter: 1, name: "special", default: None }] },
        retry: RetryTraits::STANDARD,
        interceptors: &[],
        identity: None,
    }
}

/// A service of this name and id that speaks JSON.
pub(crate) const fn named(name: &'static str, id: &'static str) -> ServiceSchema {
    ServiceSchema { name, id, signing_name: name, ..service(crate::protocol::JSON) }
}

/// An operation `Act` of `service`: `POST /`, with input and output.
pub(crate) const fn operation(service: &'static ServiceSchema) -> OperationSchema {
    OperationSchema {
        name: "Act",
        service,
        method: "POST",
        path: const { &[crate::schema::TemplatePart::Text("/")] },
        query: &[],
        host_prefix: &[],
        has_input: true,
        input_wire: "",
        input_xml_namespace: None,
        has_output: true,
        result_wrapper: "",
        auth: &[],
        unsigned_payload: false,
        checksum: None,
        compression: &[],
        context: &[],
        long_poll: false,
    }
}
