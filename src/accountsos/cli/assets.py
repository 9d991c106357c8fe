"""Commands of fixed assets: register them, sell or scrap them, post their depreciation."""

from __future__ import annotations

from accountsos.cli.command import (
    PAGE,
    Command,
    Day,
    Number,
    OneOf,
    Parameter,
    WholeNumber,
    Words,
    YesNo,
    argument,
    field_of,
    option,
)
from accountsos.cli.show import Listing, Said, Whole, columns

KINDS = ("plant", "computer", "van", "car", "building", "intangible", "other")
METHODS = ("none", "straight_line", "reducing_balance")
POOLS = ("main", "special")
CLAIMS = (
    "auto",
    "annual_investment",
    "full_expensing",
    "special_rate_first_year",
    "first_year_40",
    "writing_down",
    "none",
)
_ASSET = argument("asset_id", "The fixed asset (ast_…).")
_DAY = "A day of the financial year; default: the last year that is over."
_TXN = field_of("transaction_id", "From this bank line.", Words("TXN"), typed="transaction")
_DOC = field_of("document_id", "From this invoice.", Words("DOC"), typed="document")
_JOURNAL = field_of("journal_id", "From this journal.", Words("JE"), typed="journal")
_YEAR = Listing(
    "depreciation.charges",
    columns("asset: description", "months>", "before>", "charge: amount>", "left: net_book_value>", "id: asset_id"),
    empty="No asset bears anything of this year.",
    title="Depreciation, {depreciation.from} to {depreciation.to}",
    then=("Together {depreciation.total}, posted {depreciation.posted}",),
)


def _details(*, clears: bool) -> tuple[Parameter, ...]:
    return (
        field_of("cost", "Without reclaimed VAT; default: what stands of what it came from.", Number()),
        field_of("bought_on", "Default: the day of what it came from.", Day()),
        field_of("in_use_on", "From this month on it is depreciated; default: when bought.", Day(), clears=clears),
        field_of("method", "How it is depreciated.", OneOf(METHODS)),
        field_of("years", "Of a straight line.", WholeNumber(1, 100), clears=clears),
        field_of("rate", "Of a reducing balance, in per cent a year.", Number("PERCENT"), clears=clears),
        field_of("residual", "What will be left at the end.", Number(), clears=clears),
        field_of(
            "accumulated_category_id", "The account of its depreciation.", typed="accumulated-category", clears=clears
        ),
        field_of("depreciated", "What of its depreciation is in the books already.", Number(), clears=clears),
        field_of("depreciated_through", "Up to which day.", Day(), clears=clears),
        field_of("pool", "Of which rate it is to capital allowances.", OneOf(POOLS)),
        field_of("co2", "Of a car, in g/km.", WholeNumber(0, 999), clears=clears),
        field_of("new", "Neither used nor second-hand.", YesNo("not-new")),
        field_of("private_percent", "A sole trader's private use.", Number("PERCENT"), clears=clears),
        field_of("claim", "Which allowance is claimed.", OneOf(CLAIMS)),
        field_of(
            "value_brought_forward", "What was left for allowances, of a pool of its own.", Number(), clears=clears
        ),
    )


