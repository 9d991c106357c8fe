"""Found a company by command line, and list those there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accountsos import ids
from accountsos.cli.installation import ACTOR, Installation
from accountsos.cli.output import print_json, print_table
from accountsos.cli.people import new_user
from accountsos.cli.printing import say
from accountsos.dates import date_from_iso
from accountsos.errors import BadRequest
from accountsos.wire.encode import encode_json
from accountsos.workflows.companies import found_company, manage_company
from accountsos.workflows.upkeep import verify_books
from accountsos.workflows.vat.set_vat_scheme import SET, SetVatScheme, check_scheme


def add_company(installation: Installation, given: Mapping[str, Any]) -> None:
    """Found it, and set its VAT scheme where one is given."""
    here = installation.at(given["data"])
    command = _founding(here, given)
    scheme = _scheme(command, given)
    books = here.open().books
    number = books.read(found_company.NUMBER, 0, ids.random_base62(16)).number
    founded = books.write(found_company.FOUND, number, command, ACTOR)
    if scheme is not None:
        books.write(SET, number, scheme, ACTOR)
    books.close()
    if given["as_json"]:
        first_year = {"from": founded.first_year.start, "to": founded.first_year.end}
        made = {"id": founded.company_id, "bank_account_id": founded.bank_account_id, "user_id": founded.user_id}
        print_json(encode_json({"company": {**made, "first_year": first_year}}))
        return
    say(f"company       {founded.company_id}")
    say(f"bank account  {founded.bank_account_id}")
    if founded.user_id:
        say(f"user          {founded.user_id}")
    say(f"first year    {founded.first_year.start} to {founded.first_year.end}")
    say(f"next: accountsos key add --company {founded.company_id} --scopes read,write")


def _scheme(command: found_company.FoundCompany, given: Mapping[str, Any]) -> SetVatScheme | None:
    if not given["vat_scheme"]:
        if any(given[name] for name in ("vat_from", "vat_stagger", "vat_number", "vat_sector")):
            raise BadRequest("`vat_scheme`: say which scheme the company is on", param="vat_scheme")
        return None
    start = _day(given["vat_from"]) or command.incorporated_on
    if start is None:
        raise BadRequest("`vat_from`: say since when the company is registered for VAT", param="vat_from")
    scheme = SetVatScheme(
        start, given["vat_scheme"], given["vat_stagger"], given["vat_number"], sector=given["vat_sector"]
    )
    check_scheme(scheme)
    return scheme


def _founding(here: Installation, given: Mapping[str, Any]) -> found_company.FoundCompany:
    email, people = _text(given["email"]), given["director"]
    return found_company.FoundCompany(
        name=str(given["name"]),
        today=here.today,
        entity_type=str(given["entity_type"]),
        incorporated_on=_day(given["incorporated"]),
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
        raise BadRequest(f"`year_end`: {text!r} is not a day of the year such as 03-31", param="year_end")
    return int(month), int(day)


def _day(text: str | None) -> date | None:
    return None if text is None else date_from_iso(text)


def list_companies(installation: Installation, given: Mapping[str, Any]) -> None:
    """Every company with its latest year."""
    books = installation.at(given["data"]).open().books
    numbers = books.read(verify_books.COMPANIES, 0, None)
    states = [books.read(manage_company.SHOW, number, None) for number in numbers]
    books.close()
    if given["as_json"]:
        rows = [{"id": ids.company_id(s.company.number), "name": s.company.name} for s in states]
        print_json(encode_json({"companies": rows}))
        return
    if not states:
        say("No company yet. Add one: accountsos company add --name 'My Company Ltd'")
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
