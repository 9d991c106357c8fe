"""The e-invoice inside a PDF: Factur-X, ZUGFeRD 1 and 2, XRechnung as an attached file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pikepdf

from accountsos.documents.einvoice.xml import XML_BYTES_MAX
from accountsos.documents.kinds import Kind, kind_of
from accountsos.documents.streams import UnreadablePdf, unpacked
from accountsos.errors import UnsupportedMediaType

_KNOWN_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "cii-invoice.xml", "ubl-invoice.xml")
_ATTACHMENTS_MAX = 100


def embedded_einvoice(pdf: pikepdf.Pdf) -> bytes | None:
    """The bytes of the attached e-invoice, those under the standards' names first, or None."""
    files = list(islice(_attached(pdf), _ATTACHMENTS_MAX))
    files.sort(key=lambda pair: pair[0].lower() not in _KNOWN_NAMES)
    for name, stream in files:
        if name.lower().endswith(".xml"):
            content = unpacked(stream, XML_BYTES_MAX)
            if name.lower() in _KNOWN_NAMES or _is_einvoice(content):
                return content
    return None


def _is_einvoice(content: bytes) -> bool:
    try:
        return kind_of(content) is Kind.EINVOICE
    except UnsupportedMediaType:
        return False


def _attached(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Stream]]:
    """Files of the name tree, then those that only the associated-files array names."""
    try:
        specs = [spec.obj for spec in pdf.attachments.values()]
        associated = pdf.Root.get("/AF")
        if isinstance(associated, pikepdf.Array):
            specs += [spec for spec in islice(associated, _ATTACHMENTS_MAX) if isinstance(spec, pikepdf.Dictionary)]
    except (pikepdf.PdfError, TypeError, ValueError, RecursionError) as mistake:
        raise UnreadablePdf("The PDF's list of attachments is damaged. Save or download the PDF again.") from mistake
    for spec in specs:
        holder = spec.get("/EF")
        if not isinstance(holder, pikepdf.Dictionary):
            continue
        stream = holder.get("/UF", holder.get("/F"))
        if isinstance(stream, pikepdf.Stream):
            yield str(spec.get("/UF", spec.get("/F", ""))), stream
