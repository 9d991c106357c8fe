"""Files made to hurt whoever opens them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage

import pikepdf


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


def hidden_in_gif() -> bytes:
    """A GIF to one program and a PDF to another, which looks for its mark in the first kilobyte."""
    return b"GIF89a" + b"\x00" * 20 + pdf(b"/MediaBox[0 0 595 842]", b"q Q")


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    plain, out = pikepdf.open(io.BytesIO(pdf(b"/MediaBox[0 0 595 842]", b"q Q"))), io.BytesIO()
    plain.save(out, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return out.getvalue()


def pages_that_hold_themselves() -> bytes:
    """A page tree without an end."""
    return pdf(b"/MediaBox[0 0 595 842]", b"q Q").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")


def many_pages(count: int = 10_000) -> bytes:
    """One page, ten thousand times."""
    kids = b"3 0 R " * count
    return pdf(b"/MediaBox[0 0 595 842]", b"q Q").replace(
        b"/Kids[3 0 R]/Count 1", b"/Kids[" + kids + b"]/Count %d" % count
    )


def nested_arrays(depth: int = 200_000) -> bytes:
    """Brackets within brackets, where a parser that calls itself runs out of stack."""
    return pdf(b"/MediaBox[0 0 595 842]/Nest " + b"[" * depth + b"]" * depth, b"q Q")


def draws_itself(*, times: int = 10, levels: int = 12) -> bytes:
    """Forms that each draw the next ten times: a million million lines in two kilobytes."""
    out, file = pikepdf.new(), io.BytesIO()
    inner = out.make_stream(b"0 0 m 500 700 l S", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    inner.BBox = [0, 0, 595, 842]
    for _ in range(levels):
        outer = out.make_stream(b"/F Do " * times, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        outer.BBox, outer.Resources = [0, 0, 595, 842], pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = outer
    page = out.add_blank_page(page_size=(595, 842))
    page.Resources, page.Contents = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner)), out.make_stream(b"/F Do")
    out.save(file)
    return file.getvalue()


def zip_bomb() -> bytes:
    """A gigabyte of nothing in a megabyte, in a zip in a zip."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed, packed.open("a", "w") as member:
        for _ in range(1024):
            member.write(b"\x00" * 1024**2)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(8):
            packed.writestr(f"{n}.zip", inner.getvalue())
    return outer.getvalue()


def mail_with(content: bytes, kind: tuple[str, str], name: str) -> bytes:
    """An e-mail with one attachment."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", "Your invoice"
    mail.set_content("See attached.")
    mail.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    return mail.as_bytes()


def mail_in_mail(depth: int = 60) -> bytes:
    """Forwarded, and forwarded again."""
    head = b"From: a@example.com\r\nTo: b@example.com\r\nMIME-Version: 1.0\r\n"
    mail = head + b"Subject: x\r\n\r\nend"
    for n in range(depth):
        kind = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n" % n
        mail = head + kind + b"--b%d\r\nContent-Type: message/rfc822\r\n\r\n%s\r\n--b%d--\r\n" % (n, mail, n)
    return mail


_UBL = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'


def a_billion_laughs() -> bytes:
    """Ten entities that each hold the one before ten times."""
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(9))
    return b'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY l0 "lol">' + entities + b"]>" + _UBL + b"&l9;</Invoice>"


def an_entity_from_a_file() -> bytes:
    """An entity that would show a file of the machine."""
    kind = b'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    return kind + _UBL + b"<ID>&file;</ID></Invoice>"


def nested_elements(depth: int = 200_000) -> bytes:
    """Elements within elements."""
    return b'<?xml version="1.0"?>' + _UBL + b"<a>" * depth + b"</a>" * depth + b"</Invoice>"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a picture of 400 megapixels": huge_png,
    "a stream of 300 MB": stream_bomb,
    "a page of 14400 points": lambda: pdf(b"/MediaBox[0 0 14400 14400]", b"q Q"),
    "entities that explode": lambda: (
        b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&lol;</Invoice>'
    ),
    "entities in a document type": a_billion_laughs,
    "an entity from a file": an_entity_from_a_file,
    "elements nested 200,000 deep": nested_elements,
    "arrays nested 200,000 deep": nested_arrays,
    "pages that hold themselves": pages_that_hold_themselves,
    "ten thousand pages": many_pages,
    "a PDF that is a GIF": hidden_in_gif,
    "a PDF with a password": locked_pdf,
    "a zip bomb in an e-mail": lambda: mail_with(zip_bomb(), ("application", "zip"), "invoice.zip"),
    "a stream of 300 MB in an e-mail": lambda: mail_with(stream_bomb(), ("application", "pdf"), "invoice.pdf"),
    "e-mails in e-mails": mail_in_mail,
    "half a PDF": lambda: b"%PDF-1.7\n1 0 obj<<",
    "a PNG without a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
    "half an e-mail": lambda: (
        b"From: a@example.com\r\nTo: b@example.com\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x"
    ),
}
