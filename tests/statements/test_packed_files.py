"""Workbooks and zips: read as what is inside them, within bounds, or refused with the cause."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from accountsos.statements import packed
from accountsos.statements import workbook as workbooks
from accountsos.statements.formats.columns import columns_in, propose_mapping
from accountsos.statements.line import StatedBalance, UnreadableStatement
from accountsos.statements.read import FileStatement, read_statement
from tests.statements.samples import SAMPLES, TODAY
from tests.support.packed_files import workbook, zipped

HEADER = ("Date", "Counter Party", "Reference", "Type", "Amount (GBP)", "Balance (GBP)")
# 46258 is 24 August 2026, counted from 30 December 1899; the amount is how a spreadsheet keeps 12.30 after a sum.
ROWS = (
    HEADER,
    (46258, "Paper & Ink", "4410", "CARD", -65, 935),
    (46260, "Cloudnest", None, "DIRECT DEBIT", -12.300000000000001, 922.7),
)


def _read(content: bytes) -> FileStatement:
    return read_statement(content, today=TODAY)


def _refused(content: bytes) -> str:
    with pytest.raises(UnreadableStatement) as refused:
        _read(content)
    return refused.value.message


def test_a_workbook_is_read_as_its_table() -> None:
    statement = _read(workbook(ROWS, days=[0]))
    assert statement.format == "starling"
    assert [(n.line, n.booked_on, n.amount, n.payee, n.reference) for n in statement.lines()] == [
        (2, date(2026, 8, 24), -6500, "Paper & Ink", "4410"),
        (3, date(2026, 8, 26), -1230, "Cloudnest", None),
    ]
    assert statement.opening == StatedBalance(date(2026, 8, 24), 100000)


def test_a_mistake_in_a_workbook_is_told_by_the_row_of_the_sheet() -> None:
    content = workbook((*ROWS, (46261, "Tea", None, "CARD", "lots", 900)), days=[0], first_row=5)
    assert "line 8: 'lots' is not an amount" in _refused(content)


def test_hidden_sheets_and_sheets_without_a_table_are_passed_over() -> None:
    assert _read(workbook((("Notes",),), ROWS, ROWS, days=[0], hidden=[3])).line_count == 2
    assert "several of its sheets hold a table ('Sheet 1', 'Sheet 2')" in _refused(workbook(ROWS, ROWS, days=[0]))


def test_the_columns_of_a_workbook_can_be_mapped() -> None:
    content = workbook((("When", "What", "How much"), (46258, "Tea", -2.5)), days=[0])
    assert [column.heading for column in columns_in(content)] == ["When", "What", "How much"]
    assert propose_mapping(content, today=TODAY) is None


def test_a_number_that_is_no_day_stays_a_number_and_a_day_before_1900_is_text() -> None:
    rows = (HEADER, ("24/08/2026", "46258", "x", "CARD", -1, 99))
    (line,) = _read(workbook(rows)).lines()
    assert (line.booked_on, line.payee) == (date(2026, 8, 24), "46258")


def _month(month: int, rows: str) -> str:
    return "Date,Description,Amount,Balance\n" + rows.replace("MM", f"{month:02}")


AUGUST = _month(8, "24/MM/2026,TEA,-2.00,98.00\n26/MM/2026,CAKE,-3.00,95.00\n")
SEPTEMBER = _month(9, "03/MM/2026,RENT,-50.00,40.00\n01/MM/2026,MILK,-5.00,90.00\n")


def test_a_zip_of_months_is_one_statement_oldest_first() -> None:
    statement = _read(zipped({"b.csv": SEPTEMBER, "a.csv": AUGUST, "__MACOSX/._a.csv": "x", ".DS_Store": "x"}))
    assert [line.amount for line in statement.lines()] == [-200, -300, -500, -5000]
    assert len({line.line for line in statement.lines()}) == 4
    assert (statement.opening, statement.closing) == (
        StatedBalance(date(2026, 8, 24), 10000),
        StatedBalance(date(2026, 9, 3), 4000),
    )
    assert statement.warnings[0] == "The zip's 2 files were read one after the other: a.csv, b.csv."


def test_a_zip_of_one_file_is_that_file() -> None:
    for name in ("barclays.csv", "ofx_bank.ofx", "camt053.xml"):
        content = (SAMPLES / name).read_bytes()
        alone, inside = _read(content), _read(zipped({name: content}))
        assert list(inside.lines()) == list(alone.lines())
        assert inside.warnings == alone.warnings
    assert _read(zipped({"august.xlsx": workbook(ROWS, days=[0])})).line_count == 2


def test_a_mistake_in_a_zip_names_the_file() -> None:
    message = _refused(zipped({"in/a.csv": AUGUST, "in/b.csv": SEPTEMBER.replace("-50.00", "lots")}))
    assert message.startswith("b.csv: This first direct CSV file was not imported: 1 line could not be read (line 2")


def test_files_of_a_zip_that_share_days_or_are_of_other_accounts_are_refused() -> None:
    assert "a.csv and b.csv both have lines of 24 August 2026" in _refused(zipped({"a.csv": AUGUST, "b.csv": AUGUST}))
    other = (SAMPLES / "barclays.csv").read_bytes()
    assert "are not of one account: their format is" in _refused(zipped({"a.csv": SEPTEMBER, "b.csv": other}))


def test_a_zip_is_unpacked_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "UNPACKED_MAX", 10_000)
    bomb = zipped({"a.csv": b"0" * 9_000, "b.csv": b"0" * 9_000})
    assert len(bomb) < 1_000
    assert "more than 0 MB" in _refused(bomb)
    monkeypatch.setattr(workbooks, "XML_MAX", 500)
    assert "too large when unpacked" in _refused(workbook(ROWS, days=[0]))


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"PK\x03\x04" + bytes(60), "This zip file is damaged"),
        (zipped({}), "empty zip file"),
        (zipped({"inner.zip": zipped({"a.csv": AUGUST})}), "This zip holds another zip"),
        (zipped({f"{n}.csv": AUGUST for n in range(61)}), "This zip holds 61 files"),
        (zipped({"content.xml": "<x/>", "mimetype": "x"}), "an OpenDocument file"),
        (zipped({"xl/workbook.bin": "x"}), "a binary workbook"),
        (workbook((("only", "two"),)), "none of its sheets holds a table"),
        (workbook(ROWS, first_row=2_000_000), "row 2,000,000 stands where none can be"),
        (zipped({"xl/workbook.xml": "<!DOCTYPE x><workbook/>"}), "declares a DOCTYPE"),
        (zipped({"xl/workbook.xml": "<workbook"}), "its XML is damaged"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "is damaged"),
    ],
)
def test_what_cannot_be_unpacked_says_why(content: bytes, cause: str) -> None:
    assert cause in _refused(content)


def test_a_locked_zip_says_so() -> None:
    content = bytearray(zipped({"a.csv": AUGUST}, zipfile.ZIP_STORED))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in _refused(bytes(content))
