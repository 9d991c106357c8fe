"""The feed tells each change of each thing, in the order of writes, on both databases; of older books what it can."""

from __future__ import annotations

import random
import re
import threading
from datetime import date

import apsw
import psycopg
import pytest

from accountsos import ids
from accountsos.store.changed_things import KINDS, TYPES
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Row, Sql
from accountsos.workflows.bank.bank_accounts import ADD_ACCOUNT, REMOVE_ACCOUNT, NewAccount
from accountsos.workflows.bank.remove_transaction import REMOVE, RESTORE
from accountsos.workflows.changes.list_changes import LIST, NOW, ChangePage, ChangesQuestion, ToldChange
from accountsos.workflows.contacts.manage_contacts import ADD as ADD_CONTACT
from accountsos.workflows.contacts.manage_contacts import CHANGE as CHANGE_CONTACT
from accountsos.workflows.contacts.manage_contacts import ContactChange, NewContact
from accountsos.workflows.journals.post_journal import UNDO as UNDO_JOURNAL
from accountsos.workflows.unit_of_work import Books
from tests.store.test_filled_by_migration import migrated_again
from tests.support.bookkeeper import Bookkeeper, found, plain_file
from tests.support.engines import Opened, opened
from tests.support.told_things import untold
from tests.workflows.bank.test_pending_lines import WAITS, bank_file
from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.upkeep.full_books import full_books
from tests.workflows.upkeep.test_kept_columns import TABLES

ROWS = Sql(
    """SELECT seq, kind, first_no, last_no, change, recorded_at FROM changed_thing WHERE company_id = :company
       ORDER BY seq, kind, first_no"""
)
WATCHED = {
    "company_head": "of new lines, whose numbers it gives out",
    "bank_transaction contact contact_key company_fact document invoice settlement document_link manual_journal": "",
    "statement_import category bank_account rule fixed_asset asset_charge asset_disposal mileage_trip": "",
    "own_deadline vat_return external_reference": "",
}
NOT_TOLD = {
    "the company itself, who may enter, and what they carry": (
        "company user_account membership api_key calendar_token financial_year lock_event vat_scheme obligation_done"
    ),
    "stored with the row of the line or journal that it belongs to": (
        "categorisation_part journal_entry narration posting observation doubtful_line gone_line refiling refiled_line "
        "foreign_line"
    ),
    "counted from what is told": (
        "balance_month balance_day line_count_month line_count_day vat_sum payee_choice payee_reference supplier_lesson"
    ),
    "no thing of the books": (
        "audit_event audit_text idempotency job column_layout changed_thing webhook_endpoint webhook_delivery "
        "model_answer"
    ),
}


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def told(keeper: Bookkeeper, *types: str, limit: int = 1000) -> list[ToldChange]:
    """The whole feed, page by page."""
    place, changes = None, []
    while True:
        page: ChangePage = keeper.ask(LIST, ChangesQuestion(limit, place, types))
        changes += page.changes
        place = page.place
        if not page.has_more:
            return changes


def said(changes: list[ToldChange]) -> list[tuple[str, str, int]]:
    return [(c.type, c.change, c.place.number) for c in changes]


def test_an_import_tells_each_of_its_lines_once(keeper: Bookkeeper) -> None:
    before = keeper.ask(LIST, ChangesQuestion(1, NOW)).place
    keeper.load(plain_file([(date(2025, 5, day), -100 * day, f"SHOP {day}") for day in (1, 2, 3)]))
    lines = said(told(keeper, "transaction"))
    assert lines == [("transaction", "created", number) for number in keeper.numbers()]
    after = keeper.ask(LIST, ChangesQuestion(100, before)).changes
    assert {c.type for c in after} >= {"transaction", "import"}
    assert len({(c.place.seq, c.type, c.thing_id) for c in after}) == len(after)
    assert keeper.faults() == []


def test_several_changes_of_a_thing_by_one_write_are_one_and_the_page_may_be_cut_anywhere(keeper: Bookkeeper) -> None:
    keeper.load(plain_file([(date(2025, 5, day), -100 * day, f"SHOP {day}") for day in (1, 2, 3)]))
    first, second, _ = keeper.numbers()
    keeper.refile({first: "cat_rent", second: "cat_rent"})
    keeper.change(first, notes="twice")
    whole = told(keeper)
    assert said(told(keeper, "transaction"))[3:] == [
        ("transaction", "updated", first),
        ("transaction", "updated", second),
        ("transaction", "updated", first),
    ]
    assert whole[-1].version == keeper.state(first).row.version
    for limit in (1, 2, 3, 5):
        assert told(keeper, limit=limit) == whole
    assert keeper.faults() == []


