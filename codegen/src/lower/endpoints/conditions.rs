//! Calls of functions: names to variants, arguments checked.

use super::scope::Scope;
use crate::Error;
use crate::ir::endpoint::{Condition, Expression, Function, Type};
use crate::model::endpoint::{Argument, Call};

impl Scope<'_> {
    /// A condition; a variable it assigns is in scope from now on.
    pub(super) fn condition(&mut self, call: &Call, place: &str) -> Result<Condition, Error> {
        let (function, ty) = self.call(call, place)?;
        let assign = match &call.assign {
            Some(name) => Some(self.declare(name, ty, place)?),
            None => None,
        };
        Ok(Condition { function, assign })
    }

    /// A function with its arguments, and the type it gives.
    pub(super) fn call(&mut self, call: &Call, place: &str) -> Result<(Function, Type), Error> {
        let place = &format!("{place}.{}", call.function);
        Ok(match (call.function.as_str(), call.argv.as_slice()) {
            ("isSet", [value]) => (Function::IsSet(self.any(value, place)?.0), Type::Boolean),
            ("not", [value]) => (Function::Not(self.any(value, place)?.0), Type::Boolean),
            ("uriEncode", [value]) => (Function::UriEncode(self.string(value, place)?), Type::String),
            ("parseURL", [value]) => (Function::ParseUrl(self.string(value, place)?), Type::Url),
            ("aws.partition", [value]) => (Function::Partition(self.string(value, place)?), Type::Partition),
            ("aws.parseArn", [value]) => (Function::ParseArn(self.string(value, place)?), Type::Arn),
            ("stringEquals", [left, right]) => {
                let (left, right) = (self.string(left, place)?, self.string(right, place)?);
                (Function::StringEquals(left, right), Type::Boolean)
            }
            ("booleanEquals", [left, right]) => {
                let left = self.typed(left, Type::Boolean, place)?;
                let right = self.typed(right, Type::Boolean, place)?;
                (Function::BooleanEquals(left, right), Type::Boolean)
            }
            ("isValidHostLabel", [label, Argument::Boolean(dots)]) => {
                (Function::IsValidHostLabel(self.string(label, place)?, *dots), Type::Boolean)
            }
            ("aws.isVirtualHostableS3Bucket", [label, Argument::Boolean(dots)]) => {
                (Function::IsVirtualHostableBucket(self.string(label, place)?, *dots), Type::Boolean)
            }
            (
                "substring",
                [input, Argument::Integer(start), Argument::Integer(stop), Argument::Boolean(reverse)],
            ) => {
                let input = self.string(input, place)?;
                let function = Function::Substring { input, start: *start, stop: *stop, reverse: *reverse };
                (function, Type::String)
            }
            ("getAttr", [value, Argument::String(path)]) => self.get_attribute(value, path, place)?,
            _ => {
                let count = call.argv.len();
                return Err(self.error(place, format!("no such function with these {count} arguments")));
            }
        })
    }

    /// `getAttr` with a path of several names is one call a name.
    fn get_attribute(
        &mut self,
        value: &Argument,
        path: &str,
        place: &str,
    ) -> Result<(Function, Type), Error> {
        let (mut expression, mut ty) = self.any(value, place)?;
        let mut names = path.split('.').peekable();
        loop {
            let name = names.next().unwrap_or_default();
            let (attribute, attribute_type) = self.attribute(ty, name, place)?;
            let function = Function::GetAttribute(expression, attribute);
            if names.peek().is_none() {
                return Ok((function, attribute_type));
            }
            expression = Expression::Call(Box::new(function));
            ty = attribute_type;
        }
    }
}
