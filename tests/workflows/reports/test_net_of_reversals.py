"""What was posted and taken back is nothing: in the sums that reports start from, and so in what they warn of."""

from __future__ import annotations

import importlib
import re
from datetime import date, timedelta

import apsw
import pytest

from accountsos import ids
from accountsos.reports.trial_balance import Movement
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.workflows.journals import post_journal
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY, Bookkeeper, found
from tests.support.engines import Clock, opened

DAY, YEAR_END = date(2025, 5, 12), date(2026, 3, 31)


def take_back(keeper: Bookkeeper, journal: post_journal.JournalState) -> None:
    keeper.do(post_journal.UNDO, ids.public_id("je_", keeper.company, journal.entry.number))


def movement(keeper: Bookkeeper, category_id: str) -> Movement | None:
    return next((m for m in keeper.movements(TODAY) if m.category_id == category_id), None)


def warned(keeper: Bookkeeper) -> set[str]:
    return {warning.code for warning in keeper.balance_sheet(TODAY).warnings}


def test_an_account_that_was_changed_there_and_back_has_not_moved(books: Books, clock: Clock) -> None:
    keeper = found(books)
    line = keeper.enter(DAY, -4800, category="cat_office").row.number
    clock.now += timedelta(hours=1)
    before = clock.now
    clock.now += timedelta(hours=1)
    keeper.change(line, category_id="cat_software")
    assert movement(keeper, "cat_office") is None
    assert movement(keeper, "cat_software") == Movement("cat_software", None, None, 4800, 0, 1)
    known = {m.category_id: m for m in keeper.movements(TODAY, known_at=before)}
    assert "cat_software" not in known
    assert (known["cat_office"].debit, known["cat_office"].credit, known["cat_office"].count) == (4800, 0, 1)
    keeper.change(line, category_id="cat_office")
    assert movement(keeper, "cat_software") is None
    (bank,) = [m for m in keeper.movements(TODAY) if m.bank_account == "ba_main"]
    assert (bank.debit, bank.credit, bank.count) == (0, 4800, 1)
    assert keeper.faults() == []


def test_a_tax_charge_that_was_taken_back_is_missing_from_a_closed_year(books: Books) -> None:
    keeper = found(books)
    keeper.enter(DAY, 30000, "CUSTOMER", category="cat_sales")
    charge = keeper.journal(YEAR_END, {"cat_corporation_tax": 5700, "cat_ct_payable": -5700})
    keeper.close_through(YEAR_END)
    assert "closed_without_tax_charge" not in warned(keeper)
    keeper.reopen()
    take_back(keeper, charge)
    keeper.close_through(YEAR_END)
    assert "closed_without_tax_charge" in warned(keeper)
    assert keeper.faults() == []


def test_wages_that_were_refiled_there_and_back_are_no_payroll_journal(books: Books) -> None:
    keeper = found(books)
    line = keeper.enter(DAY, -123456, "HMRC PAYE", category="cat_paye").row.number
    message = "no payroll journal"
    assert any(message in w.message for w in keeper.balance_sheet(TODAY).warnings)
    keeper.change(line, category_id="cat_office")
    keeper.change(line, category_id="cat_paye")
    assert any(message in w.message for w in keeper.balance_sheet(TODAY).warnings)


def test_an_accrual_and_its_reversal_both_stand(books: Books) -> None:
    keeper = found(books)
    keeper.journal(date(2026, 3, 31), {"cat_office": 900, "cat_accruals": -900}, reverse=date(2026, 4, 1))
    moved = movement(keeper, "cat_accruals")
    assert moved is not None
    assert (moved.debit, moved.credit, moved.count) == (900, 900, 2)


@pytest.mark.parametrize("span", ["day", "month"])
def test_the_upgrade_takes_pairs_off_the_balances_of_older_books(sqlite_place: Place, span: str) -> None:
    with opened(sqlite_place) as installation:
        keeper = found(installation.books)
        line = keeper.enter(DAY, -4800, category="cat_office").row.number
        keeper.enter(DAY, -100, category="cat_office")
        for category in ("cat_directors_loan", "cat_office", "cat_software"):
            keeper.change(line, category_id=category)
        assert keeper.faults() == []
    connection = apsw.Connection(str(sqlite_place.data / BOOKS_FILE))
    kept = f"SELECT * FROM balance_{span} ORDER BY company_id, category_no, account_no, contact_no, {span}"
    now = connection.execute(kept).fetchall()
    upgrade = importlib.import_module("accountsos.store.migrations.versions.0009_net_of_reversals")
    day = "p.entry_date" if span == "day" else "p.entry_date / 100"
    statement = upgrade.KEPT.format(span=span, day=day, per_contact=", ".join(f"'{c}'" for c in upgrade.PER_CONTACT))
    # Older books counted a pair on both sides: the same statement with the other sign makes such books.
    connection.execute(re.sub(r"\.(debit|credit|postings) -", r".\1 +", statement))
    older = connection.execute(kept).fetchall()
    assert older != now
    balance = f"SELECT category_no, {span}, debit - credit FROM balance_{span} ORDER BY 1, 2"
    net = connection.execute(balance).fetchall()
    connection.execute(statement)
    assert connection.execute(kept).fetchall() == now
    assert connection.execute(balance).fetchall() == net
    connection.close()
