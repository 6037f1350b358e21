//! JMESPath expressions of the models, parsed.

use crate::Error;
use crate::ir::jmespath::{Comparator, Expression, Function, Literal};
use jmespath::Variable;
use jmespath::ast::{Ast, Comparator as Parsed};

/// Parses `text`. `file` and `place` say in errors where it stands.
pub fn expression(file: &str, place: &str, text: &str) -> Result<Expression, Error> {
    let error = |message: String| Error::new(file, place, format!("`{text}`: {message}"));
    let ast = jmespath::parse(text).map_err(|parse| error(parse.reason.to_string()))?;
    lower(&ast).map_err(error)
}

fn lower(ast: &Ast) -> Result<Expression, String> {
    Ok(match ast {
        Ast::Identity { .. } => Expression::Current,
        Ast::Field { name, .. } => Expression::Field(name.clone()),
        Ast::Index { idx, .. } => Expression::Index(*idx),
        Ast::Slice { step: 0, .. } => return Err("a slice with step 0 never ends".into()),
        Ast::Slice { start, stop, step, .. } => Expression::Slice { start: *start, stop: *stop, step: *step },
        Ast::Subexpr { lhs, rhs, .. } => Expression::Then(boxed(lhs)?, boxed(rhs)?),
        Ast::Projection { lhs, rhs, .. } => Expression::Projection(boxed(lhs)?, boxed(rhs)?),
        Ast::Flatten { node, .. } => Expression::Flatten(boxed(node)?),
        Ast::ObjectValues { node, .. } => Expression::Values(boxed(node)?),
        Ast::Condition { predicate, then, .. } => Expression::If(boxed(predicate)?, boxed(then)?),
        Ast::Comparison { comparator, lhs, rhs, .. } => {
            Expression::Compare(comparison(comparator), boxed(lhs)?, boxed(rhs)?)
        }
        Ast::And { lhs, rhs, .. } => Expression::And(boxed(lhs)?, boxed(rhs)?),
        Ast::Or { lhs, rhs, .. } => Expression::Or(boxed(lhs)?, boxed(rhs)?),
        Ast::Not { node, .. } => Expression::Not(boxed(node)?),
        Ast::MultiList { elements, .. } => {
            Expression::List(elements.iter().map(lower).collect::<Result<_, _>>()?)
        }
        Ast::MultiHash { elements, .. } => {
            let entry = |pair: &jmespath::ast::KeyValuePair| Ok((pair.key.clone(), lower(&pair.value)?));
            Expression::Hash(elements.iter().map(entry).collect::<Result<_, String>>()?)
        }
        Ast::Function { name, args, .. } => {
            Expression::Call(function(name, args.len())?, args.iter().map(lower).collect::<Result<_, _>>()?)
        }
        Ast::Literal { value, .. } => Expression::Literal(literal(value)?),
        Ast::Expref { .. } => return Err("references to expressions (`&`) are not supported".into()),
    })
}

fn boxed(ast: &Ast) -> Result<Box<Expression>, String> {
    lower(ast).map(Box::new)
}

fn comparison(comparator: &Parsed) -> Comparator {
    match comparator {
        Parsed::Equal => Comparator::Equal,
        Parsed::NotEqual => Comparator::NotEqual,
        Parsed::LessThan => Comparator::Less,
        Parsed::LessThanEqual => Comparator::LessOrEqual,
        Parsed::GreaterThan => Comparator::Greater,
        Parsed::GreaterThanEqual => Comparator::GreaterOrEqual,
    }
}

fn function(name: &str, arguments: usize) -> Result<Function, String> {
    Ok(match (name, arguments) {
        ("length", 1) => Function::Length,
        ("keys", 1) => Function::Keys,
        ("values", 1) => Function::Values,
        ("contains", 2) => Function::Contains,
        ("starts_with", 2) => Function::StartsWith,
        ("ends_with", 2) => Function::EndsWith,
        ("join", 2) => Function::Join,
        ("reverse", 1) => Function::Reverse,
        ("not_null", 1..) => Function::NotNull,
        _ => return Err(format!("the function `{name}` with {arguments} arguments is not supported")),
    })
}

fn literal(value: &Variable) -> Result<Literal, String> {
    Ok(match value {
        Variable::Null => Literal::Null,
        Variable::Bool(value) => Literal::Boolean(*value),
        Variable::String(text) => Literal::String(text.clone()),
        Variable::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Literal::Integer(whole),
            (None, Some(number)) => Literal::Double(number),
            (None, None) => return Err(format!("the number {number} is too large")),
        },
        Variable::Array(items) => {
            Literal::List(items.iter().map(|item| literal(item)).collect::<Result<_, _>>()?)
        }
        Variable::Object(entries) => {
            let entry = |(key, value): (&String, &jmespath::Rcvar)| Ok((key.clone(), literal(value)?));
            Literal::Hash(entries.iter().map(entry).collect::<Result<_, String>>()?)
        }
        Variable::Expref(_) => return Err("references to expressions (`&`) are not supported".into()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn field(name: &str) -> Box<Expression> {
        Box::new(Expression::Field(name.into()))
    }

    #[test]
    fn the_forms_of_the_models_are_understood() {
        let parse = |text| expression("f.json", "p", text).map_err(|error| error.to_string());
        assert_eq!(
            parse("keys(RequestItems)"),
            Ok(Expression::Call(Function::Keys, vec![*field("RequestItems")]))
        );
        let count = Box::new(Expression::Call(Function::Length, vec![*field("a")]));
        let one = Box::new(Expression::Literal(Literal::Integer(1)));
        assert_eq!(parse("length(a) > `1`"), Ok(Expression::Compare(Comparator::Greater, count, one)));
        let last = Expression::Then(
            Box::new(Expression::Then(field("a"), Box::new(Expression::Index(-1)))),
            field("b"),
        );
        assert_eq!(parse("a[-1].b"), Ok(last));
        let flat = Expression::Projection(Box::new(Expression::Flatten(field("a"))), field("b"));
        assert_eq!(parse("a[].b"), Ok(flat));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let fail = |text| expression("f.json", "waiters.X", text).map_err(|error| error.to_string());
        let unknown = fail("sort_by(a, &b)").unwrap_err();
        assert!(
            unknown.starts_with("f.json: waiters.X: `sort_by(a, &b)`: the function `sort_by`"),
            "{unknown}"
        );
        assert!(fail("a[").unwrap_err().starts_with("f.json: waiters.X: `a[`: "));
    }
}
