"""The construction industry scheme: what a contact is from which day on, and the deductions of a tax month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType, field

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Label, given
from accountsos.api.operations.examples import CONTACT_ID, DOCUMENT_ID
from accountsos.api.operations.parameters import today
from accountsos.api.operations.reports.report_spec import ReportCommand, ReportSpec
from accountsos.api.operations.run import answered, changed
from accountsos.bookkeeping.cis_facts import CisFact
from accountsos.web.parameters import Day, Id
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField
from accountsos.wire.shapes.cis import OneCisContact, OneCisReport, cis_contact, cis_report, cis_table
from accountsos.workflows.contacts.state_cis import SHOW, STATE, CisOfContact, StateCis
from accountsos.workflows.invoices.cis_return import RETURN, CisQuestion

_CONTACT = PathId("contact_id", Id("con_"), "The contact.", CONTACT_ID)
_EXAMPLE: dict[str, Any] = {
    "cis": {
        "contact": {"id": CONTACT_ID, "name": "Harbour Stationers"},
        "facts": [
            {
                "from": "2026-04-06",
                "rate": 20,
                "utr": "1234567890",
                "verification_number": "V1234567890",
                "reverse_charge": True,
            }
        ],
    }
}
_REPORT: dict[str, Any] = {
    "report": {
        "type": "cis",
        "from": "2026-02-06",
        "to": "2026-03-05",
        "currency": "GBP",
        "return_by": "2026-03-19",
        "pay_by": "2026-03-22",
        "gross": Decimal("1400.00"),
        "labour": Decimal("1000.00"),
        "materials": Decimal("400.00"),
        "deducted": Decimal("200.00"),
        "suffered": Decimal("0.00"),
        "subcontractors": [
            {
                "contact_id": CONTACT_ID,
                "name": "Harbour Joinery",
                "utr": "1234567890",
                "verification_number": "V1234567890",
                "gross": Decimal("1400.00"),
                "labour": Decimal("1000.00"),
                "materials": Decimal("400.00"),
                "deducted": Decimal("200.00"),
                "payments": [
                    {
                        "document_id": DOCUMENT_ID,
                        "number": "HJ-7",
                        "date": "2026-03-02",
                        "labour": Decimal("1000.00"),
                        "materials": Decimal("400.00"),
                        "rate": 20,
                        "deducted": Decimal("200.00"),
                    }
                ],
            }
        ],
        "contractors": [],
    }
}


class CisBody(Body, frozen=True):
    """What holds of a contact from a day on."""

    from_: DateField = field(name="from")
    rate: Annotated[int, Meta(ge=0, le=100)] | UnsetType | None = UNSET
    """What is deducted of its labour: 0, 20 or 30 percent. Left out: it is no subcontractor."""
    utr: Label | UnsetType | None = UNSET
    verification_number: Label | UnsetType | None = UNSET
    reverse_charge: bool | UnsetType = UNSET
    """Whether the domestic reverse charge applies between both: their invoices then bear it where no code is said."""


async def state(request: ApiRequest) -> Reply:
    """State what a contact is under the scheme."""
    body: CisBody = request.body
    start = date(body.from_.year, body.from_.month, body.from_.day)
    fact = CisFact(
        start, given(body.rate), given(body.utr), given(body.verification_number), given(body.reverse_charge) or False
    )
    return await changed(request, STATE, StateCis(request.ids["contact_id"], fact), _shape)


async def show(request: ApiRequest) -> Reply:
    """What was stated of a contact."""
    return await answered(request, SHOW, request.ids["contact_id"], _shape)


def _shape(found: CisOfContact) -> Reply:
    return Reply(cis_contact(found))


CIS_SPEC = ReportSpec(
    name="cis",
    operation_name="cis_report",
    title="Construction industry scheme",
    tag="Tax",
    description=(
        "The deductions of a tax month (6th to 5th): the figures of the monthly return by subcontractor, which are its "
        "deduction statement, and what contractors deducted from the business. Invoices are settled by `cis`."
    ),
    parameters=(
        QueryParameter("month", Day(), "A day of the tax month; today where it is left out.", example=date(2026, 3, 5)),
        QueryParameter("contact", Id("con_"), "Only this party: a deduction statement."),
    ),
    question=lambda request: CisQuestion(request.query["month"] or today(request), request.query["contact"]),
    make=RETURN,
    shape=lambda report, _: cis_report(report),
    table=cis_table,
    reply=OneCisReport,
    example=_REPORT,
    errors=("not_found",),
    commands=(
        ReportCommand(
            summary="Deductions under the construction industry scheme in a tax month, made and suffered.",
            title="Construction industry scheme, {from} to {to}",
            each=("subcontractors", "{name}: {deducted} of {gross}, of which materials {materials}"),
            then=("Return due {return_by}, {deducted} to pay by {pay_by}; suffered {suffered}",),
            examples=("--month 2026-03-05",),
        ),
    ),
)
SPECS = (CIS_SPEC,)
OPERATIONS = (
    Operation(
        name="show_cis",
        method="GET",
        kept=True,
        path="/api/contacts/{contact_id}/cis",
        summary="Show what a contact is under the construction industry scheme",
        tag="Contacts",
        handler=show,
        replies={200: ReplyShape("What was stated, oldest first.", OneCisContact, example=_EXAMPLE)},
        ids=(_CONTACT,),
    ),
    Operation(
        name="state_cis",
        method="PUT",
        path="/api/contacts/{contact_id}/cis",
        summary="State what a contact is under the construction industry scheme",
        tag="Contacts",
        description="From a day on, as HMRC verified it. What was stated for the same day is replaced.",
        scope="write",
        handler=state,
        replies={200: ReplyShape("What is stated now, oldest first.", OneCisContact, example=_EXAMPLE)},
        ids=(_CONTACT,),
        body=CisBody,
        body_example={
            "from": "2026-02-06",
            "rate": 20,
            "utr": "1234567890",
            "verification_number": "V1234567890",
            "reverse_charge": True,
        },
    ),
    *(spec.operation() for spec in SPECS),
)
