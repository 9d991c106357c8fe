"""Serve, demo, verify and doctor."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from accountsos import ids
from accountsos.cli.installation import (
    COMPANY,
    Installation,
    data_option,
    json_option,
    print_json,
)
from accountsos.jobs.health import reader_warnings
from accountsos.workflows.upkeep import verify_books
from accountsos.workflows.upkeep.make_demo import make_demo

ALL_WELL = "nothing unsafe was found"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@data_option
@click.pass_obj
def serve(installation: Installation, host: str, port: int, workers: int, data: Path | None) -> None:
    """Show the dashboard and answer the REST API. Creates and migrates the database first."""
    here = installation.at(data)
    here.open().books.close()
    click.echo(f"AccountsOS keeps its books in {(here.settings.database_url and 'PostgreSQL') or here.settings.data}")
    here.serve(here.settings, host, port, workers)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Make the books only.")
@data_option
@click.pass_obj
def demo(installation: Installation, port: int, no_serve: bool, data: Path | None) -> None:
    """A demo company with three years of books, in a data directory of its own."""
    place = data or installation.settings.data / "demo"
    here = installation.at(place)
    books = here.open().books
    made = make_demo(books, place, today=here.today, tell=click.echo)
    books.close()
    click.echo("")
    click.echo(f"company  {made.company_id}  {made.name}")
    click.echo(f"API key  {made.secret}")
    click.echo(f"address  http://127.0.0.1:{port}/")
    click.echo(f"log in   {made.email} with the password {made.password}")
    click.echo("")
    click.echo("Try it:")
    click.echo(f'  curl "http://127.0.0.1:{port}/api/transactions?limit=10" -H "Authorization: Bearer {made.secret}"')
    click.echo(f'  curl "http://127.0.0.1:{port}/api/reports/profit-loss" -H "Authorization: Bearer {made.secret}"')
    click.echo(f"  open http://127.0.0.1:{port}/api/docs")
    if not no_serve:
        click.echo("")
        here.serve(here.settings, "127.0.0.1", port, 1)


@click.command()
@click.option("--company", type=COMPANY, help="Only this company; default: all.")
@data_option
@json_option
@click.pass_obj
def verify(installation: Installation, company: int | None, data: Path | None, as_json: bool) -> None:
    """Recompute everything that is kept and name what does not agree. Exit 1 if anything is wrong."""
    books = installation.at(data).open().books
    damage = books.read(verify_books.VERIFY_DATABASE, 0, None)
    numbers = [company] if company is not None else books.read(verify_books.COMPANIES, 0, None)
    found = {
        number: books.read(verify_books.VERIFY, number, None)
        + books.read(verify_books.VERIFY_FILES, number, books.objects)
        for number in numbers
    }
    wrong = len(damage) + sum(map(len, found.values()))
    if as_json:
        print_json(
            {
                "database": [asdict(f) for f in damage],
                "companies": [
                    {"id": ids.company_id(n), "findings": [asdict(f) for f in fs]} for n, fs in found.items()
                ],
            }
        )
    else:
        for finding in damage:
            click.echo(f"the database file is damaged: {finding.message}")
        for number, findings in found.items():
            click.echo(f"{ids.company_id(number)}: {'the books agree' if not findings else 'NOT IN ORDER'}")
            for finding in findings:
                click.echo(f"  {finding.check}: {finding.message}")
    sys.exit(1 if wrong else 0)


@click.command()
@click.argument("destination", type=click.Path(path_type=Path))
@data_option
@click.pass_obj
def backup(installation: Installation, destination: Path, data: Path | None) -> None:
    """Copy database and documents to DESTINATION, a folder that does not exist yet, also while the server runs."""
    here = installation.at(data)
    here.back_up(here.settings, destination)
    elsewhere = files_elsewhere(here.settings.objects_url)
    if elsewhere is not None:
        click.echo(f"warning: documents are not in it: {elsewhere}", err=True)
    click.echo(f"backed up to {destination}; try it now and then: accountsos restore {destination} --data NEW --verify")


@click.command()
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verify", "verify_too", is_flag=True, help="Verify the restored books.")
@data_option
@click.pass_context
def restore(context: click.Context, source: Path, verify_too: bool, data: Path | None) -> None:
    """Restore the backup in SOURCE into an empty data directory (or an empty PostgreSQL database)."""
    installation: Installation = context.obj
    here = installation.at(data)
    here.restore(here.settings, source)
    click.echo(f"restored from {source}")
    if verify_too:
        context.invoke(verify, company=None, data=data, as_json=False)


@click.command()
@data_option
@click.pass_obj
def doctor(installation: Installation, data: Path | None) -> None:
    """Look at the installation: where the books are, which versions, what is unsafe."""
    here = installation.at(data)
    opened = here.open()
    books = opened.books
    click.echo(f"data directory  {here.settings.data}")
    click.echo(f"database        {books.engine.name} {books.engine.version()}")
    click.echo(f"companies       {len(books.read(verify_books.COMPANIES, 0, None))}")
    click.echo(f"documents       {here.settings.objects_url or here.settings.data / 'objects'}")
    click.echo(f"today           {here.today}" + (" (fixed by ACCOUNTSOS_TODAY)" if here.settings.today else ""))
    found = [*reader_warnings(), *filter(None, [files_elsewhere(here.settings.objects_url)])]
    for warning in found:
        click.echo(f"warning: {warning}", err=True)
    warnings = len(opened.warnings) + len(found)
    click.echo(f"{warnings} {'warning' if warnings == 1 else 'warnings'}, see above" if warnings else ALL_WELL)


def files_elsewhere(objects_url: str | None) -> str | None:
    """What to do about documents that `backup` does not copy; None where it copies them all."""
    if objects_url is None:
        return None
    return (
        f"they are in {objects_url}, which `accountsos backup` does not copy. Keep versions there, or copy it by its "
        "own means after each backup of the database, never before"
    )
