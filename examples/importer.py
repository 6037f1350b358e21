"""DynamoDB: a CSV file into a table in batches, with progress: what `src/bin/importer.rs` does, by boto3."""

import csv
import os
import sys

import boto3
from boto3.dynamodb.conditions import Key

TABLE = "tucuxi-importer-boto3"
SAMPLE = os.path.join(os.path.dirname(__file__), "orders.csv")


def create(dynamodb):
    table = dynamodb.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("customer", "date")],
        KeySchema=[
            {"AttributeName": "customer", "KeyType": "HASH"},
            {"AttributeName": "date", "KeyType": "RANGE"},
        ],
    )
    table.wait_until_exists()
    return table


def order(line, row):
    """A row with the types that its columns have; boto3 knows none."""
    for name in ("customer", "date", "total"):
        if not row.get(name):
            raise ValueError(f"line {line}: {name} is missing")
    try:
        item = {"customer": row["customer"], "date": row["date"], "total": int(row["total"])}
    except ValueError as error:
        raise ValueError(f"line {line}: {error}") from error
    if row["note"]:
        item["note"] = row["note"]
    return item


table = create(boto3.resource("dynamodb"))
written = 0
with open(sys.argv[1] if len(sys.argv) > 1 else SAMPLE, newline="") as file:
    with table.batch_writer(overwrite_by_pkeys=["customer", "date"]) as writer:
        for line, row in enumerate(csv.DictReader(file), start=2):
            writer.put_item(Item=order(line, row))
            written += 1
            if written % 1000 == 0:
                print(f"{written} rows given to the writer", file=sys.stderr)
print(f"{written} rows written")

latest = table.query(KeyConditionExpression=Key("customer").eq("c-2"), ScanIndexForward=False, Limit=1)["Items"]
for item in latest:
    print(f"{item['date']} of {item['customer']}: {int(item['total'])} {item.get('note', '')}")
table.delete()
