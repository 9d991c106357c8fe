"""Every report on paper: a tagged PDF that an independent reader opens, with the figures of the page."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from accountsos.api import pdf_reply
from accountsos.api.operations.registry import REPORTS
from accountsos.api.pdf_reply import AT_ONCE, WAITING_MOST, PdfFile, ToPrint, printed_by
from accountsos.dashboard.pages.reports.any_report import reports_of
from accountsos.errors import BadRequest, Unavailable
from accountsos.web.context import Caller
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.pdf_printer import printed
from accountsos.wire.pdf_table import ROWS_MOST, printable
from tests.dashboard.test_report_files import OWN_PAGES, got
from tests.dashboard.test_report_pages import figures
from tests.dashboard.world import World

ADDRESSES = [path for _, path in reports_of(REPORTS)]
HEAD: list[tuple[str, object]] = [
    ("company", "Harbour Lane Ltd (co_000001)"),
    ("report", "Trial balance"),
    ("period", "2026-04-01..2026-09-30"),
    ("basis", "accruals"),
    ("currency", "GBP"),
    ("warning", "Something is not posted"),
]
PRINTED = "printed 22 Nov 2026, 12:00 by Verity"


def text_of(content: bytes) -> str:
    """All words of all pages, by a reader that had no part in making them."""
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def on_paper(columns: list[str], rows: list[list[Any]], **more: Any) -> bytes:
    return printed(printable(columns, rows, HEAD, printed=PRINTED, **more))


def test_a_report_says_whose_it_is_of_when_on_which_basis_and_who_printed_it() -> None:
    rows = [["0030", "cat_fa", "Plant", "1200.00", "0.00"], ["3000", "cat_x", "Shares", "0.00", "1200.00"]]
    content = on_paper(["nominal", "category_id", "name", "debit", "credit"], [*rows, [None, None, "total", "1", "1"]])
    said = " ".join(text_of(content).split())
    for part in (
        "Harbour Lane Ltd (co_000001)",
        "Trial balance",
        "1 Apr to 30 Sep 2026 · accruals basis · GBP",
        "Plant 1,200.00",
        "Something is not posted",
        PRINTED,
        "Page 1 of 1",
    ):
        assert part in said, part
    assert "cat_fa" not in said
    assert "0.00" not in said.replace("1,200.00", "")


def test_it_is_tagged_with_its_language_and_title() -> None:
    with pikepdf.open(io.BytesIO(on_paper(["name", "amount"], [["A", "-45.99"]]))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).lower() == "en-gb"
        kinds = {str(each.S) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each}
        assert {"/Table", "/TR", "/TH", "/TD", "/H1"} <= kinds
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Trial balance, Harbour Lane Ltd (co_000001)"


def test_long_tables_repeat_their_heading_and_number_their_pages() -> None:
    rows = [[date(2026, 10, 1 + n % 30), f"Line {n}", f"{n}.00"] for n in range(150)]
    content = on_paper(["date", "description", "amount"], rows)
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) >= 3
    last = " ".join(pages[len(pages) - 1].get_textpage().get_text_range().split())
    assert f"Page {len(pages)} of {len(pages)}" in last
    assert "Description" in last
    assert "Line 149 149.00" in last


@pytest.mark.parametrize(
    "text", ["#panic(1) *b* $x$ <script>", "日本語 😀", "a\x00b\u202ec", "\\ ] ) } \" '", "= head\n- x"]
)
def test_what_a_bank_wrote_is_only_text(text: str) -> None:
    content = on_paper(["name", "amount"], [[text, "1.00"]])
    said = text_of(content)
    assert "1.00" in said
    if text.isascii() and text.isprintable():
        assert text in said


def test_sentences_have_more_room_than_words() -> None:
    """A penalty of 150 letters beside titles of 20: its column is wider, so that its row is not twice as high."""
    told = json.loads(
        printable(
            ("title", "penalty", "type"),
            [["Confirmation statement", "A penalty for each month that it is late. " * 4, "vat"]],
            HEAD,
            printed=PRINTED,
        )
    )
    title, penalty, kind = told["room"]
    assert penalty > 3 * title > 0
    assert kind == 0


def test_a_statement_has_a_heading_for_each_block_and_its_sum_under_it() -> None:
    rows: list[list[Any]] = [
        ["income", "cat_sales", "Sales", "1200.00", "900.00"],
        ["income", None, "total", "1200.00", "900.00"],
        ["net_profit", None, "total", "-1200.50", "900.00"],
    ]
    columns = ["block", "category_id", "name", "2026-04-01..2027-03-31", "2025-04-01..2026-03-31"]
    said = " ".join(text_of(on_paper(columns, rows)).split())
    assert (
        "1 Apr 2026 to 31 Mar 2027 1 Apr 2025 to 31 Mar 2026 Turnover Sales 1,200.00 900.00 Turnover 1,200.00" in said
    )
    assert "Net profit \u22121,200.50 900.00" in said


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_report_comes_as_a_pdf_from_its_page(path: str, looked_at: World) -> None:
    address = OWN_PAGES.get(path, "vat/2026-Q3" if path == "vat" else f"reports/{path}")
    answer = got(looked_at, address, "pdf")
    assert answer.status == 200
    if answer.header("content-type").startswith("text/html"):
        assert "There is no such report for this business" in answer.text or path == "vat"
        return
    assert answer.header("content-type") == "application/pdf"
    assert answer.header("content-disposition").endswith('.pdf"')
    said = " ".join(text_of(answer.body).split())
    assert "Harbour Lane Ltd" in said
    assert "printed 22 Nov 2026, 12:00 by Reader" in said


@pytest.mark.parametrize("report", ["profit-and-loss", "balance-sheet"])
def test_the_figures_on_paper_are_those_of_the_page(report: str, looked_at: World) -> None:
    page = looked_at.visitor("reader").get(f"/{looked_at.ours.id}/reports/{report}").text
    said = " ".join(text_of(got(looked_at, f"reports/{report}", "pdf").body).split())
    shown = figures(page)
    assert len(shown) > 3
    assert [figure for figure in shown.values() if figure not in said] == []


def test_what_is_too_long_for_paper_is_refused_with_the_way_out() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    request = ApiRequest(Caller("key_a", 1, "co_000001", "read"), {}, {}, None, now, "", "pdf", None)
    paper = PdfFile(request)
    paper.add([["a"]] * ROWS_MOST)
    with pytest.raises(BadRequest, match="at most 5,000 rows, and there are more; ask for fewer days, or for csv"):
        paper.add([["a"]])
    assert printed_by(request) == "printed 22 Nov 2026, 12:00 by API key key_a"


def test_who_waits_for_paper_keeps_nobody_else_waiting_and_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A printer that prints only once it may; meanwhile the threads that all share have nothing to do."""
    may = tmp_path / "may"
    slow = "import os,sys,time\nwhile not os.path.exists(sys.argv[1]): time.sleep(.01)\nprint(sys.stdin.read(), end='')"
    monkeypatch.setattr(pdf_reply, "_PRINTER", (sys.executable, "-c", slow, str(may)))

    async def crowd() -> list[Reply]:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        waiting = [
            asyncio.create_task(pdf_reply.on_paper(Reply(ToPrint(str(n).encode()))))
            for n in range(AT_ONCE + WAITING_MOST)
        ]
        assert await loop.run_in_executor(None, lambda: "answered") == "answered"
        with pytest.raises(Unavailable, match="other reports are being printed"):
            await pdf_reply.on_paper(Reply(ToPrint(b"one more")))
        assert not any(each.done() for each in waiting)
        may.touch()
        return await asyncio.gather(*waiting)

    assert [reply.body for reply in asyncio.run(crowd())] == [str(n).encode() for n in range(AT_ONCE + WAITING_MOST)]


def test_the_ledger_on_paper_names_its_account_as_a_person_does(looked_at: World) -> None:
    answer = got(looked_at, "reports/ledger?account=cat_software", "pdf")
    said = " ".join(text_of(answer.body).split())
    assert "Account: Software & Subscriptions" in said
    assert "cat_software" not in said
    assert b"cat_software" in got(looked_at, "reports/ledger?account=cat_software", "csv").body
