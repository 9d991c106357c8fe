"""UBL 2.1 invoices and credit notes to facts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from accountsos.documents.einvoice.codes import clean_vat_number, document_type
from accountsos.documents.einvoice.xml import (
    XML_CONFIDENCE,
    Element,
    all_at,
    day_fact,
    decimal_of,
    first_at,
    local_name,
    pence_fact,
    pence_of,
    place_of,
    text_at,
    text_fact,
)
from accountsos.documents.facts import (
    AmountIn,
    BankDetails,
    DocumentFacts,
    DocumentLine,
    DocumentType,
    Fact,
    Party,
    VatAtRate,
)
from accountsos.money import Pence


def facts_from_ubl(root: Element) -> DocumentFacts:
    """The facts of a UBL `Invoice` or `CreditNote`."""
    currency = text_fact(root, "DocumentCurrencyCode")
    unit = currency.value if currency else "EUR"
    totals = first_at(root, "LegalMonetaryTotal", "RequestedMonetaryTotal")
    tax_total = _tax_total(root, unit)
    vat = pence_fact(tax_total, unit, "TaxAmount")
    gross = pence_fact(totals, unit, "TaxInclusiveAmount", "PayableAmount")
    return DocumentFacts(
        type=_type(root),
        supplier=_party(first_at(root, "AccountingSupplierParty/Party")),
        customer=_party(first_at(root, "AccountingCustomerParty/Party")),
        payee=_payee(first_at(root, "PayeeParty")),
        number=text_fact(root, "ID"),
        date=day_fact(root, "IssueDate"),
        due_date=day_fact(root, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"),
        currency=currency,
        net=pence_fact(totals, unit, "TaxExclusiveAmount", "LineExtensionAmount"),
        vat_by_rate=tuple(_vat_by_rate(tax_total, unit)),
        vat=vat,
        vat_in_tax_currency=_vat_in_tax_currency(root, unit),
        gross=gross,
        prepaid=pence_fact(totals, unit, "PrepaidAmount"),
        rounding=pence_fact(totals, unit, "PayableRoundingAmount"),
        payable=pence_fact(totals, unit, "PayableAmount"),
        lines=tuple(_lines(root, unit)),
        payment_reference=text_fact(root, "PaymentMeans/PaymentID"),
        bank=_bank(root),
    )


def _type(root: Element) -> Fact[DocumentType]:
    code = text_at(root, "InvoiceTypeCode", "CreditNoteTypeCode")
    if code is None and local_name(root) == "CreditNote":
        code = "381"
    return Fact(document_type(code), XML_CONFIDENCE)


def _tax_total(root: Element, currency: str) -> Element | None:
    """The TaxTotal in the document's currency: the other one, in the tax currency, is for the tax office only."""
    totals = list(all_at(root, "TaxTotal"))
    own = [t for t in totals if _currency_of(t) in (currency, None)]
    with_rates = [t for t in own if first_at(t, "TaxSubtotal") is not None]
    return next(iter(with_rates or own), None)


def _currency_of(tax_total: Element) -> str | None:
    amount = first_at(tax_total, "TaxAmount")
    return None if amount is None else amount.get("currencyID")


def _vat_in_tax_currency(root: Element, currency: str) -> Fact[AmountIn] | None:
    for total in all_at(root, "TaxTotal"):
        other = _currency_of(total)
        amount = first_at(total, "TaxAmount")
        if other and other != currency and amount is not None:
            pence = pence_of(amount, other)
            if pence is not None:
                return Fact(AmountIn(other, pence), XML_CONFIDENCE, place_of(amount))
    return None


def _vat_by_rate(tax_total: Element | None, currency: str) -> Iterator[VatAtRate]:
    for part in all_at(tax_total, "TaxSubtotal"):
        yield VatAtRate(
            rate=decimal_of(first_at(part, "TaxCategory/Percent", "Percent")),
            net=pence_of(first_at(part, "TaxableAmount"), currency),
            vat=pence_of(first_at(part, "TaxAmount"), currency),
            category=text_at(part, "TaxCategory/ID"),
            confidence=XML_CONFIDENCE,
            place=place_of(part),
        )


