//! The evaluation of expressions.

use super::functions::call;
use super::{Comparator, Expression, Found, Literal};
use crate::reflect::{Shape, View};

/// What `expression` gives for a structure.
pub fn search<'a>(expression: &'static Expression, shape: &'a dyn Shape) -> Found<'a> {
    evaluate(expression, &Found::View(View::Structure(shape)))
}

/// What `expression` gives for a value.
pub fn evaluate<'a>(expression: &'static Expression, current: &Found<'a>) -> Found<'a> {
    match expression {
        Expression::Current => current.clone(),
        Expression::Field(name) => current.field(name),
        Expression::Index(index) => item(current, *index),
        Expression::Slice { start, stop, step } => slice(current, *start, *stop, *step),
        Expression::Then(first, second) => evaluate(second, &evaluate(first, current)),
        Expression::Projection(list, each) => project(&evaluate(list, current), each),
        Expression::Flatten(list) => flatten(&evaluate(list, current)),
        Expression::Values(object) => match evaluate(object, current).entries() {
            Some(entries) => Found::List(entries.into_iter().map(|(_, value)| value).collect()),
            None => Found::NULL,
        },
        Expression::If(condition, then) => match evaluate(condition, current).is_true() {
            true => evaluate(then, current),
            false => Found::NULL,
        },
        Expression::Compare(comparator, left, right) => {
            compare(*comparator, &evaluate(left, current), &evaluate(right, current))
        }
        Expression::And(left, right) => match evaluate(left, current) {
            left if left.is_true() => evaluate(right, current),
            left => left,
        },
        Expression::Or(left, right) => match evaluate(left, current) {
            left if left.is_true() => left,
            _ => evaluate(right, current),
        },
        Expression::Not(value) => boolean(!evaluate(value, current).is_true()),
        Expression::List(_) | Expression::Hash(_) if current.is_null() => Found::NULL,
        Expression::List(items) => Found::List(items.iter().map(|item| evaluate(item, current)).collect()),
        Expression::Hash(entries) => {
            Found::Hash(entries.iter().map(|(key, value)| (*key, evaluate(value, current))).collect())
        }
        Expression::Call(function, arguments) => {
            let arguments: Vec<_> = arguments.iter().map(|argument| evaluate(argument, current)).collect();
            call(*function, &arguments)
        }
        Expression::Literal(literal) => constant(literal),
    }
}

pub(super) fn boolean(value: bool) -> Found<'static> {
    Found::View(View::Boolean(value))
}

fn item<'a>(list: &Found<'a>, index: i32) -> Found<'a> {
    let Some(mut items) = list.items() else { return Found::NULL };
    let distance = index.unsigned_abs() as usize;
    match index {
        0.. => items.nth(distance),
        _ => items.nth_back(distance - 1),
    }
    .unwrap_or(Found::NULL)
}

/// As slices of Python.
fn slice<'a>(list: &Found<'a>, start: Option<i32>, stop: Option<i32>, step: i32) -> Found<'a> {
    let Some(items) = list.items() else { return Found::NULL };
    let items: Vec<_> = items.collect();
    // A list in memory is no longer than this.
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let (step, forward) = (i64::from(step), step > 0);
    let (lowest, highest) = if forward { (0, length) } else { (-1, length - 1) };
    let bound = |index: Option<i32>, default: i64| match index.map(i64::from) {
        None => default,
        Some(index) if index < 0 => (index + length).clamp(lowest, highest),
        Some(index) => index.clamp(lowest, highest),
    };
    let mut at = bound(start, if forward { lowest } else { highest });
    let stop = bound(stop, if forward { highest } else { lowest });
    let mut taken = Vec::new();
    while step != 0 && if forward { at < stop } else { at > stop } {
        taken.extend(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned());
        at += step;
    }
    Found::List(taken)
}

fn project<'a>(list: &Found<'a>, each: &'static Expression) -> Found<'a> {
    let Some(items) = list.items() else { return Found::NULL };
    Found::List(items.map(|item| evaluate(each, &item)).filter(|found| !found.is_null()).collect())
}

fn flatten<'a>(list: &Found<'a>) -> Found<'a> {
    let Some(items) = list.items() else { return Found::NULL };
    let mut flat = Vec::new();
    for item in items {
        match item.is_list() {
            true => flat.extend(item.items().into_iter().flatten()),
            false => flat.push(item),
        }
    }
    Found::List(flat)
}

fn compare(comparator: Comparator, left: &Found<'_>, right: &Found<'_>) -> Found<'static> {
    match comparator {
        Comparator::Equal => return boolean(left == right),
        Comparator::NotEqual => return boolean(left != right),
        _ => {}
    }
    let order = match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => match (left.as_f64(), right.as_f64()) {
            (Some(left), Some(right)) => left.partial_cmp(&right),
            _ => None,
        },
    };
    let Some(order) = order else { return Found::NULL };
    boolean(match comparator {
        Comparator::Less => order.is_lt(),
        Comparator::LessOrEqual => order.is_le(),
        Comparator::Greater => order.is_gt(),
        _ => order.is_ge(),
    })
}

pub(crate) fn constant(literal: &'static Literal) -> Found<'static> {
    Found::View(match literal {
        Literal::Null => View::Null,
        Literal::Boolean(value) => View::Boolean(*value),
        Literal::Integer(value) => View::Integer(*value),
        Literal::Double(value) => View::Double(*value),
        Literal::String(text) => View::String(text),
        Literal::List(items) => return Found::List(items.iter().map(constant).collect()),
        Literal::Hash(entries) => {
            return Found::Hash(entries.iter().map(|(key, value)| (*key, constant(value))).collect());
        }
    })
}
