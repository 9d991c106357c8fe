"""Field types that many request bodies share, and how an optional field is read."""

from __future__ import annotations

from typing import Annotated, TypeVar

from msgspec import UNSET, Meta, UnsetType

from accountsos.wire.decode import form
from accountsos.wire.fields import MoneyField

T = TypeVar("T")

VISIBLE = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
"""Not only blanks."""
NOT_BLANK = "text that is not only blanks"

Name = Annotated[str, form(VISIBLE, NOT_BLANK, min_length=1, max_length=120)]
Words = Annotated[str, form(VISIBLE, NOT_BLANK, min_length=1, max_length=500)]
Currency = Annotated[str, form("^[A-Z]{3}$", "a currency by its three capitals, such as GBP")]
Notes = Annotated[str, Meta(max_length=2000)]
Label = Annotated[str, Meta(min_length=1, max_length=40)]
ThingId = Annotated[str, Meta(min_length=1, max_length=70)]


def given(value: T | UnsetType | None) -> T | None:
    """The value of an optional field; None where it was left out or null."""
    return None if isinstance(value, UnsetType) else value


def pence_given(value: MoneyField | UnsetType | None) -> int | UnsetType | None:
    """The pence of an optional amount; what is UNSET stays so."""
    return value.pence if isinstance(value, MoneyField) else value


def changes_in(**fields: object) -> dict[str, object]:
    """The fields that were sent, null ones too."""
    return {name: value for name, value in fields.items() if value is not UNSET}
