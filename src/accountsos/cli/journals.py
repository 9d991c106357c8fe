"""Commands of journals: post by lines or by a template, opening balances."""

from __future__ import annotations

from accountsos.cli.command import (
    BY_EXTERNAL_ID,
    CALLED,
    CALLED_ANEW,
    CONFIRM_DATE,
    FROM,
    PAGE,
    PAGE_OR_ALL,
    TO,
    UPDATED_SINCE,
    Command,
    Day,
    Fields,
    OneOf,
    Parts,
    Switch,
    Words,
    argument,
    field_of,
    option,
)
from accountsos.cli.show import Listing, Said, Whole, columns

_JOURNAL = argument("journal_id", "The journal (je_…).")

_OPENING = (
    field_of("conversion_date", "The first day whose lines are posted here.", Day(), required=True),
    field_of(
        "lines",
        "One balance, as cat_debtors=120.00 for a debit and cat_share_capital=-100.00 for a credit; more after "
        "commas: bank_account_id, contact_id.",
        Parts("category_id", "amount", signed=("debit", "credit")),
        typed="line",
        many=True,
        required=True,
    ),
    field_of("post_difference", "Leave what it is out by in Opening Balances.", Switch()),
)
_OPENED = Said("{opening_balances.journal.id}  {opening_balances.conversion_date}")
_OPENING_EXAMPLES = (
    "--conversion-date 2025-04-01 --line cat_bank=100.00,bank_account_id=ba_main --line cat_share_capital=-100.00",
)
_KINDS = ("manual", "opening_balances", "depreciation", "disposal", "revaluation")

COMMANDS = (
    Command(
        words=("journal", "list"),
        summary="Manual journals, newest first.",
        asks="journals.post_journals:list_journals",
        parameters=(
            FROM,
            TO,
            option(
                "kind",
                "Only of this kind.",
                OneOf(_KINDS),
            ),
            UPDATED_SINCE,
            option("ids", "Only these (je_…), with commas between them.", Words("JE,JE")),
            BY_EXTERNAL_ID,
            *PAGE_OR_ALL,
        ),
        show=Listing("journals", columns("date", "narration", "kind", "undone", "id")),
        csv=True,
        examples=("--limit 20",),
    ),
    Command(
        words=("journal", "templates"),
        summary="Journals that are posted by their values: dividend, wages, accruals and more.",
        asks="journals.post_journals:list_journal_templates",
        parameters=PAGE,
        show=Listing("templates", columns("key", "title", "description")),
        examples=("",),
    ),
    Command(
        words=("journal", "show"),
        summary="One journal with what it posted.",
        asks="journals.post_journals:show_journal",
        parameters=(_JOURNAL,),
        show=Whole("journal"),
        examples=("je_08M0kX00000VDK",),
    ),
    Command(
        words=("journal", "post"),
        summary="Post a journal, by its lines or by a template.",
        asks="journals.post_journals:post_journal",
        parameters=(
            field_of("date", "The day.", Day(), required=True),
            field_of("narration", "What it is."),
            field_of(
                "lines",
                "One line, as cat_travel=5.00 for a debit, cat_directors_loan=-5.00 for a credit; more after commas: "
                "contact_id, vat_code, description.",
                Parts("category_id", "amount", signed=("debit", "credit")),
                typed="line",
                many=True,
            ),
            field_of("template", "Instead of lines: which template.", Words("KEY")),
            field_of("values", "A value of the template, as amount=500.00.", Fields(), typed="value", many=True),
            CONFIRM_DATE,
            field_of("auto_reverse_on", "The day on which it is posted with its sides exchanged.", Day()),
            *CALLED,
        ),
        show=Said("{journal.id}  {journal.date}  {journal.narration}"),
        examples=(
            "--date 2026-01-31 --narration Parking --line cat_travel=5.00 --line cat_directors_loan=-5.00",
            "--date 2026-02-28 --template accrual --value amount=900.00 --value category_id=cat_accountancy",
        ),
    ),
    Command(
        words=("journal", "change"),
        summary="Say what another system calls a journal; what it posted never changes.",
        asks="journals.call_journals:change_journal",
        parameters=(_JOURNAL, *CALLED_ANEW),
        show=Whole("journal"),
        anew=True,
        examples=("je_08M0kX00000VDK --external-id payroll-2026-03",),
    ),
    Command(
        words=("journal", "undo"),
        summary="Take a journal back, by its reversal.",
        asks="journals.post_journals:undo_journal",
        parameters=(_JOURNAL,),
        show=Said("It is taken back."),
        examples=("je_08M0kX00000VDK",),
    ),
    Command(
        words=("journal", "opening-balances"),
        summary="Post the trial balance with which the books begin here.",
        asks="journals.post_journals:post_opening_balances",
        parameters=_OPENING,
        show=_OPENED,
        examples=_OPENING_EXAMPLES,
    ),
    Command(
        words=("journal", "show-opening-balances"),
        summary="The trial balance with which the books begin here.",
        asks="journals.post_journals:show_opening_balances",
        show=Whole("opening_balances"),
        examples=("",),
    ),
    Command(
        words=("journal", "restate-opening-balances"),
        summary="State that trial balance anew, as a whole, in place of the one that was posted.",
        asks="journals.post_journals:state_opening_balances",
        parameters=_OPENING,
        show=_OPENED,
        examples=_OPENING_EXAMPLES,
    ),
    Command(
        words=("journal", "withdraw-opening-balances"),
        summary="Take it back: every line that is here is posted again.",
        asks="journals.post_journals:withdraw_opening_balances",
        show=Said("They are reversed."),
        examples=("",),
    ),
)
