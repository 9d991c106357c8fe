"""Companies, keys and bank accounts by command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from accountsos import ids
from accountsos.cli.installation import (
    ACTOR,
    COMPANY,
    DATE,
    Installation,
    company_option,
    data_option,
    json_option,
    print_json,
    print_table,
)
from accountsos.cli.people import new_user
from accountsos.dates import rfc3339
from accountsos.errors import BadRequest
from accountsos.ledger.vat_scheme import SCHEMES
from accountsos.money import pence_from_text, text_from_pence
from accountsos.wire.encode import encode_json
from accountsos.wire.shapes.tax.tax_reports import tax_facts_list
from accountsos.workflows.access import manage_keys
from accountsos.workflows.bank import bank_accounts
from accountsos.workflows.companies import found_company, manage_company
from accountsos.workflows.tax import state_tax_facts
from accountsos.workflows.tax.estimate_corporation_tax import STATED
from accountsos.workflows.upkeep import verify_books
from accountsos.workflows.vat.set_vat_scheme import SET, SetVatScheme, check_scheme


@click.group()
def company() -> None:
    """Add and list companies."""


@company.command("add")
@click.option("--name", required=True, help="The company's, or the owner's, name.")
@click.option("--email", help="E-mail of its first user, the owner; the password comes from standard input.")
@click.option("--entity-type", type=click.Choice(found_company.ENTITY_TYPES), default="ltd", show_default=True)
@click.option("--incorporated", type=DATE, help="Date of incorporation: the first year starts on it.")
@click.option("--company-number", help="At Companies House.")
@click.option("--year-end", help="MM-DD. Default: the law's (month end of incorporation; 5 April of a sole trader).")
@click.option("--trade", help="The kind of business in a few words: cafe, builder, web shop …; helps categorising.")
@click.option("--director", "people", multiple=True, help="A director's, or the owner's, name. May be repeated.")
@click.option("--basis", type=click.Choice(["accruals", "cash"]), help="Cash is for sole traders only.")
@click.option("--sandbox", is_flag=True, help="A company to try things: its keys are sk_test_…")
@click.option("--vat-scheme", type=click.Choice([s for s in SCHEMES if s != "none"]), help="If registered for VAT.")
@click.option("--vat-from", type=DATE, help="First day of the VAT registration. Default: incorporation.")
@click.option("--vat-stagger", help="1, 2 or 3 (quarters to Mar, Jan, Feb …), monthly or annual. Default: 1.")
@click.option("--vat-number", help="The VAT registration number.")
@click.option("--vat-sector", help="Trade sector of the flat rate scheme, such as computer_it.")
@data_option
@json_option
@click.pass_obj
def add_company(
    installation: Installation,
    /,
    *,
    data: Path | None,
    as_json: bool,
    vat_scheme: str | None,
    vat_from: date | None,
    vat_stagger: str | None,
    vat_number: str | None,
    vat_sector: str | None,
    **given: object,
) -> None:
    """Found a company with the standard chart of accounts and a main bank account."""
    here = installation.at(data)
    command = _founding(here, given)
    scheme = None
    if vat_scheme:
        start = vat_from or command.incorporated_on
        if start is None:
            raise BadRequest("--vat-from: say since when the company is registered for VAT", param="vat_from")
        scheme = SetVatScheme(start, vat_scheme, vat_stagger, vat_number, sector=vat_sector)
        check_scheme(scheme)
    elif vat_from or vat_stagger or vat_number or vat_sector:
        raise BadRequest("--vat-scheme: say which scheme the company is on", param="vat_scheme")
    number = ids.new_company_number()
    books = here.open().books
    founded = books.write(found_company.FOUND, number, command, ACTOR)
    if scheme is not None:
        books.write(SET, number, scheme, ACTOR)
    if as_json:
        print_json(
            {
                "company": {
                    "id": founded.company_id,
                    "bank_account_id": founded.bank_account_id,
                    "user_id": founded.user_id,
                    "first_year": {"from": founded.first_year.start, "to": founded.first_year.end},
                }
            }
        )
        return
    click.echo(f"company       {founded.company_id}")
    click.echo(f"bank account  {founded.bank_account_id}")
    if founded.user_id:
        click.echo(f"user          {founded.user_id}")
    click.echo(f"first year    {founded.first_year.start} to {founded.first_year.end}")
    click.echo(f"next: accountsos key add --company {founded.company_id} --scopes read,write")


def _founding(here: Installation, given: dict[str, object]) -> found_company.FoundCompany:
    email = _text(given["email"])
    people = tuple(map(str, given["people"])) if isinstance(given["people"], tuple) else ()
    return found_company.FoundCompany(
        name=str(given["name"]),
        today=here.today,
        entity_type=str(given["entity_type"]),
        incorporated_on=given["incorporated"] if isinstance(given["incorporated"], date) else None,
        company_number=_text(given["company_number"]),
        trade=_text(given["trade"]),
        people=people,
        year_end=_year_end(_text(given["year_end"])),
        basis=_text(given["basis"]),
        sandbox=bool(given["sandbox"]),
        owner=new_user(here, email, people[0] if people else "") if email else None,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _year_end(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    month, _, day = text.partition("-")
    if not (len(month) == len(day) == 2 and month.isdecimal() and day.isdecimal()):
        raise BadRequest(f"--year-end: {text!r} is not a day of the year such as 03-31", param="year_end")
    return int(month), int(day)


@company.command("list")
@data_option
@json_option
@click.pass_obj
def list_companies(installation: Installation, data: Path | None, as_json: bool) -> None:
    """Every company of this installation."""
    books = installation.at(data).open().books
    numbers = books.read(verify_books.COMPANIES, 0, None)
    states = [books.read(manage_company.SHOW, number, None) for number in numbers]
    if as_json:
        rows = [{"id": ids.company_id(s.company.number), "name": s.company.name} for s in states]
        print_json({"companies": rows})
        return
    if not states:
        click.echo("No company yet. Add one: accountsos company add --name 'My Company Ltd'")
        return
    print_table(
        [("id", "<"), ("name", "<"), ("kind", "<"), ("latest year", "<"), ("closed through", "<")],
        [
            [
                ids.company_id(s.company.number),
                s.company.name,
                s.company.entity_type,
                f"{s.years[-1].start} to {s.years[-1].end}",
                s.closed_through or "",
            ]
            for s in states
        ],
    )


def _pence(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return pence_from_text(text)
    except ValueError as wrong:
        raise BadRequest(f"--{name.replace('_', '-')}: {wrong}", param=name) from wrong


def _amount_options(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(STATED):
        command = click.option(f"--{name.replace('_', '-')}", name, metavar="AMOUNT")(command)
    return command


@company.command("tax-facts")
@company_option
@click.option("--year-starts-on", type=DATE, help="Of that financial year; without it everything stated is shown.")
@_amount_options
@data_option
@json_option
@click.pass_obj
def tax_facts(
    installation: Installation,
    /,
    *,
    company: int,
    year_starts_on: date | None,
    data: Path | None,
    as_json: bool,
    **amounts: str | None,
) -> None:
    """State losses and pools for a year's corporation tax. What is left out is not stated any more."""
    books = installation.at(data).open().books
    stated = {name: pence for name, text in amounts.items() if (pence := _pence(name, text)) is not None}
    if year_starts_on is None and stated:
        raise click.UsageError("--year-starts-on: say of which financial year")
    if year_starts_on is None:
        found = books.read(state_tax_facts.SHOW, company, None)
    else:
        command = state_tax_facts.StateFacts(year_starts_on, stated)
        found = books.write(state_tax_facts.STATE, company, command, ACTOR)
    if as_json:
        print_json(encode_json(tax_facts_list(found)))
        return
    rows = [[str(y.year.start), name, text_from_pence(pence)] for y in found for name, pence in y.amounts.items()]
    print_table([("year from", "<"), ("stated", "<"), ("amount", ">")], rows)


