"""Categories: the chart of accounts."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from accountsos.api.operation import Operation, PathId, ReplyShape
from accountsos.api.operations.bodies import Name, ThingId, changes_in, given
from accountsos.api.operations.examples import CATEGORY
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.parameters import LIMIT_ALL, page_of, paging_of
from accountsos.api.operations.reports.report_spec import FORMATS
from accountsos.api.operations.run import answered, changed
from accountsos.ledger.chart import Category
from accountsos.web.cursor import Cursor, encode_cursor
from accountsos.web.parameters import Id
from accountsos.web.request import ApiRequest, Reply
from accountsos.wire.decode import Body, form
from accountsos.wire.shapes.companies.categories import (
    CategoryList,
    ChangedCategory,
    OneCategory,
    category_list,
    category_out,
    category_table,
)
from accountsos.workflows.companies.chart import (
    ADD_CATEGORY,
    CHANGE_CATEGORY,
    LIST_CATEGORIES,
    SHOW_CATEGORY,
    CategoryChange,
    CategoryChanged,
    NewCategory,
)
from accountsos.workflows.in_pages import at_once

FILE = ListFile(
    name="categories",
    title="Categories",
    pages=at_once(LIST_CATEGORIES.run),
    table=lambda _, categories: category_table(categories),
    on_paper=("nominal", "name", "type", "vat_default", "vat_reclaim", "ct_allowable", "statutory_line"),
)
_CATEGORY = PathId("category_id", Id("cat_"), "The category.", "cat_software")
_EXAMPLE = {"category": CATEGORY}

Nominal = Annotated[str, form("^[0-9]{3,8}$", "three to eight digits")]
VatReclaim = Annotated[str, Meta(min_length=1, max_length=20)]
VatDefault = Literal["standard", "reduced", "zero", "exempt", "outside_scope", "mixed", "none"]
PlaceOfSupply = Literal["uk", "abroad"]
Supply = Literal["any", "goods", "services", "mixed"]
VatBehaviour = Literal["plain", "hospitality", "incidental"]
AllowanceClass = Literal["none", "plant", "car"]
Allowable = Annotated[str, Meta(max_length=20)]
StatutoryLine = Annotated[str, form("^(PL|BS)[.][A-K]$", "a line of the accounts such as PL.F or BS.C")]
Sa103Box = Annotated[str, form("^(none|[0-9]{2})$", "the two digits of a box such as 17, or none")]


class NewCategoryBody(Body, frozen=True):
    """An account to add to the chart."""

    name: Name
    like: ThingId
    """The category whose type, tax treatment and place in the accounts it takes over."""
    nominal: Nominal | UnsetType | None = UNSET
    vat_default: VatDefault | UnsetType | None = UNSET
    vat_reclaim: VatReclaim | UnsetType | None = UNSET
    place_of_supply: PlaceOfSupply | UnsetType = UNSET
    """Of sales: whether the customer's country taxes them (box 6 only)."""
    supply: Supply | UnsetType = UNSET
    """What is bought there: services bear a reverse charge from suppliers abroad, goods count for the flat rate."""
    vat_behaviour: VatBehaviour | UnsetType = UNSET
    """`hospitality` had rates of its own, `incidental` exempt income (bank interest) is no exempt trade."""
    allowance_class: AllowanceClass | UnsetType = UNSET
    """Of fixed assets: `plant` has the annual investment allowance, a `car` has not."""
    ct_allowable: Allowable | UnsetType = UNSET
    """Whether it is deducted for tax: `yes`, `no`, `partial`, `review` …; of income `taxable` or `exempt_usually`."""
    sa103_box: Sa103Box | UnsetType = UNSET
    """Its box on the full self-employment pages, `none` for none."""
    statutory_line: StatutoryLine | UnsetType = UNSET
    """Its line in FRS 105 accounts."""


class CategoryChangeBody(Body, frozen=True):
    """What to change; a field that is left out stays."""

    name: Name | UnsetType = UNSET
    nominal: Nominal | UnsetType = UNSET
    vat_default: VatDefault | UnsetType = UNSET
    vat_reclaim: VatReclaim | UnsetType = UNSET
    """What of the VAT on its costs is reclaimed: `yes`, `no`, `half`, `if_charged`, or a whole percentage (`60%`)."""
    place_of_supply: PlaceOfSupply | UnsetType = UNSET
    """Of sales: whether the customer's country taxes them (box 6 only)."""
    supply: Supply | UnsetType = UNSET
    """What is bought there: services bear a reverse charge from suppliers abroad, goods count for the flat rate."""
    vat_behaviour: VatBehaviour | UnsetType = UNSET
    """`hospitality` had rates of its own, `incidental` exempt income (bank interest) is no exempt trade."""
    allowance_class: AllowanceClass | UnsetType = UNSET
    """Of fixed assets: `plant` has the annual investment allowance, a `car` has not."""
    ct_allowable: Allowable | UnsetType = UNSET
    """Whether it is deducted for tax: `yes`, `no`, `partial`, `review` …; of income `taxable` or `exempt_usually`."""
    sa103_box: Sa103Box | UnsetType = UNSET
    """Its box on the full self-employment pages, `none` for none."""
    statutory_line: StatutoryLine | UnsetType = UNSET
    """Its line in FRS 105 accounts."""
    archived: bool | UnsetType = UNSET
    replaced_by: str | UnsetType = UNSET
    """With `archived`: which category its next lines go to. What rules, payees and suggestions would file under the
    archived one goes there; left out, each such line is asked about."""
    correct_filed_returns: bool = False
    """Another VAT treatment also corrects what stands in filed returns, in the present period."""


