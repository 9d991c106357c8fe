"""What is sent of a journal, and of opening balances."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operations.bodies import Label, ThingId, Words
from accountsos.api.operations.external import Called
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MoneyField


class JournalLineBody(Body, frozen=True):
    """One line: a debit or a credit, both written as positive amounts."""

    category_id: ThingId
    debit: MoneyField | UnsetType = UNSET
    credit: MoneyField | UnsetType = UNSET
    contact_id: ThingId | UnsetType | None = UNSET
    description: Annotated[str, Meta(max_length=500)] | UnsetType | None = UNSET
    vat_code: Label | UnsetType | None = UNSET


class OpeningLineBody(Body, frozen=True):
    """One balance: a debit or a credit, both written as positive amounts."""

    category_id: ThingId
    debit: MoneyField | UnsetType = UNSET
    credit: MoneyField | UnsetType = UNSET
    bank_account_id: ThingId | UnsetType | None = UNSET
    contact_id: ThingId | UnsetType | None = UNSET


class JournalBody(Called, frozen=True, kw_only=True):
    """A journal with its lines, or a template with its values."""

    date: DateField
    narration: Words | UnsetType = UNSET
    lines: Annotated[list[JournalLineBody], Meta(min_length=1, max_length=1000)] | UnsetType = UNSET
    auto_reverse_on: DateField | UnsetType | None = UNSET
    """The day on which the same journal is posted with its sides exchanged."""
    template: Label | UnsetType = UNSET
    values: dict[str, Any] | UnsetType = UNSET
    """Of the template's fields, by name."""
    confirm_date: bool = False
    """The date is meant though it has not come yet, or is before the first year or the conversion date."""


class OpeningBalancesBody(Body, frozen=True):
    """The trial balance at the start of the conversion date."""

    conversion_date: DateField
    """The first day whose transactions are posted here."""
    lines: Annotated[list[OpeningLineBody], Meta(min_length=1, max_length=1000)]
    post_difference: bool | UnsetType = UNSET
    """Whether what it is out by is left in Opening Balances, to be found later."""