def test_what_leaves_the_books_is_told_and_what_comes_back(keeper: Bookkeeper) -> None:
    keeper.enter(date(2025, 5, 1), -250)
    (number,) = keeper.numbers()
    line = ids.public_id("txn_", keeper.company, number)
    keeper.do(REMOVE, line)
    keeper.do(RESTORE, line)
    changes = told(keeper, "transaction")
    assert [c.change for c in changes] == ["created", "deleted", "created"]
    assert len({c.change_id for c in changes}) == 3
    assert keeper.faults() == []


def test_an_undone_import_takes_its_lines_away(keeper: Bookkeeper) -> None:
    done = keeper.load(plain_file([(date(2025, 5, 1), -100, "SHOP")]))
    keeper.undo(done)
    assert [c.change for c in told(keeper, "transaction")] == ["created", "deleted"]
    assert [c.change for c in told(keeper, "import")] == ["created", "updated"]
    assert keeper.faults() == []


def test_a_line_that_the_bank_has_not_booked_is_told_when_it_has(keeper: Bookkeeper) -> None:
    keeper.load(WAITS)
    shown = said(told(keeper, "transaction"))
    assert shown == [("transaction", "created", keeper.numbers()[0])]
    day = date(2026, 11, 20)
    keeper.load(
        bank_file(("b1", day, -1_000, "CAFE BOOKED", "Booked"), ("b2", day, -8_800, "HOTEL SOLE YORK", "Booked"))
    )
    assert [n for _, change, n in said(told(keeper, "transaction")) if change == "created"] == keeper.numbers()
    assert keeper.faults() == []


def test_contacts_accounts_journals_and_papers_are_told(keeper: Bookkeeper) -> None:
    contact = keeper.do(ADD_CONTACT, NewContact("Harbour Supplies")).contact
    contact_id = ids.public_id("con_", keeper.company, contact.number)
    keeper.do(CHANGE_CONTACT, ContactChange(contact_id, {"email": "hello@harbour.example"}))
    account = keeper.do(ADD_ACCOUNT, NewAccount("Till", "cash")).bank_account_id
    keeper.do(REMOVE_ACCOUNT, account)
    journal = keeper.journal(date(2025, 6, 30), {"cat_depreciation": 100, "cat_dep_computers": -100})
    keeper.do(UNDO_JOURNAL, ids.public_id("je_", keeper.company, journal.journal.entry_no))
    clerk = Clerk(keeper)
    clerk.upload(einvoice())
    clerk.read_all()
    changes = told(keeper)
    by_type = {word: [c.change for c in changes if c.type == word] for word in KINDS}
    assert by_type["contact"][:2] == ["created", "updated"]
    assert by_type["bank_account"][-2:] == ["created", "deleted"]
    assert [c.thing_id for c in changes if c.type == "bank_account"][-2:] == [account, account]
    assert by_type["journal"] == ["created", "updated"]
    assert by_type["document"][0] == "created"
    assert "updated" in by_type["document"]
    assert by_type["invoice"][0] == "created"
    assert keeper.faults() == []


def test_totals_of_a_contact_are_counted_and_not_told(keeper: Bookkeeper) -> None:
    keeper.enter(date(2025, 5, 1), -250, "HARBOUR SUPPLIES")
    before = len(told(keeper, "contact"))
    keeper.enter(date(2025, 5, 2), -350, "HARBOUR SUPPLIES")
    assert len(told(keeper, "contact")) == before


def test_every_table_tells_or_says_why_not() -> None:
    telling = {name for names in WATCHED for name in names.split()}
    silent = {name for names in NOT_TOLD.values() for name in names.split()}
    assert telling.isdisjoint(silent)
    assert telling | silent == set(TABLES)


def test_the_tables_that_tell_have_their_triggers(installation: Opened) -> None:
    place = installation.place
    if place.owner_url:
        with psycopg.connect(place.owner_url) as pg:
            names = [r[0] for r in pg.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall()]
    else:
        with apsw.Connection(str(place.data / BOOKS_FILE)) as db:
            names = [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()]
    found_of = {match[1] for name in names if (match := re.fullmatch(r"(\w+)_told_(?:insert|update|delete)", name))}
    assert found_of == {name for names in WATCHED for name in names.split()}


