"""Contacts and invoices as files over the door: every row, or the page that is asked for."""

from __future__ import annotations

import pytest

from tests.api.operations.world import World
from tests.support.tables import table_lines

BILL = {
    "direction": "purchase",
    "date": "2026-03-02",
    "contact_name": "Quill Ltd",
    "amounts": "gross",
    "lines": [{"category_id": "cat_office", "amount": 12.5}],
}


def whole(world: World, address: str) -> list[str]:
    """The table of the file."""
    answer = world.ours.ask("GET", address)
    assert answer.status == 200, answer.body
    return table_lines(answer.body)


@pytest.mark.parametrize("things", ["contacts", "invoices"])
def test_a_file_has_every_row_and_a_page_only_what_is_asked_for(world: World, things: str) -> None:
    for number in ("Q-1", "Q-2"):
        world.ours.post("/api/invoices", {**BILL, "number": number})
    every = world.ours.get(f"/api/{things}?limit=200")[things]
    lines = whole(world, f"/api/{things}?format=csv")
    assert len(every) >= 2
    assert [line.partition(",")[0] for line in lines[1:]] == [row["id"] for row in every]
    assert whole(world, f"/api/{things}?format=csv&limit=1")[1:] == lines[1:2]
    assert world.ours.ask("GET", f"/api/{things}?format=pdf").body.startswith(b"%PDF-")


def test_the_amounts_of_a_bill_are_those_of_the_list(world: World) -> None:
    world.ours.post("/api/invoices", {**BILL, "number": "Q-1"})
    shown = world.ours.get("/api/invoices")["invoices"][0]
    heads, line = (text.split(",") for text in whole(world, "/api/invoices?format=csv"))
    told = dict(zip(heads, line, strict=True))
    assert (told["contact"], told["number"], told["gross"]) == ("Quill Ltd", "Q-1", "12.50")
    for name in ("amount", "open_amount"):
        assert float(told[name]) == shown[name] == 12.5


def test_invoices_are_read_page_after_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in ("Q-1", "Q-2", "Q-3"):
        world.ours.post("/api/invoices", {**BILL, "number": number})
    lines = whole(world, "/api/invoices?format=csv")
    monkeypatch.setattr("accountsos.workflows.invoices.list_invoices.ROWS_AT_ONCE", 1)
    assert len(lines) == 4
    assert whole(world, "/api/invoices?format=csv") == lines


def test_contacts_are_read_page_after_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = whole(world, "/api/contacts?format=csv")
    monkeypatch.setattr("accountsos.workflows.contacts.manage_contacts.ROWS_AT_ONCE", 1)
    assert len(lines) > 2
    assert whole(world, "/api/contacts?format=csv") == lines
