//! What expressions say, and what is wrong with those that cannot be.

use super::{
    Attr, Condition, Filtered, Key, KeyConditional, Path, Placeholders, Projected, Projection, Update,
    Updated,
};
use crate::types::{AttributeValue, QueryInput, UpdateItemInput};
use std::collections::{BTreeSet, HashMap};
use tucuxi::Error;
use tucuxi::error::ErrorKind;

fn text(condition: impl Into<Condition>) -> String {
    condition.into().build().unwrap().expression().to_owned()
}

fn number(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

#[test]
fn conditions_combine_by_the_precedence_of_rust() {
    let condition = Key("id").eq(1) & Attr("address.zip").begins_with("80") | !Attr("old").exists();
    let built = condition.build().unwrap();
    assert_eq!(
        built.expression(),
        "((#n0 = :v0 AND begins_with(#n1.#n2, :v1)) OR (NOT attribute_exists(#n3)))"
    );
    let names: Vec<_> = built.names().iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["id", "address", "zip", "old"]);
    assert_eq!(built.values().get(":v0"), Some(&number(1)));
    assert_eq!(built.values().get(":v1"), Some(&AttributeValue::S("80".to_owned())));
}

#[test]
fn every_comparison_has_its_operator() {
    assert_eq!(text(Attr("a").ne(1)), "#n0 <> :v0");
    assert_eq!(text(Attr("a").lt(1)), "#n0 < :v0");
    assert_eq!(text(Attr("a").lte(1)), "#n0 <= :v0");
    assert_eq!(text(Attr("a").gt(1)), "#n0 > :v0");
    assert_eq!(text(Attr("a").gte(1)), "#n0 >= :v0");
    assert_eq!(text(Attr("a").between(1, 2)), "#n0 BETWEEN :v0 AND :v1");
    assert_eq!(text(Attr("a").in_([1, 2, 3])), "#n0 IN (:v0, :v1, :v2)");
    assert_eq!(text(Attr("a").contains("x")), "contains(#n0, :v0)");
    assert_eq!(text(Attr("a").attribute_type("S")), "attribute_type(#n0, :v0)");
    assert_eq!(text(Attr("a").not_exists()), "attribute_not_exists(#n0)");
    assert_eq!(text(Attr("a").size().gt(3)), "size(#n0) > :v0");
    assert_eq!(text(Attr("a").size().in_([1])), "size(#n0) IN (:v0)");
    assert_eq!(text(Attr("a").gt(Attr("b.c"))), "#n0 > #n1.#n2");
    assert_eq!(text(Attr("a").eq(Attr("b").size())), "#n0 = size(#n1)");
}

#[test]
fn values_are_anything_serialisable() {
    let map = HashMap::from([("zip", 8000)]);
    let built = (Attr("a").eq(map) & Attr("b").eq(Some("x")) & Attr("c").eq(AttributeValue::Bool(true)))
        .build()
        .unwrap();
    assert_eq!(built.values().get(":v0"), Some(&AttributeValue::M([("zip", number(8000))].into())));
    assert_eq!(built.values().get(":v1"), Some(&AttributeValue::S("x".to_owned())));
    assert_eq!(built.values().get(":v2"), Some(&AttributeValue::Bool(true)));
}

#[test]
fn names_with_dots_are_given_as_names() {
    assert_eq!(text(Attr("lines[10].price").exists()), "attribute_exists(#n0[10].#n1)");
    assert_eq!(text(Attr("a[0][1]").exists()), "attribute_exists(#n0[0][1])");
    let dotted = Attr(Path::name("example.com").field("a[0]").index(2)).exists().build().unwrap();
    assert_eq!(dotted.expression(), "attribute_exists(#n0.#n1[2])");
    assert_eq!(dotted.names().get("#n0").map(String::as_str), Some("example.com"));
    assert_eq!(text(Key::name("a.b").eq(1)), "#n0 = :v0");
}

#[test]
fn what_is_not_a_path_is_an_error_that_names_it() {
    for wrong in ["", "a..b", ".a", "a.", "a[", "a[x]", "a[-1]", "a[+1]", "a[0]b", "[0]", "a]"] {
        let error = Attr(wrong).exists().build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation);
        assert!(error.message().contains(&format!("`{wrong}`")), "{error}");
    }
}

#[test]
fn a_value_that_cannot_be_serialised_is_an_error_of_the_expression() {
    let condition = Attr("a").eq(1) & Attr("b").eq(f64::NAN) | Attr("c").exists();
    assert_eq!(condition.build().unwrap_err().kind(), ErrorKind::Serialize);
    assert!(Update::set("a", f64::INFINITY).remove("b").build().is_err());
    let mut input = QueryInput::default();
    input.write_filter(Attr("a").eq(f64::NAN)).unwrap_err();
    assert_eq!(input, QueryInput::default());
}

#[test]
fn conditions_that_compare_with_nothing_are_errors() {
    let none: [i32; 0] = [];
    assert!(Attr("a").in_(none).build().is_err());
    assert!((!Attr("a").in_(none)).build().is_err());
    assert!(Projection::of::<&str>([]).build().is_err());
    assert!(super::UpdateExpression::default().build().is_err());
}

