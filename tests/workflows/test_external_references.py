"""What another system calls a thing stays with it: through undoing, amending, taking out, merging and deleting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec import UNSET

from accountsos import ids
from accountsos.bookkeeping.call_thing import ExternalChange
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.errors import Conflict
from accountsos.store.audit import events_of_subject
from accountsos.store.changed_things import MOMENTS
from accountsos.store.engine.postgres import PostgresReader
from accountsos.store.engine.sql import Sql
from accountsos.store.engine.sqlite import SqliteReader
from accountsos.workflows.bank import undo_change
from accountsos.workflows.bank.amend_transaction import AMEND, AmendTransaction
from accountsos.workflows.bank.change_transaction import CHANGE_NAMED
from accountsos.workflows.bank.list_transactions import LIST_AT_LENGTH, TransactionQuestion
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE
from accountsos.workflows.bank.undo_change import UndoChange
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import ContactChange, ContactQuestion, NewContact
from accountsos.workflows.contacts.merge_contacts import MERGE, UNDO_MERGE, MergeContact
from accountsos.workflows.documents.correct_document import CORRECT_NAMED, DocumentCorrection
from accountsos.workflows.documents.delete_document import DELETE, DeleteDocument
from accountsos.workflows.documents.list_documents import LIST as LIST_DOCUMENTS
from accountsos.workflows.documents.list_documents import DocumentQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.workflows.documents.papers import Clerk, einvoice

CALLED = ExternalChange("shop-10417", {"order": "A-17"})
ALL = Sql(
    "SELECT kind, thing_no, external_id, metadata FROM external_reference WHERE company_id = :company ORDER BY 1, 2"
)


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def txn(keeper: Bookkeeper, number: int) -> str:
    return ids.public_id("txn_", keeper.company, number)


def call(keeper: Bookkeeper, number: int, said: ExternalChange = CALLED) -> None:
    keeper.do(CHANGE_NAMED, (TransactionChange(transaction_id=txn(keeper, number)), said))


def lines_called(keeper: Bookkeeper, external_id: str = "shop-10417") -> list[int]:
    page = keeper.ask(LIST_AT_LENGTH, TransactionQuestion(limit=9, external_id=external_id))
    return [row.number for row in page.rows]


def kept(keeper: Bookkeeper) -> list[tuple[object, ...]]:
    return [tuple(row) for row in keeper.books.look(lambda db: db.rows(ALL, company=keeper.company))]


def entered(keeper: Bookkeeper, amount: int = -250) -> int:
    return keeper.enter(date(2025, 5, 1), amount).row.number


def test_a_change_is_undone_and_the_line_is_called_what_it_was_called(keeper: Bookkeeper) -> None:
    number = entered(keeper)
    keeper.change(number, category_id="cat_rent")
    call(keeper, number)
    keeper.do(undo_change.UNDO, UndoChange(transaction_id=txn(keeper, number)))
    assert lines_called(keeper) == [number]
    assert keeper.faults() == []


def test_an_amended_line_is_called_what_the_old_one_was_and_so_is_the_old_one_brought_back(
    keeper: Bookkeeper,
) -> None:
    old = entered(keeper)
    call(keeper, old)
    new = keeper.do(AMEND, AmendTransaction(txn(keeper, old), amount=-260)).state
    assert (new.moments.external.external_id, dict(new.moments.external.metadata)) == ("shop-10417", {"order": "A-17"})
    assert lines_called(keeper) == [new.row.number] != [old]
    back = keeper.do(RESTORE, txn(keeper, old))
    assert back.moments.external.external_id == "shop-10417"
    assert lines_called(keeper) == [old]
    assert keeper.faults() == []


def test_a_line_that_was_taken_out_keeps_its_id_until_another_needs_it(keeper: Bookkeeper) -> None:
    first, second, third = entered(keeper), entered(keeper, -300), entered(keeper, -400)
    call(keeper, first)
    call(keeper, second, ExternalChange("other"))
    keeper.do(REMOVE, txn(keeper, first))
    keeper.do(REMOVE, txn(keeper, second))
    assert lines_called(keeper) == lines_called(keeper, "other") == []
    keeper.do(RESTORE, txn(keeper, first))
    assert lines_called(keeper) == [first]
    call(keeper, third, ExternalChange("other"))
    keeper.do(RESTORE, txn(keeper, second))
    assert lines_called(keeper, "other") == [third]
    assert keeper.faults() == []


def test_lines_of_an_undone_import_give_way_to_those_of_the_next(keeper: Bookkeeper) -> None:
    rows = [(date(2025, 5, 1), -100, "SHOP 1")]
    done = keeper.load(plain_file(rows))
    (first,) = keeper.numbers()
    call(keeper, first)
    keeper.undo(done)
    assert lines_called(keeper) == []
    keeper.load(plain_file(rows))
    (second,) = [number for number in keeper.numbers() if number != first]
    call(keeper, second, ExternalChange("shop-10417"))
    assert lines_called(keeper) == [second]
    assert kept(keeper) == [(1, first, None, '{"order":"A-17"}'), (1, second, "shop-10417", None)]
    assert keeper.faults() == []


def contact(keeper: Bookkeeper, name: str, external_id: str | None = None) -> str:
    made = keeper.do(manage_contacts.ADD_NAMED, (NewContact(name), ExternalChange(external_id or UNSET)))
    return ids.public_id("con_", keeper.company, made.contact.number)


def parties_called(keeper: Bookkeeper, external_id: str) -> list[str]:
    rows = keeper.ask(manage_contacts.LIST, ContactQuestion(limit=9, external_id=external_id)).rows
    return [ids.public_id("con_", keeper.company, row.contact.number) for row in rows]


def test_a_merged_contact_is_found_by_what_either_was_called_and_each_by_its_own_when_they_are_two_again(
    keeper: Bookkeeper,
) -> None:
    one, two, third = contact(keeper, "Ash", "crm-1"), contact(keeper, "Birch", "crm-2"), contact(keeper, "Cedar")
    keeper.do(MERGE, MergeContact(one, two))
    assert parties_called(keeper, "crm-1") == parties_called(keeper, "crm-2") == [two]
    with pytest.raises(Conflict, match=f"{one} is called 'crm-1' already .it is {two} now"):
        keeper.do(manage_contacts.CHANGE_NAMED, (ContactChange(third, {}), ExternalChange("crm-1")))
    keeper.do(MERGE, MergeContact(two, third))
    assert parties_called(keeper, "crm-1") == parties_called(keeper, "crm-2") == [third]
    keeper.do(UNDO_MERGE, two)
    keeper.do(UNDO_MERGE, one)
    assert parties_called(keeper, "crm-1") == [one]
    assert parties_called(keeper, "crm-2") == [two]
    assert keeper.faults() == []


def test_a_merged_contact_may_take_the_id_of_the_one_that_went(keeper: Bookkeeper) -> None:
    one, two = contact(keeper, "Ash", "crm-1"), contact(keeper, "Birch")
    keeper.do(MERGE, MergeContact(one, two))
    shown = keeper.do(manage_contacts.CHANGE_NAMED, (ContactChange(two, {}), ExternalChange("crm-1")))
    assert shown.moments.external.external_id == "crm-1"
    keeper.do(UNDO_MERGE, one)
    assert parties_called(keeper, "crm-1") == [two]


def test_a_contact_that_was_taken_off_the_list_gives_way(keeper: Bookkeeper) -> None:
    one = contact(keeper, "Ash", "crm-1")
    keeper.do(manage_contacts.CHANGE, ContactChange(one, {"archived": True}))
    assert parties_called(keeper, "crm-1") == []
    two = contact(keeper, "Birch", "crm-1")
    assert parties_called(keeper, "crm-1") == [two]
    assert keeper.faults() == []


def test_the_log_tells_what_it_was_called_before_and_after(keeper: Bookkeeper) -> None:
    number = entered(keeper)
    call(keeper, number)
    call(keeper, number, ExternalChange("other"))
    events = keeper.books.look(lambda db: events_of_subject(db, keeper.company, txn(keeper, number)))
    told = [(each.before, each.after) for each in events if each.action == "external_reference.set"]
    first = '{"external_id":"shop-10417","metadata":{"order":"A-17"}}'
    assert told == [
        (first, '{"external_id":"other","metadata":{"order":"A-17"}}'),
        ('{"external_id":null,"metadata":null}', first),
    ]


def test_of_a_deleted_document_nothing_is_kept(keeper: Bookkeeper) -> None:
    clerk = Clerk(keeper)
    document = clerk.id_of(clerk.uploaded_and_read(einvoice()))
    keeper.do(CORRECT_NAMED, (DocumentCorrection(document), CALLED))
    assert keeper.ask(LIST_DOCUMENTS, DocumentQuestion(limit=9, external_id="shop-10417")).total == 1
    keeper.do(DELETE, DeleteDocument(document))
    assert kept(keeper) == []
    assert keeper.ask(LIST_DOCUMENTS, DocumentQuestion(limit=9, external_id="shop-10417")).total == 0
    assert keeper.faults() == []


def test_where_nothing_is_said_of_it_no_statement_is_run_for_it(
    keeper: Bookkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moments of a thing, which were read before, tell in the same statement what it is called."""
    asked: list[Sql] = []
    for engine in (SqliteReader, PostgresReader):
        for name in ("row", "rows", "run", "run_many"):
            if name in vars(engine):
                monkeypatch.setattr(engine, name, _noting(getattr(engine, name), asked))
    number = entered(keeper)
    change = TransactionChange(transaction_id=txn(keeper, number), notes="paid in cash")
    keeper.do(CHANGE_NAMED, (change, ExternalChange()))
    contact(keeper, "Ash")
    assert {sql.sqlite for sql in asked if "external_reference" in sql.sqlite} == {MOMENTS.sqlite}
    call(keeper, number)
    assert {sql.sqlite for sql in asked if "external_reference" in sql.sqlite} > {MOMENTS.sqlite}


def _noting(method: Callable[..., Any], asked: list[Sql]) -> Callable[..., Any]:
    def noting(self: object, sql: Sql, *args: object, **values: object) -> object:
        asked.append(sql)
        return method(self, sql, *args, **values)

    return noting
