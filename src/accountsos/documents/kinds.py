"""What kind of file it is, told by its first bytes and never by its name."""

from __future__ import annotations

import re
from enum import StrEnum

from accountsos.errors import UnsupportedMediaType

ACCEPTED = "PDF, JPEG, PNG, WebP, HEIC, TIFF, e-mail (.eml) and e-invoice XML (UBL, CII, FatturaPA)"

_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_EINVOICE_ROOTS = frozenset(("Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument"))
_FATTURA_ROOTS = frozenset(("FatturaElettronica", "FatturaElettronicaSemplificata"))
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_HEADER = re.compile(rb"([!-9;-~]+):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_MAIL_HEADERS = frozenset(
    b"from to cc subject date received return-path delivered-to mime-version message-id content-type reply-to".split()
)
_SAMPLE = 64 * 1024


class Kind(StrEnum):
    """A kind of file that can be read; the value is its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    TIFF = "image/tiff"
    EMAIL = "message/rfc822"
    EINVOICE = "application/xml"

    @property
    def is_picture(self) -> bool:
        """Whether it is a photo or scan."""
        return self.value.startswith("image/")


def kind_of(content: bytes) -> Kind:
    """The kind by what stands at offset 0. Raises UnsupportedMediaType, saying what it is and what is accepted."""
    kind = _by_signature(content) or _xml_kind(content) or (Kind.EMAIL if _is_email(content) else None)
    if kind is None:
        raise UnsupportedMediaType(f"{_what_it_is(content)}; accepted are {ACCEPTED}.", param="file")
    return kind


def _by_signature(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith((b"II*\x00", b"MM\x00*")):
        return Kind.TIFF
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    return None


def root_name(content: bytes) -> str | None:
    """The local name of an XML file's root element, or None where it is no XML. Nothing is parsed."""
    text = _decoded(content[:_SAMPLE])
    prolog = _PROLOG.match(text)
    root = _ROOT.match(text, prolog.end() if prolog else 0)
    return root.group(1) if root else None


def _xml_kind(content: bytes) -> Kind | None:
    name = root_name(content)
    return Kind.EINVOICE if name in _EINVOICE_ROOTS or name in _FATTURA_ROOTS else None


def _decoded(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample.decode("utf-16", errors="replace")
    return sample.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _is_email(content: bytes) -> bool:
    """At least two headers that only an e-mail has, one of them at the very first byte."""
    seen, position, known = 0, 0, 0
    sample = content[:_SAMPLE]
    while seen < 200 and (match := _HEADER.match(sample, position)):
        known += match.group(1).lower() in _MAIL_HEADERS
        seen, position = seen + 1, match.end()
    return known >= 2


def _what_it_is(content: bytes) -> str:
    if not content:
        return "The file is empty"
    head = content[:512].lstrip().lower()
    for start, what in _REFUSED:
        if head.startswith(start):
            return f"This is {what}"
    if b"%PDF-" in content[:1024]:
        return "The file has other bytes before its PDF header, which no honest program writes"
    if "<!doctype" in _decoded(content[:2048]).lower():
        return "The file declares a DOCTYPE, which an e-invoice must not"
    if name := root_name(content):
        return f"This is XML with the root element {name[:40]!r}, not an e-invoice"
    return "The kind of this file is not known"


_REFUSED = (
    (b"gif8", "a GIF picture"),
    (b"<!doctype html", "a web page (HTML)"),
    (b"<html", "a web page (HTML)"),
    (b"<svg", "an SVG drawing"),
    (b"pk\x03\x04", "a ZIP archive or an office file; print it to PDF first"),
    (b"\xd0\xcf\x11\xe0", "an old office file; print it to PDF first"),
    (b"mz", "a program"),
    (b"\x7felf", "a program"),
    (b"bm", "a bitmap (BMP) picture; save it as PNG"),
    (b"\x1f\x8b", "a compressed archive"),
)
