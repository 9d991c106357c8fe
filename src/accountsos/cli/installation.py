"""What every command is given: the settings, the clock, how to open the books, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from accountsos.access.actor import COMMAND_LINE
from accountsos.cli.printing import complain
from accountsos.dates import london_day
from accountsos.errors import BadRequest, NotFound
from accountsos.settings import Settings

if TYPE_CHECKING:
    from accountsos.workflows.changes.list_changes import ToldChange
    from accountsos.workflows.unit_of_work import Books

ACTOR = COMMAND_LINE


@dataclass(frozen=True, slots=True)
class OpenedBooks:
    """Open books, what should be said about the installation, and when each key was last used."""

    books: Books
    warnings: tuple[str, ...]
    keys_last_used: Callable[[], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Question:
    """What a command asks, in the words of the operations that the API answers too."""

    operation: str
    """Module and name: `bank.transactions:list_transactions`."""
    company: int
    """0 where it is of no company."""
    ids: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    body: bytes | None = None
    """JSON in UTF-8."""
    form: str = "json"


class Answered(NamedTuple):
    """The reply's bytes, and of which media type they are."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Installation:
    """Handed to every command as click's object."""

    settings: Settings
    open_books: Callable[[Settings], OpenedBooks]
    clock: Callable[[], datetime]
    ask: Callable[[Books | None, Question, datetime], Answered]
    """Answer a question from open books, exactly as the API does; None where it needs no books."""
    serve: Callable[[Settings, str, int, int], None]
    """Answer requests on host and port with so many worker processes, until told to stop."""
    back_up: Callable[[Settings, Path, bool], list[str]]
    """Into a folder, with the documents or without; which documents' files were lost before, in words."""
    restore: Callable[[Settings, Path], bool]
    """From a folder; whether documents are in it."""
    link_of: Callable[[ToldChange], str | None]
    """Where the API shows what changed: told by webhooks."""

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.clock())

    def at(self, data: Path | None) -> Installation:
        """The same with another data directory."""
        return self if data is None else replace(self, settings=replace(self.settings, data=data))

    def open(self) -> OpenedBooks:
        """Open the books and say what is unsafe about them."""
        opened = self.open_books(self.settings)
        for warning in opened.warnings:
            complain(f"warning: {warning}")
        return opened

    @contextmanager
    def opened_for(self, company: int) -> Iterator[OpenedBooks]:
        """Open books in which that company is kept, closed at the end."""
        from accountsos import ids
        from accountsos.workflows.companies.find_company import IS_KEPT

        opened = self.open()
        try:
            if not opened.books.read(IS_KEPT, company, None):
                there_is = "`accountsos company list` shows those that are"
                raise NotFound(f"there is no company {ids.company_id(company)} here; {there_is}", param="company")
            yield opened
        finally:
            opened.books.close()

    @contextmanager
    def books_of(self, company: int) -> Iterator[Books]:
        """The books alone."""
        with self.opened_for(company) as opened:
            yield opened.books


def company_number(text: str) -> int:
    """The number behind a company's id."""
    from accountsos import ids

    number = ids.company_number(text)
    if number is None:
        raise BadRequest(
            f"{text!r} is not a company id such as co_0aB3xZ; `accountsos company list` shows them", param="company"
        )
    return number
