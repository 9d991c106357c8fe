"""Words that tell what a line is for, in the payee's name and in the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from accountsos.categoriser.knowledge.concepts import concepts, rows
from accountsos.categoriser.knowledge.whole_words import whole_words
from accountsos.contacts.spelling import words_of

_LONGEST = 5
_ONLY_LAST = frozenset({"overseas"})
"""Concepts whose words count only at the end of a name: ACME GMBH, BOLT INC."""
_PLAINEST = frozenset({"customer"})
"""Nearly every receipt is a customer's, so these words only count where no others are found."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Words found in a line and what they point to."""

    concept: str
    words: str
    strength: float
    """How far the words can be trusted, 0 to 1."""
    in_reference: bool


def hints(name: Sequence[str], reference: Sequence[str], *, money_in: bool, cut: bool = False) -> list[Hint]:
    """What the words of a line point to, the strongest first. `cut`: the bank cut the name's last word off."""
    whole = whole_words(tuple(name), _phrases(), cut=cut)
    found = [*_in(whole, "name", money_in), *_in(reference, "ref", money_in)]
    found.sort(key=lambda hint: -hint.strength)
    return [hint for hint in found if hint.concept not in _PLAINEST] or found


def _in(words: Sequence[str], where: str, money_in: bool) -> Iterator[Hint]:
    table = _phrases()
    taken = [False] * len(words)
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            if any(taken[start:end]):
                continue
            phrase = " ".join(words[start:end])
            for direction, place, concept, strength in table.get(phrase, ()):
                if place not in ("any", where) or direction == ("out" if money_in else "in"):
                    continue
                if concept in _ONLY_LAST and end != len(words):
                    continue
                taken[start:end] = [True] * length
                yield Hint(
                    concept, phrase, min(1.0, strength + _emphasis(length, end == len(words), where)), where == "ref"
                )
                break


def _emphasis(length: int, is_last: bool, where: str) -> float:
    """Longer wordings say more, and in a name the last word is what the business is."""
    if where == "name" and length == 1 and not is_last:
        return -0.1  # RIVERSIDE YARD CAFE is a café
    return 0.02 * (length - 1) + (0.015 if is_last and where == "name" else 0.0)


def phrases_with_digits() -> list[str]:
    """Phrases that tell something and in which a number stands."""
    return [phrase for phrase in _phrases() if any(map(str.isdigit, phrase))]


@cache
def _phrases() -> Mapping[str, tuple[tuple[str, str, str, float], ...]]:
    found: dict[str, list[tuple[str, str, str, float]]] = {}
    for phrases, direction, where, concept, percent in rows("words.tsv", 5):
        if concept not in concepts():
            raise ValueError(f"words.tsv names the unknown concept {concept}")
        for phrase in phrases.split("|"):
            found.setdefault(" ".join(words_of(phrase)), []).append((direction, where, concept, int(percent) / 100))
    return {phrase: tuple(sorted(entries, key=lambda entry: -entry[3])) for phrase, entries in found.items()}
