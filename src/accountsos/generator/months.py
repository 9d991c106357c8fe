"""One month of a company: the planned lines that find room, the lines of every day, numbered in date order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.generator import regular, settlements, trading
from accountsos.generator.blueprint import CARD, Blueprint, Draft
from accountsos.generator.coding import PROFIT_AND_LOSS, vat_code, vat_within
from accountsos.generator.lines import TrueLine
from accountsos.generator.market import Market
from accountsos.generator.settlements import MonthFigures, Settlement
from accountsos.generator.wording import Words, describe
from accountsos.money import Pence

_EVERY_DAY_PERCENT = 35
"""Of a month's lines at least so many are of every day, however much is planned."""
_MONTHS_KEPT = 2

DayTotals = dict[tuple[date, str], Pence]
"""Postings by day and by category or bank account, debit positive."""


@dataclass(frozen=True, slots=True)
class _Month:
    base: list[Draft]
    settling: list[Settlement]


class Months:
    """Makes any month of a company on demand; keeps the last two and the figures and totals of all it has made."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self._market = Market(blueprint)
        self._bank = {account.ref: account.bank for account in blueprint.accounts}
        self._figures: dict[int, MonthFigures] = {}
        self._totals: dict[int, DayTotals] = {}
        self._kept: dict[int, list[TrueLine]] = {}
        self._numbers_from = [0]
        for quota in blueprint.quotas:
            self._numbers_from.append(self._numbers_from[-1] + quota)

    def lines(self, offset: int) -> list[TrueLine]:
        """The month's lines in date order."""
        if offset not in self._kept:
            while len(self._kept) >= _MONTHS_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[offset] = list(self._made(offset))
        return self._kept[offset]

    def totals(self, offset: int) -> DayTotals:
        """What the month's lines post, by day."""
        if offset not in self._totals:
            totals: DayTotals = defaultdict(int)
            for line in self.lines(offset):
                vat = vat_within(line.amount, line.vat_code)
                totals[line.booked_on, line.account] += line.amount
                totals[line.booked_on, line.category_id] -= line.amount - vat
                if vat:
                    totals[line.booked_on, "cat_vat"] -= vat
            self._totals[offset] = dict(totals)
        return self._totals[offset]

    def figures(self, offset: int) -> MonthFigures:
        """What settlements of later months are reckoned from."""
        if offset not in self._figures:
            self._plan(offset)
        return self._figures[offset]

    def _plan(self, offset: int) -> _Month:
        """Give room to the most important planned lines, and the rest of the month to the lines of every day."""
        quota = self.blueprint.quotas[offset]
        room = quota - -(-quota * _EVERY_DAY_PERCENT // 100)
        candidates: list[tuple[int, int, regular.Bundle | Settlement]] = [
            (b.priority, len(b.drafts), b) for b in regular.bundles(self.blueprint, offset)
        ]
        candidates += [(s.priority, s.lines, s) for s in settlements.planned(self.blueprint, offset)]
        base: list[Draft] = []
        settling: list[Settlement] = []
        for priority, size, planned in sorted(candidates, key=lambda candidate: candidate[0]):
            if size > (quota if priority == 0 else room):
                continue
            room, quota = room - size, quota - size
            if isinstance(planned, Settlement):
                settling.append(planned)
            else:
                base += planned.drafts
        base += trading.drafts(self.blueprint, self._market, offset, quota)
        self._figures[offset] = self._figures_of(base)
        return _Month(base, settling)

    def _figures_of(self, base: list[Draft]) -> MonthFigures:
        registered = self.blueprint.profile.vat_registered
        profit = vat_total = card = paye = 0
        for draft in base:
            vat = 0
            if registered:
                vat = vat_within(draft.amount, vat_code(draft.category_id, overseas=draft.overseas))
                vat_total -= vat
            if draft.category_id in PROFIT_AND_LOSS:
                profit += draft.amount - vat
            if draft.account == CARD:
                card += draft.amount
            if draft.category_id == "cat_paye":
                paye += draft.amount
        return MonthFigures(profit, vat_total, card, paye)

    def _made(self, offset: int) -> Iterator[TrueLine]:
        month = self._plan(offset)
        settled = settlements.drafts(self.blueprint, offset, month.settling, self.figures)
        drafts = sorted([*month.base, *settled])
        first = self._numbers_from[offset]
        number_of = {draft.seq: number for number, draft in enumerate(drafts, first)}
        twinned = {draft.twin_of for draft in drafts if draft.twin_of is not None}
        registered = self.blueprint.profile.vat_registered
        days: dict[int, date] = {}
        for number, d in enumerate(drafts, first):
            for ordinal in (d.booked, d.occurred):
                if ordinal not in days:
                    days[ordinal] = date.fromordinal(ordinal)
            twin = d.twin_of if d.twin_of is not None else d.seq if d.seq in twinned else None
            yield TrueLine(
                number,
                days[d.booked],
                days[d.occurred],
                d.account,
                d.amount,
                "GBP",
                d.kind,
                d.text,
                d.reference,
                describe(
                    self._bank[d.account],
                    Words(d.kind, d.text, d.reference, d.contact, days[d.occurred], d.amount, d.foreign),
                ),
                d.category_id,
                d.contact,
                vat_code(d.category_id, overseas=d.overseas) if registered else None,
                None if d.pair is None else number_of[d.pair],
                None if d.refund_of is None else number_of[d.refund_of],
                None if twin is None else number_of[twin],
                d.foreign,
                _counterparty(d),
            )


def _counterparty(draft: Draft) -> str:
    """An invented account for whoever pays or is paid by bank transfer; the same name always has the same one."""
    if draft.kind not in ("payment_in", "payment_out", "standing_order"):
        return ""
    word = 0
    for character in draft.contact:
        word = (word * 131 + ord(character)) % 999_983
    return f"00-00-{word % 90 + 10} 99{word:06d}"
