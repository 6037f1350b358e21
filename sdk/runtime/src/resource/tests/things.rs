//! The shapes, operations and resource types.

use super::*;
use crate::jmespath::Expression;
use crate::jmespath::Expression::{Field, Flatten, Projection, Then};
use crate::paginate::Paginated;
use crate::paginate::schema::{PaginatorSchema, Token};
use crate::protocol::JSON;
use crate::reflect::{NO_VALUE, Shape, Value};
use crate::schema::{ListType, Member, OperationSchema, ServiceSchema, StructSchema, Type};
use crate::testing::structure;

pub(super) static SERVICE: ServiceSchema = ServiceSchema {
    not_found: const { &[("ValidationError", "does not exist")] },
    ..crate::testing::service(JSON)
};

const fn list(item: Type) -> ListType {
    ListType { item, item_wire: "", flattened: false, item_min: f64::NEG_INFINITY, item_xml_namespace: None }
}

const STRINGS: Type = Type::List(&list(Type::String));
const STRUCTURES: Type = Type::List(&list(Type::Structure));

const fn member(name: &'static str, ty: Type) -> Member {
    Member::new(name, name, ty)
}

structure! {
    ThingData() {
        id: Option<String> => member("Id", Type::String),
        name: Option<String> => member("Name", Type::String),
        owner_id: Option<String> => member("OwnerId", Type::String),
        parts: Option<Vec<PartData>> => member("Parts", STRUCTURES),
    }
}

structure! {
    PartData() {
        id: Option<String> => member("Id", Type::String),
        size: Option<i64> => member("Size", Type::Integer),
    }
}

structure! {
    /// What the creation of a thing answers: alike, but not the same shape.
    Description() {
        note: Option<String> => member("Note", Type::String),
        parts: Option<Vec<PartData>> => member("Parts", STRUCTURES),
        name: Option<String> => member("Name", Type::String),
        id: Option<i64> => member("Id", Type::Integer),
    }
}

structure! {
    Filter() {
        name: Option<String> => member("Name", Type::String),
        values: Option<Vec<String>> => member("Values", STRINGS),
    }
}

structure! {
    Options() {
        deep: Option<bool> => member("Deep", Type::Boolean),
        order: Option<String> => member("Order", Type::String),
    }
}

structure! {
    DescribeThingsInput() {
        ids: Option<Vec<String>> => member("Ids", STRINGS),
        filters: Option<Vec<Filter>> => member("Filters", STRUCTURES),
        options: Option<Options> => member("Options", Type::Structure),
        token: Option<String> => member("Token", Type::String),
        max: Option<i64> => member("Max", Type::Integer),
    }
}

structure! {
    Group() {
        things: Option<Vec<ThingData>> => member("Things", STRUCTURES),
    }
}

structure! {
    DescribeThingsOutput() {
        groups: Option<Vec<Group>> => member("Groups", STRUCTURES),
        token: Option<String> => member("Token", Type::String),
    }
}

structure! {
    ChangeInput() {
        id: Option<String> => member("Id", Type::String),
        name: Option<String> => member("Name", Type::String),
        owner: Option<String> => member("Owner", Type::String),
        filters: Option<Vec<Filter>> => member("Filters", STRUCTURES),
        size: Option<i64> => member("Size", Type::Integer),
        strict: Option<bool> => member("Strict", Type::Boolean),
    }
}

structure! {
    ChangeOutput() {
        thing: Option<ThingData> => member("Thing", Type::Structure),
        description: Option<Description> => member("Description", Type::Structure),
        removed: Option<Vec<PartData>> => member("Removed", STRUCTURES),
        added: Option<Vec<PartData>> => member("Added", STRUCTURES),
    }
}

macro_rules! operation {
    ($name:ident: $input:ident => $output:ident) => {
        pub(super) struct $name;

        impl Operation for $name {
            type Input = $input;
            type Output = $output;
            fn schema() -> &'static OperationSchema {
                const { &OperationSchema { name: stringify!($name), ..crate::testing::operation(&SERVICE) } }
            }
        }
    };
}

operation!(DescribeThings: DescribeThingsInput => DescribeThingsOutput);
operation!(Change: ChangeInput => ChangeOutput);

/// A type of resources, as the generator writes it.
macro_rules! resource {
    ($name:ident($data:ty) = $schema:expr) => {
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub(super) struct $name(pub(super) Handle<$data>);

        impl From<Handle<$data>> for $name {
            fn from(handle: Handle<$data>) -> Self {
                Self(handle)
            }
        }

        impl Resource for $name {
            type Data = $data;
            fn schema() -> &'static ResourceSchema {
                const { &$schema }
            }
            fn handle(&self) -> &Handle<$data> {
                &self.0
            }
        }
    };
}