async def list_categories(request: ApiRequest) -> Reply:
    """The chart."""
    if request.reply_format != "json":
        return await FILE.whole(request, None)
    paging = paging_of(request, "categories")

    def shape(categories: list[Category]) -> Reply:
        return Reply(category_list(categories, paging=paging))

    return await answered(request, LIST_CATEGORIES, None, shape)


async def show_category(request: ApiRequest) -> Reply:
    """One account of the chart."""
    return await answered(
        request, SHOW_CATEGORY, request.ids["category_id"], lambda found: Reply(OneCategory(category_out(found)))
    )


async def add_category(request: ApiRequest) -> Reply:
    """Add an account to the chart."""
    body: NewCategoryBody = request.body
    command = NewCategory(
        body.name,
        body.like,
        given(body.nominal),
        given(body.vat_default),
        given(body.vat_reclaim),
        _treatment(body),
    )
    return await changed(
        request, ADD_CATEGORY, command, lambda category: Reply(OneCategory(category_out(category)), status=201)
    )


async def change_category(request: ApiRequest) -> Reply:
    """Change an account of the chart."""
    body: CategoryChangeBody = request.body
    name = body.name if isinstance(body.name, UnsetType) else body.name.strip()
    changes = changes_in(
        name=name,
        nominal=body.nominal,
        vat_default=body.vat_default,
        vat_reclaim=body.vat_reclaim,
        archived=body.archived,
        **_treatment(body),
    )
    command = CategoryChange(request.ids["category_id"], changes, body.correct_filed_returns, given(body.replaced_by))

    def shape(done: CategoryChanged) -> Reply:
        return Reply(ChangedCategory(category_out(done.category), done.reposted, done.rules))

    return await changed(request, CHANGE_CATEGORY, command, shape)


def _treatment(body: NewCategoryBody | CategoryChangeBody) -> dict[str, str]:
    """What was said of the treatment, under the chart's own names."""
    said = changes_in(
        place_of_supply=body.place_of_supply,
        supply=body.supply,
        vat_behaviour=body.vat_behaviour,
        allowance_class=body.allowance_class,
        ct_allowable=body.ct_allowable,
        sa103f_box=body.sa103_box,
        frs105_line=body.statutory_line,
    )
    return {name: str(value) for name, value in said.items()}


OPERATIONS = (
    Operation(
        name="list_categories",
        method="GET",
        kept=True,
        path="/api/categories",
        summary="List categories",
        tag="Categories",
        description="The chart of accounts in the order of its nominal codes, archived ones too.",
        handler=list_categories,
        replies={
            200: ReplyShape(
                "A page of categories.",
                CategoryList,
                example={
                    "categories": [CATEGORY],
                    "pagination": {
                        "total": 118,
                        "limit": 1,
                        "offset": 80,
                        "has_more": True,
                        "next_cursor": encode_cursor("categories", Cursor("cat_software", 80)),
                    },
                },
            )
        },
        query=page_of("categories", LIMIT_ALL),
        formats=FORMATS,
    ),
    Operation(
        name="show_category",
        method="GET",
        kept=True,
        path="/api/categories/{category_id}",
        summary="Show a category",
        tag="Categories",
        handler=show_category,
        replies={200: ReplyShape("The category.", OneCategory, example=_EXAMPLE)},
        ids=(_CATEGORY,),
    ),
    Operation(
        name="add_category",
        method="POST",
        path="/api/categories",
        summary="Add a category",
        tag="Categories",
        scope="write",
        handler=add_category,
        location="/api/categories/{category_id}",
        replies={201: ReplyShape("The category.", OneCategory, example=_EXAMPLE)},
        body=NewCategoryBody,
        body_example={"name": "Van hire", "like": "cat_travel"},
        idempotent=True,
    ),
    Operation(
        name="change_category",
        method="PATCH",
        path="/api/categories/{category_id}",
        summary="Change a category",
        tag="Categories",
        description=(
            "Reports as known before keep the old one. Another VAT treatment is posted at once for every line and "
            "invoice under the category. Where that would change a filed return it is a conflict, unless "
            "`correct_filed_returns` asks for corrections; for a change from now on, add a category like this one."
        ),
        scope="write",
        handler=change_category,
        replies={
            200: ReplyShape(
                "The category as it is now.",
                ChangedCategory,
                example={"category": CATEGORY, "lines_reposted": 0, "rules_changed": 0},
            )
        },
        ids=(_CATEGORY,),
        body=CategoryChangeBody,
        body_example={"name": "Software"},
        errors=("conflict",),
        idempotent=True,
    ),
)
