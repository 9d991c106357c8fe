"""What a person states and the books cannot know: sales that are expected, loans that were arranged."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import UNSET, UnsetType

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.bodies import ThingId, given, pence_given
from accountsos.api.operations.examples import CONTACT_ID
from accountsos.api.operations.parameters import today
from accountsos.api.operations.run import answered, changed
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MoneyField
from accountsos.wire.shapes.tax.stated import ArrangementList, OneVatOutlook, arrangement_list, vat_outlook
from accountsos.workflows.tax import state_loan_arrangements
from accountsos.workflows.tax.state_loan_arrangements import Arrangement
from accountsos.workflows.vat import state_outlook
from accountsos.workflows.vat.state_outlook import Outlook, StateOutlook

_OUTLOOK: dict[str, Any] = {
    "vat_outlook": {"expected_on": "2026-03-02", "next_30_days": None, "next_12_months": Decimal("70000.00")}
}
_ARRANGEMENTS: dict[str, Any] = {"loan_arrangements": []}


class VatOutlookBody(Body, frozen=True):
    """Everything that is expected: what is left out or null is not said any more."""

    expected_on: DateField | UnsetType | None = UNSET
    """Since when it is expected; left out, today."""
    next_30_days: MoneyField | UnsetType | None = UNSET
    """Taxable sales without VAT in the 30 days that begin with it."""
    next_12_months: MoneyField | UnsetType | None = UNSET
    """Taxable sales without VAT in the 12 months that begin with it."""


class ArrangementBody(Body, frozen=True):
    """New loans that were arranged by the day of a repayment; 0.00 takes back what was said of that day."""

    repaid_on: DateField
    new_loans: MoneyField
    contact_id: ThingId | UnsetType | None = UNSET
    """The director; left out, the account that names nobody."""


async def show_outlook(request: ApiRequest) -> Reply:
    """What is expected."""
    return await answered(request, state_outlook.SHOW, None, _outlook_reply)


async def state_vat_outlook(request: ApiRequest) -> Reply:
    """Say what is expected."""
    body: VatOutlookBody = request.body
    outlook = Outlook(
        given(body.expected_on), given(pence_given(body.next_30_days)), given(pence_given(body.next_12_months))
    )
    return await changed(request, state_outlook.STATE, StateOutlook(outlook, today(request)), _outlook_reply)


async def list_arrangements(request: ApiRequest) -> Reply:
    """What is stated."""
    return await answered(request, state_loan_arrangements.SHOW, None, _arrangements_reply)


async def state_arrangement(request: ApiRequest) -> Reply:
    """State what was arranged."""
    body: ArrangementBody = request.body
    command = Arrangement(body.repaid_on, body.new_loans.pence, given(body.contact_id))
    return await changed(request, state_loan_arrangements.STATE, command, _arrangements_reply)


def _outlook_reply(outlook: Outlook) -> Reply:
    return Reply(vat_outlook(outlook))


def _arrangements_reply(found: Sequence[Arrangement]) -> Reply:
    return Reply(arrangement_list(found))


_OUTLOOK_REPLY = ReplyShape("What is expected.", OneVatOutlook, example=_OUTLOOK)
_ARRANGED_REPLY = ReplyShape("Every one, oldest first.", ArrangementList, example=_ARRANGEMENTS)
OPERATIONS = (
    Operation(
        name="show_vat_outlook",
        method="GET",
        kept=True,
        path="/api/vat-outlook",
        summary="Sales that are expected",
        tag="VAT",
        handler=show_outlook,
        replies={200: _OUTLOOK_REPLY},
    ),
    Operation(
        name="state_vat_outlook",
        method="PUT",
        path="/api/vat-outlook",
        summary="State the sales that are expected",
        tag="VAT",
        description=(
            "Over the registration threshold in the next 30 days alone, a business registers at once; not over the "
            "deregistration threshold in the next 12 months, it may stop. The VAT report tells both in its warnings. "
            "What is said takes the place of what was said before; reports as known earlier keep that."
        ),
        scope="write",
        handler=state_vat_outlook,
        replies={200: _OUTLOOK_REPLY},
        body=VatOutlookBody,
        body_example={"expected_on": "2026-03-02", "next_12_months": 70000.00},
    ),
    Operation(
        name="list_loan_arrangements",
        method="GET",
        kept=True,
        path="/api/directors-loan/arrangements",
        summary="Loans that were arranged when others were repaid",
        tag="Reports",
        handler=list_arrangements,
        replies={200: _ARRANGED_REPLY},
    ),
    Operation(
        name="state_loan_arrangement",
        method="PUT",
        path="/api/directors-loan/arrangements",
        summary="State what loans were arranged when a director repaid one",
        tag="Reports",
        description=(
            "Where £15,000 or more was owed and new loans of £5,000 or more were already arranged, a repayment counts "
            "against those (CTA 2010 s464C(3)), whenever they are made; new loans within 30 days are found by "
            "themselves. What a dividend or pay was credited is left alone by both rules."
        ),
        scope="write",
        handler=state_arrangement,
        replies={200: _ARRANGED_REPLY},
        errors=("not_found",),
        body=ArrangementBody,
        body_example={"repaid_on": "2026-03-02", "new_loans": 16000.00, "contact_id": CONTACT_ID},
    ),
)
