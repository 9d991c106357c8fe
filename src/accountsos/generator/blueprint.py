"""What every month of a company is drawn from, and a line before it has its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import mul
from typing import NamedTuple

from accountsos.generator import working_days
from accountsos.generator.archetypes import Archetype
from accountsos.generator.draws import Draws
from accountsos.generator.lines import Account, Foreign, Profile
from accountsos.generator.payees import GROUPS
from accountsos.money import Pence

CAPITAL, REGULAR, RATES, TRADING, PAYEES, QUOTA, IDENTITY = range(1, 8)
"""The streams of draws; each starts afresh in every month."""

MAIN, SAVINGS, CARD = "ba_main", "ba_savings", "ba_card"
_TRADE_MAX = 4_000
_CHARGING_FOR_FOREIGN = frozenset(("barclays", "hsbc", "lloyds", "natwest", "nationwide", "santander", "amex"))


class Draft(NamedTuple):
    """A line of a month before sorting. A plain tuple because a million of them are made."""

    booked: int
    """Ordinal of the day."""
    seq: int
    """Distinct within the month; the order of one day."""
    account: str
    amount: Pence
    category_id: str
    kind: str
    text: str
    reference: str
    contact: str
    occurred: int
    overseas: bool = False
    pair: int | None = None
    """The `seq` of the other half of a transfer."""
    refund_of: int | None = None
    twin_of: int | None = None
    foreign: Foreign | None = None


class Sequence:
    """Numbers a month's drafts as they are made; a draft keeps its number whatever is dropped later."""

    def __init__(self, first: int) -> None:
        self._last = first - 1

    def draft(
        self,
        booked: date,
        amount: Pence,
        category_id: str,
        kind: str,
        text: str,
        *,
        account: str = MAIN,
        reference: str = "",
        contact: str = "",
        occurred: date | None = None,
        overseas: bool = False,
        pair: int | None = None,
        refund_of: int | None = None,
        foreign: Foreign | None = None,
    ) -> Draft:
        """A draft that was paid on the day it is booked, unless `occurred` says otherwise."""
        self._last += 1
        return Draft(
            booked.toordinal(), self._last, account, amount, category_id, kind, text, reference, contact,
            (occurred or booked).toordinal(), overseas, pair, refund_of, None, foreign,
        )  # fmt: skip

    def transfer(
        self, booked: date, amount: Pence, from_to: tuple[str, str], texts: tuple[str, str]
    ) -> tuple[Draft, Draft]:
        """Both halves of a transfer between own accounts; the text of a half names the other side."""
        out = self.draft(booked, -amount, "cat_transfer", "transfer", texts[0], account=from_to[0], pair=self._last + 2)
        into = self.draft(booked, amount, "cat_transfer", "transfer", texts[1], account=from_to[1], pair=out.seq)
        return out, into


@dataclass(frozen=True)
class Blueprint:
    """A company before any line exists. Not slotted: the derived figures are kept once computed."""

    seed: int
    company: int
    archetype: Archetype
    profile: Profile
    accounts: tuple[Account, ...]
    start: date
    quotas: tuple[int, ...]
    """Lines of each month."""

    def month(self, offset: int) -> date:
        """The first day of that month."""
        return working_days.month_at(self.start, offset)

    def draws(self, offset: int, stream: int) -> Draws:
        """The draws of one stream of that month."""
        return Draws(self.seed, self.company, offset, stream)

    @property
    def spend_account(self) -> str:
        """Where subscriptions and shopping go: the card, if there is one."""
        return CARD if any(a.ref == CARD for a in self.accounts) else MAIN

    def charges_for_foreign(self, account: str) -> bool:
        """Whether that account's bank books a fee line beside a foreign payment."""
        return any(a.ref == account and a.bank in _CHARGING_FOR_FOREIGN for a in self.accounts)

    @cached_property
    def payroll_month(self) -> Pence:
        """Net pay of everyone, a month."""
        return sum(p.net_pay for p in self.profile.people)

    @cached_property
    def staff_taxes(self) -> Pence:
        """Income tax and both national insurances, about a third of the net pay of those who earn enough."""
        return sum(p.net_pay for p in self.profile.people if p.role == "staff" and p.net_pay > 110_000) * 33 // 100

    @cached_property
    def fixed_costs(self) -> Pence:
        """What leaves every month whatever happens: monthly bills, payroll and its taxes."""
        bills = -sum(b.amount for b in self.archetype.bills if b.amount < 0 and b.every in ("month", "rates"))
        quarterly = -sum(b.amount for b in self.archetype.bills if b.every == "quarter_days") // 3
        return bills + quarterly + self.payroll_month + self.staff_taxes + self.payroll_month * 7 // 100

    @cached_property
    def mean_spend(self) -> Pence:
        """The expected amount of one shopping line, by the weights of the groups."""
        return self._mean(trade_only=False)

    def trade_permille(self, rows: int) -> int:
        """By how much goods and materials are dearer where a month has so few shopping lines; never cheaper."""
        usual = self._mean(trade_only=True) * rows
        return min(_TRADE_MAX, max(1_000, self.archetype.trade_month * 1_000 // usual)) if usual else 1_000

    def expected_spend(self, rows: int) -> Pence:
        """What so many shopping lines come to, on average."""
        extra = self._mean(trade_only=True) * (self.trade_permille(rows) - 1_000) // 1_000
        return rows * (self.mean_spend + extra)

    def _mean(self, *, trade_only: bool) -> Pence:
        total, weights = 0, 0
        for key, weight in self.archetype.spending:
            group = GROUPS[key]
            weights += weight
            if group.is_trade or not trade_only:
                visits = [1_000 // rank for rank in range(1, len(group.payees) + 1)]
                means = [p.low + (p.high - p.low) // 3 for p in group.payees]
                total += weight * sum(map(mul, visits, means)) // sum(visits)
        return total // weights
