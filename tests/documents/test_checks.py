from __future__ import annotations

from datetime import date
from decimal import Decimal

from accountsos.documents.checks import (
    EarlierDocument,
    bank_check,
    duplicate_check,
    plausible_date_check,
    uk_rate_check,
    uk_vat_rates,
    vat_number_check,
)
from accountsos.documents.corrections import Correction, applied, learned
from accountsos.documents.extract.facts import facts_from_sheet
from accountsos.documents.facts import BankDetails, DocumentFacts, DocumentType, Fact, Party, VatAtRate
from accountsos.documents.names import same_name
from tests.documents.test_text import TODAY, sheet_from


def invoice(number: str | None = "INV-1", bank: BankDetails | None = None) -> DocumentFacts:
    return DocumentFacts(
        type=Fact(DocumentType.INVOICE, 1.0),
        supplier=Party(name=Fact("Blue Door Trading Ltd", 1.0)),
        number=Fact(number, 1.0) if number else None,
        date=Fact(date(2026, 3, 5), 1.0),
        currency=Fact("GBP", 1.0),
        gross=Fact(12000, 1.0),
        bank=Fact(bank, 1.0) if bank else None,
    )


def earlier(number: str | None, day: date = date(2026, 3, 5)) -> EarlierDocument:
    return EarlierDocument("doc_1", "BLUE DOOR TRADING LIMITED", number, day, 12000, "GBP")


def test_the_same_supplier_and_number_is_a_duplicate_whatever_the_spelling() -> None:
    check = duplicate_check(invoice("INV-0001"), [earlier("inv 0001", date(2026, 3, 9))])
    assert check is not None
    assert check.holds is False
    assert check.stops


def test_two_invoices_of_one_day_and_total_with_different_numbers_are_two() -> None:
    check = duplicate_check(invoice("INV-1"), [earlier("INV-2")])
    assert check is not None
    assert check.holds is True


def test_without_a_number_the_same_day_and_total_is_a_duplicate() -> None:
    check = duplicate_check(invoice(None), [earlier("INV-2")])
    assert check is not None
    assert check.holds is False


def test_changed_bank_details_of_a_known_supplier_stop_and_an_iban_equals_its_sort_code_and_account() -> None:
    by_iban = BankDetails(iban="GB29 NWBK 6016 1331 9268 19")
    same = BankDetails(sort_code="60-16-13", account_number="31926819")
    other = BankDetails(sort_code="60-16-13", account_number="31926810")
    kept, changed = bank_check(invoice(bank=by_iban), [same]), bank_check(invoice(bank=by_iban), [other])
    assert kept is not None
    assert kept.holds is True
    assert changed is not None
    assert changed.holds is False
    assert changed.stops


def test_a_vat_number_with_a_wrong_checksum_is_shown_and_never_stops() -> None:
    right, wrong = vat_number_check("GB980780684"), vat_number_check("GB980780685")
    assert (right.holds, wrong.holds) == (True, False)
    assert not wrong.stops


def test_the_uk_standard_rate_is_that_of_the_day() -> None:
    assert Decimal("17.5") in uk_vat_rates(date(2011, 1, 3))
    assert Decimal("17.5") not in uk_vat_rates(date(2011, 1, 4))
    assert Decimal(20) in uk_vat_rates(date(2011, 1, 4))
    assert Decimal("12.5") in uk_vat_rates(date(2022, 3, 31))
    assert Decimal("12.5") not in uk_vat_rates(date(2022, 4, 1))
    assert uk_vat_rates(date(2008, 11, 30)) == ()


def test_a_rate_that_never_was_british_is_named() -> None:
    facts = DocumentFacts(
        type=Fact(DocumentType.INVOICE, 1.0),
        date=Fact(date(2026, 3, 5), 1.0),
        currency=Fact("GBP", 1.0),
        vat_by_rate=(VatAtRate(Decimal(19), 10000, 1900),),
    )
    check = uk_rate_check(facts)
    assert check is not None
    assert check.holds is False
    assert "19 %" in check.message


def test_a_document_from_the_future_asks_for_a_look() -> None:
    assert plausible_date_check(date(2027, 3, 5), TODAY).holds is False
    assert plausible_date_check(date(2026, 7, 5), TODAY).holds is True


def test_names_are_one_in_spite_of_legal_form_case_and_one_misread_letter() -> None:
    assert same_name("Blue Door Trading Ltd", "BLUE DOOR TRADING LIMITED")
    assert same_name("Harbour Joinery", "Harb0ur Joinery Ltd")
    assert not same_name("Smith Ltd", "Smyth Baker Ltd")


def receipt(total: str, day: str) -> tuple[str, ...]:
    """A layout that misleads: a large amount labelled as a total stands below the one that was paid."""
    return ("QX Klub", "Skelton Row 4", f"Ref day {day}", f"Settled here\t{total}", "Yearly total\t950.00")


def test_corrections_teach_a_suppliers_labels() -> None:
    corrections = [
        Correction("QX Klub", sheet_from(*receipt("12.40", "05/03/2026")), gross=1240, day=date(2026, 5, 3)),
        Correction("QX Klub", sheet_from(*receipt("18.10", "05/20/2026")), gross=1810, day=date(2026, 5, 20)),
        Correction("QX Klub", sheet_from(*receipt("7.00", "06/02/2026")), gross=700, day=date(2026, 6, 2)),
    ]
    (template,) = learned(corrections)
    assert template.month_first
    sheet = sheet_from(*receipt("44.90", "06/04/2026"))
    facts = applied([template], facts_from_sheet(sheet, today=TODAY), sheet)
    assert facts.gross is not None
    assert facts.date is not None
    assert facts.supplier.name is not None
    assert (facts.gross.value, facts.date.value, facts.supplier.name.value) == (4490, date(2026, 6, 4), "QX Klub")
    assert facts.gross.confidence >= 0.95


def test_a_template_leaves_other_suppliers_alone() -> None:
    (template,) = learned([Correction("QX Klub", sheet_from(*receipt("12.40", "05/03/2026")), gross=1240)])
    sheet = sheet_from("Mill Stores Ltd", "Leeds LS1 4AB", "12/03/2026 10:22", "Settled here\t2.00", "TOTAL\t£3.00")
    facts = facts_from_sheet(sheet, today=TODAY)
    assert applied([template], facts, sheet) == facts
