"""The VAT of journals entered by hand: which codes their lines may carry, and the period they belong to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import CREDITORS, DEBTORS, VAT_CONTROL
from accountsos.ledger.entry import JournalEntry
from accountsos.ledger.journals import JournalLine
from accountsos.ledger.vat_postings import BLOCKED, DUE, INPUT
from accountsos.ledger.vat_scheme import CASH, VatRegime
from accountsos.uk_rules.vat_codes import VAT_CODES

_ON_CONTROL, _ELSEWHERE = frozenset({"", DUE, INPUT}), frozenset({"", BLOCKED})


def check_vat_of_journal(regime: VatRegime, lines: Sequence[JournalLine], entry: JournalEntry) -> None:
    """Refuse codes that no return would know, and VAT where there is no registration."""
    coded = [(n, line) for n, line in enumerate(lines, 1) if line.vat_code is not None]
    if not coded or not regime:
        return
    scheme = regime.on(entry.entry_date)
    number = coded[0][0]
    if scheme is None:
        raise BadRequest(
            f"line {number}: the company was not registered for VAT on {entry.entry_date}; leave vat_code out",
            param="lines",
        )
    for n, line in coded:
        mistake = _mistake_in(line)
        if mistake is not None:
            raise BadRequest(f"line {n}: {mistake}", param="lines", details=[{"line": n, "message": mistake}])
    if scheme.scheme == CASH and {DEBTORS, CREDITORS} & {line.category_id for line in lines}:
        raise BadRequest(
            f"line {number}: under VAT cash accounting VAT follows the payment: post the VAT of an unpaid invoice to "
            f"cat_vat_deferred without vat_code, and from there to {VAT_CONTROL} when it is paid",
            param="lines",
        )


def _mistake_in(line: JournalLine) -> str | None:
    assert line.vat_code is not None, "only coded lines are looked at"
    base, _, role = line.vat_code.partition("/")
    roles = _ON_CONTROL if line.category_id == VAT_CONTROL else _ELSEWHERE
    if base not in VAT_CODES or role not in roles:
        accepted = ", ".join(VAT_CODES)
        return f"{line.vat_code!r} is not a VAT code for {line.category_id}; accepted are {accepted}"
    return None


def with_vat_period(regime: VatRegime, entry: JournalEntry) -> JournalEntry:
    """The entry with the period of its own day on every posting that carries a code."""
    period = regime.period_of(entry.entry_date) if regime else None
    if period is None:
        return entry
    day = entry.entry_date
    postings = [p if p.vat_code is None else replace(p, vat_period=period.end, tax_point=day) for p in entry.postings]
    return replace(entry, postings=tuple(postings))
