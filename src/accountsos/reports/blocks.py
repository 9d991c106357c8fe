"""Lines and blocks of a statement: what a figure says, of which account, and under which name it is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from accountsos.money import Pence

BASES = ("accruals", "cash")
ENTITY_TYPES = ("ltd", "sole_trader")


class Holder(Struct, frozen=True, gc=False):
    """Which bank account or contact of an account. Both None: the postings that name neither."""

    bank_account: str | None
    contact: int | None


class Place(Struct, frozen=True, gc=False):
    """Where the postings behind a figure stand: an account over a span of days, both ends included."""

    category_id: str
    start: date | None
    """None = from the beginning of the books."""
    end: date
    holder: Holder | None = None
    """None = whoever holds it."""


class StatementLine(Struct, frozen=True):
    """One figure of a statement, positive as its block reads it."""

    figure: str
    """The figure under which its postings are found: mostly the category's id."""
    name: str
    amount: Pence
    category_id: str | None
    """None where the line is no account of its own: the profit of the year."""
    bank_account: str | None = None
    contact: int | None = None
    party: str | None = None
    """The bank account's, contact's or director's own name, where it is known."""
    places: tuple[Place, ...] = ()

    @property
    def name_of_holder(self) -> str:
        """The account's name and, where it is kept apart, whose part of it."""
        return f"{self.name}: {self.party}" if self.party else self.name


class Block(Struct, frozen=True):
    """Lines under one heading. The total is the sum of the lines, whatever they are."""

    lines: tuple[StatementLine, ...] = ()

    @property
    def total(self) -> Pence:
        """The sum of the lines."""
        return sum(line.amount for line in self.lines)


class Names(Struct, frozen=True):
    """Names for what is kept apart within an account. What has no name is shown by its id."""

    bank_accounts: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[int, str] = field(default_factory=dict)
    director_of_account: Mapping[str, int] = field(default_factory=dict)
    """Whose each bank account of kind `director` is: the contact's number."""


NO_NAMES = Names()


def check_basis(basis: str) -> None:
    """Refuse a basis that the books do not know."""
    if basis not in BASES:
        raise ValueError(f"unknown basis {basis!r}; accepted: {', '.join(BASES)}")


def check_entity_type(entity_type: str) -> None:
    """Refuse an entity type whose capital the reports cannot show."""
    if entity_type not in ENTITY_TYPES:
        raise ValueError(f"unknown entity type {entity_type!r}; accepted: {', '.join(ENTITY_TYPES)}")
