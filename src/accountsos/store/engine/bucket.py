"""Uploaded files in an S3 bucket, content-addressed as in a directory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import obstore
from obstore.exceptions import BaseError as StoreError
from obstore.exceptions import NotFoundError
from obstore.store import S3Store

from accountsos import ids
from accountsos.errors import Unavailable
from accountsos.store.engine.objects import GONE_FILE, MissingObject, key_of, proved

_RETRIES = 3
_PATIENCE = timedelta(seconds=15)
_GONE = (FileNotFoundError, NotFoundError)


class BucketObjects:
    """Files in an S3 bucket, or in anything that speaks its protocol. Credentials come from the AWS variables."""

    def __init__(self, url: str) -> None:
        self._store = S3Store.from_url(
            url,
            # Plain HTTP is spoken only to an endpoint that AWS_ENDPOINT_URL names so: a store on the same machine.
            client_options={"timeout": "30s", "connect_timeout": "5s", "allow_http": True},
            retry_config={"max_retries": _RETRIES, "retry_timeout": _PATIENCE},
        )

    def put(self, company: int, content: bytes) -> bytes:
        """Keep the bytes."""
        digest = hashlib.sha256(content).digest()
        with _reachable():
            obstore.put(self._store, key_of(company, digest), content)
        return digest

    def get(self, company: int, digest: bytes) -> bytes:
        """The bytes, checked against their digest."""
        with _reachable():
            try:
                content = bytes(obstore.get(self._store, key_of(company, digest)).bytes())
            except _GONE as gone:
                raise MissingObject(GONE_FILE.format(digest.hex())) from gone
        return proved(content, digest)

    def holds(self, company: int, digest: bytes) -> bool:
        """Whether there is a file of that digest."""
        with _reachable():
            try:
                obstore.head(self._store, key_of(company, digest))
            except _GONE:
                return False
        return True

    def remove(self, company: int, digest: bytes) -> None:
        """Delete the file."""
        with _reachable():
            try:
                obstore.delete(self._store, key_of(company, digest))
            except _GONE:
                return

    def digests(self, company: int) -> Iterator[bytes]:
        """Of every file of the company."""
        with _reachable():
            for page in obstore.list(self._store, prefix=ids.company_id(company)):
                for found in page:
                    yield bytes.fromhex(found["path"].rpartition("/")[2])


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except StoreError as away:
        raise Unavailable("the file store is away; nothing was changed, try again in a moment") from away
