"""Accounts as an accountant names them: by number and name, bank accounts each by its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Protocol

from accountsos.dashboard.categories import NamesOfChart
from accountsos.ledger.category_ids import CREDITORS, DEBTORS, OPENING_BALANCES, UNCATEGORISED


class Held(Protocol):
    """A bank account, as far as it is named here."""

    @property
    def name(self) -> str:
        """As its owner calls it."""
        ...

    @property
    def category_id(self) -> str:
        """The account of the chart in which it stands."""
        ...

    @property
    def archived(self) -> bool:
        """Whether it is not in use any more."""
        ...


class NamesWithBanks(NamesOfChart, Protocol):
    """A company's names with its bank accounts."""

    @property
    def accounts(self) -> Mapping[str, Held]:
        """By id."""
        ...


class Accounts:
    """What may have an opening balance: the chart, and each bank account in the place of what it stands in."""

    def __init__(self, names: NamesWithBanks) -> None:
        chart = names.chart
        self._place = {name: (held.category_id, name) for name, held in names.accounts.items()}
        self._called = {name: f"{chart[held.category_id].nominal} {held.name}" for name, held in names.accounts.items()}
        listed = {name for name, held in names.accounts.items() if not held.archived}
        for category in chart.categories.values():
            name = category.category_id
            self._called[name] = f"{category.nominal} {category.name}"
            if name in chart.control_accounts or name in (OPENING_BALANCES, UNCATEGORISED):
                continue
            self._place[name] = (name, "")
            if not category.archived:
                listed.add(name)
        self.choices = sorted(self._called[name] for name in listed)
        self._named: dict[str, set[str]] = defaultdict(set)
        for name in self._place:
            said = self._called[name].casefold()
            nominal, _, plain = said.partition(" ")
            for way in (said, nominal, plain, name):
                self._named[way].add(name)

    def name_of(self, where: str) -> str:
        """Number and name of a category or a bank account."""
        return self._called.get(where, where)

    def typed(self, text: str) -> str | None:
        """The one that was meant: by number and name, by either, or by its id; None where none or several fit."""
        found = self._named.get(" ".join(text.split()).casefold(), set())
        return next(iter(found)) if len(found) == 1 else None

    def place_of(self, where: str) -> tuple[str, str | None]:
        """Its category, and which bank account it is."""
        category, bank_account = self._place[where]
        return category, bank_account or None

    def needs_whose(self, where: str) -> bool:
        """Whether it is kept per customer or supplier."""
        return where in (DEBTORS, CREDITORS)
