"""MT940 and MT942: recognised here; the library that reads a field's inside is only imported for such a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accountsos.statements.formats.fragments import begins_in_the_middle
from accountsos.statements.line import StatementLine, UnreadableStatement
from accountsos.statements.reading import Reader, Reading
from accountsos.statements.source import Source


def recognises(head: str) -> bool:
    """Whether there are a balance or an entry and a statement's heading at the start of lines."""
    tags = set(re.findall(r"^:([0-9]{2}[A-Z]?):", head, re.MULTILINE | re.ASCII))
    return bool(tags & {"61", "60F", "60M"}) and bool(tags & {"20", "25", "28", "28C", "86"})


class Mt940Reader(Reader):
    """Reads field by field; an entry is complete when the field after its details begins."""

    name = "mt940"
    title = "MT940"

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each entry of the chosen account."""
        lacks = begins_in_the_middle(source.head())
        if lacks is not None:
            raise UnreadableStatement(lacks)
        from accountsos.statements.formats.mt940_messages import Messages, fields_of  # noqa: PLC0415 - slow and seldom

        messages = Messages(reading)
        for found in fields_of(source.text(newline=None), reading):
            line = messages.take(found)
            if line is not None:
                yield line
        last = messages.finish()
        if last is not None:
            yield last
