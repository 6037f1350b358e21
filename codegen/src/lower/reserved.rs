//! Names that generated code uses for something else: a table for each kind of builder, and for each other place where
//! names of the model become names in Rust. A name of the model that is in the table gets a `_` behind it.

use crate::names::Scope;

/// The names that one place in generated code reserves, in groups.
#[derive(Debug)]
pub(crate) struct Table(&'static [&'static [&'static str]]);

impl Table {
    /// A scope in which these names are taken.
    pub fn scope(&self) -> Scope {
        self.scope_with(&[])
    }

    /// A scope in which these names and `more` are taken.
    pub fn scope_with(&self, more: &[&str]) -> Scope {
        let mut names: Vec<&str> = self.names().collect();
        names.extend(more);
        Scope::new(&names)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied().flatten().copied()
    }
}

/// Keywords that cannot be written as `r#name`.
const KEYWORDS: &[&str] = &["Self", "crate", "self", "super"];

/// A setter of this name would hide the method of the trait.
const CLONE: &[&str] = &["clone"];

// Builders: their setters stand beside these methods.

/// Of every builder that makes one call: the builder of an operation, of an action, of a waiter.
const CALLS: &[&str] = &["customize", "send", "with", "with_input"];

/// Of the builder of an operation besides. That of a waiter has none of them, but its setters have the same names.
const SENT: &[&str] = &["presigned", "presigned_at", "send_with_metadata"];

/// The builder of an operation. `pages` is reserved whether there is a paginator or not; `items`, which is the name of many
/// members, only where there is one.
pub(crate) const CALL: Table = Table(&[KEYWORDS, CLONE, CALLS, SENT, &["pages"]]);

/// The builder of an operation with a paginator, which has listings besides.
pub(crate) const LISTING: Table = Table(&[KEYWORDS, CLONE, CALLS, SENT, &["items", "pages"]]);

/// The builder of a waiter: what a call has, how long and how often to wait, and `over`, which makes it.
pub(crate) const WAIT: Table = Table(&[
    KEYWORDS,
    CLONE,
    CALLS,
    SENT,
    &["pages"],
    &["backoff", "check", "delay", "max_attempts", "over", "timeout"],
]);

/// The builder of an action or a batch action of a resource. The names of listings are kept free, for actions that list.
pub(crate) const ACTION: Table = Table(&[KEYWORDS, CLONE, CALLS, &["items", "items_of", "pages"]]);

/// A collection of resources, which is not sent itself: the ways to go through it, its limits, and `filter`, which adds to
/// a member `Filters`. The batch actions of its resources are methods too.
pub(crate) const COLLECTION: Table =
    Table(&[KEYWORDS, CLONE, &["all", "filter", "limit", "page_size", "pages", "try_collect", "with"]]);

// Other methods and fields.

/// Methods of the client: one for each operation beside these.
pub(crate) const CLIENT: Table =
    Table(&[KEYWORDS, CLONE, &["builder", "call_json", "config", "customize", "new"]]);

/// Fields of a structure, and their setters. `default` would hide the function of the trait.
pub(crate) const MEMBERS: Table = Table(&[KEYWORDS, CLONE, &["default"]]);

/// Methods of a resource: those that all have. boto3 reserves `meta` and `load`; its `meta` is our `client`.
pub(crate) const RESOURCE: Table = Table(&[
    KEYWORDS,
    CLONE,
    &["client", "data", "exists", "from", "handle", "into", "load", "meta", "new", "reload", "schema"],
]);

// Types, variants and modules.

/// What the prelude has and generated code needs; a type of the same name in the file would hide it.
const PRELUDE: &[&str] = &[
    "Clone",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Some",
    "String",
    "Vec",
];

/// Structures, unions, enums and exceptions. What is reserved beside the prelude is used for shapes alone.
pub(crate) const TYPES: Table =
    Table(&[KEYWORDS, PRELUDE, &["Box", "Default", "Hash", "Send", "Sync", "ToString"]]);

/// Variants of enums and unions. `Unknown` holds what a newer service sends.
pub(crate) const VARIANTS: Table = Table(&[KEYWORDS, &["Unknown"]]);

/// Builders of operations, which are aliases of `Call`.
pub(crate) const OPERATIONS: Table = Table(&[KEYWORDS, &["Call"]]);

/// Builders of waiters, which are aliases of `Wait`.
pub(crate) const WAITERS: Table = Table(&[KEYWORDS, &["Wait"]]);

/// Markers of the results of a paginator, which stand beside the types of the items.
pub(crate) const RESULTS: Table = Table(&[KEYWORDS, &["Option", "String", "Vec"]]);

/// Types of resources. The type of the service is reserved as well, by its name.
pub(crate) const RESOURCES: Table = Table(&[KEYWORDS]);

/// Modules of resources: that of the service, that of what all builders share, and `mod.rs`, which is the folder itself.
pub(crate) const RESOURCE_MODULES: Table = Table(&[KEYWORDS, &["builders", "mod", "service"]]);

/// Builders of actions and collections, in the file of their resource. `IntoFuture` and `Item` are used for them alone.
pub(crate) const RESOURCE_BUILDERS: Table = Table(&[KEYWORDS, PRELUDE, &["IntoFuture", "Item"]]);

/// Constants of lists and maps, of which a crate has no others.
pub(crate) const CONSTANTS: Table = Table(&[]);

/// Methods of the client for waiters: all begin with `wait_until_`.
pub(crate) const CLIENT_WAITERS: Table = Table(&[]);
