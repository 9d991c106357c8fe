"""Small books for the tests: postings by hand, and the movements that a store would keep of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from accountsos.ledger.chart import standard_chart
from accountsos.ledger.entry import Posting
from accountsos.reports.balance_sheet import BalanceSheet, balance_sheet
from accountsos.reports.blocks import NO_NAMES, Block, Names, Place
from accountsos.reports.trial_balance import Movement, TrialBalance, trial_balance
from accountsos.reports.warnings import NOTHING_WAITING, Waiting

CHART = standard_chart()


def debit(category_id: str, amount: int, bank_account: str | None = None, contact: int | None = None) -> Posting:
    return Posting(category_id, amount, bank_account, contact)


def credit(category_id: str, amount: int, bank_account: str | None = None, contact: int | None = None) -> Posting:
    return Posting(category_id, -amount, bank_account, contact)


def main(amount: int) -> Posting:
    """Money into the main bank account; negative = out."""
    return Posting("cat_bank", amount, "ba_main")


@dataclass
class Books:
    postings: list[tuple[date, Posting]] = field(default_factory=list)

    def post(self, day: str, *legs: Posting) -> None:
        assert sum(leg.amount for leg in legs) == 0, (day, legs)
        self.postings += [(date.fromisoformat(day), leg) for leg in legs]

    def movements(self, holds: Callable[[date], bool] = lambda _: True) -> tuple[Movement, ...]:
        return movements_of(p for day, p in self.postings if holds(day))

    def between(self, start: date, end: date) -> tuple[Movement, ...]:
        return self.movements(lambda day: start <= day <= end)

    def sheet(
        self,
        as_of: str,
        year_start: str,
        *,
        entity_type: str = "ltd",
        names: Names = NO_NAMES,
        waiting: Waiting = NOTHING_WAITING,
    ) -> BalanceSheet:
        end, start = date.fromisoformat(as_of), date.fromisoformat(year_start)
        return balance_sheet(
            CHART,
            self.movements(lambda day: day < start),
            self.between(start, end),
            end,
            year_start=start,
            entity_type=entity_type,
            basis="accruals",
            waiting=waiting,
            names=names,
        )

    def trial_balance(self, as_of: str, year_start: str, entity_type: str = "ltd") -> TrialBalance:
        end, start = date.fromisoformat(as_of), date.fromisoformat(year_start)
        return trial_balance(
            CHART,
            self.movements(lambda day: day < start),
            self.between(start, end),
            end,
            year_start=start,
            entity_type=entity_type,
            basis="accruals",
        )

    def behind(self, places: Iterable[Place]) -> int:
        """Debit less credit of the postings, place by place: one that stood in two places would count twice."""
        return sum(p.amount for place in places for day, p in self.postings if stands_in(p, day, place))


def stands_in(posting: Posting, day: date, place: Place) -> bool:
    if posting.category_id != place.category_id or day > place.end or (place.start and day < place.start):
        return False
    if place.holder is None:
        return True
    contact = posting.contact if posting.category_id in CHART.per_contact else None
    return (place.holder.bank_account, place.holder.contact) == (posting.bank_account, contact)


def movements_of(postings: Iterable[Posting]) -> tuple[Movement, ...]:
    kept: dict[tuple[str, str | None, int | None], list[int]] = {}
    for p in postings:
        contact = p.contact if p.category_id in CHART.per_contact else None
        row = kept.setdefault((p.category_id, p.bank_account, contact), [0, 0, 0])
        row[0] += max(p.amount, 0)
        row[1] += max(-p.amount, 0)
        row[2] += 1
    return tuple(Movement(*key, *row) for key, row in kept.items())


def shown(block: Block) -> list[tuple[str, str | int | None, int]]:
    """Each line's figure, whose it is, and its amount."""
    return [(line.figure, line.bank_account or line.contact, line.amount) for line in block.lines]
