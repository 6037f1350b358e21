//! Expressions as DynamoDB takes them: with calls of the client and actions of resources.

use crate::{Line, Order, Outcome, order, servers, table};
use tucuxi_dynamodb::expression::Path;
use tucuxi_dynamodb::types::AttributeValue;
use tucuxi_dynamodb::{Attr, Key, Update};

#[tokio::test]
async fn calls_and_actions_take_conditions() -> Outcome {
    for dynamodb in servers() {
        let client = dynamodb.client();
        let name = table(&client).await?;
        let orders = dynamodb.items::<Order>(&name);
        for day in 1..=5 {
            let mut order = order("c-1", &format!("2026-01-0{day}"), day);
            order.lines.push(Line { price: 10 * day, count: 1 });
            orders.put(&order).await?;
        }
        let price = || Path::from("lines[0]").field("unit.price");
        let filter = Attr(price()).gt(20) & !Attr("note").exists() | Attr("total").in_([1, 77]);
        let items: Vec<_> = client
            .query()
            .table_name(&name)
            .key_condition(Key("customer").eq("c-1") & Key("date").lte("2026-01-04"))
            .filter(filter.clone())
            .projection(["total"])
            .items()
            .try_collect()
            .await?;
        let totals: Vec<_> = items.iter().map(|item| item.get("total")).collect();
        let number = |n: u64| AttributeValue::N(n.to_string());
        assert_eq!(totals, [Some(&number(1)), Some(&number(3)), Some(&number(4))]);

        let resource = dynamodb.table(&name);
        let scanned = resource.scan().filter(filter).await?;
        assert_eq!(scanned.count, Some(4));
        let key =
            [("customer", AttributeValue::S("c-1".into())), ("date", AttributeValue::S("2026-01-01".into()))];
        let update =
            resource.update_item().key(key).updating(Update::set(price(), Update::current(price()) - 1));
        update.condition(Attr(price()).eq(10) & Attr("lines").size().eq(1)).await?;
        let order =
            orders.get(Key("customer").eq("c-1") & Key("date").eq("2026-01-01")).await?.ok_or("the order")?;
        assert_eq!(order.lines[0].price, 9);
    }
    Ok(())
}

#[tokio::test]
async fn a_call_with_a_bad_expression_sends_nothing() -> Outcome {
    for dynamodb in servers() {
        let name = table(&dynamodb.client()).await?;
        let orders = dynamodb.items::<Order>(&name);
        orders.put(&order("c-1", "2026-01-01", 1)).await?;
        let delete = dynamodb.client().delete_item().table_name(&name);
        let key =
            [("customer", AttributeValue::S("c-1".into())), ("date", AttributeValue::S("2026-01-01".into()))];
        let refused =
            delete.key(key).condition(Attr("total").eq(f64::NAN)).await.expect_err("NaN is no number");
        assert_eq!(refused.kind(), tucuxi::error::ErrorKind::Serialize);
        assert_eq!(orders.scan().count().await?, 1);
        assert!(
            orders.scan().filter(Attr("a[").exists()).items().next().await.is_some_and(|item| item.is_err())
        );
    }
    Ok(())
}

#[tokio::test]
async fn updates_do_what_they_say() -> Outcome {
    #[derive(serde::Deserialize, serde::Serialize, Debug, PartialEq)]
    struct Row {
        customer: String,
        date: String,
        #[serde(default)]
        n: i64,
        #[serde(default)]
        list: Vec<i64>,
        #[serde(default)]
        tags: Option<Vec<String>>,
    }
    for dynamodb in servers() {
        let rows = dynamodb.items::<Row>(table(&dynamodb.client()).await?);
        let key = || Key("customer").eq("c") & Key("date").eq("d");
        let count = || Update::set("n", Update::current("n").or(10) + 1);
        rows.update(key(), count().add("tags", ["b", "a"])).await?;
        rows.update(key(), count().set("list", Update::current("list").or([0; 0]).append([2, 3]))).await?;
        let update = Update::set("list", Update::current("list").prepend([1])).delete("tags", ["b", "z"]);
        let row = rows.update(key(), update).returning_new().await?.item.ok_or("the row")?;
        assert_eq!((row.n, row.list, row.tags), (12, vec![1, 2, 3], Some(vec!["a".to_owned()])));
        let row = rows.update(key(), Update::remove("list[1]").remove("tags")).returning_new().await?;
        let row = row.item.ok_or("the row")?;
        assert_eq!((row.list, row.tags), (vec![1, 3], None));
    }
    Ok(())
}
