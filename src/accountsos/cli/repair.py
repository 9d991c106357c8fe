"""`doctor --repair`: back up, rebuild what can be rebuilt, and say of the rest what to do."""

from __future__ import annotations

from accountsos import ids
from accountsos.cli.installation import ACTOR, Installation
from accountsos.cli.printing import say
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.repair_installation import CompanyRepaired, repair_installation


def repair(here: Installation, books: Books) -> bool:
    """Whether everything agrees in the end."""

    def back_up() -> str:
        copy = here.settings.data / f"before-repair-{here.clock():%Y%m%dT%H%M%S}"
        here.back_up(here.settings, copy, here.settings.objects_url is None)
        return str(copy)

    done = repair_installation(books, ACTOR, back_up)
    if done.backup is not None:
        say(f"backed up to    {done.backup}")
    elif done.in_order:
        say("repair          nothing to do: the books agree")
    for company in done.companies:
        _tell(company)
    return done.in_order


def _tell(done: CompanyRepaired) -> None:
    whose = "the installation" if done.company is None else ids.company_id(done.company)
    if done.did:
        say(f"{whose}: {len(done.did)} rebuilt")
        for did in done.did:
            say(f"  {did}")
    if done.refused:
        say(f"{whose}: nothing was touched, for what the rest is rebuilt from is not in order itself")
    if done.left:
        say(f"{whose}: {len(done.left)} cannot be rebuilt")
    for left in done.left:
        say(f"  {left.check}: {left.message}")
        say(f"    what to do: {left.what_to_do}")
