"""Commands of a sole trader's flat rates: working at home, living at the business premises."""

from __future__ import annotations

from accountsos.cli.command import Command, Day, WholeNumber, Words, field_of
from accountsos.cli.show import Listing, columns

_MONTHS = Listing(
    "simplified_expenses",
    columns(
        "month",
        "hours>",
        "people>",
        "home_use>",
        "private_use>",
        "posted_home_use>",
        "posted_private_use>",
        "journal: journal_id",
    ),
    empty="Nothing is stated.",
)

COMMANDS = (
    Command(
        words=("home-use", "list"),
        summary="A sole trader's flat rates for working at home or living at the premises, month by month.",
        asks="tax.simplified_expenses:list_simplified_expenses",
        show=_MONTHS,
        examples=("",),
    ),
    Command(
        words=("home-use", "state"),
        summary="State the hours worked at home in a month, or who lives at the premises.",
        asks="tax.simplified_expenses:state_simplified_expenses",
        parameters=(
            field_of("month", "2026-05.", Words("MONTH"), required=True),
            field_of("hours", "Worked at home; 25 or more count.", WholeNumber(0, 744)),
            field_of("people", "Who live at the business premises.", WholeNumber(0, 50)),
        ),
        show=_MONTHS,
        description="A later statement of the month supersedes it. Nothing is posted until it is claimed.",
        examples=("--month 2026-02 --hours 60",),
    ),
    Command(
        words=("home-use", "claim"),
        summary="Post the flat rates of every month that is over.",
        asks="tax.simplified_expenses:claim_simplified_expenses",
        parameters=(field_of("through", "Months that are over by that day.", Day(), required=True),),
        show=_MONTHS,
        examples=("--through 2026-02-28",),
    ),
)
