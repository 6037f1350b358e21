//! Checking an input against its model before it is sent: what is required, smallest lengths and numbers, unions.
//!
//! Types cannot be wrong here. Largest values, patterns and lists of known values are left to the service, whose rules
//! change faster than models.

use super::{Shape, View};
use crate::error::Error;
use crate::schema::{Flags, ShapeKind, Type};
use std::fmt::Write;

/// Every rule of the model that `input` breaks, as one error that names the places.
pub fn check(input: &dyn Shape) -> Result<(), Error> {
    let mut walk = Walk { path: String::new(), problems: Vec::new() };
    walk.structure(input);
    if walk.problems.is_empty() {
        return Ok(());
    }
    Err(Error::validation(format!("invalid input: {}", walk.problems.join("; "))))
}

struct Walk {
    /// Where we are: `Filters[0].Name`.
    path: String,
    problems: Vec<String>,
}

impl Walk {
    fn structure(&mut self, shape: &dyn Shape) {
        let schema = shape.schema();
        if schema.kind == ShapeKind::Union && shape.unknown().is_none() {
            let set = (0..schema.members.len()).any(|index| !shape.get(index).view().is_null());
            if !set {
                let names: Vec<&str> = schema.members.iter().map(|member| member.name).collect();
                self.problem(&format!("must be one of {}", names.join(", ")));
            }
        }
        for (index, member) in schema.members.iter().enumerate() {
            let view = shape.get(index).view();
            let length = self.path.len();
            self.path.push_str(if length == 0 { "" } else { "." });
            self.path.push_str(member.name);
            if view.is_null() {
                if member.is(Flags::REQUIRED) {
                    self.problem("is required");
                }
            } else {
                let implied = if member.is(Flags::HOST_LABEL) { 1.0 } else { f64::NEG_INFINITY };
                self.value(view, member.ty, member.min.max(implied));
            }
            self.path.truncate(length);
        }
    }

    fn value(&mut self, view: View<'_>, ty: Type, min: f64) {
        match (view, ty) {
            (View::Structure(shape), _) => self.structure(shape),
            (View::List(list), Type::List(of)) => {
                self.length(list.len(), min, "item");
                if !is_checked(of.item, of.item_min) {
                    return;
                }
                for index in 0..list.len() {
                    let length = self.path.len();
                    let _ = write!(self.path, "[{index}]");
                    self.item(list.item(index).view(), of.item, of.item_min);
                    self.path.truncate(length);
                }
            }
            (View::Map(map), Type::Map(of)) => {
                for index in 0..map.len() {
                    let (key, value) = map.entry(index);
                    let length = self.path.len();
                    let _ = write!(self.path, ".{key}");
                    if (key.chars().count() as f64) < of.key_min {
                        self.problem(&format!("has a key shorter than {} characters", of.key_min));
                    }
                    self.item(value.view(), of.value, of.value_min);
                    self.path.truncate(length);
                }
            }
            (View::String(text), _) if (text.len() as f64) < 4.0 * min => {
                self.length(text.chars().count(), min, "character");
            }
            (View::Integer(number), _) => self.number(number as f64, min),
            (View::Float(number), _) => self.number(number.into(), min),
            (View::Double(number), _) => self.number(number, min),
            _ => {}
        }
    }

    fn item(&mut self, view: View<'_>, ty: Type, min: f64) {
        if !view.is_null() {
            self.value(view, ty, min);
        }
    }

    fn length(&mut self, actual: usize, min: f64, unit: &str) {
        if (actual as f64) < min {
            let plural = if min == 1.0 { "" } else { "s" };
            self.problem(&format!("must have at least {min} {unit}{plural}, has {actual}"));
        }
    }

    fn number(&mut self, actual: f64, min: f64) {
        if actual < min {
            self.problem(&format!("must be at least {min}, is {actual}"));
        }
    }

    fn problem(&mut self, what: &str) {
        let path = if self.path.is_empty() { "the input" } else { &self.path };
        self.problems.push(format!("{path} {what}"));
    }
}

/// Whether items of this type can break a rule at all.
fn is_checked(ty: Type, min: f64) -> bool {
    min > f64::NEG_INFINITY || matches!(ty, Type::Structure | Type::List(_) | Type::Map(_))
}
