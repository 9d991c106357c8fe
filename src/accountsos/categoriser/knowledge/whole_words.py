"""The whole words of a name that a bank or a card terminal shortened, cut off or ran together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from accountsos.categoriser.knowledge.concepts import rows
from accountsos.contacts.places import towns

Phrases = Mapping[str, tuple[tuple[str, str, str, float], ...]]
"""Phrases and what they may mean, as `words.py` keeps them."""

_SHORTEST_INSIDE = 4
_RUN_TOGETHER_FROM = 8
_NEARLY_ALL = 0.75
_TOO_COMMON_INSIDE = frozenset("LAND HALL WOOD WELL HOME HOMES OILS STONE RENT UNIT WALL RICE SAND BAND PLAN".split())
_SAY_NOTHING = frozenset("GROUP SONS PARTNERS TRADE HOUSE PARK STREET ROAD".split())
_NEUTRAL = tuple(
    "ASSOCIATES ASSOCIATION COMMERCIAL COMMUNITY COMPANY CONTRACTS DIRECT ENTERPRISES EUROPEAN INTERNATIONAL JOURNAL "
    "MANAGEMENT NATIONAL PROFESSIONAL SERVICES SOLUTIONS TECHNICAL".split()
)
"""Common words of names that tell nothing: a name cut within one of them is not completed to a rarer word."""
_ENDINGS = ("COUK", "LIMITED", "LTD", "COM", "CO", "UK")


def whole_words(name: tuple[str, ...], phrases: Phrases, *, cut: bool) -> tuple[str, ...]:
    """The name with abbreviations written out, words that were run together parted, and a cut last word completed."""
    return _whole_words(name, cut, _Table.of(phrases))


@lru_cache(maxsize=16_384)
def _whole_words(name: tuple[str, ...], cut: bool, table: _Table) -> tuple[str, ...]:
    long = abbreviations()
    written = [long.get(word, word) if at else word for at, word in enumerate(name)]
    if cut and len(written) > 1:
        written = table.completed(written)
    whole: list[str] = []
    for word in written:
        whole.extend(table.parted(word, cut=cut and word == written[-1]))
    return tuple(whole)


@cache
def abbreviations() -> Mapping[str, str]:
    """Short forms and the words they stand for."""
    return {short: long for forms, long in rows("abbreviations.tsv", 2) for short in forms.split("|")}


def _may_be_neutral(beginning: str) -> bool:
    return len(beginning) > 3 and any(word.startswith(beginning) for word in _NEUTRAL)


class _Table:
    """The phrases of `words.py`, in order and without spaces."""

    _made: _Table | None = None

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._ordered = sorted(phrases)
        inside = [p for p in phrases if any(place != "ref" for _, place, _, _ in phrases[p])]
        self._inside = {p.replace(" ", ""): p for p in inside if len(p.replace(" ", "")) >= _SHORTEST_INSIDE}
        self._longest = max(len(compact) for compact in self._inside)
        self._compact = sorted(self._inside)

    @classmethod
    def of(cls, phrases: Phrases) -> _Table:
        """The table of the one set of phrases there is."""
        if cls._made is None:
            cls._made = cls(phrases)
        return cls._made

    def completed(self, words: list[str]) -> list[str]:
        """STREET STATIO, CAR PA: the last word is completed where it can only mean one thing."""
        for length in (3, 2, 1):
            if len(words) <= length:
                continue
            end = " ".join(words[-length:])
            if length == 1 and _may_be_neutral(end):
                continue
            if len(end) < (4 if length == 1 else 6) or (length == 1 and (end in self._phrases or end in _SAY_NOTHING)):
                continue
            found = self._only(self._ordered, end, lambda phrase: phrase, whole=False)
            if found:
                return [*words[:-length], *found.split()]
        return words

    def parted(self, word: str, *, cut: bool) -> tuple[str, ...]:
        """HARLCOMBEBAKERY is HARLCOMBE BAKERY; with `cut` also HARLCOMBEBAKER."""
        if len(word) < _RUN_TOGETHER_FROM or word in self._phrases or not word.isalpha():
            return (word,)
        if word in towns()[0] or word.endswith("SHIRE"):
            return (word,)
        if cut and _may_be_neutral(word):
            return (word,)
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _RUN_TOGETHER_FROM:
                word = word.removesuffix(ending)
                break
        for length in range(min(self._longest, len(word) - 3), _SHORTEST_INSIDE - 1, -1):
            end = word[-length:]
            phrase = self._inside.get(end)
            if phrase and end not in _TOO_COMMON_INSIDE:
                return (word[:-length], *phrase.split())
        for length in range(min(self._longest, len(word) - 3), _SHORTEST_INSIDE, -1) if cut else ():
            found = self._only(self._compact, word[-length:], lambda compact: self._inside[compact], whole=True)
            if found:
                return (word[:-length], *found.split())
        return (word,)

    def _only(self, ordered: Sequence[str], start: str, phrase_of: Callable[[str], str], *, whole: bool) -> str | None:
        """The phrase that begins so, if nearly all of them mean the same, or nearly all that are one word do."""
        at = bisect_left(ordered, start)
        fits: list[str] = []
        while at < len(ordered) and ordered[at].startswith(start) and len(fits) < 12:
            if whole or ordered[at][len(start) : len(start) + 1] != " ":  # SHOW is no beginning of SHOW STAND
                fits.append(phrase_of(ordered[at]))
            at += 1
        for chosen in (fits, [phrase for phrase in fits if " " not in phrase]):
            meanings = Counter(self._phrases[phrase][0][2] for phrase in chosen)
            if chosen and meanings.most_common(1)[0][1] >= _NEARLY_ALL * len(chosen):
                return min((p for p in chosen if self._phrases[p][0][2] == meanings.most_common(1)[0][0]), key=len)
        return None
