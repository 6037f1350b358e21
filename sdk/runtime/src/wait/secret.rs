//! Whether what an expression finds may be told: not if a sensitive member is in it.

use crate::jmespath::{Expression, Function};
use crate::reflect::{Shape, View};
use crate::schema::Flags;

/// Whether `expression` may show a sensitive member of `shape`: it names one that is there. Where it stands is not looked
/// at, so that too much is kept secret rather than too little.
pub(super) fn may_show(expression: &Expression, shape: &dyn Shape) -> bool {
    shape.schema().members.iter().enumerate().any(|(index, member)| {
        let view = shape.get(index).view();
        let secret = member.is(Flags::SENSITIVE) && !view.is_null() && names(expression, member.name);
        secret || within(expression, view)
    })
}

fn within(expression: &Expression, view: View<'_>) -> bool {
    match view {
        View::Structure(shape) => may_show(expression, shape),
        View::List(list) => (0..list.len()).any(|index| within(expression, list.item(index).view())),
        View::Map(map) => (0..map.len()).any(|index| within(expression, map.entry(index).1.view())),
        _ => false,
    }
}

/// Whether `expression` names the member, or takes all there are.
fn names(expression: &Expression, member: &str) -> bool {
    match expression {
        Expression::Field(name) => *name == member,
        Expression::Values(_) | Expression::Call(Function::Values, _) => true,
        Expression::Flatten(inner) | Expression::Not(inner) => names(inner, member),
        Expression::Then(left, right)
        | Expression::Projection(left, right)
        | Expression::If(left, right)
        | Expression::Compare(_, left, right)
        | Expression::And(left, right)
        | Expression::Or(left, right) => names(left, member) || names(right, member),
        Expression::List(items) | Expression::Call(_, items) => items.iter().any(|item| names(item, member)),
        Expression::Hash(entries) => entries.iter().any(|(_, item)| names(item, member)),
        Expression::Current | Expression::Index(_) | Expression::Slice { .. } | Expression::Literal(_) => {
            false
        }
    }
}