@click.group("key")
def keys() -> None:
    """API keys: add, list, revoke."""


@keys.command("add")
@company_option
@click.option("--scopes", default="read,write", show_default=True, help="read, write, admin; each includes the former.")
@click.option("--name", default="", help="What the key is for.")
@click.option("--expires", type=DATE, help="The last day on which it works.")
@data_option
@json_option
@click.pass_obj
def add_key(
    installation: Installation,
    *,
    company: int,
    scopes: str,
    name: str,
    expires: date | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Make an API key. Its secret is shown this once."""
    here = installation.at(data)
    expires_at = datetime.combine(expires, time(23, 59, 59, tzinfo=UTC)) if expires else None
    command = manage_keys.MakeKey(tuple(s.strip() for s in scopes.split(",")), name, expires_at, here.clock())
    made = here.open().books.write(manage_keys.MAKE, company, command, ACTOR)
    if as_json:
        print_json({"key": {"id": made.key.key_id, "secret": made.secret, "scope": made.key.scope}})
        return
    click.echo(f"key     {made.key.key_id}")
    click.echo(f"secret  {made.secret}")
    click.echo("Store the secret now; it is not shown again.")


@keys.command("list")
@company_option
@data_option
@json_option
@click.pass_obj
def list_keys(installation: Installation, company: int, data: Path | None, as_json: bool) -> None:
    """The company's keys, revoked ones too."""
    opened = installation.at(data).open()
    found, used = opened.books.read(manage_keys.LIST, company, None), opened.keys_last_used()
    if as_json:
        print_json(
            {"keys": [{"id": k.key_id, "name": k.name, "scope": k.scope, "revoked": bool(k.revoked_at)} for k in found]}
        )
        return
    print_table(
        [("id", "<"), ("name", "<"), ("scope", "<"), ("ends in", "<"), ("last used", "<"), ("state", "<")],
        [
            [
                k.key_id,
                k.name,
                k.scope,
                k.last_four,
                rfc3339(datetime.fromtimestamp(used[k.key_id], UTC))[:16] if k.key_id in used else "never",
                _state(k.usable(installation.clock()), revoked=k.revoked_at is not None),
            ]
            for k in found
        ],
    )


def _state(usable: bool, *, revoked: bool) -> str:
    if revoked:
        return "revoked"
    return "live" if usable else "expired"


@keys.command("revoke")
@click.argument("key_id")
@click.option("--company", type=COMPANY, help="The company's id; needed only if several companies are kept here.")
@data_option
@click.pass_obj
def revoke_key(installation: Installation, key_id: str, company: int | None, data: Path | None) -> None:
    """Revoke a key by its id (key_…). It stops working within a second."""
    books = installation.at(data).open().books
    owner = company if company is not None else books.read(manage_keys.OWNER, 0, key_id)
    books.write(manage_keys.REVOKE, owner, key_id, ACTOR)
    click.echo(f"{key_id} is revoked")


@click.group("account")
def accounts() -> None:
    """Bank accounts: add and list."""


@accounts.command("add")
@company_option
@click.option("--name", required=True)
@click.option("--kind", type=click.Choice(bank_accounts.KINDS), default="current", show_default=True)
@click.option("--sort-code")
@click.option("--account-number")
@data_option
@click.pass_obj
def add_account(
    installation: Installation,
    *,
    company: int,
    name: str,
    kind: str,
    sort_code: str | None,
    account_number: str | None,
    data: Path | None,
) -> None:
    """Add a bank account, card, cash box, payment processor, loan or director's account."""
    command = bank_accounts.NewAccount(name, kind, "GBP", sort_code, account_number)
    account = installation.at(data).open().books.write(bank_accounts.ADD_ACCOUNT, company, command, ACTOR)
    click.echo(account.bank_account_id)


@accounts.command("list")
@company_option
@data_option
@click.pass_obj
def list_accounts(installation: Installation, company: int, data: Path | None) -> None:
    """Bank accounts with their balance, and whether the books agree with the bank."""
    here = installation.at(data)
    states = here.open().books.read(bank_accounts.LIST_ACCOUNTS, company, here.today)
    print_table(
        [("id", "<"), ("name", "<"), ("kind", "<"), ("balance", ">"), ("bank says", ">"), ("difference", ">")],
        [
            [
                s.account.bank_account_id,
                s.account.name,
                s.account.kind,
                text_from_pence(s.balance),
                text_from_pence(s.agreement.statement_balance) if s.agreement else "",
                text_from_pence(s.agreement.difference) if s.agreement else "",
            ]
            for s in states
        ],
    )
