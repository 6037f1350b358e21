//! The text of the pages of resources: the module, the types, their methods and builders.

use crate::emit::pages::{self as emit_pages, lead, with_addition};
use crate::emit::tokens::ident;
use crate::ir::resource::{
    Action, Child, ChildSource, Collection, Identifier, Param, Produced, Reference, Resource, ResourceId,
    Step,
};
use crate::ir::{Member, Operation, Service, Structure, Waiter};

/// `resources/mod.rs`.
pub(super) fn module(service: &Service, library: &str) -> String {
    let root = &service.resources[ResourceId::SERVICE].type_name;
    let types = service.resources.types.iter().skip(1);
    let types = types.map(|resource| match what(service, resource) {
        Some(what) => format!("- [`{}`]: {what}", resource.type_name),
        None => format!("- [`{}`]", resource.type_name),
    });
    let types: Vec<_> = types.collect();
    let mut sections = vec![
        "Resources: what the service keeps, as objects with attributes, actions and collections, as boto3's are.".to_owned(),
        format!(
            "A resource knows its client and its identifiers, so that it fills them into what is called, and turns \
             answers into\nfurther resources. Its attributes are loaded when the first of them is asked for, and kept. \
             The [`Client`](crate::Client)\nhas every operation of the service and gives answers as they are: take it \
             for what no resource does, and where the\nnumber of calls counts. Begin with [`{root}`](crate::{root}); every \
             resource gives its client:",
        ),
    ];
    sections.push(example(service, library, &first_steps(service)));
    sections.push(format!("# Types\n\n{}", types.join("\n")));
    sections.join("\n\n")
}

/// What the file is of.
pub(super) fn file(service: &Service, resource: &Resource) -> String {
    format!("[`{}`], its actions and collections.", resource.type_name)
        + if is_service(service, resource) { " Everything begins here." } else { "" }
}

/// The page of a type.
pub(super) fn resource(service: &Service, resource: &Resource, library: &str) -> String {
    let mut sections = Vec::new();
    if is_service(service, resource) {
        sections.push(format!("{} as resources: see [`resources`](crate::resources).", service.title));
        sections.push(example(service, library, &first_steps(service)));
    } else {
        let name = format!("`{}.{}`", service.name, resource.name);
        sections.push(match what(service, resource) {
            Some(what) => format!("{name}: {what}"),
            None => format!("{name}, one of the [`resources`](crate::resources) of {}.", service.title),
        });
        sections.extend(type_example(service, resource, library));
    }
    sections.push(contents(resource));
    sections.retain(|section| !section.is_empty());
    sections.join("\n\n")
}

