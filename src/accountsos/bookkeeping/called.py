"""What the things are called that an id stands for: a person reads names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accountsos import ids
from accountsos.store.called import NAMED, names_of_things
from accountsos.store.engine.sql import Reader
from accountsos.store.names import names_of

_NUMBERED = re.compile(r"([a-z]+):([0-9]{1,10})", re.ASCII)
"""As the audit log keeps what a row is about: `con:1001`."""


def called(db: Reader, company: int, asked: Iterable[object]) -> dict[str, str]:
    """By public id, the names of what stands in these texts, of every category and of every bank account.

    Of another company's things, and of what is no id, nothing.
    """
    names = names_of(db, company)
    known = {account.bank_account_id: account.name for account in names.accounts.values()}
    known |= {category.category_id: category.name for category in names.chart.categories.values()}
    wanted: dict[str, set[int]] = {}
    for text in (word for value in asked if isinstance(value, str) for word in value.split()):
        prefix, number = _number_in(company, text)
        if prefix in NAMED and number is not None:
            wanted.setdefault(prefix, set()).add(number)
    for prefix, numbers in wanted.items():
        found = names_of_things(db, company, prefix, numbers)
        known |= {ids.public_id(prefix, company, number): name for number, name in found.items()}
    return known


def _number_in(company: int, text: str) -> tuple[str, int | None]:
    numbered = _NUMBERED.fullmatch(text)
    if numbered is not None:
        return numbered[1] + "_", int(numbered[2])
    prefix = text.partition("_")[0] + "_"
    return prefix, ids.number_in(prefix, company, text)
