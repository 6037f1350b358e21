//! [`Update`]: update expressions.

use super::path::Path;
use super::pieces::{Pieces, expression};
use crate::custom::items::to_value;
use crate::types::AttributeValue;
use std::ops::{Add, Sub};
use tucuxi::Error;
use tucuxi::external::serde::Serialize;

/// Where update expressions begin.
///
/// ```
/// use tucuxi_dynamodb::Update;
///
/// let update = Update::set("n", Update::current("n") + 1).remove("x").add("views", 1).delete("tags", ["old", "draft"]);
/// assert_eq!(update.build()?.expression(), "SET #n0 = #n1 + :v0 REMOVE #n2 ADD #n3 :v1 DELETE #n4 :v2");
/// # Ok::<(), tucuxi::Error>(())
/// ```
#[derive(Debug)]
pub enum Update {}

/// What an update does to an item: [`Update`] makes one, and its methods go on. Their order does not matter to DynamoDB, which
/// reads all attributes before it writes any.
#[derive(Clone, Default)]
#[must_use = "an update expression does nothing by itself"]
pub struct UpdateExpression {
    set: Vec<Pieces>,
    remove: Vec<Pieces>,
    add: Vec<Pieces>,
    delete: Vec<Pieces>,
}

impl Update {
    /// Sets an attribute: see [`UpdateExpression::set`].
    pub fn set(path: impl Into<Path>, value: impl UpdateValue) -> UpdateExpression {
        UpdateExpression::default().set(path, value)
    }

    /// Removes an attribute: see [`UpdateExpression::remove`].
    pub fn remove(path: impl Into<Path>) -> UpdateExpression {
        UpdateExpression::default().remove(path)
    }

    /// Adds to a number or a set: see [`UpdateExpression::add`].
    pub fn add(path: impl Into<Path>, value: impl Serialize) -> UpdateExpression {
        UpdateExpression::default().add(path, value)
    }

    /// Takes elements out of a set: see [`UpdateExpression::delete`].
    pub fn delete(path: impl Into<Path>, elements: impl Serialize) -> UpdateExpression {
        UpdateExpression::default().delete(path, elements)
    }

    /// The value an attribute has before the update, to make a new one of: `Update::current("n") + 1`.
    ///
    /// An attribute that the item lacks is an error of the service; [`Current::or`] gives a value for that case.
    pub fn current(path: impl Into<Path>) -> Current {
        Current(path.into())
    }
}

impl UpdateExpression {
    fn is_empty(&self) -> bool {
        [&self.set, &self.remove, &self.add, &self.delete].iter().all(|actions| actions.is_empty())
    }

    /// Sets an attribute to a value: anything serialisable, or something made of [current](Update::current) values.
    pub fn set(mut self, path: impl Into<Path>, value: impl UpdateValue) -> Self {
        self.set.push(Pieces::path(path).text(" = ").then(value.into_value()));
        self
    }

    /// Removes an attribute, or an element of a list.
    pub fn remove(mut self, path: impl Into<Path>) -> Self {
        self.remove.push(Pieces::path(path));
        self
    }

    /// Adds a number to a number, or elements to a set. An attribute that the item lacks counts as 0 or as an empty set. A list or
    /// another sequence of strings, of numbers or of bytes stands for the set of these, since DynamoDB takes no list here.
    pub fn add(mut self, path: impl Into<Path>, value: impl Serialize) -> Self {
        let value = to_value(&value).and_then(|value| match value {
            AttributeValue::L(elements) => set_of(elements),
            other => Ok(other),
        });
        self.add.push(Pieces::path(path).text(" ").then(Pieces::converted(value)));
        self
    }

    /// Takes elements out of a set. A list or another sequence of strings, of numbers or of bytes stands for the set of these.
    pub fn delete(mut self, path: impl Into<Path>, elements: impl Serialize) -> Self {
        let elements = to_value(&elements).and_then(|elements| match elements {
            AttributeValue::L(elements) => set_of(elements),
            set @ (AttributeValue::Ss(_) | AttributeValue::Ns(_) | AttributeValue::Bs(_)) => Ok(set),
            _ => Err(Error::serialize(
                "only elements of sets can be deleted by an update, and this is not a set",
            )
            .with_hint("give a set or a list; `remove` removes an attribute as a whole")),
        });
        self.delete.push(Pieces::path(path).text(" ").then(Pieces::converted(elements)));
        self
    }
}

expression!(UpdateExpression, |update| {
    if update.is_empty() {
        return Err(Error::validation("an update expression without actions"));
    }
    let clauses =
        [("SET ", update.set), ("REMOVE ", update.remove), ("ADD ", update.add), ("DELETE ", update.delete)];
    let clauses = clauses.into_iter().filter(|(_, actions)| !actions.is_empty());
    let written = clauses.map(|(keyword, actions)| Pieces::join(actions, ", ").after(keyword));
    Ok(Pieces::join(written, " "))
});