def test_older_books_tell_what_their_rows_and_the_audit_log_know(place: Place) -> None:
    with opened(place) as installation:
        keeper = found(installation.books)
        keeper.load(plain_file([(date(2025, 5, day), -100 * day, f"SHOP {day}") for day in (1, 2, 3)]))
        first = keeper.numbers()[0]
        keeper.enter(date(2025, 5, 9), -777)
        second = keeper.numbers()[-1]
        keeper.change(first, category_id="cat_rent")
        keeper.do(REMOVE, ids.public_id("txn_", keeper.company, second))
        keeper.do(ADD_CONTACT, NewContact("Harbour Supplies"))
        keeper.do(ADD_ACCOUNT, NewAccount("Till", "cash"))
        keeper.journal(date(2025, 6, 30), {"cat_depreciation": 100, "cat_dep_computers": -100})
        clerk = Clerk(keeper)
        clerk.upload(einvoice())
        clerk.read_all()
        kept = rows(installation.books, keeper.company)
        feed = said(told(keeper))
    untold_here(place)
    migrated_again(place, "0022_changed_things")
    with opened(place) as again:
        keeper.books = again.books
        assert made(rows(again.books, keeper.company)) == made(kept)
        assert [each for each in said(told(keeper)) if each[0] == "transaction"] == [
            each for each in feed if each[0] == "transaction"
        ]
        assert keeper.faults() == []
        keeper.change(first, notes="told again")
        assert said(told(keeper))[-1] == ("transaction", "updated", first)


def rows(books: Books, company: int) -> list[Row]:
    return books.look(lambda db: db.rows(ROWS, company=company))


def made(found_rows: list[Row]) -> list[Row]:
    """What was made, when and by which write; the contacts that an import met are told by it too."""
    return [row for row in found_rows if row[4] in (1, 3)]


def untold_here(place: Place) -> None:
    if place.owner_url:
        with psycopg.connect(place.owner_url) as pg:
            untold(lambda text: _fetched(pg.execute(text.encode())), postgres=True)
        return
    with apsw.Connection(str(place.data / BOOKS_FILE)) as db:
        untold(lambda text: db.execute(text).fetchall(), postgres=False)


def _fetched(cursor: psycopg.Cursor[Row]) -> list[Row]:
    return cursor.fetchall() if cursor.description else []


def test_a_reader_misses_nothing_while_several_write(place: Place) -> None:
    """Two openings of the same books, as two processes have them, write at once while a third follows the feed."""
    with opened(place) as one, opened(place) as two, opened(place) as three:
        keepers = [found(one.books)]
        keepers.append(Bookkeeper(two.books, keepers[0].company))
        reader = Bookkeeper(three.books, keepers[0].company)
        ended = threading.Event()
        seen: list[ToldChange] = []
        place_now = reader.ask(LIST, ChangesQuestion(1, NOW)).place

        def write(keeper: Bookkeeper, seed: int) -> None:
            dice = random.Random(seed)
            for n in range(25):
                keeper.enter(date(2025, 5, dice.randint(1, 28)), -100 - n)

        def follow() -> None:
            nonlocal place_now
            last_round = False
            while not last_round:
                last_round = ended.is_set()
                more = True
                while more:
                    page = reader.ask(LIST, ChangesQuestion(7, place_now, ("transaction",)))
                    seen.extend(page.changes)
                    place_now, more = page.place, page.has_more

        writers = [threading.Thread(target=write, args=(k, n)) for n, k in enumerate(keepers)]
        follower = threading.Thread(target=follow)
        for thread in (*writers, follower):
            thread.start()
        for thread in writers:
            thread.join()
        ended.set()
        follower.join()
        assert len(reader.numbers()) == 50
        assert seen == told(reader, "transaction")
        assert sorted(c.place.number for c in seen) == sorted(reader.numbers())
        assert [c.place for c in seen] == sorted(c.place for c in seen)
        assert set(TYPES.values()) == set(KINDS)


def test_older_books_in_which_everything_was_done_are_told_whole(place: Place) -> None:
    with opened(place) as installation:
        keeper = full_books(installation.books)
        kept = {(row[1], row[2]) for row in rows(installation.books, keeper.company) if row[4] == 1}
        lines = said(told(keeper, "transaction"))
    untold_here(place)
    migrated_again(place, "0022_changed_things")
    with opened(place) as again:
        keeper.books = again.books
        assert keeper.faults() == []
        assert {(row[1], row[2]) for row in rows(again.books, keeper.company) if row[4] == 1} >= kept
        assert {line for line in said(told(keeper, "transaction")) if line[1] != "updated"} == {
            line for line in lines if line[1] != "updated"
        }
