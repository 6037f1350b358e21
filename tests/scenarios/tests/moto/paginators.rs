//! Listings of several services, and boto3's paginators going on where ours stopped, and the other way round.

use crate::Outcome;
use scenarios::{Emulator, json};
use tucuxi_dynamodb::types::{AttributeDefinition, AttributeValue, KeySchemaElement};
use tucuxi_s3::paginators::list_objects_v2::CommonPrefixes;

#[tokio::test]
async fn keys_of_a_bucket() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let s3 = tucuxi_s3::Client::new(&emulator.session);
    s3.create_bucket().bucket("pages").await?;
    for number in 0..25 {
        s3.put_object().bucket("pages").key(format!("{number:02}/key")).body("x").await?;
    }
    let list = || s3.list_objects_v2().bucket("pages");

    let mut pages = list().pages().page_size(10);
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page?.contents().len());
    }
    assert_eq!(sizes, [10, 10, 5]);
    let keys = |objects: Vec<tucuxi_s3::types::Object>| -> Vec<_> {
        objects.into_iter().filter_map(|object| object.key).collect()
    };
    let all = keys(list().items().page_size(10).try_collect().await?);
    assert_eq!((all.len(), all[24].as_str()), (25, "24/key"));
    let prefixes = list().delimiter("/").pages().page_size(4).items_of::<CommonPrefixes>();
    assert_eq!(prefixes.try_collect::<Vec<_>>().await?.len(), 25);

    // where ours stops, boto3 goes on
    let params = json!({"Bucket": "pages"});
    let boto3 = |config| emulator.boto3_pages("s3", "ListObjectsV2", &params, &config);
    let ours = list().pages().page_size(10).max_items(13).full().await?;
    let theirs = boto3(json!({"PageSize": 10, "MaxItems": 13}))?;
    assert_eq!(ours.resume_token.as_deref(), theirs["NextToken"].as_str());
    let found = |page: &scenarios::Value| -> Vec<String> {
        let objects = page["Contents"].as_array().into_iter().flatten();
        objects.filter_map(|object| object["Key"].as_str()).map(str::to_owned).collect()
    };
    assert_eq!(keys(ours.output.contents.unwrap_or_default()), found(&theirs));
    let rest = boto3(json!({"PageSize": 10, "StartingToken": ours.resume_token}))?;
    assert_eq!(found(&rest), all[13..]);
    // and the other way round
    let token = theirs["NextToken"].as_str().ok_or("no token")?;
    let rest = list().items().page_size(10).starting_token(token).try_collect().await?;
    assert_eq!(keys(rest), all[13..]);
    Ok(())
}

#[tokio::test]
async fn users_by_marker() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let iam = tucuxi_iam::Client::new(&emulator.session);
    for number in 0..7 {
        iam.create_user().user_name(format!("reader-{number}")).path("/readers/").await?;
    }
    let list = || iam.list_users().path_prefix("/readers/").items().page_size(3);
    let mut some = list().max_items(4);
    let mut names = Vec::new();
    while let Some(user) = some.next().await {
        names.extend(user?.user_name);
    }
    let token = some.resume_token().ok_or("no token")?;
    let rest: Vec<_> = list().starting_token(token).try_collect().await?;
    names.extend(rest.into_iter().filter_map(|user| user.user_name));
    assert_eq!(names, (0..7).map(|number| format!("reader-{number}")).collect::<Vec<_>>());
    for name in names {
        iam.delete_user().user_name(name).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_scan_goes_on_from_a_key_of_bytes() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let dynamodb = tucuxi_dynamodb::Client::new(&emulator.session);
    dynamodb
        .create_table()
        .table_name("pages")
        .attribute_definitions([AttributeDefinition::default()
            .with_attribute_name("id")
            .with_attribute_type("B")])
        .key_schema([KeySchemaElement::default().with_attribute_name("id").with_key_type("HASH")])
        .billing_mode("PAY_PER_REQUEST")
        .await?;
    for number in 0..9u8 {
        let id = AttributeValue::B([number, 255].as_slice().into());
        dynamodb.put_item().table_name("pages").item([("id", id)]).await?;
    }
    let scan = || dynamodb.scan().table_name("pages");
    assert_eq!(scan().items().page_size(2).try_collect::<Vec<_>>().await?.len(), 9);
    let ours = scan().pages().page_size(2).max_items(5).full().await?;
    let boto3 = |config| emulator.boto3_pages("dynamodb", "Scan", &json!({"TableName": "pages"}), &config);
    let theirs = boto3(json!({"PageSize": 2, "MaxItems": 5}))?;
    assert_eq!(ours.resume_token.as_deref(), theirs["NextToken"].as_str());
    assert_eq!(theirs["Count"].as_i64(), ours.output.count);
    let rest = boto3(json!({"PageSize": 2, "StartingToken": ours.resume_token}))?;
    assert_eq!(rest["Items"].as_array().map(Vec::len), Some(4));
    dynamodb.delete_table().table_name("pages").await?;
    Ok(())
}
