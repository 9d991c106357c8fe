from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accountsos.documents.checks import arithmetic_checks
from accountsos.documents.einvoice.read import facts_from_xml
from accountsos.documents.einvoice.xml import UnreadableXml
from accountsos.documents.facts import DocumentType, ReadStatus
from accountsos.documents.read import read_document

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:a" xmlns:b="urn:b">
 <b:ID>INV-7</b:ID><b:IssueDate>2026-03-05</b:IssueDate><b:DueDate>2026-04-04</b:DueDate>
 <b:InvoiceTypeCode>380</b:InvoiceTypeCode>
 <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode><b:TaxCurrencyCode>GBP</b:TaxCurrencyCode>
 <a:AccountingSupplierParty><a:Party><a:PartyName><b:Name>Blue Door</b:Name></a:PartyName>
  <a:PostalAddress><b:StreetName>1 Mill Lane</b:StreetName><b:CityName>Leeds</b:CityName>
   <b:PostalZone>LS1 4AB</b:PostalZone><a:Country><b:IdentificationCode>GB</b:IdentificationCode></a:Country>
  </a:PostalAddress>
  <a:PartyTaxScheme><b:CompanyID>201/113</b:CompanyID><a:TaxScheme><b:ID>FC</b:ID></a:TaxScheme></a:PartyTaxScheme>
  <a:PartyTaxScheme><b:CompanyID>GB 980 7806 84</b:CompanyID>
   <a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
  <a:PartyLegalEntity><b:RegistrationName>Blue Door Trading Ltd</b:RegistrationName></a:PartyLegalEntity>
 </a:Party></a:AccountingSupplierParty>
 <a:TaxTotal><b:TaxAmount currencyID="GBP">17.20</b:TaxAmount></a:TaxTotal>
 <a:TaxTotal><b:TaxAmount currencyID="EUR">20.00</b:TaxAmount>
  <a:TaxSubtotal><b:TaxableAmount currencyID="EUR">100.00</b:TaxableAmount>
   <b:TaxAmount currencyID="EUR">20.00</b:TaxAmount>
   <a:TaxCategory><b:ID>S</b:ID><b:Percent>20</b:Percent></a:TaxCategory></a:TaxSubtotal></a:TaxTotal>
 <a:LegalMonetaryTotal><b:TaxExclusiveAmount currencyID="EUR">100.00</b:TaxExclusiveAmount>
  <b:TaxInclusiveAmount currencyID="EUR">120.00</b:TaxInclusiveAmount>
  <b:PrepaidAmount currencyID="EUR">50.00</b:PrepaidAmount><b:PayableAmount currencyID="EUR">70.00</b:PayableAmount>
 </a:LegalMonetaryTotal>
 <a:InvoiceLine><b:ID>1</b:ID><b:InvoicedQuantity unitCode="H87">4</b:InvoicedQuantity>
  <b:LineExtensionAmount currencyID="EUR">100.00</b:LineExtensionAmount>
  <a:Item><b:Name>Hinges</b:Name><a:ClassifiedTaxCategory><b:Percent>20</b:Percent></a:ClassifiedTaxCategory></a:Item>
  <a:Price><b:PriceAmount currencyID="EUR">50</b:PriceAmount><b:BaseQuantity>2</b:BaseQuantity></a:Price>
 </a:InvoiceLine>