#[test]
fn key_conditions_are_checked() {
    let key = Key("id").eq(1) & Key("date").begins_with("2026");
    assert_eq!(key.build().unwrap().expression(), "(#n0 = :v0 AND begins_with(#n1, :v1))");
    let no_partition = Key("date").gt(1).build().unwrap_err();
    assert!(no_partition.message().contains("partition key"), "{no_partition}");
    let nested = Key("a.b").eq(1).build().unwrap_err();
    assert!(nested.message().contains("`a.b`"), "{nested}");
    // As a filter it is a condition like any other.
    assert_eq!(text(Key("date").gt(1)), "#n0 > :v0");
}

#[test]
fn expressions_of_one_request_share_placeholders() {
    let mut input = QueryInput::default();
    input.write_key_condition(Key("id").eq(1) & Key("n").gt(2)).unwrap();
    input.write_filter(Attr("a.b").eq("x") | Attr("c").exists()).unwrap();
    input.write_filter(Attr("d").exists()).unwrap();
    input.write_projection(["id", "a.b"]).unwrap();
    assert_eq!(input.key_condition_expression.as_deref(), Some("(#n0 = :v0 AND #n1 > :v1)"));
    assert_eq!(
        input.filter_expression.as_deref(),
        Some("(((#n2.#n3 = :v2 OR attribute_exists(#n4))) AND attribute_exists(#n5))")
    );
    assert_eq!(input.projection_expression.as_deref(), Some("#n6, #n7.#n8"));
    assert_eq!((input.expression_attribute_names().len(), input.expression_attribute_values().len()), (9, 3));
}

#[test]
fn placeholders_of_the_program_are_left_alone() {
    let names = [("#n1".to_owned(), "mine".to_owned())].into();
    let mut placeholders = Placeholders::beside(names, Default::default());
    assert_eq!(placeholders.write(Attr("a.b").exists()).unwrap(), "attribute_exists(#n2.#n3)");
    assert_eq!(placeholders.names().get("#n1").map(String::as_str), Some("mine"));
}

#[test]
fn updates_have_a_clause_for_each_kind_of_action() {
    let tags = BTreeSet::from(["a", "b"]);
    let update = Update::set("n", Update::current("n") + 1)
        .remove("x")
        .add("views", 1)
        .delete("tags", &tags)
        .set("m", "y");
    let built = update.build().unwrap();
    assert_eq!(built.expression(), "SET #n0 = #n1 + :v0, #n2 = :v1 REMOVE #n3 ADD #n4 :v2 DELETE #n5 :v3");
    assert_eq!(built.values().get(":v3"), Some(&AttributeValue::Ss(vec!["a".to_owned(), "b".to_owned()])));
}

#[test]
fn new_values_are_made_of_current_ones() {
    let built = |update: super::UpdateExpression| update.build().unwrap().expression().to_owned();
    assert_eq!(
        built(Update::set("n", Update::current("n").or(0) + 1)),
        "SET #n0 = if_not_exists(#n1, :v0) + :v1"
    );
    assert_eq!(built(Update::set("n", Update::current("a") - Update::current("b"))), "SET #n0 = #n1 - #n2");
    assert_eq!(built(Update::set("l", Update::current("l").append([1]))), "SET #n0 = list_append(#n1, :v0)");
    assert_eq!(built(Update::set("l", Update::current("l").prepend([1]))), "SET #n0 = list_append(:v0, #n1)");
    assert_eq!(
        built(Update::set("l", Update::current("l").or([0; 0]).append([1]))),
        "SET #n0 = list_append(if_not_exists(#n1, :v0), :v1)"
    );
}

#[test]
fn sets_of_updates_are_sets_or_errors() {
    let value = |update: super::UpdateExpression| -> Result<AttributeValue, Error> {
        Ok(update.build()?.values().get(":v0").cloned().unwrap_or_default())
    };
    assert_eq!(
        value(Update::add("n", [2, 1, 2])).unwrap(),
        AttributeValue::Ns(vec!["2".to_owned(), "1".to_owned()])
    );
    assert_eq!(value(Update::add("n", 5)).unwrap(), number(5));
    for wrong in [
        Update::delete("t", "text"),
        Update::delete("t", [(1, "a")]),
        Update::add("t", [0; 0]),
        Update::delete("t", (1, "a")),
    ] {
        assert_eq!(wrong.build().unwrap_err().kind(), ErrorKind::Serialize);
    }
}

#[test]
fn an_input_has_one_update() {
    let mut input = UpdateItemInput::default();
    input.write_update(Update::remove("a")).unwrap();
    input.write_update(Update::remove("b")).unwrap_err();
    assert_eq!(input.update_expression.as_deref(), Some("REMOVE #n0"));
}

#[test]
fn debug_shows_no_values() {
    let shown = format!("{:?}", Attr("secret").eq("4711") & Attr("a").exists());
    assert_eq!(shown, "(secret = ? AND attribute_exists(a))");
}

#[test]
fn long_chains_do_not_recurse() {
    let chain = (0..50_000).map(|n| Attr("a").eq(n)).reduce(|all, next| !all | next).unwrap();
    assert!(text(chain).starts_with("((NOT ((NOT"));
}
