"""Names as they are shown, and how alike two of them are."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from accountsos.contacts.spelling import words_of

_CAPITALS = frozenset(
    "AA AO AWS AXA BBC BMW BP BT BUPA CIPD DHL DIY DPD DVLA DVSA EDF EE EU FBA FSB GB GPS GWR HMRC HMCTS HP "
    "HR HSBC IBM ICO IKEA IT KFC LLP LNER MOT NCP NDDS NEST NFU NHS NISA O2 OVH PAYE PC PHS PLC PPL PRS QBE "
    "RAC RS RSA SIG SSE TFL TNT TV UK UPS US USA VAT VW WH XL".split()
)
_SMALL = frozenset("a and at by for in of on the to".split())
_SHOWN = {"ltd": "Ltd", "limited": "Limited", "plc": "plc", "llp": "LLP", "co.uk": "co.uk", ".com": ".com"}
_TITLES = frozenset("MR MRS MS DR".split())


@lru_cache(maxsize=32_768)
def display_name(text: str) -> str:
    """The name as a person would write it: PRET A MANGER is Pret a Manger. Mixed case is left as it is."""
    text = " ".join(text.split())
    if not text.isupper():
        return text
    return " ".join(_shown(word, at) for at, word in enumerate(text.split(" ")))


def _shown(word: str, at: int) -> str:
    low = word.lower()
    if word.strip(".,()") in _CAPITALS:
        return word
    if low in _SHOWN:
        return _SHOWN[low]
    if at and low in _SMALL:
        return low
    letters = [c for c in word if c.isalpha()]
    if word in _TITLES:
        return word.capitalize()
    if (1 < len(letters) <= 3 and word != "ST" and not any(c in "AEIOUY" for c in letters)) or (len(word) == 1):
        return word
    if "." in word.strip("."):
        return word[:1] + low[1:]
    return re.sub(r"[A-Za-zÀ-ÿ]+('[A-Za-z]+)?", lambda m: m.group(0)[:1].upper() + m.group(0)[1:].lower(), word)


@lru_cache(maxsize=16_384)
def trigrams(key: str) -> frozenset[str]:
    """Every three letters in a row of a key, spaces dropped, its beginning and end marked."""
    padded = f"^{key.replace(' ', '')}$"
    return frozenset(padded[n : n + 3] for n in range(max(1, len(padded) - 2)))


def resembles(key_a: str, key_b: str) -> float:
    """How alike two keys are, 0 to 1: twice the trigrams they share over all they have (Dice).

    A key cut short by the bank (SCREWFIX DIR) counts as much of the longer one as it has, from eight letters on.
    """
    if key_a == key_b:
        return 1.0
    a, b = trigrams(key_a), trigrams(key_b)
    alike = 2 * len(a & b) / (len(a) + len(b))
    short, long = sorted((key_a.replace(" ", ""), key_b.replace(" ", "")), key=len)
    if len(short) >= 8 and long.startswith(short):
        return max(alike, 0.9)
    return alike


class NameIndex:
    """Keys that can be looked up by likeness. Only ever grows, and may be asked while it does."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._keys: list[str] = []
        self._known: set[str] = set()
        self._with: dict[str, list[int]] = {}
        self._growing = threading.Lock()
        self.learn(keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def learn(self, keys: Iterable[str]) -> None:
        """Remember these too; one already known changes nothing."""
        new = [key for key in keys if key not in self._known]
        with self._growing:
            for key in new:
                if key and key not in self._known:
                    self._known.add(key)
                    self._keys.append(key)
                    for trigram in trigrams(key):
                        self._with.setdefault(trigram, []).append(len(self._keys) - 1)

    def near(self, key: str, *, at_least: float = 0.62, most: int = 5) -> list[tuple[str, float]]:
        """Keys that resemble this one, the most alike first, itself left out."""
        shared: Counter[int] = Counter()
        commonest = max(64, len(self._keys) // 8)
        for trigram in trigrams(key):
            numbers = self._with.get(trigram, ())
            if len(numbers) <= commonest:
                shared.update(numbers)
        found = []
        for number, _ in shared.most_common(40):
            other = self._keys[number]
            likeness = resembles(key, other)
            if other != key and likeness >= at_least:
                found.append((other, likeness))
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return found[:most]


def matches_search(search: str, texts: Sequence[str | None], *, tolerant: bool = False) -> bool:
    """Whether a search finds one of a contact's texts (name, e-mail, alias): a substring, whatever the case.

    `tolerant` also forgives typing errors; use it for a second look when nothing matched.
    """
    wanted = " ".join(search.casefold().split())
    if not wanted:
        return False
    present = [text for text in texts if text]
    if any(wanted in " ".join(text.casefold().split()) for text in present):
        return True
    return tolerant and any(_nearly(wanted, text) for text in present)


def _nearly(wanted: str, text: str) -> bool:
    """Each word of the search is within one slip of a word of the text (two from eight letters on)."""
    have = [word.casefold() for word in words_of(text)]
    asked = [word.casefold() for word in words_of(wanted)]
    return bool(asked) and all(any(_slips(word, other) <= _allowed(word) for other in have) for word in asked)


def _allowed(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _slips(word: str, other: str) -> int:
    """Letters wrong, missing, too many or swapped; the text's word may go on after the search's."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(word, 1):
        new = [i]
        for j, b in enumerate(other, 1):
            best = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and word[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            new.append(best)
        before, row = row, new
    return min(row[j] for j in range(len(other) + 1) if j == len(other) or j >= len(word) - 1)
