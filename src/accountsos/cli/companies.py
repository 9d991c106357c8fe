"""Commands of a company: its profile, its chart, its years, its audit log."""

from __future__ import annotations

from accountsos.cli.command import (
    KNOWN_AT,
    OFFSET,
    PAGE_OR_ALL,
    Command,
    Day,
    OneOf,
    Switch,
    WholeNumber,
    Words,
    YesNo,
    argument,
    field_of,
    option,
    own,
)
from accountsos.cli.show import Listing, Nothing, Said, Whole, columns

ENTITY_TYPES = ("ltd", "sole_trader")
VAT_DEFAULTS = ("standard", "reduced", "zero", "exempt", "outside_scope", "mixed", "none")
REGISTERED = ("standard", "cash", "flat_rate", "annual")
_BASIS = OneOf(("accruals", "cash"))
_RECLAIM = "What of the VAT on its costs is reclaimed: yes, no, half, if_charged, or a percentage such as 60%."

COMPANY = (
    Command(
        words=("company", "add"),
        summary="Found a company with the standard chart of accounts and a main bank account.",
        runs="found_company:add_company",
        parameters=(
            own("name", "The company's, or the owner's, name.", required=True),
            own(
                "email",
                "E-mail of its first user, the owner; the password comes from standard input.",
                Words("ADDRESS"),
            ),
            own("entity_type", "A limited company, or a sole trader.", OneOf(ENTITY_TYPES), default="ltd"),
            own(
                "incorporated",
                "Date of incorporation: the first year starts on it. Of a sole trader, when the trade began.",
                Day(),
            ),
            own("company_number", "At Companies House.", Words("NUMBER")),
            own(
                "year_end",
                "MM-DD. Default: the law's (month end of incorporation; 5 April of a sole trader).",
                Words("MM-DD"),
            ),
            own("trade", "The kind of business in a few words: cafe, builder, web shop …; helps categorising."),
            own("director", "A director's, or the owner's, name. May be repeated.", many=True),
            own("basis", "Cash is for sole traders only.", _BASIS),
            own("sandbox", "A company to try things: its keys are sk_test_…", Switch()),
            own("vat_scheme", "If registered for VAT.", OneOf(REGISTERED)),
            own("vat_from", "First day of the VAT registration. Default: incorporation.", Day()),
            own("vat_stagger", "1, 2 or 3 (quarters to Mar, Jan, Feb …), monthly or annual. Default: 1."),
            own("vat_number", "The VAT registration number.", Words("NUMBER")),
            own("vat_sector", "Trade sector of the flat rate scheme, such as computer_it."),
        ),
        show=Nothing(),
        of_company=False,
        examples=('--name "Wren Joinery Ltd" --incorporated 2023-04-12 --trade joiner --director "Ann Wren"',),
    ),
    Command(
        words=("company", "list"),
        summary="Every company of this installation.",
        runs="found_company:list_companies",
        show=Nothing(),
        of_company=False,
        examples=("",),
    ),
    Command(
        words=("company", "show"),
        summary="One company: its profile, its years and what is closed.",
        asks="companies.company:show_company",
        parameters=(KNOWN_AT,),
        show=Whole("company"),
        examples=("", "--known-at 2026-03-01"),
    ),
    Command(
        words=("company", "change"),
        summary="Change the company's profile.",
        asks="companies.company:change_company",
        parameters=(
            field_of("name", "Its name."),
            field_of("company_number", "At Companies House.", Words("NUMBER"), clears=True),
            field_of("incorporated_on", "Date of incorporation.", Day(), clears=True),
            field_of("trade", "The kind of business in a few words.", clears=True),
            field_of("people", "A director's, or the owner's, name; once for each.", typed="person", many=True),
            field_of("basis", "Cash is for sole traders only.", _BASIS),
        ),
        show=Whole("company"),
        anew=True,
        examples=('--trade "web shop" --person "Alex Morgan"', "--clear trade"),
    ),
    Command(
        words=("audit", "list"),
        summary="Who did what, newest first.",
        asks="companies.audit:list_events",
        parameters=PAGE_OR_ALL,
        show=Listing("events", columns("at", "actor", "action", "subject", "after", "id")),
        csv=True,
        examples=("--limit 20",),
    ),
    Command(
        words=("audit", "show"),
        summary="One thing that a write did.",
        asks="companies.audit:show_event",
        parameters=(argument("event_id", "The event (evt_…)."),),
        show=Whole("event"),
        examples=("evt_08M0kX0000001a",),
    ),
)

