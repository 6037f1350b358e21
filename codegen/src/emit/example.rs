//! Example calls for documentation: an operation with its required members, each with a value that compiles.

use super::tokens::ident;
use crate::ir::{Kind, List, Map, Member, Operation, Service, Structure, StructureId, Type, Waiter};
use crate::names;
use std::cmp::Reverse;

/// How deep required members of required members are written out.
const DEPTH: usize = 3;

/// The operation that shows a service best: the one that `services.toml` names, else a listing that needs no input of
/// what most operations are about (EC2's instances), else the operation that needs least.
pub fn first_operation(service: &Service) -> Option<&Operation> {
    let rank = |operation: &&Operation| {
        let input = &service[operation.input];
        let required = input.members.iter().filter(|member| member.required).count();
        let listed = ["List", "Describe"].iter().find_map(|verb| operation.name.strip_prefix(verb));
        let verb = if listed.is_some() { 0 } else { 1 + usize::from(!operation.name.starts_with("Get")) };
        let about = listed.map_or(0, |noun| operations_about(service, noun));
        (required, verb, Reverse(about), operation.name.len())
    };
    service
        .first
        .map(|index| &service.operations[index])
        .or_else(|| service.operations.iter().min_by_key(rank))
}

/// How many operations have what `plural` names in their own name.
fn operations_about(service: &Service, plural: &str) -> usize {
    let noun = plural.strip_suffix("ies").or(plural.strip_suffix('s')).unwrap_or(plural);
    service.operations.iter().filter(|operation| operation.name.contains(noun)).count()
}

/// Whether the operation gives its results page by page.
pub fn is_paginated(service: &Service, operation: &Operation) -> bool {
    service.paginators.iter().any(|paginator| service.operations[paginator.operation].name == operation.name)
}

/// The statement `let output = client…await?;` for a call of `operation` with what must be given, formatted.
pub fn call(service: &Service, operation: &Operation) -> String {
    statement(service, operation, &operation.method_name, &operation.setters)
}

/// The expression `client…` for a call of `operation` with what must be given and `end` behind it, formatted.
pub fn expression(service: &Service, operation: &Operation, end: &str) -> String {
    let call = builder(service, operation, &operation.method_name, &operation.setters);
    let statement = formatted(&format!("let output = {call}{end};"));
    let expression = statement.trim_start_matches("let output =").trim_end_matches(';').trim();
    expression.to_owned()
}

/// The same for a waiter over `operation`.
pub fn wait(service: &Service, operation: &Operation, waiter: &Waiter) -> String {
    statement(service, operation, &waiter.method_name, &waiter.setters)
}

fn statement(service: &Service, operation: &Operation, method: &str, setters: &[String]) -> String {
    formatted(&format!("let output = {}.await?;", builder(service, operation, method, setters)))
}

fn builder(service: &Service, operation: &Operation, method: &str, setters: &[String]) -> String {
    let mut out = format!("client.{}()", ident(method));
    let members = service[operation.input].members.iter().zip(setters);
    for (member, setter) in members.filter(|(member, _)| is_needed(member)) {
        out.push_str(&format!(".{}({})", ident(setter), member_value(service, member, DEPTH)));
    }
    out
}

/// `code` as rustfmt would break it; as it is if it is no statement.
fn formatted(code: &str) -> String {
    let Ok(file) = syn::parse_str(&format!("async fn example() {{ {code} }}")) else {
        return code.to_owned();
    };
    let text = prettyplease::unparse(&file);
    let body: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    body.join("\n")
}

/// The `use` line that an example with `code` needs, if any. `library` is the crate's name in code.
pub fn imports(code: &str, library: &str) -> String {
    match code.replace("tucuxi::types::", "").contains("types::") {
        true => format!("use {library}::types;\n"),
        false => String::new(),
    }
}

/// Idempotency tokens are filled in by the client.
fn is_needed(member: &Member) -> bool {
    member.required && !member.idempotency_token
}

fn member_value(service: &Service, member: &Member, depth: usize) -> String {
    value(service, member.ty, &text(&member.name), depth)
}

