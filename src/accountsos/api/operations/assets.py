"""Fixed assets: register, change, remove, sell or scrap, depreciate, report."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.asset_bodies import AssetBody, DepreciationBody, DisposalBody, NewAssetBody
from accountsos.api.operations.asset_examples import ASSET, ASSET_ID, DEPRECIATION, GONE, REPORT
from accountsos.api.operations.bodies import changes_in, given
from accountsos.api.operations.examples import PAGE_OF_ONE
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import FROM, KNOWN_AT, TO, known_at, page_of, paging_of, today
from accountsos.api.operations.reports.report_spec import FORMATS, ReportCommand, ReportSpec
from accountsos.api.operations.run import answered, changed, gone
from accountsos.web.parameters import Day, Id, OneOf
from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.fields import MoneyField
from accountsos.wire.shapes.asset_table import asset_table
from accountsos.wire.shapes.assets import (
    AssetList,
    OneAsset,
    OneDepreciation,
    OneFixedAssetReport,
    asset_list,
    fixed_asset_report_out,
    fixed_asset_table,
    one_asset,
    one_depreciation,
)
from accountsos.workflows.assets import dispose_of_asset, keep_register, post_depreciation, report_fixed_assets
from accountsos.workflows.assets.dispose_of_asset import DisposeOfAsset
from accountsos.workflows.assets.keep_register import (
    STATUSES,
    AssetChange,
    AssetPage,
    AssetQuestion,
    RegisterAsset,
)
from accountsos.workflows.assets.post_depreciation import DepreciationQuestion
from accountsos.workflows.assets.report_fixed_assets import FixedAssetQuestion
from accountsos.workflows.in_pages import at_once

_ID = PathId("asset_id", Id("ast_"), "The fixed asset.", ASSET_ID)
FILE = ListFile(
    name="assets",
    title="Fixed assets register",
    pages=at_once(keep_register.LIST.run),
    table=lambda _, page: asset_table(page),
    on_paper=("bought_on", "description", "category", "cost", "accumulated", "net_book_value", "sold_on"),
)
_DAY = QueryParameter("day", Day(), "A day of the financial year; left out, the last year that is over.")


def _fields(body: Struct) -> dict[str, Any]:
    said = changes_in(**{name: getattr(body, name) for name in body.__struct_fields__})
    return {name: value.pence if isinstance(value, MoneyField) else value for name, value in said.items()}


async def register_asset(request: ApiRequest) -> Reply:
    """Enter an asset."""
    command = RegisterAsset(today(request), _fields(request.body))
    return await changed(request, keep_register.REGISTER, command, lambda s: Reply(one_asset(s), status=201))


async def list_assets(request: ApiRequest) -> Reply:
    """A page of the register, or all of it as a file."""
    query, paging = request.query, paging_of(request, "assets")
    question = AssetQuestion(query["status"], query["category"])
    if request.reply_format != "json":
        return await FILE.whole(request, question)

    def shape(page: AssetPage) -> Reply:
        return Reply(asset_list(page, paging=paging))

    return await answered(request, keep_register.LIST, question, shape)


async def show_asset(request: ApiRequest) -> Reply:
    """One asset."""
    return await answered(request, keep_register.SHOW, request.ids["asset_id"], lambda s: Reply(one_asset(s)))


async def change_asset(request: ApiRequest) -> Reply:
    """Change what is said of an asset."""
    command = AssetChange(today(request), request.ids["asset_id"], _fields(request.body))
    return await changed(request, keep_register.CHANGE, command, lambda s: Reply(one_asset(s)))


async def remove_asset(request: ApiRequest) -> Reply:
    """Take an asset out of the register."""
    return await changed(request, keep_register.REMOVE, request.ids["asset_id"], gone)


async def dispose_asset(request: ApiRequest) -> Reply:
    """An asset leaves."""
    body: DisposalBody = request.body
    proceeds = given(body.proceeds)
    command = DisposeOfAsset(
        today=today(request),
        asset_id=request.ids["asset_id"],
        disposed_on=given(body.date),
        proceeds=None if proceeds is None else proceeds.pence,
        transaction_id=given(body.transaction_id),
        document_id=given(body.document_id),
        journal_id=given(body.journal_id),
        proceeds_category_id=given(body.proceeds_category_id),
        contact_id=given(body.contact_id),
    )
    return await changed(request, dispose_of_asset.DISPOSE, command, lambda s: Reply(one_asset(s), status=201))


async def undo_disposal(request: ApiRequest) -> Reply:
    """Take a disposal back."""
    return await changed(request, dispose_of_asset.UNDO, request.ids["asset_id"], gone)


async def show_depreciation(request: ApiRequest) -> Reply:
    """What a year should bear, and what is posted."""
    question = DepreciationQuestion(today(request), request.query["day"])
    return await answered(request, post_depreciation.LOOK, question, lambda d: Reply(one_depreciation(d)))


async def do_post_depreciation(request: ApiRequest) -> Reply:
    """Post a year's depreciation."""
    body: DepreciationBody = request.body
    question = DepreciationQuestion(today(request), given(body.day))
    return await changed(request, post_depreciation.POST, question, lambda d: Reply(one_depreciation(d)))


