#![allow(clippy::unwrap_used)]
use super::Expression::{
    And, Call, Compare, Current, Field, Flatten, Hash, If, Index, Not, Or, Projection, Then, Values,
};
use super::{Comparator, Expression, Found, Function, Literal, search};
use crate::data::{Document, Map};
use crate::reflect::View;
use crate::testing::{Choice, Color, Everything};

const NUMBER: Expression = Field("Number");
const CHILDREN: Expression = Field("Children");

fn child(text: &str, number: i64) -> Everything {
    Everything { text: Some(text.into()), number: Some(number), ..Everything::default() }
}

fn family() -> Everything {
    Everything {
        children: Some(vec![
            child("a", 1),
            child("b", 2),
            Everything { number: Some(3), ..Everything::default() },
        ]),
        strings: Some(vec!["x".into(), "y".into()]),
        nested_list: Some(vec![vec![1, 2], vec![], vec![3]]),
        map: Some(Map::from([("one", 1), ("two", 2)])),
        color: Some(Color::Red),
        ..Everything::default()
    }
}

/// What an expression gives, as JSON-like text.
fn show(expression: &'static Expression, shape: &Everything) -> String {
    text(&search(expression, shape))
}

fn text(found: &Found<'_>) -> String {
    if let Some(items) = found.items() {
        let items: Vec<_> = items.map(|item| text(&item)).collect();
        return format!("[{}]", items.join(","));
    }
    match found {
        Found::View(View::Structure(shape)) => shape.schema().name.to_owned(),
        Found::Hash(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{key}:{}", text(value))).collect();
            format!("{{{}}}", entries.join(","))
        }
        Found::View(view) => format!("{view:?}"),
        Found::String(text) => format!("{text:?}"),
        Found::List(_) => String::new(),
    }
}

#[test]
fn members_are_found_by_model_name() {
    let shape = family();
    assert_eq!(show(&Field("Color"), &shape), "\"red\"");
    assert_eq!(show(&Field("Text"), &shape), "None");
    assert_eq!(show(&Field("NoSuchMember"), &shape), "None");
    assert_eq!(show(&Then(&Field("Map"), &Field("two")), &shape), "2");
    assert_eq!(show(&Then(&Field("Strings"), &Field("x")), &shape), "None");
}

#[test]
fn a_union_shows_the_member_it_holds() {
    let shape = Everything { choice: Some(Choice::Text("t".into())), ..Everything::default() };
    assert_eq!(show(&Then(&Field("Choice"), &Field("Text")), &shape), "\"t\"");
    assert_eq!(show(&Then(&Field("Choice"), &Field("Many")), &shape), "None");
}

#[test]
fn indexes_count_from_both_ends() {
    let shape = family();
    let at = |index: &'static Expression| show(index, &shape);
    assert_eq!(at(&Then(&Field("Strings"), &Index(0))), "\"x\"");
    assert_eq!(at(&Then(&Field("Strings"), &Index(-1))), "\"y\"");
    assert_eq!(at(&Then(&Field("Strings"), &Index(2))), "None");
    assert_eq!(at(&Then(&Field("Strings"), &Index(-3))), "None");
    assert_eq!(at(&Then(&Field("Map"), &Index(0))), "None");
}

#[test]
fn slices_are_those_of_python() {
    const fn slice(start: Option<i32>, stop: Option<i32>, step: i32) -> Expression {
        Expression::Slice { start, stop, step }
    }
    let shape =
        Everything { flat: Some("abcde".chars().map(String::from).collect()), ..Everything::default() };
    let taken = |slice: &'static Expression| {
        let found = super::evaluate(slice, &search(&Field("Flat"), &shape));
        found.items().unwrap().filter_map(Found::into_text).collect::<String>()
    };
    assert_eq!(taken(const { &slice(Some(1), Some(3), 1) }), "bc");
    assert_eq!(taken(const { &slice(None, None, -1) }), "edcba");
    assert_eq!(taken(const { &slice(Some(-2), None, 1) }), "de");
    assert_eq!(taken(const { &slice(Some(3), Some(0), -2) }), "db");
    assert_eq!(taken(const { &slice(Some(-9), Some(9), 2) }), "ace");
    assert_eq!(taken(const { &slice(Some(4), Some(1), 1) }), "");
}

#[test]
fn projections_leave_out_what_is_not_there() {
    let shape = family();
    assert_eq!(show(&Projection(&CHILDREN, &Field("Text")), &shape), "[\"a\",\"b\"]");
    assert_eq!(show(&Projection(&Field("Flat"), &Current), &shape), "None");
    assert_eq!(show(&Projection(&Field("Map"), &Current), &shape), "None");
    assert_eq!(show(&Projection(&Values(&Field("Map")), &Current), &shape), "[1,2]");
}

#[test]
fn flattening_opens_one_level() {
    let shape = family();
    assert_eq!(show(&Projection(&Flatten(&Field("NestedList")), &Current), &shape), "[1,2,3]");
    assert_eq!(show(&Projection(&Flatten(&Field("Strings")), &Current), &shape), "[\"x\",\"y\"]");
    assert_eq!(show(&Flatten(&Field("Text")), &shape), "None");
}

