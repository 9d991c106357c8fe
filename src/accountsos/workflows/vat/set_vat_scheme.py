"""Register for VAT, change the scheme, end the registration: each from a day on, what follows is reposted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from accountsos.access.rights import ADMIN
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.write_up import scheme_changed
from accountsos.dates import ONE_DAY
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.vat_scheme import ANNUAL, CASH, FLAT_RATE, NO_SCHEME, SCHEMES, VatRegime, VatScheme
from accountsos.store.companies import locks_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import load_names, names_of
from accountsos.store.vat_scheme import add_scheme
from accountsos.uk_rules.annual_accounting import Pattern
from accountsos.uk_rules.flat_rate import sector_key
from accountsos.uk_rules.vat_number import is_vat_number, plain_vat_number
from accountsos.uk_rules.vat_periods import Stagger, stagger_named
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow


@dataclass(frozen=True, slots=True)
class SetVatScheme:
    """A scheme from a day on. The first one registers the company, `none` ends the registration on the day before."""

    in_force_from: date
    scheme: str
    stagger: str | None = None
    """1, 2, 3, monthly or annual; default: as before, or 1."""
    vat_number: str | None = None
    registered_on: date | None = None
    """Where the registration began before `in_force_from`: the flat rate's first year counts from it."""
    sector: str | None = None
    limited_cost: bool = False
    cash_turnover: bool = False
    annual_year_end_month: int | None = None
    instalments: str | None = None


@dataclass(frozen=True, slots=True)
class VatSchemes:
    """The schemes as they are now, and how many bank lines were posted anew."""

    regime: VatRegime
    reposted: int = 0


def prepare(db: Reader, company: int, command: SetVatScheme) -> SetVatScheme:
    """Refuse what the law or the books do not allow."""
    company_or_refuse(db, company)
    _new_scheme(db, company, command)
    return command


def check_scheme(command: SetVatScheme) -> None:
    """Refuse a first registration that no books could take, before there are any."""
    if command.scheme not in SCHEMES or command.scheme == NO_SCHEME:
        raise BadRequest(f"scheme: {command.scheme!r} registers nothing", param="scheme")
    _checked(command, None)


def _new_scheme(db: Reader, company: int, command: SetVatScheme) -> VatScheme:
    if command.scheme not in SCHEMES:
        raise BadRequest(f"scheme: {command.scheme!r} is not one of {', '.join(SCHEMES)}", param="scheme")
    regime = names_of(db, company).vat
    _refuse_overlap(regime, command)
    filed = locks_of(db, company).vat_filed_through
    if filed is not None and command.in_force_from <= filed:
        raise Conflict(
            f"from: the VAT return to {filed} is filed; a scheme can begin on {filed + ONE_DAY} or later. Unfile the "
            "return first if it was wrong"
        )
    return scheme_after(regime, command)


def scheme_after(regime: VatRegime, command: SetVatScheme) -> VatScheme:
    """The scheme as it would be stored behind those that came before it; refused where the law does not allow it."""
    before = regime.on(command.in_force_from - ONE_DAY)
    if command.scheme == NO_SCHEME:
        if before is None:
            raise BadRequest(
                f"scheme: the company is not registered for VAT on {command.in_force_from - ONE_DAY}, so there is no "
                "registration to end",
                param="scheme",
            )
        return replace(before, in_force_from=command.in_force_from, scheme=NO_SCHEME)
    scheme = _checked(command, before)
    _refuse_mid_period(regime, before, scheme)
    return scheme


def _refuse_overlap(regime: VatRegime, command: SetVatScheme) -> None:
    later = [s for s in regime.schemes if s.in_force_from > command.in_force_from]
    if later:
        first = later[0].in_force_from
        raise Conflict(
            f"from: {command.in_force_from} overlaps the scheme that begins on {first} ({later[0].scheme}); schemes "
            f"follow one another, so the next one can begin on {later[-1].in_force_from} or later"
        )


def _checked(command: SetVatScheme, before: VatScheme | None) -> VatScheme:
    """The scheme as it would be stored."""
    registered_on = before.registered_on if before else (command.registered_on or command.in_force_from)
    if command.registered_on is not None and command.registered_on != registered_on:
        raise BadRequest(
            f"registered_on: the present registration began on {registered_on}, not on {command.registered_on}",
            param="registered_on",
        )
    if registered_on > command.in_force_from:
        raise BadRequest(
            f"from: {command.in_force_from} is before the registration on {registered_on}", param="registered_on"
        )
    stagger = _stagger(command, before)
    month = command.annual_year_end_month
    if month is not None and not 1 <= month <= 12:
        raise BadRequest(f"annual_year_end_month: {month} is not a month from 1 to 12", param="annual_year_end_month")
    if month is None:
        month = before.annual_year_end_month if before else (command.in_force_from - ONE_DAY).month
    return VatScheme(
        in_force_from=command.in_force_from,
        scheme=command.scheme,
        registered_on=registered_on,
        stagger=stagger,
        annual_year_end_month=month,
        instalments=_instalments(command),
        sector=_sector(command, before),
        limited_cost=command.limited_cost and command.scheme == FLAT_RATE,
        cash_turnover=command.cash_turnover and command.scheme == FLAT_RATE,
        vat_number=_vat_number(command.vat_number) or (before.vat_number if before else None),
    )


