"""The shape of a bank line: its texts with the numbers that tell nothing made alike, so that one answer serves many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter

from accountsos.categoriser.knowledge.brand_names import names_with_digits
from accountsos.categoriser.knowledge.words import phrases_with_digits
from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, Reading
from accountsos.contacts.payee import LONG_NUMBER_BRANDS

Shape = tuple[str | None, ...]

_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_NUMBERS = re.compile(
    rf"(?<![0-9A-Za-z])(?P<stamp>\d\d{_MONTH}\d\d)(?![0-9A-Za-z])"
    r"|(?<!\d)\d\d(?P<mark>[/:])\d\d(?!\d)|(?P<run>\d{3,})"
)
_BEGINS = re.compile(r"20|0+1?|[18]8?")
"""What patterns for years, telephone numbers and tax references look at: it is kept."""
_ALIKE = "4"
_OWN_DIGITS = 6
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

    def of(self, line: BankLine) -> Shape:
        """Its texts and codes; two lines of one shape differ in nothing that the stages without a memory look at."""
        description, payee, reference = line.description, line.payee, line.reference
        if self._own is None or not self._own.search(f"{description} {payee or ''} {reference or ''}"):
            alike = self._alike
            description = _NUMBERS.sub(alike, description)
            payee, reference = payee and _NUMBERS.sub(alike, payee), reference and _NUMBERS.sub(alike, reference)
        return (description, payee, reference, *_CODES(line))

    def _alike(self, found: re.Match[str]) -> str:
        run = found["run"]
        if run is None:
            return "04JUN44" if found["stamp"] else f"04{found['mark']}04"
        if run in self._kept:
            return run
        begins = _BEGINS.match(run)
        kept = begins.group() if begins else ""
        return kept + _ALIKE * (len(run) - len(kept))


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


def _runs(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(run for text in texts for run in re.findall(r"\d{3,}", text))
