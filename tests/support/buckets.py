"""An S3 on loopback for tests, and buckets in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3  # type: ignore[import-untyped]  # it ships no types
from moto.server import ThreadedMotoServer

VARIABLES = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-west-2",
}
PREFIX = "documents"


@contextmanager
def served_buckets() -> Iterator[str]:
    """Its address, spoken to over HTTP."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()


def client_of(server: str) -> Any:
    """Whoever may do everything there."""
    return boto3.client(
        "s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


def new_bucket(server: str, name: str) -> str:
    """The address of a place for files in a new bucket."""
    name = name.replace("_", "-").lower()[:60].strip("-")
    client_of(server).create_bucket(Bucket=name)
    return f"s3://{name}/{PREFIX}"


def keys_in(server: str, url: str) -> list[str]:
    """Of everything in the bucket of that address."""
    found = client_of(server).list_objects_v2(Bucket=_bucket(url)).get("Contents", [])
    return sorted(each["Key"] for each in found)


def put_in(server: str, url: str, key: str, content: bytes) -> None:
    """Other bytes under that key."""
    client_of(server).put_object(Bucket=_bucket(url), Key=key, Body=content)


def take_from(server: str, url: str, *keys: str) -> None:
    """Those are gone."""
    for key in keys:
        client_of(server).delete_object(Bucket=_bucket(url), Key=key)


def destroy_bucket(server: str, url: str) -> None:
    """With all that is in it."""
    take_from(server, url, *keys_in(server, url))
    client_of(server).delete_bucket(Bucket=_bucket(url))


def _bucket(url: str) -> str:
    return url.removeprefix("s3://").partition("/")[0]
