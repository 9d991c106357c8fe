"""Verify names whatever raw SQL did to the books; the guards are taken away first, as a vandal with the file would."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

import apsw
import psycopg
import pytest

from accountsos.store.engine.opening import BOOKS_FILE, Place
from tests.support.bookkeeper import Bookkeeper, found, plain_file, simple_file
from tests.support.engines import Opened, opened

VANDALISM = {
    "an amount": ("UPDATE posting SET amount = amount + 1 WHERE entry_no = 1 AND line_no = 1", "balance digest"),
    "both sides of an entry": ("UPDATE posting SET amount = amount * 2 WHERE entry_no = 1", "digest balances"),
    "a posting's account": ("UPDATE posting SET category_no = category_no + 1 WHERE entry_no = 1", "digest balances"),
    "a posting's day": ("UPDATE posting SET entry_date = entry_date + 1 WHERE entry_no = 2", "digest balances"),
    "a posting is gone": ("DELETE FROM posting WHERE entry_no = 1 AND line_no = 1", "balance digest balances"),
    "an entry's day": ("UPDATE journal_entry SET entry_date = 20250101 WHERE entry_no = 1", "digest"),
    "an entry's source": ("UPDATE journal_entry SET source_no = 3 WHERE entry_no = 1", "digest entries"),
    "an entry's own digest": ("UPDATE journal_entry SET digest = {zero} WHERE entry_no = 1", "digest"),
    "an entry's write": ("UPDATE journal_entry SET recorded_seq = 1 WHERE entry_no = 2", "chain digest"),
    "an entry is gone": ("DELETE FROM journal_entry WHERE entry_no = 2", "chain orphan entries"),
    "an entry is gone with its postings": (
        "DELETE FROM posting WHERE entry_no = 2; DELETE FROM journal_entry WHERE entry_no = 2",
        "chain balances entries",
    ),
    "the newest entry is gone": (
        "DELETE FROM posting WHERE entry_no = {last}; DELETE FROM journal_entry WHERE entry_no = {last}",
        "chain balances entries",
    ),
    "an entry too many": (
        "INSERT INTO journal_entry SELECT company_id, 99, recorded_seq, entry_date, source, source_no, reverses,"
        " corrects, replaces, digest FROM journal_entry WHERE entry_no = 1;"
        "INSERT INTO posting SELECT company_id, 99, line_no, category_no, entry_date, amount, account_no, contact_no,"
        " vat_code, vat_period, tax_point FROM posting WHERE entry_no = 1",
        "chain balances entries",
    ),
    "who did it": ("UPDATE audit_event SET actor = 'somebody else' WHERE seq = 2", "chain"),
    "when it was done": ("UPDATE audit_event SET recorded_at = recorded_at - 1 WHERE seq = 2", "chain"),
    "what was done": ("UPDATE audit_event SET action = 'nothing' WHERE seq = 2", "chain"),
    "an audit row in the middle is gone": ("DELETE FROM audit_event WHERE seq = 2", "chain"),
    "the last audit row is gone": ("DELETE FROM audit_event WHERE seq = {seq}", "chain"),
    "the first audit row is gone": ("DELETE FROM audit_event WHERE seq = 1", "chain"),
    "an audit row's text": ("UPDATE audit_text SET after = '{{}}' WHERE seq = 2", "chain"),
    "the head's digest": ("UPDATE company_head SET digest = {zero}", "chain"),
    "the head's last entry": ("UPDATE company_head SET last_entry = last_entry + 1", "chain"),
    "the head is gone": ("DELETE FROM company_head", "chain"),
    "a kept month": ("UPDATE balance_month SET debit = debit + 1 WHERE debit > 0", "balances"),
    "a kept day": ("UPDATE balance_day SET credit = credit + 1 WHERE credit > 0", "balances"),
    "a count of postings": ("UPDATE balance_day SET postings = postings + 1", "balances"),
    "kept days are gone": ("DELETE FROM balance_day", "balances"),
    "a kept balance of nothing": (
        "INSERT INTO balance_month SELECT company_id, category_no, account_no, contact_no, 201001, 5, 5, 2"
        " FROM balance_month LIMIT 1",
        "balances",
    ),
    "a counter of a day": ("UPDATE line_count_day SET lines = lines + 1", "counters"),
    "a counter of a month": ("UPDATE line_count_month SET money_in = money_in + 1", "counters"),
    "a contact's total": ("UPDATE contact SET total_out = total_out + 1 WHERE lines > 0", "contacts"),
    "a contact's lines": ("UPDATE contact SET lines = lines - 1 WHERE lines > 0", "contacts"),
    "what the bank said": ("UPDATE bank_transaction SET amount = amount - 1 WHERE transaction_no = 1", "entries bank"),
    "the bank's words": ("UPDATE bank_transaction SET description = 'BEAM THERE' WHERE transaction_no = 1", "bank"),
    "the bank's day": (
        "UPDATE bank_transaction SET booked_on = booked_on + 1 WHERE transaction_no = 2",
        "bank counters",
    ),
    "the bank's reference": ("UPDATE bank_transaction SET bank_ref = 'x' WHERE transaction_no = 3", "bank"),
    "by which a line is known again": ("UPDATE bank_transaction SET line_key = 1 WHERE transaction_no = 3", "bank"),
    "words of a line entered by hand": (
        "UPDATE bank_transaction SET description = 'Biscuit' WHERE description = 'Biscuits'",
        "bank",
    ),
    "which write brought a line": ("UPDATE bank_transaction SET recorded_seq = 1 WHERE transaction_no = 2", "bank"),
    "which entry stands": ("UPDATE bank_transaction SET entry_no = 2 WHERE transaction_no = 1", "entries"),
    "no entry stands": ("UPDATE bank_transaction SET entry_no = NULL WHERE transaction_no = 1", "entries"),
    "a line that was never posted": (
        "INSERT INTO bank_transaction (company_id, transaction_no, account_no, booked_on, amount, description,"
        " line_key, recorded_seq, status, category_no, confidence, source, reviewed, parts, version)"
        " SELECT company_id, 77, account_no, booked_on, 5, 'Slipped in', 0, recorded_seq, 1, category_no, 0,"
        " 'none', 0, 0, 1"
        " FROM bank_transaction WHERE transaction_no = 1",
        "entries counters",
    ),
    "a line is taken out": ("UPDATE bank_transaction SET status = 2 WHERE transaction_no = 1", "counters entries"),
    "a line's category": (
        "UPDATE bank_transaction SET category_no = 1 WHERE transaction_no = 1",
        "counters",
    ),
    "a line is gone": ("DELETE FROM bank_transaction WHERE transaction_no = 2", "orphan counters bank"),
    "every line is gone": ("DELETE FROM bank_transaction", "bank"),
    "words that are no words": ("UPDATE audit_text SET after = '{{\"bank_facts_sha256\"'", "chain damage"),
    "a line appears": (
        "INSERT INTO bank_transaction SELECT * FROM bank_transaction WHERE transaction_no = 1",
        "refused",
    ),
    "a sighting of nothing": ("UPDATE observation SET transaction_no = 999", "orphan"),
}


@pytest.fixture
def keeper(installation: Opened) -> Bookkeeper:
    """Books with a bit of everything: an import seen twice, a change, a split, a journal, a correction."""
    keeper = found(installation.books)
    rows = [(date(2023, 5, 4), -34000, "BEAN THERE"), (date(2023, 5, 5), 90000, "ACME LTD")]
    keeper.load(simple_file(rows, opening=500))
    keeper.load(plain_file([*rows, (date(2023, 5, 6), -700, "TRAINLINE")]))
    keeper.enter(date(2023, 5, 7), -250)
    keeper.change(keeper.numbers()[1], category_id="cat_rent")
    keeper.journal(date(2023, 6, 30), {"cat_depreciation": 100, "cat_dep_computers": -100})
    keeper.close_through(date(2024, 3, 31))
    keeper.change(keeper.numbers()[0], category_id="cat_software")
    return keeper


@contextmanager
def _unguarded(opened: Opened) -> Iterator[Callable[[str], Any]]:
    """Raw SQL as the file's owner, with the triggers dropped."""
    if opened.place.owner_url:
        with psycopg.connect(opened.place.owner_url, autocommit=True) as connection:

            def run(text: str) -> Any:
                cursor = connection.execute(text.encode())
                return cursor.fetchall() if cursor.description else None

            yield run
        return
    with closing(apsw.Connection(str(opened.place.data / BOOKS_FILE))) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        yield lambda text: file.execute(text).fetchall()


