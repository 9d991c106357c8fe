"""Several statements of one account, one after the other: a zip with a file for each month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from msgspec.structs import replace as changed_line

from accountsos.statements.line import UnreadableStatement
from accountsos.statements.read_file import FileStatement
from accountsos.statements.spool import LineSpool


def in_a_row(named: Sequence[tuple[str, FileStatement]]) -> FileStatement:
    """One statement, oldest lines first. Refused where the files are not of one account, or share days."""
    filled = sorted(_with_days(named), key=lambda each: each[:3])
    if len(filled) < 2:
        return filled[0][3] if filled else named[0][1]
    _refuse_others([(name, statement) for _, _, name, statement in filled])
    for (_, last, before, _), (first, _, name, _) in pairwise(filled):
        if first <= last:
            raise UnreadableStatement(
                f"{before} and {name} both have lines of {first:%d %B %Y}. Unpack the zip and upload the files one by "
                f"one: then what both show is taken once."
            )
    return _joined([statement for *_, statement in filled], [name for _, _, name, _ in filled])


def _with_days(named: Sequence[tuple[str, FileStatement]]) -> Iterator[tuple[date, date, str, FileStatement]]:
    for name, statement in named:
        if statement.first_day is not None and statement.last_day is not None:
            yield statement.first_day, statement.last_day, name, statement


def _refuse_others(named: Sequence[tuple[str, FileStatement]]) -> None:
    first_name, first = named[0]
    for name, statement in named[1:]:
        for what, ours, theirs in (
            ("format", first.format, statement.format),
            ("currency", first.currency, statement.currency),
            ("account", first.account_number, statement.account_number),
        ):
            if ours != theirs:
                raise UnreadableStatement(
                    f"{first_name} and {name} are not of one account: their {what} is {ours} and {theirs}. Unpack the "
                    f"zip and upload the files one by one."
                )


def _joined(statements: Sequence[FileStatement], names: Sequence[str]) -> FileStatement:
    kept = LineSpool()
    before = 0
    for statement in statements:
        # Lines are numbered on from file to file, so that no two have one number.
        highest = before
        for chunk in statement.chunks(backwards=statement.newest_first):
            kept.append([changed_line(line, line=before + line.line) for line in chunk])
            highest = max(highest, before + max(line.line for line in chunk))
        before = highest
    first, last = statements[0], statements[-1]
    return replace(
        first,
        line_count=sum(statement.line_count for statement in statements),
        last_day=last.last_day,
        newest_first=False,
        closing=last.closing,
        warnings=tuple(_warnings(statements, names)),
        _kept=kept,
    )


def _warnings(statements: Sequence[FileStatement], names: Sequence[str]) -> Iterator[str]:
    yield f"The zip's {len(statements)} files were read one after the other: {', '.join(names)}."
    for statement, name in zip(statements, names, strict=True):
        yield from (f"{name}: {warning}" for warning in statement.warnings)
