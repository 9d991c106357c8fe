"""Wise's history of all currencies: what went out, what came in, and conversions, which are both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accountsos.statements.csv_form import CsvForm, Table, match
from accountsos.statements.csv_reader import CsvReader, RowReader
from accountsos.statements.line import StatementLine
from accountsos.statements.reading import Reading
from accountsos.statements.source import Source
from accountsos.statements.tables import folded, head_rows, header_names, is_blank, rows

_NAME, _TITLE = "wise_history", "Wise history CSV"
_NEEDS = (
    "id",
    "status",
    "direction",
    "created on",
    "finished on",
    "source amount (after fees)",
    "source currency",
    "target amount (after fees)",
    "target currency",
)
OUT = CsvForm(
    name=_NAME,
    title=_TITLE,
    needs=_NEEDS,
    date="finished on",
    text=("target name", "reference"),
    amount="source amount (after fees)",
    sign=-1,
    currency="source currency",
    bank_id="id",
    kind="direction",
    payee=("target name",),
    reference=("reference",),
    fee=("source fee amount",),
    fee_currency="source fee currency",
    state="status",
    states_kept=frozenset({"completed"}),
    original_amount="target amount (after fees)",
    original_currency="target currency",
    exchange_rate="exchange rate",
    account=("source currency",),
    newest_first=True,
)
_IN = CsvForm(
    name=_NAME,
    title=_TITLE,
    needs=_NEEDS,
    date="finished on",
    text=("source name", "reference"),
    amount="target amount (after fees)",
    currency="target currency",
    bank_id="id",
    kind="direction",
    payee=("source name",),
    reference=("reference",),
    original_amount="source amount (after fees)",
    original_currency="source currency",
    exchange_rate="exchange rate",
    account=("target currency",),
    newest_first=True,
)
FORMS = (OUT,)
_SIDES = {"OUT": (True, False), "IN": (False, True), "NEUTRAL": (True, True)}
"""Which sides of a row are lines: the source's, the target's."""


class WiseHistoryReader(CsvReader):
    """Each row is read from the side of the currency that moved; a conversion from both."""

    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each line in file order."""
        names = _names(source, self.table)
        received = match(_IN, names, delimiter=self.table.delimiter, header_line=self.table.header_line)
        assert received is not None  # the same headings are needed
        sides = (RowReader(self.table, reading), RowReader(received, reading))
        at = names.index("direction"), names.index("status")
        for number, row in rows(source, self.table.delimiter, reading, self.table.header_line):
            if not is_blank(row):
                yield from _both_sides(number, row, reading, sides, at)


def _both_sides(
    number: int, row: list[str], reading: Reading, sides: tuple[RowReader, RowReader], at: tuple[int, int]
) -> Iterator[StatementLine]:
    direction, status = (folded(row[p]).upper() if p < len(row) else "" for p in at)
    if status != "COMPLETED":
        reading.facts.left_out[status or "no state"] += 1
        return
    if direction not in _SIDES:
        reading.mistake(number, f"{direction!r} is no direction such as IN, OUT or NEUTRAL")
        return
    for side, is_wanted in zip(sides, _SIDES[direction], strict=True):
        if not is_wanted:
            continue
        try:
            line = side.line(number, row)
        except ValueError as mistake:
            side.note_mistakes(number, row, str(mistake))
            return
        if line is not None:
            yield from side.with_fee(number, row, line)


def _names(source: Source, table: Table) -> Sequence[str]:
    head = head_rows(source.head(), table.delimiter)
    return header_names(next(row for number, row in head if number == table.header_line))
