"""The place at the end of a card payment's text: town, county, postcode, country."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from importlib.resources import files

from accountsos.contacts.people import given_names

_COUNTRIES = frozenset(
    "GB GBR GBP IE IRL US USA LU LUX NL NLD DE DEU FR FRA SE SWE ES ESP CH CHE EE EST MT MLT LT LTU".split()
)
_COUNTRIES_ANYWHERE = frozenset({"GB", "GBR"})
_US_STATES = frozenset({"CA", "WA", "NY", "TX", "DE", "MA"})
_TELLS = 3
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_OUTWARD, _INWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?"), re.compile(r"\d[A-Z]{2}")
_PART_OF_A_NAME = frozenset("OF FOR IN AT THE AND & UNIVERSITY CITY ROYAL PORT BANK COUNCIL NEW GREATER".split())
_TOO_PLAIN = frozenset(
    "HOTEL PARKING CAFE TAXI TAXIS COUNCIL AIRPORT GARAGE SHOP STORE MARKET STATION PUB BAR RESTAURANT CAR "
    "THE HOME UNIVERSITY MR MRS MISS MS DR WATER COLLEGE SCHOOL HOSPITAL CITY BAKERY".split()
)


@cache
def towns() -> tuple[frozenset[str], frozenset[tuple[str, ...]]]:
    """Towns of one word, and those of several."""
    short = files(__package__).joinpath("towns.txt").read_text(encoding="ascii").split()
    long = files(__package__).joinpath("towns_long.txt").read_text(encoding="ascii").splitlines()
    return frozenset(short), frozenset(tuple(line.split()) for line in long)


def is_town(text: str) -> bool:
    """Whether the text is the name of a town and nothing else."""
    short, long = towns()
    words = tuple(text.upper().split())
    return words in long or (len(words) == 1 and words[0] in short)


def begins_a_town(word: str) -> bool:
    """Whether a word is a town's name, or so much of one that it can be told: YOR, STOCKPO."""
    at = bisect_left(_in_order(), word)
    return len(word) >= _TELLS and at < len(_in_order()) and _in_order()[at].startswith(word)


@cache
def _in_order() -> list[str]:
    return sorted(towns()[0])


def without_place(words: list[str], *, by_card: bool) -> list[str]:
    """Cut country, postcode and town off the end, as long as a name is left that says something."""
    kept = _without_country(words, by_card)
    for _ in range(2):
        length = _town_length(kept)
        left = kept[: len(kept) - length]
        if not length or not _can_stand_alone(left, by_card):
            break
        kept = left
    return kept


def _without_country(words: list[str], by_card: bool) -> list[str]:
    kept = words
    for _ in range(3):
        if len(kept) < 2:
            break
        last = kept[-1].upper().strip(",.")
        if last in _COUNTRIES_ANYWHERE or (
            by_card and (last in _COUNTRIES or (last in _US_STATES and kept is not words))
        ):
            kept = kept[:-1]
        elif len(kept) > 2 and _INWARD.fullmatch(last) and _OUTWARD.fullmatch(kept[-2].upper()):
            kept = kept[:-2]
        elif _POSTCODE.fullmatch(last) and len(last) >= 5:
            kept = kept[:-1]
        else:
            break
    return kept


def _town_length(words: list[str]) -> int:
    """How many words at the end are a town."""
    short, long = towns()
    ends = [word.upper().strip(",.") for word in words[-4:]]
    for length in (4, 3, 2):
        if len(words) > length and tuple(ends[-length:]) in long:
            return length
    return 1 if len(words) > 1 and ends[-1] in short else 0


def _can_stand_alone(left: list[str], by_card: bool) -> bool:
    last = left[-1].upper()
    if last in _PART_OF_A_NAME or (len(left) == 1 and (last in _TOO_PLAIN or len(last) < 2)):
        return False
    if by_card:
        return True
    from_a_person = len(left) == 1 and left[0].upper() in given_names()
    return not from_a_person and (len(left[0]) > 1 or len(left) > 2)
