"""The code lists of e-invoices, in the words of the books."""

from __future__ import annotations

import re

from accountsos.documents.facts import DocumentType

_CREDIT_NOTES = frozenset("81 83 261 262 296 308 381 396 420 458 502 503 532".split())
"""UNTDID 1001 codes that EN 16931 (and Factur-X extended) treat as credit notes."""

_FATTURA_CREDIT_NOTES = frozenset(("TD04", "TD08"))


def document_type(code: str | None) -> DocumentType:
    """From a UNTDID 1001 code; everything that is no credit note is an invoice (380, 384, 389, 875, 575, 751 ...)."""
    return DocumentType.CREDIT_NOTE if code in _CREDIT_NOTES else DocumentType.INVOICE


def fattura_type(code: str | None) -> DocumentType:
    """From FatturaPA's TipoDocumento."""
    return DocumentType.CREDIT_NOTE if code in _FATTURA_CREDIT_NOTES else DocumentType.INVOICE


def clean_vat_number(text: str) -> str:
    """Without spaces, dots and dashes, in capitals: `GB 123 4567 89` is `GB123456789`."""
    return re.sub(r"[\s.\-]", "", text).upper()
