"""Which line paid a document: the points are explained, and what is not sure is not matched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.reconciliation.match_documents import (
    READY,
    CandidateLine,
    PaidDocument,
    about_in_pounds,
    ranked,
    ready,
    scored,
)
from accountsos.reconciliation.payment_evidence import comes_in_time

INVOICE = PaidDocument(
    amount=-12000,
    currency="GBP",
    issued_on=date(2026, 3, 2),
    due_on=date(2026, 4, 1),
    supplier="Harbour Stationers Ltd",
    number="HS-1041",
)
RECEIPT = replace(INVOICE, due_on=None, is_receipt=True, supplier="Quay Café", number=None, amount=-2000)
PAID = CandidateLine(1, date(2026, 4, 1), -12000, "GBP", "HARBOUR STATIONERS BGC")


def line(**changes: object) -> CandidateLine:
    return replace(PAID, **changes)  # type: ignore[arg-type]  # a test's keywords


def test_amount_supplier_and_due_day_make_it_certain() -> None:
    # 55 for the amount, 30 for the name, 15 for the day.
    (match,) = ranked(INVOICE, [PAID])
    assert (match.score, match.amount) == (100, -12000)
    assert match.reasons == ("the same amount", "the bank's text names the supplier", "on the same day")
    assert ready([match]) == match


def test_the_amount_alone_is_proposed_and_never_matched() -> None:
    found = ranked(INVOICE, [line(text="CARD 1234", booked_on=date(2026, 3, 30))])
    assert [match.score for match in found] == [67]
    assert ready(found) is None


def test_the_invoices_number_in_the_banks_text_counts_as_the_name_does() -> None:
    (match,) = ranked(INVOICE, [line(text="BILL HS1041")])
    assert match.score == 55 + 25 + 15
    assert ready([match]) is not None


def test_two_lines_that_fit_alike_wait_for_a_person() -> None:
    assert ready(ranked(INVOICE, [PAID, line(number=2, booked_on=date(2026, 4, 2))])) is None


def test_a_line_that_has_a_document_is_not_taken_for_another() -> None:
    assert ready(ranked(INVOICE, [line(has_documents=True)])) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 12000},
        {"amount": -999},
        {"amount": -24000},
        {"currency": "USD"},
        {"booked_on": date(2026, 2, 1)},
        {"booked_on": date(2026, 9, 1)},
    ],
)
def test_another_sign_amount_currency_or_season_is_no_candidate(changes: dict[str, object]) -> None:
    assert ranked(INVOICE, [line(**changes)]) == []


def test_a_part_payment_is_proposed_with_what_it_pays() -> None:
    (match,) = ranked(INVOICE, [line(amount=-4000)])
    assert (match.score, match.amount) == (15 + 30 + 15, -4000)
    assert match.reasons[0] == "pays 40.00 of 120.00"
    assert ready([match]) is None


def test_what_is_left_of_a_part_paid_invoice_is_the_amount_looked_for() -> None:
    (match,) = ranked(replace(INVOICE, already_paid=-4000), [line(amount=-8000)])
    assert (match.score, match.amount) == (100, -8000)


def test_a_tip_on_a_receipt_is_forgiven_up_to_fifteen_percent() -> None:
    def tipped(amount: int) -> list[int]:
        lines = [CandidateLine(1, RECEIPT.issued_on, amount, "GBP", "QUAY CAFE LONDON")]
        return [match.score for match in ranked(RECEIPT, lines)]

    assert tipped(-2300) == [35 + 30 + 15]
    assert tipped(-2301) == []


def test_a_card_payment_abroad_is_known_by_its_own_amount() -> None:
    abroad = replace(INVOICE, currency="EUR", due_on=None, is_receipt=True)
    paid = line(amount=-10311, booked_on=abroad.issued_on, original_amount=-12000, original_currency="EUR")
    (match,) = ranked(abroad, [paid])
    assert (match.score, match.amount) == (100, -12000)
    assert ranked(abroad, [replace(paid, original_amount=-12001)]) == []


def test_the_same_contact_counts_as_the_name_does() -> None:
    (match,) = ranked(replace(INVOICE, contact=7), [line(text="DD 000123", contact=7)])
    assert match.reasons[1] == "the same contact"


def test_a_sale_is_paid_by_money_that_comes_in() -> None:
    sale = replace(INVOICE, amount=12000)
    assert ranked(sale, [PAID]) == []
    assert len(ranked(sale, [line(amount=12000)])) == 1


@given(
    st.lists(
        st.builds(
            CandidateLine,
            number=st.integers(1, 50),
            booked_on=st.integers(-20, 120).map(lambda n: date(2026, 3, 2) + timedelta(days=n)),
            amount=st.sampled_from((-12000, -11990, -4000, -13000, 12000)),
            currency=st.sampled_from(("GBP", "EUR")),
            text=st.sampled_from(("HARBOUR STATIONERS", "HS-1041", "TESCO", "")),
            has_documents=st.booleans(),
        ),
        max_size=12,
    )
)
def test_order_does_not_matter_and_a_ready_match_leads_clearly(lines: list[CandidateLine]) -> None:
    found, turned = ranked(INVOICE, lines), ranked(INVOICE, lines[::-1])
    assert [m.score for m in found] == [m.score for m in turned]
    assert all(comes_in_time(INVOICE, m.line) and 50 <= m.score <= 100 and m.reasons for m in found)
    best = ready(found)
    if best is not None:
        assert best.score >= READY
        assert all(best.score - other.score >= 15 for other in found[1:])


def test_what_is_looked_for_of_another_currency_is_worth_a_look_in_pounds() -> None:
    for currency, open_amount in (("GBP", -55_555), ("USD", -55_555), ("JPY", -80_000), ("XAF", -1_000)):
        document = replace(RECEIPT, currency=currency, amount=open_amount, contact=None)
        pounds = about_in_pounds(document)
        line = replace(PAID, amount=pounds, booked_on=document.issued_on)
        plausible = scored(document, line) is not None
        assert plausible == (currency != "XAF"), currency
