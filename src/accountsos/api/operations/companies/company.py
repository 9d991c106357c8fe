"""The company that the key belongs to."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, ReplyShape
from accountsos.api.operations.bodies import Name, changes_in
from accountsos.api.operations.examples import COMPANY
from accountsos.api.operations.parameters import KNOWN_AT, known_at, today
from accountsos.api.operations.run import answered, changed
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.fields import DateField
from accountsos.wire.shapes.companies.company import OneCompany, company_out
from accountsos.workflows.companies.manage_company import CHANGE, SHOW, CompanyQuestion, CompanyState


class CompanyChangeBody(Body, frozen=True):
    """What to change; a field that is left out stays, null clears."""

    name: Name | UnsetType = UNSET
    company_number: (
        Annotated[str, form("^[0-9A-Z]{8}$", "the eight digits or capitals of a company number")] | UnsetType | None
    ) = UNSET
    incorporated_on: DateField | UnsetType | None = UNSET
    trade: Annotated[str, Meta(max_length=200)] | UnsetType | None = UNSET
    people: Annotated[list[Name], Meta(max_length=50)] | UnsetType = UNSET
    basis: Literal["accruals", "cash"] | UnsetType = UNSET


async def show_company(request: ApiRequest) -> Reply:
    """The company."""
    return await answered(request, SHOW, CompanyQuestion(today(request), known_at(request)), _shape)


async def change_company(request: ApiRequest) -> Reply:
    """Change the company's profile."""
    body: CompanyChangeBody = request.body
    changes = changes_in(
        name=body.name if isinstance(body.name, UnsetType) else body.name.strip(),
        company_number=body.company_number,
        incorporated_on=body.incorporated_on,
        trade=body.trade,
        people=tuple(body.people) if isinstance(body.people, list) else body.people,
        basis=body.basis,
    )
    return await changed(request, CHANGE, changes, _shape)


def _shape(state: CompanyState) -> Reply:
    return Reply(company_out(state))


OPERATIONS = (
    Operation(
        name="show_company",
        method="GET",
        kept=True,
        path="/api/company",
        summary="Show the company",
        tag="Company",
        description=(
            "Its profile and years, now or as they were known at a time. A wrong fact is put right by changing it; "
            "reports as known before keep the old one."
        ),
        handler=show_company,
        query=(KNOWN_AT,),
        replies={200: ReplyShape("The company.", OneCompany, example=COMPANY)},
    ),
    Operation(
        name="change_company",
        method="PATCH",
        path="/api/company",
        summary="Change the company",
        tag="Company",
        description=(
            "The new values hold as if they had always been so: deadlines and reports follow them, reports as known "
            "before keep the old ones. Another date of incorporation moves the beginning of the first year with it, "
            "where it began then; a conflict where a year that changes is closed."
        ),
        scope="write",
        handler=change_company,
        replies={200: ReplyShape("The company as it is now.", OneCompany, example=COMPANY)},
        body=CompanyChangeBody,
        body_example={"trade": "web shop"},
        errors=("conflict",),
        idempotent=True,
    ),
)