#[test]
fn what_operations_with_many_tables_ask_for() {
    // Children[*].[Text, Number][]
    const PAIRS: Expression = Projection(&CHILDREN, &Expression::List(&[Field("Text"), NUMBER]));
    assert_eq!(show(&Projection(&Flatten(&PAIRS), &Current), &family()), "[\"a\",1,\"b\",2,3]");
    assert_eq!(show(&Call(Function::Keys, &[Field("Map")]), &family()), "[\"one\",\"two\"]");
}

#[test]
fn filters_and_comparisons() {
    const TWO: Expression = Expression::Literal(Literal::Integer(2));
    const B: Expression = Expression::Literal(Literal::String("b"));
    let shape = family();
    let children = |condition: &'static Expression| show(condition, &shape);
    const FROM_TWO: Expression = Compare(Comparator::GreaterOrEqual, &NUMBER, &TWO);
    assert_eq!(children(&Projection(&CHILDREN, &If(&FROM_TWO, &NUMBER))), "[2,3]");
    const NOT_B: Expression = Compare(Comparator::NotEqual, &Field("Text"), &B);
    assert_eq!(children(&Projection(&CHILDREN, &If(&And(&FROM_TWO, &NOT_B), &NUMBER))), "[3]");
    assert_eq!(children(&Projection(&CHILDREN, &If(&Not(&FROM_TWO), &NUMBER))), "[1]");
    // Only numbers have an order.
    assert_eq!(children(&Compare(Comparator::Less, &Field("Color"), &TWO)), "None");
    assert_eq!(children(&Compare(Comparator::Equal, &Field("Strings"), &Field("Strings"))), "true");
    assert_eq!(children(&Compare(Comparator::Equal, &Field("Text"), &Field("Flag"))), "true");
}

#[test]
fn or_takes_the_first_that_counts_as_true() {
    let mut shape = family();
    shape.text = Some(String::new());
    assert_eq!(show(&Or(&Field("Text"), &Field("Color")), &shape), "\"red\"");
    assert_eq!(show(&And(&Field("Text"), &Field("Color")), &shape), "\"\"");
    shape.number = Some(0);
    assert_eq!(show(&Or(&NUMBER, &Field("Color")), &shape), "0");
}

#[test]
fn functions_answer_or_give_nothing() {
    let shape = family();
    let call = |expression: &'static Expression| show(expression, &shape);
    assert_eq!(call(&Call(Function::Length, &[CHILDREN])), "3");
    assert_eq!(call(&Call(Function::Length, &[Field("Map")])), "2");
    assert_eq!(call(&Call(Function::Length, &[Field("Text")])), "None");
    assert_eq!(call(&Call(Function::Length, &[Field("Color")])), "3");
    const X: Expression = Expression::Literal(Literal::String("x"));
    const R: Expression = Expression::Literal(Literal::String("r"));
    assert_eq!(call(&Call(Function::Contains, &[Field("Strings"), X])), "true");
    assert_eq!(call(&Call(Function::Contains, &[Field("Color"), X])), "false");
    assert_eq!(call(&Call(Function::StartsWith, &[Field("Color"), R])), "true");
    assert_eq!(call(&Call(Function::EndsWith, &[Field("Color"), R])), "false");
    assert_eq!(call(&Call(Function::Join, &[R, Field("Strings")])), "\"xry\"");
    assert_eq!(call(&Call(Function::Join, &[R, Field("NestedList")])), "None");
    assert_eq!(call(&Call(Function::Reverse, &[Field("Strings")])), "[\"y\",\"x\"]");
    assert_eq!(call(&Call(Function::Values, &[Field("Map")])), "[1,2]");
    assert_eq!(call(&Call(Function::NotNull, &[Field("Text"), Field("Color")])), "\"red\"");
}

#[test]
fn objects_can_be_made() {
    const PAIR: Expression = Hash(&[("color", Field("Color")), ("text", Field("Text"))]);
    assert_eq!(show(&PAIR, &family()), "{color:\"red\",text:None}");
    assert_eq!(show(&Then(&PAIR, &Field("color")), &family()), "\"red\"");
    assert_eq!(show(&Then(&Field("Text"), &PAIR), &family()), "None");
}

#[test]
fn free_json_is_walked_like_the_rest() {
    let inner =
        Document::Map(Map::from([("deep", Document::List(vec![Document::Integer(7), Document::Null]))]));
    let shape = Everything { document: Some(inner), ..Everything::default() };
    assert_eq!(show(&Then(&Then(&Field("Document"), &Field("deep")), &Index(0)), &shape), "7");
    assert_eq!(show(&Projection(&Then(&Field("Document"), &Field("deep")), &Current), &shape), "[7]");
    assert_eq!(show(&Call(Function::Keys, &[Field("Document")]), &shape), "[\"deep\"]");
}
