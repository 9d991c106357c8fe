"""What a person states and the books cannot know: expected sales, loans that were arranged."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.workflows.tax.state_loan_arrangements import Arrangement
from accountsos.workflows.vat.state_outlook import Outlook


class VatOutlookOut(msgspec.Struct, frozen=True):
    """Taxable sales without VAT as they are expected; null where nothing is said."""

    expected_on: DateOut | None
    next_30_days: MoneyOut | None
    """In the 30 days that begin with it, by themselves; null where nothing is said."""
    next_12_months: MoneyOut | None


class OneVatOutlook(msgspec.Struct, frozen=True):
    """What is expected."""

    vat_outlook: VatOutlookOut


class ArrangementOut(msgspec.Struct, frozen=True):
    """New loans that were arranged when an older one was repaid."""

    repaid_on: DateOut
    contact_id: str | None
    """The director; null: the account that names nobody."""
    new_loans: MoneyOut


class ArrangementList(msgspec.Struct, frozen=True):
    """Every one, oldest first."""

    loan_arrangements: list[ArrangementOut]


def vat_outlook(outlook: Outlook) -> OneVatOutlook:
    """What is expected."""
    day = outlook.expected_on
    amounts = (None if pence is None else money_out(pence) for pence in (outlook.next_30_days, outlook.next_12_months))
    return OneVatOutlook(VatOutlookOut(None if day is None else day.isoformat(), *amounts))


def arrangement_list(found: Sequence[Arrangement]) -> ArrangementList:
    """What is stated."""
    return ArrangementList(
        [ArrangementOut(each.repaid_on.isoformat(), each.contact_id, money_out(each.new_loans)) for each in found]
    )
