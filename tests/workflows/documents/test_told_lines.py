"""What a paper changes of a bank line is told under the line; a note on a line that pays an invoice costs little."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from accountsos import ids
from accountsos.store.companies import LOCKS
from accountsos.store.engine.opening import Place
from accountsos.store.engine.sql import Sql
from accountsos.store.engine.sqlite import SqliteReader
from accountsos.store.invoices import ONE as INVOICE
from accountsos.store.journal import ENTRY
from accountsos.workflows.bank.list_transactions import SHOW
from accountsos.workflows.companies.manage_company import AUDIT
from accountsos.workflows.contacts.manage_contacts import ADD as ADD_CONTACT
from accountsos.workflows.contacts.manage_contacts import NewContact
from accountsos.workflows.unit_of_work import Books
from tests.support.engines import opened
from tests.workflows.documents.clerk_of_invoices import bill, pay, purchase, standing, vat_clerk

MOST_STATEMENTS = 30


def test_a_line_that_a_paper_changes_has_an_event_of_its_own(books: Books) -> None:
    clerk = vat_clerk(books)
    line_id = ids.public_id("txn_", clerk.keeper.company, pay(clerk, day=date(2026, 3, 4)))
    clerk.upload(bill(), type_="receipt")
    clerk.read_all()
    told = clerk.keeper.ask(SHOW, line_id).history[0]
    assert (told.action, told.part) == ("transaction.change", 1)
    assert told.before is not None
    assert told.after is not None
    assert (json.loads(told.before)["parts"], json.loads(told.after)["parts"]) == (0, 1)
    newest = clerk.keeper.ask(AUDIT, (2, 0)).rows
    assert [(row.seq, row.part, row.action) for row in newest] == [
        (told.seq, 1, "transaction.change"),
        (told.seq, 0, "document.read"),
    ]
    assert clerk.keeper.faults() == []


def test_a_note_on_a_line_that_pays_an_invoice_reads_nothing_twice(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(sqlite_place) as installation:
        clerk = vat_clerk(installation.books)
        line, state = pay(clerk), purchase(clerk)
        assert standing(clerk.keeper, state).open_amount == 0
        asked = counted_statements(monkeypatch)
        clerk.keeper.change(line, notes="for the show in May")
        assert 5 < asked.total() <= MOST_STATEMENTS, asked
        twice = {name: asked[sql] for name, sql in (("locks", LOCKS), ("invoice", INVOICE), ("entry", ENTRY))}
        assert twice["locks"] == 1
        assert twice["invoice"] <= 1
        assert twice["entry"] <= 2, "the one that stands, and the one before it, as history"
        assert clerk.keeper.faults() == []


def counted_statements(monkeypatch: pytest.MonkeyPatch) -> Counter[Sql]:
    """From now on, how often each statement is run."""
    asked: Counter[Sql] = Counter()
    for name in ("rows", "row", "run", "run_many"):
        whole = getattr(SqliteReader, name)

        def counting(self: SqliteReader, sql: Sql, *args: Any, _whole: Any = whole, **values: Any) -> Any:
            asked[sql] += 1
            return _whole(self, sql, *args, **values)

        monkeypatch.setattr(SqliteReader, name, counting)
    return asked


def test_what_is_kept_for_other_contacts_costs_a_change_nothing(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(sqlite_place) as installation:
        clerk = vat_clerk(installation.books)
        line = pay(clerk)
        totals = []
        for kept in ("Kestrel Ltd", "Merlin Ltd", "Osprey Ltd"):
            clerk.keeper.do(ADD_CONTACT, NewContact(kept, default_category_id="cat_travel"))
            clerk.keeper.change(line, notes=f"before {kept}")
            with monkeypatch.context() as counting:
                asked = counted_statements(counting)
                clerk.keeper.change(line, notes=f"after {kept}")
                totals.append(asked.total())
        assert len(set(totals)) == 1, totals
        assert clerk.keeper.faults() == []
