"""A second reading of e-invoices, written apart from the product's: business terms of EN 16931 by their paths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2

from accountsos.documents.facts import DocumentFacts, Party
from accountsos.documents.read import read_document

Node = ElementTree.Element
TODAY = date(2026, 6, 30)
_CREDIT_NOTES = {"381", "396", "261", "262", "TD04", "TD08"}


@dataclass(frozen=True)
class Terms:
    """What an e-invoice says: header, VAT by rate and lines, amounts in hundredths."""

    is_credit_note: bool
    number: str | None
    day: str | None
    currency: str | None
    seller: str | None
    seller_vat: str | None
    buyer: str | None
    buyer_vat: str | None
    net: int | None
    vat: int | None
    gross: int | None
    prepaid: int | None
    payable: int | None
    rates: tuple[tuple[object, ...], ...]
    """Category, rate, net and VAT of each."""
    lines: tuple[tuple[object, ...], ...]
    """Number, description, quantity, net and rate of each."""


def _at(node: Node | None, path: str) -> str | None:
    """The tidied text at a path of local names, the first of those that `|` parts and that holds any."""
    for way in path.split("|"):
        steps = "/".join(
            step if step in (".", "..") or step.startswith("[") else "{*}" + step for step in way.split("/")
        )
        for found in node.iterfind(steps) if node is not None else ():
            if text := " ".join("".join(found.itertext()).split()):
                return text
    return None


def _all(node: Node | None, path: str) -> list[Node]:
    return [] if node is None else node.findall("/".join("{*}" + step for step in path.split("/")))


def _node(node: Node | None, path: str) -> Node | None:
    return next((found for way in path.split("|") for found in _all(node, way)), None)


def _cents(text: str | None) -> int | None:
    return None if text is None else int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text).normalize()
    except InvalidOperation:
        return None  # what is no number says nothing


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    return text[:10] if "-" in text else f"{text[:4]}-{text[4:6]}-{text[6:8]}"


def _vat_id(text: str | None) -> str | None:
    return None if text is None else "".join(c for c in text if c not in " .-").upper()


def _ubl(root: Node) -> Iterator[Terms]:
    currency = _at(root, "DocumentCurrencyCode")
    sums = _node(root, "LegalMonetaryTotal")
    taxes = [t for t in _all(root, "TaxTotal") if t[0].get("currencyID") == currency]
    sides = [_node(root, f"Accounting{side}Party/Party") for side in ("Supplier", "Customer")]
    vat_ids = [
        [_at(s, "CompanyID") for s in _all(side, "PartyTaxScheme") if _at(s, "TaxScheme/ID") == "VAT"] for side in sides
    ]
    names = [_at(side, "PartyLegalEntity/RegistrationName|PartyName/Name") for side in sides]
    yield Terms(
        is_credit_note=root.tag.endswith("}CreditNote") or _at(root, "InvoiceTypeCode") in _CREDIT_NOTES,
        number=_at(root, "ID"),
        day=_day(_at(root, "IssueDate")),
        currency=currency,
        seller=names[0],
        seller_vat=_vat_id(next(iter(vat_ids[0]), None)),
        buyer=names[1],
        buyer_vat=_vat_id(next(iter(vat_ids[1]), None)),
        net=_cents(_at(sums, "TaxExclusiveAmount")),
        vat=_cents(_at(taxes[0], "TaxAmount")) if taxes else None,
        gross=_cents(_at(sums, "TaxInclusiveAmount")),
        prepaid=_cents(_at(sums, "PrepaidAmount")),
        payable=_cents(_at(sums, "PayableAmount")),
        rates=tuple(
            (
                _at(part, "TaxCategory/ID"),
                _number(_at(part, "TaxCategory/Percent")),
                _cents(_at(part, "TaxableAmount")),
                _cents(_at(part, "TaxAmount")),
            )
            for tax in taxes
            for part in _all(tax, "TaxSubtotal")
        ),
        lines=tuple(
            (
                _at(line, "ID"),
                _at(line, "Item/Name"),
                _number(_at(line, "InvoicedQuantity|CreditedQuantity")),
                _cents(_at(line, "LineExtensionAmount")),
                _number(_at(line, "Item/ClassifiedTaxCategory/Percent")),
            )
            for line in [*_all(root, "InvoiceLine"), *_all(root, "CreditNoteLine")]
        ),
    )


def _cii(root: Node) -> Iterator[Terms]:
    """Factur-X, ZUGFeRD 2 and XRechnung; ZUGFeRD 1 has other names for the same containers."""
    header = _node(root, "ExchangedDocument|HeaderExchangedDocument")
    deal = _node(root, "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction")
    parties = _node(deal, "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement")
    money = _node(deal, "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement")
    sums = _node(money, "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation")
    grand = _node(sums, "GrandTotalAmount")
    currency = _at(money, "InvoiceCurrencyCode") or (grand.get("currencyID") if grand is not None else None)
    taxes = [t for t in _all(sums, "TaxTotalAmount") if t.get("currencyID") in (currency, None, "")]
    taxes.sort(key=lambda tax: tax.get("currencyID") != currency)
    seller, buyer = _node(parties, "SellerTradeParty"), _node(parties, "BuyerTradeParty")
    vat, gross = _cents(taxes[0].text) if taxes else None, _cents(_at(sums, "GrandTotalAmount"))
    net = _cents(_at(sums, "TaxBasisTotalAmount"))
    yield Terms(
        is_credit_note=_at(header, "TypeCode") in _CREDIT_NOTES,
        number=_at(header, "ID"),
        day=_day(_at(header, "IssueDateTime")),
        currency=currency,
        seller=_at(seller, "Name"),
        seller_vat=_cii_vat_id(seller),
        buyer=_at(buyer, "Name"),
        buyer_vat=_cii_vat_id(buyer),
        net=gross - vat if net is None and gross is not None and vat is not None else net,
        vat=vat,
        gross=gross,
        prepaid=_cents(_at(sums, "TotalPrepaidAmount")),
        payable=_cents(_at(sums, "DuePayableAmount")),
        rates=tuple(
            (
                _at(tax, "CategoryCode"),
                _number(_at(tax, "RateApplicablePercent|ApplicablePercent")),
                _cents(_at(tax, "BasisAmount")),
                _cents(_at(tax, "CalculatedAmount")),
            )
            for tax in _all(money, "ApplicableTradeTax")
            if _at(tax, "TypeCode") in ("VAT", None)
        ),
        lines=tuple(_cii_line(line) for line in _all(deal, "IncludedSupplyChainTradeLineItem")),
    )


def _cii_line(line: Node) -> tuple[object, ...]:
    note = _at(line, "AssociatedDocumentLineDocument/IncludedNote/Content")
    money = _node(line, "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement")
    total = _at(
        money,
        "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"
        "|SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
    )
    return (
        _at(line, "AssociatedDocumentLineDocument/LineID"),
        _at(line, "SpecifiedTradeProduct/Name|SpecifiedTradeProduct/Description") or note or "",
        _number(
            _at(line, "SpecifiedLineTradeDelivery/BilledQuantity|SpecifiedSupplyChainTradeDelivery/BilledQuantity")
        ),
        _cents(total),
        _number(_at(money, "ApplicableTradeTax/RateApplicablePercent|ApplicableTradeTax/ApplicablePercent")),
    )


def _cii_vat_id(party: Node | None) -> str | None:
    numbers = [n for n in _all(party, "SpecifiedTaxRegistration/ID") if n.get("schemeID") in ("VA", "VAT") and n.text]
    return _vat_id(numbers[0].text) if numbers else None


def _fattura(root: Node) -> Iterator[Terms]:
    header = _node(root, "FatturaElettronicaHeader")
    people = [_node(header, f"{side}/DatiAnagrafici") for side in ("CedentePrestatore", "CessionarioCommittente")]
    names = [
        _at(who, "Anagrafica/Denominazione")
        or " ".join(filter(None, (_at(who, "Anagrafica/Nome"), _at(who, "Anagrafica/Cognome"))))
        for who in people
    ]
    ids = [(_at(who, "IdFiscaleIVA/IdPaese"), _at(who, "IdFiscaleIVA/IdCodice")) for who in people]
    codes = [(land, code and code.rpartition(":")[2]) for land, code in ids]
    vat_ids = [code if code is None or code.startswith(str(land)) else f"{land}{code}" for land, code in codes]
    for body in _all(root, "FatturaElettronicaBody"):
        general = _node(body, "DatiGenerali/DatiGeneraliDocumento")
        rates = tuple(
            (
                _at(part, "Natura") or "S",
                _number(_at(part, "AliquotaIVA")),
                _cents(_at(part, "ImponibileImporto")),
                _cents(_at(part, "Imposta")),
            )
            for part in _all(body, "DatiBeniServizi/DatiRiepilogo")
        )
        net, vat = sum(rate[2] or 0 for rate in rates), sum(rate[3] or 0 for rate in rates)
        stated = _cents(_at(general, "ImportoTotaleDocumento"))
        paid = [_cents(_at(part, "ImportoPagamento")) or 0 for part in _all(body, "DatiPagamento/DettaglioPagamento")]
        yield Terms(
            is_credit_note=_at(general, "TipoDocumento") in _CREDIT_NOTES,
            number=_at(general, "Numero"),
            day=_day(_at(general, "Data")),
            currency=_at(general, "Divisa"),
            seller=names[0],
            seller_vat=_vat_id(vat_ids[0]),
            buyer=names[1],
            buyer_vat=_vat_id(vat_ids[1]),
            net=net,
            vat=vat,
            gross=net + vat if stated is None else stated,
            prepaid=None,
            payable=sum(paid) if paid else None,
            rates=rates,
            lines=tuple(
                (
                    _at(line, "NumeroLinea"),
                    _at(line, "Descrizione") or "",
                    _number(_at(line, "Quantita")),
                    _cents(_at(line, "PrezzoTotale")),
                    _number(_at(line, "AliquotaIVA")),
                )
                for line in _all(body, "DatiBeniServizi/DettaglioLinee")
            ),
        )


def terms_in(path: Path) -> list[Terms]:
    """The invoices in a file, by this second reading; of a PDF, of the XML attached to it."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        pdf = pypdfium2.PdfDocument(content)
        attached = [pdf.get_attachment(n) for n in range(pdf.count_attachments())]
        content = next(bytes(file.get_data()) for file in attached if file.get_name().lower().endswith(".xml"))
    root = ElementTree.fromstring(content)
    kind = root.tag.rpartition("}")[2]
    if kind == "FatturaElettronica":
        return list(_fattura(root))
    old = _node(root, "HeaderExchangedDocument") is not None
    return list(_cii(root) if old or kind.startswith("CrossIndustry") else _ubl(root))