/// The set of these elements.
fn set_of(elements: Vec<AttributeValue>) -> Result<AttributeValue, Error> {
    let mixed = || Error::serialize("a set has strings, numbers or bytes, all of one kind");
    let mut set = match elements.first() {
        Some(AttributeValue::S(_)) => AttributeValue::Ss(Vec::new()),
        Some(AttributeValue::N(_)) => AttributeValue::Ns(Vec::new()),
        Some(AttributeValue::B(_)) => AttributeValue::Bs(Vec::new()),
        Some(_) => return Err(mixed()),
        None => return Err(Error::serialize("DynamoDB has no empty sets")),
    };
    for element in elements {
        match (&mut set, element) {
            (AttributeValue::Ss(set), AttributeValue::S(element))
            | (AttributeValue::Ns(set), AttributeValue::N(element)) => {
                // DynamoDB refuses a set with an element twice.
                if !set.contains(&element) {
                    set.push(element);
                }
            }
            (AttributeValue::Bs(set), AttributeValue::B(element)) => {
                if !set.contains(&element) {
                    set.push(element);
                }
            }
            _ => return Err(mixed()),
        }
    }
    Ok(set)
}

/// The value an attribute has before the update: [`Update::current`].
#[derive(Clone, Debug)]
#[must_use = "a value does nothing until an attribute is set to it"]
pub struct Current(Path);

/// A value that a function of DynamoDB makes of others.
#[derive(Clone, Debug)]
#[must_use = "a value does nothing until an attribute is set to it"]
pub struct Computed(Pieces);

/// A sum or a difference. DynamoDB takes no more than one in a value.
#[derive(Clone, Debug)]
#[must_use = "a value does nothing until an attribute is set to it"]
pub struct Sum(Pieces);

impl Current {
    /// `value` if the item lacks the attribute: DynamoDB's `if_not_exists`. `Update::current("n").or(0) + 1` counts from 1.
    pub fn or(self, value: impl UpdateOperand) -> Computed {
        Computed(Pieces::path(self.0).call("if_not_exists", [value.into_operand()]))
    }
}

macro_rules! operations {
    ($name:ty) => {
        impl $name {
            /// This list with the elements of another behind it.
            pub fn append(self, list: impl UpdateOperand) -> Computed {
                Computed(self.into_operand().call("list_append", [list.into_operand()]))
            }

            /// This list with the elements of another before it.
            pub fn prepend(self, list: impl UpdateOperand) -> Computed {
                Computed(list.into_operand().call("list_append", [self.into_operand()]))
            }
        }

        impl<V: UpdateOperand> Add<V> for $name {
            type Output = Sum;

            fn add(self, other: V) -> Sum {
                Sum(self.into_operand().text(" + ").then(other.into_operand()))
            }
        }

        impl<V: UpdateOperand> Sub<V> for $name {
            type Output = Sum;

            fn sub(self, other: V) -> Sum {
                Sum(self.into_operand().text(" - ").then(other.into_operand()))
            }
        }
    };
}

operations!(Current);
operations!(Computed);

/// A part of a value: anything serialisable, a [current](Update::current) value, or one that is made of others.
pub trait UpdateOperand: sealed::Operand {}

/// What an attribute can be set to: an [`UpdateOperand`], or the sum or difference of two.
pub trait UpdateValue: sealed::Value {}

mod sealed {
    use super::Pieces;

    pub trait Operand {
        #[doc(hidden)]
        fn into_operand(self) -> Pieces;
    }

    pub trait Value {
        #[doc(hidden)]
        fn into_value(self) -> Pieces;
    }
}
use sealed::Operand as _;

impl<T: Serialize> UpdateOperand for T {}
impl<T: Serialize> sealed::Operand for T {
    fn into_operand(self) -> Pieces {
        Pieces::value(&self)
    }
}

impl UpdateOperand for Current {}
impl sealed::Operand for Current {
    fn into_operand(self) -> Pieces {
        Pieces::path(self.0)
    }
}

impl UpdateOperand for Computed {}
impl sealed::Operand for Computed {
    fn into_operand(self) -> Pieces {
        self.0
    }
}

impl<V: UpdateOperand> UpdateValue for V {}
impl<V: UpdateOperand> sealed::Value for V {
    fn into_value(self) -> Pieces {
        self.into_operand()
    }
}

impl UpdateValue for Sum {}
impl sealed::Value for Sum {
    fn into_value(self) -> Pieces {
        self.0
    }
}
