"""Over the door: a figure leads to its paper, a line shows its papers, and a change says where it landed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accountsos.store.engine.opening import Place
from tests.api.operations.world import NOON, World, found, open_world
from tests.support.bookkeeper import Bookkeeper
from tests.support.engines import opened
from tests.workflows.documents.clerk_of_invoices import bill
from tests.workflows.documents.papers import Clerk
from tests.workflows.documents.test_api import upload
from tests.workflows.vat.keeping import VatKeeper


@pytest.fixture
def world(place: Place) -> Iterator[World]:
    with opened(place) as first:
        first.clock.now = NOON
        tenants = [found(first.books, "Harbour Lane Ltd"), found(first.books, "Mill Street Ltd")]
    whole = open_world(place, tenants)
    yield whole
    whole.books.close()


def booked(world: World, scheme: str = "standard") -> tuple[str, str]:
    """A bill of March over 120.00 and the line of April that pays it."""
    keeper = Bookkeeper(world.books, world.ours.tenant.number)
    VatKeeper(keeper).scheme(scheme)
    line = {
        "date": "2026-04-02",
        "description": "HARBOUR STATIONERS HS-1041",
        "amount": -120.00,
        "bank_account_id": "ba_main",
        "category_id": "cat_office",
        "confirm_date": True,
    }
    transaction = world.ours.post("/api/transactions", line)["transaction"]["id"]
    document = upload(world.ours, bill())["id"]
    Clerk(keeper).read_all()
    shown = world.ours.get(f"/api/documents/{document}")["document"]
    assert [each["id"] for each in shown["transactions"]] == [transaction]
    return document, transaction


def behind(world: World, link: str) -> list[Any]:
    rows = world.ours.get(link)["postings"]
    assert rows
    return list(rows)


def documents_of(rows: list[Any]) -> set[str]:
    return {document for row in rows for document in row["document_ids"]}


@pytest.mark.parametrize("scheme", ["standard", "cash"])
def test_every_figure_that_an_invoice_makes_leads_to_its_paper(world: World, scheme: str) -> None:
    document, _ = booked(world, scheme)
    sheet = world.ours.get("/api/reports/balance-sheet?as_of=2026-03-31")["report"]
    links = [line["link"] for line in sheet["creditors_due_within_one_year"]["lines"]]
    assert {d for link in links for d in documents_of(behind(world, link))} == {document}
    profit = world.ours.get("/api/reports/profit-loss?from=2026-01-01&to=2026-12-31")["report"]
    (office,) = [line for line in profit["expenses"]["lines"] if line["category"]["id"] == "cat_office"]
    assert documents_of(behind(world, office["link"])) == {document}
    period = "2026-Q1" if scheme == "standard" else "2026-Q2"
    for box in world.ours.get(f"/api/reports/vat?period={period}")["report"]["boxes"]:
        if box["box"] in (4, 7):
            assert box["amount"]
            assert documents_of(behind(world, box["link"])) == {document}


def test_a_debt_written_off_leads_to_its_paper_from_box_4_too(world: World) -> None:
    keeper = Bookkeeper(world.books, world.ours.tenant.number)
    VatKeeper(keeper).scheme("standard")
    document = upload(world.ours, bill(day="2025-03-03"))["id"]
    Clerk(keeper).read_all()
    world.ours.ask("PATCH", f"/api/documents/{document}", {"direction": "sale"})
    sheet = world.ours.get("/api/reports/balance-sheet?as_of=2025-03-31")["report"]
    (debtors,) = [x for x in sheet["current_assets"]["lines"] if x["category"]["id"] == "cat_debtors"]
    assert documents_of(behind(world, debtors["link"])) == {document}
    body = {"kind": "write_off", "reason": "insolvent"}
    assert world.ours.ask("POST", f"/api/documents/{document}/settlements", body).status == 201
    report = world.ours.get("/api/reports/vat?period=current")["report"]
    (box4,) = [box for box in report["boxes"] if box["box"] == 4]
    assert box4["amount"] == 20.0
    assert documents_of(behind(world, box4["link"])) == {document}


def test_a_line_shows_its_invoice_and_says_that_its_new_category_landed_there(world: World) -> None:
    document, transaction = booked(world)
    shown = world.ours.get(f"/api/transactions/{transaction}")["transaction"]
    assert [each["id"] for each in shown["documents"]] == [document]
    answer = world.ours.ask("PATCH", f"/api/transactions/{transaction}", {"category_id": "cat_software"})
    assert answer.status == 200
    posted = answer.json()["posted"]
    booking = world.ours.get(f"/api/documents/{document}")["document"]["booking"]
    assert (posted["entry_id"], posted["entry_date"]) == (booking["entry_id"], "2026-03-02")
    assert posted["vat_period"] == "2026-03-31"
    assert booking["category"]["id"] == "cat_software"
