"""The balance sheet: what the business owns and owes on a day, no account netted against another holder's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.ledger.chart import Chart
from accountsos.money import Pence
from accountsos.reports.blocks import (
    NO_NAMES,
    Block,
    Holder,
    Names,
    Place,
    StatementLine,
    check_basis,
    check_entity_type,
)
from accountsos.reports.capital import capital_of
from accountsos.reports.double_counts import DoubleCount
from accountsos.reports.figures import AFTER_ONE_YEAR, CAPITAL, CURRENT, FIXED, WITHIN_ONE_YEAR, sheet_blocks
from accountsos.reports.trial_balance import Movements, places_of
from accountsos.reports.warnings import (
    ReportWarning,
    Waiting,
    directors_loan_overdrawn,
    directors_loan_unnamed,
)

_SIDES = (FIXED, CURRENT, WITHIN_ONE_YEAR, AFTER_ONE_YEAR)


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """Assets, liabilities and capital on one day."""

    as_of: date
    year_start: date
    basis: str
    fixed_assets: Block
    current_assets: Block
    creditors_due_within_one_year: Block
    creditors_due_after_one_year: Block
    capital_and_reserves: Block
    suspense: Waiting
    """Bank lines that wait to be categorised. Their net stands in the sheet, on the side where it falls."""
    comparison: BalanceSheet | None = None
    warnings: tuple[ReportWarning, ...] = ()
    findings: tuple[DoubleCount, ...] = ()
    """What of the books may stand twice on this day."""

    @property
    def total_assets(self) -> Pence:
        """Fixed and current."""
        return self.fixed_assets.total + self.current_assets.total

    @property
    def total_liabilities(self) -> Pence:
        """Due within one year and after it."""
        return self.creditors_due_within_one_year.total + self.creditors_due_after_one_year.total

    @property
    def net_assets(self) -> Pence:
        """Assets less liabilities."""
        return self.total_assets - self.total_liabilities

    @property
    def balanced(self) -> bool:
        """Whether net assets are what the owners have in the business."""
        return self.net_assets == self.capital_and_reserves.total

    @property
    def uncategorised(self) -> Pence:
        """Net of what waits to be categorised, with the bank's sign. Show `suspense` beside it: a net can hide both."""
        return self.suspense.net

    def places_behind(
        self, figure: str, bank_account: str | None = None, contact: int | None = None
    ) -> tuple[Place, ...]:
        """The postings behind a figure of this very sheet, after every account took its side. None known: empty."""
        lines = self._lines_under(figure)
        if bank_account is not None:
            lines = [line for line in lines if line.bank_account == bank_account]
        if contact is not None:
            lines = [line for line in lines if line.contact == contact]
        return tuple(dict.fromkeys(place for line in lines for place in line.places))

    def _lines_under(self, figure: str) -> list[StatementLine]:
        assets = [*self.fixed_assets.lines, *self.current_assets.lines]
        within, after = self.creditors_due_within_one_year.lines, self.creditors_due_after_one_year.lines
        groups: Mapping[str, Sequence[StatementLine]] = {
            FIXED: self.fixed_assets.lines,
            CURRENT: self.current_assets.lines,
            WITHIN_ONE_YEAR: within,
            AFTER_ONE_YEAR: after,
            CAPITAL: self.capital_and_reserves.lines,
            "total_assets": assets,
            "total_liabilities": [*within, *after],
            "net_assets": [*assets, *within, *after],
        }
        everything = [*groups["net_assets"], *self.capital_and_reserves.lines]
        name = UNCATEGORISED if figure == "uncategorised" else figure
        return list(groups[figure]) if figure in groups else [line for line in everything if line.figure == name]


def balance_sheet(
    chart: Chart,
    before_year: Movements,
    of_year: Movements,
    as_of: date,
    *,
    year_start: date,
    entity_type: str,
    basis: str,
    waiting: Waiting,
    names: Names = NO_NAMES,
    comparison: BalanceSheet | None = None,
    warnings: Sequence[ReportWarning] = (),
) -> BalanceSheet:
    """The sheet on that day.

    `before_year` is everything posted before the financial year of `as_of`, `of_year` from its first day to `as_of`.
    A balance that changed its sign changes sides: for each bank account, contact and director on its own. Fixed
    assets stay where they are, so that depreciation is a negative line among them. `warnings` are those of the books
    (`warnings.books_warnings`); the sheet adds what only it can see.
    """
    check_basis(basis)
    check_entity_type(entity_type)
    accounts = _accounts(chart, [*before_year, *of_year], names)
    sides = _sides(chart, accounts, names, as_of)
    capital = capital_of(chart, before_year, of_year, entity_type=entity_type, year_start=year_start, as_of=as_of)
    return BalanceSheet(
        as_of=as_of,
        year_start=year_start,
        basis=basis,
        fixed_assets=sides[FIXED],
        current_assets=sides[CURRENT],
        creditors_due_within_one_year=sides[WITHIN_ONE_YEAR],
        creditors_due_after_one_year=sides[AFTER_ONE_YEAR],
        capital_and_reserves=capital.block,
        suspense=waiting,
        comparison=comparison,
        warnings=(*warnings, *capital.warnings, *_directors_warnings(chart, accounts, names)),
    )


