//! Optimistic locking by a version.

use crate::{Order, Outcome, order, servers, table};
use tucuxi_dynamodb::table::VersionConflict;
use tucuxi_dynamodb::{Attr, Key, Update};

#[tokio::test]
async fn a_write_of_what_was_changed_since_is_a_conflict() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?).versioned("version");
        let key = || Key("customer").eq("c-1") & Key("date").eq("d");
        let new = order("c-1", "d", 1);
        assert_eq!(orders.put(&new).await?.version, Some(1));
        let again = orders.put(&new).await.expect_err("it is not new any more");
        assert_eq!(VersionConflict::of(&again).ok_or("a conflict")?.expected, None);

        let read = orders.get(key()).await?.ok_or("the order")?;
        assert_eq!(read.version, Some(1));
        assert_eq!(orders.update(&read, Update::set("total", 2)).await?.version, Some(2));
        for late in [
            orders.put(&read).await.map(drop),
            orders.update(&read, Update::set("total", 3)).await.map(drop),
            orders.delete(&read).await.map(drop),
            orders.delete(key()).version(7).await.map(drop),
        ] {
            let late = late.expect_err("somebody was quicker");
            assert!(VersionConflict::of(&late).is_some(), "{late}");
        }
        // Without a version nothing is written.
        orders.delete(key()).await.expect_err("which version is meant?");

        let read = orders.get(key()).await?.ok_or("the order")?;
        assert_eq!((read.version, read.total), (Some(2), 2));
        orders.delete(&read).await?;
        assert_eq!(orders.get(key()).await?, None);
        let gone = orders.put(&read).await.expect_err("it was deleted");
        assert!(VersionConflict::of(&gone).is_some(), "{gone}");
    }
    Ok(())
}

#[tokio::test]
async fn a_condition_that_fails_is_no_conflict() -> Outcome {
    for dynamodb in servers() {
        let orders = dynamodb.items::<Order>(table(&dynamodb.client()).await?).versioned("version");
        orders.put(&order("c-1", "d", 1)).await?;
        let read = orders.get(order("c-1", "d", 0)).await?.ok_or("the order")?;
        let failed = orders.put(&read).condition(Attr("total").gt(5)).await.expect_err("the total is 1");
        assert_eq!(failed.code(), Some("ConditionalCheckFailedException"));
        let given = failed.exception::<tucuxi_dynamodb::errors::ConditionalCheckFailedException>();
        // dynalite does not give the item back, without which the two cannot be told apart.
        if given.is_some_and(|exception| exception.item.is_some()) {
            assert_eq!(VersionConflict::of(&failed), None);
        }
        orders.clone().unversioned().put(&read).await?;
        orders.batch_writer().put(&read).await.expect_err("a batch cannot check versions");
    }
    Ok(())
}
