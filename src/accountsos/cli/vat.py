"""Commands of VAT: register, file, unfile, the schemes."""

from __future__ import annotations

from accountsos.cli.command import (
    KNOWN_AT,
    Command,
    Day,
    Listed,
    Named,
    Number,
    OneOf,
    Switch,
    WholeNumber,
    Words,
    field_of,
    option,
)
from accountsos.cli.reports import VAT_RETURN
from accountsos.cli.show import JsonOf, Listing, Said, Whole, columns

SCHEMES = ("standard", "cash", "flat_rate", "annual", "none")
STAGGERS = ("1", "2", "3", "monthly", "annual")
INSTALMENTS = ("monthly", "quarterly")
_PERIOD = field_of("period", "2026-Q1, 2026-03 …", Words("PERIOD"), required=True)
_SCHEMES = Listing(
    "vat_schemes",
    columns("from", "scheme", "stagger", "registered_on", "number: vat_number", "sector"),
    empty="Not registered for VAT",
)

_OUTLOOK = Whole()
_ON = option("on", "The day of the rates; default: today.", Day())

COMMANDS = (
    Command(
        words=("vat", "codes"),
        summary="Every VAT code with its rate and its boxes.",
        asks="vat_lists:list_vat_codes",
        parameters=(_ON,),
        show=Listing("vat_codes", columns("code", "title", "side", "rate>", "self_assessed", "boxes")),
        examples=("", "--on 2025-06-30"),
    ),
    Command(
        words=("vat", "sectors"),
        summary="Every sector of the flat rate scheme with its percentage.",
        asks="vat_lists:list_flat_rate_sectors",
        parameters=(_ON,),
        show=Listing("sectors", columns("sector", "title", "rate>")),
        examples=("",),
    ),
    Command(
        words=("vat", "register"),
        summary="Register for VAT, or change the scheme from a day on.",
        asks="vat:set_vat_scheme",
        parameters=(
            field_of("scheme", "none ends the registration.", OneOf(SCHEMES), required=True),
            field_of("from", "The day from which it applies.", Day(), required=True),
            field_of("stagger", "Quarters to Mar, Jan, Feb …; default: as before, or 1.", OneOf(STAGGERS)),
            field_of("vat_number", "The VAT registration number.", Words("NUMBER")),
            field_of("registered_on", "Where the registration began before --from.", Day()),
            field_of("sector", "Trade sector of the flat rate scheme, such as computer_it."),
            field_of("limited_cost", "Flat rate of a limited cost business.", Switch()),
            field_of("cash_turnover", "Flat rate on the money received, not on what was invoiced.", Switch()),
            field_of(
                "annual_year_end_month",
                "Annual accounting: last month of its year.",
                WholeNumber(1, 12),
                typed="year_end_month",
            ),
            field_of("instalments", "Annual accounting.", OneOf(INSTALMENTS)),
        ),
        show=_SCHEMES,
        examples=("--scheme standard --from 2026-01-01 --vat-number 980780684",),
    ),
    Command(
        words=("vat", "schemes"),
        summary="Every scheme of the company, oldest first.",
        asks="vat:list_vat_schemes",
        show=_SCHEMES,
        examples=("",),
    ),
    Command(
        words=("vat", "rewrite-schemes"),
        summary="Say anew which schemes there were, all of them: what was entered wrong is superseded.",
        asks="vat:rewrite_vat_schemes",
        parameters=(
            field_of(
                "schemes",
                "One scheme by its fields, oldest first: from, scheme, stagger, vat_number, registered_on, sector …",
                Named(numbers=("annual_year_end_month",), switches=("limited_cost", "cash_turnover")),
                typed="scheme",
                required=True,
                many=True,
            ),
        ),
        show=_SCHEMES,
        description="Refused where a filed return stands on what would change: `vat unfile` opens it again.",
        examples=("--scheme from=2025-04-01,scheme=standard,stagger=1,vat_number=980780684",),
    ),
    Command(
        words=("vat", "never-registered"),
        summary="Take back that the company was ever registered for VAT.",
        asks="vat:withdraw_vat_schemes",
        show=Said("No VAT scheme is left: the company was never registered."),
        examples=("",),
    ),
    Command(
        words=("vat", "outlook"),
        summary="The sales that are expected, as somebody stated them.",
        asks="tax.stated:show_vat_outlook",
        show=_OUTLOOK,
        examples=("",),
    ),
    Command(
        words=("vat", "state-outlook"),
        summary="State the sales that are expected. What is left out is not said any more.",
        asks="tax.stated:state_vat_outlook",
        parameters=(
            field_of("expected_on", "Since when it is expected; default: today.", Day()),
            field_of("next_30_days", "Taxable sales without VAT in 30 days alone.", Number()),
            field_of("next_12_months", "Taxable sales without VAT in 12 months.", Number()),
        ),
        show=_OUTLOOK,
        examples=("--next-12-months 70000.00",),
    ),
    Command(
        words=("vat", "file"),
        summary="Mark a return as filed with HMRC: its figures are frozen.",
        asks="vat:file_vat_return",
        parameters=(
            _PERIOD,
            field_of("accept_incomplete", "It has exempt sales and was completed outside.", Switch()),
            field_of("acknowledge", "Findings of `checks` that somebody took note of.", Listed("IDS")),
        ),
        show=VAT_RETURN,
        examples=("--period 2025-Q4",),
    ),
    Command(
        words=("vat", "payload"),
        summary="A return as the JSON body that HMRC takes. Nothing is sent.",
        asks="vat:vat_return_payload",
        parameters=(
            option("period", "2026-Q1, 2026-03 …; default: the last one that is over.", Words("PERIOD")),
            option("period_key", "HMRC's key of the period, from its list of obligations.", Words("KEY")),
            KNOWN_AT,
        ),
        show=JsonOf("vat_payload.body"),
        description="With --json the body lies in the API's reply; `finalised` is in it once the return is filed.",
        examples=("--period 2025-Q4 --period-key 25A4",),
    ),
    Command(
        words=("vat", "unfile"),
        summary="Open the last filed return again.",
        asks="vat:unfile_vat_return",
        parameters=(_PERIOD, field_of("reason", "Why a filed return is opened again.", required=True)),
        show=VAT_RETURN,
        examples=('--period 2025-Q4 --reason "A bill was left out"',),
    ),
)
