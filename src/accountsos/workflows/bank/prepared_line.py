"""A line of a file on its way into the books: what it was found to be, and how it would be filed."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from accountsos.categoriser.suggestion import Suggestion
from accountsos.exchange import ForeignAmount
from accountsos.reconciliation.known_lines import Finding
from accountsos.statements.line import StatementLine
from accountsos.statements.spool import Spool, packed_line, unpacked_line


class PreparedLine(Struct, frozen=True, gc=False):
    """A line of the file, what it was found to be, and how it would be filed."""

    line: StatementLine
    finding: Finding
    known: int | None
    """The transaction that it repeats or replaces."""
    resembles: tuple[int, ...]
    """Transactions of which a doubtful line may be a duplicate."""
    suggestion: Suggestion | None
    """None for a duplicate, and before the categoriser was asked."""
    foreign: ForeignAmount | None = None
    """What it moved in the account's own currency, where `line` is in pounds already."""

    @property
    def shown(self) -> tuple[int, str]:
        """Amount and currency as the file has them."""
        of = self.line if self.foreign is None else self.foreign
        return of.amount, of.currency


_SUGGESTED = attrgetter(*Suggestion.__slots__)
_FINDINGS = tuple(Finding)


def _packed(chunk: list[PreparedLine]) -> Any:
    """Many lines of a chunk share one suggestion: it is kept once."""
    places: dict[int, int] = {}
    suggested: list[tuple[Any, ...]] = []
    rows: list[tuple[Any, ...]] = []
    for found in chunk:
        suggestion = found.suggestion
        place = None if suggestion is None else places.get(id(suggestion))
        if place is None and suggestion is not None:
            place = places[id(suggestion)] = len(suggested)
            suggested.append(_SUGGESTED(suggestion))
        finding = _FINDINGS.index(found.finding)
        foreign = None if found.foreign is None else astuple(found.foreign)
        rows.append((packed_line(found.line), finding, found.known, found.resembles, place, foreign))
    return suggested, rows


def _unpacked(packed: Any) -> list[PreparedLine]:
    suggested, rows = packed
    suggestions = [Suggestion(*values) for values in suggested]
    return [
        PreparedLine(
            unpacked_line(line), _FINDINGS[finding], known, resembles,
            None if place is None else suggestions[place],
            None if foreign is None else ForeignAmount(*foreign),
        )
        for line, finding, known, resembles, place, foreign in rows
    ]  # fmt: skip


def prepared_spool() -> Spool[PreparedLine]:
    """A spool of prepared lines."""
    return Spool(_packed, _unpacked)


def found_spool() -> Spool[Any]:
    """A spool of what lines were found to be, without the lines and before anything was suggested."""
    return Spool(lambda chunk: [(_FINDINGS.index(one.finding), one.known, one.resembles) for one in chunk])


def of_line(line: StatementLine, found: Any) -> PreparedLine:
    """The line with what such a spool says of it."""
    finding, known, resembles = found
    return PreparedLine(line, _FINDINGS[finding], known, resembles, None)
