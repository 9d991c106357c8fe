"""The trial balance: what every report starts from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct

from accountsos.dates import ONE_DAY
from accountsos.ledger.chart import CONTROL_OF_KIND, Category, Chart
from accountsos.money import Pence
from accountsos.reports.blocks import NO_NAMES, Holder, Names, Place, check_basis, check_entity_type
from accountsos.reports.figures import BROUGHT_FORWARD, BroughtForward


class Movement(Struct, frozen=True, gc=False):
    """What was posted to one account over a span of days and stands: without what was posted and taken back again."""

    category_id: str
    bank_account: str | None
    """The bank account's id (`ba_main`), on control accounts of bank accounts."""
    contact: int | None
    """The contact's number, on accounts that are kept per contact or director."""
    debit: Pence
    credit: Pence
    count: int
    """How many postings stand."""

    @property
    def amount(self) -> Pence:
        """Debit less credit."""
        return self.debit - self.credit


Movements = Sequence[Movement]


class TrialBalanceLine(Struct, frozen=True):
    """One account, or one bank account of it, with its balance in the column where it stands."""

    figure: str
    category_id: str
    name: str
    nominal: str
    bank_account: str | None
    party: str | None
    """The bank account's own name, where it is known."""
    balance: Pence
    places: tuple[Place, ...]

    @property
    def debit(self) -> Pence:
        """The balance where it is a debit, else nothing."""
        return max(self.balance, 0)

    @property
    def credit(self) -> Pence:
        """The balance where it is a credit, else nothing."""
        return max(-self.balance, 0)


class TrialBalance(Struct, frozen=True):
    """Every balance on one day. Income and costs are those of the financial year."""

    as_of: date
    year_start: date
    basis: str
    lines: tuple[TrialBalanceLine, ...]

    @property
    def total_debit(self) -> Pence:
        """The sum of the debit column."""
        return sum(line.debit for line in self.lines)

    @property
    def total_credit(self) -> Pence:
        """The sum of the credit column."""
        return sum(line.credit for line in self.lines)

    @property
    def balanced(self) -> bool:
        """Whether the columns agree."""
        return self.total_debit == self.total_credit

    def places_behind(self, figure: str, bank_account: str | None, contact: int | None) -> tuple[Place, ...]:
        """The postings behind a line: of all its holders, or of one bank account or contact. None known: empty."""
        lines = [line for line in self.lines if line.figure == figure]
        if bank_account is not None:
            lines = [line for line in lines if line.bank_account == bank_account]
        places = (place for line in lines for place in line.places)
        return tuple(p for p in places if contact is None or (p.holder is not None and p.holder.contact == contact))


def balance_of(movements: Movements, category_id: str) -> Pence:
    """Debit less credit of one account, whoever holds it."""
    return sum(m.amount for m in movements if m.category_id == category_id)


def by_account(movements: Movements) -> dict[str, Pence]:
    """Debit less credit of each account, whoever holds it."""
    found: dict[str, Pence] = {}
    for m in movements:
        found[m.category_id] = found.get(m.category_id, 0) + m.debit - m.credit
    return found


def balance_in(movements: Movements, category_ids: Collection[str]) -> Pence:
    """Debit less credit of several accounts together."""
    return sum(m.amount for m in movements if m.category_id in category_ids)


def profit_of(chart: Chart, movements: Movements) -> Pence:
    """Income less costs over the days of the movements."""
    of_profit = chart.profit_and_loss
    return -sum([m.debit - m.credit for m in movements if m.category_id in of_profit])


def trial_balance(
    chart: Chart,
    before_year: Movements,
    of_year: Movements,
    as_of: date,
    *,
    year_start: date,
    entity_type: str,
    basis: str,
    names: Names = NO_NAMES,
) -> TrialBalance:
    """Each account's balance on that day; earlier years' results stand in what was brought forward.

    `before_year` is everything posted before the financial year of `as_of`, `of_year` from its first day to `as_of`.
    Bank accounts have a line each; accounts that come to nothing are left out.
    """
    check_basis(basis)
    check_entity_type(entity_type)
    into = BROUGHT_FORWARD[entity_type]
    rolling = chart.once(into.rolled)
    balances: dict[tuple[str, str | None], Pence] = {}
    holders: dict[tuple[str, str | None], set[Holder]] = {}
    for movements, earlier in ((before_year, True), (of_year, False)):
        for m in movements:
            account = m.bank_account if m.category_id in KEPT_PER_BANK_ACCOUNT else None
            key: tuple[str, str | None] = (m.category_id, account)
            if earlier and m.category_id in rolling:
                key = (into.category_id, None)
            balances[key] = balances.get(key, 0) + m.amount
            holders.setdefault(key, set()).add(Holder(m.bank_account, m.contact))
    lines = []
    for key, balance in balances.items():
        if not balance:
            continue
        category_id, bank_account = key
        category = chart[category_id]
        rolled = category_id == into.category_id
        lines.append(
            TrialBalanceLine(
                figure=into.figure if rolled else category_id,
                category_id=category_id,
                name=category.name,
                nominal=category.nominal,
                bank_account=bank_account,
                party=names.bank_accounts.get(bank_account) if bank_account else None,
                balance=balance,
                places=places_brought_forward(chart, into, year_start, as_of)
                if rolled
                else places_of(category, year_start if category_id in rolling else None, as_of, holders[key]),
            )
        )
    lines.sort(key=lambda line: (line.nominal, line.category_id, line.bank_account or ""))
    return TrialBalance(as_of, year_start, basis, tuple(lines))


KEPT_PER_BANK_ACCOUNT = frozenset(CONTROL_OF_KIND.values())


def places_of(category: Category, start: date | None, end: date, holders: Iterable[Holder]) -> tuple[Place, ...]:
    """Where an account's postings stand: per holder where the account is kept so, else whoever they name."""
    if not category.per_contact and category.category_id not in KEPT_PER_BANK_ACCOUNT:
        return (Place(category.category_id, start, end),)
    ordered = sorted(holders, key=lambda h: (h.bank_account or "", h.contact or 0))
    return tuple(Place(category.category_id, start, end, holder) for holder in ordered)


def places_brought_forward(chart: Chart, into: BroughtForward, year_start: date, as_of: date) -> tuple[Place, ...]:
    """The account itself to the day, and what rolled into it before the year."""
    before = year_start - ONE_DAY
    rolled = [Place(category_id, None, before) for category_id in chart.once(into.rolled)]
    return (Place(into.category_id, None, as_of), *rolled)
