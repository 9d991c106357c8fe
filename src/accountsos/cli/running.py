"""Serve, demo, verify and doctor."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from accountsos import ids
from accountsos.cli.installation import Installation, company_number
from accountsos.cli.output import print_json
from accountsos.cli.printing import complain, say
from accountsos.cli.repair import repair
from accountsos.errors import NotFound
from accountsos.jobs.health import reader_warnings, said_of_reader, statement_warnings
from accountsos.jobs.reader_process import ReaderProcess
from accountsos.jobs.statement_process import StatementProcess
from accountsos.wire.encode import encode_json
from accountsos.workflows.upkeep import verify_books
from accountsos.workflows.upkeep.look_around import look_around

ALL_WELL = "nothing unsafe was found"


def serve(installation: Installation, given: Mapping[str, Any]) -> None:
    """Show the dashboard and answer the REST API. Creates and migrates the database first."""
    here = installation.at(given["data"])
    here.open().books.close()
    say(f"AccountsOS keeps its books in {(here.settings.database_url and 'PostgreSQL') or here.settings.data}")
    here.serve(here.settings, given["host"], given["port"], given["workers"])


def demo(installation: Installation, given: Mapping[str, Any]) -> None:
    """A demo company with three years of books, in a data directory of its own."""
    from accountsos.workflows.upkeep.make_demo import make_demo  # only here: its generator is slow to import

    port, place = given["port"], given["data"] or installation.settings.data / "demo"
    here = installation.at(place)
    books = here.open().books
    made = make_demo(books, place, today=here.today, tell=say)
    books.close()
    say("")
    say(f"company  {made.company_id}  {made.name}")
    say(f"API key  {made.secret}")
    say(f"address  http://127.0.0.1:{port}/")
    say(f"log in   {made.email} with the password {made.password}")
    say("")
    say("Try it:")
    say(f'  curl "http://127.0.0.1:{port}/api/transactions?limit=10" -H "Authorization: Bearer {made.secret}"')
    say(f'  curl "http://127.0.0.1:{port}/api/reports/profit-loss" -H "Authorization: Bearer {made.secret}"')
    say(f"  open http://127.0.0.1:{port}/api/docs")
    if not given["no_serve"]:
        say("")
        here.serve(here.settings, "127.0.0.1", port, 1)


def verify(installation: Installation, given: Mapping[str, Any]) -> None:
    """Recompute everything that is kept and name what does not agree. Exit 1 if anything is wrong."""
    only = given["company"]
    wrong = _verified(installation.at(given["data"]), only and company_number(only), as_json=given["as_json"])
    sys.exit(1 if wrong else 0)


def _verified(here: Installation, only: int | None, *, as_json: bool) -> int:
    """How much is wrong, after it was printed."""
    books = here.open().books
    numbers = books.read(verify_books.COMPANIES, 0, None)
    if only is not None and only not in numbers:
        books.close()
        raise NotFound(f"there is no company {ids.company_id(only)} here; `accountsos company list` shows them")
    damage = books.read(verify_books.VERIFY_DATABASE, 0, None)
    found = {
        number: books.read(verify_books.VERIFY, number, None)
        + books.read(verify_books.VERIFY_FILES, number, books.objects)
        for number in ([only] if only is not None else numbers)
    }
    books.close()
    if as_json:
        companies = [{"id": ids.company_id(n), "findings": [asdict(f) for f in fs]} for n, fs in found.items()]
        print_json(encode_json({"database": [asdict(f) for f in damage], "companies": companies}))
        return len(damage) + sum(map(len, found.values()))
    for finding in damage:
        say(f"the database file is damaged: {finding.message}")
    for number, findings in found.items():
        say(f"{ids.company_id(number)}: {'the books agree' if not findings else 'NOT IN ORDER'}")
        for finding in findings:
            say(f"  {finding.check}: {finding.message}")
    return len(damage) + sum(map(len, found.values()))


def backup(installation: Installation, given: Mapping[str, Any]) -> None:
    """Copy database and documents to DESTINATION, a folder that does not exist yet, also while the server runs."""
    here = installation.at(given["data"])
    destination = given["destination"]
    lost = here.back_up(here.settings, destination, not given["books_only"])
    for each in lost:
        complain(f"{each}; it was lost before and is not in the backup, all else is")
    if given["books_only"]:
        complain(
            "warning: documents are not in it; keep versions where they are kept, or copy them after it, never before"
        )
    say(f"backed up to {destination}; try it now and then: accountsos restore {destination} --data NEW --verify")
    if lost:
        sys.exit(1)


def restore(installation: Installation, given: Mapping[str, Any]) -> None:
    """Restore the backup in SOURCE into an empty data directory (or an empty PostgreSQL database)."""
    here = installation.at(given["data"])
    if not here.restore(here.settings, given["source"]):
        complain("warning: this backup holds the books only; bring the documents back by their own means")
    say(f"restored from {given['source']}")
    if given["verify"] and _verified(here, None, as_json=False):
        sys.exit(1)


def doctor(installation: Installation, given: Mapping[str, Any]) -> None:
    """Look at the installation: where the books are, which versions, what is unsafe."""
    here = installation.at(given["data"])
    opened = here.open()
    books = opened.books
    say(f"data directory  {here.settings.data}")
    say(f"database        {books.engine.name} {books.engine.version()}")
    say(f"companies       {len(books.read(verify_books.COMPANIES, 0, None))}")
    say(f"documents       {here.settings.objects_url or here.settings.data / 'objects'}")
    say(f"today           {here.today}" + (" (fixed by ACCOUNTSOS_TODAY)" if here.settings.today else ""))
    confined = ReaderProcess(wall_seconds=30).look()
    say(f"reader          {said_of_reader(confined)}")
    opens = StatementProcess(wall_seconds=30).look()
    say(f"statements      {said_of_reader(opens)}")
    model = here.settings.language_model
    say(f"language model  {'off' if model is None else f'{model.name} at {model.url}'}")
    found = [*reader_warnings(confined), *statement_warnings(opens), *look_around(books, here.settings.data)]
    if model is not None:
        from accountsos.jobs.ask_model import model_warnings  # loaded where one is asked, and nowhere else

        found += model_warnings(model)
    for warning in found:
        complain(f"warning: {warning}")
    agrees = not given["repair"] or repair(here, books)
    warnings = len(opened.warnings) + len(found)
    say(f"{warnings} {'warning' if warnings == 1 else 'warnings'}, see above" if warnings else ALL_WELL)
    if not agrees:
        sys.exit(1)
