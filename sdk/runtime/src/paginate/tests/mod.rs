//! The rules of listings, one test each, against a server that follows a script.

#![allow(clippy::unwrap_used)]

mod memory;
mod rules;

use super::*;
use crate::Session;
use crate::client::{Builder, Core};
use crate::error::ErrorKind;
use crate::http::test::{Answer, TestClient};
use crate::jmespath::Expression;
use crate::paginate::schema::Token;
use crate::protocol::{JSON, base64};
use crate::reflect::{NO_VALUE, Shape, Value};
use crate::schema::{ListType, MapType, Member, OperationSchema, ServiceSchema, StructSchema, Type};
use crate::testing::structure;
use crate::types::{Blob, Map};
use serde_json::{Value as Json, json};

static SERVICE: ServiceSchema = crate::testing::service(JSON);
static OPERATION: OperationSchema = crate::testing::operation(&SERVICE);

const NAMES: Type = Type::List(&ListType {
    item: Type::String,
    item_wire: "",
    flattened: false,
    item_min: f64::NEG_INFINITY,
    item_xml_namespace: None,
});

const fn map(value: Type) -> Type {
    const fn of(value: Type) -> MapType {
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
    const TEXTS: &MapType = &of(Type::String);
    const BLOBS: &MapType = &of(Type::Blob);
    match value {
        Type::Blob => Type::Map(BLOBS),
        _ => Type::Map(TEXTS),
    }
}

structure! {
    In() {
        next: Option<String> => Member::new("Next", "Next", Type::String),
        part: Option<i64> => Member::new("Part", "Part", Type::Integer),
        start: Option<Map<Blob>> => Member::new("Start", "Start", map(Type::Blob)),
        size: Option<i64> => Member::new("Size", "Size", Type::Integer),
        size_text: Option<String> => Member::new("SizeText", "SizeText", Type::String),
    }
}

structure! {
    Inner() {
        names: Option<Vec<String>> => Member::new("Names", "Names", NAMES),
        owner: Option<String> => Member::new("Owner", "Owner", Type::String),
    }
}

structure! {
    Out() {
        names: Option<Vec<String>> => Member::new("Names", "Names", NAMES),
        others: Option<Vec<String>> => Member::new("Others", "Others", NAMES),
        count: Option<i64> => Member::new("Count", "Count", Type::Integer),
        log: Option<String> => Member::new("Log", "Log", Type::String),
        marks: Option<Map<String>> => Member::new("Marks", "Marks", map(Type::String)),
        inner: Option<Inner> => Member::new("Inner", "Inner", Type::Structure),
        next: Option<String> => Member::new("Next", "Next", Type::String),
        part: Option<i64> => Member::new("Part", "Part", Type::Integer),
        last: Option<Map<Blob>> => Member::new("Last", "Last", map(Type::Blob)),
        more: Option<bool> => Member::new("More", "More", Type::Boolean),
    }
}

/// Declares an operation with a paginator.
macro_rules! listing {
    ($name:ident, $items:ty, |$page:ident| $take:expr, $schema:expr) => {
        struct $name;
        impl Operation for $name {
            type Input = In;
            type Output = Out;
            fn schema() -> &'static OperationSchema {
                &OPERATION
            }
        }
        impl Paginated for $name {
            fn paginator() -> &'static PaginatorSchema {
                const { &$schema }
            }
        }
        impl ResultKey for $name {
            type Operation = Self;
            type Items = $items;
            fn take($page: Out) -> Self::Items {
                $take
            }
        }
    };
}

const NEXT: Token = Token { input: 0, output: Expression::Field("Next") };

const fn names(tokens: &'static [Token]) -> PaginatorSchema {
    PaginatorSchema {
        tokens,
        more_results: None,
        limit: Some(3),
        results: &[&[0], &[1], &[2]],
        constant: &[],
    }
}

listing!(List, Vec<String>, |page| page.names.unwrap_or_default(), names(&[NEXT]));
listing!(
    Parts,
    Vec<String>,
    |page| page.names.unwrap_or_default(),
    PaginatorSchema {
        more_results: Some(Expression::Field("More")),
        limit: Some(4),
        ..names(&[NEXT, Token { input: 1, output: Expression::Field("Part") }])
    }
);
listing!(
    Last,
    Vec<String>,
    |page| page.names.unwrap_or_default(),
    names(&[Token {
        input: 0,
        output: Expression::Or(
            &Expression::Field("Next"),
            &Expression::Then(&Expression::Field("Names"), &Expression::Index(-1)),
        ),
    }])
);
listing!(
    Keys,
    Vec<String>,
    |page| page.names.unwrap_or_default(),
    names(&[Token { input: 2, output: Expression::Field("Last") }])
);
listing!(
    Log,
    Option<String>,
    |page| page.log,
    PaginatorSchema { limit: None, results: &[&[3]], ..names(&[NEXT]) }
);
listing!(
    Marks,
    Map<String>,
    |page| page.marks.unwrap_or_default(),
    PaginatorSchema { results: &[&[4]], ..names(&[NEXT]) }
);
listing!(
    Nested,
    Vec<String>,
    |page| page.inner.and_then(|inner| inner.names).unwrap_or_default(),
    PaginatorSchema { results: &[&[5, 0], &[2], &[3], &[4]], constant: &[&[5, 1]], ..names(&[NEXT]) }
);

enum Others {}

impl ResultKey for Others {
    type Operation = List;
    type Items = Vec<String>;
    const INDEX: usize = 1;
    fn take(page: Out) -> Self::Items {
        page.others.unwrap_or_default()
    }
}

/// A server that answers with these outputs, one after the other.
fn server(pages: impl IntoIterator<Item = Json>) -> TestClient {
    TestClient::replay(pages.into_iter().map(|page| Answer::new(200).body(page.to_string())))
}

fn call<O: Operation>(http: &TestClient) -> Call<O> {
    let session = Session::builder()
        .region("eu-west-1")
        .endpoint_url("http://test.example")
        .anonymous(true)
        .http_client(http.clone())
        .build()
        .unwrap();
    let core: Core = Builder::new(&session, &SERVICE).max_attempts(1).build();
    Call::new(&core)
}

fn pages<O: Paginated<Input = In>>(http: &TestClient) -> Pages<O> {
    Pages::new(call(http))
}

/// The inputs that were sent.
fn sent(http: &TestClient) -> Vec<Json> {
    http.requests().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
}

async fn all<O>(pages: &mut Pages<O>) -> Vec<Out>
where
    O: Paginated<Input = In, Output = Out>,
{
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        all.push(page.unwrap());
    }
    all
}

async fn items<O>(http: &TestClient) -> Vec<String>
where
    O: Paginated<Input = In, Output = Out> + ResultKey<Operation = O, Items = Vec<String>>,
{
    pages::<O>(http).items().try_collect().await.unwrap()
}

/// boto3's text for a place.
fn token(json: &str) -> String {
    base64::encode(json.as_bytes())
}

fn text(token: Option<String>) -> String {
    String::from_utf8(base64::decode(token.unwrap().as_bytes()).unwrap()).unwrap()
}
