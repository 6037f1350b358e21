//! Places in inputs that parameters go to, and paths to data in outputs.

use super::ResourceLowering;
use crate::ir::jmespath::Expression;
use crate::ir::resource::{PathStep, Step};
use crate::ir::{Service, StructureId, Type};
use crate::lower::jmespath;

impl ResourceLowering<'_> {
    /// The place `target` (`Filters[0].Values[]`) in the input `input`, and the type of what stands there.
    pub(super) fn target(
        &mut self,
        place: &str,
        target: &str,
        input: StructureId,
        batch: bool,
    ) -> Option<(Vec<Step>, Type)> {
        match steps(self.service, target, input, batch) {
            Ok(found) => Some(found),
            Err(message) => {
                self.error(place, format!("`{target}`: {message}"));
                None
            }
        }
    }

    /// The path `text` from `from` to structures that are data of the shape `shape`.
    pub(super) fn data_path(
        &mut self,
        place: &str,
        text: Option<&str>,
        from: StructureId,
        shape: StructureId,
    ) -> Option<Vec<PathStep>> {
        let text = text.filter(|text| *text != "$").unwrap_or("@");
        let parsed = jmespath::expression(self.file, place, text);
        let expression = match parsed {
            Ok(expression) => expression,
            Err(error) => {
                self.errors.push(error);
                return None;
            }
        };
        let mut cursor =
            Cursor { service: self.service, at: At::Value(Type::Structure(from)), steps: Vec::new() };
        let result = cursor.walk(&expression).and_then(|()| cursor.end(shape));
        if let Err(message) = result {
            self.error(place, format!("`{text}`: {message}"));
            return None;
        }
        Some(cursor.steps)
    }
}

fn steps(
    service: &Service,
    target: &str,
    input: StructureId,
    batch: bool,
) -> Result<(Vec<Step>, Type), String> {
    let mut steps = Vec::new();
    let mut ty = Type::Structure(input);
    for part in target.split('.') {
        let (name, index) = match part.split_once('[') {
            None => (part, None),
            Some((name, rest)) => {
                let index = rest.strip_suffix(']').ok_or("a `[` without its `]`")?;
                (name, Some(index))
            }
        };
        let member;
        (member, ty) = find(service, ty, name)?;
        steps.push(Step::Member(member));
        let Some(index) = index else { continue };
        let Type::List(list) = ty else { return Err(format!("`{name}` is no list")) };
        ty = service[list].item;
        steps.push(match index {
            "" => Step::Append,
            "*" if batch => Step::Each,
            "*" => return Err("`[*]` is for batch actions".to_owned()),
            number => Step::At(number.parse().map_err(|_| format!("`[{number}]` is no index"))?),
        });
    }
    Ok((steps, ty))
}

/// The member called `name` of a structure: its index and its type.
fn find(service: &Service, ty: Type, name: &str) -> Result<(usize, Type), String> {
    let Type::Structure(id) = ty else {
        return Err(format!("`{name}` is looked for in what is no structure"));
    };
    let structure = &service[id];
    let index = structure.members.iter().position(|member| member.name == name);
    let index = index.ok_or_else(|| format!("`{name}` is no member of `{}`", structure.name))?;
    Ok((index, structure.members[index].ty))
}

/// Where a path has come to.
struct Cursor<'a> {
    service: &'a Service,
    at: At,
    steps: Vec<PathStep>,
}

/// What a path has come to.
#[derive(Clone)]
enum At {
    /// One value, or each of many.
    Value(Type),
    /// Several lists of one structure, to be flattened; the types of their items.
    Lists(Vec<usize>, Vec<Type>),
}

impl Cursor<'_> {
    fn walk(&mut self, expression: &Expression) -> Result<(), String> {
        match expression {
            Expression::Current => {}
            Expression::Field(name) => {
                let (index, ty) = find(self.service, self.value()?, name)?;
                self.steps.push(PathStep::Member(index));
                self.at = At::Value(ty);
            }
            Expression::Then(first, second) => {
                self.walk(first)?;
                self.walk(second)?;
            }
            Expression::Index(index) => {
                let index =
                    usize::try_from(*index).map_err(|_| "an index from the end of a list".to_owned())?;
                let item = self.item()?;
                self.steps.push(PathStep::At(index));
                self.at = At::Value(item);
            }
            Expression::Projection(list, each) => {
                self.walk(list)?;
                if !matches!(**list, Expression::Flatten(_)) {
                    self.items()?;
                }
                self.walk(each)?;
            }
            Expression::Flatten(list) => {
                self.walk(list)?;
                self.items()?;
            }
            Expression::List(fields) => self.lists(fields)?,
            _ => return Err("more than a path to data".to_owned()),
        }
        Ok(())
    }

    /// Goes into each item of the list it is at.
    fn items(&mut self) -> Result<(), String> {
        let (step, ty) = match self.at.clone() {
            At::Value(_) => (PathStep::Items, self.item()?),
            At::Lists(members, items) => {
                let first = *items.first().ok_or("an empty list of fields")?;
                (PathStep::ItemsOf(members), first)
            }
        };
        // Behind a projection a flattened list is what its items' lists make together.
        self.steps.push(step);
        self.at = At::Value(ty);
        Ok(())
    }

    /// Goes to several lists at once.
    fn lists(&mut self, fields: &[Expression]) -> Result<(), String> {
        let of = self.value()?;
        let (mut members, mut items) = (Vec::new(), Vec::new());
        for field in fields {
            let Expression::Field(name) = field else { return Err("more than a path to data".to_owned()) };
            let (index, ty) = find(self.service, of, name)?;
            let Type::List(list) = ty else { return Err(format!("`{name}` is no list")) };
            members.push(index);
            items.push(self.service[list].item);
        }
        self.at = At::Lists(members, items);
        Ok(())
    }

    fn value(&self) -> Result<Type, String> {
        match self.at {
            At::Value(ty) => Ok(ty),
            At::Lists(..) => Err("a list of fields that is not flattened".to_owned()),
        }
    }

    fn item(&self) -> Result<Type, String> {
        match self.value()? {
            Type::List(list) => Ok(self.service[list].item),
            _ => Err("what is no list is looked into as one".to_owned()),
        }
    }

    /// Checks that the path ends at structures that can be data of the shape `shape`.
    fn end(&self, shape: StructureId) -> Result<(), String> {
        let Type::Structure(id) = self.value()? else { return Err("no structure is there".to_owned()) };
        let (found, wanted) = (&self.service[id], &self.service[shape]);
        let shared = found.members.iter().any(|m| wanted.members.iter().any(|other| other.name == m.name));
        if id != shape && !shared {
            return Err(format!("`{}` has no member of `{}`", found.name, wanted.name));
        }
        Ok(())
    }
}
