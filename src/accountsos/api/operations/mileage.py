"""Business trips with one's own vehicle: enter, list, remove, report, claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Name, ThingId, Words, given
from accountsos.api.operations.examples import JOURNAL, PAGE_OF_ONE
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import FROM, LIMIT_OR_ALL, TO, day_and_number, page_of, paging_of, today
from accountsos.api.operations.reports.report_spec import FORMATS, ReportCommand, ReportSpec
from accountsos.api.operations.run import answered, changed, gone
from accountsos.dates import Period
from accountsos.uk_rules.periods import tax_year_named, tax_year_of
from accountsos.web.parameters import Id, Text
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body
from accountsos.wire.fields import DateField, MilesField
from accountsos.wire.shapes.journals import OneJournal, journal_out
from accountsos.wire.shapes.mileage import (
    OneMileageReport,
    OneTrip,
    TripList,
    mileage_report_out,
    mileage_table,
    one_trip,
    trip_list,
    trip_table,
)
from accountsos.workflows.mileage import claim_mileage, record_trip
from accountsos.workflows.mileage.claim_mileage import ClaimMileage, MileageQuestion
from accountsos.workflows.mileage.record_trip import MOST_PASSENGERS, PREFIX, NewTrip, TripPage, TripQuestion

TRIP_ID = "trip_0vQ61600000008"
_ID = PathId("trip_id", Id(PREFIX), "The trip.", TRIP_ID)
_TRIP: dict[str, Any] = {
    "id": TRIP_ID,
    "date": "2026-02-10",
    "person": "Acme Ltd",
    "vehicle": "car",
    "miles": Decimal("84.5"),
    "passengers": 0,
    "purpose": "Site visit in Leeds and back",
    "journal_id": None,
}
_LINE: dict[str, Any] = {
    "trip": _TRIP,
    "rated": [
        {
            "what": "car or van, up to the threshold of the tax year",
            "miles": Decimal("84.5"),
            "rate": Decimal("0.45"),
        }
    ],
    "amount": Decimal("38.03"),
}
_REPORT: dict[str, Any] = {
    "report": {
        "type": "mileage",
        "from": "2025-04-06",
        "to": "2026-04-05",
        "currency": "GBP",
        "people": [
            {
                "person": "Acme Ltd",
                "lines": [_LINE],
                "tax_years": [
                    {
                        "tax_year": "2025-26",
                        "miles": Decimal("84.5"),
                        "threshold": 10000,
                        "left": Decimal("9915.5"),
                    }
                ],
                "amount": Decimal("38.03"),
                "claimed": Decimal("0.00"),
                "unclaimed": Decimal("38.03"),
            }
        ],
        "total": Decimal("38.03"),
        "warnings": [],
    }
}
_PERSON = QueryParameter("person", Text(120), "Only of that person; capitals and blanks make no difference.")

QUERY = (FROM, TO, _PERSON, *page_of("trips", LIMIT_OR_ALL))
FILE = ListFile(
    name="trips",
    title="Business trips",
    pages=record_trip.trips_in_pages,
    table=lambda _, page: trip_table(page),
    on_paper=("date", "person", "vehicle", "miles", "passengers", "purpose", "claimed"),
)


class TripBody(Body, frozen=True):
    """A trip with one's own vehicle, for the business; not the way to work."""

    date: DateField
    person: Name
    """Who drove; a director as in the contacts, so that the claim finds the loan account."""
    vehicle: Literal["car", "van", "motorcycle", "bicycle"]
    miles: MilesField
    purpose: Words
    passengers: Annotated[int, Meta(ge=0, le=MOST_PASSENGERS)] = 0
    """Fellow employees in a car or van; of a company only."""


class ClaimBody(Body, frozen=True):
    """What to post: everything that one person has not claimed yet."""

    person: Name
    through: DateField
    """The last day of the trips."""
    date: DateField | UnsetType | None = UNSET
    """The day of the journal; left out, `through`."""
    contact_id: ThingId | UnsetType | None = UNSET
    """The director's contact; left out, the one of that name. Not of a sole trader."""


async def add_trip(request: ApiRequest) -> Reply:
    """Enter a trip."""
    body: TripBody = request.body
    miles = Decimal(body.miles)
    command = NewTrip(
        today(request), body.date, body.person, body.vehicle, miles, purpose=body.purpose, passengers=body.passengers
    )
    return await changed(request, record_trip.ADD, command, lambda page: Reply(one_trip(page), status=201))


async def list_trips(request: ApiRequest) -> Reply:
    """A page of trips, or all of them as a file."""
    query, paging = request.query, paging_of(request, "trips")

    def question(limit: int) -> TripQuestion:
        days = query["from"], query["to"]
        return TripQuestion(limit, paging.offset, *days, query["person"], before=day_and_number(paging))

    if request.reply_format != "json":
        return await FILE.answer(request, QUERY, record_trip.LIST, question)

    def shape(page: TripPage) -> Reply:
        return Reply(trip_list(page, paging=paging))

    return await answered(request, record_trip.LIST, question(paging.limit + 1), shape)


