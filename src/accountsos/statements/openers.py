"""Who opens a bank's file: this process, or one that is kept from everything else. What each is asked and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from accountsos.statements.formats.column_proposal import Sample
from accountsos.statements.formats.columns import ColumnMapping, columns_in, propose_mapping
from accountsos.statements.formats.learnt_columns import Learnt, headings_of
from accountsos.statements.line import Statement
from accountsos.statements.packed import readable
from accountsos.statements.read import FileStatement, read_statement
from accountsos.statements.source import Content, Source

LINE_SHOWN = 200
"""Characters of a line of the file, where somebody is shown what stands on it."""


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What is said of a file beside its bytes; see `read_statement`."""

    today: date
    file_name: str | None = None
    format: str | None = None
    columns: ColumnMapping | None = None
    account: str | None = None
    currency: str = "GBP"


@dataclass(frozen=True, slots=True)
class FileColumns:
    """The columns of a CSV, and what they seem to hold."""

    found: tuple[Sample, ...]
    proposed: ColumnMapping | None


class Opener(Protocol):
    """Opens files for a company. Each may refuse a file as `UnreadableStatement`."""

    def read(self, company: int, content: Content, how: HowToRead, learnt: Learnt) -> Statement:
        """The file whole."""
        ...

    def headings(self, company: int, content: Content) -> str | None:
        """The digest of a CSV's headings; None where it has none."""
        ...

    def columns(self, company: int, content: Content, today: date) -> FileColumns:
        """What a person can choose from, who says which column holds what."""
        ...

    def lines_at(self, company: int, content: Content, numbers: Sequence[int]) -> tuple[str, ...]:
        """What stands on those lines of the file, as far as it is shown."""
        ...


class InThisProcess:
    """Opens them here: for whoever runs a command on a file of their own."""

    def read(self, company: int, content: Content, how: HowToRead, learnt: Learnt) -> FileStatement:
        """The file whole."""
        return read_statement(
            content,
            file_name=how.file_name,
            format=how.format,
            columns=how.columns,
            account=how.account,
            currency=how.currency,
            learnt=learnt,
            today=how.today,
        )

    def headings(self, company: int, content: Content) -> str | None:
        """The digest of a CSV's headings."""
        return headings_of(Source(readable(content)).head())

    def columns(self, company: int, content: Content, today: date) -> FileColumns:
        """What a person can choose from."""
        return FileColumns(tuple(columns_in(content)), propose_mapping(content, today=today))

    def lines_at(self, company: int, content: Content, numbers: Sequence[int]) -> tuple[str, ...]:
        """What stands on those lines."""
        text = bytes(readable(content)).decode("utf-8", "replace").splitlines()
        return tuple(text[n - 1][:LINE_SHOWN] if 0 < n <= len(text) else "" for n in numbers)


HERE = InThisProcess()


class ReadOnce:
    """Opens the file of one command, once, however often that is prepared: the last time it is inside the write."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._known: tuple[tuple[int, Content, HowToRead], dict[str, str | None], Statement] | None = None
        self.headings, self.columns, self.lines_at = opener.headings, opener.columns, opener.lines_at

    def read(self, company: int, content: Content, how: HowToRead, learnt: Learnt) -> Statement:
        """The file whole; read again only where columns were said otherwise meanwhile."""
        if self._known is not None:
            asked, answers, statement = self._known
            if asked == (company, content, how) and all(learnt(each) == said for each, said in answers.items()):
                return statement
        found: dict[str, str | None] = {}

        def asking(headings: str) -> str | None:
            found[headings] = learnt(headings)
            return found[headings]

        statement = self._opener.read(company, content, how, asking)
        self._known = ((company, content, how), found, statement)
        return statement
