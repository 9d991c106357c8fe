"""What a payment is for and where that belongs by sign, trade and size: the chart's conventions as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from accountsos.money import Pence

ASSET_FROM: Pence = 500_00
"""From this amount equipment is a fixed asset, below it a cost."""

SMALL_BELOW: Pence = 25_00
"""Below this a payment at a café or supermarket is one person's meal."""

UNKNOWN_TRADE = "unknown"
"""The column for companies that never said what their business is; where there is none, that of an office counts."""

HOME = "home"
"""The column for sole traders whose trade needs no premises and has no column of its own."""

Ranked = tuple[tuple[str, float], ...]
"""Categories with how likely each is, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One kind of payment: a fuel station, a card payout, business rates."""

    name: str
    label: str
    """For a sentence: "fuel station"."""
    money_out: Mapping[str, Ranked]
    """By kind of trade, with a plus from £25; "" is every other."""
    large: Mapping[str, Ranked]
    money_in: Mapping[str, Ranked]

    def pays_in(self, trade: str) -> bool:
        """Whether such a party pays a company of this trade; else money from it is a refund."""
        return bool(_by_trade(self.money_in, trade, ""))

    def categories(self, amount: Pence, trade: str) -> Ranked:
        """Where a payment of this amount belongs; empty for money in from one that only ever refunds."""
        if amount >= 0:
            return _by_trade(self.money_in, trade, "")
        return self.costs(amount, trade)

    def costs(self, amount: Pence, trade: str, *, at_home: bool = False) -> Ranked:
        """Where a payment out of this size belongs, or a refund of one. `at_home`: a sole trader without premises."""
        if abs(amount) >= ASSET_FROM and self.large:
            return _by_trade(self.large, trade, "")
        if at_home and HOME in self.money_out and trade not in self.money_out:
            trade = HOME
        return _by_trade(self.money_out, trade, "+" if abs(amount) >= SMALL_BELOW else "")


def _by_trade(table: Mapping[str, Ranked], trade: str, size: str) -> Ranked:
    trade = trade or UNKNOWN_TRADE
    return table.get(trade + size) or table.get(trade) or table.get(size) or table.get("", ())


@cache
def concepts() -> Mapping[str, Concept]:
    """All kinds of payment by name."""
    found = {}
    for name, label, out, by_trade, large, money_in in rows("concepts.tsv", 6):
        costs = {**_ranked_by_trade(out), **_ranked_by_trade(by_trade)}
        found[name] = Concept(name, label, costs, _ranked_by_trade(large), _ranked_by_trade(money_in))
    return found


def _ranked_by_trade(text: str) -> dict[str, Ranked]:
    """`travel 90; office 5; builder: purchases 80` → for every trade, and for builders."""
    found: dict[str, list[tuple[str, float]]] = {}
    trade = ""
    for part in text.split(";"):
        words = part.replace("=", ": ").split()
        if not words:
            continue
        if words[0].endswith(":"):
            trade = words.pop(0)[:-1]
        category, percent = words
        found.setdefault(trade, []).append((f"cat_{category}", int(percent) / 100))
    return {trade: tuple(sorted(ranked, key=lambda row: -row[1])) for trade, ranked in found.items()}


def rows(file_name: str, columns: int) -> Iterator[list[str]]:
    """The rows of one of the tables beside this module, without its comments."""
    text = files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            raise ValueError(f"{file_name} line {number} has {len(cells)} columns, not {columns}")
        yield cells
