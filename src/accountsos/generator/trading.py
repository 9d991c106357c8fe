"""The lines of every day, drawn in columns: takings and invoices paid in, shopping and suppliers paid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accountsos.generator import working_days
from accountsos.generator.archetypes import Source
from accountsos.generator.blueprint import CARD, MAIN, QUOTA, TRADING, Blueprint, Draft
from accountsos.generator.draws import Column, below, columns, philox, pick, skewed
from accountsos.generator.market import Market
from accountsos.money import Pence

FIRST_SEQ = 1_000_000
"""Above the numbers of the calendar's lines."""
_WIDTH = 8
_WORD = 1 << 32
_TWIN, _REFUND = _WORD * 25 // 1000, _WORD * 30 // 1000
_PART_PAID, _OVERPAID, _LATE = _WORD * 60 // 1000, _WORD * 90 // 1000, _WORD * 200 // 1000
_TWIN_MAX = 3_000
"""Two coffees, not two vans."""
_ON_CARD = _WORD * 7 // 10
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_MARK_UP_PERMILLE, _SEASON_PERMILLE, _GROWTH_PERMILLE = 1_150, 120, 3


@dataclass(frozen=True, slots=True)
class _Days:
    """Ordinals of the month: each card day's use and booking, and the working days."""

    used: list[int]
    booked: list[int]
    working: list[int]