def test_untouched_books_are_in_order(keeper: Bookkeeper) -> None:
    assert keeper.faults() == []


@pytest.mark.parametrize("done", [*VANDALISM])
def test_whatever_was_done_to_the_books_is_named(installation: Opened, keeper: Bookkeeper, done: str) -> None:
    text, checks = VANDALISM[done]
    zero = "'\\x00'" if installation.place.owner_url else "x'00'"
    with _unguarded(installation) as run:
        ((last, seq),) = run("SELECT MAX(entry_no), MAX(recorded_seq) FROM journal_entry")
        if checks == "refused":
            with pytest.raises((apsw.ConstraintError, psycopg.IntegrityError)):
                run(text)
            return
        for statement in text.format(last=last, seq=seq, zero=zero).split(";"):
            run(statement)
    found_checks = {finding.check for finding in keeper.faults()}
    assert set(checks.split()) <= found_checks
    assert all(finding.message for finding in keeper.faults())


def test_erased_text_does_not_break_the_chain(installation: Opened, keeper: Bookkeeper) -> None:
    """Names and narrations may be erased; what the chain holds is their digest."""
    with _unguarded(installation) as run:
        run("UPDATE audit_text SET before = NULL, after = NULL")
        run("DELETE FROM audit_text WHERE seq = 2")
        run("UPDATE narration SET narration = ''")
    assert keeper.faults() == []


