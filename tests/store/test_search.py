"""A search finds text whatever its letters, the same on both databases, in transactions, contacts and documents."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountsos.store.engine.search import CAPITALS, SMALL, fold, folded, like_pattern, translate
from accountsos.store.engine.sql import Sql
from accountsos.workflows.bank import list_transactions
from accountsos.workflows.bank.list_transactions import TransactionQuestion
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.contacts.manage_contacts import ContactQuestion, NewContact
from accountsos.workflows.documents import list_documents
from accountsos.workflows.documents.list_documents import DocumentQuestion
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found
from tests.support.engines import Opened
from tests.workflows.documents.papers import Clerk, einvoice

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


def test_the_letters_that_change_are_pairs_of_single_ones() -> None:
    assert len(CAPITALS) == len(SMALL) > 500
    assert not set(CAPITALS) & set(SMALL), "folded once, folded for good"
    assert not any(c.isascii() for c in CAPITALS), "those are LOWER's"
    assert not set("'\\:%") & set(SMALL), "they stand in the text of statements"
    assert translate("É?", CAPITALS, SMALL) == "é?"
    assert translate(None, CAPITALS, SMALL) is None
