"""UN/CEFACT CII invoices to facts: Factur-X, ZUGFeRD 2, XRechnung, and ZUGFeRD 1 by its older names."""

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
    pence_fact,
    pence_of,
    place_of,
    text_at,
    text_fact,
)
from accountsos.documents.facts import AmountIn, BankDetails, DocumentFacts, DocumentLine, Fact, Party, VatAtRate
from accountsos.money import Pence


def facts_from_cii(root: Element) -> DocumentFacts:
    """The facts of a `CrossIndustryInvoice` (or ZUGFeRD 1 `CrossIndustryDocument`)."""
    header = first_at(root, "ExchangedDocument", "HeaderExchangedDocument")
    deal = first_at(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    agreement = first_at(deal, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    settlement = first_at(deal, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    sums = first_at(
        settlement, "SpecifiedTradeSettlementHeaderMonetarySummation", "SpecifiedTradeSettlementMonetarySummation"
    )
    currency = _currency(settlement, sums)
    unit = currency.value if currency else "EUR"
    vat = _vat_total(sums, unit)
    gross = pence_fact(sums, unit, "GrandTotalAmount")
    payee = first_at(settlement, "PayeeTradeParty")
    return DocumentFacts(
        type=Fact(document_type(text_at(header, "TypeCode")), XML_CONFIDENCE),
        supplier=_party(first_at(agreement, "SellerTradeParty")),
        customer=_party(first_at(agreement, "BuyerTradeParty")),
        payee=Party(name=text_fact(payee, "Name")) if payee is not None else None,
        number=text_fact(header, "ID"),
        date=day_fact(header, "IssueDateTime"),
        due_date=day_fact(settlement, "SpecifiedTradePaymentTerms/DueDateDateTime"),
        currency=currency,
        net=_net(sums, unit, gross, vat),
        vat_by_rate=tuple(_vat_by_rate(settlement, unit)),
        vat=vat,
        vat_in_tax_currency=_vat_in_tax_currency(sums, unit),
        gross=gross,
        prepaid=pence_fact(sums, unit, "TotalPrepaidAmount"),
        rounding=pence_fact(sums, unit, "RoundingAmount"),
        payable=pence_fact(sums, unit, "DuePayableAmount"),
        lines=tuple(_lines(deal, unit)),
        tax_name=_tax_name(settlement),
        payment_reference=text_fact(settlement, "PaymentReference"),
        bank=_bank(settlement),
    )


def _currency(settlement: Element | None, sums: Element | None) -> Fact[str] | None:
    """The stated currency, else the one all the totals carry (ZUGFeRD 1 files leave the code empty)."""
    if stated := text_fact(settlement, "InvoiceCurrencyCode"):
        return stated
    for amount in all_at(sums, "GrandTotalAmount"):
        if code := amount.get("currencyID"):
            return Fact(code, XML_CONFIDENCE, place_of(amount))
    return None


def _vat_total(sums: Element | None, currency: str) -> Fact[Pence] | None:
    """The TaxTotalAmount in the document's currency; a second one is in the tax currency."""
    amounts = list(all_at(sums, "TaxTotalAmount"))
    for amount in sorted(amounts, key=lambda a: a.get("currencyID") != currency):
        if amount.get("currencyID") in (currency, None, ""):
            pence = pence_of(amount, currency)
            return None if pence is None else Fact(pence, XML_CONFIDENCE, place_of(amount))
    return None


def _vat_in_tax_currency(sums: Element | None, currency: str) -> Fact[AmountIn] | None:
    for amount in all_at(sums, "TaxTotalAmount"):
        other = amount.get("currencyID")
        if other and other != currency:
            pence = pence_of(amount, other)
            if pence is not None:
                return Fact(AmountIn(other, pence), XML_CONFIDENCE, place_of(amount))
    return None


def _net(sums: Element | None, currency: str, gross: Fact[Pence] | None, vat: Fact[Pence] | None) -> Fact[Pence] | None:
    stated = pence_fact(sums, currency, "TaxBasisTotalAmount")
    if stated is not None or gross is None or vat is None:
        return stated
    return Fact(gross.value - vat.value, XML_CONFIDENCE, gross.place)


def _vat_by_rate(settlement: Element | None, currency: str) -> Iterator[VatAtRate]:
    for tax in all_at(settlement, "ApplicableTradeTax"):
        if (text_at(tax, "TypeCode") or "VAT").upper() != "VAT":
            continue
        yield VatAtRate(
            rate=decimal_of(first_at(tax, "RateApplicablePercent", "ApplicablePercent")),
            net=pence_of(first_at(tax, "BasisAmount"), currency),
            vat=pence_of(first_at(tax, "CalculatedAmount"), currency),
            category=text_at(tax, "CategoryCode"),
            confidence=XML_CONFIDENCE,
            place=place_of(tax),
        )


def _party(party: Element | None) -> Party:
    address = first_at(party, "PostalTradeAddress")
    return Party(
        name=text_fact(party, "Name", "SpecifiedLegalOrganization/TradingBusinessName"),
        vat_number=_vat_number(party),
        address=_address(address),
        country=text_at(address, "CountryID"),
    )


def _vat_number(party: Element | None) -> Fact[str] | None:
    """Only the registration under scheme VA: FC is a local tax number."""
    for number in all_at(party, "SpecifiedTaxRegistration/ID"):
        text = text_at(number.getparent(), "ID")
        if text and (number.get("schemeID") or "").upper() in ("VA", "VAT"):
            return Fact(clean_vat_number(text), XML_CONFIDENCE, place_of(number))
    return None


def _address(address: Element | None) -> Fact[str] | None:
    if address is None:
        return None
    town = " ".join(filter(None, (text_at(address, "PostcodeCode"), text_at(address, "CityName"))))
    lines = [text_at(address, name) for name in ("LineOne", "LineTwo", "LineThree")]
    parts = [*lines, town, text_at(address, "CountrySubDivisionName"), text_at(address, "CountryID")]
    text = ", ".join(part for part in parts if part)
    return Fact(text, XML_CONFIDENCE, place_of(address)) if text else None


def _lines(deal: Element | None, currency: str) -> Iterator[DocumentLine]:
    for line in all_at(deal, "IncludedSupplyChainTradeLineItem"):
        settlement = first_at(line, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
        delivery = first_at(line, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
        quantity = first_at(delivery, "BilledQuantity")
        name = text_at(line, "SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description")
        note = text_at(line, "AssociatedDocumentLineDocument/IncludedNote/Content")
        yield DocumentLine(
            description=name or note or "",
            quantity=decimal_of(quantity),
            unit=None if quantity is None else quantity.get("unitCode"),
            unit_price=_unit_price(line),
            net=_line_net(settlement, currency),
            charges=_charges(settlement, currency),
            vat_rate=decimal_of(
                first_at(settlement, "ApplicableTradeTax/RateApplicablePercent", "ApplicableTradeTax/ApplicablePercent")
            ),
            number=text_at(line, "AssociatedDocumentLineDocument/LineID"),
            place=place_of(line),
        )


def _tax_name(settlement: Element | None) -> str:
    """VAT, unless every tax of the document is another one, such as insurance tax."""
    names = [text_at(tax, "TypeCode") or "VAT" for tax in all_at(settlement, "ApplicableTradeTax")]
    return names[0] if names and "VAT" not in names else "VAT"


def _charges(settlement: Element | None, currency: str) -> Pence:
    """Charges less allowances of the line."""
    total = 0
    for part in all_at(settlement, "SpecifiedTradeAllowanceCharge"):
        pence = pence_of(first_at(part, "ActualAmount"), currency) or 0
        total += pence if text_at(part, "ChargeIndicator") == "true" else -pence
    return total


def _line_net(settlement: Element | None, currency: str) -> Pence | None:
    sums = first_at(
        settlement, "SpecifiedTradeSettlementLineMonetarySummation", "SpecifiedTradeSettlementMonetarySummation"
    )
    return pence_of(first_at(sums, "LineTotalAmount"), currency)


def _unit_price(line: Element) -> Decimal | None:
    agreement = first_at(line, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
    price = first_at(agreement, "NetPriceProductTradePrice")
    amount = decimal_of(first_at(price, "ChargeAmount"))
    per = decimal_of(first_at(price, "BasisQuantity"))
    return amount / per if amount is not None and per else amount


def _bank(settlement: Element | None) -> Fact[BankDetails] | None:
    """The creditor's account only: a direct debit also names the payer's."""
    for means in all_at(settlement, "SpecifiedTradeSettlementPaymentMeans"):
        account = first_at(means, "PayeePartyCreditorFinancialAccount")
        iban, own = text_at(account, "IBANID"), text_at(account, "ProprietaryID")
        if account is not None and (iban or own):
            details = BankDetails(
                iban=iban.replace(" ", "") if iban else None,
                bic=text_at(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID"),
                account_number=own,
                account_name=text_at(account, "AccountName"),
            )
            return Fact(details, XML_CONFIDENCE, place_of(account))
    return None
