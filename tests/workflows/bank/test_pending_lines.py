"""Pending lines are kept apart; unseen for ten days they lapse, and the bank may still book them late."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from accountsos import ids
from accountsos.store.audit import events_of_subject
from accountsos.store.head import known_at
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.bank.lapse_pending import LIST_PENDING, PendingQuestion, ShownPending
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.lapse_by_clock import PendingLines
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import Opened

DAY = date(2026, 11, 20)
IMPORTED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def bank_file(*lines: tuple[str, date, int, str, str]) -> bytes:
    """UK Open Banking: (id, day, amount in pence, words, Booked or Pending)."""
    told = [
        {
            "AccountId": "1",
            "TransactionId": number,
            "Amount": {"Amount": f"{abs(amount) // 100}.{abs(amount) % 100:02}", "Currency": "GBP"},
            "CreditDebitIndicator": "Credit" if amount > 0 else "Debit",
            "Status": status,
            "BookingDateTime": f"{day.isoformat()}T00:00:00Z",
            "TransactionInformation": words,
        }
        for number, day, amount, words, status in lines
    ]
    return json.dumps({"Data": {"Transaction": told}}).encode()


HOTEL = ("p1", DAY, -8_800, "HOTEL SOLE YORK")
WAITS = bank_file(("b1", DAY, -1_000, "CAFE BOOKED", "Booked"), (*HOTEL, "Pending"))


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def listed(keeper: Bookkeeper, *, lapsed: bool, today: date | None = None) -> tuple[ShownPending, ...]:
    day = today or keeper.books.clock().date()
    return keeper.ask(LIST_PENDING, PendingQuestion(day, lapsed)).rows


def later(installation: Opened, days: int) -> None:
    installation.clock.now = IMPORTED + timedelta(days=days)


def told(keeper: Bookkeeper, number: int) -> list[str]:
    """What the audit log says of a line, the oldest first."""
    subject = ids.public_id("txn_", keeper.company, number)
    events = keeper.books.look(lambda db: events_of_subject(db, keeper.company, subject))
    return [event.action for event in reversed(events)]


def an_unrelated_file(keeper: Bookkeeper, number: int = 2) -> Imported:
    return keeper.load(bank_file((f"b{number}", DAY - timedelta(days=number), -500 - number, "TAXI", "Booked")))


def test_a_pending_line_waits_is_posted_nowhere_and_lapses_on_the_tenth_day_unseen(
    keeper: Bookkeeper, installation: Opened
) -> None:
    keeper.load(WAITS)
    (line,) = listed(keeper, lapsed=False)
    assert (line.amount, line.description, line.last_seen_on) == (-8_800, "HOTEL SOLE YORK", IMPORTED.date())
    assert keeper.bank_balance() == -1_000
    later(installation, 9)
    assert an_unrelated_file(keeper).done.warnings == ()
    assert listed(keeper, lapsed=True) == ()
    later(installation, 10)
    done = an_unrelated_file(keeper, 3)
    assert done.done.warnings == (
        "1 pending line has lapsed, not booked and not shown for 10 days (20 November 2026 -88.00 HOTEL SOLE YORK).",
    )
    assert [(found.number, found.lapsed) for found in listed(keeper, lapsed=True)] == [(line.number, True)]
    assert listed(keeper, lapsed=False) == ()
    assert told(keeper, line.number) == ["transaction.lapse"]
    assert keeper.faults() == []


def test_a_file_that_shows_it_pending_once_more_gives_it_ten_more_days(
    keeper: Bookkeeper, installation: Opened
) -> None:
    keeper.load(WAITS)
    later(installation, 9)
    again = keeper.load(bank_file((*HOTEL, "Pending"), ("b4", DAY, -77, "STAMP", "Booked")))
    assert again.done.lines_duplicate == 1
    later(installation, 18)
    assert PendingLines(keeper.books).lapse_some() == 0
    later(installation, 19)
    assert PendingLines(keeper.books).lapse_some() == 1


def test_the_clock_alone_lapses_it_once_and_a_list_says_so_before(keeper: Bookkeeper, installation: Opened) -> None:
    keeper.load(WAITS)
    clockwork = PendingLines(keeper.books)
    assert clockwork.lapse_some() == 0
    later(installation, 10)
    (line,) = listed(keeper, lapsed=True)
    assert not line.lapsed
    assert clockwork.lapse_some() == 1
    (line,) = listed(keeper, lapsed=True)
    assert line.lapsed
    assert clockwork.lapse_some() == 0
    assert told(keeper, line.number) == ["transaction.lapse"]
    assert keeper.faults() == []


def test_after_midnight_in_london_s_summer_the_day_is_london_s(keeper: Bookkeeper, installation: Opened) -> None:
    half_past_midnight = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    installation.clock.now = half_past_midnight
    keeper.load(WAITS)
    (line,) = listed(keeper, lapsed=False)
    assert line.last_seen_on == date(2027, 7, 1)
    clockwork = PendingLines(keeper.books)
    installation.clock.now = half_past_midnight + timedelta(days=9)
    assert clockwork.lapse_some() == 0
    installation.clock.now = half_past_midnight + timedelta(days=9, hours=23)
    assert clockwork.lapse_some() == 0
    installation.clock.now = half_past_midnight + timedelta(days=10)
    assert clockwork.lapse_some() == 1
    assert keeper.faults() == []


def test_what_the_bank_books_late_takes_the_lapsed_lines_place(keeper: Bookkeeper, installation: Opened) -> None:
    keeper.load(WAITS)
    (line,) = listed(keeper, lapsed=False)
    later(installation, 12)
    PendingLines(keeper.books).lapse_some()
    before = keeper.balances(date(2026, 12, 31))
    moment = installation.clock.now
    late = keeper.load(bank_file((*HOTEL, "Booked")))
    assert (late.done.lines_new, late.done.lines_doubtful) == (1, 0)
    assert listed(keeper, lapsed=True) == listed(keeper, lapsed=False) == ()
    assert told(keeper, line.number) == ["transaction.lapse", "transaction.booked_late"]
    assert keeper.bank_balance(day=date(2026, 12, 31)) == -9_800
    assert keeper.balances(date(2026, 12, 31), known_at=moment) == before
    assert keeper.books.look(lambda db: known_at(db, keeper.company, moment)) > 0
    assert keeper.faults() == []


def test_a_lapsed_line_that_is_shown_as_pending_again_waits_again(keeper: Bookkeeper, installation: Opened) -> None:
    keeper.load(WAITS)
    later(installation, 10)
    PendingLines(keeper.books).lapse_some()
    again = keeper.load(bank_file((*HOTEL, "Pending"), ("b4", DAY, -77, "STAMP", "Booked")))
    (line,) = listed(keeper, lapsed=False)
    assert line.last_seen_on == installation.clock.now.date()
    assert told(keeper, line.number) == ["transaction.lapse", "transaction.pending_again"]
    keeper.undo(again)
    assert [found.number for found in listed(keeper, lapsed=True)] == [line.number], "as if that file had not been"


def test_undoing_the_file_that_showed_it_takes_a_lapsed_line_away(keeper: Bookkeeper, installation: Opened) -> None:
    done = keeper.load(WAITS)
    later(installation, 10)
    PendingLines(keeper.books).lapse_some()
    keeper.undo(done)
    assert listed(keeper, lapsed=True) == listed(keeper, lapsed=False) == ()
    assert keeper.faults() == []
