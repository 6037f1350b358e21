//! Scans of 10,000 items, one after the other and in segments.

use crate::{Order, Outcome, order, servers, table};
use std::collections::HashSet;
use tucuxi_dynamodb::Attr;

const ITEMS: u64 = 10_000;

#[tokio::test]
async fn a_parallel_scan_gives_every_item_once() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?);
        let mut writer = orders.batch_writer();
        for n in 0..ITEMS {
            writer.put(&order(&format!("c-{}", n % 97), &format!("{n:05}"), n)).await?;
        }
        assert_eq!(writer.finish().await?.puts, ITEMS);

        let mut seen = HashSet::new();
        let mut rows = orders.scan().parallel(7).page_size(300).items();
        while let Some(order) = rows.next().await {
            assert!(seen.insert(order?.total), "an item came twice");
        }
        assert_eq!(seen.len() as u64, ITEMS);
        assert!(rows.next().await.is_none());

        assert_eq!(orders.scan().count().await?, ITEMS);
        assert_eq!(orders.scan().parallel(4).filter(Attr("total").lt(1000)).count().await?, 1000);
        let few: Vec<Order> = orders.scan().parallel(4).limit(50).items().try_collect().await?;
        assert_eq!(few.len(), 50);
    }
    Ok(())
}
