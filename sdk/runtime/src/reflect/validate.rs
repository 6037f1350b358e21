//! Checking an input against its model before it is sent: what is required, smallest lengths and numbers, unions.
//!
//! Types cannot be wrong here. Largest values, patterns and lists of known values are left to the service, whose rules
//! change faster than models.

use super::{Shape, View};
use crate::error::Error;
use crate::layout::{Flags, ShapeKind, Type};
use std::fmt::{self, Write};

/// Fails with every rule of the model that `input` breaks, as one error that names the places.
pub fn check(input: &dyn Shape) -> Result<(), Error> {
    let mut walk = Walk { path: Vec::new(), problems: String::new() };
    walk.structure(input);
    if walk.problems.is_empty() {
        return Ok(());
    }
    Err(Error::validation(format!("invalid input: {}", walk.problems)))
}

struct Walk<'a> {
    /// Where we are.
    path: Vec<Step<'a>>,
    problems: String,
}

/// A step of a path.
enum Step<'a> {
    Member(&'static str),
    Item(usize),
    Key(&'a str),
}

impl<'a> Walk<'a> {
    fn structure(&mut self, shape: &'a dyn Shape) {
        let schema = shape.schema();
        let mut any = false;
        for (index, member) in schema.members.iter().enumerate() {
            let view = shape.get(index).view();
            if view.is_null() && !member.is(Flags::REQUIRED) {
                continue;
            }
            self.path.push(Step::Member(member.name));
            if view.is_null() {
                self.problem(format_args!("is required"));
            } else {
                any = true;
                // A label of a host name cannot be empty, whether the model says so or not.
                let implied = if member.is(Flags::HOST_LABEL) { 1.0 } else { f64::NEG_INFINITY };
                self.value(view, member.ty, member.min.max(implied));
            }
            self.path.pop();
        }
        if schema.kind == ShapeKind::Union && !any {
            let names: Vec<&str> = schema.members.iter().map(|member| member.name).collect();
            self.problem(format_args!("must be one of {}", names.join(", ")));
        }
    }

    fn value(&mut self, view: View<'a>, ty: Type, min: f64) {
        match (view, ty) {
            (View::Structure(shape), _) => self.structure(shape),
            (View::List(list), Type::List(of)) => {
                self.length(list.len(), min, "item");
                if is_checked(of.item, of.item_min) {
                    for index in 0..list.len() {
                        self.path.push(Step::Item(index));
                        self.value(list.item(index).view(), of.item, of.item_min);
                        self.path.pop();
                    }
                }
            }
            (View::Map(map), Type::Map(of)) => {
                for index in 0..map.len() {
                    let (key, value) = map.entry(index);
                    self.path.push(Step::Key(key));
                    if is_shorter(key, of.key_min) {
                        self.problem(format_args!("has a key of less than {} characters", of.key_min));
                    }
                    self.value(value.view(), of.value, of.value_min);
                    self.path.pop();
                }
            }
            (View::String(text), _) if is_shorter(text, min) => {
                self.length(text.chars().count(), min, "character");
            }
            (View::Integer(number), _) => self.number(number as f64, min),
            // The model's 0.01 is a little more than the float nearest to it, which must pass.
            (View::Float(number), _) if number < min as f32 => self.number(number.into(), min),
            (View::Double(number), _) => self.number(number, min),
            _ => {}
        }
    }

    fn length(&mut self, actual: usize, min: f64, unit: &str) {
        if (actual as f64) < min {
            let plural = if min == 1.0 { "" } else { "s" };
            self.problem(format_args!("must have at least {min} {unit}{plural}, has {actual}"));
        }
    }

    fn number(&mut self, actual: f64, min: f64) {
        if actual < min {
            self.problem(format_args!("must be at least {min}, is {actual}"));
        }
    }

    fn problem(&mut self, what: fmt::Arguments<'_>) {
        if !self.problems.is_empty() {
            self.problems.push_str("; ");
        }
        if self.path.is_empty() {
            self.problems.push_str("the input");
        }
        for (depth, step) in self.path.iter().enumerate() {
            let dot = if depth == 0 { "" } else { "." };
            // Writing to a string does not fail.
            let _ = match step {
                Step::Member(name) => write!(self.problems, "{dot}{name}"),
                Step::Item(index) => write!(self.problems, "[{index}]"),
                Step::Key(key) => write!(self.problems, "{dot}{key}"),
            };
        }
        let _ = write!(self.problems, " {what}");
    }
}

/// Whether `text` has fewer than `min` characters; long text is not counted.
fn is_shorter(text: &str, min: f64) -> bool {
    (text.len() as f64) < 4.0 * min && (text.chars().count() as f64) < min
}

/// Whether items of this type can break a rule at all.
fn is_checked(ty: Type, min: f64) -> bool {
    min > f64::NEG_INFINITY || matches!(ty, Type::Structure | Type::List(_) | Type::Map(_))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::reflect::{NO_VALUE, Value};
    use crate::schema::{ListType, MapType, Member, StructSchema};
    use crate::testing::{Choice, structure};
    use crate::types::Map;

    const RULES: Type = Type::List(&ListType {
        item: Type::Structure,
        item_wire: "",
        flattened: false,
        item_min: f64::NEG_INFINITY,
        item_xml_namespace: None,
    });
    const TAGS: Type = Type::Map(&MapType {
        value: Type::String,
        key_wire: "",
        value_wire: "",
        flattened: false,
        key_min: 2.0,
        value_min: 1.0,
        xml_namespaces: None,
    });

    structure! {
        Input() {
            name: Option<String> => Member::new("Name", "Name", Type::String).with(Flags::REQUIRED).min(3.0),
            count: Option<i64> => Member::new("Count", "Count", Type::Integer).min(1.0),
            rules: Option<Vec<Input>> => Member::new("Rules", "Rules", RULES).min(1.0),
            tags: Option<Map<String>> => Member::new("Tags", "Tags", TAGS),
            choice: Option<Choice> => Member::new("Choice", "Choice", Type::Structure),
            limit: Option<f32> => Member::new("Limit", "Limit", Type::Float).min(0.01),
        }
    }

    fn named(name: &str) -> Input {
        Input { name: Some(name.to_owned()), ..Input::default() }
    }

    #[test]
    fn a_valid_input_passes() {
        let tags = Some(Map::from([("ab", "x".to_owned())]));
        let choice = Some(Choice::Text("x".to_owned()));
        let input =
            Input { count: Some(1), rules: Some(vec![named("äöü")]), tags, choice, ..named("abc") };
        assert!(check(&input).is_ok());
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        let tags = Some(Map::from([("a", String::new())]));
        let rules = Some(vec![named("abc"), Input { count: Some(-1), ..named("ab") }]);
        let choice = Some(Choice::default());
        let input = Input { name: None, count: Some(0), rules, tags, choice, limit: None };
        let message = check(&input).unwrap_err().to_string();
        assert_eq!(
            message,
            "invalid input: Name is required; Count must be at least 1, is 0; \
             Rules[1].Name must have at least 3 characters, has 2; Rules[1].Count must be at least 1, is -1; \
             Tags.a has a key of less than 2 characters; Tags.a must have at least 1 character, has 0; \
             Choice must be one of Text, Many, Nested"
        );
    }

    #[test]
    fn a_smallest_number_that_no_float_has_is_the_nearest_one() {
        assert!(check(&Input { limit: Some(0.01), ..named("abc") }).is_ok());
        let message = check(&Input { limit: Some(0.0), ..named("abc") }).unwrap_err().to_string();
        assert_eq!(message, "invalid input: Limit must be at least 0.01, is 0");
    }

    #[test]
    fn empty_lists_break_a_smallest_length() {
        let message = check(&Input { rules: Some(vec![]), ..named("abc") }).unwrap_err().to_string();
        assert_eq!(message, "invalid input: Rules must have at least 1 item, has 0");
    }
}