def terms_of(facts: DocumentFacts) -> Terms:
    """The product's reading in the same words."""

    def name_of(party: Party) -> str | None:
        return party.name.value if party.name else None

    def vat_of(party: Party) -> str | None:
        return party.vat_number.value if party.vat_number else None

    return Terms(
        is_credit_note=facts.type.value == "credit_note",
        number=facts.number.value if facts.number else None,
        day=facts.date.value.isoformat() if facts.date else None,
        currency=facts.currency.value if facts.currency else None,
        seller=name_of(facts.supplier),
        seller_vat=vat_of(facts.supplier),
        buyer=name_of(facts.customer),
        buyer_vat=vat_of(facts.customer),
        net=facts.net.value if facts.net else None,
        vat=facts.vat.value if facts.vat else None,
        gross=facts.gross.value if facts.gross else None,
        prepaid=facts.prepaid.value if facts.prepaid else None,
        payable=facts.payable.value if facts.payable else None,
        rates=tuple(
            (part.category, None if part.rate is None else part.rate.normalize(), part.net, part.vat)
            for part in facts.vat_by_rate
        ),
        lines=tuple(
            (
                line.number,
                line.description,
                None if line.quantity is None else line.quantity.normalize(),
                line.net,
                None if line.vat_rate is None else line.vat_rate.normalize(),
            )
            for line in facts.lines
        ),
    )


def differences(folder: Path) -> dict[str, list[str]]:
    """For each valid file what the two readings do not agree on."""
    found = {}
    for path in sorted(p for p in folder.rglob("*.*") if p.suffix in (".xml", ".pdf") and "fail" not in p.parts):
        found[str(path.relative_to(folder))] = differing(path)
    return found


def differing(path: Path) -> list[str]:
    """What the product's reading of a file and the second one do not agree on."""
    outcome = read_document(path.read_bytes(), file_name=path.name, today=TODAY)
    if outcome.facts is None:
        return [f"not read: {outcome.reason}"]
    ours, wanted = [terms_of(facts) for facts in (outcome.facts, *outcome.others)], terms_in(path)
    if len(ours) != len(wanted):
        return [f"{len(ours)} invoices, not {len(wanted)}"]
    return [
        f"{name} is {got!r}, not {want!r}"
        for one, other in zip(ours, wanted, strict=True)
        for (name, got), want in zip(asdict(one).items(), asdict(other).values(), strict=True)
        # A currency that the XML leaves out may come from the page.
        if got != want and not (name == "currency" and want is None)
    ]
