"""An e-invoice's XML to facts, whichever dialect it speaks."""

from __future__ import annotations

from accountsos.documents.einvoice.cii import facts_from_cii
from accountsos.documents.einvoice.fatturapa import facts_from_fattura
from accountsos.documents.einvoice.ubl import facts_from_ubl
from accountsos.documents.einvoice.xml import Element, OddField, UnreadableXml, first_at, local_name, odd_fields, parsed
from accountsos.documents.facts import DocumentFacts


def facts_from_xml(content: bytes) -> tuple[DocumentFacts, ...]:
    """The invoices in the file, usually one. Raises UnreadableXml with a message for a person."""
    return invoices_and_oddities(content)[0]


def invoices_and_oddities(content: bytes) -> tuple[tuple[DocumentFacts, ...], tuple[OddField, ...]]:
    """The invoices in the file, and the fields that were left out of them."""
    root = parsed(content)
    return _invoices(root), tuple(odd_fields(root))


def _invoices(root: Element) -> tuple[DocumentFacts, ...]:
    name = local_name(root)
    # The release candidate of ZUGFeRD 1 calls its root Invoice too; its header gives it away.
    older = first_at(root, "HeaderExchangedDocument") is not None
    if name in ("Invoice", "CreditNote") and not older:
        return (facts_from_ubl(root),)
    if older or name in ("CrossIndustryInvoice", "CrossIndustryDocument"):
        return (facts_from_cii(root),)
    if name == "FatturaElettronica":
        if found := facts_from_fattura(root):
            return found
        raise UnreadableXml("the Italian e-invoice holds no invoice")
    raise UnreadableXml(f"XML with the root element {name[:40]!r} is no e-invoice that is known here")
