"""What deadlines depend on beside the books, as a person states it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec


class PayrollSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an employer or contractor has to do."""

    since: date
    until: date | None = None
    has_employees: bool = True
    pays_quarterly: bool = False
    cis_contractor: bool = False
    benefits_in_kind: bool = False


class DeadlineSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The defaults hold where nothing was said."""

    payroll: PayrollSettings | None = None
    confirmation_statements: tuple[date, ...] = ()
    """The days up to which confirmation statements were made up."""
    payments_on_account: bool = True
    vat_payments_on_account: bool = False
    """A large payer of VAT, as HMRC has notified."""
    nation: str = "england_and_wales"
    associated_companies: int = 0
    tracked_from: date | None = None
    """What was due before that day is not shown."""

    def with_changes(self, changes: Mapping[str, object]) -> DeadlineSettings:
        """The settings with new values by field name; None takes one back."""
        said = {**msgspec.to_builtins(self), **msgspec.to_builtins(dict(changes), enc_hook=str)}
        return settings_from({name: value for name, value in said.items() if value is not None})


def settings_from(said: Mapping[str, object]) -> DeadlineSettings:
    """The settings of what is kept of them."""
    return msgspec.convert(said, type=DeadlineSettings)