COMMANDS = (
    Command(
        words=("assets", "list"),
        summary="Fixed assets, oldest first.",
        asks="assets:list_assets",
        parameters=(
            option("status", "Which.", OneOf(("held", "disposed", "all")), default="held"),
            option("category", "Only of this account.", Words("CAT")),
            *PAGE,
        ),
        show=Listing(
            "assets",
            columns(
                "bought: bought_on",
                "description",
                "kind",
                "cost>",
                "depreciation: accumulated>",
                "book_value: net_book_value>",
                "id",
            ),
        ),
        csv=True,
        examples=("", "--status all --category cat_fa_computers"),
    ),
    Command(
        words=("assets", "show"),
        summary="One fixed asset.",
        asks="assets:show_asset",
        parameters=(_ASSET,),
        show=Whole("asset"),
        examples=("ast_08M0kX0000001b",),
    ),
    Command(
        words=("assets", "register"),
        summary="Register a fixed asset: from a bank line, an invoice or a journal, or by hand. Nothing is posted.",
        asks="assets:register_asset",
        parameters=(
            field_of("kind", "What it is.", OneOf(KINDS), required=True),
            field_of("description", "By what people know it.", required=True),
            field_of("category_id", "The account of its cost.", typed="category", required=True),
            _TXN,
            _DOC,
            _JOURNAL,
            *_details(clears=False),
        ),
        show=Said("{asset.id}"),
        examples=(
            "--kind computer --description Laptop --category cat_fa_computers --cost 1200.00 --bought-on 2025-10-06 "
            "--method straight_line --years 3 --new",
        ),
    ),
    Command(
        words=("assets", "change"),
        summary="Change what is said of a fixed asset.",
        asks="assets:change_asset",
        parameters=(
            _ASSET,
            field_of("kind", "What it is.", OneOf(KINDS)),
            field_of("description", "By what people know it."),
            field_of("category_id", "The account of its cost.", typed="category"),
            *_details(clears=True),
        ),
        show=Whole("asset"),
        anew=True,
        examples=("ast_08M0kX0000001b --years 4", "ast_08M0kX0000001b --clear residual"),
    ),
    Command(
        words=("assets", "remove"),
        summary="Take out a fixed asset that was entered by mistake.",
        asks="assets:remove_asset",
        parameters=(_ASSET,),
        show=Said("It is gone."),
        examples=("ast_08M0kX0000001b",),
    ),
    Command(
        words=("assets", "dispose"),
        summary="Sell or scrap a fixed asset, and post profit or loss.",
        asks="assets:dispose_asset",
        parameters=(
            _ASSET,
            field_of("date", "Default: the day of what brought the money.", Day()),
            field_of("proceeds", "Without VAT; default: what stands on the asset's account, or nothing.", Number()),
            field_of(
                "transaction_id", "The receipt, filed under the asset's account.", Words("TXN"), typed="transaction"
            ),
            field_of("document_id", "The sales invoice.", Words("DOC"), typed="document"),
            field_of("journal_id", "The journal that brought the money.", Words("JE"), typed="journal"),
            field_of(
                "proceeds_category_id",
                "The account on which the money stands.",
                Words("CAT"),
                typed="proceeds-category",
            ),
            field_of("contact_id", "Whose account that is.", Words("CON"), typed="contact"),
        ),
        show=Said("{asset.description} left on {asset.disposal.date}: result {asset.disposal.result}"),
        examples=(
            "ast_08M0kX0000001b --date 2026-02-20",
            "ast_08M0kX0000001b --date 2026-02-20 --proceeds 400.00 --proceeds-category cat_loans",
        ),
    ),
    Command(
        words=("assets", "undo-disposal"),
        summary="Take a disposal back.",
        asks="assets:undo_disposal",
        parameters=(_ASSET,),
        show=Said("The asset is in the register again."),
        examples=("ast_08M0kX0000001b",),
    ),
    Command(
        words=("assets", "depreciation"),
        summary="What each asset should bear of a financial year, and what is posted.",
        asks="assets:show_depreciation",
        parameters=(option("day", _DAY, Day()),),
        show=_YEAR,
        examples=("", "--day 2025-03-31"),
    ),
    Command(
        words=("assets", "post-depreciation"),
        summary="Post a financial year's depreciation; the same again changes nothing.",
        asks="assets:post_depreciation",
        parameters=(field_of("day", _DAY, Day()),),
        show=_YEAR,
        examples=("", "--day 2025-03-31"),
    ),
    Command(
        words=("assets", "undo-depreciation"),
        summary="Take a financial year's depreciation back.",
        asks="assets:undo_depreciation",
        parameters=(option("day", _DAY, Day()),),
        show=Said("The year's depreciation is taken back."),
        examples=("--day 2025-03-31",),
    ),
)
