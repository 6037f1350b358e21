//! The text of a service crate's pages, beside what the model says: the front page, the client, the call builders.

use super::example;
use crate::ir::{Member, Operation, Service, Structure, Type};

/// The front page of the crate: what the service is, how to start, where things are.
pub fn front(service: &Service) -> String {
    let library = service.package.library();
    let mut sections = vec![format!("{}, for [`tucuxi`]: boto3 for Rust.", service.title)];
    sections.extend(first_program(service, &library));
    sections.push(format!("# Where things are\n\n{}", places(service).join("\n")));
    sections.push(errors(service));
    sections.push(features(service));
    if !service.docs.is_empty() {
        sections.push(format!("# The service\n\n{}", service.docs));
    }
    sections.join("\n\n")
}

fn errors(service: &Service) -> String {
    let mut out = "\
# Errors

Every call fails with [`tucuxi::Error`], which prints operation, code, message and request id in one line.
[`code`](tucuxi::Error::code) gives the code to match on"
        .to_owned();
    if !service.errors.is_empty() {
        out.push_str(", [`exception`](tucuxi::Error::exception) one of [`errors`] with\nits fields");
    }
    out.push('.');
    out
}

fn features(service: &Service) -> String {
    let custom = service.package.custom_features.iter();
    let custom =
        custom.map(|feature| format!("\n- `{}`: {}", feature.name, feature.docs.replace('\n', "\n  ")));
    FEATURES.to_owned() + &custom.collect::<String>()
}

const FEATURES: &str = "\
# Features

- `credentials`, on by default: roles, single sign-on, containers and instances as sources of credentials. Without it the
  session looks for them in environment variables, files and processes alone.
- `http`, on by default: the HTTP layer of [`tucuxi`]. Without it a program brings its own.
- `tracing`, on by default: spans and events of the crate `tracing` for calls, retries, credentials, waits and pages.
- `json`: calls by name with JSON in and out, in the member names of boto3: `Client::call_json`.";

fn first_program(service: &Service, library: &str) -> Option<String> {
    let operation = example::first_operation(service)?;
    let call = indented(&example::call(service, operation), 4);
    Some(format!(
        "# A first program

```no_run
{imports}#[tokio::main]
async fn main() -> Result<(), tucuxi::Error> {{
    let session = tucuxi::Session::new()?;
    let client = {library}::Client::new(&session);
    {call}
    println!(\"{{output:?}}\");
    Ok(())
}}
```

The session takes region and credentials from the environment and from `~/.aws`, as boto3 does.",
        imports = example::imports(&call, library),
    ))
}

fn indented(code: &str, by: usize) -> String {
    code.replace('\n', &format!("\n{}", " ".repeat(by)))
}

fn places(service: &Service) -> Vec<String> {
    let mut out = vec![
        "- [`Client`]: a method for each operation.".to_owned(),
        "- [`operations`]: what these methods return. Settings of a call, what it does, what it can fail with."
            .to_owned(),
        "- [`types`]: inputs, outputs and what they are made of.".to_owned(),
    ];
    if !service.paginators.is_empty() {
        out.push("- [`paginators`]: all pages of a listing, or all items, as a stream.".to_owned());
    }
    if !service.waiters.is_empty() {
        out.push("- [`waiters`]: to wait until something is there, ready or gone.".to_owned());
    }
    if let Some(root) = service.resources.types.first() {
        let root = &root.type_name;
        out.push(format!("- [`{root}`] and [`resources`]: what the service keeps, as objects."));
    }
    if !service.errors.is_empty() {
        out.push("- [`errors`]: the exceptions of the service.".to_owned());
    }
    out
}

/// The page of the client.
pub fn client(service: &Service) -> String {
    let library = service.package.library();
    format!(
        "A client of {title}: `boto3.client(\"{name}\")`.

Each method returns a call to fill in and await. A client is cheap to clone and to keep.

```no_run
# fn main() -> Result<(), tucuxi::Error> {{
let session = tucuxi::Session::new()?;
let client = {library}::Client::new(&session);
let elsewhere = {library}::Client::builder(&session).region(\"eu-west-1\").build();
# Ok(())
# }}
```",
        title = service.title,
        name = service.name,
    )
}

/// What the client's method for an operation says: the first sentence; all of it stands on the page of the call.
pub fn method(operation: &Operation) -> String {
    match lead(&operation.docs) {
        "" => format!("Calls `{}`.", operation.name),
        lead => lead.to_owned(),
    }
}

