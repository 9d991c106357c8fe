"""Compare names of companies as people write them, and the parties that the books know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from accountsos.documents.facts import BankDetails

_LEGAL_FORMS = frozenset(
    "ltd limited plc llp lp inc corp llc co company gmbh ag kg ohg ug se sa sarl sas srl spa bv nv ab as oy "
    "sdn bhd berhad pte pty cic dac corporation aps".split()
)
_TRADES_AS = re.compile(r"\s+(?:t/a|trading\s+as)\s+", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class KnownSupplier:
    """A party that the books have met before."""

    contact: str
    names: tuple[str, ...]
    vat_number: str | None = None
    bank: tuple[BankDetails, ...] = ()

    def answers_to(self, name: str) -> bool:
        """Whether this is one of the names it is known by."""
        return any(same_name(name, known) for known in self.names)


@dataclass(frozen=True, slots=True)
class KnownSuppliers:
    """Who the company is and whom it deals with; what tells a sale from a purchase and a known name from a new one."""

    own_names: tuple[str, ...] = ()
    own_vat_numbers: tuple[str, ...] = ()
    suppliers: tuple[KnownSupplier, ...] = ()

    def recognised(self, name: str | None, vat_number: str | None) -> KnownSupplier | None:
        """The known supplier with this VAT number, else with this name."""
        for supplier in self.suppliers:
            if vat_number and supplier.vat_number and same_vat_number(vat_number, supplier.vat_number):
                return supplier
        for supplier in self.suppliers:
            if name and any(same_name(name, known) for known in supplier.names):
                return supplier
        return None

    def is_own(self, name: str | None, vat_number: str | None) -> bool:
        """Whether the party is the company itself."""
        if vat_number and any(same_vat_number(vat_number, own) for own in self.own_vat_numbers):
            return True
        return bool(name) and any(same_name(name or "", own) for own in each_name(self.own_names))


def each_name(names: Iterable[str]) -> Iterator[str]:
    """The names, and where one is `Jane Roe t/a Roe Roofing` also the person's and the trade's."""
    for name in names:
        yield name
        person, found, trade = _TRADES_AS.sub("\n", name, count=1).partition("\n")
        if found:
            yield from (part.strip() for part in (person, trade) if part.strip())


def core_name(name: str) -> str:
    """The name without accents, case, punctuation and legal form: `Müller & Co. GmbH` is `muller`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = [word for word in _NOT_WORD.split(plain) if word]
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one company; a letter misread in a long name is forgiven."""
    a, b = core_name(one), core_name(other)
    if not a or not b:
        return False
    if a != b and min(len(a), len(b)) < 0.85 * max(len(a), len(b)):
        return False  # too unlike in length to come to the ratio below, which takes its time
    return a == b or (min(len(a), len(b)) >= 6 and SequenceMatcher(None, a, b).ratio() >= 0.92)


def same_vat_number(one: str, other: str) -> bool:
    """Whether two VAT numbers are one, with or without the GB in front."""
    return _digits(one) == _digits(other)


def _digits(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper()).removeprefix("GB")