def _stagger(command: SetVatScheme, before: VatScheme | None) -> Stagger:
    if command.scheme == ANNUAL:
        if command.stagger not in (None, str(Stagger.ANNUAL)):
            raise BadRequest("stagger: annual accounting has one return a year; leave stagger out", param="stagger")
        return Stagger.ANNUAL
    if command.stagger is not None:
        return stagger_named(command.stagger)
    if before is not None and before.scheme != ANNUAL:
        return before.stagger
    return Stagger.QUARTERS_MAR


def _instalments(command: SetVatScheme) -> str | None:
    if command.instalments is None:
        return None
    if command.instalments not in tuple(Pattern):
        raise BadRequest(
            f"instalments: {command.instalments!r} is not one of {', '.join(Pattern)}", param="instalments"
        )
    return command.instalments


def _sector(command: SetVatScheme, before: VatScheme | None) -> str | None:
    if command.scheme != FLAT_RATE:
        if command.sector is not None:
            raise BadRequest("sector: only the flat rate scheme has a trade sector", param="sector")
        return None
    if command.sector is not None:
        return sector_key(command.sector)
    if before is not None and before.sector is not None:
        return before.sector
    raise BadRequest("sector: the flat rate scheme needs the trade sector, such as computer_it", param="sector")


def _vat_number(text: str | None) -> str | None:
    if text is None:
        return None
    if not is_vat_number(text):
        raise BadRequest(
            f"vat_number: {text!r} is not a UK VAT number: its check digits are wrong. It has 9 digits, as on the "
            "registration certificate",
            param="vat_number",
        )
    return plain_vat_number(text)


def _refuse_mid_period(regime: VatRegime, before: VatScheme | None, scheme: VatScheme) -> None:
    """Cash and annual accounting begin and end with a VAT period; the flat rate may begin on any day.

    Sources: SI 1995/2518 reg 58 and reg 61 (cash), reg 50 (annual), reg 55B (flat rate).
    """
    if before is None or before.in_force_from == scheme.in_force_from:
        return
    bound = {CASH, ANNUAL} & {before.scheme, scheme.scheme}
    if not bound and before.rhythm == scheme.rhythm:
        return
    period = regime.period_of(scheme.in_force_from - ONE_DAY)
    if period is not None and period.end != scheme.in_force_from - ONE_DAY:
        raise BadRequest(
            f"from: {scheme.in_force_from} is inside the VAT period {period.start} to {period.end}; this change takes "
            f"effect with a period: {period.start} or {period.end + ONE_DAY}",
            param="from",
        )


def apply(db: Writer, company: int, plan: SetVatScheme, cause: Cause) -> VatSchemes:
    """Record the scheme and bring every bank line from its day on to it."""
    scheme = _new_scheme(db, company, plan)
    old = names_of(db, company).vat
    before = old.on(scheme.in_force_from)
    add_scheme(db, cause, scheme)
    books = books_of(db, company).under(load_names(db, company))
    regime = books.names.vat
    count = scheme_changed(books, cause, first_day_touched(old, regime, scheme.in_force_from))
    tell_scheme(cause, before, scheme, lines_reposted=count)
    return VatSchemes(regime, count)


def tell_scheme(cause: Cause, before: VatScheme | None, scheme: VatScheme, **more: object) -> None:
    """The row of the audit log that stands for one version of a scheme."""
    cause.note(
        "vat.scheme",
        str(scheme.in_force_from),
        before=None if before is None else {"scheme": before.scheme, "from": before.in_force_from},
        after={
            "scheme": scheme.scheme,
            "from": scheme.in_force_from,
            "stagger": str(scheme.stagger),
            "vat_number": scheme.vat_number,
            "sector": scheme.sector,
            **more,
        },
    )


def first_day_touched(old: VatRegime, new: VatRegime, start: date) -> date:
    """The scheme's first day, or that of the period which now ends on its eve, or no longer does."""
    eve = start - ONE_DAY
    periods = (old.period_of(eve), new.period_of(eve))
    return start if periods[0] == periods[1] else min(p.start for p in periods if p is not None)


def show(db: Reader, company: int, _: None) -> VatSchemes:
    """Every scheme, oldest first."""
    company_or_refuse(db, company)
    return VatSchemes(names_of(db, company).vat)


SET = WriteWorkflow("vat.scheme.set", prepare, apply, short=False, needs=ADMIN)
SHOW = ReadWorkflow("vat.scheme.show", show, short=True)
