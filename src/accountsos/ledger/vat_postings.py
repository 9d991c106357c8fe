"""The codes on postings: a VAT code of the law's table, and what this posting of it is.

| written        | is                                                                                     |
|----------------|----------------------------------------------------------------------------------------|
| `P20`          | on a cost, asset or sale its net value; on VAT control its VAT                          |
| `P20/B`        | VAT in a cost that cannot be reclaimed: in no box                                       |
| `RC20/1`       | on VAT control, VAT that the business charges itself (box 1, or 2 for NI goods)         |
| `RC20/4`       | on VAT control, what of it is reclaimed (box 4)                                         |
| `P20/D`        | on VAT control, its VAT as a VAT invoice that is held proves it                         |
| `SE/I`         | an exempt sale that is only incidental (interest received): it blocks no input VAT     |
| `FR12.5`       | flat-rate turnover at 12.5 %: the sale less VAT, and on VAT control the flat rate       |
| `FR12.5/8`     | the same of goods from Northern Ireland to the EU: in box 8 too                         |
| `P20~20260331` | the same in a later period, correcting the return to 31 March 2026 that was filed      |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import Posting
from accountsos.money import Pence
from accountsos.uk_rules.vat_codes import VAT_CODES, VatCode

DUE, INPUT, BLOCKED, INCIDENTAL, EVIDENCED, DISPATCHED = "1", "4", "B", "I", "D", "8"
FLAT = "FR"
_WRITTEN = re.compile(r"([A-Z]+[0-9.]*)(?:/([148BID]))?(?:~([0-9]{8}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PostingCode:
    """One code as it is read from a posting."""

    base: str
    role: str | None = None
    corrects: date | None = None
    """The end of the filed period that it corrects."""

    def __str__(self) -> str:
        role = f"/{self.role}" if self.role else ""
        return self.base + role + (f"~{self.corrects:%Y%m%d}" if self.corrects else "")

    @property
    def flat_percentage(self) -> Decimal | None:
        """The flat rate as a fraction, of flat-rate turnover only."""
        return Decimal(self.base[len(FLAT) :]) / 100 if self.base.startswith(FLAT) else None

    @property
    def law(self) -> VatCode | None:
        """The code of the table; None for flat-rate turnover."""
        return VAT_CODES.get(self.base)


@lru_cache(maxsize=2_000)
def read_code(text: str) -> PostingCode:
    """Read a posting's code. Text of another form is a code without role, as it stands."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return PostingCode(text)
    base, role, corrects = match.groups()
    day = date(int(corrects[:4]), int(corrects[4:6]), int(corrects[6:])) if corrects else None
    return PostingCode(base, role, day)


def flat_code(percentage: Decimal) -> str:
    """The code of flat-rate turnover: 0.125 is `FR12.5`."""
    number = f"{percentage * 100:f}"
    return FLAT + (number.rstrip("0").rstrip(".") if "." in number else number)


def with_role(code: str, role: str) -> str:
    """The code for a posting that plays that role."""
    return f"{code}/{role}"


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where the VAT effect of a change to a filed period goes: the period in which it was found."""

    period_end: date
    late_evidence: bool
    """What changes is input VAT whose document arrived only now: no error (SI 1995/2518 reg 29(1))."""


def vat_effect(postings: Iterable[Posting]) -> dict[tuple[str, str | None, bool], Pence]:
    """Net values and VAT by what they are, whichever period they stand in: what a return would show of them."""
    sums: dict[tuple[str, str | None, bool], Pence] = {}
    for posting in postings:
        if posting.vat_code is None or posting.vat_period is None:
            continue
        code = read_code(posting.vat_code)
        role = None if code.role == EVIDENCED else code.role
        key = (code.base, role, posting.category_id == VAT_CONTROL)
        sums[key] = sums.get(key, 0) + posting.amount
    return {key: amount for key, amount in sums.items() if amount}


def in_discovery(posting: Posting, discovery: Discovery, *, error: bool) -> Posting:
    """The posting with its VAT effect in the period of discovery."""
    assert posting.vat_code is not None
    assert posting.vat_period is not None
    code = read_code(posting.vat_code)
    if error and code.corrects is None:
        code = replace(code, corrects=posting.vat_period)
    return replace(posting, vat_code=str(code), vat_period=discovery.period_end)


def settled(posting: Posting) -> tuple[object, ...]:
    """A posting's place without the period into which a lock may have moved its VAT effect."""
    code = None if posting.vat_code is None else read_code(posting.vat_code)
    plain = None if code is None else str(replace(code, corrects=None))
    return (posting.category_id, posting.bank_account, posting.contact, plain, posting.tax_point)


def vat_inside(postings: Iterable[tuple[str | None, str, int]]) -> tuple[frozenset[str], int]:
    """Of a line's postings (code, category, amount): the codes it bears, and the VAT inside its amount as posted.

    VAT that one charges oneself is on top of the amount, and left out.
    """
    amount, bases = 0, set()
    for text, category_id, posted in postings:
        code = read_code(text) if text is not None else None
        if code is not None and code.role in (None, EVIDENCED):
            bases.add(code.base)
            if category_id == VAT_CONTROL:
                amount -= posted
    return frozenset(bases), amount
