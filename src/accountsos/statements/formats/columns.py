"""Any CSV by a mapping of its columns, given by a person or proposed from headings and contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.statements.csv_form import Columns, CsvForm, Table
from accountsos.statements.csv_reader import CsvReader
from accountsos.statements.formats.column_proposal import (
    MOVED,
    NOT_MOVED,
    PENDING,
    Sample,
    is_negative,
    propose,
    samples,
    unnamed_samples,
)
from accountsos.statements.formats.fragments import fragment_of
from accountsos.statements.line import UnreadableStatement
from accountsos.statements.packed import readable
from accountsos.statements.reading import Decisions
from accountsos.statements.source import Content, Source
from accountsos.statements.tables import DELIMITERS, HeadRow, head_rows, header_name, header_names, is_blank

Column = str | int
"""A heading as the file prints it, or the column's number counted from 1."""

NO_COLUMNS = "No columns were found in it: it seems to be no CSV file."
_EXAMPLE = (
    "To read it anyway, say by columns (--columns on the command line) which column holds the date, the description "
    "and the amount, or money out and money in: 'date=1, description=2, amount=3' or 'date=1, description=2, debit=3, "
    "credit=4'."
)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a CSV holds what."""

    date: Column
    description: tuple[Column, ...]
    amount: Column | None = None
    debit: Column | None = None
    """Money out, in a column of its own."""
    credit: Column | None = None
    balance: Column | None = None
    bank_id: Column | None = None
    reference: Column | None = None
    payee: Column | None = None
    kind: Column | None = None
    currency: Column | None = None
    direction: Column | None = None
    """A column of words such as Debit and Credit beside an unsigned amount."""
    status: Column | None = None
    """A column of words such as Completed, Pending and Failed: what failed is left out."""
    fee: Column | None = None
    """A charge beside the amount."""
    total: Column | None = None
    """Amount and fee together."""
    day_first: bool | None = None
    """None: found out from all rows."""
    spending_positive: bool | None = None
    """None: as the running balance shows, else negative is money out."""
    debit_is_negative: bool = False
    credit_is_negative: bool = False
    rows_to_skip: int | None = None
    """Rows before the first line, the header included. None: up to the header, or the first row with a date."""
    delimiter: str | None = None

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.debit is None and self.credit is None):
            raise UnreadableStatement("A column mapping needs either an amount column or money out and money in.")
        if (self.debit is None) != (self.credit is None):
            raise UnreadableStatement("A column mapping needs both money out and money in, or one amount column.")
        if not self.description:
            raise UnreadableStatement("A column mapping needs at least one description column.")
        if any(isinstance(column, int) and column < 1 for column in self._columns()):
            raise UnreadableStatement("Columns are counted from 1.")

    def _columns(self) -> tuple[Column, ...]:
        single = (self.date, self.amount, self.debit, self.credit, self.balance, self.bank_id, self.reference)
        others = (self.payee, self.kind, self.currency, self.direction, self.status, self.fee, self.total)
        return (*self.description, *(column for column in (*single, *others) if column is not None))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are given by their heading."""
        return tuple(column for column in self._columns() if isinstance(column, str))


def propose_mapping(content: Content, *, today: date = date.max) -> ColumnMapping | None:
    """A mapping for an unknown bank's CSV, where headings and contents leave no doubt; else None."""
    return _proposal(Source(readable(content)).head(), today)


def columns_in(content: Content) -> list[Sample]:
    """The columns of a CSV with their headings, or without where it has none; empty where it is no CSV."""
    head = Source(readable(content)).head()
    tables = [head_rows(head, delimiter) for delimiter in DELIMITERS]
    found = max((samples(rows) for rows in tables), key=len)
    return found or max((unnamed_samples(rows) for rows in tables), key=len)


def proposed_reader(head: str, today: date) -> tuple[CsvReader, tuple[str, ...]]:
    """The reader by a proposed mapping, and a warning that says how the columns were taken."""
    mapping = _proposal(head, today)
    if mapping is None:
        part = fragment_of(head)
        found = columns_found(head)
        if part is not None and found == NO_COLUMNS:
            raise UnreadableStatement(part)
        raise UnreadableStatement(f"{part or 'This file is of no format known here.'} {_EXAMPLE} {found}")
    described = ", ".join(f"{column!r}" for column in mapping.description)
    money = f"amount {mapping.amount!r}" if mapping.amount else f"out {mapping.debit!r}, in {mapping.credit!r}"
    sign = (
        ""
        if mapping.debit or mapping.direction
        else "; negative amounts are money out unless the balance says otherwise"
    )
    warning = (
        f"This bank's format is not known here; the columns were taken by their headings: date {mapping.date!r}, "
        f"description {described}, {money}{sign}. Check the preview before you import."
    )
    return reader_for(head, mapping), (warning,)


