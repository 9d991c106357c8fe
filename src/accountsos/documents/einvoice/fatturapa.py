"""Italian FatturaPA invoices to facts; one file may hold several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accountsos.documents.einvoice.codes import clean_vat_number, fattura_type
from accountsos.documents.einvoice.xml import (
    XML_CONFIDENCE,
    Element,
    all_at,
    day_fact,
    decimal_of,
    first_at,
    pence_fact,
    pence_of,
    place_of,
    text_at,
    text_fact,
)
from accountsos.documents.facts import BankDetails, DocumentFacts, DocumentLine, Fact, Party, VatAtRate
from accountsos.money import Pence


def facts_from_fattura(root: Element) -> tuple[DocumentFacts, ...]:
    """One set of facts per `FatturaElettronicaBody`."""
    header = first_at(root, "FatturaElettronicaHeader")
    supplier = _party(first_at(header, "CedentePrestatore"))
    customer = _party(first_at(header, "CessionarioCommittente"))
    return tuple(_facts(body, supplier, customer) for body in all_at(root, "FatturaElettronicaBody"))


def _facts(body: Element, supplier: Party, customer: Party) -> DocumentFacts:
    general = first_at(body, "DatiGenerali/DatiGeneraliDocumento")
    currency = text_fact(general, "Divisa")
    unit = currency.value if currency else "EUR"
    rates = tuple(_vat_by_rate(body, unit))
    place = next((rate.place for rate in rates), None)
    net = Fact(sum(rate.net or 0 for rate in rates), XML_CONFIDENCE, place) if rates else None
    vat = Fact(sum(rate.vat or 0 for rate in rates), XML_CONFIDENCE, place) if rates else None
    gross = pence_fact(general, unit, "ImportoTotaleDocumento")
    if gross is None and net is not None and vat is not None:
        gross = Fact(net.value + vat.value, XML_CONFIDENCE, place)
    return DocumentFacts(
        type=Fact(fattura_type(text_at(general, "TipoDocumento")), XML_CONFIDENCE),
        supplier=supplier,
        customer=customer,
        number=text_fact(general, "Numero"),
        date=day_fact(general, "Data"),
        due_date=_due(body),
        currency=currency,
        net=net,
        vat_by_rate=rates,
        vat=vat,
        gross=gross,
        payable=_payable(body, unit),
        lines=tuple(_lines(body, unit)),
        payment_reference=text_fact(body, "DatiPagamento/DettaglioPagamento/CodicePagamento"),
        bank=_bank(body),
    )


def _due(body: Element) -> Fact[date] | None:
    """The last instalment's day: only then is all of it due."""
    days = [
        fact
        for part in all_at(body, "DatiPagamento/DettaglioPagamento")
        if (fact := day_fact(part, "DataScadenzaPagamento"))
    ]
    return max(days, key=lambda fact: fact.value, default=None)


def _payable(body: Element, currency: str) -> Fact[Pence] | None:
    parts = [
        fact
        for part in all_at(body, "DatiPagamento/DettaglioPagamento")
        if (fact := pence_fact(part, currency, "ImportoPagamento"))
    ]
    return Fact(sum(fact.value for fact in parts), XML_CONFIDENCE, parts[0].place) if parts else None


def _party(party: Element | None) -> Party:
    person = first_at(party, "DatiAnagrafici", "IdentificativiFiscali")
    seat = first_at(party, "Sede")
    code = first_at(person, "IdFiscaleIVA/IdCodice", "IdCodice")
    number = text_at(person, "IdFiscaleIVA/IdCodice")
    country = text_at(person, "IdFiscaleIVA/IdPaese") or ""
    vat_number = None
    if number and code is not None:
        own = clean_vat_number(number).removeprefix("VAT:")
        vat_number = Fact(own if own.startswith(country) else country + own, XML_CONFIDENCE, place_of(code))
    return Party(
        name=_name(person),
        vat_number=vat_number,
        address=_address(seat),
        country=text_at(seat, "Nazione"),
    )


def _name(person: Element | None) -> Fact[str] | None:
    if company := text_fact(person, "Anagrafica/Denominazione", "Denominazione"):
        return company
    given, family = text_fact(person, "Anagrafica/Nome"), text_fact(person, "Anagrafica/Cognome")
    names = " ".join(fact.value for fact in (given, family) if fact)
    return Fact(names, XML_CONFIDENCE, family.place if family else None) if names else None


def _address(seat: Element | None) -> Fact[str] | None:
    if seat is None:
        return None
    street = " ".join(filter(None, (text_at(seat, "Indirizzo"), text_at(seat, "NumeroCivico"))))
    town = " ".join(filter(None, (text_at(seat, "CAP"), text_at(seat, "Comune"), text_at(seat, "Provincia"))))
    text = ", ".join(part for part in (street, town, text_at(seat, "Nazione")) if part)
    return Fact(text, XML_CONFIDENCE, place_of(seat)) if text else None


def _vat_by_rate(body: Element, currency: str) -> Iterator[VatAtRate]:
    for part in all_at(body, "DatiBeniServizi/DatiRiepilogo"):
        yield VatAtRate(
            rate=decimal_of(first_at(part, "AliquotaIVA")),
            net=pence_of(first_at(part, "ImponibileImporto"), currency),
            vat=pence_of(first_at(part, "Imposta"), currency),
            category=text_at(part, "Natura") or "S",
            confidence=XML_CONFIDENCE,
            place=place_of(part),
        )


def _lines(body: Element, currency: str) -> Iterator[DocumentLine]:
    for line in all_at(body, "DatiBeniServizi/DettaglioLinee"):
        yield DocumentLine(
            description=text_at(line, "Descrizione") or "",
            quantity=decimal_of(first_at(line, "Quantita")),
            unit=text_at(line, "UnitaMisura"),
            unit_price=decimal_of(first_at(line, "PrezzoUnitario")),
            net=pence_of(first_at(line, "PrezzoTotale"), currency),
            vat_rate=decimal_of(first_at(line, "AliquotaIVA")),
            number=text_at(line, "NumeroLinea"),
            place=place_of(line),
        )


def _bank(body: Element) -> Fact[BankDetails] | None:
    for part in all_at(body, "DatiPagamento/DettaglioPagamento"):
        iban = text_at(part, "IBAN")
        if iban:
            details = BankDetails(
                iban=iban.replace(" ", ""), bic=text_at(part, "BIC"), account_name=text_at(part, "Beneficiario")
            )
            return Fact(details, XML_CONFIDENCE, place_of(part))
    return None