/// Lists of a type's methods.
fn contents(resource: &Resource) -> String {
    let actions = resource.actions.iter().map(|a| a.method.as_str());
    let references = resource.references.iter().map(|r| r.method.as_str());
    let kinds: [(&str, Vec<&str>); 7] = [
        ("Identifiers", resource.arguments().collect()),
        ("Attributes", resource.attributes.iter().map(|a| a.method.as_str()).collect()),
        ("Actions", actions.collect()),
        ("References", references.collect()),
        ("Resources", resource.children.iter().map(|c| c.method.as_str()).collect()),
        ("Collections", resource.collections.iter().map(|c| c.method.as_str()).collect()),
        ("Waiters", resource.waiters.iter().map(|w| w.method.as_str()).collect()),
    ];
    let rows = kinds.into_iter().filter(|(_, methods)| !methods.is_empty()).map(|(kind, methods)| {
        let links: Vec<_> = methods.iter().map(|method| format!("[`{method}`](Self::{method})")).collect();
        format!("- {kind}: {}", links.join(", "))
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// The first sentence about a type's shape.
fn what<'s>(service: &'s Service, resource: &Resource) -> Option<&'s str> {
    let text = lead(&service[resource.shape?].docs);
    (!text.is_empty() && !text.contains('\n')).then_some(text)
}

fn is_service(service: &Service, resource: &Resource) -> bool {
    service.resources.types.first().is_some_and(|first| std::ptr::eq(first, resource))
}

/// An example that begins with the service. What it needs stands in hidden lines.
fn example(service: &Service, library: &str, code: &str) -> String {
    format!(
        "```no_run
# async fn example(session: tucuxi::Session) -> Result<(), tucuxi::Error> {{
let service = {library}::{root}::new(&session);
{code}
# Ok(())
# }}
```",
        root = service.resources[ResourceId::SERVICE].type_name,
    )
}

fn first_steps(service: &Service) -> String {
    let root = &service.resources[ResourceId::SERVICE];
    let collection = root.collections.iter().find(|collection| is_free(service, collection));
    match collection {
        Some(collection) => {
            let method = &collection.method;
            format!(
                "let mut {method} = service.{method}().all();\nwhile let Some(one) = {method}.next().await {{\n    \
                 println!(\"{{:?}}\", one?);\n}}"
            )
        }
        None => String::from("let client = service.client();"),
    }
}

/// Whether a collection needs nothing to be given.
fn is_free(service: &Service, collection: &Collection) -> bool {
    let input = collection.request.operation(&service.operations).input;
    let filled = filled(&collection.request.params);
    let mut members = service[input].members.iter().enumerate();
    members.all(|(index, member)| !member.required || filled.contains(&index))
}

/// How one is made, and what it says first.
fn type_example(service: &Service, resource: &Resource, library: &str) -> Option<String> {
    let root = &service.resources[ResourceId::SERVICE];
    let id = service.resources.types.iter().position(|other| std::ptr::eq(other, resource))?;
    let child = root.children.iter().find(|child| child.resource == ResourceId(id))?;
    let arguments = child.identifiers.iter().filter_map(|source| match source {
        ChildSource::Argument(name) => Some(format!("{:?}", name.replace('_', "-"))),
        ChildSource::Parent(_) => None,
    });
    let arguments: Vec<_> = arguments.collect();
    let made = format!("let one = service.{}({});", ident(&child.method), arguments.join(", "));
    let then = match (resource.attributes.first(), resource.identifiers.first()) {
        (Some(attribute), _) => format!("println!(\"{{:?}}\", one.{}().await?);", ident(&attribute.method)),
        (None, Some(identifier)) => format!("println!(\"{{}}\", one.{}());", ident(&identifier.method)),
        (None, None) => "println!(\"{one:?}\");".to_owned(),
    };
    Some(example(service, library, &format!("{made}\n{then}")))
}

/// An identifier.
pub(super) fn identifier(service: &Service, resource: &Resource, identifier: &Identifier) -> String {
    let named = identifier.alias.as_ref().unwrap_or(&identifier.method);
    let members = resource.shape.map(|shape| service[shape].members.as_slice()).unwrap_or_default();
    let member = members.iter().find(|member| member.rust_name == *named);
    match member.map(|member| lead(&member.docs)).unwrap_or_default() {
        "" => format!("The identifier `{}`.", identifier.method),
        text => text.to_owned(),
    }
}

/// `data` of a type that cannot load it.
pub(super) fn given(resource: &Resource) -> String {
    let sources = match resource.given_by.as_slice() {
        [] => String::new(),
        given_by => {
            let names: Vec<_> = given_by.iter().map(|name| format!("`{name}`")).collect();
            format!(", as by {}", names.join(", "))
        }
    };
    format!(
        "Its data, if it was made with it{sources}: no call loads it.\n\n# Errors\n\nIf it was made without."
    )
}

/// A member of the data: the first sentence; all of it stands at the field.
pub(super) fn attribute(structure: &Structure, member: &Member) -> String {
    let link = format!("[`{0}`](crate::types::{1}::{0})", member.rust_name, structure.type_name);
    match lead(&member.docs) {
        "" => format!("The attribute {link}."),
        text => text.to_owned(),
    }
}

/// A reference.
pub(super) fn reference(service: &Service, resource: &Resource, reference: &Reference) -> String {
    let target = link(service, reference.produced.resource);
    let loads = if resource.load.is_some() { " Loads the data if it is not there." } else { "" };
    match reference.produced.many {
        true => format!("Those of type {target} that its data refers to.{loads}"),
        false => format!("The {target} that its data refers to, if it does.{loads}"),
    }
}

/// A resource below another one.
pub(super) fn child(service: &Service, child: &Child) -> String {
    let target = link(service, child.resource);
    let given = child.identifiers.iter().any(|source| matches!(source, ChildSource::Argument(_)));
    match given {
        true => format!("The {target} with these identifiers. Requests nothing."),
        false => format!("Its {target}. Requests nothing."),
    }
}

/// A waiter.
pub(super) fn waiter(service: &Service, waiter: &Waiter) -> String {
    let Waiter { type_name, .. } = waiter;
    let operation = &service.operations[waiter.operation].type_name;
    format!(
        "Waits for it: [`{type_name}`](crate::waiters::{type_name}), with what it knows of itself filled into \
         [`{operation}`](crate::operations::{operation})."
    )
}

/// The method of an action.
pub(super) fn action_method(service: &Service, action: &Action) -> String {
    emit_pages::method(action.request.operation(&service.operations))
}

/// The page of an action's builder.
pub(super) fn action(service: &Service, resource: &Resource, action: &Action) -> String {
    let operation = action.request.operation(&service.operations);
    let gives = match &action.produced {
        None => "Gives its answer.".to_owned(),
        Some(produced) => gives(service, produced),
    };
    let Resource { type_name, .. } = resource;
    let mut sections = vec![format!(
        "[`{type_name}::{method}`]: calls {}. {gives}",
        operation_link(operation),
        method = action.method,
    )];
    sections.extend(filled_in(service, operation, &action.request.params));
    if resource.load.is_some() {
        sections.push(
            "The data of the resource is forgotten when it succeeds, and loaded anew when asked for.".into(),
        );
    }
    sections.join("\n\n")
}

fn gives(service: &Service, produced: &Produced) -> String {
    let target = link(service, produced.resource);
    if produced.many { format!("Gives a list of {target}.") } else { format!("Gives the {target}.") }
}

/// The method of a collection.
pub(super) fn collection_method(service: &Service, collection: &Collection) -> String {
    let operation = collection.request.operation(&service.operations);
    format!(
        "A collection of {}, by {}.",
        link(service, collection.produced.resource),
        operation_link(operation)
    )
}

/// The page of a collection.
pub(super) fn collection(service: &Service, owner: &Resource, collection: &Collection) -> String {
    let operation = collection.request.operation(&service.operations);
    let mut sections = vec![format!(
        "[`{}::{}`]: a collection of {}, by {}.",
        owner.type_name,
        collection.method,
        link(service, collection.produced.resource),
        operation_link(operation),
    )];
    sections.push(
        "The settings say which of them; lists and structures add to what was said before. Clones go their own ways."
            .to_owned(),
    );
    sections.extend(filled_in(service, operation, &collection.request.params));
    let data = &service.resources[collection.produced.resource];
    if collection.produced.path.is_some() {
        sections.push("They come with their data.".to_owned());
    } else if data.load.is_some() {
        sections.push("They come without their data, which each loads when it is asked for.".to_owned());
    }
    if !collection.batches.is_empty() {
        let names = collection.batches.iter().map(|b| format!("`{}`", b.method));
        sections.push(format!("For all at once, a call a page: {}.", names.collect::<Vec<_>>().join(", ")));
    }
    sections.join("\n\n")
}

/// A setter of a collection.
pub(super) fn collection_setter(member: &Member) -> String {
    with_addition(&member.docs, member.ty)
}

/// The method of a batch action.
pub(super) fn batch_method(service: &Service, action: &Action) -> String {
    let operation = action.request.operation(&service.operations);
    format!("Calls {} for all that are on a page, page by page.", operation_link(operation))
}

/// The page of a batch action's builder.
pub(super) fn batch(service: &Service, collection: &Collection, action: &Action) -> String {
    let operation = action.request.operation(&service.operations);
    let mut sections = vec![format!(
        "`{method}` of [`{}`]: calls {} for all that are on a page, page by page, up to the first that is empty. Gives the \
         answers.",
        collection.type_name,
        operation_link(operation),
        method = action.method,
    )];
    sections.extend(filled_in(service, operation, &action.request.params));
    sections.join("\n\n")
}

/// What is filled into an input.
fn filled_in(service: &Service, operation: &Operation, params: &[Param]) -> Option<String> {
    let members = &service[operation.input].members;
    let names = filled(params).into_iter().map(|index| format!("`{}`", members[index].rust_name));
    let names: Vec<_> = names.collect();
    match names.as_slice() {
        [] => None,
        names => Some(format!("Filled in, where nothing else is set: {}.", names.join(", "))),
    }
}

/// The members of an input that are filled in.
fn filled(params: &[Param]) -> Vec<usize> {
    let mut members = Vec::new();
    for param in params {
        if let Some(Step::Member(index)) = param.target.first()
            && !members.contains(index)
        {
            members.push(*index);
        }
    }
    members
}

fn link(service: &Service, id: ResourceId) -> String {
    let name = &service.resources[id].type_name;
    format!("[`{name}`](crate::resources::{name})")
}

fn operation_link(operation: &Operation) -> String {
    let name = &operation.type_name;
    format!("[`{name}`](crate::operations::{name})")
}
