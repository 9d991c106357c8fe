"""Every list that is also a file, opened by independent readers: it holds the rows of its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pypdfium2
import pytest

from accountsos.api.operations.registry import LISTS, OPERATIONS
from accountsos.dashboard.app import Dashboard
from accountsos.workflows.deadlines import manage_deadlines
from accountsos.workflows.deadlines.manage_deadlines import NewDeadline
from accountsos.workflows.mileage import record_trip
from accountsos.workflows.mileage.record_trip import NewTrip
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import World, context_of

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Listed:
    """Where a list stands on a page, and which of its columns the page says in the same words."""

    page: str
    path: str
    """Of the operation that answers with the same list."""
    said: str
    """The column whose words stand on the page, row by row."""
    shown: Callable[[Any], str] = str


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


PLACES = {
    "transactions": Listed("transactions?period=all", "/api/transactions", "amount", lambda v: f"{abs(v):,.2f}"),
    "contacts": Listed("contacts", "/api/contacts", "name"),
    "invoices": Listed("invoices?state=all", "/api/invoices", "contact"),
    "documents": Listed("inbox?state=check", "/api/documents", "called"),
    "missing": Listed("inbox/missing", "/api/evidence/missing", "description"),
    "journals": Listed("accountant/journals", "/api/journals", "narration"),
    "assets": Listed("assets", "/api/assets", "description"),
    "trips": Listed("mileage", "/api/mileage", "purpose"),
    "rules": Listed("settings/rules", "/api/categorisation-rules", "category"),
    "deadlines": Listed("deadlines", "/api/deadlines", "title"),
    "audit": Listed("accountant/audit", "/api/audit", "time"),
    "statements": Listed("statements/new", "/api/imports", "account"),
    "categories": Listed("settings/categories", "/api/categories", "name"),
}
OF_VAT = {"vat_code", "vat_amount", "net"}
"""Columns of a business that is registered for VAT."""
AS_A_REPORT = {"trips"}
"""Its page leads to the files of the report that its figures are of."""


@pytest.fixture(scope="module")
def listed(looked_at: World) -> World:
    """The dashboard as the server makes it, with something in each list."""
    looked_at.app = Dashboard(context_of(looked_at.opened, lists=LISTS))
    keeper = looked_at.ours.keeper
    keeper.do(
        record_trip.ADD,
        NewTrip(TODAY, date(2026, 10, 2), "Alex Morgan", "car", Decimal("84.5"), purpose="Visit in Leeds"),
    )
    keeper.do(manage_deadlines.ADD, NewDeadline("Renew the insurance", date(2027, 1, 15), TODAY))
    return looked_at


def got(world: World, path: str, form: str = "") -> tuple[str, bytes]:
    joint = "&" if "?" in path else "?"
    answer = world.visitor("owner").get(f"/{world.ours.id}/{path}{joint + 'format=' + form if form else ''}")
    assert answer.status == 200, answer.text[:300]
    return answer.header("content-type"), answer.body


def sheet(content: bytes) -> tuple[list[str], list[dict[str, Any]]]:
    """The names of the columns, and each row by them."""
    found = [tuple(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    assert ("company", f"Harbour Lane Ltd ({found[0][1].partition('(')[2]}") == found[0][:2]
    first = next(n for n, row in enumerate(found) if row[0] is None) + 1
    heads = [str(head) for head in found[first]]
    return heads, [dict(zip(heads, row, strict=True)) for row in found[first + 1 :]]


def words_of(content: bytes) -> str:
    return " ".join(" ".join(Tree(content.decode()).words).split())


def on_paper(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_every_list_that_is_a_file_has_its_place_here() -> None:
    assert {each.name for each in LISTS} == set(PLACES)
    assert len({each.name for each in LISTS}) == len(LISTS)


@pytest.mark.parametrize("name", sorted(set(PLACES) - AS_A_REPORT))
def test_the_workbook_and_the_paper_of_a_list_hold_the_rows_of_its_page(name: str, listed: World) -> None:
    place = PLACES[name]
    page = words_of(got(listed, place.page)[1])
    kind, content = got(listed, place.page, "xlsx")
    assert kind.endswith("spreadsheetml.sheet")
    heads, rows = sheet(content)
    shown = [place.shown(row[place.said]) for row in rows if row[place.said] is not None]
    assert shown
    assert [each for each in shown if each not in page and capital(each) not in page] == []
    kind, paper = got(listed, place.page, "pdf")
    assert kind == "application/pdf"
    said = on_paper(paper)
    declared = next(each for each in LISTS if each.name == name)
    assert set(declared.on_paper) - set(heads) <= OF_VAT
    assert "Harbour Lane Ltd" in said
    assert declared.title in said
    assert [each for each in shown if not all(part in said for part in each.replace("_", " ").split())] == []
    for form in ("pdf", "xlsx", "csv"):
        assert f"format={form}" in got(listed, place.page)[1].decode()


@pytest.mark.parametrize("name", sorted(AS_A_REPORT))
def test_a_page_of_figures_leads_to_the_files_of_its_report(name: str, listed: World) -> None:
    page = words_of(got(listed, PLACES[name].page)[1])
    _, rows = sheet(got(listed, PLACES[name].page, "xlsx")[1])
    assert any(row.get("purpose") and row["purpose"] in page for row in rows)
    assert "Visit in Leeds" in on_paper(got(listed, PLACES[name].page, "pdf")[1])


@pytest.mark.parametrize("name", PLACES)
def test_the_api_offers_each_of_them_in_every_format(name: str) -> None:
    operation = next(each for each in OPERATIONS if each.path == PLACES[name].path and each.method == "GET")
    assert set(operation.formats) == {"json", "csv", "xlsx", "pdf"}


def test_a_list_is_whole_whichever_page_is_open_and_narrowed_as_it_is(listed: World) -> None:
    whole = sheet(got(listed, "accountant/audit", "xlsx")[1])[1]
    later = sheet(got(listed, f"accountant/audit?after={whole[5]['id']}", "xlsx")[1])[1]
    assert later == whole
    people = sheet(got(listed, "accountant/audit?what=people", "xlsx")[1])[1]
    assert 0 < len(people) < len(whole)
    assert {row["action"].partition(".")[0] for row in people} <= {"person", "invitation", "key", "webhook"}
    assert sheet(got(listed, "accountant/journals?kind=depreciation", "xlsx")[1])[1] == []


@pytest.mark.parametrize("name", sorted(PLACES))
def test_each_list_is_the_same_file_on_both_databases(name: str, world: World) -> None:
    world.app = Dashboard(context_of(world.opened, lists=LISTS))
    kind, content = got(world, PLACES[name].page, "csv")
    assert kind.startswith("text/csv")
    assert b"# company,Harbour Lane Ltd" in content