def test_another_companys_damage_is_its_own(installation: Opened, keeper: Bookkeeper) -> None:
    other = found(keeper.books)
    other.enter(date(2025, 1, 1), -100)
    with _unguarded(installation) as run:
        run(f"UPDATE balance_day SET debit = debit + 1 WHERE company_id = {keeper.company}")
    assert other.faults() == []
    assert keeper.faults() != []


def flipped_and_verified(place: Place, *places: int) -> tuple[int, dict[str, Any]]:
    """What `accountsos verify` says of the books with a bit flipped at those bytes: its exit status and its report."""
    file = place.data / BOOKS_FILE
    content = bytearray(file.read_bytes())
    for at in places:
        content[at] ^= 0x80
    file.write_bytes(content)
    command = [sys.executable, "-m", "accountsos.main", "verify", "--json", "--data", str(place.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def written(sqlite_place: Place) -> Place:
    """Closed books with a line of the bank in them."""
    with opened(sqlite_place) as whole:
        found(whole.books).load(simple_file([(date(2023, 5, 4), -34000, "BEAN THERE")]))
    return sqlite_place


def test_a_flipped_bit_in_the_words_of_a_bank_line_is_named(written: Place) -> None:
    """What it makes of the byte is no text any more; the narration is the other place where they stand."""
    places = [m.start() + 2 for m in re.finditer(b"BEAN THERE", (written.data / BOOKS_FILE).read_bytes())]
    status, report = flipped_and_verified(written, *places)
    findings = [f for company in report["companies"] for f in company["findings"]]
    assert (status, report["database"]) == (1, [])
    assert [f["check"] for f in findings] == ["damage"]
    assert findings[0]["message"].startswith("bank: rows cannot be read")


def test_a_flipped_bit_in_the_structure_of_a_page_is_named(written: Place) -> None:
    content = (written.data / BOOKS_FILE).read_bytes()
    page = content.index(b"BEAN THERE") // 4096 * 4096
    status, report = flipped_and_verified(written, page + 3)  # the number of the page's cells
    assert status == 1
    assert report["database"]
