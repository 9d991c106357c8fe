"""Lines whose size follows from earlier months: card settlement, savings, VAT, corporation tax, dividends, drawings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos.dates import month_end
from accountsos.generator import working_days
from accountsos.generator.bills import within_month
from accountsos.generator.blueprint import CARD, MAIN, SAVINGS, Blueprint, Draft, Sequence
from accountsos.money import Pence

FIRST_DIVIDEND = 6
"""After so many months: before that nobody knows what a year brings."""
FIRST_SEQ = 500_000
"""Between the calendar's lines and the day's."""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What later months need to know of a month; nothing in it depends on a settlement."""

    profit: Pence
    vat: Pence
    """In VAT control: positive = reclaimed, negative = owed, as postings are signed."""
    card: Pence
    """The movement of the card account: negative = spent."""
    paye: Pence = 0
    """What HMRC is paid of the payroll: no cost of the bank's, but one of the books'."""


Figures = Callable[[int], MonthFigures]
"""The figures of the month at an offset."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A planned settlement: its place among the month's lines is known before its amount is."""

    kind: str
    priority: int
    lines: int


def planned(blueprint: Blueprint, offset: int) -> list[Settlement]:
    """The settlements of that month."""
    found: list[Settlement] = []
    if offset == 0:
        return found
    month = blueprint.month(offset)
    if blueprint.spend_account == CARD:
        found.append(Settlement("card", 1, 2))
    found.append(Settlement("savings", 3, 2))
    if blueprint.profile.vat_registered and vat_quarter(blueprint, offset) is not None:
        found.append(Settlement("vat", 1, 1))
    if blueprint.profile.entity_type == "sole_trader":
        found.append(Settlement("drawings", 2, 1))
        if month.month in (1, 7) and offset >= 6:
            found.append(Settlement("self_assessment", 2, 1))
        return found
    every = blueprint.archetype.dividend_every
    if offset >= FIRST_DIVIDEND and offset % every == 0:
        directors = [p for p in blueprint.profile.people if p.role == "director"]
        found += [Settlement(f"dividend {n}", 2, 1) for n in range(len(directors))]
    if tax_year(blueprint, offset) is not None:
        found.append(Settlement("corporation_tax", 1, 1))
    return found


def drafts(blueprint: Blueprint, offset: int, kinds: list[Settlement], figures: Figures) -> list[Draft]:
    """The lines of the settlements that found room, with their amounts."""
    sequence = Sequence(FIRST_SEQ)
    found: list[Draft] = []
    for settlement in kinds:
        name, _, number = settlement.kind.partition(" ")
        lines = _MAKERS[name](_Settling(blueprint, offset, sequence, figures, int(number or 0)))
        assert len(lines) == settlement.lines, settlement
        found += lines
    return found


def vat_quarter(blueprint: Blueprint, offset: int) -> range | None:
    """The offsets of the months whose VAT is paid in that month: the quarter that ended two months before.

    A direct debit is taken after the seventh of the second month after the quarter (SI 1995/2518 reg 25(1)).
    """
    last = offset - 2
    if last < 0 or blueprint.month(last).month % 3 != blueprint.profile.vat_stagger - 1:
        return None
    return range(max(0, last - 2), last + 1)


def tax_year(blueprint: Blueprint, offset: int) -> range | None:
    """The offsets of the accounting period whose corporation tax is paid in that month, the ninth after its end.

    It is due nine months and a day after the period, so the last working day of the ninth month is in time.
    """
    last = offset - 9
    year_end = blueprint.profile.year_end
    if last < 0 or blueprint.month(last).month != year_end[0]:
        return None
    return range(max(0, last - 11), last + 1)


@dataclass(frozen=True, slots=True)
class _Settling:
    blueprint: Blueprint
    offset: int
    sequence: Sequence
    figures: Figures
    number: int

    def day(self, day: int) -> date:
        return within_month(self.blueprint.month(self.offset), day)

    def profit(self, months: range) -> Pence:
        return sum(self.figures(m).profit for m in months if m >= 0)

    def after_payroll(self, months: range) -> Pence:
        return self.profit(months) + sum(self.figures(m).paye for m in months if m >= 0)

    def pot(self, amount: Pence, day: int = 27) -> tuple[Draft, ...]:
        names = ("TRANSFER TO SAVINGS", "TRANSFER FROM CURRENT ACCOUNT")
        return self.sequence.transfer(self.day(day), amount, (MAIN, SAVINGS), names)

    def nothing_due(self) -> tuple[Draft, ...]:
        """The line that takes the place of a payment that came to nothing."""
        return (self.sequence.draft(self.day(28), -950, "cat_bank_charges", "fee", "SERVICE CHARGES"),)


