"""What another system calls a thing stands on the thing's own page, and nowhere where it calls it nothing."""

from __future__ import annotations

import pytest

from accountsos import ids
from accountsos.bookkeeping.call_thing import ExternalChange, call_thing
from accountsos.store.changed_things import CONTACT, DOCUMENT, JOURNAL, TRANSACTION
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.unit_of_work import WriteWorkflow
from tests.dashboard.world import World

PAGES = {
    "/{company}/transactions/{transaction}": (TRANSACTION, "txn_"),
    "/{company}/contacts/{contact}": (CONTACT, "con_"),
    "/{company}/documents/{document}": (DOCUMENT, "doc_"),
    "/{company}/invoices/{invoice}": (DOCUMENT, "doc_"),
    "/{company}/accountant/journals/{journal}": (JOURNAL, "je_"),
}
SAID = ExternalChange("shop <10417>", {"order": "A&17"})


def _plan(db: Reader, company: int, thing: tuple[int, int]) -> tuple[int, int]:
    del db, company
    return thing


def _call(db: Writer, company: int, thing: tuple[int, int], cause: Cause) -> None:
    assert company == cause.company
    call_thing(db, cause, thing, SAID)


@pytest.mark.parametrize("path", PAGES)
def test_the_page_says_what_it_is_called_in_another_system(world: World, path: str) -> None:
    kind, prefix = PAGES[path]
    page, visitor = world.ours.fill(path), world.visitor("reader")
    number = ids.number_in(prefix, world.ours.keeper.company, page.rpartition("/")[2])
    assert number is not None
    assert "In another system" not in visitor.get(page).text
    world.ours.keeper.do(WriteWorkflow("test.call", _plan, _call), (kind, number))
    text = visitor.get(page).text
    assert "Known as <strong>shop &lt;10417&gt;</strong>" in text
    assert '<span class="soft">order:</span> A&amp;17' in text
