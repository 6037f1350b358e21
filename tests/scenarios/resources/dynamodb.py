"""DynamoDB: a table from creation to deletion."""

from transcript import error, resource, show, value

dynamodb = resource("dynamodb")
table = dynamodb.create_table(
    TableName="books",
    AttributeDefinitions=[
        {"AttributeName": "author", "AttributeType": "S"},
        {"AttributeName": "year", "AttributeType": "N"},
    ],
    KeySchema=[{"AttributeName": "author", "KeyType": "HASH"}, {"AttributeName": "year", "KeyType": "RANGE"}],
    BillingMode="PAY_PER_REQUEST",
)
show("create_table", table)
table.wait_until_exists()
table.load()
show("load", table)
value("attributes", [table.table_status, table.item_count, table.key_schema])
for year, title in [(1958, "Things Fall Apart"), (1960, "No Longer at Ease"), (1964, "Arrow of God")]:
    table.put_item(Item={"author": "Achebe", "year": year, "title": title})
show("cleared by an action", table)
value("get_item", table.get_item(Key={"author": "Achebe", "year": 1958})["Item"]["title"])
value("scan", [item["title"] for item in table.scan()["Items"]])
found = table.query(
    KeyConditionExpression="author = :a", ExpressionAttributeValues={":a": "Achebe"}, ScanIndexForward=False
)
value("query", [item["title"] for item in found["Items"]])
updated = table.update_item(
    Key={"author": "Achebe", "year": 1960},
    UpdateExpression="SET title = :t",
    ExpressionAttributeValues={":t": "Another"},
    ReturnValues="ALL_NEW",
)
value("update_item", updated["Attributes"]["title"])
table.delete_item(Key={"author": "Achebe", "year": 1964})
value("item_count", table.item_count)
dynamodb.batch_write_item(RequestItems={"books": [{"PutRequest": {"Item": {"author": "Head", "year": 1968}}}]})
keys = [{"author": "Head", "year": 1968}]
value("batch_get_item", len(dynamodb.batch_get_item(RequestItems={"books": {"Keys": keys}})["Responses"]["books"]))
show("update", table.update(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}))
show("tables", *dynamodb.tables.all())
show("by identifier", dynamodb.Table("books"))
table.delete()
table.wait_until_not_exists()
show("after delete", *dynamodb.tables.all())
error("a table that is gone", table.load)