def reader_for(head: str, mapping: ColumnMapping) -> CsvReader:
    """The reader of a CSV by its mapping."""
    table = None
    for delimiter in (mapping.delimiter,) if mapping.delimiter else DELIMITERS:
        rows = head_rows(head, delimiter)
        found = _header(rows, mapping)
        if found is not None and _reaches(rows, mapping, found[0]):
            table = _table(mapping, delimiter, *found, _fee_sign(mapping, rows, *found))
            break
    if table is None:
        named = ", ".join(repr(column) for column in mapping.names) or "the columns of the mapping"
        raise UnreadableStatement(f"{named} were not all found in the file. {columns_found(head)}")
    return CsvReader(table)


def columns_found(head: str) -> str:
    """The columns of the file in words, each with an example."""
    best = max((samples(head_rows(head, delimiter)) for delimiter in DELIMITERS), key=len)
    if len(best) < 2:
        best = max((unnamed_samples(head_rows(head, delimiter)) for delimiter in DELIMITERS), key=len)
    if len(best) < 2:
        return NO_COLUMNS
    listed = ", ".join(_in_words(number, sample) for number, sample in enumerate(best[:40], 1))
    return f"Columns found: {listed}."


def _in_words(number: int, sample: Sample) -> str:
    named = f"{number} {sample.heading!r}" if sample.heading else str(number)
    return named + (f" (for example {sample.cells[0]!r})" if sample.cells else " (empty)")


def _proposal(head: str, today: date) -> ColumnMapping | None:
    for delimiter in DELIMITERS:
        found = samples(head_rows(head, delimiter))
        if len(found) >= 3:
            roles = propose(found, today)
            return ColumnMapping(delimiter=delimiter, **roles) if roles else None
    return None


def _header(rows: Sequence[HeadRow], mapping: ColumnMapping) -> tuple[int, list[str]] | None:
    """The line after which the rows start, and the headings; None where a named column is nowhere."""
    if mapping.names:
        wanted = {header_name(name) for name in mapping.names}
        return next(((number, names) for number, row in rows if wanted <= set(names := header_names(row))), None)
    filled = [(number, row) for number, row in rows if not is_blank(row)]
    if mapping.rows_to_skip is not None:
        skipped = filled[: mapping.rows_to_skip]
        return (skipped[-1][0] if skipped else 0), []
    position = _position(mapping.date, [])
    last = 0
    for number, row in filled:
        if position < len(row) and any(character.isdigit() for character in row[position]):
            return last, []
        last = number
    return last, []


def _reaches(rows: Sequence[HeadRow], mapping: ColumnMapping, header_line: int) -> bool:
    """Whether some row has as many columns as the mapping's numbers ask for."""
    wanted = max((column for column in mapping._columns() if isinstance(column, int)), default=0)
    below = [row for number, row in rows if number > header_line]
    return wanted == 0 or any(len(row) >= wanted for row in below)


def _table(mapping: ColumnMapping, delimiter: str, header_line: int, names: list[str], fee_sign: int) -> Table:
    def at(column: Column | None) -> int:
        return -1 if column is None else _position(column, names)

    form = CsvForm(
        name="columns",
        title="CSV",
        needs=(),
        date="",
        text=(),
        sign=-1 if mapping.spending_positive else 1,
        paid_out_signed=mapping.debit_is_negative,
        paid_in_signed=mapping.credit_is_negative,
        fee_sign=fee_sign,
        fee_is_rest=mapping.total is not None,
        states_kept=MOVED,
        states_pending=PENDING,
        states_left_out=NOT_MOVED,
        sign_by_balance=mapping.spending_positive is None and mapping.direction is None,
        locale_numbers=True,
    )
    columns = Columns(
        date=at(mapping.date),
        text=tuple(at(column) for column in mapping.description),
        amount=at(mapping.amount),
        paid_out=at(mapping.debit),
        paid_in=at(mapping.credit),
        balance=at(mapping.balance),
        currency=at(mapping.currency),
        bank_id=at(mapping.bank_id),
        kind=at(mapping.kind),
        payee=(at(mapping.payee),) if mapping.payee is not None else (),
        reference=(at(mapping.reference),) if mapping.reference is not None else (),
        direction=at(mapping.direction),
        state=at(mapping.status),
        fee=(at(mapping.fee),) if mapping.fee is not None else (),
        total=at(mapping.total),
        account=(at(mapping.currency),) if mapping.currency is not None else (),
    )
    guess = Decisions(day_first=mapping.day_first is not False)
    known = mapping.day_first is not None
    return Table(form, columns, delimiter, header_line, len(names), first_guess=guess, date_order_known=known)


def _fee_sign(mapping: ColumnMapping, rows: Sequence[HeadRow], header_line: int, names: list[str]) -> int:
    """1 where fees are printed as what they do to the balance, -1 where they are printed as a cost."""
    if mapping.fee is None:
        return -1
    position = _position(mapping.fee, names)
    cells = [row[position] for number, row in rows if number > header_line and position < len(row)]
    return 1 if any(is_negative(cell) for cell in cells) else -1


def _position(column: Column, names: Sequence[str]) -> int:
    return column - 1 if isinstance(column, int) else list(names).index(header_name(column))
