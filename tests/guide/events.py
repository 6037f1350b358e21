"""The Python side of the pages interceptors.md, presigned.md and transfers.md in docs/guide, which quote it. Needs the emulator."""

import os
import tempfile

import boto3

s3 = boto3.client("s3")
seen = []


def tenant(request, **kwargs):
    request.headers["x-tenant"] = "blue"

s3.meta.events.register("before-sign.s3.PutObject", tenant)


def encrypted(params, **kwargs):
    params.setdefault("ServerSideEncryption", "aws:kms")

s3.meta.events.register("provide-client-params.s3.PutObject", encrypted)


def report(operation_model, response_dict, **kwargs):
    print(operation_model.name, response_dict["status_code"])

s3.meta.events.register("before-parse.s3", report)


def keep(request, **kwargs):
    seen.append((request.headers.get("x-tenant"), request.headers.get("x-amz-server-side-encryption")))


s3.meta.events.register("before-send.s3.PutObject", keep)
s3.create_bucket(Bucket="events")
s3.put_object(Bucket="events", Key="a", Body=b"a")
s3.delete_object(Bucket="events", Key="a")
s3.delete_bucket(Bucket="events")
assert seen == [(b"blue", b"aws:kms")], seen

post = s3.generate_presigned_post(
    "docs",
    "uploads/${filename}",
    Fields={"acl": "private"},
    Conditions=[
        {"acl": "private"},
        ["content-length-range", 1, 10000000],
        ["starts-with", "$Content-Type", "image/"],
    ],
    ExpiresIn=600,
)
assert post["fields"]["key"] == "uploads/${filename}", post

s3 = boto3.client("s3")
for bucket in ["docs", "archive"]:
    s3.create_bucket(Bucket=bucket)
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("report.pdf", "w") as file:
        file.write("a report")

    s3.upload_file("report.pdf", "docs", "2026/report.pdf", ExtraArgs={"ContentType": "application/pdf"})
    s3.download_file("docs", "2026/report.pdf", "copy.pdf")
    s3.copy({"Bucket": "docs", "Key": "2026/report.pdf"}, "archive", "report.pdf")

    assert s3.get_object(Bucket="archive", Key="report.pdf")["Body"].read() == b"a report"
    os.chdir("/")
for bucket, key in [("docs", "2026/report.pdf"), ("archive", "report.pdf")]:
    s3.delete_object(Bucket=bucket, Key=key)
    s3.delete_bucket(Bucket=bucket)
