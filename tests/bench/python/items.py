"""The benchmark of items on boto3, as described in items/src/main.rs: `items.py SECONDS ROWS`, where the file ROWS has the
response to read. boto3 has dictionaries where the others have structures."""

import io
import sys
import time
from pathlib import Path

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.awsrequest import AWSResponse

BATCH = 25
WRITTEN = b'{"UnprocessedItems":{}}'


class Body(io.BytesIO):
    def stream(self, *_args, **_kwargs):
        yield self.read()


def table(body):
    """A table whose requests are all answered by `body`."""
    session = boto3.Session("AKIDEXAMPLE", "secret", region_name="us-east-1")
    dynamodb = session.resource("dynamodb")

    def answer(request, **_kwargs):
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, Body(body))

    dynamodb.meta.client.meta.events.register("before-send.dynamodb.*", answer)
    return dynamodb.Table("orders")


def measure(work, budget, round_):
    round_()
    figures = []
    start = time.process_time()
    while len(figures) < 3 or time.process_time() - start < budget:
        before = time.process_time()
        round_()
        figures.append((time.process_time() - before) * 1e6)
    print(f"{work}\t{sorted(figures)[len(figures) // 2]:.1f}")


def main():
    budget, body = float(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    reader = table(body)
    measure("bytes to structures", budget, reader.query)
    rows = reader.query()["Items"]
    serializer, deserializer = TypeSerializer(), TypeDeserializer()
    items = [serializer.serialize(row)["M"] for row in rows]

    def read():
        return [{key: deserializer.deserialize(value) for key, value in item.items()} for item in items]

    measure("attribute values to structures, by reference", budget, read)
    writer = table(WRITTEN).meta.client

    def write():
        for start in range(0, len(rows), BATCH):
            puts = [{"PutRequest": {"Item": row}} for row in rows[start : start + BATCH]]
            writer.batch_write_item(RequestItems={"orders": puts})

    measure("structures to bytes", budget, write)
    measure("structures to attribute values", budget, lambda: [serializer.serialize(row) for row in rows])


main()
