"""Everything open at once: what is linked without asking, what waits for a person, and that order does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.reconciliation.match_groups import Proposal
from accountsos.reconciliation.match_open import proposed, surely_paid
from accountsos.reconciliation.payment_evidence import CandidateLine, PaidDocument
from tests.support.ends import ends

ACME = PaidDocument(
    amount=-12345,
    currency="GBP",
    issued_on=date(2026, 3, 2),
    due_on=date(2026, 4, 1),
    supplier="Acme Timber Ltd",
    number="AT-1041",
    key=1,
)
SECOND = replace(ACME, key=2, number="AT-1042", amount=-23446, issued_on=date(2026, 3, 9))
THIRD = replace(ACME, key=3, number="AT-1043", amount=-9018, issued_on=date(2026, 3, 16))
CREDIT = replace(ACME, key=4, number="ACN-77", amount=2003, issued_on=date(2026, 3, 20), due_on=None, is_credit=True)
PAID = CandidateLine(1, date(2026, 4, 1), -12345, "GBP", "ACME TIMBER LTD BBP", payee="Acme Timber Ltd")


def line(number: int, amount: int, day: date = date(2026, 4, 1), **changes: object) -> CandidateLine:
    return replace(PAID, number=number, amount=amount, booked_on=day, **changes)  # type: ignore[arg-type]  # a test's keywords


def linked(made: list[Proposal]) -> set[tuple[int, int, int]]:
    """Document, line and amount of each share."""
    return {(share.document, share.line, share.amount) for one in made for share in one.shares}


# Several documents, one line


def test_invoices_that_only_together_make_the_line_are_linked_to_it() -> None:
    # 123.45 + 234.46 + 90.18 = 448.09; 8 choices x 200 = 1,600 against 44,809 totals.
    (made,) = surely_paid([ACME, SECOND, THIRD], [line(9, -44809)])
    assert linked([made]) == {(1, 9, -12345), (2, 9, -23446), (3, 9, -9018)}
    assert made.reasons[0] == "these 3 invoices of Acme Timber Ltd add up to the line exactly"
    assert "no other combination does" in made.reasons


def test_a_credit_note_is_taken_off_what_the_line_pays() -> None:
    # 123.45 + 234.46 - 20.03 = 337.88
    (made,) = surely_paid([ACME, SECOND, CREDIT], [line(9, -33788)])
    assert linked([made]) == {(1, 9, -12345), (2, 9, -23446), (4, 9, 2003)}
    assert made.reasons[0] == "these 2 invoices of Acme Timber Ltd less 1 credit note add up to the line exactly"


def test_round_amounts_that_add_up_may_be_chance_and_wait_for_a_person() -> None:
    documents = [replace(ACME, amount=-10000), replace(SECOND, amount=-20000)]
    assert surely_paid(documents, [line(9, -30000)]) == []
    best = proposed(documents[0], documents, [line(9, -30000)])[0]
    assert (best.documents, best.lines, best.sure) == ((1, 2), (9,), False)
    assert "may be chance" in best.reason


def test_round_amounts_whose_numbers_the_line_quotes_are_linked() -> None:
    documents = [replace(ACME, amount=-10000), replace(SECOND, amount=-20000), replace(THIRD, amount=-30000)]
    (made,) = surely_paid(documents, [line(9, -30000, text="ACME TIMBER AT-1041 AT1042")])
    assert linked([made]) == {(1, 9, -10000), (2, 9, -20000)}


def test_two_combinations_that_fit_wait_for_a_person() -> None:
    # 123.45 + 234.46 = 357.91 = 90.18 + 267.73
    documents = [ACME, SECOND, THIRD, replace(THIRD, key=5, number="AT-1044", amount=-26773)]
    assert surely_paid(documents, [line(9, -35791)]) == []
    shown = {one.documents for one in proposed(ACME, documents, [line(9, -35791)])}
    assert shown == {(1, 2)}


def test_another_partys_invoices_do_not_add_up_with_ours() -> None:
    other = replace(SECOND, supplier="Quay Glass Ltd")
    assert surely_paid([ACME, other], [line(9, -35791)]) == []
    assert proposed(ACME, [ACME, other], [line(9, -35791)]) == []


def test_a_line_that_also_pays_one_invoice_alone_is_not_taken_by_a_sum() -> None:
    # 357.91 is the sum of two invoices and twice the amount of a single one: three readings.
    whole = [replace(ACME, key=n, number=f"AT-20{n}", amount=-35791) for n in (5, 6)]
    assert surely_paid([ACME, SECOND, *whole], [line(9, -35791)]) == []


# One document, several lines


def test_a_deposit_and_the_rest_are_linked_with_what_each_pays() -> None:
    lines = [line(1, -3704, date(2026, 2, 20)), line(2, -8641, date(2026, 4, 20))]
    (made,) = surely_paid([ACME], lines)
    assert linked([made]) == {(1, 1, -3704), (1, 2, -8641)}
    assert made.reasons[0] == "2 payments add up to the invoice of Acme Timber Ltd exactly: 37.04 + 86.41"


def test_equal_instalments_are_proposed_and_linked_only_where_they_quote_the_number() -> None:
    days = [date(2026, 3, 5), date(2026, 4, 5), date(2026, 5, 5)]
    plain = [line(n, -4115, day) for n, day in enumerate(days, 1)]
    assert surely_paid([ACME], plain) == []
    best = proposed(ACME, [ACME], plain)[0]
    assert best.lines == (1, 2, 3)
    assert best.reasons[0].startswith("3 equal payments add up to the invoice of Acme Timber Ltd exactly")
    quoting = [replace(one, text="ACME TIMBER AT-1041") for one in plain]
    assert linked(surely_paid([ACME], quoting)) == {(1, n, -4115) for n in (1, 2, 3)}


# One to one


def test_what_a_person_took_away_is_not_linked_again() -> None:
    assert linked(surely_paid([ACME], [PAID])) == {(1, 1, -12345)}
    refused = replace(ACME, rejected=frozenset({1}))
    assert surely_paid([refused], [PAID]) == []
    (best,) = proposed(refused, [refused], [PAID])
    assert "it was taken away from this line before" in best.reasons
    assert surely_paid([replace(ACME, rejected=frozenset({9})), SECOND], [line(9, -35791)]) == []


def test_the_number_decides_between_equal_invoices() -> None:
    twin = replace(ACME, key=2, number="AT-1042")
    lines = [replace(PAID, text="ACME TIMBER AT-1042"), line(2, -12345, text="ACME TIMBER AT-1041")]
    assert linked(surely_paid([ACME, twin], lines)) == {(2, 1, -12345), (1, 2, -12345)}


def test_a_line_that_quotes_another_invoice_is_not_this_ones() -> None:
    assert surely_paid([ACME], [replace(PAID, text="ACME TIMBER AT-1099")]) == []


@pytest.mark.parametrize("text", ["ACME TIMBER AT-10411", "ACME TIMBER 99AT-10410"])
def test_a_longer_number_is_not_ours(text: str) -> None:
    other = replace(ACME, supplier=None)
    assert surely_paid([other], [replace(PAID, text=text)]) == []


def test_the_same_amount_of_a_supplier_with_one_word_in_common_is_a_decoy() -> None:
    for text in ("ACME GLASS LTD", "NORTH TIMBER", "ACME"):
        assert surely_paid([ACME], [replace(PAID, text=text, payee=text.title())]) == []


def test_a_bank_that_cuts_the_name_still_names_it() -> None:
    long = replace(ACME, supplier="Castlegate Fernhill Paints Ltd")
    cut = replace(PAID, text="CASTLEGATE FERNHIL TEASEL BBP", payee="Castlegate Fernhil Teasel")
    assert linked(surely_paid([long], [cut])) == {(1, 1, -12345)}
    assert surely_paid([long], [replace(cut, text="CASTLEGATE FISH TEASEL", payee="Castlegate Fish Teasel")]) == []


# Equal invoices that come again


def monthly(count: int, *, due: int | None = 14, first_key: int = 1) -> list[PaidDocument]:
    days = [date(2026, month, 3) for month in range(3, 3 + count)]
    return [
        replace(
            ACME,
            key=first_key + n,
            number=f"AT-2{n:03d}",
            issued_on=day,
            due_on=day + timedelta(days=due) if due else None,
        )
        for n, day in enumerate(days)
    ]


def payments(count: int, delay: int, *, first_month: int = 3) -> list[CandidateLine]:
    days = [date(2026, month, 3) + timedelta(days=delay) for month in range(first_month, first_month + count)]
    return [line(n, -12345, day) for n, day in enumerate(days, 1)]


def test_monthly_invoices_and_payments_are_linked_in_the_order_of_dates() -> None:
    made = linked(surely_paid(monthly(5), payments(5, 14)))
    assert made == {(n, n, -12345) for n in range(1, 6)}


def test_the_newest_may_still_be_unpaid() -> None:
    made = linked(surely_paid(monthly(5), payments(4, 15)))
    assert made == {(n, n, -12345) for n in range(1, 5)}


def test_a_payment_too_many_leaves_the_series_to_a_person() -> None:
    assert surely_paid(monthly(5)[1:], payments(5, 14)) == []


def test_without_a_due_date_prompt_payments_may_be_a_month_late_ones() -> None:
    # The February invoice is missing: each payment is 31 days late and looks prompt for the next invoice.
    assert surely_paid(monthly(5, due=None), payments(5, 0)) == []
    later = replace(PAID, number=99, booked_on=date(2026, 10, 1), amount=-1, text="BISCUITS", payee="Biscuits")
    assert len(surely_paid(monthly(5, due=None), [*payments(5, 0), later])) == 5


def test_twins_wait_for_a_person() -> None:
    twin = replace(ACME, key=2, number="AT-1042")
    assert surely_paid([ACME, twin], [PAID, line(2, -12345)]) == []
    assert surely_paid([ACME, twin], [PAID]) == []
    assert surely_paid([ACME], [PAID, line(2, -12345)]) == []


def test_a_payment_that_comes_months_late_is_known_by_the_number_it_quotes() -> None:
    """Issued on 2 March, due on 1 April: until 16 May the name is enough, until 28 October only the number is."""
    late = date(2026, 7, 9)
    assert surely_paid([ACME], [line(1, -12345, late)]) == []
    assert surely_paid([ACME], [line(1, -12345, late, text="ACME TIMBER LTD AT-1042")]) == []
    (made,) = surely_paid([ACME], [line(1, -12345, late, text="ACME TIMBER LTD AT-1041")])
    assert linked([made]) == {(1, 1, -12345)}
    assert surely_paid([ACME], [line(1, -12345, date(2026, 10, 29), text="ACME TIMBER LTD AT-1041")]) == []


# Hostile sizes


def test_five_hundred_equal_invoices_and_payments_are_left_alone() -> None:
    documents = [replace(ACME, key=n, number=f"AT-{5000 + n}") for n in range(1, 501)]
    lines = [line(n, -12345) for n in range(1, 501)]
    with ends():
        assert surely_paid(documents, lines) == []
        for document in (documents[0], documents[-1]):
            assert 0 < len(proposed(document, documents, lines)) <= 20


def test_five_hundred_equal_invoices_are_told_apart_by_their_numbers() -> None:
    documents = [replace(ACME, key=n, number=f"AT-{5000 + n}") for n in range(1, 501)]
    lines = [line(1000 - n, -12345, text=f"ACME TIMBER AT{5000 + n}") for n in range(1, 501)]
    assert linked(surely_paid(documents, lines)) == {(n, 1000 - n, -12345) for n in range(1, 501)}


def test_five_hundred_different_invoices_do_not_explode() -> None:
    documents = [replace(ACME, key=n, number=f"AT-{5000 + n}", amount=-1000 - 37 * n) for n in range(1, 501)]
    lines = [line(n, -500000 - 41 * n) for n in range(1, 101)]
    with ends():
        assert surely_paid(documents, lines) == []
        proposed(documents[0], documents, lines)


# Whatever comes


AMOUNTS = (-12345, -23446, -9018, -35791, -44809, 2003, 12345, -10000, -20000, -30000)
TEXTS = ("ACME TIMBER LTD", "ACME TIMBER AT-1041", "QUAY GLASS", "AT-1042", "AT1041 AT1042", "")
DAYS = st.integers(-15, 90).map(lambda n: date(2026, 3, 2) + timedelta(days=n))
DOCUMENTS = st.lists(
    st.builds(
        lambda amount, day, supplier, number, receipt: replace(
            ACME,
            amount=amount,
            issued_on=day,
            due_on=None,
            supplier=supplier,
            number=number,
            is_receipt=receipt,
            is_credit=amount == 2003,
        ),
        st.sampled_from(AMOUNTS),
        DAYS,
        st.sampled_from(("Acme Timber Ltd", "Acme Timber Ltd", "Quay Glass Ltd", None)),
        st.sampled_from(("AT-1041", "AT-1042", "AT-1043", None)),
        st.booleans(),
    ),
    max_size=12,
).map(lambda made: [replace(d, key=n) for n, d in enumerate(made, 1)])
LINES = st.lists(
    st.builds(
        lambda amount, day, text, taken: replace(
            PAID, amount=amount, booked_on=day, text=text, payee=text, has_documents=taken, used=amount if taken else 0
        ),
        st.sampled_from(AMOUNTS),
        DAYS,
        st.sampled_from(TEXTS),
        st.sampled_from((False, False, False, True)),
    ),
    max_size=12,
).map(lambda made: [replace(one, number=n) for n, one in enumerate(made, 1)])


@settings(max_examples=60)
@given(DOCUMENTS, LINES, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_no_amount_is_exceeded(
    documents: list[PaidDocument], lines: list[CandidateLine], chance: random.Random
) -> None:
    made = surely_paid(documents, lines)
    mixed, other = [*documents], [*lines]
    chance.shuffle(mixed)
    chance.shuffle(other)
    assert linked(surely_paid(mixed, other)) == linked(made)
    shares = [share for one in made for share in one.shares]
    by_number, by_key = {one.number: one for one in lines}, {d.key: d for d in documents}
    for number in {share.line for share in shares}:
        assert sum(s.amount for s in shares if s.line == number) == by_number[number].amount
        assert not by_number[number].has_documents
        assert len([one for one in made if number in one.lines]) == 1
    for key in {share.document for share in shares}:
        assert sum(s.amount for s in shares if s.document == key) == by_key[key].amount
        assert len([one for one in made if key in one.documents]) == 1


@settings(max_examples=60)
@given(DOCUMENTS.filter(bool), LINES)
def test_every_proposal_holds_the_document_and_says_why(
    documents: list[PaidDocument], lines: list[CandidateLine]
) -> None:
    for one in proposed(documents[0], documents, lines):
        assert documents[0].key in one.documents
        assert 0 <= one.score <= 100
        assert one.reason
