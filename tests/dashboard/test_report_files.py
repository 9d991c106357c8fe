"""Every report has a page and files: a workbook, read by another program, says what the page and the API say."""

from __future__ import annotations

import io
from datetime import date
from threading import BoundedSemaphore

import openpyxl
import pytest

from accountsos.api import pdf_reply
from accountsos.api.operations.registry import REPORTS
from accountsos.dashboard.pages.reports.any_report import reports_of
from accountsos.dashboard.report_files import BUSY, TOO_LONG
from accountsos.wire.xlsx_table import XlsxTable
from tests.dashboard.test_report_pages import rows, words
from tests.dashboard.world import Answer, World

OWN_PAGES = {
    "profit-loss": "reports/profit-and-loss",
    "balance-sheet": "reports/balance-sheet",
    "trial-balance": "reports/trial-balance",
    "ledger": "reports/ledger?account=ba_main",
}
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADDRESSES = [path for title, path in reports_of(REPORTS) if path != "vat"]
"""A VAT return has a page of its own kind."""


def got(world: World, path: str, form: str) -> Answer:
    joint = "&" if "?" in path else "?"
    return world.visitor("reader").get(f"/{world.ours.id}/{path}{joint}format={form}")


def sheet(content: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_report_has_a_page_with_its_warnings_and_files(path: str, looked_at: World) -> None:
    address = OWN_PAGES.get(path, f"reports/{path}")
    page = looked_at.visitor("reader").get(f"/{looked_at.ours.id}/{address}")
    assert page.status == 200
    if "There is no such report for this business" in page.text:
        assert path.partition("=")[2] in ("self_employment", "income_tax", "mtd_updates")
        return
    told = got(looked_at, address, "csv")
    assert told.header("content-type").startswith("text/csv")
    assert "# company,Harbour Lane Ltd" in told.text
    book = got(looked_at, address, "xlsx")
    assert book.header("content-type") == KIND
    assert book.header("content-disposition").endswith('.xlsx"')
    head = {str(row[0]): row[1] for row in sheet(book.body) if row and row[0]}
    assert str(head["company"]).startswith("Harbour Lane Ltd")
    assert {"period", "basis", "made_at", "warning"} <= set(head)


def test_a_report_of_nothing_but_its_total_says_that_nothing_stands_there(looked_at: World) -> None:
    """The register has an asset bought in April 2026: none before, whose total is no line."""
    address = f"/{looked_at.ours.id}/reports/fixed-assets"
    before = words(looked_at.visitor("reader").get(f"{address}?from=2025-05-01&to=2026-03-31").text)
    assert "Nothing stands here for 1 May 2025 to 31 Mar 2026." in before
    assert "1 line for" not in before
    year = words(looked_at.visitor("reader").get(f"{address}?from=2026-04-01&to=2026-10-31").text)
    assert "1 line for 1 Apr to 31 Oct 2026." in year


def test_the_workbook_of_the_profit_and_loss_holds_the_figures_of_its_page(looked_at: World) -> None:
    page = looked_at.visitor("reader").get(f"/{looked_at.ours.id}/reports/profit-and-loss").text
    table = sheet(got(looked_at, "reports/profit-and-loss", "xlsx").body)
    totals = {row[0]: row[3] for row in table if len(row) > 3 and row[2] == "total"}
    assert isinstance(totals["net_profit"], float | int)
    assert f"{totals['net_profit']:,.2f}".replace("-", "\u2212") in rows(page)["sum-net_profit"]


def test_no_cell_of_a_workbook_is_a_formula_and_amounts_are_numbers() -> None:
    kept = Kept()
    table = XlsxTable(kept, "A [title] that is much longer than a sheet may be named")
    table.facts([("company", "=cmd()")])
    table.heads(["day", "what", "amount", "many"])
    table.rows([[date(2026, 10, 9), "=1+1", "-45.99", 3], [None, "+44\x00 <&>", "4000", True]])
    table.finish()
    book = openpyxl.load_workbook(io.BytesIO(kept.content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    found = list(book.active.iter_rows(min_row=4, values_only=True))
    assert found[0][1:] == ("=1+1", -45.99, 3)
    assert found[0][0].date() == date(2026, 10, 9)
    assert found[1][1:] == ("+44 <&>", "4000", "yes")
    assert book.sheetnames == ["A  title  that is much longer t"]


class Kept:
    """Bytes in memory."""

    content = b""

    def write(self, content: bytes) -> None:
        self.content += content


def test_a_report_of_other_days_is_asked_for_in_a_form_and_what_is_odd_is_told(looked_at: World) -> None:
    address = f"/{looked_at.ours.id}/reports"
    reader = looked_at.visitor("reader")
    assert "1 Apr to 31 May 2026" in words(reader.get(f"{address}/fixed-assets?from=1/4/2026&to=31%20May%202026").text)
    assert "left out: from" in words(reader.get(f"{address}/fixed-assets?from=never").text)
    assert reader.get(f"{address}/horoscope").status == 404
    assert "left out: report" in words(reader.get(f"{address}/tax?report=luck").text)


@pytest.mark.parametrize("path", ["reports/ledger?account=ba_main", "reports/trial-balance", "reports/fixed-assets"])
def test_a_report_that_is_too_long_for_paper_says_so_on_its_page_beside_the_other_files(
    path: str, looked_at: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accountsos.api.pdf_reply.ROWS_MOST", 0)
    answer = got(looked_at, path, "pdf")
    assert answer.status == 200
    assert f'<a href="#files">{TOO_LONG}</a>' in answer.text
    offered = answer.text.split('id="files" open>')[1].split("</details>")[0]
    assert "format=xlsx" in offered
    assert "format=csv" in offered
    assert got(looked_at, path, "xlsx").header("content-type") == KIND


def test_where_the_printer_is_busy_the_page_says_so(looked_at: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accountsos.api.pdf_reply._ROOM", BoundedSemaphore(1))
    pdf_reply._ROOM.acquire()
    answer = got(looked_at, "reports/trial-balance", "pdf")
    assert answer.status == 200
    assert BUSY in answer.text