def _party(party: Element | None) -> Party:
    """Name as registered (the legal person is who is owed), else as traded; VAT number only where the scheme is VAT."""
    address = first_at(party, "PostalAddress")
    return Party(
        name=text_fact(party, "PartyLegalEntity/RegistrationName", "PartyName/Name"),
        vat_number=_vat_number(party),
        address=_address(address),
        country=text_at(address, "Country/IdentificationCode"),
    )


def _payee(party: Element | None) -> Party | None:
    if party is None:
        return None
    return Party(name=text_fact(party, "PartyName/Name", "PartyLegalEntity/RegistrationName"))


def _vat_number(party: Element | None) -> Fact[str] | None:
    for scheme in all_at(party, "PartyTaxScheme"):
        number = first_at(scheme, "CompanyID")
        text = text_at(scheme, "CompanyID")
        if text and number is not None and (text_at(scheme, "TaxScheme/ID") or "").upper() == "VAT":
            return Fact(clean_vat_number(text), XML_CONFIDENCE, place_of(number))
    return None


def _address(address: Element | None) -> Fact[str] | None:
    if address is None:
        return None
    parts = [
        text_at(address, "StreetName"),
        text_at(address, "AdditionalStreetName"),
        text_at(address, "AddressLine/Line"),
        " ".join(filter(None, (text_at(address, "PostalZone"), text_at(address, "CityName")))),
        text_at(address, "CountrySubentity"),
        text_at(address, "Country/IdentificationCode"),
    ]
    text = ", ".join(part for part in parts if part)
    return Fact(text, XML_CONFIDENCE, place_of(address)) if text else None


def _lines(root: Element, currency: str) -> Iterator[DocumentLine]:
    for line in [*all_at(root, "InvoiceLine"), *all_at(root, "CreditNoteLine")]:
        quantity = first_at(line, "InvoicedQuantity", "CreditedQuantity")
        yield DocumentLine(
            description=text_at(line, "Item/Name", "Item/Description") or "",
            quantity=decimal_of(quantity),
            unit=None if quantity is None else quantity.get("unitCode"),
            unit_price=_unit_price(line),
            net=pence_of(first_at(line, "LineExtensionAmount"), currency),
            charges=_charges(line, currency),
            vat_rate=decimal_of(first_at(line, "Item/ClassifiedTaxCategory/Percent")),
            number=text_at(line, "ID"),
            place=place_of(line),
        )


def _charges(line: Element, currency: str) -> Pence:
    """Charges less allowances of the line."""
    total = 0
    for part in all_at(line, "AllowanceCharge"):
        pence = pence_of(first_at(part, "Amount"), currency) or 0
        total += pence if text_at(part, "ChargeIndicator") == "true" else -pence
    return total


def _unit_price(line: Element) -> Decimal | None:
    price = decimal_of(first_at(line, "Price/PriceAmount"))
    per = decimal_of(first_at(line, "Price/BaseQuantity"))
    return price / per if price is not None and per else price


def _bank(root: Element) -> Fact[BankDetails] | None:
    for account in all_at(root, "PaymentMeans/PayeeFinancialAccount"):
        number = (text_at(account, "ID") or "").replace(" ", "")
        branch = (text_at(account, "FinancialInstitutionBranch/ID") or "").replace(" ", "")
        if not number:
            continue
        is_iban = number[:2].isalpha() and number[2:4].isdigit()
        digits = branch.replace("-", "")
        sort_code = digits if not is_iban and len(digits) == 6 and digits.isdigit() else None
        details = BankDetails(
            iban=number if is_iban else None,
            bic=branch if branch and not sort_code else None,
            sort_code=sort_code,
            account_number=None if is_iban else number,
            account_name=text_at(account, "Name"),
        )
        return Fact(details, XML_CONFIDENCE, place_of(account))
    return None
