"""A person reads names: no id stands in the words of a page, or on paper, where the thing has a name."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from accountsos.api.operations.registry import LISTS
from accountsos.dashboard.app import Dashboard
from accountsos.dashboard.page import Page
from tests.dashboard.test_every_page import READ, Tree, name_of
from tests.dashboard.test_list_files import words_on
from tests.dashboard.world import World, context_of

_KINDS = "ast|ba|cat|co|con|ddl|doc|evt|imp|ivt|je|job|key|rfl|rule|stl|trip|txn|usr|whk"
_ID = re.compile(rf"\b(?:{_KINDS})_[A-Za-z0-9_]{{2,}}")
NUMBERED = {"api-keys", "webhook", "webhooks", "entry"}
"""Pages for whoever writes programs, where ids are what they come for; and an entry, whose number is its name."""


@pytest.fixture(scope="module")
def listed(looked_at: World) -> World:
    """The dashboard as the server makes it, with the API's lists."""
    looked_at.app = Dashboard(context_of(looked_at.opened, lists=LISTS))
    return looked_at


@pytest.mark.parametrize("page", [page for page in READ if page.name not in NUMBERED], ids=name_of)
def test_the_words_of_a_page_hold_no_id(page: Page, listed: World) -> None:
    answer = listed.visitor("owner").get(listed.ours.fill(page.path))
    if answer.status == 303:
        return
    assert _ID.findall(" ".join(Tree(answer.text).words)) == []


def narrowed(world: World) -> dict[str, tuple[str, str]]:
    """By address, lists and reports narrowed to one thing: its id and its name."""
    ours = world.ours
    return {
        f"transactions?period=all&contact={ours.contact}": (ours.contact, "Quill"),
        "transactions?period=all&account=ba_main": ("ba_main", "Main account"),
        f"transactions?period=all&category={ours.category}": (ours.category, "Fares Harbour Lane Ltd"),
        f"invoices?state=all&contact={ours.contact}": (ours.contact, "Quill"),
        "reports/ledger?account=cat_travel": ("cat_travel", "Travel (Rail, Air, Taxi, Parking)"),
    }


NARROWED = range(5)


@pytest.mark.parametrize("n", NARROWED)
def test_a_file_names_what_it_was_narrowed_to(n: int, listed: World) -> None:
    assert len(narrowed(listed)) == len(NARROWED)
    address, (number, name) = list(narrowed(listed).items())[n]
    visitor = listed.visitor("owner")
    said = " ".join(words_on(visitor.get(f"/{listed.ours.id}/{address}&format=pdf").body).split())
    assert name in said
    assert _ID.findall(said) == []
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"/{listed.ours.id}/{address}&format=xlsx").body)).active
    head = [str(row[1]) for row in book.iter_rows(max_row=8, values_only=True)]
    assert any(name in told and f"({number})" in told for told in head)


@pytest.mark.parametrize("page", ["transactions?period=all&", "invoices?"])
def test_a_list_of_one_contact_says_whose_it_is_and_leads_to_everybodys(page: str, listed: World) -> None:
    said = listed.visitor("owner").get(f"/{listed.ours.id}/{page}contact={listed.ours.contact}").text
    assert f'Only of <a href="/{listed.ours.id}/contacts/{listed.ours.contact}">Quill' in said
    assert "Only of" not in listed.visitor("owner").get(f"/{listed.ours.id}/{page}contact=").text
