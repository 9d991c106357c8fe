"""Whether two payees are one party: cut by the bank, with an order code, a branch or a purpose behind, or a person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from accountsos.categoriser.knowledge.brand_names import find_name, kept_name
from accountsos.contacts.people import TITLES, given_names, is_person_name, may_be_person, says_business
from accountsos.contacts.places import begins_a_town
from accountsos.contacts.said_behind import is_said_of_people

C = TypeVar("C")

_BEHIND = frozenset(
    "COM CO UK ORG NET IO EU GB ONLINE STORE STORES DIRECT EUROPE INTERNATIONAL INC LLC LLP SARL BV GMBH PAYMENT "
    "PAYMENTS SUBSCRIPTION L LI LIM LIMI LIMIT LIMITE LT LTD LIMITED PLC PL DEPOSIT REPAYMENT REPAY REFUND PCN "
    "INVOICE BILL RENT RENTAL".split()
)
"""What stands behind a name and makes no other party of it: a web address, a legal form, what is paid."""
_OF_ONE_PARTY = frozenset({"HMRC", "DVLA", "TFL"})
"""Whatever stands behind: which tax, which licence."""
_SURE = 0.9
_CUT_FROM = 17
"""Banks cut names at 18 letters and more; a blank at the end is lost."""
_CUT_WIDTHS = frozenset({17, 18, 22, 24, 25})
_BEGINS = 4
_TITLES = tuple(f"{title} " for title in sorted(TITLES))
_TELLING = 3
_CONSONANTS_IN_A_ROW = 5


def where_to_look(key: str) -> tuple[str, ...]:
    """How the keys begin that may be this payee's: with the first letters of its name.

    A person's may begin with the surname, the given name or its initial, or a title.
    """
    words = key.split()
    if not is_person_name(key):
        return (words[0][:_BEGINS],) if words else ()
    bare = _bare(words)
    parts = _parts(bare) or (bare[0], bare[-1])
    given, surname = parts[0], parts[1]
    return tuple(dict.fromkeys((surname, given, f"{given[0]} ", *_TITLES)))


def the_same_party(key: str, known: Iterable[tuple[str, C]]) -> C | None:
    """Whose key, among those that begin alike, is this payee's too; None where it is nobody's, or several's."""
    found = {whose for other, whose in known if is_one_party(key, other)}
    return found.pop() if len(found) == 1 else None


def is_one_party(one: str, other: str) -> bool:
    """Whether two payee keys are the same party's."""
    if not one or not other:
        return False
    if one == other or essential(one) == essential(other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= _CUT_FROM and long.startswith(short):
        return True
    if long.startswith(f"{short} ") and _may_be_whole_person(short):
        behind = long[len(short) :].split()
        if is_said_of_people(behind[0]) or (short.split()[0] in given_names() and not any(map(says_business, behind))):
            return True  # what is said behind a name makes nobody else of it
    return is_person_name(one) and is_person_name(other) and _one_person(_bare(one.split()), _bare(other.split()))


@lru_cache(maxsize=8_192)
def essential(key: str) -> str:
    """What of a payee's key says who it is, without spaces: a known name, or the name without what stands behind."""
    words = key.split()
    if not words:
        return ""
    if words[0] in _OF_ONE_PARTY:
        return words[0]
    if kept := kept_name(key):
        return kept
    known = find_name(key)
    if known is not None and known.certainty >= _SURE and key.startswith(known.matched) and not known.rest:
        return _compact(known.matched.split())
    if len(words) > 1 and len(key) in _CUT_WIDTHS and begins_a_town(words[-1]):
        words.pop()
    while len(words) > 1 and (words[-1] in _BEHIND or _is_code(words[-1])) and _tells(words[:-1]):
        words.pop()
    return "".join(words)


def _compact(words: list[str]) -> str:
    while len(words) > 1 and words[-1] in _BEHIND:
        words = words[:-1]
    return "".join(words)


def _tells(words: list[str]) -> bool:
    return sum(map(len, words)) >= _TELLING


def _is_code(word: str) -> bool:
    """An order code: letters and digits mixed, or letters that nobody can say."""
    if not word.isalpha():
        return not word.isdigit() or len(word) > _TELLING
    row = longest = 0
    for letter in word:
        row = 0 if letter in "AEIOUY" else row + 1
        longest = max(longest, row)
    return longest >= _CONSONANTS_IN_A_ROW


def _may_be_whole_person(key: str) -> bool:
    words = key.split()
    return may_be_person(key) and len(words) == 2 and min(map(len, words)) >= _TELLING


def _bare(words: list[str]) -> list[str]:
    return [word for word in words if word not in TITLES]


def _one_person(one: list[str], other: list[str]) -> bool:
    """SARAH SMITH, S SMITH and SMITH S are one; S SMITH and T SMITH, or SARAH and SUSAN SMITH, are two."""
    first, second = _parts(one), _parts(other)
    if first is None or second is None or first[1] != second[1]:
        return False
    short, long = sorted((first[0], second[0]), key=len)
    return short == long if len(short) > 1 else long.startswith(short)


def _parts(words: list[str]) -> tuple[str, str] | None:
    """Given name or initial, and surname."""
    if len(words) < 2 or any(says_business(word) for word in words):
        return None
    if len(words[0]) == 1 or (words[0] in given_names() and len(words[-1]) > 1):
        return words[0], words[-1]
    if len(words[-1]) == 1 or words[-1] in given_names():
        return words[-1], words[0]
    return None
