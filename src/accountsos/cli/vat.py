"""VAT by command line: register, file, unfile, and the schemes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from accountsos.cli.installation import (
    ACTOR,
    DATE,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.cli.reports import print_vat
from accountsos.ledger.vat_scheme import SCHEMES
from accountsos.uk_rules.vat_periods import Stagger
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.vat import vat_payload_out, vat_report, vat_scheme_list
from accountsos.workflows.vat import file_vat_return, set_vat_scheme
from accountsos.workflows.vat.draft_vat_payload import PAYLOAD, PayloadQuestion
from accountsos.workflows.vat.set_vat_scheme import SetVatScheme, VatSchemes
from accountsos.workflows.vat.vat_return import VatReport


@click.group()
def vat() -> None:
    """VAT: register, change the scheme, mark returns as filed."""


@vat.command("register")
@company_option
@click.option("--scheme", type=click.Choice(SCHEMES), required=True, help="none ends the registration.")
@click.option("--from", "start", type=DATE, required=True, help="The day from which it applies.")
@click.option("--stagger", type=click.Choice([str(s) for s in Stagger]), help="Default: as before, or 1.")
@click.option("--vat-number", help="The VAT registration number.")
@click.option("--registered-on", type=DATE, help="Where the registration began before --from.")
@click.option("--sector", help="Trade sector of the flat rate scheme.")
@click.option("--limited-cost", is_flag=True, help="Flat rate of a limited cost business.")
@click.option("--cash-turnover", is_flag=True, help="Flat rate on the money received, not on what was invoiced.")
@click.option("--year-end-month", type=click.IntRange(1, 12), help="Annual accounting: last month of its year.")
@click.option("--instalments", type=click.Choice(["monthly", "quarterly"]), help="Annual accounting.")
@data_option
@json_option
@click.pass_obj
def register(
    installation: Installation,
    *,
    company: int,
    scheme: str,
    start: date,
    stagger: str | None,
    vat_number: str | None,
    registered_on: date | None,
    sector: str | None,
    limited_cost: bool,
    cash_turnover: bool,
    year_end_month: int | None,
    instalments: str | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Register for VAT, or change the scheme from a day on."""
    command = SetVatScheme(
        start,
        scheme,
        stagger,
        vat_number,
        registered_on,
        sector=sector,
        limited_cost=limited_cost,
        cash_turnover=cash_turnover,
        annual_year_end_month=year_end_month,
        instalments=instalments,
    )
    done = installation.at(data).open().books.write(set_vat_scheme.SET, company, command, ACTOR)
    if as_json:
        print_json(encode_json(vat_scheme_list(done)))
        return
    _print_schemes(done)
    click.echo(f"{done.reposted} bank lines were posted anew")


@vat.command("schemes")
@company_option
@data_option
@json_option
@click.pass_obj
def schemes(installation: Installation, company: int, data: Path | None, as_json: bool) -> None:
    """Every scheme of the company, oldest first."""
    found = installation.at(data).open().books.read(set_vat_scheme.SHOW, company, None)
    if as_json:
        print_json(encode_json(vat_scheme_list(found)))
        return
    _print_schemes(found)


def _print_schemes(found: VatSchemes) -> None:
    if not found.regime:
        click.echo("Not registered for VAT")
        return
    print_table(
        [("from", "<"), ("scheme", "<"), ("stagger", "<"), ("registered on", "<"), ("number", "<"), ("sector", "<")],
        [
            [str(s.in_force_from), s.scheme, str(s.stagger), str(s.registered_on), s.vat_number or "", s.sector or ""]
            for s in found.regime.schemes
        ],
    )


@vat.command("file")
@company_option
@click.option("--period", help="2026-Q1, 2026-03 …; default: the oldest that is due.")
@click.option("--accept-incomplete", is_flag=True, help="It has exempt sales and was completed outside.")
@data_option
@json_option
@click.pass_obj
def file(
    installation: Installation,
    *,
    company: int,
    period: str | None,
    accept_incomplete: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """Mark a return as filed with HMRC: its figures are frozen."""
    here = installation.at(data)
    command = file_vat_return.FileVatReturn(here.today, period, accept_incomplete)
    _show(here.open().books.write(file_vat_return.FILE, company, command, ACTOR), as_json=as_json)


@vat.command("payload")
@company_option
@click.option("--period", help="2026-Q1, 2026-03 …; default: the last one that is over.")
@click.option("--period-key", help="HMRC's key of the period, from its list of obligations.")
@data_option
@click.pass_obj
def payload(
    installation: Installation, *, company: int, period: str | None, period_key: str | None, data: Path | None
) -> None:
    """A return as the JSON body that HMRC takes. Nothing is sent; `finalised` is in it once the return is filed."""
    here = installation.at(data)
    found = here.open().books.read(PAYLOAD, company, PayloadQuestion(here.today, period, period_key))
    print_json(encode_json(vat_payload_out(found).vat_payload.body))
    for warning in found.warnings:
        click.echo(f"note: {warning.message}", err=True)


@vat.command("unfile")
@company_option
@click.option("--period", required=True)
@click.option("--reason", required=True, help="Why a filed return is opened again.")
@data_option
@json_option
@click.pass_obj
def unfile(
    installation: Installation, *, company: int, period: str, reason: str, data: Path | None, as_json: bool
) -> None:
    """Open the last filed return again."""
    here = installation.at(data)
    command = file_vat_return.UnfileVatReturn(here.today, period, reason)
    _show(here.open().books.write(file_vat_return.UNFILE, company, command, ACTOR), as_json=as_json)


def _show(report: VatReport, *, as_json: bool) -> None:
    if as_json:
        print_json(encode_json(vat_report(report, None)))
    else:
        print_vat(report)
