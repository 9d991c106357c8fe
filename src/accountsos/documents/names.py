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
    "sdn bhd berhad pte pty cic dac corporation aps cyf cyfyngedig".split()
)
_TRADES_AS = re.compile(r"\s+\(?(?:t/a|trading\s+as)\s+", re.IGNORECASE)
_SHORT_LEAST = 2
_PARTNERS = re.compile(r"\s*\w[\w'’-]*\s+(?:&|and)\s+\w", re.IGNORECASE)
TRADE_WORDS = frozenset(
    "joinery joiners carpentry carpenters furniture kitchens bathrooms bedrooms interiors timber flooring floors tiling"
    " plastering drylining roofing roofers scaffolding building builders build construction contractors contracting"
    " developments properties property estates lettings plumbing heating gas electrical electrics electricians"
    " mechanical engineering engineers fabrications welding steel glazing glass windows doors blinds signs print"
    " printing printers design designs designers studio studios architects architecture surveyors surveying planning"
    " consulting consultants consultancy advisers advisory associates partners partnership accountants accountancy"
    " bookkeeping solicitors legal law insurance brokers financial finance recruitment training education tuition"
    " coaching software systems solutions technology technologies tech digital media marketing communications web it"
    " computers networks telecom services service support supplies supply trading trade traders wholesale merchants"
    " distribution logistics transport haulage couriers removals storage motors garage cars vans autos repairs"
    " catering foods food bakery butchers cafe coffee restaurant kitchen brewery bar pub hotel farm farms gardens"
    " gardening landscapes landscaping landscape trees groundworks plant hire tools machinery equipment cleaning"
    " cleaners laundry security maintenance facilities health care clinic dental pharmacy fitness beauty hair salon"
    " events photography films music books crafts craft gifts clothing fashion jewellery stores store shop group"
    " holdings international uk gb england scotland wales london north south east west northern southern".split()
)
"""What a company does and where, which its logo leaves out."""
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
    own_people: tuple[str, ...] = ()
    """The directors, who buy for the company: their names are no supplier's either, and make no sale."""
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
        return name is not None and is_ours(name, self.own_names)

    def is_part_of_own(self, name: str) -> bool:
        """Whether it begins as one of the company's names and leaves words of it out, as its branches are called."""
        words = core_name(name).split()
        return any(
            words[:1] == own[:1] and set(words) <= set(own)
            for own in (core_name(each).split() for each in each_name(self.own_names))
        )

    def begins_as_own(self, name: str) -> bool:
        """Whether one of the company's names begins with it: `Roe Lane` on the papers of `Roe Lane Ceramics Ltd`."""
        begun = f"{core_name(name)} "
        return any(f"{core_name(own)} ".startswith(begun) for own in each_name(self.own_names))


def each_name(names: Iterable[str]) -> Iterator[str]:
    """The names, and where one is `Jane Roe t/a Roe Roofing` also the person's and the trade's."""
    for name in names:
        yield name
        person, found, trade = _TRADES_AS.sub("\n", name, count=1).partition("\n")
        if found:
            yield from (part.strip(" )") for part in (person, trade) if part.strip(" )"))


def with_initial(person: str) -> Iterator[str]:
    """How a person of two names or more signs, without points: `Ann May Roe` as `a may roe`, `a m roe` and `a roe`."""
    words = core_name(person).split()
    if len(words) > 1 and len(words[0]) > 1 and _has_no_form(person):
        ways = ((words[0][0], *words[1:]), (*(word[0] for word in words[:-1]), words[-1]))
        yield from dict.fromkeys(" ".join(way) for way in (*ways, (words[0][0], words[-1])))


def is_ours(name: str, own_names: Iterable[str]) -> bool:
    """Whether it is one of the company's names, in full or as its logo shortens it, alone or with its trading name."""
    full = tuple(each_name(own_names))
    if _TRADES_AS.search(name):
        return any(is_ours(part, full) for part in each_name((name,)) if part != name)
    joined = _without_and(core_name(name))
    return any(same_name(name, own) or joined == _without_and(core_name(own)) for own in full) or (
        _has_no_form(name) and any(joined == short for own in full for short in short_names(own))
    )


def short_names(name: str) -> Iterator[str]:
    """What is left of it without the trade at its end: `Roe & Lund Joinery Ltd` signs as `Roe & Lund`.

    Of one word alone nobody can say whose name it is.
    """
    words = _without_and(core_name(name)).split()
    while len(words) > _SHORT_LEAST and words[-1] in TRADE_WORDS:
        words = words[:-1]
        yield " ".join(words)
    if len(words) > _SHORT_LEAST and _PARTNERS.match(name):
        yield " ".join(words[:_SHORT_LEAST])


def _without_and(core: str) -> str:
    """Also with `St` as `Street`, as people shorten it."""
    return " ".join(_IN_FULL.get(word, word) for word in core.split() if word != "and")


_IN_FULL = {"st": "street", "rd": "road", "ave": "avenue"}


def _has_no_form(name: str) -> bool:
    """Whether no legal form ends it: `Roe & Lund Ltd` is another company than `Roe & Lund Joinery Ltd`."""
    words = [word for word in _NOT_WORD.split(name.lower()) if word]
    return not words or words[-1] not in _LEGAL_FORMS


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
