"""`doctor --repair`: back up, rebuild what can be rebuilt, and say of the rest what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import click

from accountsos import ids
from accountsos.cli.installation import ACTOR, Installation
from accountsos.store.checks.fault import Finding
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep import verify_books
from accountsos.workflows.upkeep.repair_books import REPAIR, Repaired, advice


def repair(here: Installation, books: Books) -> bool:
    """Whether everything agrees in the end. Sound books are left alone, and no backup is made of them."""
    damage = books.read(verify_books.VERIFY_DATABASE, 0, None)
    found = {number: _findings(books, number) for number in books.read(verify_books.COMPANIES, 0, None)}
    if not damage and not any(found.values()):
        click.echo("repair          nothing to do: the books agree")
        return True
    done = {} if damage else _rebuilt(here, books, found)
    for number, findings in found.items():
        left = done[number].left if number in done else findings
        _tell(ids.company_id(number), done.get(number), left)
    _tell("the installation", None, damage)
    return not damage and not any(done[n].left if n in done else found[n] for n in found)


def _findings(books: Books, number: int) -> list[Finding]:
    return books.read(verify_books.VERIFY, number, None) + books.read(verify_books.VERIFY_FILES, number, books.objects)


def _rebuilt(here: Installation, books: Books, found: Mapping[int, Iterable[Finding]]) -> dict[int, Repaired]:
    mendable = [number for number, findings in found.items() if any(f.repairable for f in findings)]
    if not mendable:
        return {}
    backup = here.settings.data / f"before-repair-{here.clock():%Y%m%dT%H%M%S}"
    here.back_up(here.settings, backup)
    click.echo(f"backed up to    {backup}")
    done = {number: books.write(REPAIR, number, None, ACTOR) for number in mendable}
    files = {number: books.read(verify_books.VERIFY_FILES, number, books.objects) for number in mendable}
    return {n: Repaired(each.did, (*each.left, *files[n]), each.refused) for n, each in done.items()}


def _tell(whose: str, done: Repaired | None, left: Sequence[Finding]) -> None:
    if done is not None and done.did:
        click.echo(f"{whose}: {len(done.did)} rebuilt")
        for did in done.did:
            click.echo(f"  {did}")
    if done is not None and done.refused:
        click.echo(f"{whose}: nothing was touched, for what the rest is rebuilt from is not in order itself")
    if left:
        click.echo(f"{whose}: {len(left)} cannot be rebuilt")
    for finding in left:
        click.echo(f"  {finding.check}: {finding.message}")
        click.echo(f"    what to do: {advice(finding)}")
