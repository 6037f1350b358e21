//! Batches: any number of items.

use crate::{Order, Outcome, order, servers, table};
use tucuxi_dynamodb::Key;

#[tokio::test]
async fn a_batch_writer_writes_any_number_of_items() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
        let mut writer = orders.batch_writer();
        for n in 0..130 {
            writer.put(&order("c-1", &format!("{n:03}"), n)).await?;
        }
        let written = writer.finish().await?;
        assert_eq!((written.puts, written.requests), (130, 6));
        // Of writes with one key the last one wins, whichever it is.
        writer.put(&order("c-1", "000", 7)).await?;
        writer.delete(Key("customer").eq("c-1") & Key("date").eq("000")).await?;
        writer.delete(&order("c-1", "001", 0)).await?;
        writer.put(&order("c-1", "001", 8)).await?;
        let written = writer.finish().await?;
        assert_eq!((written.puts, written.deletes, written.replaced), (131, 1, 2));
        assert_eq!(orders.scan().consistent().count().await?, 129);
        let kept = orders.get(Key("customer").eq("c-1") & Key("date").eq("001")).await?.ok_or("an order")?;
        assert_eq!(kept.total, 8);
    }
    Ok(())
}

#[tokio::test]
async fn a_batch_of_keys_gives_their_items() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
        let mut writer = orders.batch_writer();
        for n in 0..230 {
            writer.put(&order("c-1", &format!("{n:03}"), n)).await?;
        }
        writer.finish().await?;
        // Some twice, and some that are not there.
        let keys =
            (0..250).chain(5..10).map(|n| Key("customer").eq("c-1") & Key("date").eq(format!("{n:03}")));
        let mut found = orders.batch_get(keys).consistent().await?;
        found.sort_by_key(|order| order.total);
        assert_eq!(found.iter().map(|order| order.total).collect::<Vec<_>>(), (0..230).collect::<Vec<_>>());
        let none: [Order; 0] = [];
        assert_eq!(orders.batch_get(none).await?, []);
    }
    Ok(())
}