/// The page of the module `operations`.
pub fn operations(service: &Service) -> String {
    let paginated = (!service.paginators.is_empty()).then_some(
        "\n- `items` and `pages`, where the operation returns its results page by page: [streams](crate::paginators) \
         over all pages.",
    );
    format!("{CALLS}{}", paginated.unwrap_or_default())
}

const CALLS: &str = "\
Calls of the service's operations, one type each. [`Client`](crate::Client) makes them.

# What all calls have

- A setter for each member of the input, named like it. Setters of lists and maps add to what was given before.
- `.await`, or [`send`](tucuxi::client::Call::send): makes the call and returns the output.
- [`send_with_metadata`](tucuxi::client::Call::send_with_metadata): makes the call and returns status, headers and request
  ids of the response beside the output.
- [`presigned`](tucuxi::client::Call::presigned) and `presigned_at`: sign the request for somebody else to send, without
  credentials and for a limited time.
- `with`: changes the input in place. It sets optional fields, `.with(|input| input.marker = marker)`, and sends an empty
  list, `.with(|input| input.tags = Some(Vec::new()))`.
- [`with_input`](tucuxi::client::Call::with_input): replaces the input by a whole one.
- [`customize`](tucuxi::client::Call::customize): changes settings of the client for this call alone, such as region,
  retries, time-outs and interceptors.";

const MAKING: &str = "\
Await the call to make it, or `send` it. `send_with_metadata`, `with`, `with_input` and `customize` are described for
[all calls](crate::operations#what-all-calls-have).";

const PAGINATED: &str = "\
One call returns one page. `items` and `pages` are [streams](crate::paginators) over all pages.";

/// The page of a call builder: what the operation does, an example, the exceptions it is known to throw.
pub fn call(service: &Service, operation: &Operation) -> String {
    let library = service.package.library();
    let mut sections = vec![match operation.docs.as_str() {
        "" => format!("A call of `{}`.", operation.name),
        docs => docs.to_owned(),
    }];
    let code = example::call(service, operation);
    sections.push(format!(
        "# Example

```no_run
{imports}# async fn example(client: {library}::Client) -> Result<(), tucuxi::Error> {{
{code}
# Ok(())
# }}
```",
        imports = example::imports(&code, &library),
    ));
    sections.push(MAKING.to_owned());
    if example::is_paginated(service, operation) {
        sections.push(PAGINATED.to_owned());
    }
    if !operation.errors.is_empty() {
        let links = operation.errors.iter().map(|id| {
            let name = &service[*id].type_name;
            format!("[`{name}`](crate::errors::{name})")
        });
        let links = links.collect::<Vec<_>>().join(",\n");
        sections.push(format!(
            "# Errors\n\nExceptions of the service, beside what any call can fail with:\n{links}."
        ));
    }
    sections.join("\n\n")
}

/// What a member is, and whether it must be given.
pub fn setter(member: &Member) -> String {
    let note = match (member.required, member.idempotency_token) {
        (_, true) => "Filled with a random token where it is not given.",
        (true, false) => "Required.",
        (false, false) => return member.docs.clone(),
    };
    match member.docs.as_str() {
        "" => note.to_owned(),
        docs => format!("{docs}\n\n{note}"),
    }
}

/// What a setter of a builder sets, and what a second call of it does.
pub fn builder_setter(member: &Member) -> String {
    with_addition(&setter(member), member.ty)
}

/// `text` of a setter, and what a setter of a list or map says beside: that it adds, and how to send an empty one.
pub(super) fn with_addition(text: &str, ty: Type) -> String {
    let kind = match ty {
        Type::List(_) => "list",
        Type::Map(_) => "map",
        _ => return text.to_owned(),
    };
    let gap = if text.is_empty() { "" } else { "\n\n" };
    format!("{text}{gap}Adds to what was given before. To send an empty {kind}, use `with`.")
}

/// What a field is. That it is required says nothing where users only read it.
pub fn field(structure: &Structure, member: &Member) -> String {
    if structure.setters { setter(member) } else { member.docs.clone() }
}

/// The page of a structure. The members of an input are described where they are set.
pub fn structure(structure: &Structure) -> String {
    let Some(call) = &structure.input_of else { return structure.docs.clone() };
    let input = format!("The input of [`{call}`](crate::operations::{call}), which describes its members.");
    match structure.docs.as_str() {
        "" => input,
        docs => format!("{docs}\n\n{input}"),
    }
}

/// The first paragraph of Markdown.
pub(super) fn lead(markdown: &str) -> &str {
    markdown.split("\n\n").next().unwrap_or_default()
}
