"""What a reader must know before relying on a report: each warning is a value with a code, a sentence and an amount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from accountsos import money
from accountsos.dates import Period
from accountsos.ledger.category_ids import OPENING_BALANCES, TRANSFER, UNCATEGORISED
from accountsos.ledger.chart import Chart
from accountsos.money import Pence
from accountsos.reports.trial_balance import Movements, balance_in, balance_of, profit_of

_PAYROLL = (("paye_payable", "PAYE"), ("wages_payable", "Net pay"), ("pension_payable", "Pension"))
_TAX_PAYABLE = "corporation_tax_payable"


def watched(chart: Chart) -> tuple[str, ...]:
    """The accounts whose balances to date the warnings look at: nothing else needs to be read for them."""
    roles = ("uncategorised", "transfers", "opening_balances", _TAX_PAYABLE, *(role for role, _ in _PAYROLL))
    return tuple(sorted(chart.where(lambda category: category.role in roles)))


class ReportWarning(Struct, frozen=True):
    """One thing that makes a report less than final."""

    code: str
    message: str
    amount: Pence | None = None


class Waiting(Struct, frozen=True):
    """Bank lines that wait to be categorised: money in and out, both positive, and how many lines.

    Counted from the lines themselves. The movements of the suspense account would also hold those that a later
    category has reversed.
    """

    money_in: Pence
    money_out: Pence
    count: int

    def __post_init__(self) -> None:
        if self.money_in < 0 or self.money_out < 0 or self.count < 0:
            raise ValueError("money in, money out and count of waiting lines are all positive")

    @property
    def net(self) -> Pence:
        """With the bank's sign: money in less money out."""
        return self.money_in - self.money_out


NOTHING_WAITING = Waiting(0, 0, 0)


class ClosedYear(Struct, frozen=True):
    """A closed financial year and what was posted in it."""

    period: Period
    movements: Movements


def books_warnings(
    chart: Chart,
    to_date: Movements,
    *,
    waiting: Waiting,
    entity_type: str,
    closed_years: Sequence[ClosedYear] = (),
    on_loans: Callable[[], Pence] = lambda: 0,
) -> tuple[ReportWarning, ...]:
    """What is unfinished in the books up to the report's last day: the same for every report of that day.

    `to_date` is what was posted from the beginning of the books, at least to those that are `watched`.
    `on_loans` says what section 455 charges on loans to directors: the accounts charge no such tax, it comes back.
    """
    found: list[ReportWarning | None] = [
        uncategorised(waiting),
        suspense_differs(to_date, waiting),
        transfers_open(to_date),
        opening_balances_open(to_date),
        *payroll_missing(chart, to_date),
    ]
    if entity_type == "ltd":
        found.append(tax_charge_missing(chart, to_date, on_loans))
        found += [closed_without_tax_charge(chart, year) for year in closed_years]
    return tuple(w for w in found if w is not None)


def uncategorised(waiting: Waiting) -> ReportWarning | None:
    """Lines in suspense: in, out and count, never only the net."""
    if not waiting.count:
        return None
    lines = "1 bank line is" if waiting.count == 1 else f"{waiting.count:,} bank lines are"
    return ReportWarning(
        "uncategorised",
        f"{lines} not categorised: {pounds(waiting.money_in)} in, {pounds(waiting.money_out)} out. "
        "Until they are, they are neither income nor cost",
        waiting.net,
    )


def suspense_differs(to_date: Movements, waiting: Waiting) -> ReportWarning | None:
    """The suspense account must hold the waiting lines and nothing else."""
    other = -balance_of(to_date, UNCATEGORISED) - waiting.net
    if not other:
        return None
    return ReportWarning(
        "suspense_differs",
        f"The suspense account differs from the lines that wait to be categorised by {_signed(other)}: "
        "something else was posted to it, or a closed year was corrected later. Its ledger tells which",
        other,
    )


def transfers_open(to_date: Movements) -> ReportWarning | None:
    """Both halves of a transfer bring the clearing account to nothing."""
    open_amount = balance_of(to_date, TRANSFER)
    if not open_amount:
        return None
    return ReportWarning(
        "transfers_open",
        f"Transfers between own accounts are out by {pounds(open_amount)}: the other half of a transfer is missing or "
        "was categorised as something else. Import the other account's statement or recategorise the line",
        open_amount,
    )


