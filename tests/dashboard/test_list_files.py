"""Lists as files: whole, equal to the list, as it was narrowed, with a bound on paper that is said in words."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pypdfium2
import pytest

from accountsos.api.operations.registry import LISTS
from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.report_files import TOO_LONG
from accountsos.wire import pdf_table
from tests.dashboard.world import World, context_of


@pytest.fixture
def listed(sqlite_world: World) -> World:
    """The dashboard as the server makes it, with the API's lists."""
    sqlite_world.app = Dashboard(context_of(sqlite_world.opened, lists=LISTS))
    return sqlite_world


def get(world: World, path: str) -> bytes:
    answer = world.visitor("reader").get(f"/{world.ours.id}/{path}")
    assert answer.status == 200, answer.text[:400]
    return answer.body


def rows(content: bytes) -> list[tuple[Any, ...]]:
    """The table below what the workbook tells of itself."""
    found = [tuple(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    first = next(n for n, row in enumerate(found) if row[0] == "id")
    return found[first:]


def words_on(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_lines_of_a_period_come_whole_and_as_they_were_narrowed(listed: World) -> None:
    heads, *lines = rows(get(listed, "transactions?period=2026-10&format=xlsx"))
    at = {name: n for n, name in enumerate(heads)}
    assert sorted(row[at["amount"]] for row in lines) == [-107.74, -45.99, -7.77, 1200]
    out = rows(get(listed, "transactions?period=2026-10&state=out&format=xlsx"))[1:]
    assert len(out) == 3
    assert get(listed, "transactions?period=2026-10&search=garnet&format=csv").count(b"GARNET") == 1


def test_lines_on_paper_say_whose_they_are_and_what_was_asked(listed: World) -> None:
    said = words_on(get(listed, "transactions?period=2026-10&state=in&format=pdf"))
    for word in ("Harbour Lane Ltd", "Transactions", "1 Oct to 31 Oct 2026", "Money in", "1,200.00"):
        assert word in said
    assert "107.74" not in said


def test_contacts_come_by_name_with_what_went_in_and_out(listed: World) -> None:
    heads, *found = rows(get(listed, "contacts?format=xlsx"))
    names = [str(row[heads.index("name")]) for row in found]
    assert names == sorted(names, key=str.casefold)
    acme = next(row for row in found if str(row[heads.index("name")]).startswith("Acme"))
    assert acme[heads.index("total_in")] == 1200
    said = words_on(get(listed, "contacts?search=garnet&format=pdf"))
    assert "107.74" in said
    assert "Acme" not in said


def test_invoices_come_with_what_is_open(listed: World) -> None:
    heads, *found = rows(get(listed, "invoices?format=xlsx"))
    assert [(row[heads.index("gross")], row[heads.index("open_amount")]) for row in found] == [(12, 12)]
    assert "12.00" in words_on(get(listed, "invoices?format=pdf"))
    assert len(rows(get(listed, "invoices?state=settled&format=xlsx"))) == 1


def test_a_list_that_is_too_long_for_paper_says_so_and_shows_the_page(
    listed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accountsos.api.pdf_reply.ROWS_MOST", 3)
    answer = listed.visitor("reader").get(f"/{listed.ours.id}/transactions?period=all&format=pdf")
    assert answer.status == 200
    assert TOO_LONG in answer.text
    assert f"{pdf_table.ROWS_MOST:,} lines" in TOO_LONG
    assert get(listed, "transactions?period=all&format=csv").count(b"GARNET") == 1


def test_each_list_offers_its_files_without_the_page_it_is_on(listed: World) -> None:
    listed.ours.keeper.enter(date(2026, 10, 21), -1_000, "ONE MORE")
    lines = "transactions?period=2026-10&search=garnet&done=1.2"
    for path in (lines, "contacts?page=1&search=garnet", "invoices?page=1"):
        page = get(listed, path).decode()
        assert "format=pdf" in page
        offered = page.split("All of them as")[1].split("</span>")[0]
        assert "page=" not in offered
        assert "done=" not in offered
        assert ("search=garnet" in offered) == ("search" in path)


def test_another_companys_list_is_not_given(listed: World) -> None:
    answer = listed.visitor("reader").get(f"/{listed.theirs.id}/contacts?format=csv")
    assert answer.status == 404
