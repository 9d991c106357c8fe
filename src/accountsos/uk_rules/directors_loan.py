"""Loans from a close company to its directors and shareholders: section 455 tax, relief, the anti-avoidance rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.ct_dates import ct_payment_due
from accountsos.uk_rules.parameters import count_on, in_force_on, in_force_or_none, pounds_on, rate_on, warnings_for


@dataclass(frozen=True, slots=True)
class Loan:
    """Money advanced to one person."""

    made_on: date
    amount: Pence


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money paid back. By dividend or bonus it is taxed on the person, so the matching rules leave it alone.

    `new_loans_arranged` are loans that were already arranged when it was made (the arrangements rule).
    """

    made_on: date
    amount: Pence
    taxed_as_income: bool = False
    new_loans_arranged: Pence = 0


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is left of one loan when the tax falls due."""

    loan: Loan
    unpaid: Pence


@dataclass(frozen=True, slots=True)
class Section455:
    """The charge of one accounting period on one person's account."""

    chargeable: Pence
    tax: Pence
    due: date
    loans: tuple[Outstanding, ...]
    matched_to_new_loans: Pence
    warnings: tuple[str, ...] = ()


def section_455(period: Period, loans: Sequence[Loan], repayments: Sequence[Repayment] = ()) -> Section455:
    """The tax on loans of the period that are unpaid when it falls due, nine months and a day after the period.

    Each loan bears the rate of its own day. Repayments before that day count, oldest loan first, less what section
    464C matches to new loans of a later period. There is no small-loan exemption for a director who is a shareholder.
    Source: CTA 2010 s455, s458, s464C; HMRC CTM61500 onwards.
    """
    if any(loan.amount < 0 for loan in loans) or any(each.amount < 0 for each in repayments):
        raise BadRequest("loans and repayments are positive amounts")
    due = ct_payment_due(period.end)
    in_order = sorted(loans, key=lambda each: each.made_on)
    in_time = sorted((each for each in repayments if each.made_on < due), key=lambda each: each.made_on)
    unpaid, matched = _allocate(period, in_order, in_time)
    ours = tuple(
        Outstanding(loan, left)
        for loan, left in zip(in_order, unpaid, strict=True)
        if loan.made_on in period and left > 0
    )
    tax = sum((each.unpaid * rate_on(each.loan.made_on, "s455_rate") for each in ours), Decimal(0))
    rows = [in_force_on(each.loan.made_on, "s455_rate") for each in ours]
    return Section455(sum(each.unpaid for each in ours), rounded_half_up(tax), due, ours, matched, warnings_for(*rows))


def relief_due(repaid_in_period_ending: date) -> date:
    """When the tax on a loan repaid late comes back: nine months and a day after the period of the repayment.

    Source: CTA 2010 s458(5); HMRC CTM61610.
    """
    return ct_payment_due(repaid_in_period_ending)


@dataclass(frozen=True, slots=True)
class Relief458:
    """What of a charge comes back for one late repayment, and from which day."""

    repaid_on: date
    repaid: Pence
    tax: Pence
    due: date


def section_458(
    period: Period,
    loans: Sequence[Loan],
    repayments: Sequence[Repayment],
    period_of: Callable[[date], Period],
) -> tuple[Relief458, ...]:
    """The relief for repayments of the period's loans from the day its tax was due, each with the day it comes back.

    `period_of` is the accounting period with a day in it: relief is due nine months and a day after the end of the
    one in which the money came back. Source: CTA 2010 s458(1) to (5); HMRC CTM61605 and CTM61610.
    """
    due = ct_payment_due(period.end)
    in_order = sorted(loans, key=lambda each: each.made_on)
    in_time = sorted((each for each in repayments if each.made_on < due), key=lambda each: each.made_on)
    late = sorted((each for each in repayments if each.made_on >= due), key=lambda each: each.made_on)
    tax_left, left = _tax_on(period, in_order, _allocate(period, in_order, in_time)[0])
    found = []
    for number, repayment in enumerate(late, start=1):
        if not left:
            break
        tax, unpaid = _tax_on(period, in_order, _allocate(period, in_order, [*in_time, *late[:number]])[0])
        if unpaid < left:
            # Rounded once each way: all the relief together is all the tax.
            came_back = rounded_half_up(tax_left) - rounded_half_up(tax)
            day = repayment.made_on
            found.append(Relief458(day, left - unpaid, came_back, relief_due(period_of(day).end)))
        tax_left, left = tax, unpaid
    return tuple(found)


def _tax_on(period: Period, loans: Sequence[Loan], unpaid: Sequence[Pence]) -> tuple[Decimal, Pence]:
    """The tax, unrounded, on what is unpaid of the period's loans, and how much that is."""
    ours = [(loan, left) for loan, left in zip(loans, unpaid, strict=True) if loan.made_on in period and left > 0]
    tax = sum((left * rate_on(loan.made_on, "s455_rate") for loan, left in ours), Decimal(0))
    return tax, sum(left for _, left in ours)


