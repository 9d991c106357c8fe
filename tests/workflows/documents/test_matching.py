"""Several documents of one line, several lines of one document, and what a person took away stays away."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from accountsos import ids
from accountsos.jobs.worker import Worker
from accountsos.store.evidence import NEAREST
from accountsos.workflows.documents import correct_document, evidence
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found, plain_file, pounds
from tests.workflows.documents.papers import Clerk, einvoice

ACME = "Acme Timber Ltd"


@pytest.fixture
def clerk(books: Books) -> Clerk:
    return Clerk(found(books))


def invoice(clerk: Clerk, number: str, gross: int, day: date = date(2026, 3, 2)) -> DocumentState:
    """An invoice of Acme without VAT."""
    total = pounds(gross)
    return clerk.uploaded_and_read(
        einvoice(ACME, number=number, day=day, net=total, vat="0.00", gross=total, rates=[(total, "0.00", "0")])
    )


def imported(clerk: Clerk, *rows: tuple[date, int, str]) -> list[int]:
    """Import the lines, let the worker match; their numbers."""
    before = set(clerk.keeper.numbers())
    clerk.keeper.load(plain_file(rows))
    Worker(clerk.keeper.books).run_once()
    return [number for number in clerk.keeper.numbers() if number not in before]


def links(clerk: Clerk, *states: DocumentState) -> list[list[tuple[int, int, str]]]:
    """Line, amount and source of each document's links."""
    return [[(link.transaction_no, link.amount, link.source) for link in clerk.show(state).links] for state in states]


def chosen(clerk: Clerk, state: DocumentState, *lines: int, **changes: object) -> None:
    names = tuple(ids.public_id("txn_", clerk.keeper.company, line) for line in lines)
    command = DocumentCorrection(clerk.id_of(state), changes=changes, transactions=names)
    clerk.keeper.do(correct_document.CORRECT, command)


def proposals(clerk: Clerk, state: DocumentState) -> list[tuple[set[int], set[int], bool]]:
    """Documents, lines and readiness of each proposal."""
    answer = clerk.keeper.ask(evidence.MATCHES, clerk.id_of(state))
    return [(set(one.documents), set(one.lines), one.sure) for one in answer.found.proposals]


def open_of(clerk: Clerk, state: DocumentState) -> int:
    answer = clerk.keeper.ask(evidence.MATCHES, clerk.id_of(state))
    return answer.found.documents[state.document.number].open


def test_a_transfer_that_pays_three_invoices_is_put_beside_all_of_them(clerk: Clerk) -> None:
    # 123.45 + 234.46 + 90.18 = 448.09
    states = [invoice(clerk, f"AT-104{n}", gross) for n, gross in enumerate((12345, 23446, 9018))]
    (line,) = imported(clerk, (date(2026, 4, 1), -44809, "ACME TIMBER LTD"))
    assert links(clerk, *states) == [
        [(line, -12345, "matched")],
        [(line, -23446, "matched")],
        [(line, -9018, "matched")],
    ]
    assert "these 3 invoices of Acme Timber Ltd add up to the line exactly" in clerk.show(states[0]).links[0].reason
    assert clerk.keeper.faults() == []


def test_the_last_of_the_invoices_to_be_read_completes_the_sum(clerk: Clerk) -> None:
    (line,) = imported(clerk, (date(2026, 4, 1), -35791, "ACME TIMBER LTD"))
    first = invoice(clerk, "AT-1041", 12345)
    assert links(clerk, first) == [[]]
    second = invoice(clerk, "AT-1042", 23446)
    assert links(clerk, first, second) == [[(line, -12345, "matched")], [(line, -23446, "matched")]]
    assert clerk.keeper.faults() == []


def test_a_deposit_and_the_rest_pay_one_invoice(clerk: Clerk) -> None:
    state = invoice(clerk, "AT-1041", 12345)
    rows = ((date(2026, 2, 20), -3704, "ACME TIMBER LTD"), (date(2026, 4, 20), -8641, "ACME TIMBER LTD"))
    deposit, rest = imported(clerk, *rows)
    assert links(clerk, state) == [[(deposit, -3704, "matched"), (rest, -8641, "matched")]]
    assert clerk.keeper.faults() == []


def test_what_is_left_after_a_part_payment_is_found_by_a_later_import(clerk: Clerk) -> None:
    state = invoice(clerk, "AT-1041", 10000)
    (part,) = imported(clerk, (date(2026, 3, 10), -4000, "ACME TIMBER LTD"))
    assert links(clerk, state) == [[]]
    chosen(clerk, state, part)
    (rest,) = imported(clerk, (date(2026, 3, 30), -6000, "ACME TIMBER LTD"))
    assert links(clerk, state) == [[(part, -4000, "person"), (rest, -6000, "matched")]]


