//! Which shapes the wanted operations reach, and as what.

use super::Model;
use crate::Error;
use crate::model::service::{Operation, Shape};
use std::collections::BTreeMap;

/// What a shape is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Use {
    /// Part of an input.
    pub input: bool,
    /// Part of an output or exception.
    pub output: bool,
    /// The input, output or exception itself.
    pub top: bool,
    /// The output of an operation itself.
    pub operation_output: bool,
    /// A part of another shape.
    pub nested: bool,
}

/// The shapes that are reached, by name.
#[derive(Debug, Default)]
pub(crate) struct Reach<'m> {
    shapes: BTreeMap<&'m str, Use>,
}

impl<'m> Reach<'m> {
    /// All that `operations` and `exceptions` lead to.
    pub fn new(
        model: Model<'m>,
        operations: &[(&'m str, &'m Operation)],
        exceptions: &[&'m str],
    ) -> Result<Self, Error> {
        let mut reach = Self::default();
        for (name, operation) in operations {
            if let Some(input) = &operation.input {
                let place = || format!("operations.{name}.input");
                reach.root(model, &input.shape, place, Use { input: true, ..Use::default() })?;
            }
            if let Some(output) = &operation.output {
                let place = || format!("operations.{name}.output");
                let role = Use { output: true, operation_output: true, ..Use::default() };
                reach.root(model, &output.shape, place, role)?;
            }
        }
        for exception in exceptions {
            reach.root(model, exception, String::new, Use { output: true, ..Use::default() })?;
        }
        Ok(reach)
    }

    /// Marks `names`, and all below them, as parts of outputs.
    pub fn add(&mut self, model: Model<'m>, names: impl Iterator<Item = &'m str>) -> Result<(), Error> {
        let role = Use { output: true, nested: true, ..Use::default() };
        names.into_iter().try_for_each(|name| self.visit(model, name, role))
    }

    /// The model's name of a shape, if that is reached.
    pub fn name(&self, name: &str) -> Option<&'m str> {
        self.shapes.get_key_value(name).map(|(name, _)| *name)
    }

    /// Whether a shape is reached.
    pub fn has(&self, name: &str) -> bool {
        self.shapes.contains_key(name)
    }

    /// Reached shapes in the order of their names.
    pub fn shapes(&self) -> impl Iterator<Item = (&'m str, Use)> {
        self.shapes.iter().map(|(name, role)| (*name, *role))
    }

    fn root(
        &mut self,
        model: Model<'m>,
        name: &str,
        place: impl Fn() -> String,
        role: Use,
    ) -> Result<(), Error> {
        let (name, _) = model.shape(name, place)?;
        self.visit(model, name, Use { operation_output: false, ..role })?;
        let entry = self.shapes.entry(name).or_default();
        entry.top = true;
        entry.operation_output |= role.operation_output;
        Ok(())
    }

    /// Marks `name` and all below it as `role`. An explicit stack: some models nest deeply.
    fn visit(&mut self, model: Model<'m>, name: &'m str, role: Use) -> Result<(), Error> {
        let mut stack = vec![(name, false)];
        while let Some((name, nested)) = stack.pop() {
            let entry = self.shapes.entry(name).or_default();
            entry.nested |= nested;
            if (entry.input || !role.input) && (entry.output || !role.output) {
                continue;
            }
            entry.input |= role.input;
            entry.output |= role.output;
            let (_, shape) = model.shape(name, String::new)?;
            for (target, place) in targets(shape) {
                let (target, _) = model.shape(target, || format!("shapes.{name}.{place}"))?;
                stack.push((target, true));
            }
        }
        Ok(())
    }
}

/// The shapes that `shape` refers to, and the places where it does.
fn targets(shape: &Shape) -> impl Iterator<Item = (&str, String)> {
    let members = shape.members.iter().filter(|_| !shape.document);
    let members = members.map(|(name, member)| (member.shape.as_str(), format!("members.{name}")));
    let items = [("member", &shape.member), ("key", &shape.key), ("value", &shape.value)];
    let items =
        items.into_iter().filter_map(|(place, item)| Some((item.as_ref()?.shape.as_str(), place.to_owned())));
    members.chain(items)
}
