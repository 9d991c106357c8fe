"""The chart of accounts by command line: list, add, change."""

from __future__ import annotations

from pathlib import Path

import click

from accountsos.cli.installation import (
    ACTOR,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.ledger.chart import VAT_DEFAULTS, Category
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.companies.categories import ChangedCategory, OneCategory, category_list, category_out
from accountsos.workflows.companies import chart
from accountsos.workflows.companies.chart import CategoryChange, NewCategory

RECLAIM_HELP = "What of the VAT on its costs is reclaimed: yes, no, half, if_charged, or a percentage such as 60%."


@click.group("category")
def categories() -> None:
    """The chart of accounts: list, add, change."""


@categories.command("list")
@company_option
@data_option
@json_option
@click.pass_obj
def list_categories(installation: Installation, *, company: int, data: Path | None, as_json: bool) -> None:
    """Every category in the order of nominal codes."""
    found = installation.at(data).open().books.read(chart.LIST_CATEGORIES, company, None)
    if as_json:
        print_json(encode_json(category_list(found, limit=len(found), offset=0)))
        return
    print_table(
        [("nominal", "<"), ("id", "<"), ("name", "<"), ("type", "<"), ("VAT", "<"), ("reclaimed", "<")],
        [[c.nominal, c.category_id, c.name, c.type, c.vat_default, c.vat_reclaim] for c in found if not c.archived],
    )


@categories.command("add")
@company_option
@click.option("--name", required=True)
@click.option("--like", required=True, help="The category whose type and tax treatment it takes over (cat_…).")
@click.option("--nominal", help="Its nominal code.")
@click.option("--vat-default", type=click.Choice(VAT_DEFAULTS))
@click.option("--vat-reclaim", help=RECLAIM_HELP)
@data_option
@json_option
@click.pass_obj
def add(
    installation: Installation,
    *,
    company: int,
    name: str,
    like: str,
    nominal: str | None,
    vat_default: str | None,
    vat_reclaim: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Add an account to the chart."""
    command = NewCategory(name, like, nominal, vat_default, vat_reclaim)
    category: Category = installation.at(data).open().books.write(chart.ADD_CATEGORY, company, command, ACTOR)
    if as_json:
        print_json(encode_json(OneCategory(category_out(category))))
    else:
        click.echo(category.category_id)


@categories.command("change")
@company_option
@click.argument("category_id")
@click.option("--name")
@click.option("--nominal")
@click.option("--vat-default", type=click.Choice(VAT_DEFAULTS))
@click.option("--vat-reclaim", help=RECLAIM_HELP)
@click.option("--archived/--in-use", default=None)
@click.option("--correct-filed-returns", is_flag=True, help="Also correct what stands in filed VAT returns.")
@data_option
@json_option
@click.pass_obj
def change(
    installation: Installation,
    /,
    *,
    company: int,
    category_id: str,
    correct_filed_returns: bool,
    data: Path | None,
    as_json: bool,
    **given: object,
) -> None:
    """Change an account of the chart; another VAT treatment is posted at once."""
    changes = {name: value for name, value in given.items() if value is not None}
    command = CategoryChange(category_id, changes, correct_filed_returns)
    done = installation.at(data).open().books.write(chart.CHANGE_CATEGORY, company, command, ACTOR)
    if as_json:
        print_json(encode_json(ChangedCategory(category_out(done.category), done.reposted)))
        return
    click.echo(f"{done.category.category_id} {done.category.name}: lines and invoices posted anew: {done.reposted}")
