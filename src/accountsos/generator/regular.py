"""The lines of the calendar: opening capital, bills, payroll and its taxes, fees, interest, returned direct debits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accountsos.dates import ONE_DAY
from accountsos.generator import working_days
from accountsos.generator.bills import Bill, within_month
from accountsos.generator.blueprint import (
    CAPITAL,
    MAIN,
    RATES,
    REGULAR,
    SAVINGS,
    Blueprint,
    Draft,
    Sequence,
)
from accountsos.generator.draws import Draws
from accountsos.generator.lines import Foreign
from accountsos.money import Pence

_RATE_ABOUT = {"USD": 12_720, "EUR": 11_640}
"""Ten-thousandths of the currency for one pound."""
LOAN_REPAID_FROM, LOAN_INSTALMENTS = 6, 48


@dataclass(frozen=True, slots=True)
class Bundle:
    """Lines that stand or fall together where a month has room for few."""

    priority: int
    drafts: tuple[Draft, ...]


def bundles(blueprint: Blueprint, offset: int) -> list[Bundle]:
    """Every planned bundle of the month, most important first."""
    sequence = Sequence(1)
    draws = blueprint.draws(offset, REGULAR)
    found = [
        *_opening(blueprint, offset, sequence),
        *_payroll(blueprint, offset, sequence),
        *_bills(blueprint, offset, sequence, draws),
        *_bank_lines(blueprint, offset, sequence, draws),
    ]
    return sorted(found, key=lambda bundle: bundle.priority)


def _opening(blueprint: Blueprint, offset: int, sequence: Sequence) -> Iterator[Bundle]:
    """Accounts begin with nothing: shares and a director's loan, or the owner's capital, come in on the first day."""
    month = blueprint.month(offset)
    owner = blueprint.profile.people[0].name
    volume = max(1, blueprint.quotas[0] // 60)
    capital = blueprint.archetype.opening * volume
    if blueprint.profile.entity_type == "sole_trader":
        if offset == 0:
            text, day = owner.upper(), within_month(month, 1)
            yield Bundle(
                0,
                (
                    sequence.draft(
                        day, capital, "cat_capital_introduced", "payment_in", text, reference="CAPITAL", contact=owner
                    ),
                ),
            )
        return
    if offset == 0:
        day, text = within_month(month, 1), owner.upper()
        shares = sequence.draft(day, 10_000, "cat_share_capital", "payment_in", text, reference="SHARES", contact=owner)
        loan = sequence.draft(
            day, capital, "cat_directors_loan", "payment_in", text, reference="DIRECTORS LOAN", contact=owner
        )
        yield Bundle(0, (shares,))
        yield Bundle(0, (loan,))
    if LOAN_REPAID_FROM <= offset < LOAN_REPAID_FROM + LOAN_INSTALMENTS:
        day = within_month(month, 9)
        yield Bundle(
            4,
            (
                sequence.draft(
                    day, -(capital // LOAN_INSTALMENTS), "cat_directors_loan", "standing_order", owner.upper(),
                    reference="DIR LOAN REPAY", contact=owner,
                ),
            ),
        )  # fmt: skip


def _payroll(blueprint: Blueprint, offset: int, sequence: Sequence) -> Iterator[Bundle]:
    """Net pay on the last working day; PAYE by the 22nd and the pension for the month before."""
    month = blueprint.month(offset)
    payday = working_days.working_days(month)[-1]
    for person in blueprint.profile.people:
        if person.net_pay:
            category = "cat_directors_salary" if person.role == "director" else "cat_wages"
            line = sequence.draft(
                payday,
                -person.net_pay,
                category,
                "payment_out",
                person.name.upper(),
                reference="SALARY",
                contact=person.name,
            )
            yield Bundle(1, (line,))
    if offset == 0:
        return
    if blueprint.staff_taxes:
        day = working_days.on_or_before(date(month.year, month.month, 22))
        line = sequence.draft(
            day, -blueprint.staff_taxes, "cat_paye", "payment_out", "HMRC PAYE/NIC CUMBERNAULD",
            reference=paye_reference(blueprint), contact="HMRC",
        )  # fmt: skip
        yield Bundle(1, (line,))
        pension = blueprint.payroll_month * 65 // 1000
        day = within_month(month, 13)
        line = sequence.draft(
            day, -pension, "cat_pension", "direct_debit", "NEST", reference="NEST IT000004", contact="NEST"
        )
        yield Bundle(2, (line,))


def paye_reference(blueprint: Blueprint) -> str:
    """An Accounts Office reference: three digits, P, a letter and eight digits."""
    draws = blueprint.draws(0, CAPITAL)
    return f"{draws.between(100, 999)}PA{draws.between(10**7, 10**8 - 1):08d}"


def _bills(blueprint: Blueprint, offset: int, sequence: Sequence, draws: Draws) -> Iterator[Bundle]:
    month = blueprint.month(offset)
    returned_one = offset > 0 and draws.one_in(7)
    for position, bill in enumerate(blueprint.archetype.bills):
        amount = draws.varied(bill.amount, bill.vary) if bill.vary else bill.amount
        code = draws.between(1000, 9999)
        day = bill.due_in(month, offset)
        if day is None:
            continue
        text = bill.text.replace("{n}", str(code))
        reference = _reference(bill, blueprint, offset, position)
        if bill.foreign is not None:
            yield Bundle(bill.priority, _foreign_card(blueprint, offset, sequence, (bill, day, amount, text)))
            continue
        on_card = bill.kind == "card"
        line = sequence.draft(
            day, amount, bill.category_id, bill.kind, text, reference=reference, contact=bill.contact,
            account=blueprint.spend_account if on_card else MAIN,
            occurred=day - ONE_DAY if on_card else None,
        )  # fmt: skip
        drafts: tuple[Draft, ...] = (line,)
        if returned_one and bill.kind == "direct_debit":
            returned_one = False
            drafts += _returned(sequence, line, month)
        yield Bundle(bill.priority, drafts)


def _reference(bill: Bill, blueprint: Blueprint, offset: int, position: int) -> str:
    if bill.kind == "payment_in":
        return f"INV {1000 + offset * 40 + position}" if bill.category_id.startswith("cat_sales") else "AWARD"
    if bill.kind == "direct_debit":
        return f"{(blueprint.company * 7919 + position * 104_729 + 30_000_000) % 10**8:08d}"
    return "" if bill.kind == "card" else blueprint.profile.name[:14].upper()


def _returned(sequence: Sequence, line: Draft, month: date) -> tuple[Draft, ...]:
    """The bank sends a direct debit back unpaid; it is collected again a week later where the month has the days."""
    days = [d for d in working_days.working_days(month) if d.toordinal() > line.booked]
    if not days:
        return ()
    back = sequence.draft(
        days[0], -line.amount, line.category_id, "returned", line.text, reference=line.reference,
        contact=line.contact, refund_of=line.seq,
    )  # fmt: skip
    if len(days) < 5:
        return (back,)
    again = sequence.draft(
        days[4], line.amount, line.category_id, line.kind, line.text, reference=line.reference, contact=line.contact
    )
    return (back, again)


def _foreign_card(
    blueprint: Blueprint, offset: int, sequence: Sequence, payment: tuple[Bill, date, Pence, str]
) -> tuple[Draft, ...]:
    """A subscription in another currency at the month's rate and, at the classic banks, their fee beside it."""
    bill, day, amount, text = payment
    currency = bill.foreign or ""
    ten_thousandths = rate_of(blueprint, offset, currency)
    pounds = -((abs(amount) * 20_000 + ten_thousandths) // (2 * ten_thousandths))
    account = blueprint.spend_account
    foreign = Foreign(currency, amount, f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04d}")
    paid_on = day - ONE_DAY
    line = sequence.draft(
        day, pounds, bill.category_id, "card", text, contact=bill.contact, account=account, occurred=paid_on,
        overseas=True, foreign=foreign,
    )  # fmt: skip
    if not blueprint.charges_for_foreign(account):
        return (line,)
    fee = -((abs(pounds) * 299 + 5_000) // 10_000)
    charge = sequence.draft(
        day, fee, "cat_bank_charges", "fee", "NON-STERLING TRANSACTION FEE", account=account, occurred=paid_on
    )
    return (line, charge)


def rate_of(blueprint: Blueprint, offset: int, currency: str) -> int:
    """Ten-thousandths of the currency for a pound in that month."""
    draws = blueprint.draws(offset, RATES)
    rates = {name: draws.varied(about, 28) for name, about in _RATE_ABOUT.items()}
    return rates[currency]


def _bank_lines(blueprint: Blueprint, offset: int, sequence: Sequence, draws: Draws) -> Iterator[Bundle]:
    """The account fee, the savings' interest and now and then a fine."""
    month = blueprint.month(offset)
    last = working_days.working_days(month)[-1]
    if any(a.ref == MAIN and blueprint.charges_for_foreign(MAIN) for a in blueprint.accounts):
        fee = sequence.draft(
            within_month(month, 5), -draws.between(650, 1_250), "cat_bank_charges", "fee", "ACCOUNT FEE"
        )
        yield Bundle(4, (fee,))
    if offset >= 4:
        gross = draws.between(900 + 40 * offset, 1_900 + 60 * offset)
        interest = sequence.draft(last, gross, "cat_interest_income", "interest", "GROSS INTEREST", account=SAVINGS)
        yield Bundle(4, (interest,))
    if draws.one_in(14):
        day = within_month(month, draws.between(3, 26))
        fine = sequence.draft(
            day, -7_000 if draws.one_in(2) else -3_500, "cat_fines", "card", "WESTMARCH COUNCIL PCN",
            contact="Westmarch Council", account=blueprint.spend_account, occurred=day - ONE_DAY,
        )  # fmt: skip
        yield Bundle(6, (fine,))
