"""Files made to hurt whoever opens them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(side: int = 20_000) -> bytes:
    """400 megapixels that say so in their header."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def pdf(page: bytes, content: bytes, *, filters: bytes = b"") -> bytes:
    """A PDF with one page and a stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R" + page + b"/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d%s>>stream\n" % (len(content), filters) + content + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    )


def stream_bomb() -> bytes:
    """300 MB of nothing in 300 kB."""
    return pdf(b"/MediaBox[0 0 595 842]", zlib.compress(b" " * 300_000_000, 9), filters=b"/Filter/FlateDecode")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a picture of 400 megapixels": huge_png,
    "a stream of 300 MB": stream_bomb,
    "a page of 14400 points": lambda: pdf(b"/MediaBox[0 0 14400 14400]", b"q Q"),
    "entities that explode": lambda: (
        b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&lol;</Invoice>'
    ),
    "half a PDF": lambda: b"%PDF-1.7\n1 0 obj<<",
    "a PNG without a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
    "half an e-mail": lambda: (
        b"From: a@example.com\r\nTo: b@example.com\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x"
    ),
}
