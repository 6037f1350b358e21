use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_dynamodb::types::{AttributeDefinition, AttributeValue, KeySchemaElement};
use tucuxi_dynamodb::{Client, errors};

#[tokio::test]
async fn items_live_in_a_table() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let dynamodb = Client::new(&emulator.session);
    dynamodb
        .create_table()
        .table_name("books")
        .attribute_definitions([AttributeDefinition::default()
            .with_attribute_name("isbn")
            .with_attribute_type("S")])
        .key_schema([KeySchemaElement::default().with_attribute_name("isbn").with_key_type("HASH")])
        .billing_mode("PAY_PER_REQUEST")
        .await?;
    same!(emulator, "dynamodb", dynamodb, "DescribeTable", {"TableName": "books"})?;
    same!(emulator, "dynamodb", dynamodb, "ListTables", {})?;

    let text = |value: &str| AttributeValue::S(value.to_owned());
    for n in 0..3 {
        let item = [
            ("isbn", text(&format!("isbn-{n}"))),
            ("pages", AttributeValue::N((100 * n).to_string())),
            ("cover", AttributeValue::B(vec![0, 159, 146, 150].into())),
            ("tags", AttributeValue::Ss(vec!["new".to_owned(), "sale".to_owned()])),
            (
                "nested",
                AttributeValue::M(
                    [("list", AttributeValue::L(vec![text("a"), AttributeValue::Null(true)]))].into(),
                ),
            ),
        ];
        dynamodb.put_item().table_name("books").item(item).await?;
    }
    let got = dynamodb.get_item().table_name("books").key([("isbn", text("isbn-2"))]).await?;
    let item = got.item.ok_or("no item")?;
    assert_eq!(item.get("pages"), Some(&AttributeValue::N("200".to_owned())));
    let key = [("isbn", text("isbn-1"))];
    same!(emulator, "dynamodb", dynamodb, "GetItem", {"TableName": "books", "Key": {"isbn": {"S": "isbn-2"}}})?;
    same!(emulator, "dynamodb", dynamodb, "Scan", {"TableName": "books"})?;

    let refused = dynamodb
        .put_item()
        .table_name("books")
        .item(key.clone())
        .condition_expression("attribute_not_exists(isbn)")
        .await
        .expect_err("the item is there");
    assert!(refused.exception::<errors::ConditionalCheckFailedException>().is_some(), "{refused}");

    dynamodb.delete_item().table_name("books").key(key).await?;
    let scanned = same!(emulator, "dynamodb", dynamodb, "Scan", {"TableName": "books"})?;
    assert_eq!(scanned["Count"], 2);
    dynamodb.delete_table().table_name("books").await?;
    let gone = same!(emulator, "dynamodb", dynamodb, "DescribeTable", {"TableName": "books"});
    assert_eq!(gone, Err("ResourceNotFoundException".to_owned()));
    Ok(())
}
