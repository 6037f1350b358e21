//! Where expressions go: the members of inputs that take them, and methods of calls and of actions that write them there.

use super::condition::{Condition, KeyCondition};
use super::path::Path;
use super::pieces::{Expression, Placeholders};
use super::projection::Projection;
use super::update::UpdateExpression;
use crate::operations::Call;
use crate::resources::builders::Action;
use crate::types::{self, AttributeValue};
use tucuxi::Error;
use tucuxi::client::{Builder, Context, Core, Interceptor, Operation};
use tucuxi::internal::resource::Act;
use tucuxi::reflect::Shape;
use tucuxi::types::Map;

/// The members of an input that an expression is written to.
pub struct Members<'a> {
    expression: &'a mut Option<String>,
    names: &'a mut Option<Map<String>>,
    /// Projections have none.
    values: Option<&'a mut Option<Map<AttributeValue>>>,
}

/// What a second expression at the same place does.
enum Second {
    /// Both hold.
    And,
    /// Both are listed.
    List,
    /// There is no way to join the two.
    Refused,
}

impl Members<'_> {
    /// Writes an expression beside those that the input has.
    fn write(self, expression: impl Expression, second: &Second) -> Result<(), Error> {
        if self.expression.is_some() && matches!(second, Second::Refused) {
            return Err(Error::validation("the request has an update expression already")
                .with_hint("chain the actions: `Update::set(..).remove(..)`"));
        }
        let mut values = self.values;
        let taken = values.as_mut().and_then(|values| values.take()).unwrap_or_default();
        let mut placeholders = Placeholders::beside(self.names.take().unwrap_or_default(), taken);
        let written = placeholders.write(expression);
        let (names, taken) = placeholders.into_parts();
        *self.names = Some(names).filter(|names| !names.is_empty());
        if let Some(values) = values {
            *values = Some(taken).filter(|values| !values.is_empty());
        }
        let text = written?;
        *self.expression = Some(match (self.expression.take(), second) {
            (None, _) => text,
            // A text of the program's own may have an OR in it.
            (Some(first), Second::And) => format!("(({first}) AND {text})"),
            (Some(first), Second::List | Second::Refused) => format!("{first}, {text}"),
        });
        Ok(())
    }
}

/// A trait of inputs for each place of an expression.
macro_rules! places {
    ($($(#[$docs:meta])* $place:ident $write:ident($expression:ty) $member:ident, $second:expr, $values:tt: $($input:ty)*;)*) => {$(
        $(#[$docs])*
        pub trait $place: Sized {
            #[doc(hidden)]
            fn members(&mut self) -> Members<'_>;

            /// Writes the expression into the input, beside those that it has.
            ///
            /// # Errors
            /// When a value cannot be serialised, a path is malformed, or the expression does not fit.
            fn $write(&mut self, expression: impl Into<$expression>) -> Result<(), Error> {
                self.members().write(expression.into(), &$second)
            }
        }

        $(impl $place for $input {
            fn members(&mut self) -> Members<'_> {
                Members {
                    expression: &mut self.$member,
                    names: &mut self.expression_attribute_names,
                    values: places!(@ $values self),
                }
            }
        })*
    )*};
    (@ values $input:ident) => { Some(&mut $input.expression_attribute_values) };
    (@ names $input:ident) => { None };
}

places! {
    /// Inputs with a condition that must hold for a write.
    Conditional write_condition(Condition) condition_expression, Second::And, values:
        types::PutItemInput types::UpdateItemInput types::DeleteItemInput
        types::Put types::Update types::Delete types::ConditionCheck;
    /// Inputs with a filter of what has been read.
    Filtered write_filter(Condition) filter_expression, Second::And, values: types::QueryInput types::ScanInput;
    /// Inputs with a condition on keys.
    KeyConditional write_key_condition(KeyCondition) key_condition_expression, Second::And, values: types::QueryInput;
    /// Inputs with a choice of attributes.
    Projected write_projection(Projection) projection_expression, Second::List, names:
        types::GetItemInput types::QueryInput types::ScanInput types::KeysAndAttributes types::Get;
    /// Inputs with an update.
    Updated write_update(UpdateExpression) update_expression, Second::Refused, values:
        types::UpdateItemInput types::Update;
}

/// Refuses a call whose expression could not be written: nothing is sent.
struct Refused(Error);

impl Interceptor for Refused {
    fn before_serialize(&self, _: &mut Context, _: &mut dyn Shape) -> Result<(), Error> {
        Err(self.0.clone())
    }
}

fn refuse(error: Error) -> impl FnOnce(Builder<Core>) -> Builder<Core> {
    |builder| builder.interceptor(Refused(error))
}

/// The methods of calls and of actions of resources.
macro_rules! methods {
    ($($(#[$docs:meta])* $method:ident($expression:ty) $place:ident $write:ident;)*) => {$(
        /// # Expressions
        impl<O: Operation> Call<O>
        where
            O::Input: $place,
        {
            $(#[$docs])*
            ///
            /// It shares its placeholders with the other expressions of the call. An error in it, such as a value that cannot be
            /// serialised, is what the call then fails with; nothing is sent.
            pub fn $method(mut self, expression: impl Into<$expression>) -> Self {
                match self.0.input.$write(expression) {
                    Ok(()) => self,
                    Err(error) => self.customize(refuse(error)),
                }
            }
        }

        /// # Expressions
        impl<A: Act> Action<A>
        where
            <A::Operation as Operation>::Input: $place,
        {
            $(#[$docs])*
            ///
            /// It shares its placeholders with the other expressions of the request. An error in it, such as a value that cannot
            /// be serialised, is what the action then fails with; nothing is sent.
            pub fn $method(mut self, expression: impl Into<$expression>) -> Self {
                match self.0.input().$write(expression) {
                    Ok(()) => self,
                    Err(error) => self.customize(refuse(error)),
                }
            }
        }
    )*};
}

methods! {
    /// What must hold for the write: boto3's `ConditionExpression`. Of two conditions both must hold.
    condition(Condition) Conditional write_condition;
    /// Which of the items that were read come back: boto3's `FilterExpression`. Of two filters both must hold.
    filter(Condition) Filtered write_filter;
    /// Which items are read, by their key: boto3's `KeyConditionExpression`.
    key_condition(KeyCondition) KeyConditional write_key_condition;
    /// Which attributes come back: boto3's `ProjectionExpression`.
    projection(Projection) Projected write_projection;
    /// What the update does: boto3's `UpdateExpression`.
    updating(UpdateExpression) Updated write_update;
}

impl<P: Into<Path>, const N: usize> From<[P; N]> for Projection {
    fn from(paths: [P; N]) -> Self {
        Self::of(paths)
    }
}

impl<P: Into<Path>> From<Vec<P>> for Projection {
    fn from(paths: Vec<P>) -> Self {
        Self::of(paths)
    }
}

impl From<&str> for Projection {
    fn from(path: &str) -> Self {
        Self::of([path])
    }
}
