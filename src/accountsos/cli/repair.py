"""`doctor --repair`: back up, rebuild what can be rebuilt, and say of the rest what to do."""

from __future__ import annotations

import click

from accountsos import ids
from accountsos.cli.installation import ACTOR, Installation
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.repair_installation import CompanyRepaired, repair_installation


def repair(here: Installation, books: Books) -> bool:
    """Whether everything agrees in the end."""

    def back_up() -> str:
        copy = here.settings.data / f"before-repair-{here.clock():%Y%m%dT%H%M%S}"
        here.back_up(here.settings, copy)
        return str(copy)

    done = repair_installation(books, ACTOR, back_up)
    if done.backup is not None:
        click.echo(f"backed up to    {done.backup}")
    elif done.in_order:
        click.echo("repair          nothing to do: the books agree")
    for company in done.companies:
        _tell(company)
    return done.in_order


def _tell(done: CompanyRepaired) -> None:
    whose = "the installation" if done.company is None else ids.company_id(done.company)
    if done.did:
        click.echo(f"{whose}: {len(done.did)} rebuilt")
        for did in done.did:
            click.echo(f"  {did}")
    if done.refused:
        click.echo(f"{whose}: nothing was touched, for what the rest is rebuilt from is not in order itself")
    if done.left:
        click.echo(f"{whose}: {len(done.left)} cannot be rebuilt")
    for left in done.left:
        click.echo(f"  {left.check}: {left.message}")
        click.echo(f"    what to do: {left.what_to_do}")