async def show_trip(request: ApiRequest) -> Reply:
    """One trip."""
    return await answered(request, record_trip.SHOW, request.ids["trip_id"], lambda page: Reply(one_trip(page)))


async def remove_trip(request: ApiRequest) -> Reply:
    """Take a trip out."""
    return await changed(request, record_trip.REMOVE, request.ids["trip_id"], gone)


def _mileage_question(request: ApiRequest) -> MileageQuestion:
    query = request.query
    return MileageQuestion(period_asked(query["tax_year"], query["from"], query["to"], today(request)), query["person"])


def period_asked(tax_year: str | None, start: date | None, end: date | None, day: date) -> Period:
    """The tax year, or the days; where nothing is said, the current tax year."""
    if tax_year is not None:
        return tax_year_named(tax_year)
    if start is not None:
        return Period(start, end or max(day, start))
    if end is not None:
        return Period(tax_year_of(end).start, end)
    return tax_year_of(day)


async def claim(request: ApiRequest) -> Reply:
    """Post a claim."""
    body: ClaimBody = request.body
    command = ClaimMileage(today(request), body.person, body.through, given(body.date), given(body.contact_id))
    return await changed(
        request, claim_mileage.CLAIM, command, lambda state: Reply(OneJournal(journal_out(state)), status=201)
    )


MILEAGE_SPEC = ReportSpec(
    name="mileage",
    operation_name="mileage_report",
    title="Mileage",
    tag="Mileage",
    description=(
        "Each trip at the rates of its day, by person. The first 10,000 miles by car and van of a tax year bear "
        "the higher rate; trips outside the days asked for are in that count. Without days, the current tax year."
    ),
    parameters=(
        FROM,
        TO,
        QueryParameter(
            "tax_year",
            Text(9, "[0-9]{4}[-/][0-9]{2,4}", "a tax year such as 2025-26"),
            "A tax year, instead of `from` and `to`.",
            example="2025-26",
        ),
        _PERSON,
    ),
    exclusive=(("tax_year", "from"), ("tax_year", "to")),
    question=_mileage_question,
    make=claim_mileage.REPORT,
    shape=lambda report, shown: mileage_report_out(shown.company, report),
    table=mileage_table,
    reply=OneMileageReport,
    example=_REPORT,
    commands=(
        ReportCommand(
            summary="Each trip at the rates of its day, by person.",
            title="Mileage, {from} to {to}",
            each=("people", "{person}: {amount}, of which claimed {claimed}"),
            examples=("--tax-year 2025-26", "--from 2026-02-01 --to 2026-02-28 --format csv"),
            also=("mileage", "report"),
        ),
    ),
)
SPECS = (MILEAGE_SPEC,)
OPERATIONS = (
    Operation(
        name="list_trips",
        method="GET",
        kept=True,
        path="/api/mileage",
        summary="List business trips",
        tag="Mileage",
        handler=list_trips,
        replies={200: ReplyShape("A page of trips.", TripList, example={"trips": [_TRIP], "pagination": PAGE_OF_ONE})},
        query=QUERY,
        formats=FORMATS,
    ),
    Operation(
        name="add_trip",
        method="POST",
        path="/api/mileage",
        summary="Enter a business trip",
        tag="Mileage",
        description="Nothing is posted until the trip is claimed.",
        scope="write",
        handler=add_trip,
        location="/api/mileage/{trip_id}",
        replies={201: ReplyShape("The trip.", OneTrip, example={"trip": _TRIP})},
        body=TripBody,
        body_example={
            "date": "2026-02-10",
            "person": "Acme Ltd",
            "vehicle": "car",
            "miles": 84.5,
            "purpose": "Site visit in Leeds and back",
        },
        idempotent=True,
    ),
    Operation(
        name="show_trip",
        method="GET",
        kept=True,
        path="/api/mileage/{trip_id}",
        summary="Show a trip",
        tag="Mileage",
        handler=show_trip,
        replies={200: ReplyShape("The trip.", OneTrip, example={"trip": _TRIP})},
        ids=(_ID,),
    ),
    Operation(
        name="remove_trip",
        method="DELETE",
        path="/api/mileage/{trip_id}",
        summary="Remove a business trip",
        tag="Mileage",
        description="A claimed one is a conflict: take its journal back first (`DELETE /api/journals/{journal_id}`).",
        scope="write",
        handler=remove_trip,
        replies={204: ReplyShape("It is gone.")},
        ids=(_ID,),
        errors=("conflict",),
    ),
    Operation(
        name="claim_mileage",
        method="POST",
        path="/api/mileage/claims",
        summary="Claim mileage",
        tag="Mileage",
        description=(
            "Posts what one person has not claimed yet: mileage to the director's loan account of that person, of a "
            "sole trader to capital introduced. What was claimed keeps its place in the 10,000 miles of its tax year."
        ),
        scope="write",
        handler=claim,
        location="/api/journals/{journal_id}",
        replies={201: ReplyShape("The journal.", OneJournal, example={"journal": JOURNAL})},
        body=ClaimBody,
        body_example={"person": "Acme Ltd", "through": "2026-02-28"},
        errors=("not_found", "conflict"),
        idempotent=True,
    ),
    MILEAGE_SPEC.operation(),
)
