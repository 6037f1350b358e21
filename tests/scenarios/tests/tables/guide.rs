//! docs/guide/tables.md

use crate::{Outcome, moto, servers, table_named};
use serde::{Deserialize, Serialize};
use tucuxi_dynamodb::expression::KeyCondition;
use tucuxi_dynamodb::table::{CancelledTransaction, TypedTable, VersionConflict};
use tucuxi_dynamodb::{Attr, Client, DynamoDb, Key, Update};

#[derive(Debug, Serialize, Deserialize)]
struct Order {
    customer: String,
    date: String,
    total: u64,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    version: Option<u64>,
}

fn order(date: &str, total: u64) -> Order {
    Order {
        customer: "c-17".to_owned(),
        date: date.to_owned(),
        total,
        status: Some("open".to_owned()),
        version: None,
    }
}

fn key(date: &str) -> KeyCondition {
    Key("customer").eq("c-17") & Key("date").eq(date)
}

async fn items(dynamodb: &DynamoDb, order: Order) -> Outcome {
    let orders = dynamodb.items::<Order>("orders");
    orders.put(&order).condition(Attr("customer").not_exists()).await?;

    let key = Key("customer").eq("c-17") & Key("date").eq("2026-03-01");
    if let Some(order) = orders.get(key.clone()).consistent().await? {
        println!("{}", order.total);
    }
    let update = Update::set("total", Update::current("total") + 10).remove("status");
    let updated = orders.update(key.clone(), update).condition(Attr("total").lt(100)).returning_new().await?;
    println!("{:?}", updated.item);
    orders.delete(key).returning_old().await?;

    assert_eq!(updated.item.map(|order| (order.total, order.status)), Some((90, None)));
    Ok(())
}

async fn batches(orders: &TypedTable<Order>, new: Vec<Order>) -> Outcome {
    let mut writer = orders.batch_writer();
    for order in &new {
        writer.put(order).await?;
    }
    writer.delete(Key("customer").eq("c-17") & Key("date").eq("2025-12-31")).await?;
    println!("{} items written", writer.finish().await?.puts);

    let keys = ["2026-03-01", "2026-03-02"].map(|date| Key("customer").eq("c-17") & Key("date").eq(date));
    let found = orders.batch_get(keys).await?;

    assert_eq!(found.len(), 2);
    Ok(())
}

async fn listings(client: &Client, orders: &TypedTable<Order>) -> Outcome {
    let spring = Key("customer").eq("c-17") & Key("date").between("2026-03", "2026-06");
    let mut rows = orders.query(spring).filter(Attr("status").ne("cancelled")).descending().items();
    while let Some(order) = rows.next().await {
        println!("{:?}", order?);
    }
    let large = Key("customer").eq("c-17") & Key("total").gt(50);
    println!("{} orders", orders.query(large).index("by-total").count().await?);
    let all: Vec<Order> = orders.scan().parallel(8).items().try_collect().await?;

    let call = client.query().table_name("orders").key_condition(Key("customer").eq("c-17"));
    let page = call.filter(Attr("total").gt(50)).projection(["date", "total"]).await?;
    println!("{:?}", page.items());

    assert_eq!((all.len(), page.items().len()), (59, 9));
    Ok(())
}

async fn transactions(dynamodb: &DynamoDb, orders: &TypedTable<Order>) -> Outcome {
    let (order, other) = (order("2026-03-01", 1), key("2026-03-02"));

    let moved = dynamodb
        .write_transaction()
        .put(orders.put(&order).condition(Attr("customer").not_exists()))
        .update(orders.update(other, Update::set("status", "moved")).condition(Attr("status").eq("open")));
    if let Err(error) = moved.await {
        for reason in CancelledTransaction::of(&error).into_iter().flat_map(|cancelled| cancelled.reasons()) {
            println!("part {} of table {}: {}", reason.part, reason.table, reason.code);
        }
    }

    // The order is there, so that nothing has moved.
    assert_eq!(orders.get(key("2026-03-02")).await?.and_then(|order| order.status).as_deref(), Some("open"));
    Ok(())
}

async fn locking(orders: &TypedTable<Order>, key: KeyCondition) -> Outcome {
    let orders = orders.clone();

    let orders = orders.versioned("version");
    let Some(mut order) = orders.get(key).await? else { return Ok(()) };
    order.total += 10;
    match orders.put(&order).await {
        Err(error) if VersionConflict::of(&error).is_some() => println!("read it again"),
        written => println!("version {:?}", written?.version),
    }

    assert!(orders.put(&order).await.is_err_and(|error| VersionConflict::of(&error).is_some()));
    Ok(())
}

async fn statements(dynamodb: &DynamoDb) -> Outcome {
    let statement = r#"SELECT * FROM "orders" WHERE customer = ? AND status = ?"#;
    let open: Vec<Order> = dynamodb.statement(statement).parameter("c-17").parameter("open").await?;

    assert_eq!(open.len(), 59);
    Ok(())
}

#[tokio::test]
async fn the_guide_does_what_it_says() -> Outcome {
    for dynamodb in servers() {
        table_named(&dynamodb.client(), "orders").await?;
        items(&dynamodb, order("2026-03-01", 80)).await?;
        let orders = dynamodb.items::<Order>("orders");
        let new = (1..60).map(|day| order(&format!("2026-{:02}-{:02}", 3 + day / 30, 1 + day % 30), day));
        let mut new: Vec<_> = new.collect();
        new[28].date = "2026-03-01".to_owned();
        batches(&orders, new).await?;
        listings(&dynamodb.client(), &orders).await?;
        locking(&orders, key("2026-03-03")).await?;
        dynamodb.table("orders").delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_guide_does_what_it_says_where_dynalite_cannot() -> Outcome {
    let Some(dynamodb) = moto() else { return Ok(()) };
    table_named(&dynamodb.client(), "orders").await?;
    let orders = dynamodb.items::<Order>("orders");
    for day in 1..60 {
        orders.put(&order(&format!("2026-{:02}-{:02}", 3 + day / 31, 1 + day % 31), 1)).await?;
    }
    orders.put(&order("2026-03-01", 1)).await?;
    transactions(&dynamodb, &orders).await?;
    orders.delete(key("2026-03-01")).await?;
    statements(&dynamodb).await?;
    dynamodb.table("orders").delete().await?;
    Ok(())
}