def test_the_order_of_the_lines_in_the_file_does_not_matter(books: Books) -> None:
    day = date(2026, 4, 1)
    rows = [(day, -35791, "ACME TIMBER LTD"), (day, -9018, "ACME TIMBER AT-1043"), (day, -500, "BISCUITS")]
    seen = set()
    for order in itertools.permutations(rows):
        clerk = Clerk(found(books))
        states = [invoice(clerk, f"AT-104{n}", gross) for n, gross in enumerate((12345, 23446, 9018), 1)]
        imported(clerk, *order)
        amounts = [tuple((link.line_amount, link.amount) for link in clerk.show(state).links) for state in states]
        seen.add(tuple(amounts))
    assert seen == {(((-35791, -12345),), ((-35791, -23446),), ((-9018, -9018),))}


def test_what_a_person_took_away_is_not_matched_again(clerk: Clerk) -> None:
    state = invoice(clerk, "AT-1041", 12345)
    (line,) = imported(clerk, (date(2026, 4, 1), -12345, "ACME TIMBER LTD"))
    assert links(clerk, state) == [[(line, -12345, "matched")]]
    chosen(clerk, state)
    imported(clerk, (date(2026, 4, 2), -500, "BISCUITS"))
    assert links(clerk, state) == [[]]
    clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(clerk.id_of(state), changes={"doc_number": "AT-1"}))
    assert links(clerk, state) == [[]]
    assert proposals(clerk, state) == [({state.document.number}, {line}, False)]
    chosen(clerk, state, line)
    assert links(clerk, state) == [[(line, -12345, "person")]]
    assert clerk.keeper.faults() == []


def test_a_sum_with_a_refused_pair_is_not_made(clerk: Clerk) -> None:
    first, second = invoice(clerk, "AT-1041", 12345), invoice(clerk, "AT-1042", 23446)
    imported(clerk, (date(2026, 4, 1), -35791, "ACME TIMBER LTD"))
    chosen(clerk, first)
    chosen(clerk, second)
    imported(clerk, (date(2026, 4, 2), -500, "BISCUITS"))
    assert links(clerk, first, second) == [[], []]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_an_accepted_sum_pays_each_document_in_full_whatever_the_order(clerk: Clerk, order: tuple[int, ...]) -> None:
    # Round amounts, so nothing is linked without asking: 100.00 + 200.00 - 50.00 = 250.00.
    states = [invoice(clerk, f"AT-104{n}", gross) for n, gross in enumerate((10000, 20000, 5000))]
    chosen(clerk, states[2], type="credit_note")
    (line,) = imported(clerk, (date(2026, 4, 1), -25000, "ACME TIMBER LTD"))
    numbers = {state.document.number for state in states}
    assert proposals(clerk, states[0])[0] == (numbers, {line}, False)
    for n in order:
        chosen(clerk, states[n], line)
    assert links(clerk, *states) == [[(line, -10000, "person")], [(line, -20000, "person")], [(line, 5000, "person")]]
    assert clerk.keeper.faults() == []


def test_a_line_pays_of_a_second_invoice_only_what_the_first_leaves(clerk: Clerk) -> None:
    first, second = invoice(clerk, "AT-1041", 10000), invoice(clerk, "AT-1042", 20000)
    (line,) = imported(clerk, (date(2026, 4, 1), -25000, "ACME TIMBER LTD"))
    chosen(clerk, first, line)
    chosen(clerk, second, line)
    assert links(clerk, first, second) == [[(line, -10000, "person")], [(line, -15000, "person")]]
    assert open_of(clerk, second) == -5000
    assert clerk.keeper.faults() == []


def test_a_line_less_a_fee_pays_no_more_than_it_has(clerk: Clerk) -> None:
    # 100.00 billed, 98.00 sent: 2.00 stay open until somebody says what they are.
    state = invoice(clerk, "AT-1041", 10000)
    (line,) = imported(clerk, (date(2026, 4, 1), -9800, "ACME TIMBER LTD"))
    assert links(clerk, state) == [[]]
    answer = clerk.keeper.ask(evidence.MATCHES, clerk.id_of(state))
    assert "differs by 2.00 (less than the document): a fee or a discount?" in answer.found.proposals[0].reason
    assert [share.amount for share in answer.found.proposals[0].shares] == [-9800]
    chosen(clerk, state, line)
    assert links(clerk, state) == [[(line, -9800, "person")]]
    assert open_of(clerk, state) == -200


def test_equal_invoices_of_a_day_are_not_shared_out_by_chance(clerk: Clerk) -> None:
    states = [invoice(clerk, f"AT-104{n}", 12345) for n in range(3)]
    day = date(2026, 4, 1)
    imported(clerk, (day, -12345, "ACME TIMBER LTD"), (day, -12345, "ACME TIMBER LTD"))
    assert links(clerk, *states) == [[], [], []]


def test_the_payment_is_found_among_more_lines_than_are_looked_at(clerk: Clerk) -> None:
    days = (date(2026, 3, 2 + n % 20) for n in range(NEAREST + 1_100))
    other = [(day, -6_000 - n, f"SHOP {n} COUNTER") for n, day in enumerate(days)]
    *_, line = imported(clerk, *other, (date(2026, 3, 24), -55_555, "BACS 20931"))
    assert {line} in [lines for _, lines, _ in proposals(clerk, invoice(clerk, "A1", 55_555))]
