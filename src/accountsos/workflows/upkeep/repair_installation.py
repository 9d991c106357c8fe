"""Repair a whole installation: look, back up where something can be rebuilt, rebuild it, and look again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accountsos.access.actor import Actor
from accountsos.store.checks.fault import Finding
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep import verify_books
from accountsos.workflows.upkeep.repair_books import REPAIR, Repaired, advice


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something that cannot be rebuilt, in words, and what to do about it."""

    check: str
    message: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class CompanyRepaired:
    """What was done with one company's books."""

    company: int | None
    """None: what belongs to no company."""
    did: tuple[str, ...]
    left: tuple[LeftOver, ...]
    refused: bool
    """Whether nothing was touched, for what the rest is rebuilt from is not in order itself."""


@dataclass(frozen=True, slots=True)
class InstallationRepaired:
    """What was done, and the copy from before; None where there was nothing to rebuild."""

    backup: str | None
    companies: tuple[CompanyRepaired, ...]

    @property
    def in_order(self) -> bool:
        """Whether everything agrees now."""
        return not any(each.left for each in self.companies)


def repair_installation(books: Books, actor: Actor, back_up: Callable[[], str]) -> InstallationRepaired:
    """Sound books are left alone, and no copy is made of them. `back_up` makes one and says where it is."""
    damage = books.read(verify_books.VERIFY_DATABASE, 0, None)
    found = {number: _findings(books, number) for number in books.read(verify_books.COMPANIES, 0, None)}
    mendable = [number for number, findings in found.items() if not damage and any(f.repairable for f in findings)]
    backup = back_up() if mendable else None
    done = {number: books.write(REPAIR, number, None, actor) for number in mendable}
    companies = [_told(None, Repaired((), tuple(damage)))] if damage else []
    for number, findings in found.items():
        now = _findings(books, number) if number in done else findings
        companies.append(_told(number, done.get(number, Repaired((), ())), now))
    return InstallationRepaired(backup, tuple(companies))


def _findings(books: Books, number: int) -> list[Finding]:
    return books.read(verify_books.VERIFY, number, None) + books.read(verify_books.VERIFY_FILES, number, books.objects)


def _told(company: int | None, done: Repaired, findings: Iterable[Finding] | None = None) -> CompanyRepaired:
    left = done.left if findings is None else findings
    told = tuple(LeftOver(finding.check, finding.message, advice(finding)) for finding in left)
    return CompanyRepaired(company, done.did, told, done.refused)
