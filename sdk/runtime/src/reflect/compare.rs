//! Equality by reflection.

use super::{Shape, View};

/// Whether two values of one shape are equal, member by member. Streams are never equal.
pub fn eq(left: &dyn Shape, right: &dyn Shape) -> bool {
    std::ptr::eq(left.schema().name, right.schema().name)
        && left.unknown() == right.unknown()
        && (0..left.schema().members.len()).all(|i| views_eq(left.get(i).view(), right.get(i).view()))
}

fn views_eq(left: View<'_>, right: View<'_>) -> bool {
    match (left, right) {
        (View::Null, View::Null) => true,
        (View::Boolean(l), View::Boolean(r)) => l == r,
        (View::Integer(l), View::Integer(r)) => l == r,
        (View::Float(l), View::Float(r)) => l == r,
        (View::Double(l), View::Double(r)) => l == r,
        (View::String(l), View::String(r)) => l == r,
        (View::Blob(l), View::Blob(r)) => l == r,
        (View::Timestamp(l), View::Timestamp(r)) => l == r,
        (View::Document(l), View::Document(r)) => l == r,
        (View::List(l), View::List(r)) => {
            l.len() == r.len() && (0..l.len()).all(|i| views_eq(l.item(i).view(), r.item(i).view()))
        }
        (View::Map(l), View::Map(r)) => {
            l.len() == r.len()
                && (0..l.len()).all(|i| {
                    let (key, value) = l.entry(i);
                    r.find(key).is_some_and(|other| views_eq(value.view(), other.view()))
                })
        }
        (View::Structure(l), View::Structure(r)) => eq(l, r),
        _ => false,
    }
}