async def undo_depreciation(request: ApiRequest) -> Reply:
    """Take a year's depreciation back."""
    question = DepreciationQuestion(today(request), request.query["day"])
    return await changed(request, post_depreciation.UNDO, question, gone)


FIXED_ASSETS_SPEC = ReportSpec(
    name="fixed-assets",
    operation_name="fixed_asset_report",
    title="Fixed assets",
    tag="Fixed assets",
    description=(
        "Cost, depreciation and book value of each asset and account from the start of the period to its end, as the "
        "register has them; beside them what the accounts of the balance sheet say, and by how much they differ."
    ),
    parameters=(FROM, TO, KNOWN_AT),
    question=lambda request: FixedAssetQuestion(
        today(request), request.query["from"], request.query["to"], known_at(request)
    ),
    make=report_fixed_assets.REPORT,
    shape=fixed_asset_report_out,
    table=fixed_asset_table,
    reply=OneFixedAssetReport,
    example=REPORT,
    commands=(
        ReportCommand(
            summary="Cost, depreciation and book value of fixed assets, from the start of a period to its end.",
            title="Fixed assets, {from} to {to}",
            then=("Book value: {totals.net_carried_forward}, brought forward {totals.net_brought_forward}",),
            examples=("", "--from 2025-04-01 --to 2026-03-31 --format csv"),
            also=("assets", "report"),
        ),
    ),
)
SPECS = (FIXED_ASSETS_SPEC,)
_ONE = ReplyShape("The asset.", OneAsset, example={"asset": ASSET})
_YEAR = ReplyShape("The year.", OneDepreciation, example=DEPRECIATION)
OPERATIONS = (
    Operation(
        name="list_assets",
        method="GET",
        kept=True,
        path="/api/assets",
        summary="List fixed assets",
        tag="Fixed assets",
        handler=list_assets,
        replies={
            200: ReplyShape("A page.", AssetList, example={"assets": [ASSET], "pagination": PAGE_OF_ONE}),
        },
        query=(
            QueryParameter("status", OneOf(STATUSES), "Those that are there, those that left, or all.", default="held"),
            QueryParameter("category", Id("cat_"), "Only of this account."),
            *page_of("assets"),
        ),
        formats=FORMATS,
    ),
    Operation(
        name="register_asset",
        method="POST",
        path="/api/assets",
        summary="Register a fixed asset",
        tag="Fixed assets",
        description=(
            "Nothing is posted: the cost stands on its account already. Several assets may come from one bank line, "
            "invoice or journal, each with its part of the cost."
        ),
        scope="write",
        handler=register_asset,
        location="/api/assets/{asset_id}",
        replies={201: _ONE},
        body=NewAssetBody,
        body_example={
            "kind": "computer",
            "description": "Laptop",
            "category_id": "cat_fa_computers",
            "cost": 1200.00,
            "bought_on": "2025-10-06",
            "method": "straight_line",
            "years": 3,
            "new": True,
        },
        errors=("not_found",),
        idempotent=True,
    ),
    Operation(
        name="show_asset",
        method="GET",
        kept=True,
        path="/api/assets/{asset_id}",
        summary="Show a fixed asset",
        tag="Fixed assets",
        handler=show_asset,
        replies={200: _ONE},
        ids=(_ID,),
    ),
    Operation(
        name="change_asset",
        method="PATCH",
        path="/api/assets/{asset_id}",
        summary="Change a fixed asset",
        tag="Fixed assets",
        description=(
            "Another rule of depreciation holds from the next year that is posted on. What posted depreciation stands "
            "on (account, kind, day in use) is a conflict until that is taken back; so is an asset that has left."
        ),
        scope="write",
        handler=change_asset,
        replies={200: _ONE},
        ids=(_ID,),
        body=AssetBody,
        body_example={"description": "Laptop of the workshop", "years": 4},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="remove_asset",
        method="DELETE",
        path="/api/assets/{asset_id}",
        summary="Remove a fixed asset",
        tag="Fixed assets",
        description="Of one that was entered by mistake. One with depreciation or a disposal posted is a conflict.",
        scope="write",
        handler=remove_asset,
        replies={204: ReplyShape("It is gone.")},
        ids=(_ID,),
        errors=("conflict",),
    ),
    Operation(
        name="dispose_asset",
        method="POST",
        path="/api/assets/{asset_id}/disposal",
        summary="Sell or scrap a fixed asset",
        tag="Fixed assets",
        description=(
            "Posts its depreciation up to the month before, takes cost and depreciation out of the books and the "
            "difference to the proceeds to profit or loss on disposal. The receipt is filed under the asset's own "
            "account, where its VAT is treated as that of a sale."
        ),
        scope="write",
        handler=dispose_asset,
        location="/api/assets/{asset_id}",
        replies={201: ReplyShape("The asset.", OneAsset, example={"asset": GONE})},
        ids=(_ID,),
        body=DisposalBody,
        body_example={"date": "2026-02-20"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="undo_disposal",
        method="DELETE",
        path="/api/assets/{asset_id}/disposal",
        summary="Take a disposal back",
        tag="Fixed assets",
        scope="write",
        handler=undo_disposal,
        replies={204: ReplyShape("The asset is in the register again.")},
        ids=(_ID,),
        errors=("conflict",),
    ),
    Operation(
        name="show_depreciation",
        method="GET",
        kept=True,
        path="/api/assets/depreciation",
        summary="Look at a year's depreciation",
        tag="Fixed assets",
        description="What each asset should bear of a financial year, and what is posted. Nothing is changed.",
        handler=show_depreciation,
        replies={200: _YEAR},
        query=(_DAY,),
    ),
    Operation(
        name="post_depreciation",
        method="POST",
        path="/api/assets/depreciation",
        summary="Post a year's depreciation",
        tag="Fixed assets",
        description=(
            "By whole months, from the one in which an asset comes into use to the one before it leaves. The same "
            "again changes nothing; where the register has changed since, what is posted is replaced. A closed year is "
            "a conflict, and so is an earlier open one whose depreciation is not posted."
        ),
        scope="write",
        handler=do_post_depreciation,
        replies={200: _YEAR},
        body=DepreciationBody,
        body_example={"day": "2025-03-31"},
        errors=("conflict",),
        idempotent=True,
    ),
    Operation(
        name="undo_depreciation",
        method="DELETE",
        path="/api/assets/depreciation",
        summary="Take a year's depreciation back",
        tag="Fixed assets",
        description="A conflict where a later year's depreciation or a disposal stands on it.",
        scope="write",
        handler=undo_depreciation,
        replies={204: ReplyShape("It is taken back.")},
        query=(_DAY,),
        errors=("conflict",),
    ),
    FIXED_ASSETS_SPEC.operation(),
)
