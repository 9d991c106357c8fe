"""Say anew which VAT schemes there were: what was entered wrong is superseded, what it touched reposted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.access.rights import ADMIN
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.write_up import scheme_changed
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.vat_scheme import SCHEMES, VatRegime, VatScheme
from accountsos.store.companies import locks_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import load_names, names_of
from accountsos.store.vat_scheme import add_scheme
from accountsos.workflows.unit_of_work import WriteWorkflow
from accountsos.workflows.vat.set_vat_scheme import (
    SetVatScheme,
    VatSchemes,
    first_day_touched,
    scheme_after,
    tell_scheme,
)


@dataclass(frozen=True, slots=True)
class VatHistory:
    """Every scheme there was, oldest first; none: the company was never registered."""

    schemes: tuple[SetVatScheme, ...]


@dataclass(frozen=True, slots=True)
class _Rewriting:
    old: VatRegime
    new: VatRegime
    since: date | None
    """The first day whose postings another scheme decides now; None where only numbers or instalments differ."""


def prepare(db: Reader, company: int, command: VatHistory) -> VatHistory:
    """Refuse what the law does not allow, and what filed returns stand on."""
    company_or_refuse(db, company)
    _rewriting(db, company, command)
    return command


def _rewriting(db: Reader, company: int, command: VatHistory) -> _Rewriting:
    old, schemes = names_of(db, company).vat, _schemes(command)
    new = replace(old, schemes=schemes, _periods={}) if schemes else VatRegime()
    rewriting = _Rewriting(old, new, _first_difference(old, new))
    filed = locks_of(db, company).vat_filed_through
    if rewriting.since is not None and filed is not None and rewriting.since <= filed:
        raise Conflict(
            f"schemes: the VAT return to {filed} is filed, and what is said now would change it from "
            f"{rewriting.since} on. Open the filed returns again first, the last one first, if they were wrong",
            see="unfile_vat_return",
        )
    return rewriting


def _schemes(command: VatHistory) -> tuple[VatScheme, ...]:
    found: list[VatScheme] = []
    for number, each in enumerate(command.schemes, start=1):
        if each.scheme not in SCHEMES:
            raise BadRequest(f"schemes: {each.scheme!r} is not one of {', '.join(SCHEMES)}", param="schemes")
        if found and each.in_force_from <= found[-1].in_force_from:
            raise BadRequest(
                f"schemes: number {number} begins on {each.in_force_from}, and the one before it on "
                f"{found[-1].in_force_from}; list them oldest first, one for a day",
                param="schemes",
            )
        found.append(scheme_after(VatRegime(tuple(found)), each))
    return tuple(found)


def _first_difference(old: VatRegime, new: VatRegime) -> date | None:
    before, after = _by_day(old), _by_day(new)
    days = [day for day in sorted({*before, *after}) if before.get(day) != after.get(day)]
    return first_day_touched(old, new, days[0]) if days else None


def _by_day(regime: VatRegime) -> dict[date, VatScheme]:
    """The schemes without what no posting depends on."""
    return {s.in_force_from: replace(s, vat_number=None, instalments=None) for s in regime.schemes}


def apply(db: Writer, company: int, plan: VatHistory, cause: Cause) -> VatSchemes:
    """Withdraw what no longer holds, record what holds, and bring the books to it. The old history stays known."""
    rewriting = _rewriting(db, company, plan)
    before = {s.in_force_from: s for s in rewriting.old.schemes}
    after = {s.in_force_from: s for s in rewriting.new.schemes}
    if before == after:
        return VatSchemes(rewriting.old)
    for day in sorted(before.keys() - after.keys()):
        add_scheme(db, cause, before[day], withdrawn=True)
        tell_scheme(cause, before[day], before[day], withdrawn=True)
    for day, scheme in after.items():
        if before.get(day) != scheme:
            add_scheme(db, cause, scheme)
            tell_scheme(cause, before.get(day), scheme)
    books = books_of(db, company).under(load_names(db, company))
    count = scheme_changed(books, cause, rewriting.since) if rewriting.since is not None else 0
    return VatSchemes(books.names.vat, count)


REWRITE = WriteWorkflow("vat.history.rewrite", prepare, apply, short=False, needs=ADMIN)
