//! Transactions, on moto alone: dynalite has none.

use crate::{Order, Outcome, moto, order, table};
use tucuxi_dynamodb::table::{CancelledTransaction, VersionConflict};
use tucuxi_dynamodb::{Attr, Key, Update};

fn key(date: &str) -> tucuxi_dynamodb::expression::KeyCondition {
    Key("customer").eq("c-1") & Key("date").eq(date)
}

#[tokio::test]
async fn a_transaction_writes_all_or_nothing_and_says_why() -> Outcome {
    let Some(dynamodb) = moto() else { return Ok(()) };
    let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
    let others = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
    orders.put(&order("c-1", "a", 1)).await?;
    others.put(&order("c-1", "x", 1)).await?;
    let transaction = |total: u64| {
        dynamodb
            .write_transaction()
            .put(orders.put(&order("c-1", "b", 2)).condition(Attr("customer").not_exists()))
            .update(orders.update(key("a"), Update::add("total", 1)))
            .delete(others.delete(key("y")))
            .check(others.check(key("x"), Attr("total").eq(total)).returning_on_failure())
    };
    let error = transaction(9).await.expect_err("the total is 1");
    let cancelled = CancelledTransaction::of(&error).ok_or("reasons")?;
    let reasons: Vec<_> =
        cancelled.reasons().iter().map(|reason| (reason.part, reason.code.as_str())).collect();
    assert_eq!(reasons, [(3, "ConditionalCheckFailed")]);
    let reason = cancelled.reason(3).ok_or("the reason of the check")?;
    assert_eq!(reason.table, others.name());
    assert_eq!(reason.item::<Order>()?.map(|order| order.total), Some(1));
    assert_eq!(orders.scan().count().await?, 1);

    transaction(1).await?;
    let mut read = dynamodb
        .read_transaction()
        .get(orders.get(key("b")))
        .get(others.get(key("y")))
        .get(orders.get(key("a")))
        .await?;
    assert_eq!(read.take::<Order>(0)?.map(|order| order.total), Some(2));
    assert_eq!(read.take::<Order>(1)?, None);
    assert_eq!(read.take::<Order>(2)?.map(|order| order.total), Some(2));
    Ok(())
}

#[tokio::test]
async fn a_conflict_of_versions_is_found_in_a_transaction() -> Outcome {
    let Some(dynamodb) = moto() else { return Ok(()) };
    let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?).versioned("version");
    orders.put(&order("c-1", "a", 1)).await?;
    let read = orders.get(key("a")).await?.ok_or("the order")?;
    let transaction =
        || dynamodb.write_transaction().put(orders.put(&order("c-1", "b", 1))).put(orders.put(&read));
    assert_eq!(transaction().await?, [Some(1), Some(2)]);
    orders.delete(key("b")).version(1).await?;
    let late = transaction().await.expect_err("the version is 2");
    let conflict = VersionConflict::of(&late).ok_or("a conflict")?;
    assert_eq!((conflict.expected, conflict.found), (Some(1), Some(2)));
    Ok(())
}
