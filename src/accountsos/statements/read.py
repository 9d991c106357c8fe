"""A bank's file to statement lines, unpacked first where it is a workbook or a zip."""

from __future__ import annotations

from datetime import date

from accountsos.statements.formats import registry
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.formats.learnt_columns import Learnt
from accountsos.statements.in_a_row import in_a_row
from accountsos.statements.line import UnreadableStatement
from accountsos.statements.packed import PackedFile, unpacked
from accountsos.statements.read_file import FileStatement, read_file
from accountsos.statements.source import Content

__all__ = ["FileStatement", "formats", "read_statement"]


def formats() -> tuple[str, ...]:
    """The names of all formats that can be read."""
    return registry.formats()


def read_statement(
    content: Content,
    *,
    file_name: str | None = None,
    format: str | None = None,  # noqa: A002 - the word of the REST contract
    columns: ColumnMapping | None = None,
    account: str | None = None,
    currency: str = "GBP",
    learnt: Learnt | None = None,
    today: date,
) -> FileStatement:
    """Read a file whole, or refuse it with every mistake by line.

    `format` names a reader of `formats()`; without it the content decides, never the file's name. `columns` reads any
    CSV. `account` (a number or currency as the file prints it) chooses where a file holds several accounts. `currency`
    is that of the bank account, for files that do not name one. `learnt` knows the columns that were said before.
    """
    if format is not None and format not in formats():
        raise UnreadableStatement(f"There is no format {format!r}. Known are: {', '.join(formats())}.")

    def one(packed: Content, name: str | None) -> FileStatement:
        try:
            return read_file(
                packed,
                format=format,
                columns=columns,
                account=account,
                currency=currency,
                learnt=learnt,
                today=today,
            )  # fmt: skip
        except UnreadableStatement as refused:
            if not name:
                raise
            raise type(refused)(f"{name}: {refused.message}", refused.errors) from refused

    files: tuple[PackedFile, ...] | None
    try:
        files = unpacked(content)
        if files is None:
            return one(content, None)
        return in_a_row([(file.name, one(file.content, file.name)) for file in files])
    except UnreadableStatement as refused:
        if file_name is None:
            raise
        raise type(refused)(f"{file_name}: {refused.message}", refused.errors) from refused
