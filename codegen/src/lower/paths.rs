//! Whether expressions fit the shapes they are applied to: each field must be a member of what it is looked for in.

use crate::ir::jmespath::{Expression, Function, Literal};
use crate::ir::{Service, StructureId, Type};

/// What an expression gives, as far as shapes tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Anything: free JSON, or what is one thing or another.
    Any,
    /// A value of the model.
    Of(Type),
    /// A list that an expression makes.
    Items(Box<Kind>),
    /// An object that an expression makes.
    Object(Vec<(String, Kind)>),
    /// A boolean.
    Boolean,
    /// A number.
    Number,
    /// A string.
    Text,
}

impl Kind {
    /// A structure.
    pub fn structure(id: StructureId) -> Self {
        Self::Of(Type::Structure(id))
    }
}

/// What `expression` gives for a value of kind `current`; or what is wrong with it.
pub(crate) fn kind(service: &Service, expression: &Expression, current: &Kind) -> Result<Kind, String> {
    let of = |expression: &Expression| kind(service, expression, current);
    Ok(match expression {
        Expression::Current => current.clone(),
        Expression::Field(name) => field(service, name, current)?,
        Expression::Index(_) => item(service, current)?,
        Expression::Slice { .. } => items(item(service, current)?),
        Expression::Then(first, second) => kind(service, second, &of(first)?)?,
        Expression::Projection(list, each) => items(kind(service, each, &item(service, &of(list)?)?)?),
        Expression::Flatten(list) => {
            let inner = item(service, &of(list)?)?;
            items(item(service, &inner).unwrap_or(inner))
        }
        Expression::Values(object) => items(match of(object)? {
            Kind::Of(Type::Map(id)) => Kind::Of(service[id].value),
            Kind::Any | Kind::Object(_) | Kind::Of(Type::Structure(_) | Type::Document) => Kind::Any,
            other => return Err(format!("{} has no values", describe(service, &other))),
        }),
        Expression::If(condition, then) => {
            of(condition)?;
            of(then)?
        }
        Expression::Compare(_, left, right) => {
            of(left)?;
            of(right)?;
            Kind::Boolean
        }
        Expression::And(left, right) | Expression::Or(left, right) => one([of(left)?, of(right)?]),
        Expression::Not(value) => {
            of(value)?;
            Kind::Boolean
        }
        Expression::List(list) => items(one(list.iter().map(of).collect::<Result<Vec<_>, _>>()?)),
        Expression::Hash(entries) => {
            let entry = |(key, value): &(String, Expression)| Ok((key.clone(), of(value)?));
            Kind::Object(entries.iter().map(entry).collect::<Result<_, String>>()?)
        }
        Expression::Call(function, arguments) => {
            call(*function, arguments.iter().map(of).collect::<Result<_, _>>()?)
        }
        Expression::Literal(literal) => match literal {
            Literal::Boolean(_) => Kind::Boolean,
            Literal::Integer(_) | Literal::Double(_) => Kind::Number,
            Literal::String(_) => Kind::Text,
            Literal::Null | Literal::List(_) | Literal::Hash(_) => Kind::Any,
        },
    })
}

fn items(item: Kind) -> Kind {
    Kind::Items(Box::new(item))
}

/// The kind that all are, if they are one.
fn one(kinds: impl IntoIterator<Item = Kind>) -> Kind {
    let mut kinds = kinds.into_iter();
    let first = kinds.next().unwrap_or(Kind::Any);
    if kinds.all(|other| other == first) { first } else { Kind::Any }
}

fn field(service: &Service, name: &str, of: &Kind) -> Result<Kind, String> {
    let found = match of {
        Kind::Any | Kind::Of(Type::Document) => Some(Kind::Any),
        Kind::Of(Type::Structure(id)) => {
            let mut members = service[*id].members.iter();
            members.find(|member| member.name == name).map(|member| Kind::Of(member.ty))
        }
        Kind::Of(Type::Map(id)) => Some(Kind::Of(service[*id].value)),
        Kind::Object(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()),
        _ => None,
    };
    found.ok_or_else(|| format!("`{name}` is no member of {}", describe(service, of)))
}

/// The items of a list.
fn item(service: &Service, list: &Kind) -> Result<Kind, String> {
    match list {
        Kind::Any | Kind::Of(Type::Document) => Ok(Kind::Any),
        Kind::Of(Type::List(id)) => Ok(Kind::Of(service[*id].item)),
        Kind::Items(item) => Ok((**item).clone()),
        other => Err(format!("{} is no list", describe(service, other))),
    }
}

/// What a function gives.
fn call(function: Function, mut arguments: Vec<Kind>) -> Kind {
    match function {
        Function::Length => Kind::Number,
        Function::Keys => items(Kind::Text),
        Function::Contains | Function::StartsWith | Function::EndsWith => Kind::Boolean,
        Function::Join => Kind::Text,
        Function::Reverse if !arguments.is_empty() => arguments.swap_remove(0),
        Function::NotNull => one(arguments),
        Function::Reverse | Function::Values => Kind::Any,
    }
}

fn describe(service: &Service, kind: &Kind) -> String {
    let word = match kind {
        Kind::Of(Type::Structure(id)) => return format!("`{}`", service[*id].name),
        Kind::Of(Type::List(_)) | Kind::Items(_) => "a list",
        Kind::Of(Type::Map(_)) => "a map",
        Kind::Object(_) => "what is made here",
        Kind::Boolean | Kind::Of(Type::Boolean) => "a boolean",
        Kind::Text | Kind::Of(Type::String | Type::Enum(_)) => "a string",
        Kind::Number | Kind::Of(Type::Integer | Type::Float | Type::Double) => "a number",
        Kind::Of(Type::Blob | Type::Stream) => "bytes",
        Kind::Of(Type::Timestamp(_)) => "a time",
        Kind::Of(Type::Events(_)) => "a stream of events",
        Kind::Any | Kind::Of(Type::Document) => "free JSON",
    };
    word.to_owned()
}
