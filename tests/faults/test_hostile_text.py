"""Text that makes a pattern run away: every pattern of the product meets it, within a bound of CPU seconds in all."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from datetime import date

import pytest

from accountsos.contacts.payee import payee_of
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.line import UnreadableStatement
from accountsos.statements.read import read_statement
from tests.support.hostile_patterns import LENGTH

TODAY = date(2026, 9, 1)
COLUMNS = ColumnMapping(date="Date", description=("Details",), amount="Amount")
SECONDS = 12
"""Far above what is used (two, of which one for the imports), below what one pattern needs that runs away."""


def test_no_pattern_runs_away_on_text_as_long_as_any_that_reaches_it() -> None:
    def at_most() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    done = subprocess.run(
        [sys.executable, "-m", "tests.support.hostile_patterns"],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=at_most,
    )
    last = done.stdout.strip().rpartition("\n")[2]
    assert done.returncode == 0, f"it ended at {last}\n{done.stderr}"
    assert last.startswith("met by every pattern: ")


@pytest.mark.parametrize(
    "cell", ["01/01/2026 10:00" + " " * 24_000 + "x", "1" + " " * 57 + "x", "1" * 4_000, " " * 100_000, "," * 20_000]
)
def test_a_cell_that_is_long_or_full_of_blanks_is_refused_as_date_and_as_amount(cell: str) -> None:
    for date_cell, amount_cell in ((cell, "1.00"), ("01/08/2026", cell)):
        rows = f'Date,Details,Amount,Balance\n02/08/2026,Tea,-2.00,8.00\n"{date_cell}",Cake,"{amount_cell}",9.00\n'
        with pytest.raises(UnreadableStatement, match=r"line 3: .*(is not a|is larger|is empty)"):
            read_statement(rows.encode(), columns=COLUMNS, today=TODAY)


def test_a_text_longer_than_any_bank_prints_is_cut_and_told_alike_in_every_format() -> None:
    long = "CARD PAYMENT " + "7" * 5_000
    csv = f"Date,Details,Amount,Balance\n02/08/2026,{long},-2.00,8.00\n"
    qif = f"!Type:Bank\nD02/08/2026\nT-2.00\nP{long}\n^\n"
    ofx = (
        "<OFX><STMTRS><CURDEF>GBP<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260802<TRNAMT>-2.00<FITID>1"
        f"<NAME>{long}</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
    )
    for content in (csv, qif, ofx):
        statement = read_statement(io.BytesIO(content.encode()).getvalue(), today=TODAY)
        (line,) = statement.lines()
        assert line.description == long[:LENGTH]
        assert [w for w in statement.warnings if "more than 1,000 characters" in w]


def test_blanks_that_fill_a_cell_are_no_text_that_was_cut() -> None:
    rows = f'Date,Details,Amount,Balance\n02/08/2026,"Tea {" " * 3_000} house","{" " * 2_000}-2.00",8.00\n'
    statement = read_statement(rows.encode(), columns=COLUMNS, today=TODAY)
    (line,) = statement.lines()
    assert (line.description, line.amount) == ("Tea house", -200)
    assert not [w for w in statement.warnings if "characters" in w]


def test_a_payee_is_the_same_whatever_stands_behind_what_a_bank_prints() -> None:
    name = "TESCO STORES 3217 LEEDS GB " + "X" * 300
    assert payee_of(name + "9" * 50_000) == payee_of(name)