def drafts(blueprint: Blueprint, market: Market, offset: int, count: int) -> list[Draft]:
    """Exactly `count` lines of that month."""
    if count == 0:
        return []
    words = columns(philox(blueprint.seed, blueprint.company, offset, TRADING), count, _WIDTH)
    month = blueprint.month(offset)
    pairs = working_days.card_days(month)
    days = _Days(
        [used.toordinal() for used, _ in pairs],
        [booked.toordinal() for _, booked in pairs],
        [day.toordinal() for day in working_days.working_days(month)],
    )
    incoming = max(1, count * blueprint.archetype.money_in_permille // 1_000)
    passed_on = incoming * blueprint.archetype.client_money_permille // 2_000 * 2
    rows = _Rows(blueprint, market, offset, days)
    return [
        *rows.client_money([w[:passed_on] for w in words]),
        *rows.income([w[passed_on:incoming] for w in words], FIRST_SEQ + passed_on, count - incoming),
        *rows.spending([w[incoming:] for w in words], FIRST_SEQ + incoming),
    ]


@dataclass(frozen=True, slots=True)
class _Rows:
    blueprint: Blueprint
    market: Market
    offset: int
    days: _Days

    def client_money(self, words: list[Column]) -> Iterator[Draft]:
        """Rent comes in from a tenant and goes on to the landlord: money of others, neither income nor cost."""
        if not len(words[0]):
            return
        tenants = self.market.clients(self.offset, words[0])
        amounts = (65_000 + below(words[1], 48) * np.uint64(2_500)).tolist()
        picks = below(words[2], len(self.days.working)).tolist()
        for row in range(0, len(tenants) - 1, 2):
            tenant, landlord, amount = tenants[row], tenants[row + 1], int(amounts[row])
            came = picks[row]
            went = min(came + 2, len(self.days.working) - 1)
            reference = f"RENT {100 + amount // 2_500}{tenant[:3].upper()}"
            for seq, day, signed, kind, who in (
                (row, came, amount, "payment_in", tenant),
                (row + 1, went, -amount, "payment_out", landlord),
            ):
                on = self.days.working[day]
                yield Draft(
                    on, FIRST_SEQ + seq, MAIN, signed, "cat_other_creditors", kind, who.upper(), reference, who, on
                )  # fmt: skip

    def income(self, words: list[Column], first_seq: int, spending_rows: int) -> list[Draft]:
        """The month's takings shared out over its lines of money in."""
        count = len(words[0])
        if not count:
            return []
        archetype = self.blueprint.archetype
        sources = [archetype.sources[n] for n in pick(words[0], [s.weight for s in archetype.sources]).tolist()]
        clients = self.market.clients(self.offset, words[1])
        picks = self._income_days(sources, words[3])
        amounts = self._takings(words[2].tolist(), spending_rows)
        special, numbers = words[6].tolist(), below(words[5], 9_000).tolist()
        found: list[Draft] = []
        row = 0
        while row < count:
            source, client, day = sources[row], clients[row], picks[row]
            contact = source.contact or (client if source.kind == "payment_in" else "")
            text = source.text.replace("{n}", str(1_000 + numbers[row])) or client.upper()
            invoice = 1_010 + self.offset * (count + 40) + row - (35 if special[row] > _WORD - _LATE else 0)
            reference = f"INV {invoice}" if source.kind == "payment_in" else ""
            on = self.days.working[day]
            line = Draft(
                on, first_seq + row, MAIN, amounts[row], source.category_id, source.kind, text, reference, contact, on,
                source.category_id == "cat_sales_overseas",
            )  # fmt: skip
            if source.kind == "payment_in" and special[row] < _OVERPAID and row + 1 < count:
                later = self.days.working[min(day + 3, len(self.days.working) - 1)]
                found += _two_payments(
                    line, amounts[row] + amounts[row + 1], later, part_paid=special[row] < _PART_PAID
                )
                row += 2
                continue
            found.append(line)
            row += 1
        return found

    def _income_days(self, sources: list[Source], column: Column) -> list[int]:
        """Positions among the working days. Payouts follow one another day by day, invoices are paid on any day."""
        days = len(self.days.working)
        drawn = below(column, days).tolist()
        return [row % days if source.kind == "payout" else drawn[row] for row, source in enumerate(sources)]

    def _takings(self, weights: list[int], spending_rows: int) -> list[Pence]:
        """What each line brings in, so that the month pays for its costs with a margin."""
        blueprint = self.blueprint
        costs = blueprint.fixed_costs + blueprint.expected_spend(spending_rows)
        target = max(blueprint.archetype.turnover_month, costs * _MARK_UP_PERMILLE // 1_000)
        target = target * (1_000 + _GROWTH_PERMILLE * self.offset) // 1_000
        target = blueprint.draws(self.offset, QUOTA).varied(target, _SEASON_PERMILLE)
        month = blueprint.month(self.offset)
        for bill in blueprint.archetype.bills:
            if bill.amount > 0 and bill.category_id == "cat_sales" and bill.due_in(month, self.offset):
                target -= bill.amount
        unit = blueprint.archetype.invoice_unit
        target = max(target, 20 * unit * len(weights))
        whole = sum(weights) + len(weights) * _WORD // 2
        shares = (target * (weight + _WORD // 2) // whole for weight in weights)
        return [max(unit, share // unit * unit) for share in shares]

    def spending(self, words: list[Column], first_seq: int) -> list[Draft]:
        """Card payments and transfers to suppliers; some twins, some refunds."""
        if not len(words[0]):
            return []
        pool = self.market.pool(self.offset)
        trade = self.blueprint.trade_permille(len(words[0]))
        visited = self.market.visits(self.offset, words[0], words[1])
        low = np.array([p.low for _, p in pool], dtype=np.uint64)[visited]
        high = np.array([p.high for _, p in pool], dtype=np.uint64)[visited]
        to_99 = np.array([g.priced_to_99 for g, _ in pool])[visited] & (words[7] < _WORD * 4 // 10)
        scale = np.array([trade if g.is_trade else 1_000 for g, _ in pool], dtype=np.uint64)[visited]
        low, high = low * scale // np.uint64(1_000), high * scale // np.uint64(1_000)
        amounts = low + (((high - low) * skewed(words[2])) >> np.uint64(32))
        amounts = np.where(to_99, amounts - amounts % np.uint64(100) + np.uint64(99), amounts)
        card_day = below(words[3], len(self.days.used)).tolist()
        work_day = below(words[3], len(self.days.working)).tolist()
        by_card = self.blueprint.spend_account == CARD
        found: list[Draft] = []
        plain = False
        rows = zip(
            visited.tolist(), amounts.tolist(), words[4].tolist(), words[5].tolist(), words[6].tolist(), strict=True
        )
        for row, (index, amount, where, code, special) in enumerate(rows):
            seq = first_seq + row
            if plain and special < _REFUND and found[-1].kind == "card":
                is_twin = special < _TWIN and found[-1].amount > -_TWIN_MAX
                found.append(self._again(found[-1], seq) if is_twin else self._refund(found[-1], seq, code))
                plain = False
                continue
            plain = True
            group, payee = pool[index]
            text = payee.text
            if "{" in text:
                text = text.replace("{n}", str(code % 9_000 + 1_000)).replace("{c}", _code(code, where))
            if group.kind == "card":
                used, booked = self.days.used[card_day[row]], self.days.booked[card_day[row]]
                account, reference = (CARD if by_card and where < _ON_CARD else MAIN), ""
            else:
                used = booked = self.days.working[work_day[row]]
                account, reference = MAIN, f"{code % 90_000 + 10_000}"
            found.append(
                Draft(
                    booked, seq, account, -amount, group.category_id, group.kind, text, reference, payee.contact, used,
                    group.overseas,
                )
            )  # fmt: skip
        return found

    def _again(self, line: Draft, seq: int) -> Draft:
        """The same purchase once more on the same day: two coffees."""
        return line._replace(seq=seq, twin_of=line.seq)

    def _refund(self, line: Draft, seq: int, code: int) -> Draft:
        """The shop gives the money back, one time in four only a part of it, a few working days later."""
        amount = -line.amount if code % 4 else max(1, -line.amount // 3)
        later = [day for day in self.days.working if day > line.booked][:3]
        booked = later[-1] if later else line.booked
        return line._replace(
            seq=seq,
            amount=amount,
            kind="card_refund",
            booked=booked,
            occurred=max(line.occurred, booked - 1),
            refund_of=line.seq,
        )


def _two_payments(line: Draft, whole: Pence, later: int, *, part_paid: bool) -> tuple[Draft, Draft]:
    """An invoice paid in two parts, or paid too much with the surplus sent back: always two lines, the same takings."""
    if part_paid:
        first = line._replace(amount=whole * 6 // 10)
        return first, line._replace(seq=line.seq + 1, amount=whole - first.amount, booked=later, occurred=later)
    first = line._replace(amount=whole + 5_000)
    back = line._replace(
        seq=line.seq + 1, amount=-5_000, kind="payment_out", booked=later, occurred=later, refund_of=line.seq,
        reference=line.reference + " OVERPAID",
    )  # fmt: skip
    return first, back


def _code(word: int, other: int) -> str:
    """Nine letters and digits, as Amazon prints behind its star."""
    bits = word << 32 | other
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(0, 45, 5))
