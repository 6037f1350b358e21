//! docs/guide/items.md

use std::collections::{BTreeSet, HashMap};

use guide::{Outcome, replay};
use serde::{Deserialize, Serialize};
use tucuxi::http::test::Answer;
use tucuxi_dynamodb::Client;
use tucuxi_dynamodb::items::{Number, from_item, from_item_ref, to_item, to_value};
use tucuxi_dynamodb::types::AttributeValue;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    customer: String,
    id: u64,
    price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[tokio::test]
async fn structures() -> Outcome {
    let stored = r#"{"Item":{"customer":{"S":"ada"},"id":{"N":"7"},"price":{"N":"12.5"}}}"#;
    let (http, session) = replay([Answer::new(200).body("{}"), Answer::new(200).body(stored)])?;
    let client = Client::new(&session);

    let order = Order { customer: "ada".into(), id: 7, price: 12.5, note: None };
    client.put_item().table_name("orders").item(to_item(&order)?).await?;

    let key = [("customer", AttributeValue::from("ada")), ("id", 7.into())];
    let output = client.get_item().table_name("orders").key(key).await?;
    if let Some(item) = output.item {
        let order: Order = from_item(item)?;
        println!("{}", order.price);
        assert_eq!(order.id, 7);
    }

    let body = |index: usize| String::from_utf8_lossy(&http.requests()[index].body).into_owned();
    let item = r#""Item":{"customer":{"S":"ada"},"id":{"N":"7"},"price":{"N":"12.5"}}"#;
    assert!(body(0).contains(item), "{}", body(0));
    assert!(body(1).contains(r#""Key":{"customer":{"S":"ada"},"id":{"N":"7"}}"#), "{}", body(1));
    Ok(())
}

#[test]
fn sets_bytes_and_numbers() -> Outcome {
    #[derive(Serialize, Deserialize)]
    struct Song {
        #[serde(with = "tucuxi_dynamodb::items::string_set")]
        genres: BTreeSet<String>,
        cover: tucuxi::types::Blob,
        plays: u128,
        royalty: Number,
    }

    let song = Song {
        genres: BTreeSet::from(["jazz".to_owned(), "soul".to_owned()]),
        cover: b"\x89PNG".into(),
        plays: 12_345_678_901_234_567_890_123,
        royalty: "0.1000000000000000000000000000001".parse()?,
    };
    let item = to_item(&song)?;
    assert_eq!(item["genres"].as_ss(), Some(&["jazz".to_owned(), "soul".to_owned()][..]));
    assert_eq!(item["plays"].as_n(), Some("12345678901234567890123"));

    assert_eq!(item["cover"].as_b().map(|cover| cover.len()), Some(4));
    assert_eq!(from_item::<Song>(item)?.royalty, song.royalty);
    Ok(())
}

#[test]
fn enums_and_the_rest() -> Outcome {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Event {
        Placed { total: u32 },
        Cancelled { reason: String },
    }

    let item = to_item(&Event::Placed { total: 3 })?;
    assert_eq!(item["type"].as_s(), Some("placed"));
    assert_eq!(from_item::<Event>(item)?, Event::Placed { total: 3 });

    #[derive(Serialize, Deserialize)]
    struct Row {
        id: u64,
        #[serde(flatten)]
        rest: HashMap<String, AttributeValue>,
    }

    let item = [("id", AttributeValue::from(7)), ("colour", "red".into())].into();
    let row: Row = from_item(item)?;
    assert_eq!(row.rest["colour"].as_s(), Some("red"));

    assert_eq!((row.id, Event::Cancelled { reason: String::new() } != Event::Placed { total: 1 }), (7, true));
    Ok(())
}

#[test]
fn errors() -> Outcome {
    #[derive(Debug, Deserialize)]
    struct Customer {
        #[allow(dead_code, reason = "it is not read")]
        orders: Vec<Order>,
    }

    let order = to_value(&HashMap::from([("price", "12.50")]))?;
    let item = [("orders", vec![order])].map(|(name, list)| (name, AttributeValue::from(list))).into();
    let error = from_item::<Customer>(item).unwrap_err();
    assert_eq!(error.to_string(), "orders[0].price: expected a number, found S");
    Ok(())
}

#[test]
fn borrowed() -> Outcome {
    let item = to_item(&HashMap::from([("customer", "ada")]))?;

    #[derive(Deserialize)]
    struct Name<'a> {
        customer: &'a str,
    }

    let name: Name = from_item_ref(&item)?;
    assert_eq!(name.customer, "ada");
    Ok(())
}

#[tokio::test]
async fn streams() -> Outcome {
    let records = r#"{"Records":[{"dynamodb":{"NewImage":
        {"customer":{"S":"ada"},"id":{"N":"7"},"price":{"N":"12.5"}}}}]}"#;
    let (_, session) = replay([Answer::new(200).body(records)])?;
    let client = tucuxi_dynamodbstreams::Client::new(&session);

    let output = client.get_records().shard_iterator("…").await?;
    for record in output.records() {
        let change = record.dynamodb.as_ref();
        if let Some(image) = change.and_then(|change| change.new_image.as_ref()) {
            let order: Order = tucuxi_dynamodbstreams::items::from_item_ref(image)?;
            println!("{} costs {}", order.id, order.price);
            assert_eq!(order.price, 12.5);
        }
    }

    Ok(())
}