def arrangements_match(repayment: Repayment, outstanding_before: Pence, new_loans: Pence) -> Pence:
    """How much of a repayment the arrangements rule counts against new loans, whenever they are made.

    At least 15,000 pounds was owed before it, and new loans of 5,000 or more were arranged when it was made.
    Source: CTA 2010 s464C(3) to (6); HMRC CTM61635.
    """
    day = repayment.made_on
    if _untouched(repayment) or outstanding_before < pounds_on(day, "s464c_arrangements_outstanding"):
        return 0
    if new_loans < pounds_on(day, "s464c_minimum"):
        return 0
    return min(repayment.amount, new_loans)


def benefit_reportable(highest_balance: Pence, day: date) -> bool:
    """Loans of more than 10,000 pounds at any time in the tax year are a benefit on form P11D (ITEPA 2003 s180)."""
    return highest_balance > pounds_on(day, "beneficial_loan_threshold")


def _allocate(period: Period, loans: Sequence[Loan], repayments: Sequence[Repayment]) -> tuple[list[Pence], Pence]:
    """What is left of each loan, and how much of the repayments went to loans of a later period by section 464C.

    A repayment goes first to new loans near it (the earliest 30 days first), then to arranged ones, then to the
    oldest loan. A loan is new only against one of an earlier period that is still owed.
    """
    unpaid = [loan.amount for loan in loans]
    age = [_age(period, loan) for loan in loans]
    matched = 0
    for repayment in repayments:
        rest = repayment.amount
        oldest = min((age[n] for n, left in enumerate(unpaid) if left), default=1)
        new = [n for n in range(len(loans)) if age[n] > oldest and unpaid[n]]
        room = {place: unpaid[n] for place, n in enumerate(new)}
        lent = [loans[n] for n in new]
        owed = sum(left for n, left in enumerate(unpaid) if n not in new)
        taken = _match_30_days(repayment, rest, repayments, lent, room)
        if taken == 0 and repayment.new_loans_arranged:
            taken = arrangements_match(repayment, owed, min(repayment.new_loans_arranged, sum(room.values())))
            _use(room, list(room), taken)
        for place, n in enumerate(new):
            unpaid[n] = room[place]
        rest -= taken
        matched += taken
        for n in range(len(loans)):
            paid = min(unpaid[n], rest) if age[n] <= 0 else 0
            unpaid[n] -= paid
            rest -= paid
    return unpaid, matched


def _age(period: Period, loan: Loan) -> int:
    """Before the period, in it or after it."""
    if loan.made_on < period.start:
        return -1
    return 0 if loan.made_on <= period.end else 1


def _match_30_days(
    repayment: Repayment,
    amount: Pence,
    repayments: Sequence[Repayment],
    new_loans: Sequence[Loan],
    room: dict[int, Pence],
) -> Pence:
    """Match up to `amount` of one repayment to new loans near it, using up their room."""
    if _untouched(repayment) or not _enough(repayment, repayments, new_loans):
        return 0
    near = [n for n, loan in enumerate(new_loans) if room[n] and _within(repayment.made_on, loan.made_on)]
    taken = min(amount, sum(room[n] for n in near))
    _use(room, near, taken)
    return taken


def _untouched(repayment: Repayment) -> bool:
    """Taxed on the person as income, or made before the rules of 20 March 2013."""
    return repayment.taxed_as_income or in_force_or_none(repayment.made_on, "s464c_minimum") is None


def _enough(repayment: Repayment, repayments: Sequence[Repayment], new_loans: Sequence[Loan]) -> bool:
    """Whether some 30 days with this repayment in them hold 5,000 pounds of repayments and of new loans."""
    minimum = pounds_on(repayment.made_on, "s464c_minimum")
    length = count_on(repayment.made_on, "s464c_days")
    for back in range(length):
        first = repayment.made_on - timedelta(days=back)
        window = Period(first, first + timedelta(days=length - 1))
        repaid = sum(each.amount for each in repayments if each.made_on in window and not each.taxed_as_income)
        lent = sum(loan.amount for loan in new_loans if loan.made_on in window)
        if repaid >= minimum and lent >= minimum:
            return True
    return False


def _within(one: date, other: date) -> bool:
    return abs((one - other).days) < count_on(min(one, other), "s464c_days")


def _use(room: dict[int, Pence], places: Sequence[int], amount: Pence) -> None:
    for place in places:
        used = min(room[place], amount)
        room[place] -= used
        amount -= used


@dataclass(frozen=True, slots=True)
class LoanBenefit:
    """The cash equivalent of a loan without interest in a tax year, and the Class 1A on it."""

    benefit: Pence
    class_1a: Pence
    warnings: tuple[str, ...] = ()


def loan_benefit(year: Period, at_start: Pence, at_end: Pence) -> LoanBenefit | None:
    """By the averaging method: the mean of what was owed at the start and at the end, at the official rate.

    Of a loan that stood for the whole tax year. None where the rate of that year is not known.
    Source: ITEPA 2003 s175 and s182; SSCBA 1992 s10 (Class 1A at the employer's rate).
    """
    rate = in_force_or_none(year.start, "official_rate_of_interest")
    of_class_1a = in_force_or_none(year.end, "employer_ni_rate")
    if rate is None or of_class_1a is None:
        return None
    benefit = rounded_half_up((Decimal(at_start) + at_end) / 2 * rate.value)
    at_the_end = in_force_on(year.end, "official_rate_of_interest")
    return LoanBenefit(benefit, rounded_half_up(benefit * of_class_1a.value), warnings_for(at_the_end, of_class_1a))