def _card(settling: _Settling) -> tuple[Draft, ...]:
    """Last month's card balance in full, by direct debit."""
    owed = -settling.figures(settling.offset - 1).card
    if owed <= 0:
        return settling.pot(25_000, 24)
    texts = ("AMERICAN EXPRESS", "PAYMENT RECEIVED - THANK YOU")
    return settling.sequence.transfer(settling.day(24), owed, (MAIN, CARD), texts)


def _savings(settling: _Settling) -> tuple[Draft, ...]:
    """A tenth of last month's profit in round hundreds, something in bad months too."""
    profit = settling.profit(range(settling.offset - 1, settling.offset))
    return settling.pot(max(10_000, profit // 10 // 10_000 * 10_000))


def _vat(settling: _Settling) -> tuple[Draft, ...]:
    quarter = vat_quarter(settling.blueprint, settling.offset)
    assert quarter is not None
    vat = sum(settling.figures(m).vat for m in quarter)
    if vat == 0:
        return settling.nothing_due()
    taken = working_days.working_days_after(settling.blueprint.month(settling.offset) + timedelta(days=6), 3)
    kind = "direct_debit" if vat < 0 else "bacs_in"
    text = "HMRC VAT" if vat < 0 else "HMRC VAT REPAYMENT"
    reference = f"{(settling.blueprint.company * 7_919 + 123_456_789) % 10**9:09d}"
    return (settling.sequence.draft(taken, vat, "cat_vat", kind, text, reference=reference, contact="HMRC"),)


def _corporation_tax(settling: _Settling) -> tuple[Draft, ...]:
    """The small profits rate on the period's profit after payroll taxes, on the ninth month's last working day."""
    months = tax_year(settling.blueprint, settling.offset)
    assert months is not None
    tax = settling.after_payroll(months) * 19 // 100
    if tax <= 0:
        return settling.nothing_due()
    reference = f"{(settling.blueprint.company * 7_919 + 8_123_456_789) % 10**10:010d}A00101A"
    line = settling.sequence.draft(
        settling.day(31),
        -tax,
        "cat_ct_payable",
        "payment_out",
        "HMRC CORPORATION TAX",
        reference=reference,
        contact="HMRC",
    )
    return (line,)


def _dividend(settling: _Settling) -> tuple[Draft, ...]:
    """Each director's share of what is declared."""
    directors = [p for p in settling.blueprint.profile.people if p.role == "director"]
    amount = _declared(settling, len(directors))
    if amount <= 0:
        return settling.nothing_due()
    director = directors[settling.number]
    line = settling.sequence.draft(
        settling.day(20), -amount, "cat_dividends", "payment_out", director.name.upper(), reference="DIVIDEND",
        contact=director.name,
    )  # fmt: skip
    return (line,)


def _declared(settling: _Settling, directors: int) -> Pence:
    """For each director half of what the last months left after tax, in round fifties, as far as reserves go.

    A dividend is lawful out of profits that are there (CA 2006 s830): all profits so far less payroll taxes, those of
    the last month once more, for they are owed still, half for tax and bad months, and what was declared before.
    """
    every, amount, before = settling.blueprint.archetype.dividend_every, 0, 0
    for offset in range(every, settling.offset + 1, every):
        if offset < FIRST_DIVIDEND:
            continue
        before += amount * directors
        so_far = settling.after_payroll(range(offset)) + settling.figures(offset - 1).paye
        reserves = so_far // 2 - before
        left = settling.profit(range(offset - every, offset)) * 80 // 100
        amount = max(min(left * 55 // 100, reserves) // directors // 5_000 * 5_000, 0)
    return amount


def _drawings(settling: _Settling) -> tuple[Draft, ...]:
    """Half of last month's profit in round tens."""
    amount = settling.profit(range(settling.offset - 1, settling.offset)) // 2 // 1_000 * 1_000
    if amount <= 0:
        return settling.nothing_due()
    owner = settling.blueprint.profile.people[0].name
    line = settling.sequence.draft(
        settling.day(21), -amount, "cat_drawings", "payment_out", owner.upper(), reference="DRAWINGS", contact=owner
    )
    return (line,)


def _self_assessment(settling: _Settling) -> tuple[Draft, ...]:
    """A fifth of the last half year's profit, by 31 January and 31 July."""
    tax = settling.profit(range(settling.offset - 6, settling.offset)) // 5
    if tax <= 0:
        return settling.nothing_due()
    day = working_days.on_or_before(month_end(settling.blueprint.month(settling.offset)))
    reference = f"{(settling.blueprint.company * 7_919 + 1_234_567_890) % 10**10:010d}K"
    line = settling.sequence.draft(
        day, -tax, "cat_drawings", "payment_out", "HMRC SELF ASSESSMENT", reference=reference, contact="HMRC"
    )
    return (line,)


_MAKERS: dict[str, Callable[[_Settling], tuple[Draft, ...]]] = {
    "card": _card,
    "savings": _savings,
    "vat": _vat,
    "corporation_tax": _corporation_tax,
    "dividend": _dividend,
    "drawings": _drawings,
    "self_assessment": _self_assessment,
}
