"""The shape of a bank line: its texts with the numbers that tell nothing made alike, so that one answer serves many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter

from accountsos.categoriser.knowledge.brand_names import names_with_digits
from accountsos.categoriser.knowledge.words import phrases_with_digits
from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, Reading
from accountsos.contacts.payee import LONG_NUMBER_BRANDS

Shape = tuple[str | None, ...]

_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?P<code>(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[0-9A-Za-z]{8,})(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])(?P<stamp>\d\d{_MONTH}\d\d)(?![0-9A-Za-z])"
    r"|(?<!\d)\d\d(?P<mark>[/:])\d\d(?!\d)|(?P<run>\d{3,})"
)
_RUN = re.compile(r"\d{3,}")
_WORD = re.compile(r"[0-9A-Za-z]{8,}")
_NO_CODE = re.compile(rf"[A-Za-z]{{3}}\d{{3}}|^\d{{1,2}}{_MONTH}(?:20)?\d\d$", re.IGNORECASE)
"""A name with a number behind it, and a day: what is read of them is more than that they are there."""
_BEGINS = re.compile(r"20|0+1?|[18]8?")
"""What patterns for years, telephone numbers and tax references look at: it is kept."""
_ALIKE = "4"
_OWN_DIGITS = 6
_CODE_DIGITS, _MANY, _MIXED = 2, 4, 3
"""As `contacts/payee.py` leaves a word out of a name."""
_CODES = attrgetter("kind", "mcc", "original_currency", "currency", "account_kind")


class LineShapes:
    """Makes shapes for one company: numbers that it or the general knowledge knows are kept as they are."""

    def __init__(self, profile: CompanyProfile) -> None:
        own = [re.sub(r"[ -]", "", text) for text in profile.own_accounts]
        numbers = {text for text in own if text.isdigit() and len(text) >= _OWN_DIGITS}
        # However it is grouped, and whatever stands between the digits: more than the matchers take is only slower.
        self._own = re.compile("|".join(r"[^0-9A-Za-z]*".join(n) for n in sorted(numbers))) if numbers else None
        said = (*profile.own_accounts, *profile.processors_kept, profile.name)
        self._kept = _told_by_number() | _runs(said)
        self._words = _words_with_digits() | _codes(said)

    def of(self, line: BankLine) -> Shape:
        """Its texts and codes; two lines of one shape differ in nothing that the stages without a memory look at."""
        description, payee, reference = line.description, line.payee, line.reference
        if self._own is None or not self._own.search(f"{description} {payee or ''} {reference or ''}"):
            alike = self._alike
            description = _NUMBERS.sub(alike, description)
            payee, reference = payee and _NUMBERS.sub(alike, payee), reference and _NUMBERS.sub(alike, reference)
        return (description, payee, reference, *_CODES(line))

    def _alike(self, found: re.Match[str]) -> str:
        code = found["code"]
        if code is not None:
            if is_order_code(code) and code.upper() not in self._words:
                return ("4A" * len(code))[: len(code)]
            return _RUN.sub(lambda run: self._run_alike(run.group()), code)
        run = found["run"]
        if run is None:
            return "04JUN44" if found["stamp"] else f"04{found['mark']}04"
        return self._run_alike(run)

    def _run_alike(self, run: str) -> str:
        if run in self._kept:
            return run
        begins = _BEGINS.match(run)
        kept = begins.group() if begins else ""
        return kept + _ALIKE * (len(run) - len(kept))


def is_order_code(word: str) -> bool:
    """Letters and digits that only tell one order from the next, and that no payee's name is read from."""
    digits = sum(map(str.isdigit, word))
    if digits < _CODE_DIGITS or len(word) - digits < _CODE_DIGITS or _NO_CODE.search(word):
        return False
    return digits >= _MANY or sum(a.isdigit() != b.isdigit() for a, b in pairwise(word)) >= _MIXED


def texts_of(line: BankLine) -> Shape:
    """What of a line the shape is made from, as it stands."""
    return (line.description, line.payee, line.reference, *_CODES(line))


def tells_a_number(parsed: ParsedLine, matched: Sequence[Reading]) -> bool:
    """Whether a number of the line is in its names, or says which tax is paid: then its answer is its own."""
    names = f"{parsed.payee}{parsed.payee_key}{parsed.also_key}{''.join(parsed.name_words)}"
    return any(map(str.isdigit, names)) or any(reading.source == "hmrc" for reading in matched)


@cache
def _told_by_number() -> frozenset[str]:
    """Numbers that make a brand or a word: 365 Retail, 123-Reg, CT600."""
    return LONG_NUMBER_BRANDS | _runs(names_with_digits()) | _runs(phrases_with_digits())


@cache
def _words_with_digits() -> frozenset[str]:
    return _codes(names_with_digits()) | _codes(phrases_with_digits())


def _codes(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.upper() for text in texts for word in _WORD.findall(text))


def _runs(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(run for text in texts for run in re.findall(r"\d{3,}", text))