</Invoice>"""

CREDIT_NOTE = """<CreditNote xmlns="urn:x" xmlns:b="urn:b" xmlns:a="urn:a"><b:ID>CN-1</b:ID>
<b:IssueDate>2026-03-05+01:00</b:IssueDate><b:DocumentCurrencyCode>JPY</b:DocumentCurrencyCode>
<a:LegalMonetaryTotal><b:TaxExclusiveAmount>1000</b:TaxExclusiveAmount>
<b:TaxInclusiveAmount>1100</b:TaxInclusiveAmount></a:LegalMonetaryTotal>
<a:CreditNoteLine><b:ID>1</b:ID><b:CreditedQuantity>2</b:CreditedQuantity><a:Item><b:Name>Tea</b:Name></a:Item>
</a:CreditNoteLine></CreditNote>"""


def test_of_two_tax_totals_the_one_in_the_documents_currency_counts() -> None:
    (facts,) = facts_from_xml(UBL.encode())
    assert facts.vat is not None
    assert facts.vat.value == 2000
    assert facts.vat_in_tax_currency is not None
    assert (facts.vat_in_tax_currency.value.currency, facts.vat_in_tax_currency.value.pence) == ("GBP", 1720)


def test_only_a_registration_for_vat_is_a_vat_number() -> None:
    (facts,) = facts_from_xml(UBL.encode())
    assert facts.supplier.vat_number is not None
    assert facts.supplier.vat_number.value == "GB980780684"


def test_what_was_prepaid_lessens_what_is_payable_and_not_the_gross() -> None:
    (facts,) = facts_from_xml(UBL.encode())
    assert facts.gross is not None
    assert facts.payable is not None
    assert (facts.gross.value, facts.payable.value) == (12000, 7000)
    assert all(check.holds for check in arithmetic_checks(facts))


def test_a_price_for_two_pieces_is_halved_and_multiplies_to_the_line() -> None:
    (facts,) = facts_from_xml(UBL.encode())
    (line,) = facts.lines
    assert (line.quantity, line.unit_price, line.net) == (Decimal(4), Decimal(25), 10000)


def test_each_fact_names_its_place_in_the_xml() -> None:
    (facts,) = facts_from_xml(UBL.encode())
    assert facts.vat is not None
    assert facts.vat.place is not None
    assert facts.vat.place.xml_path == "/Invoice/TaxTotal[2]/TaxAmount"


def test_a_credit_note_in_a_currency_without_pence() -> None:
    (facts,) = facts_from_xml(CREDIT_NOTE.encode())
    assert facts.type.value is DocumentType.CREDIT_NOTE
    assert facts.gross is not None
    assert facts.gross.value == 1100
    assert facts.date is not None
    assert facts.date.value == date(2026, 3, 5)
    assert facts.lines[0].quantity == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_a_doctype_is_refused_in_every_encoding(encoding: str) -> None:
    text = '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice><ID>&x;</ID></Invoice>'
    with pytest.raises(UnreadableXml, match="DOCTYPE"):
        facts_from_xml(text.encode(encoding))


def test_a_billion_laughs_are_refused_without_expanding_them() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    text = f'<!DOCTYPE Invoice [<!ENTITY l0 "lol">{entities}]><Invoice><ID>&l29;</ID></Invoice>'
    with pytest.raises(UnreadableXml, match="DOCTYPE"):
        facts_from_xml(text.encode())


@pytest.mark.parametrize("amount", ["1e9", "NaN", "12,50", "1_0", "١٢", "9" * 16])
def test_what_is_no_plain_amount_is_left_out_and_asked_for_by_name(amount: str) -> None:
    text = CREDIT_NOTE.replace("1100", amount).encode()
    (facts,) = facts_from_xml(text)
    assert facts.gross is None
    outcome = read_document(text, today=date(2026, 4, 1))
    assert outcome.status is ReadStatus.NEEDS_REVIEW
    assert "TaxInclusiveAmount" in f"{outcome.reason} {outcome.warnings}"


def test_deeply_nested_xml_is_refused() -> None:
    with pytest.raises(UnreadableXml, match="not well-formed"):
        facts_from_xml(("<Invoice>" + "<a>" * 100_000).encode())


def test_a_wrong_sum_is_found() -> None:
    (facts,) = facts_from_xml(UBL.replace(">120.00<", ">121.00<").encode())
    failed = {check.name for check in arithmetic_checks(facts) if check.holds is False}
    assert failed == {"net_and_vat_make_gross", "prepaid_and_payable_make_gross"}


def test_a_negative_invoice_warns_that_it_takes_back_an_earlier_one() -> None:
    text = CREDIT_NOTE.replace("CreditNote", "Invoice").replace("1000", "-1000").replace("1100", "-1100")
    outcome = read_document(text.encode(), today=date(2026, 6, 30))
    assert outcome.facts is not None
    assert outcome.facts.gross is not None
    assert outcome.facts.gross.value == -1100
    assert any("negative" in warning for warning in outcome.warnings)
