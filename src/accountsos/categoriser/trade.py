"""The kind of business, from the words its owner uses for it or from its SIC code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from accountsos.categoriser.knowledge.concepts import rows
from accountsos.categoriser.knowledge.words import hints
from accountsos.contacts.spelling import words_of

_WHOSE = re.compile(r"\bSOLE TRADERS?\b|\bSOLETRADER\b|\bSELF EMPLOYED\b|\bFREELANCE\b(?=.* \w)")
"""Words for whose business it is, not for what it does: a trader's words would make a shop of every sole trader."""
_NOT_A_BUILDER = ("SOFTWARE", "IT ", "DEVELOPER", "TECH", "DESIGN", "DATA", "MARKETING")
_ENDINGS = (
    "ICIANS", "ICIAN", "ATION", "ISTS", "INGS", "IANS", "ERS", "ORS", "IST", "ING", "IAN", "ERY", "IES", "ER", "OR",
    "RY", "ES", "S", "Y", "E",
)  # fmt: skip
_STEM = 4
_BETWEEN = re.compile(r"\s(?:and|with|in|for|of)\s|[,;/&+()]", re.IGNORECASE)
_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_SIC = {
    "01": "farm", "02": "farm", "03": "farm", "10": "food", "11": "food", "33": "make", "37": "builder", "38":
    "cleaning", "39": "cleaning", "41": "builder", "42": "builder", "43": "builder", "45": "garage", "46": "shop",
    "47": "shop", "49": "haulage", "50": "haulage", "51": "haulage", "52": "haulage", "53": "haulage", "55": "food",
    "551": "food", "552": "property", "56": "food", "58": "office", "59": "media", "60": "media", "61": "office",
    "62": "office", "63": "office", "64": "office", "65": "office", "66": "office", "68": "property", "683":
    "letting", "69": "office", "70": "office", "71": "office", "72": "office", "73": "media", "74": "office", "741":
    "media", "742": "media", "75": "vet", "77": "shop", "771": "garage", "773": "builder", "78": "office", "79":
    "office", "80": "office", "811": "office", "812": "cleaning", "813": "builder", "82": "office", "823": "media",
    "84": "office", "85": "office", "851": "childcare", "8551": "fitness", "86": "care", "87": "care", "88": "care",
    "8891": "childcare", "90": "media", "91": "community", "93": "fitness", "94": "community", "95": "make", "951":
    "it", "9601": "cleaning", "9602": "care", "9603": "care", "9604": "care",
}  # fmt: skip
"""Divisions, groups and classes of the Standard Industrial Classification 2007; what is longer tells more."""


_SOLD = {
    "food": "snack restaurant pub hotel inn food_wholesale drinks_trade ingredients butcher convenience supermarket",
    "builder": "materials diy plant_hire skip tradesman labour scaffolding garden repairs signage ground",
    "garage": "garage car_parts vehicle_dealer fuel car_hire", "haulage": "ride courier haulage freight travel",
    "cleaning": "cleaning cleaning_goods laundry waste pest hygiene", "fitness": "gym play",
    "shop": "clothes gift stock variety furniture toys department_store phone_shop books electronics disposables",
    "care": "beauty_supplies health pharmacy optician", "vet": "pet", "florist": "florist", "childcare": "childcare",
    "media": "advertising design marketing_print event_hire venue entertaining leaflets",
    "office": "software software_likely hosting accountancy legal consultancy recruiter training subcontract insurance "
              "school security", "it": "it_hardware",
    "property": "property_agent rent rental_income", "community": "donation",
    "make": "machinery power_tools printing supplies",
}  # fmt: skip
_BY_CONCEPT = {concept: trade for trade, sold in _SOLD.items() for concept in sold.split()}


@dataclass(frozen=True, slots=True)
class _Words:
    phrases: Mapping[str, str]
    words: Mapping[str, str]
    stems: Mapping[str, str]
    weak: Mapping[str, str]
    """What many trades call themselves as well: a fencing contractor is no contractor."""


@lru_cache(maxsize=1_024)
def trade_of(text: str | None) -> str:
    """letting food shop builder garage haulage property make farm care childcare community media vet florist office
    cleaning fitness it; "" if unknown."""
    phrase = _WHOSE.sub(" ", " ".join(words_of(text or ""))).strip()
    known = _known()
    for wording, trade in known.phrases.items():
        if f" {wording}" in f" {phrase}":
            return trade
    code = _CODE.search(text or "")
    if code and (by_code := _by_code(code[0])):
        return by_code
    named = [trade for part in _parts(text or "") if (trade := _of_part(part, known))]
    named = [trade for trade in named if trade != "community"] or named  # a community café is a café
    if named:
        return named[0]
    words = phrase.split()
    return next((known.weak[word] for word in words if word in known.weak), "") or _as_a_payee(words)


def _as_a_payee(words: list[str]) -> str:
    """What its own customers would take such a name for, by the words that tell what a payee is paid for."""
    return next((_BY_CONCEPT[h.concept] for h in hints(words, (), money_in=False) if h.concept in _BY_CONCEPT), "")


def _parts(text: str) -> Iterator[list[str]]:
    """What is done, one after the other: `copywriting and PR`, `cakes, coffee & gifts`."""
    for part in _BETWEEN.split(text):
        yield _WHOSE.sub(" ", " ".join(words_of(part))).split()


def _of_part(words: list[str], known: _Words) -> str:
    """A horse vet is a vet and furniture removals are removals: the last word that tells a trade is what is done."""
    named = [trade for word in words if (trade := known.words.get(word) or _stemmed(word, known))]
    if "cleaning" in named:
        return "cleaning"
    if not named:
        return ""
    if named[-1] in ("builder", "make") and any(word in f"{' '.join(words)} " for word in _NOT_A_BUILDER):
        return "office"
    return next((trade for trade in reversed(named) if trade != "community"), named[-1])


def _by_code(code: str) -> str:
    found = next((_SIC[code[:length]] for length in (4, 3, 2) if code[:length] in _SIC), "")
    return found or ("make" if "13" <= code[:2] <= "32" else "")


def _stemmed(word: str, known: _Words) -> str:
    """CLEANERS, CLEANING and CLEANS by one word of the list. A word that the list has as weak is that."""
    return "" if word in known.weak else next((known.stems[stem] for stem in _stems(word) if stem in known.stems), "")


def _stems(word: str) -> Iterator[str]:
    """The word and what is left of it without an ending, the longest first."""
    yield word
    for ending in reversed(_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            yield word.removesuffix(ending)


@cache
def _known() -> _Words:
    found: dict[str, dict[str, str]] = {"phrase": {}, "word": {}, "weak": {}}
    for trade, how, words in rows("trades.tsv", 3):
        found[how] |= dict.fromkeys(words.split("|"), trade)
    claimed = defaultdict[str, set[str]](set)
    for word, trade in found["word"].items():
        for stem in _stems(word):
            claimed[stem].add(trade)
    stems = {stem: next(iter(trades)) for stem, trades in claimed.items() if len(trades) == 1}
    phrases = dict(sorted(found["phrase"].items(), key=lambda row: -len(row[0])))
    return _Words(phrases, found["word"], stems, found["weak"])


def is_sole_trader(text: str | None) -> bool:
    """Whether the words say that the business is a person's own."""
    phrase = " ".join(words_of(text or ""))
    return "SOLE TRADER" in phrase or "SELF EMPLOYED" in phrase or "SOLETRADER" in phrase
