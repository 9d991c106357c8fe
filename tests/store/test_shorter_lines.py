"""Bank lines are kept short and read in full; books of the releases before are read as they were, and go on."""

from __future__ import annotations

import importlib
from contextlib import closing
from datetime import date
from typing import Any

import apsw
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.store.engine.sql import Reader, Sql
from accountsos.store.line_filter import Filter
from accountsos.store.reliability import lines_by_answer
from accountsos.store.short_words import SOURCE_CODES, kept_words, words_in_full
from accountsos.store.transaction_list import NEWEST_FIRST, OLDEST_FIRST, listed
from accountsos.store.transactions import transaction_of
from accountsos.store.vat import unreviewed
from tests.support.bookkeeper import Bookkeeper, found, plain_file, simple_file
from tests.support.engines import opened
from tests.support.older_lines import UNMADE, write_as_before

STARLING = [
    (date(2026, 3, 2), -100, "ACME"),
    (date(2026, 3, 2), -250, "Tesco Stores 1234"),
    (date(2026, 4, 1), 90_000, "Wren Studio Ltd"),
    (date(2026, 4, 3), -700, "REF"),
    (date(2026, 5, 5), -1_200, "Ref"),
]
LATER_ON = [(date(2026, 6, n), -n, f"Payee {n % 3}") for n in range(1, 12)]
FILTERS = (
    *(Filter(source=source) for source in SOURCE_CODES),
    *(Filter(waiting=part) for part in ("questions", "sure")),
    *(Filter(reviewed=flag) for flag in (0, 1)),
    Filter(reviewed=0, first=20260401, last=20260430),
    Filter(reviewed=0, search="%TESCO%"),
    Filter(waiting="sure", reviewed=1),
    Filter(),
)
KEPT = "SELECT payee, reference, kind, line_key, source FROM bank_transaction ORDER BY transaction_no"
TOLD = "SELECT COUNT(*), MAX(seq) FROM changed_thing"
INDEXES = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'bank_transaction'"
INDEXES_OF_POSTGRES = (
    "SELECT indexname FROM pg_indexes WHERE tablename = 'bank_transaction' AND indexname NOT LIKE '%pkey'"
)

words = st.text(st.sampled_from("\x01\x02\x08\x1f /aBßé"), max_size=6) | st.sampled_from(["POS", "DIRECT DEBIT", " / "])
perhaps = st.none() | words


@given(words, perhaps, perhaps, perhaps)
def test_words_are_read_as_the_bank_said_them_whatever_it_prints(
    description: str, payee: str | None, reference: str | None, kind: str | None
) -> None:
    kept = kept_words(description, payee, reference, kind)
    assert words_in_full(description, *kept) == (payee, reference, kind)


@given(words, words)
def test_what_the_description_says_already_is_not_kept_again(payee: str, reference: str) -> None:
    if "/" not in payee:
        assert kept_words(f"{payee} / {reference}", payee, reference, "POS") == ("\x01", "\x01", "\x08")


def test_the_letters_of_sources_are_those_that_the_upgrade_wrote() -> None:
    made = importlib.import_module("accountsos.store.migrations.versions.0027_shorter_lines")
    later = {"language_model"}
    assert {source: code for source, code in SOURCE_CODES.items() if source not in later} == made.CODES
    assert len(set(SOURCE_CODES.values())) == len(SOURCE_CODES)


def _rows(place: Place, sql: str) -> list[tuple[Any, ...]]:
    if place.owner_url is None:
        with closing(apsw.Connection(str(place.data / BOOKS_FILE))) as file:
            return file.execute(sql).fetchall()
    with psycopg.connect(place.owner_url) as pg:
        return pg.execute(sql.encode()).fetchall()


def test_a_new_line_keeps_no_word_twice(place: Place) -> None:
    with opened(place) as installation:
        found(installation.books).load(simple_file(STARLING))
    kept = _rows(place, KEPT)
    assert [row[:4] for row in kept[:3]] == [("\x01", "\x01", "\x02", 0)] * 3
    assert kept[4][:2] == ("\x01", "\x02")  # the reference is the payee in capitals
    assert {row[4] for row in kept} <= set(SOURCE_CODES.values())


