"""A company that is registered for VAT, and its commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from accountsos import ids
from accountsos.cli.commands import accountsos
from accountsos.cli.installation import Installation, OpenedBooks
from accountsos.settings import Settings
from accountsos.store.engine.opening import Place
from tests.support.engines import opened
from tests.workflows.vat.keeping import VatKeeper, registered

Say = Callable[..., str]


@pytest.fixture
def vat(sqlite_place: Place) -> Any:
    with opened(sqlite_place) as whole:
        yield registered(whole.books)


@pytest.fixture
def say(vat: VatKeeper) -> Say:
    """Run a command as its company; a refusal is raised as it is."""
    books = vat.keeper.books

    def not_asked(*_: object) -> None:
        pytest.fail("no command here serves or backs up")

    installation = Installation(
        settings=Settings(Path("unused")),
        open_books=lambda _: OpenedBooks(books, (), dict),
        clock=books.clock,
        serve=not_asked,
        back_up=not_asked,
        restore=not_asked,
    )

    def run(*words: str, whose: bool = True) -> str:
        mine = ("--company", ids.company_id(vat.keeper.company)) if whose else ()
        found = CliRunner().invoke(accountsos, [*words, *mine], obj=installation, catch_exceptions=False)
        assert found.exit_code == 0, found.output
        return found.stdout

    return run
