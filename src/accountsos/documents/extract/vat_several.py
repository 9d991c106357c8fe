"""VAT in several lines, one for each rate, without the nets beside them: `VAT 5% 3.10`, `VAT 20% 18.00`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product

from accountsos.documents.extract.rows import compact
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.vat_labels import NO_VAT
from accountsos.documents.extract.vat_parts import free_of_it, shown
from accountsos.documents.extract.vat_within import rates_said, within
from accountsos.documents.facts import VatAtRate
from accountsos.money import Pence, rounded_half_up

_ONLY_TAX = re.compile(
    r"[A-Z]?(?:INCL?(?:UD(?:ES|ED|ING)|UDE)?|INKL|OFWHICH|DONT|DAVON|WAARVAN|CONTAINS|TOTAL|PLUS|ADD)?"
    r"(?:VAT|TVA|MWST|UST|BTW|IVA|TAX)"
    r"(?:AT|ON|OF|IN|AMOUNT|REDUCED|STANDARD|LOWER|HIGHER|LAAG|HOOG|NORMAL|RATE|GBP|EUR|VON|INCLUDED|CONTENT|CHARGED)*[A-Z]?"
)
_TWO, _BASES_MOST, _WAYS_MOST = 2, 12, 2000


@dataclass(frozen=True, slots=True)
class Several:
    """What all the lines come to, and by rate where the nets are printed or follow."""

    vat: Pence
    first: FoundAmount
    parts: tuple[VatAtRate, ...]
    is_all: bool
    """Whether VAT and nets, as near as the VAT tells them, make the total."""


def several_taxes(sheet: Sheet, gross: Pence) -> Several | None:
    """The VAT lines of two rates or more; none where the page has one, or they are more than the total bears."""
    taxes: dict[Decimal, FoundAmount] = dict(_lines(sheet))
    if len(taxes) < _TWO:
        return None
    least = sum(_gross_of(rate, tax.pence) - _slack(rate) for rate, tax in taxes.items())
    if least > gross:
        return None
    most = sum(_gross_of(rate, tax.pence) + _slack(rate) for rate, tax in taxes.items())
    vat = sum(tax.pence for tax in taxes.values())
    return Several(vat, next(iter(taxes.values())), _parts(sheet, gross, taxes), gross <= most)


def _lines(sheet: Sheet) -> Iterator[tuple[Decimal, FoundAmount]]:
    """Each line that says one rate and nothing but that it is VAT, with the last sum in it."""
    last = {a.row.index: a for a in sheet.amounts if a.amount.has_decimals}
    for tax in last.values():
        label = compact(tax.label)
        rates = rates_said(tax.label)
        if len(rates) == 1 and tax.pence > 0 and _ONLY_TAX.fullmatch(label) and not NO_VAT.search(label):
            yield rates[0], tax


def _gross_of(rate: Decimal, tax: Pence) -> Pence:
    return rounded_half_up(Decimal(tax) * (100 + rate) / rate)


def _slack(rate: Decimal) -> Pence:
    """By how much a net may differ that comes to the same VAT."""
    return rounded_half_up(50 / rate) + 1


def _parts(sheet: Sheet, gross: Pence, taxes: dict[Decimal, FoundAmount]) -> tuple[VatAtRate, ...]:
    printed = shown(sheet, 0)
    ways = product(*(_nets(rate, tax.pence, printed) for rate, tax in taxes.items()))
    bear_none = {a.pence for a in sheet.amounts if a.amount.has_decimals and NO_VAT.search(compact(a.label))}
    free = (free_of_it(sheet) | bear_none) - {0}
    for nets in islice(ways, _WAYS_MOST):
        rest = gross - sum(nets) - sum(tax.pence for tax in taxes.values())
        if rest == 0 or rest in free:
            found = [
                VatAtRate(rate, net, tax.pence, None, 0.93, tax.place)
                for net, (rate, tax) in zip(nets, taxes.items(), strict=True)
            ]
            none = [VatAtRate(Decimal(0), rest, 0, None, 0.9, found[0].place)] if rest else []
            return (*found, *none)
    return ()


def _nets(rate: Decimal, tax: Pence, printed: frozenset[Pence]) -> list[Pence]:
    """What this VAT may be on: a printed sum, a printed sum less its VAT, or what its size says."""
    found = [base for base in printed if rounded_half_up(Decimal(base) * rate / 100) == tax]
    found += [base - tax for base in printed if within(rate, base) == tax]
    found.append(_gross_of(rate, tax) - tax)
    return list(dict.fromkeys(found))[:_BASES_MOST]
