"""Which column of an unknown bank's CSV holds what, as a person says it: in the address, so that it can be sent on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accountsos.dashboard.forms import Option
from accountsos.statements.formats.columns import ColumnMapping
from accountsos.statements.line import UnreadableStatement
from accountsos.workflows.bank.check_statement import FileColumn

ROLES = (
    Option("", "is not needed"),
    Option("date", "Day"),
    Option("description", "Bank’s text"),
    Option("amount", "Amount, in and out"),
    Option("debit", "Money out"),
    Option("credit", "Money in"),
    Option("balance", "Balance after it"),
    Option("payee", "Name of the other side"),
    Option("reference", "Reference"),
    Option("bank_id", "Bank’s number of the line"),
    Option("direction", "In or out, in words"),
    Option("status", "Done, pending or failed"),
    Option("fee", "Fee beside the amount"),
    Option("total", "Amount and fee together"),
)
COLUMNS_MOST = 40
_WORDS = {option.value: option.label for option in ROLES if option.value}
_ORDERS = {"day": True, "month": False}


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column on the page."""

    number: int
    heading: str
    example: str
    role: str


def column_rows(columns: Sequence[FileColumn], query: Mapping[str, str]) -> list[ColumnRow]:
    """The columns, with what was chosen for each, or what it seems to hold."""
    chosen = _chosen(query)
    return [
        ColumnRow(
            column.number,
            column.heading or f"Column {column.number}",
            ", ".join(column.cells)[:80],
            chosen.get(column.number, "") if chosen else column.role if column.role in _WORDS else "",
        )
        for column in columns[:COLUMNS_MOST]
    ]


def mapping_of(query: Mapping[str, str]) -> ColumnMapping | None:
    """What was chosen; None where nothing was. UnreadableStatement where it makes no sense."""
    by_role: dict[str, list[int]] = {}
    for number, role in sorted(_chosen(query).items()):
        by_role.setdefault(role, []).append(number)
    if not by_role:
        return None
    for role, numbers in by_role.items():
        if len(numbers) > 1 and role != "description":
            raise UnreadableStatement(f"Two columns cannot both be “{_WORDS[role]}”. Choose one of them.")
    for role in ("date", "description"):
        if role not in by_role:
            raise UnreadableStatement(f"Say which column holds this: {_WORDS[role]}.")
    single: dict[str, Any] = {role: numbers[0] for role, numbers in by_role.items() if role != "description"}
    both = ("debit" in single) + ("credit" in single)
    if both != (0 if "amount" in single else 2):
        raise UnreadableStatement("Say which column holds the amount, or which two hold money out and money in.")
    return ColumnMapping(
        description=tuple(by_role["description"]),
        day_first=_ORDERS.get(query.get("order", "")),
        spending_positive=True if query.get("out") == "positive" else None,
        **single,
    )


def _chosen(query: Mapping[str, str]) -> dict[int, str]:
    asked = {number: query.get(f"c{number}", "") for number in range(1, COLUMNS_MOST + 1)}
    return {number: role for number, role in asked.items() if role in _WORDS}