const NOTHING: ResourceSchema = ResourceSchema {
    service: &SERVICE,
    name: "ServiceResource",
    identifiers: &[],
    data: None,
    load: None,
    exists: None,
    given_by: &[],
};

const fn identifier(name: &'static str) -> Identifier {
    Identifier { name, sensitive: false }
}

resource!(Root(NoData) = NOTHING);

resource!(
    Thing(ThingData) = ResourceSchema {
        name: "Thing",
        identifiers: &[identifier("id")],
        data: Some(DataType::of::<ThingData>()),
        load: Some(Load::Call {
            operation: crate::client::DynOperation::of::<DescribeThings>,
            params: &[Param { target: &[Step::Member(0), Step::At(0)], source: Source::Identifier(0) }],
            path: &[PathStep::Member(0), PathStep::At(0), PathStep::Member(0), PathStep::At(0)],
        }),
        ..NOTHING
    }
);

resource!(
    Part(PartData) = ResourceSchema {
        name: "Part",
        identifiers: &[identifier("thing_id"), Identifier { name: "id", sensitive: true }],
        data: Some(DataType::of::<PartData>()),
        given_by: &["Thing.parts"],
        ..NOTHING
    }
);

// A type with a hand-written load, and an operation that tells whether there is one.
resource!(
    Box_(PartData) = ResourceSchema {
        name: "Box",
        identifiers: &[identifier("name")],
        data: Some(DataType::of::<PartData>()),
        load: Some(Load::Custom(load_box)),
        exists: Some(Exists {
            operation: crate::client::DynOperation::of::<Change>,
            params: &[Param { target: &[Step::Member(1)], source: Source::Identifier(0) }],
        }),
        ..NOTHING
    }
);

fn load_box(_: &Core, identifiers: &[String]) -> LoadFuture {
    let found = identifiers.iter().any(|name| name == "full");
    let data: Option<Box<dyn Shape>> =
        found.then(|| -> Box<dyn Shape> { Box::new(PartData { size: Some(9), ..PartData::default() }) });
    Box::pin(async { Ok(data) })
}

impl Thing {
    pub(super) fn name(&self) -> Attribute<ThingData, Option<String>> {
        self.0.attribute(1)
    }

    pub(super) fn owner(&self) -> Pending<Option<Box_>> {
        self.0.reference(
            const { &ResultSchema { identifiers: &[IdentifierSource::Data(&Field("OwnerId"))], path: None } },
        )
    }

    pub(super) fn parts(&self) -> Pending<Vec<Part>> {
        self.0.references(
            const {
                &ResultSchema {
                    identifiers: &[
                        IdentifierSource::Parent(0),
                        IdentifierSource::Data(&Projection(&Flatten(&Field("Parts")), &Field("Id"))),
                    ],
                    path: Some(&[PathStep::Member(3), PathStep::Items]),
                }
            },
        )
    }

    pub(super) fn change(&self) -> Action<Change> {
        Action::new(
            &self.0,
            const {
                &[
                    Param { target: &[Step::Member(0)], source: Source::Identifier(0) },
                    Param { target: &[Step::Member(2)], source: Source::Data(&Field("OwnerId")) },
                ]
            },
        )
    }
}

impl Root {
    pub(super) fn thing(&self, id: &str) -> Thing {
        self.0.child(const { &[ChildSource::Input(0)] }, vec![id.to_owned()])
    }

    /// All things; of the kind `big`.
    pub(super) fn things(&self) -> Collection<DescribeThings, Thing> {
        Collection::new(
            &self.0,
            const {
                &[
                    Param {
                        target: &[Step::Member(1), Step::At(0), Step::Member(0)],
                        source: Source::Text("kind"),
                    },
                    Param {
                        target: &[Step::Member(1), Step::At(0), Step::Member(1), Step::At(0)],
                        source: Source::Text("big"),
                    },
                ]
            },
            const {
                &ResultSchema {
                    identifiers: &[IdentifierSource::Response(&Projection(&THINGS, &Field("Id")))],
                    path: Some(&[PathStep::Member(0), PathStep::Items, PathStep::Member(0), PathStep::Items]),
                }
            },
            Some(DescribeThings::paginator),
        )
    }
}

/// `Groups[].Things[]`
const THINGS: Expression = Flatten(&Projection(&Flatten(&Field("Groups")), &Field("Things")));

/// `[Removed,Added]|[].Id`
pub(super) const CHANGED: Expression = Then(
    &Expression::List(const { &[Field("Removed"), Field("Added")] }),
    &Projection(&Flatten(&Expression::Current), &Field("Id")),
);

impl Paginated for DescribeThings {
    fn paginator() -> &'static PaginatorSchema {
        const {
            &PaginatorSchema {
                tokens: &[Token { input: 3, output: Field("Token") }],
                more_results: None,
                limit: Some(4),
                results: &[&[0]],
                constant: &[],
            }
        }
    }
}
