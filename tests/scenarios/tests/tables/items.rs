//! Items one by one, and queries.

use crate::{Line, Order, Outcome, order, servers, table};
use tucuxi_dynamodb::{Attr, Key, Update};

#[tokio::test]
async fn items_are_put_read_changed_and_deleted() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
        let mut first = order("c-1", "2026-01-01", 10);
        first.lines.push(Line { price: 5, count: 2 });
        orders.put(&first).condition(Attr("customer").not_exists()).await?;
        let twice =
            orders.put(&first).condition(Attr("customer").not_exists()).await.expect_err("it is there");
        assert_eq!(twice.code(), Some("ConditionalCheckFailedException"));

        let key = || Key("customer").eq("c-1") & Key("date").eq("2026-01-01");
        assert_eq!(orders.get(key()).consistent().await?.as_ref(), Some(&first));
        // An item is a key too, whose attributes the table says.
        assert_eq!(orders.get(&first).await?.as_ref(), Some(&first));
        assert_eq!(orders.get(Key("customer").eq("c-1") & Key("date").eq("1999")).await?, None);

        let update = Update::set("total", Update::current("total") + 5).set("note", "paid").add("visits", 1);
        let changed = orders.update(key(), update).condition(Attr("total").eq(10)).returning_new().await?;
        let changed = changed.item.ok_or("the new item")?;
        assert_eq!((changed.total, changed.note.as_deref()), (15, Some("paid")));
        let refused = orders.update(key(), Update::remove("note")).condition(Attr("total").eq(10)).await;
        assert_eq!(refused.expect_err("the total is 15").code(), Some("ConditionalCheckFailedException"));

        let replaced = orders.put(&first).returning_old().await?;
        assert_eq!(replaced.item.ok_or("the old item")?.total, 15);
        let deleted = orders.delete(key()).condition(Attr("total").gte(10)).returning_old().await?;
        assert_eq!(deleted.item.as_ref(), Some(&first));
        assert_eq!(orders.delete(key()).returning_old().await?.item, None);
        assert_eq!(orders.get(key()).await?, None);
    }
    Ok(())
}

#[tokio::test]
async fn queries_give_all_items_in_order() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
        let mut writer = orders.batch_writer();
        for day in 1..=28 {
            writer.put(&order("c-1", &format!("2026-02-{day:02}"), 100 - day)).await?;
        }
        writer.put(&order("c-2", "2026-02-01", 1)).await?;
        writer.finish().await?;

        let all: Vec<Order> =
            orders.query(Key("customer").eq("c-1")).page_size(5).items().try_collect().await?;
        assert_eq!(all.len(), 28);
        assert!(all.is_sorted_by_key(|order| order.date.clone()));

        let some = orders.query(Key("customer").eq("c-1") & Key("date").between("2026-02-10", "2026-02-19"));
        assert_eq!(some.count().await?, 10);
        let some = orders.query(Key("customer").eq("c-1")).filter(Attr("total").lt(80)).page_size(3);
        let dates: Vec<Order> = some.items().try_collect().await?;
        assert_eq!((dates.len(), dates[0].date.as_str()), (8, "2026-02-21"));

        let last =
            orders.query(Key("customer").eq("c-1")).descending().first().await?.ok_or("a last order")?;
        assert_eq!(last.date, "2026-02-28");
        let cheap: Vec<Order> = orders
            .query(Key("customer").eq("c-1") & Key("total").lt(75))
            .index("by-total")
            .items()
            .try_collect()
            .await?;
        assert_eq!(cheap.iter().map(|order| order.total).collect::<Vec<_>>(), [72, 73, 74]);

        #[derive(serde::Deserialize, PartialEq, Debug)]
        struct Total {
            total: u64,
        }
        let totals =
            orders.of::<Total>().query(Key("customer").eq("c-2")).projection(["total"]).first().await?;
        assert_eq!(totals, Some(Total { total: 1 }));
        let misfit = orders.query(Key("customer").eq("c-2")).projection(["total"]).first().await;
        let misfit = misfit.expect_err("an order has more").to_string();
        assert!(misfit.contains("item 1 of the query of table") && misfit.contains("customer"), "{misfit}");
    }
    Ok(())
}

#[tokio::test]
async fn listings_resume_where_they_stopped() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
        let mut writer = orders.batch_writer();
        for day in 1..=9 {
            writer.put(&order("c-1", &format!("2026-03-0{day}"), day)).await?;
        }
        writer.finish().await?;
        let query = || orders.query(Key("customer").eq("c-1"));
        let mut rows = query().limit(4).items();
        let mut totals = Vec::new();
        while let Some(order) = rows.next().await {
            totals.push(order?.total);
        }
        assert_eq!(totals, [1, 2, 3, 4]);
        let token = rows.resume_token().ok_or("there is more")?;
        let rest: Vec<Order> = query().starting_token(token).items().try_collect().await?;
        assert_eq!(rest.iter().map(|order| order.total).collect::<Vec<_>>(), [5, 6, 7, 8, 9]);
        let behind: Vec<Order> = query()
            .start_after(Key("customer").eq("c-1") & Key("date").eq("2026-03-07"))
            .items()
            .try_collect()
            .await?;
        assert_eq!(behind.len(), 2);
    }
    Ok(())
}
