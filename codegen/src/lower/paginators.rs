//! Paginators: tokens, sizes and results of listings, each path resolved against input and output of its operation.

use super::{jmespath, paths, reserved};
use crate::ir::jmespath::Expression;
use crate::ir::paginator::{Paginator, ResultKey, Step, Token};
use crate::ir::{Kind, Operation, Service, Structure, Type};
use crate::model::paginator as model;
use crate::names;
use crate::{Error, Input};

/// The paginators of `service` whose operations it has, sorted by operation. `exists` tells operations of the model, of
/// which the service may have some only.
pub(crate) fn paginators(
    input: &Input<'_>,
    service: &Service,
    exists: impl Fn(&str) -> bool,
) -> Result<Vec<Paginator>, Error> {
    let Some((file, text)) = input.file("paginators.json") else { return Ok(Vec::new()) };
    let data: model::Paginators = serde_json::from_str(text).map_err(|error| Error::json(&file, &error))?;
    let mut paginators = Vec::new();
    for (name, paginator) in &data.pagination {
        let Some(index) = service.operations.iter().position(|operation| operation.name == *name) else {
            if exists(name) {
                continue;
            }
            let place = format!("pagination.{name}");
            return Err(Error::new(file, place, format!("there is no operation `{name}`")));
        };
        let operation = &service.operations[index];
        paginators.push(PaginatorLowering { file: &file, service, operation }.paginator(index, paginator)?);
    }
    paginators.sort_by_key(|paginator| paginator.operation);
    Ok(paginators)
}

/// The names of an operation's setters where its builder has the methods of listings as well.
pub(crate) fn setters(input: &Structure) -> Vec<String> {
    let mut scope = reserved::LISTING.scope();
    input.members.iter().map(|member| scope.claim(member.rust_name.clone())).collect()
}

/// Lowers the paginator of one operation.
struct PaginatorLowering<'a> {
    file: &'a str,
    service: &'a Service,
    operation: &'a Operation,
}

impl PaginatorLowering<'_> {
    fn error(&self, key: &str, message: impl Into<String>) -> Error {
        Error::new(self.file, self.place(key), message)
    }

    fn place(&self, key: &str) -> String {
        format!("pagination.{}.{key}", self.operation.name)
    }

    fn paginator(&self, index: usize, paginator: &model::Paginator) -> Result<Paginator, Error> {
        let (inputs, outputs) = (paginator.input_token.all(), paginator.output_token.all());
        if inputs.len() != outputs.len() || inputs.is_empty() {
            let message = format!("{} tokens of the input, {} of the output", inputs.len(), outputs.len());
            return Err(self.error("output_token", message));
        }
        let tokens = inputs.iter().zip(outputs).map(|(input, output)| {
            let output = self.expression("output_token", output)?;
            Ok(Token { input: self.token(input)?, output })
        });
        let more_results = paginator.more_results.as_ref();
        let limit = paginator.limit_key.as_ref();
        let keys = paginator.result_key.all();
        if keys.is_empty() {
            return Err(self.error("result_key", "there is none"));
        }
        let mut types = reserved::RESULTS.scope();
        let results = keys.iter().map(|text| {
            let (steps, ty) = self.path("result_key", text)?;
            if matches!(ty, Type::Stream | Type::Events(_)) {
                return Err(self.error("result_key", format!("`{text}` is a stream")));
            }
            let type_name = types.claim(names::shape(&text.replace('.', "")));
            Ok(ResultKey { text: text.clone(), type_name, steps, ty })
        });
        let constant = paginator.non_aggregate_keys.iter().map(|text| {
            let (steps, _) = self.path("non_aggregate_keys", text)?;
            Ok(steps.into_iter().map(|step| step.index).collect())
        });
        Ok(Paginator {
            operation: index,
            tokens: tokens.collect::<Result<_, _>>()?,
            more_results: more_results.map(|text| self.expression("more_results", text)).transpose()?,
            limit: limit.map(|name| self.limit(name)).transpose()?,
            results: results.collect::<Result<_, _>>()?,
            constant: constant.collect::<Result<_, _>>()?,
        })
    }

    /// A member of the input.
    fn input(&self, key: &str, name: &str) -> Result<(usize, Type), Error> {
        let input = &self.service[self.operation.input];
        let mut members = input.members.iter().enumerate();
        match members.find(|(_, member)| member.name == name) {
            Some((index, member)) => Ok((index, member.ty)),
            None => Err(self.error(key, format!("`{name}` is no member of `{}`", input.name))),
        }
    }

    fn token(&self, name: &str) -> Result<usize, Error> {
        match self.input("input_token", name)? {
            (_, Type::Stream | Type::Events(_) | Type::Timestamp(_)) => {
                Err(self.error("input_token", format!("`{name}` is of a type no token can have")))
            }
            (index, _) => Ok(index),
        }
    }

    fn limit(&self, name: &str) -> Result<usize, Error> {
        match self.input("limit_key", name)? {
            (index, Type::Integer | Type::String) => Ok(index),
            _ => Err(self.error("limit_key", format!("`{name}` is neither a number nor a string"))),
        }
    }

    /// An expression over the output.
    fn expression(&self, key: &str, text: &str) -> Result<Expression, Error> {
        let expression = jmespath::expression(self.file, &self.place(key), text)?;
        let root = paths::Kind::structure(self.operation.output);
        match paths::kind(self.service, &expression, &root) {
            Ok(_) => Ok(expression),
            Err(message) => Err(self.error(key, format!("`{text}`: {message}"))),
        }
    }

    /// The members on a path through the output, and the type of the last.
    fn path(&self, key: &str, text: &str) -> Result<(Vec<Step>, Type), Error> {
        let mut ty = Type::Structure(self.operation.output);
        let mut steps = Vec::new();
        for name in text.split('.') {
            let structure = match ty {
                Type::Structure(id) if self.service[id].kind == Kind::Structure => &self.service[id],
                _ => return Err(self.error(key, format!("`{text}`: there is no structure around `{name}`"))),
            };
            let mut members = structure.members.iter().enumerate();
            let Some((index, member)) = members.find(|(_, member)| member.name == name) else {
                let message = format!("`{text}`: `{name}` is no member of `{}`", structure.name);
                return Err(self.error(key, message));
            };
            steps.push(Step { index, field: member.rust_name.clone(), boxed: member.boxed });
            ty = member.ty;
        }
        Ok((steps, ty))
    }
}

#[cfg(test)]
mod tests;
