"""Commands of deadlines: what is due, what is done, and what the calendar depends on."""

from __future__ import annotations

from accountsos.cli.command import (
    Command,
    Day,
    Number,
    OneOf,
    Switch,
    WholeNumber,
    YesNo,
    argument,
    field_of,
    option,
    own,
)
from accountsos.cli.show import Listing, Nothing, Said, Whole, columns

TYPES = (
    "vat", "corporation_tax", "accounts", "confirmation_statement", "paye", "self_assessment", "mtd_itsa", "other",
)  # fmt: skip
NATIONS = ("england_and_wales", "scotland", "northern_ireland")
_DEADLINE = argument("deadline_id", "The deadline (ddl_…).")
_SETTINGS = Whole("deadline_settings")

COMMANDS = (
    Command(
        words=("deadlines", "list"),
        summary="What is due, soonest first; overdue ones always come.",
        asks="deadlines:list_deadlines",
        parameters=(
            option("days", "How far ahead.", WholeNumber(0, 36_500), default=365),
            option("type", "Only those of one kind.", OneOf(TYPES)),
            option("include_completed", "Also what is done.", Switch()),
        ),
        show=Listing(
            "deadlines",
            columns("due: due_date", "days: days_until>", "status", "amount>", "what: title", "id"),
            empty="Nothing is due.",
        ),
        csv=True,
        examples=("--days 90", "--type vat --include-completed"),
    ),
    Command(
        words=("deadlines", "show"),
        summary="One deadline.",
        asks="deadlines:show_deadline",
        parameters=(_DEADLINE,),
        show=Whole("deadline"),
        examples=("ddl_accounts_20260331",),
    ),
    Command(
        words=("deadlines", "calendar"),
        summary="What is due, as an iCalendar file.",
        runs="calendar:calendar",
        parameters=(
            own("days", "How far ahead.", WholeNumber(0, 36_500), default=365),
            own("type", "Only those of one kind.", OneOf(TYPES)),
            own("include_completed", "Also what is done.", Switch()),
        ),
        show=Nothing(),
        json=False,
        examples=("--days 400",),
    ),
    Command(
        words=("deadlines", "add"),
        summary="Add a deadline of your own.",
        asks="deadlines:add_deadline",
        parameters=(
            field_of("title", "What is due.", required=True),
            field_of("due_date", "When.", Day(), required=True),
            field_of("type", "Of what kind; default: other.", OneOf(TYPES)),
            field_of("amount", "How much.", Number()),
            field_of("notes", "Notes."),
        ),
        show=Said("{deadline.id}"),
        examples=('--title "Insurance renewal" --due-date 2026-09-01 --amount 480.00',),
    ),
    Command(
        words=("deadlines", "change"),
        summary="Mark a deadline as done, note something, or change one of your own.",
        asks="deadlines:change_deadline",
        parameters=(
            _DEADLINE,
            field_of("completed", "Whether it is done.", YesNo("not-completed")),
            field_of("completed_on", "When it was done; default: today.", Day()),
            field_of(
                "title",
                "What is due; of your own only.",
            ),
            field_of("due_date", "When; of your own only.", Day()),
            field_of("amount", "How much.", Number(), clears=True),
            field_of("notes", "Notes.", clears=True),
        ),
        show=Whole("deadline"),
        anew=True,
        examples=("ddl_accounts_20260331 --completed",),
    ),
    Command(
        words=("deadlines", "remove"),
        summary="Take a deadline of your own off the list.",
        asks="deadlines:remove_deadline",
        parameters=(_DEADLINE,),
        show=Said("It is gone."),
        examples=("ddl_08M0kX00000VDK",),
    ),
    Command(
        words=("deadlines", "settings"),
        summary="What deadlines depend on: payroll, confirmation statements, payments on account.",
        asks="deadlines:show_deadline_settings",
        show=_SETTINGS,
        examples=("",),
    ),
    Command(
        words=("deadlines", "set"),
        summary="State what deadlines depend on.",
        asks="deadlines:change_deadline_settings",
        parameters=(
            field_of(
                "since", "Payroll: since when there is a PAYE scheme.", Day(), typed="payroll_since", inside="payroll"
            ),
            field_of("until", "Payroll: its last day.", Day(), typed="payroll_until", inside="payroll"),
            field_of("has_employees", "Payroll: with employees.", YesNo("no-employees"), inside="payroll"),
            field_of("pays_quarterly", "Payroll: paid by the quarter.", YesNo("pays-monthly"), inside="payroll"),
            field_of(
                "cis_contractor", "Payroll: a contractor of the building trade.", YesNo("no-cis"), inside="payroll"
            ),
            field_of("benefits_in_kind", "Payroll: with benefits.", YesNo("no-benefits"), inside="payroll"),
            field_of(
                "confirmation_statements",
                "The day to which a confirmation statement was made up; once for each.",
                Day(),
                typed="confirmation_statement",
                many=True,
                clears=True,
            ),
            field_of(
                "payments_on_account",
                "Whether the owner makes payments on account.",
                YesNo("no-payments-on-account"),
                clears=True,
            ),
            field_of(
                "vat_payments_on_account",
                "Whether HMRC has put the company on VAT payments on account.",
                YesNo("no-vat-payments-on-account"),
                clears=True,
            ),
            field_of("nation", "Where bank holidays are taken from.", OneOf(NATIONS), clears=True),
            field_of("associated_companies", "How many.", WholeNumber(0, 1000), clears=True),
            field_of("tracked_from", "What was due before is not shown.", Day(), clears=True),
        ),
        show=_SETTINGS,
        anew=True,
        examples=("--payroll-since 2025-06-01 --has-employees", "--associated-companies 1 --clear nation"),
    ),
    Command(
        words=("deadlines", "open-feed"),
        summary="Open the calendar feed: an address from which calendars read the deadlines. Shown this once.",
        asks="deadlines:make_calendar_token",
        show=Said("{calendar_token.path}"),
        examples=("",),
    ),
    Command(
        words=("deadlines", "close-feed"),
        summary="Close the calendar feed.",
        asks="deadlines:revoke_calendar_token",
        show=Said("The feed is closed."),
        examples=("",),
    ),
)
