"""Commands of mileage: enter trips, report them, claim them."""

from __future__ import annotations

from accountsos.cli.command import (
    FROM,
    PAGE_OR_ALL,
    TO,
    Command,
    Day,
    Number,
    OneOf,
    WholeNumber,
    Words,
    argument,
    field_of,
    option,
)
from accountsos.cli.show import Listing, Said, Whole, columns

VEHICLES = ("car", "van", "motorcycle", "bicycle")
_TRIP = argument("trip_id", "The trip (trip_…).")
_PERSON = option("person", "Only this person's.")

COMMANDS = (
    Command(
        words=("mileage", "list"),
        summary="Business trips with one's own vehicle, newest first.",
        asks="mileage:list_trips",
        parameters=(FROM, TO, _PERSON, *PAGE_OR_ALL),
        show=Listing("trips", columns("date", "person", "vehicle", "miles>", "purpose", "journal: journal_id", "id")),
        csv=True,
        examples=('--person "Alex Morgan"',),
    ),
    Command(
        words=("mileage", "add"),
        summary="Enter a trip. Nothing is posted until it is claimed.",
        asks="mileage:add_trip",
        parameters=(
            field_of("date", "The day.", Day(), required=True),
            field_of("person", "Who drove; a director as in the contacts.", required=True),
            field_of("vehicle", "With what.", OneOf(VEHICLES), required=True),
            field_of("miles", "With at most one decimal.", Number("MILES"), required=True),
            field_of("purpose", "What for.", required=True),
            field_of("passengers", "Fellow employees, in a car or van.", WholeNumber(0, 16)),
        ),
        show=Said("{trip.id}"),
        examples=('--date 2026-02-10 --person "Acme Ltd" --vehicle car --miles 84.5 --purpose "Site visit, Leeds"',),
    ),
    Command(
        words=("mileage", "show"),
        summary="One trip.",
        asks="mileage:show_trip",
        parameters=(_TRIP,),
        show=Whole("trip"),
        examples=("trip_0vQ61600000008",),
    ),
    Command(
        words=("mileage", "remove"),
        summary="Take out a trip that was not claimed.",
        asks="mileage:remove_trip",
        parameters=(_TRIP,),
        show=Said("It is gone."),
        examples=("trip_0vQ61600000008",),
    ),
    Command(
        words=("mileage", "claim"),
        summary="Post what a person has not claimed yet.",
        asks="mileage:claim_mileage",
        parameters=(
            field_of("person", "Who drove.", required=True),
            field_of("through", "The last day of the trips.", Day(), required=True),
            field_of("date", "The day of the journal; default: --through.", Day()),
            field_of(
                "contact_id", "The director's contact (con_…); default: of that name.", Words("CON"), typed="contact"
            ),
        ),
        show=Said("{journal.id}  {journal.date}  {journal.narration}"),
        examples=('--person "Acme Ltd" --through 2026-02-28',),
    ),
)
