"""A search finds text whatever its letters, the same on both databases, in transactions, contacts and documents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.enter_line import HandLine, enter_line
from accountsos.store.engine.search import (
    CAPITALS,
    MADE_OF_OTHERS,
    SMALL,
    contains,
    fold,
    folded,
    like_pattern,
    translate,
)
from accountsos.store.engine.sql import Sql, Writer
from accountsos.store.head import Cause
from accountsos.store.transaction_list import ListedTransaction
from accountsos.workflows.bank import list_transactions
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.bank.look_through_lines import LOOK_THROUGH, LookThrough
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import ContactQuestion, NewContact
from accountsos.workflows.documents import list_documents
from accountsos.workflows.documents.list_documents import DocumentQuestion
from accountsos.workflows.unit_of_work import Books, WriteWorkflow
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import Opened
from tests.workflows.documents.papers import Clerk, einvoice

START = date(2026, 5, 1)
TEXTS = ("CAFÉ NERO", "Café Nero", "Straße 7", "STRASSE 7", "Łódź & Søn", "Tŷ Bach", "ΑΘΉΝΑ", "50 % off_", "coffee")
FOUND = [
    ("café", {"CAFÉ NERO", "Café Nero"}),
    ("CAFÉ", {"CAFÉ NERO", "Café Nero"}),
    ("cafe", set()),
    ("straße", {"Straße 7", "STRASSE 7"}),
    ("STRASSE", {"Straße 7", "STRASSE 7"}),
    ("STRAẞE", {"Straße 7", "STRASSE 7"}),
    ("łÓDŹ & sØN", {"Łódź & Søn"}),
    ("TŶ", {"Tŷ Bach"}),
    ("αθήνα", {"ΑΘΉΝΑ"}),
    ("%", {"50 % off_"}),
    ("f_", {"50 % off_"}),
    ("COFFEE", {"coffee"}),
]


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def test_transactions_are_found_by_description_and_notes_in_whichever_letters(keeper: Bookkeeper) -> None:
    for text in TEXTS:
        keeper.enter(date(2026, 5, 1), -500, text)
    noted = keeper.enter(date(2026, 5, 2), -100, "Sundries").row.number
    keeper.change(noted, notes="pour la CRÈME")
    for asked, expected in FOUND:
        page = keeper.ask(list_transactions.LIST, TransactionQuestion(limit=50, search=asked))
        assert {row.description for row in page.rows} == expected, asked
        assert page.total == len(expected)
    (row,) = keeper.ask(list_transactions.LIST, TransactionQuestion(limit=50, search="crème")).rows
    assert row.number == noted


def test_contacts_are_found_by_name_in_whichever_letters(keeper: Bookkeeper) -> None:
    for name in ("Éclair Ltd", "Größe GmbH"):
        keeper.do(manage_contacts.ADD, NewContact(name))
    for asked, name in (("éclair", "Éclair Ltd"), ("ÉCLAIR", "Éclair Ltd"), ("GRÖSSE", "Größe GmbH")):
        page = keeper.ask(manage_contacts.LIST, ContactQuestion(limit=10, search=asked))
        assert [row.contact.name for row in page.rows] == [name]


def test_documents_are_found_by_the_name_of_their_file_in_whichever_letters(keeper: Bookkeeper) -> None:
    Clerk(keeper).upload(einvoice(), "REÇU de la Straße.xml")
    for asked, number in (("reçu", 1), ("STRASSE", 1), ("recu", 0)):
        assert keeper.ask(list_documents.LIST, DocumentQuestion(limit=10, search=asked)).total == number


MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
LETTERS = st.text(st.sampled_from([*"aAzZ sS'%_!", *"éÉßẞŵŴıİſµΣςαЖжǅ", "\u0301", "𝔸"]), max_size=12)


@MANY
@given(st.lists(LETTERS, min_size=1, max_size=30))
def test_both_databases_fold_as_python_does(installation: Opened, texts: list[str]) -> None:
    statement = Sql(f"SELECT {folded('CAST(:text AS TEXT)')}")
    with installation.store.engine.reading() as db:
        for text in texts:
            assert db.row(statement, text=text) == (fold(text),)


@MANY
@given(LETTERS, LETTERS, LETTERS)
def test_a_pattern_finds_what_contains_the_text(installation: Opened, before: str, text: str, after: str) -> None:
    statement = Sql("SELECT CAST(:text AS TEXT) LIKE :search ESCAPE '!'")
    with installation.store.engine.reading() as db:
        row = db.row(statement, text=fold(before + text.upper() + after), search=like_pattern(text))
        shows = row is not None and bool(row[0])
    assert shows == (fold(text) in fold(before + text.upper() + after))


@MANY
@given(LETTERS, LETTERS, LETTERS, st.booleans())
def test_what_contains_the_text_is_found_without_folding_all_of_it(
    installation: Opened, before: str, text: str, after: str, beside: bool
) -> None:
    whole, asked = before + ("" if beside else text) + after, like_pattern(text)
    statement = Sql(f"SELECT COALESCE({contains('CAST(:text AS TEXT)', asked, parameter='search')}, FALSE)")
    with installation.store.engine.reading() as db:
        row = db.row(statement, text=whole, search=asked)
    assert row is not None
    assert bool(row[0]) == (fold(text) in fold(whole))


def test_one_letter_of_ascii_comes_of_others() -> None:
    """A search for any other is not answered by text that has to be folded first."""
    assert {letter for letter in SMALL + fold("ßẞ") if letter.isascii()} == {MADE_OF_OTHERS}


def test_each_page_of_a_search_is_as_if_all_lines_were_looked_at(keeper: Bookkeeper) -> None:
    """First page, next ones by offset and cursor, behind the lines that are kept too; and anew after each write."""

    def write(books: Bookkeeper) -> None:
        def apply(db: Writer, company: int, _: None, cause: Cause) -> None:
            for n in range(130):
                line = HandLine(account, START + timedelta(days=n * 7 % 90), -100 - n, TEXTS[n % 3] + f" {n}")
                enter_line(books_of(db, company, cause), cause, line, None)
            cause.note("test", "it")

        account = books.ask(list_transactions.NAMES, None).accounts["ba_main"]
        books.do(WriteWorkflow("test.lines", lambda db, company, plan: plan, apply), None)

    def pages(search: str, limit: int) -> None:
        everything = keeper.ask(list_transactions.LIST, TransactionQuestion(limit=1_000)).rows
        wanted = [row for row in everything if fold(search) in fold(row.description)]
        after: tuple[int, int] | None = None
        by_cursor: list[ListedTransaction] = []
        by_offset: list[ListedTransaction] = []
        while len(by_cursor) <= len(wanted):
            page = keeper.ask(list_transactions.LIST, TransactionQuestion(limit=limit, search=search, after=after))
            offset = TransactionQuestion(limit=limit, search=search, offset=len(by_offset))
            by_offset += keeper.ask(list_transactions.LIST, offset).rows
            assert page.total == len(wanted)
            by_cursor += page.rows
            if len(page.rows) < limit:
                break
            after = (page.rows[-1].booked_on, page.rows[-1].number)
        assert by_cursor == wanted
        assert by_offset == wanted
        lines = TransactionQuestion(limit=limit, search=search)
        seen = keeper.ask(LOOK_THROUGH, LookThrough(lines=lines, part=lines, today=START))
        assert [row.number for row in seen.rows] == [row.number for row in wanted[:limit]]
        assert seen.sums.all.lines == len(wanted)

    write(keeper)
    for _ in range(2):
        for search, limit in (("café", 7), ("nero 12", 3), ("e", 50), ("e", 100), ("strasse", 20), ("nothing", 5)):
            pages(search, limit)
        write(keeper)
        keeper.enter(START, -500, "Café Nero 12, now")


def test_the_letters_that_change_are_pairs_of_single_ones() -> None:
    assert len(CAPITALS) == len(SMALL) > 500
    assert not set(CAPITALS) & set(SMALL), "folded once, folded for good"
    assert not any(c.isascii() for c in CAPITALS), "those are LOWER's"
    assert not set("'\\:%") & set(SMALL), "they stand in the text of statements"
    assert translate("É?", CAPITALS, SMALL) == "é?"
    assert translate(None, CAPITALS, SMALL) is None