_TREATMENT = (
    field_of("place_of_supply", "Of sales: where they are taxed.", OneOf(("uk", "abroad"))),
    field_of("supply", "What is bought there.", OneOf(("any", "goods", "services", "mixed"))),
    field_of("vat_behaviour", "What is special of its VAT.", OneOf(("plain", "hospitality", "incidental"))),
    field_of("allowance_class", "Of fixed assets: which capital allowances.", OneOf(("none", "plant", "car"))),
    field_of("ct_allowable", "Whether it is deducted for tax: yes, no, partial, review ...", Words("WORD")),
    field_of("sa103_box", "Its box on the self-employment pages, or none.", Words("BOX")),
    field_of("statutory_line", "Its line in FRS 105 accounts, such as PL.F.", Words("LINE")),
)

CHART = (
    Command(
        words=("category", "list"),
        summary="Every category in the order of nominal codes.",
        asks="companies.categories:list_categories",
        parameters=(option("limit", "How many at most.", WholeNumber(1, 200), default=200), OFFSET),
        show=Listing(
            "categories",
            columns("nominal", "id", "name", "type", "VAT: vat_default", "reclaimed: vat_reclaim", "archived"),
        ),
        csv=True,
        examples=("",),
    ),
    Command(
        words=("category", "show"),
        summary="One category.",
        asks="companies.categories:show_category",
        parameters=(argument("category_id", "The category (cat_…)."),),
        show=Whole("category"),
        examples=("cat_software",),
    ),
    Command(
        words=("category", "add"),
        summary="Add an account to the chart.",
        asks="companies.categories:add_category",
        parameters=(
            field_of("name", "Its name.", required=True),
            field_of("like", "The category whose type and tax treatment it takes over.", Words("CAT"), required=True),
            field_of("nominal", "Its nominal code.", Words("CODE")),
            field_of("vat_default", "The VAT its lines usually bear.", OneOf(VAT_DEFAULTS)),
            field_of("vat_reclaim", _RECLAIM, Words("SHARE")),
            *_TREATMENT,
        ),
        show=Said("{category.id}"),
        examples=('--name "Van costs" --like cat_vehicle_running --vat-reclaim 60%',),
    ),
    Command(
        words=("category", "change"),
        summary="Change an account of the chart; another VAT treatment is posted at once.",
        asks="companies.categories:change_category",
        parameters=(
            argument("category_id", "The category (cat_…)."),
            field_of("name", "Its name."),
            field_of("nominal", "Its nominal code.", Words("CODE")),
            field_of("vat_default", "The VAT its lines usually bear.", OneOf(VAT_DEFAULTS)),
            field_of("vat_reclaim", _RECLAIM, Words("SHARE")),
            *_TREATMENT,
            field_of("archived", "Whether it is still used.", YesNo("in-use")),
            field_of("replaced_by", "Where the next lines go of one that is archived (cat_…)."),
            field_of("correct_filed_returns", "Also correct what stands in filed VAT returns.", Switch()),
        ),
        show=Said("{category.id} {category.name}: lines and invoices posted anew: {lines_reposted}"),
        anew=True,
        examples=("cat_phone_internet --vat-reclaim 60%",),
    ),
)

_YEARS = Listing("years", columns("from: starts_on", "to: ends_on", "closed"))
YEARS = (
    Command(
        words=("year", "list"),
        summary="Every financial year, oldest first.",
        asks="companies.years:list_years",
        show=_YEARS,
        examples=("",),
    ),
    Command(
        words=("year", "set"),
        summary="Add a year, or change the end of the one that starts on that day.",
        asks="companies.years:set_year",
        parameters=(
            field_of("starts_on", "Its first day.", Day(), required=True),
            field_of("ends_on", "Its last day.", Day(), required=True),
            field_of("exception", "Lengthen again within five years, where CA 2006 s392(3) allows it.", Switch()),
            field_of("reason", "Which exception it is."),
            field_of("notice_on", "Of a shorter year: when Companies House had the notice (form AA01).", Day()),
        ),
        show=_YEARS,
        examples=("--starts-on 2026-04-01 --ends-on 2027-03-31",),
    ),
    Command(
        words=("year", "close"),
        summary="Close the books: nothing is dated in a closed year any more.",
        asks="companies.years:close_years",
        parameters=(field_of("through", "The last day of a financial year.", Day(), required=True),),
        show=_YEARS,
        examples=("--through 2025-03-31",),
    ),
    Command(
        words=("year", "reopen"),
        summary="Open closed books again.",
        asks="companies.years:reopen_years",
        parameters=(
            field_of("reason", "Why.", required=True),
            field_of("through", "Stay closed through that day; without it, nothing stays closed.", Day(), clears=False),
        ),
        show=_YEARS,
        examples=('--reason "A bill was found"',),
    ),
)

COMMANDS = (*COMPANY, *CHART, *YEARS)
