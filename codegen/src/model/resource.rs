//! `resources.json`: what a service keeps, as objects with attributes, actions and collections.
//!
//! Every key of boto3's definitions is listed here; those that boto3 does not act on are read and dropped.

use crate::Error;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The resources of a service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    /// The service itself.
    #[serde(default)]
    pub service: Definition,
    /// Types by name.
    #[serde(default)]
    pub resources: IndexMap<String, Definition>,
}

impl Resources {
    /// Reads the text of a file of definitions. `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let mut json = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let place = error.path().to_string();
            Error::new(file, if place == "." { String::new() } else { place }, error.into_inner().to_string())
        })
    }
}

/// A type of resources, or the service.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Definition {
    /// What tells one from another.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
    /// The shape of its data.
    pub shape: Option<String>,
    /// The call that brings its data.
    pub load: Option<Action>,
    /// Calls by name.
    #[serde(default)]
    pub actions: IndexMap<String, Action>,
    /// Calls for all that stand on a page of a collection, by name.
    #[serde(default)]
    pub batch_actions: IndexMap<String, Action>,
    /// Other resources it leads to without any call, by name.
    #[serde(default)]
    pub has: IndexMap<String, Has>,
    /// Collections by name.
    #[serde(default)]
    pub has_many: IndexMap<String, Action>,
    /// Waiters by name.
    #[serde(default)]
    pub waiters: IndexMap<String, Waiter>,
}

/// One identifier of a type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Identifier {
    /// Its name.
    pub name: String,
    /// The attribute that is the same thing.
    pub member_name: Option<String>,
    #[serde(default, rename = "type")]
    _type: IgnoredAny,
}

/// A call: a load, an action, a batch action or a collection.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What is called.
    pub request: Request,
    /// What is made of the answer.
    pub resource: Option<Produced>,
    /// What of the answer is given, where no resources are made of it.
    pub path: Option<String>,
}

/// What is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The operation.
    pub operation: String,
    /// What its input is filled with.
    #[serde(default)]
    pub params: Vec<Param>,
}

/// What is made: resources of a type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Produced {
    /// The type.
    #[serde(rename = "type")]
    pub resource: String,
    /// Where their data is.
    pub path: Option<String>,
    /// Where their identifiers come from.
    #[serde(default)]
    pub identifiers: Vec<Param>,
}

/// A value and where it goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Where it goes: a place in an input, or an identifier.
    pub target: String,
    /// What kind of thing it comes from.
    pub source: String,
    /// The name of the identifier it comes from.
    pub name: Option<String>,
    /// The JMESPath expression that finds it.
    pub path: Option<String>,
    /// It, if it is a constant.
    pub value: Option<Value>,
}

/// Another resource that one leads to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Has {
    /// Which.
    pub resource: Produced,
}

/// A waiter of the service for one resource.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Waiter {
    /// The waiter of the service.
    pub waiter_name: String,
    /// What its input is filled with.
    #[serde(default)]
    pub params: Vec<Param>,
    #[serde(default, rename = "path")]
    _path: IgnoredAny,
}