def test_older_books_keep_every_reading_and_go_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before, opened(place) as installation:
        write_as_before(before)
        keeper = found(installation.books)
        keeper.load(simple_file(STARLING))
        keeper.load(plain_file([(date(2026, 4, 20), -330, "SOMETHING ELSE"), (date(2026, 4, 21), 12, "INTEREST")]))
        keeper.change(2, category_id="cat_rent")
        keeper.change(3, reviewed=True)
        read = _read(keeper)
        assert keeper.faults() == []
    assert _rows(place, KEPT)[0][:3] == ("ACME", "REF", "FASTER PAYMENT")
    told = _rows(place, TOLD)
    _make_older(place)
    assert {row[4] for row in _rows(place, KEPT)} <= set(SOURCE_CODES)
    with opened(place) as installation:
        keeper = Bookkeeper(installation.books, keeper.company)
        assert _read(keeper) == read
        assert keeper.faults() == []
        assert _rows(place, TOLD) == told
        keeper.load(simple_file([*STARLING[3:], *LATER_ON], opening=88_950))
        keeper.change(1, category_id="cat_software")
        keeper.change(9, category_id="cat_software")
        assert keeper.faults() == []
        assert len(_read(keeper)[0]) == len(STARLING) + 2 + len(LATER_ON)
    names = {row[0] for row in _rows(place, INDEXES if place.owner_url is None else INDEXES_OF_POSTGRES)}
    assert "bank_transaction_unreviewed" not in names
    assert {"bank_transaction_day", "bank_transaction_owed", "bank_transaction_question"} <= names


@pytest.mark.parametrize("older", [True, False])
def test_an_entry_that_was_changed_is_named_however_much_of_its_digest_is_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch, older: bool
) -> None:
    with monkeypatch.context() as before, opened(place) as installation:
        if older:
            write_as_before(before)
        keeper = found(installation.books)
        keeper.load(simple_file(STARLING))
    _run_unguarded(place, "UPDATE journal_entry SET entry_date = 20260101 WHERE entry_no = 2")
    with opened(place) as installation:
        said = [f.message for f in Bookkeeper(installation.books, keeper.company).faults() if f.check == "digest"]
    assert said == ["entry 2 is not what was recorded: its digest differs"]


def test_an_entry_of_whose_digest_too_little_is_kept_is_named(place: Place) -> None:
    with opened(place) as installation:
        keeper = found(installation.books)
        keeper.load(simple_file(STARLING))
    _run_unguarded(place, "UPDATE journal_entry SET digest = SUBSTR(digest, 1, 3) WHERE entry_no = 2")
    with opened(place) as installation:
        said = [f.message for f in Bookkeeper(installation.books, keeper.company).faults()]
    assert said == ["entry 2 is not what was recorded: its digest differs"]


def _read(keeper: Bookkeeper) -> list[Any]:
    """Every reading of every line, by every way that leads to it."""

    def read(db: Reader) -> list[Any]:
        company = keeper.company
        head = db.row(Sql("SELECT last_transaction FROM company_head WHERE company_id = :company"), company=company)
        assert head is not None
        return [
            [transaction_of(db, company, number) for number in range(1, head[0] + 1)],
            [
                listed(db, company, chosen, limit=3, offset=offset, way=way)
                for chosen in FILTERS
                for way in (NEWEST_FIRST, OLDEST_FIRST)
                for offset in (0, 2)
            ],
            lines_by_answer(db, company),
            unreviewed(db, company, date(2026, 3, 1), date(2026, 4, 30), most=100),
        ]

    return keeper.books.look(read)


def _make_older(place: Place) -> None:
    _run_unguarded(place, "DROP TABLE model_answer", *UNMADE, "UPDATE alembic_version SET version_num = '0026'")


def _run_unguarded(place: Place, *statements: str) -> None:
    """Run them while no trigger is there to tell of it, or to refuse it."""
    if place.owner_url is None:
        with closing(apsw.Connection(str(place.data / BOOKS_FILE))) as file, file:
            triggers = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                file.execute(f"DROP TRIGGER {name}")
            for statement in [*statements, *(str(sql) for _, sql in triggers)]:
                file.execute(statement)
        return
    with psycopg.connect(place.owner_url) as pg:
        pg.execute("ALTER TABLE bank_transaction DISABLE TRIGGER USER")
        for statement in statements:
            pg.execute(statement.encode())
        pg.execute("ALTER TABLE bank_transaction ENABLE TRIGGER USER")