def opening_balances_open(to_date: Movements) -> ReportWarning | None:
    """Opening balances must come to nothing once all of them are entered."""
    left = balance_of(to_date, OPENING_BALANCES)
    if not left:
        return None
    return ReportWarning(
        "opening_balances_open",
        f"Opening balances do not come to nothing: {pounds(left)} {'debit' if left > 0 else 'credit'} is left. Enter "
        "the opening trial balance, or what is missing from it (a bank account's opening balance, share capital, "
        "retained earnings)",
        left,
    )


def payroll_missing(chart: Chart, to_date: Movements) -> tuple[ReportWarning, ...]:
    """Paid to HMRC, staff or a pension fund without the journal that makes it a cost."""
    found = []
    for role, what in _PAYROLL:
        accounts = chart.in_role(role)
        overpaid = balance_in(to_date, accounts)
        if overpaid <= 0:
            continue
        no_credit = not any(m.credit for m in to_date if m.category_id in accounts)
        how = "no payroll journal" if no_credit else "more than the payroll journals hold"
        message = f"{what} of {pounds(overpaid)} paid, {how}: staff cost understated"
        found.append(ReportWarning("payroll_missing", message, overpaid))
    return tuple(found)


def tax_charge_missing(chart: Chart, to_date: Movements, on_loans: Callable[[], Pence]) -> ReportWarning | None:
    """Corporation tax paid for which no charge was made, and that is not the tax on loans to directors."""
    overpaid = balance_in(to_date, chart.in_role(_TAX_PAYABLE))
    if overpaid > 0:
        overpaid -= on_loans()
    if overpaid <= 0:
        return None
    return ReportWarning(
        "tax_charge_missing",
        f"Corporation tax of {pounds(overpaid)} paid without a tax charge: profit after tax overstated",
        overpaid,
    )


def closed_without_tax_charge(chart: Chart, year: ClosedYear) -> ReportWarning | None:
    """A closed year with a profit has a corporation-tax charge."""
    charges = chart.in_role("corporation_tax")
    if any(m.count for m in year.movements if m.category_id in charges):
        return None
    profit = profit_of(chart, year.movements)
    if profit <= 0:
        return None
    return ReportWarning(
        "closed_without_tax_charge",
        f"The year to {year.period.end} is closed with a profit of {pounds(profit)} and no corporation-tax charge: "
        "enter it, unless losses or reliefs leave nothing to charge",
        profit,
    )


def directors_loan_overdrawn(amount: Pence, name: str | None) -> ReportWarning:
    """A director who owes the company money. Sources: CTA 2010 s455; CA 2006 s413 (note in the accounts)."""
    whose = f"of {name} " if name else ""
    return ReportWarning(
        "directors_loan_overdrawn",
        f"The director's loan {whose}is overdrawn by {pounds(amount)}: tax under s455 is due on what is still unpaid "
        "when corporation tax falls due, and the accounts need a note",
        amount,
    )


def directors_loan_unnamed(amount: Pence) -> ReportWarning:
    """Postings that say director's loan but not whose, in a company with several directors."""
    return ReportWarning(
        "directors_loan_unnamed",
        f"Director's loan of {_signed(amount)} does not say which director's: set the contact of these lines",
        amount,
    )


def dividend_exceeds_reserves(day: date, amount: Pence, short: Pence) -> ReportWarning:
    """A dividend that the reserves of its own day did not cover."""
    return ReportWarning(
        "dividend_exceeds_reserves",
        f"The dividend of {day}, {pounds(amount)}, is {pounds(short)} more than the reserves that the books had on its "
        "day, with tax on the profit so far set aside (Companies Act 2006 s830): without interim accounts that show "
        "more, the shareholders owe it back (s847)",
        short,
    )


def dividends_exceed_reserves(shortfall: Pence) -> ReportWarning:
    """Distributions out of nothing. Source: CA 2006 s830 (only out of profits available for the purpose)."""
    return ReportWarning(
        "dividends_exceed_reserves",
        f"Dividends exceed the profits available for them by {pounds(shortfall)} (Companies Act 2006 s830)",
        shortfall,
    )


def wrong_capital_account(name: str, entity_type: str, amount: Pence) -> ReportWarning:
    """An equity account that this kind of business does not have."""
    instead = (
        "a company has no owner's account: use Director's Loan Account or Dividends"
        if entity_type == "ltd"
        else "a sole trader has no shares or reserves: use Capital Introduced or Owner's Drawings"
    )
    return ReportWarning("wrong_capital_account", f"{name} holds {_signed(amount)}, but {instead}", amount)


def pounds(pence: Pence) -> str:
    """The amount without its sign, as in a sentence: £1,234.56."""
    return money.pounds(abs(pence))


def _signed(pence: Pence) -> str:
    return ("-" if pence < 0 else "") + pounds(pence)