class _Key(NamedTuple):
    """One balance of its own: an account, and whose part of it."""

    category_id: str
    bank_account: str | None = None
    contact: int | None = None


class _Balance(Struct):
    amount: Pence
    holders: set[Holder]


_Accounts: TypeAlias = dict[_Key, _Balance]


def _accounts(chart: Chart, to_date: Movements, names: Names) -> _Accounts:
    loans = chart.in_role("directors_loan")
    named = {_director(Holder(m.bank_account, m.contact), names) for m in to_date if m.category_id in loans} - {NOBODY}
    # With one director known, what does not say whose it is can only be taken as theirs; with more, it stays apart.
    unnamed = next(iter(named)) if len(named) == 1 else NOBODY
    accounts: _Accounts = {}
    blocks, per_contact = chart.once(sheet_blocks), chart.per_contact
    for m in to_date:
        category_id = m.category_id
        if blocks[category_id] in (None, CAPITAL):
            continue
        holder = Holder(m.bank_account, m.contact)
        if category_id in loans:
            director = _director(holder, names)
            owner = unnamed if director == NOBODY else director
            key = _Key(category_id, owner.bank_account, owner.contact)
        else:
            key = _Key(category_id, m.bank_account, m.contact if category_id in per_contact else None)
        balance = accounts.get(key)
        if balance is None:
            accounts[key] = _Balance(m.amount, {holder})
        else:
            balance.amount += m.amount
            balance.holders.add(holder)
    return accounts


NOBODY = Holder(None, None)


def _director(holder: Holder, names: Names) -> Holder:
    """One director: what they paid for the company and what they drew are the same loan."""
    if holder.bank_account is None:
        return Holder(None, holder.contact)
    director = names.director_of_account.get(holder.bank_account)
    return Holder(holder.bank_account, None) if director is None else Holder(None, director)


def _sides(chart: Chart, accounts: _Accounts, names: Names, as_of: date) -> dict[str, Block]:
    lines: dict[str, list[StatementLine]] = {side: [] for side in _SIDES}
    blocks = chart.once(sheet_blocks)
    ordered = sorted(
        accounts.items(),
        key=lambda a: (chart[a[0].category_id].nominal, a[0].category_id, a[0].bank_account or "", a[0].contact or 0),
    )
    for key, balance in ordered:
        if not balance.amount:
            continue
        category = chart[key.category_id]
        home = blocks[key.category_id]
        assert home is not None, "accounts of the profit and loss were passed over"
        side = _side_of(home, balance.amount)
        lines[side].append(
            StatementLine(
                figure=key.category_id,
                name=category.name,
                amount=balance.amount if side in (FIXED, CURRENT) else -balance.amount,
                category_id=key.category_id,
                bank_account=key.bank_account,
                contact=key.contact,
                party=_party(key, names),
                places=places_of(category, None, as_of, balance.holders),
            )
        )
    return {side: Block(tuple(found)) for side, found in lines.items()}


def _side_of(home: str, balance: Pence) -> str:
    """Where a balance stands: at home, or across where its sign is the other one."""
    if home == FIXED:
        return FIXED
    if balance > 0:
        return CURRENT
    return home if home == AFTER_ONE_YEAR else WITHIN_ONE_YEAR


def _party(key: _Key, names: Names) -> str | None:
    if key.bank_account is not None:
        return names.bank_accounts.get(key.bank_account)
    return None if key.contact is None else names.contacts.get(key.contact)


def _directors_warnings(chart: Chart, accounts: _Accounts, names: Names) -> list[ReportWarning]:
    loans = chart.in_role("directors_loan")
    directors = {key: b.amount for key, b in accounts.items() if key.category_id in loans and b.amount}
    found = [directors_loan_overdrawn(amount, _party(key, names)) for key, amount in directors.items() if amount > 0]
    owners = {(key.bank_account, key.contact) for key in directors}
    for key, amount in directors.items():
        if (key.bank_account, key.contact) == (None, None) and len(owners) > 1:
            found.append(directors_loan_unnamed(amount))
    return found