/// What a string member called `name` holds in an example: `bucket-name`.
fn text(name: &str) -> String {
    names::snake(name).replace('_', "-")
}

/// An argument for a setter of a member of type `ty`.
fn value(service: &Service, ty: Type, name: &str, depth: usize) -> String {
    match ty {
        Type::Boolean => "true".to_owned(),
        Type::Integer => "1".to_owned(),
        Type::Float | Type::Double => "1.0".to_owned(),
        Type::String => format!("{name:?}"),
        Type::Enum(id) => {
            let first = service[id].values.first();
            format!("{:?}", first.map_or(name, |value| &value.wire))
        }
        Type::Blob | Type::Stream => "\"data\"".to_owned(),
        Type::Timestamp(_) => "tucuxi::types::Timestamp::now()".to_owned(),
        Type::Document => "tucuxi::types::Document::Null".to_owned(),
        Type::Structure(id) if service[id].kind == Kind::Union => union(service, id, name, depth),
        Type::Structure(id) => structure(service, &service[id], depth),
        Type::List(id) => format!("[{}]", item(service, service[id].item, service[id].sparse, name, depth)),
        Type::Map(id) => {
            format!("[(\"key\", {})]", item(service, service[id].value, service[id].sparse, name, depth))
        }
        Type::Events(_) => "Default::default()".to_owned(),
    }
}

/// An item of a list, or a value of a map, that a setter takes.
fn item(service: &Service, ty: Type, sparse: bool, name: &str, depth: usize) -> String {
    match ty {
        _ if sparse => format!("Some({})", exact(service, ty, name, depth)),
        Type::List(_) | Type::Map(_) => exact(service, ty, name, depth),
        _ => value(service, ty, name, depth),
    }
}

/// A value that is of its type already, for places where nothing is converted.
fn exact(service: &Service, ty: Type, name: &str, depth: usize) -> String {
    let plain = value(service, ty, name, depth);
    match ty {
        Type::String => format!("{plain}.to_owned()"),
        Type::Enum(id) => format!("types::{}::from({plain})", service[id].type_name),
        Type::Blob => format!("tucuxi::types::Blob::from({plain})"),
        Type::List(id) => {
            let List { item, sparse, .. } = &service[id];
            let item = exact(service, *item, name, depth);
            if *sparse { format!("vec![Some({item})]") } else { format!("vec![{item}]") }
        }
        Type::Map(id) => {
            let Map { value, sparse, .. } = &service[id];
            let value = exact(service, *value, name, depth);
            let value = if *sparse { format!("Some({value})") } else { value };
            format!("tucuxi::types::Map::from([(\"key\", {value})])")
        }
        _ => plain,
    }
}

fn structure(service: &Service, structure: &Structure, depth: usize) -> String {
    let mut out = format!("types::{}::default()", structure.type_name);
    if depth > 0 {
        for member in shown(structure) {
            out.push_str(&format!(
                ".{}({})",
                ident(&member.setter),
                member_value(service, member, depth - 1)
            ));
        }
    }
    out
}

/// What an example sets of a structure: what must be given, else its first member if that is text.
fn shown(structure: &Structure) -> Vec<&Member> {
    let needed: Vec<_> = structure.members.iter().filter(|member| is_needed(member)).collect();
    match needed.is_empty() {
        true => structure.members.first().filter(|member| member.ty == Type::String).into_iter().collect(),
        false => needed,
    }
}

/// The first variant that is easy to write.
fn union(service: &Service, id: StructureId, name: &str, depth: usize) -> String {
    let union = &service[id];
    let simple = |member: &&Member| matches!(member.ty, Type::String | Type::Boolean | Type::Integer);
    let structure =
        |member: &&Member| matches!(member.ty, Type::Structure(id) if service[id].kind != Kind::Union);
    let members = || union.members.iter().filter(|member| !member.boxed);
    let chosen = members().find(simple).or_else(|| members().find(structure));
    let Some(member) = chosen.filter(|_| depth > 0) else {
        return format!("types::{}::default()", union.type_name);
    };
    let value = exact(service, member.ty, name, depth - 1);
    format!("types::{}::{}({value})", union.type_name, ident(&member.rust_name))
}
