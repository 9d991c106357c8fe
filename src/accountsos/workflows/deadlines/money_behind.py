"""What the books say of the money behind a deadline: how much is due, what of it is paid, and whether it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accountsos.dates import FIRST_DAY, LAST_DAY, ONE_DAY, Period
from accountsos.money import Pence, pounds
from accountsos.reports.paid import left_to_pay
from accountsos.store.engine.sql import day_from
from accountsos.store.journal import postings_of_category
from accountsos.store.vat import hmrc_payments
from accountsos.uk_rules.annual_accounting import Pattern, instalments
from accountsos.uk_rules.ct_dates import ct_payment_due
from accountsos.uk_rules.interest import LateInterest, late_payment_interest
from accountsos.uk_rules.obligation import Obligation
from accountsos.uk_rules.parameters import in_force_or_none
from accountsos.uk_rules.periods import Nation, add_months_same_day, last_day_of_months, tax_year_of
from accountsos.uk_rules.vat_penalties import Payment, late_payment_penalty
from accountsos.workflows.deadlines.payroll_of_books import HmrcPosting
from accountsos.workflows.reports.financial_statements import BooksAsKnown
from accountsos.workflows.tax.corporation_tax_due import CorporationTaxDue, corporation_tax_due
from accountsos.workflows.tax.sole_trader_tax import SoleTraderTax, sole_trader_tax
from accountsos.workflows.vat.vat_books import VatBooks

EVERY_POSTING = 100_000
ROUNDED_DOWN_TO = 5_00
"""HMRC notifies instalments rounded down to five pounds (VATAAS4100)."""
INSTALMENT_MONTHS_BEGIN = 2
"""In the first two months of a year the balance of the year before is paid."""


@dataclass(frozen=True, slots=True)
class Money:
    """Of one deadline."""

    left: Pence | None
    """What is still to be paid; negative is owed to the business."""
    done: bool = False
    told: str | None = None
    warnings: tuple[str, ...] = ()
    """What is to be known of the rates behind it."""
    only_payment: bool = False
    """Whether paying is all there is to do: a return is filed also where nothing is due."""

    @property
    def nothing_to_pay(self) -> bool:
        """By the books."""
        return self.only_payment and self.left is not None and self.left <= 0


NOTHING_KNOWN = Money(None)
SELF_ASSESSMENT = ("sa_balance", "sa_on_account_1", "sa_on_account_2")
FIRST_YEAR = date(2021, 4, 6)
"""The first tax year whose rates of Class 4 are kept."""


class MoneyBehind:
    """Reads what it needs once, when the first deadline asks."""

    def __init__(self, books: BooksAsKnown, vat: VatBooks, today: date, nation: Nation) -> None:
        self.books, self.vat, self.today, self.nation = books, vat, today, nation
        self._taxed: dict[Period, SoleTraderTax] = {}

    def of(self, each: Obligation) -> Money:
        """The money behind an obligation; nothing is known of a period that has not begun."""
        period, kind = each.period, each.key.partition(":")[0]
        if period is None or period.start > self.today:
            return NOTHING_KNOWN
        if kind == "vat_return":
            return self._vat_return(period)
        if kind.startswith("vat_instalment_"):
            return self._instalment(period, int(kind.rpartition("_")[2]))
        if kind == "ct_payment":
            return self._corporation_tax(period)
        if kind.startswith("sa_") and kind in SELF_ASSESSMENT:
            return self._self_assessment(period, kind)
        if kind == "paye_payment":
            return self._payroll(period, each.due_date)
        return NOTHING_KNOWN

    def _vat_return(self, period: Period) -> Money:
        filed = self.vat.filed.get(period.end)
        net = filed.boxes.net_vat if filed is not None else self.vat.figures(period).boxes.net_vat
        if period.end in self._quarters_left and (filed is not None or net > 0):
            left = self._quarters_left[period.end]
        elif self._pattern(period) is not None:
            left = net - self._paid_between(*_of_year(period))
        else:
            left = net
        return Money(left, told=_paid_text(net - left))

    def late_vat_penalty(self, period: Period) -> Pence:
        """What late payment of a filed return has cost so far, by the payments that the books show."""
        filed = self.vat.filed[period.end]
        paid = [Payment(day, amount) for day, amount in self._payments if day > period.end]
        due = self.vat.due_date(period)
        earlier = sum(each.amount for each in paid) - (filed.boxes.net_vat - self.vat_left_after_filing(period))
        # What went to older returns did not pay this one: only what is left of each payment counts.
        return late_payment_penalty(due, filed.boxes.net_vat, _after(paid, earlier), today=self.today).total

    def vat_left_after_filing(self, period: Period) -> Pence:
        """What of a filed return's VAT the books do not show as paid; nothing of one that was not filed."""
        if period.end not in self.vat.filed:
            return 0
        return max(self._vat_return(period).left or 0, 0)

    @cached_property
    def _payments(self) -> list[tuple[date, Pence]]:
        return hmrc_payments(self.books.db, self.books.company, self.vat.names)

    def _paid_between(self, first: date, last: date) -> Pence:
        return sum(amount for day, amount in self._payments if first <= day <= last)

    def _pattern(self, period: Period) -> Pattern | None:
        scheme = self.vat.regime.on(period.end)
        return Pattern(scheme.instalments) if scheme is not None and scheme.instalments else None

    @cached_property
    def _quarters_left(self) -> dict[date, Pence]:
        """What is left of each return that is over and paid at once: payments since the first of them, oldest first.

        One that nobody marked as filed may be paid all the same; what it claims is set against nothing before it is.
        """
        owed = {end: each.boxes.net_vat for end, each in self.vat.filed.items() if self._pattern(each.period) is None}
        yearly = [_of_year(each.period) for end, each in self.vat.filed.items() if end not in owed]
        for end in self.vat.sums(FIRST_DAY, self.today - ONE_DAY):
            period = self.vat.regime.period_of(end)
            if end not in self.vat.filed and period is not None and self._pattern(period) is None:
                owed[end] = max(self.vat.figures(period).boxes.net_vat, 0)
        if not owed:
            return {}
        ends = sorted(owed)
        own = [
            amount
            for day, amount in self._payments
            if day > ends[0] and not any(first <= day <= last for first, last in yearly)
        ]
        paid, received = sum(amount for amount in own if amount > 0), -sum(amount for amount in own if amount < 0)
        left = left_to_pay([owed[end] for end in ends], paid, received)
        return dict(zip(ends, left, strict=True))

    def _instalment(self, period: Period, number: int) -> Money:
        pattern = self._pattern(period)
        if pattern is None:
            return NOTHING_KNOWN
        first, last = _of_year(period)
        before = self.vat.filed.get(period.start - ONE_DAY)
        made = [amount for day, amount in self._payments if first <= day <= last and amount > 0]
        if before is None or before.boxes.net_vat <= 0:
            # Without last year's figure the amount is HMRC's to know: as many payments as instalments are enough.
            return Money(None, done=len(made) >= number)
        amount = instalments(period.start, before.boxes.net_vat, pattern, self.nation)[number - 1].amount
        left = min(max(number * amount - sum(made), 0), amount)
        done = left < ROUNDED_DOWN_TO * number or len(made) >= number
        return Money(0 if done else left, done=done)

    def _interest(self, left: Pence, due: date) -> LateInterest:
        if in_force_or_none(due + ONE_DAY, "late_payment_interest_rate") is None:
            return LateInterest(0, ())
        return late_payment_interest(left, due, self.today)

    @cached_property
    def _tax_by_period(self) -> dict[date, CorporationTaxDue]:
        return corporation_tax_due(self.books, self.today, self.today)

    def _corporation_tax(self, period: Period) -> Money:
        due = self._tax_by_period.get(period.end)
        if due is None:
            return NOTHING_KNOWN
        owed = due.tax + due.on_loans
        what = "Corporation tax as charged" if due.charged else "Corporation tax as estimated"
        loans = f" and {pounds(due.on_loans)} on loans to directors (s455)" if due.on_loans else ""
        told = f"{what}: {pounds(due.tax)}{loans}." + (f" {_paid_text(due.paid)}" if due.paid > 0 else "")
        interest = self._interest(due.left, ct_payment_due(period.end))
        if interest.amount:
            told += f" Interest on the rest to today: {pounds(interest.amount)}."
        done = period.end < self.today and (owed > 0 or due.charged) and due.left <= 0
        warnings = interest.warnings if interest.amount else ()
        return Money(due.left, done=done, told=told, warnings=warnings, only_payment=True)

    def _tax_of(self, year: Period) -> SoleTraderTax:
        if year not in self._taxed:
            self._taxed[year] = sole_trader_tax(self.books, year, self.today)
        return self._taxed[year]

    def _self_assessment(self, year: Period, kind: str) -> Money:
        """The person's own money pays it, which is not in these books: an amount, and never done by itself."""
        if year.start < FIRST_YEAR:
            return NOTHING_KNOWN
        found = self._tax_of(year)
        if kind != "sa_balance":
            if not found.on_account.required:
                return Money(0, done=year.end < self.today, told="None is due: too little tax, or most of it deducted.")
            return Money(found.on_account.each, told=_told(f"half of {pounds(found.to_pay)}"))
        earlier = tax_year_of(year.start - ONE_DAY)
        began = self.books.profile.incorporated_on
        known = began is None or earlier.end >= began
        on_account = 2 * self._tax_of(earlier).on_account.each if known and earlier.start >= FIRST_YEAR else 0
        paid = f", less {pounds(on_account)} on account" if on_account else ""
        told = _told(f"tax and Class 4 {pounds(found.to_pay)}{paid}")
        return Money(found.to_pay - on_account, told=told, only_payment=True)

    @cached_property
    def payroll_postings(self) -> list[HmrcPosting]:
        """What was posted to PAYE and CIS payable, by day."""
        chart, found = self.books.names.chart, []
        of_cis = chart.in_role("cis_payable")
        for category_id in sorted(chart.in_role("paye_payable") | of_cis):
            postings, _ = postings_of_category(
                self.books.db,
                self.books.company,
                self.books.names.category_no[category_id],
                (FIRST_DAY, LAST_DAY),
                last_entry=self.books.last_entry,
                limit=EVERY_POSTING,
            )
            found += [
                HmrcPosting(
                    day_from(p.entry_date), -p.amount, p.source_kind == "transaction", of_cis=category_id in of_cis
                )
                for p in postings
            ]
        return sorted(found, key=lambda one: (one.day, one.amount))

    def _payroll(self, period: Period, due: date) -> Money:
        owing = [one for one in self.payroll_postings if one.owing]
        owed_before = sum(one.amount for one in owing if one.day < period.start)
        owed = sum(one.amount for one in owing if one.day in period)
        # What a journal takes off is paid as by the bank: deductions suffered, or a payroll that was taken back.
        paid = -sum(one.amount for one in self.payroll_postings if not one.owing)
        if not owed:
            # No journal of that month: a payment in its time says that somebody ran the payroll elsewhere.
            in_time = any(one.by_bank and period.end < one.day <= due for one in self.payroll_postings)
            return Money(None, done=in_time)
        _, left = left_to_pay((owed_before, owed), paid)
        return Money(left, done=period.end < self.today and left <= 0, told=_paid_text(owed - left))


def _told(text: str) -> str:
    return f"As estimated from the books: {text}."


def _of_year(period: Period) -> tuple[date, date]:
    """The days in which payments go to a year of annual accounting: from its third month to two months after it."""
    first = add_months_same_day(period.start.replace(day=1), INSTALMENT_MONTHS_BEGIN)
    after = (period.end + ONE_DAY).replace(day=1)
    return first, last_day_of_months(after, INSTALMENT_MONTHS_BEGIN)


def _after(paid: list[Payment], earlier: Pence) -> list[Payment]:
    """The payments without the first money of them, which went elsewhere."""
    found = []
    for each in paid:
        gone = min(max(earlier, 0), max(each.amount, 0))
        earlier -= gone
        found.append(Payment(each.paid_on, each.amount - gone))
    return found


def _paid_text(paid: Pence) -> str | None:
    return f"{pounds(paid)} is paid." if paid > 0 else None
