"""A company that is registered for VAT, two furnished companies, and their commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accountsos import ids
from accountsos.store.engine.opening import Place
from tests.api.operations.conftest import template, world
from tests.cli.shell import Printed, Shell
from tests.support.engines import Opened, opened
from tests.workflows.vat.keeping import VatKeeper, registered

__all__ = ["template", "world"]

Say = Callable[..., str]
Typing = Callable[..., Printed]


@pytest.fixture
def kept(sqlite_place: Place) -> Iterator[Opened]:
    with opened(sqlite_place) as whole:
        yield whole


@pytest.fixture
def vat(kept: Opened) -> VatKeeper:
    return registered(kept.books)


@pytest.fixture
def typing_as_its_company(kept: Opened, vat: VatKeeper) -> Typing:
    """Run a command as the company."""
    shell = Shell(kept.place, kept.clock)

    def run(*words: str, whose: bool = True) -> Printed:
        mine = ("--company", ids.company_id(vat.keeper.company)) if whose else ()
        return shell.type(*words, *mine)

    return run


@pytest.fixture
def say(typing_as_its_company: Typing) -> Say:
    """The same for commands that succeed: what they print."""

    def run(*words: str, **options: Any) -> str:
        printed = typing_as_its_company(*words, **options)
        assert printed.status == 0, printed.errors
        return printed.text

    return run


@pytest.fixture
def refused(typing_as_its_company: Typing) -> Say:
    """The same for commands that are refused: the sentence."""

    def run(*words: str, **options: Any) -> str:
        printed = typing_as_its_company(*words, **options)
        assert printed.status == 1, printed
        return printed.errors

    return run
