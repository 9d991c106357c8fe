"""What follows from postings and facts is rebuilt as it was; nothing else is touched, and nothing that is sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.head import close_write, open_write
from accountsos.workflows.upkeep.repair_books import Repaired, apply
from tests.cli.shell import Printed, Shell
from tests.support.engines import NOON, Opened
from tests.workflows.upkeep.conftest import Full, spoil, spoiling
from tests.workflows.upkeep.full_books import full_books
from tests.workflows.upkeep.test_kept_columns import TABLES

RECORDS_THE_REPAIR = {"company_head", "audit_event", "audit_text", "changed_thing"}
COUNTED = {
    "balance_day": slice(5, 8),
    "balance_month": slice(5, 8),
    "line_count_day": slice(3, 12),
    "line_count_month": slice(3, 12),
    "payee_choice": slice(4, 5),
    "payee_reference": slice(5, 6),
}
EVERYTHING = slice(0, None)
REBUILT = [f"{table}.{column}" for table, columns in TABLES.items() for column in columns.rebuilt.split()]


def content(db: Reader) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table; counters and choices of nothing are as good as none."""
    found = {}
    for table in TABLES:
        if table not in RECORDS_THE_REPAIR:
            rows = [tuple(bytes(v) if isinstance(v, memoryview) else v for v in r) for r in _rows(db, table)]
            found[table] = sorted((r for r in rows if any(r[COUNTED.get(table, EVERYTHING)])), key=repr)
    return found


def _rows(db: Reader, table: str) -> list[tuple[Any, ...]]:
    return db.rows(Sql(f"SELECT * FROM {table}"))


def repaired(full: Full) -> Repaired:
    db: Any = full.reader
    cause = open_write(db, full.company, actor="tester", now=NOON)
    assert cause is not None
    done = apply(db, full.company, None, cause)
    close_write(db, cause)
    return done


@pytest.mark.parametrize("name", REBUILT)
def test_a_rebuildable_column_is_rebuilt_as_it_was(full: Full, name: str) -> None:
    table, column = name.split(".")
    with spoiling(full):
        before = content(full.reader)
        spoil(full, name, TABLES[table].found[column])
        done = repaired(full)
        assert done.did
        assert (done.left, full.found(), done.refused) == ((), [], False)
        assert content(full.reader) == before


def test_all_of_them_together_are_rebuilt_too(full: Full) -> None:
    with spoiling(full):
        before = content(full.reader)
        for table in ("balance_day", "balance_month", "line_count_day", "line_count_month", "vat_sum"):
            full.run(f"DELETE FROM {table}")
        for name in ("contact.lines", "invoice.open_amount", "invoice.entry_no", "bank_account.opening_entry"):
            table, column = name.split(".")
            spoil(full, name, TABLES[table].found[column])
        repaired(full)
        assert full.found() == []
        assert content(full.reader) == before


def test_a_repair_of_sound_books_changes_nothing(full: Full) -> None:
    with spoiling(full):
        before = content(full.reader)
        events = full.reader.row(Sql("SELECT COUNT(*) FROM audit_event"))
        assert repaired(full) == Repaired((), ())
        assert content(full.reader) == before
        assert full.reader.row(Sql("SELECT COUNT(*) FROM audit_event")) == events


def test_where_the_postings_are_not_what_was_recorded_nothing_is_rebuilt_from_them(full: Full) -> None:
    with spoiling(full):
        full.run("UPDATE posting SET amount = amount * 2 WHERE entry_no = 1")
        full.run("UPDATE contact SET lines = lines + 1")
        before = content(full.reader)
        done = repaired(full)
        assert done.refused
        assert (done.did, content(full.reader)) == ((), before)


def test_what_cannot_be_rebuilt_is_left_and_said(full: Full) -> None:
    with spoiling(full):
        full.run("UPDATE settlement SET reason = 'because'")
        full.run("UPDATE contact SET lines = lines + 1")
        done = repaired(full)
        assert {f.check for f in done.left} == {"settlements"}
        assert all(f.columns == ("settlement.reason",) for f in done.left)
        assert done.did


def test_an_invoice_that_is_filed_otherwise_than_a_person_said_is_told_with_both(full: Full) -> None:
    with spoiling(full):
        rent = "(SELECT MAX(c.category_no) FROM category c WHERE c.category_id = 'cat_rent')"
        full.run(f"UPDATE invoice SET category_no = {rent} WHERE category_source = 'person'")
        told = {f.message.partition(": ")[2] for f in full.found() if "invoice.category_no" in f.columns}
        assert "category_no is cat_rent, it should be cat_office" in told


@pytest.fixture
def doctor(installation: Opened) -> Callable[[], Printed]:
    """`accountsos doctor --repair` on these books."""
    return lambda: Shell(installation.place, installation.clock).type("doctor", "--repair")


def test_the_doctor_backs_up_repairs_says_so_and_has_nothing_left_to_do(
    installation: Opened, doctor: Callable[[], Printed]
) -> None:
    keeper = full_books(installation.books)
    sheet, accounts = keeper.balance_sheet(), keeper.balances(NOON.date())
    assert "nothing to do: the books agree" in doctor().text
    assert not list(installation.place.data.glob("before-repair-*"))
    sql = Sql("UPDATE balance_month SET debit = debit + 5 WHERE company_id = :company")
    keeper.books.engine.submit(lambda db: db.run(sql, company=keeper.company)).result()
    spoilt = Sql("UPDATE invoice SET open_amount = -1, entry_no = NULL WHERE company_id = :company")
    keeper.books.engine.submit(lambda db: db.run(spoilt, company=keeper.company)).result()
    assert keeper.faults() != []
    printed = doctor()
    (copy,) = installation.place.data.glob("before-repair-*")
    assert printed.status == 0
    assert str(copy) in printed.text
    assert "rebuilt" in printed.text
    assert "open_amount was -1, it is -6000 now" in printed.text
    assert keeper.faults() == []
    assert (keeper.balance_sheet(), keeper.balances(NOON.date())) == (sheet, accounts)
    with keeper.books.engine.reading() as db:
        assert ("books.repair",) in db.rows(Sql("SELECT action FROM audit_event"))


def test_the_doctor_says_in_words_what_it_cannot_mend_and_fails(
    installation: Opened, doctor: Callable[[], Printed]
) -> None:
    keeper = full_books(installation.books)
    sql = Sql("UPDATE statement_import SET lines = lines + 1 WHERE company_id = :company")
    keeper.books.engine.submit(lambda db: db.run(sql, company=keeper.company)).result()
    printed = doctor()
    assert printed.status == 1
    assert "cannot be rebuilt" in printed.text
    assert "what to do: a person has to say what is right" in printed.text
