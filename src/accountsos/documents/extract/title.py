"""What kind of paper a page is, first of all by its title."""

from __future__ import annotations

import re

from accountsos.documents.extract.rows import Piece
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.facts import DocumentType, Fact

_NUMBER = r"(?:NUMBER|NUMMER|NUMERO|NUM|NOS?|NR|REF|ID|N)?[A-Z]{0,3}"
_TITLES = (
    (DocumentType.CREDIT_NOTE, re.compile(
        rf"(?:VAT|SALES|TAX)?(?:CREDIT(?:NOTE|MEMO|INVOICE)?|GUTSCHRIFT|AVOIR|NOTADICREDITO|NOTADECREDITO|CREDITNOTA){_NUMBER}"
    )),
    (DocumentType.INVOICE, re.compile(
        rf"(?:SIMPLIFIED|FULL)?(?:VAT|SALES|TAX|COMMERCIAL|SERVICE|FINAL|INTERIM)*"
        rf"(?:INVOICE|FEENOTE|NOTEOFFEES|(?:ELECTRICITY|GAS|WATER|ENERGY|PHONE|BROADBAND|YOUR|FINAL)*BILL|SELFBILL(?:ED|ING)INVOICE|RECHNUNG|HANDELSRECHNUNG|FACTURE|FATTURA|FACTURA|FACTUUR|BILL){_NUMBER}"
    )),
    (DocumentType.STATEMENT, re.compile(
        rf"(?:MONTHLY|CUSTOMER|SALES)?(?:STATEMENT(?:OFACCOUNT)?|ACCOUNTSTATEMENT|BANKSTATEMENT|KONTOAUSZUG){_NUMBER}"
    )),
    (DocumentType.OTHER, re.compile(
        r"(?:PROFORMA(?:INVOICE|RECHNUNG)?|FACTUREPROFORMA|FATTURAPROFORMA"
        r"|(?:SALES)?(?:QUOTATION|QUOTE|ESTIMATE|OFFER|PROPOSAL)|ANGEBOT|KOSTENVORANSCHLAG|DEVIS|PREVENTIVO|PRESUPUESTO"
        r"|(?:SALES|PURCHASE|YOUR)?ORDER(?:CONFIRMATION|ACKNOWLEDGE?MENT)|PURCHASEORDER|AUFTRAGSBESTATIGUNG"
        r"|(?:DELIVERY|DESPATCH|DISPATCH|GOODS|ADVICE)(?:NOTE|ADVICE|DOCKET)|PACKING(?:LIST|SLIP)|LIEFERSCHEIN"
        rf"|BONDELIVRAISON|PROOFOFDELIVERY|REMITTANCEADVICE){_NUMBER}"
    )),
)  # fmt: skip
_PROFORMA = re.compile(r"PROFORMA|NOTA(?:VAT|TAX)INVOICE|NOTANINVOICE|KEINERECHNUNG")
_CREDIT_NOTE = re.compile(
    r"CREDITNOTE|CREDITMEMO|GUTSCHRIFT|AVOIR(?!S)|NOTADICREDITO|NOTADECREDITO|CREDITNOTA|REFUNDRECEIPT"
)
_INVOICE = re.compile(
    r"INVOICE|FEENOTE|BILLNUMBER|BILLNO|BILLDATE|YOURBILL|BILLREFERENCE|ELECTRICITYBILL|RECHNUNG|FACTURE|FATTURA|FACTURA|FACTUUR"
)
_RECEIPT = re.compile(
    r"RECEIPT|CASHIER|CHANGE(?!D)|TILL|THANKYOU|TENDER|AUTHCODE|CONTACTLESS|VISADEBIT|CASHBILL|SERVEDBY|PLEASECOMEAGAIN|QUITTUNG"
)
_STATEMENT = re.compile(r"STATEMENTOFACCOUNT|BANKSTATEMENT|ACCOUNTSTATEMENT|KONTOAUSZUG")
_CONTRACT = re.compile(r"THISAGREEMENT|TENANCYAGREEMENT|TERMSOFEMPLOYMENT|LEASEAGREEMENT|THISCONTRACT|PARTIESAGREE")
_LARGER = 1.12
_PLAIN = (DocumentType.INVOICE, DocumentType.CREDIT_NOTE)


def type_of(sheet: Sheet) -> Fact[DocumentType]:
    """The kind of paper. What only announces, repeats or accompanies an invoice is none."""
    rows = sheet.rows[: max(14, len(sheet.rows) // 2)]
    head = "|".join(row.compact for row in rows)
    titled = _titled([piece for row in rows if row.page == 1 for piece in row.pieces])
    if titled is DocumentType.OTHER or _PROFORMA.search(head):
        return Fact(DocumentType.OTHER, 0.9)
    if titled is DocumentType.STATEMENT:
        return Fact(DocumentType.STATEMENT, 0.9)
    if _CREDIT_NOTE.search(head):
        return Fact(DocumentType.CREDIT_NOTE, 0.95)
    if titled is None and _STATEMENT.search(head):
        return Fact(DocumentType.STATEMENT, 0.9)
    if _CONTRACT.search(sheet.compact):
        return Fact(DocumentType.CONTRACT, 0.8)
    narrow = sheet.amounts and _RECEIPT.search(sheet.compact) is not None
    if narrow and not ("BILLTO" in head or "DUEDATE" in head or "SORTCODE" in sheet.compact):
        return Fact(DocumentType.RECEIPT, 0.9)
    if _INVOICE.search(sheet.compact):
        return Fact(DocumentType.INVOICE, 0.95)
    return Fact(DocumentType.RECEIPT if sheet.amounts else DocumentType.OTHER, 0.6)


def _titled(pieces: list[Piece]) -> DocumentType | None:
    """The kind that the largest title names; an invoice that cites an order or a delivery stays an invoice."""
    best: dict[DocumentType, float] = {}
    for piece in pieces:
        for kind, pattern in _TITLES:
            if len(piece.compact) >= 4 and pattern.fullmatch(piece.compact):
                best[kind] = max(best.get(kind, 0.0), piece.height)
                break
    if not best:
        return None
    plain = max((best[kind] for kind in _PLAIN if kind in best), default=0.0)
    strange = [kind for kind in best if kind not in _PLAIN and best[kind] > _LARGER * plain]
    if strange:
        return max(strange, key=lambda kind: best[kind])
    return max((kind for kind in _PLAIN if kind in best), key=lambda kind: best[kind], default=None)
