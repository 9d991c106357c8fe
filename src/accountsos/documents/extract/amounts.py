"""Amounts in text, however the country writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from accountsos.money import PENCE_MAX, Pence

CURRENCY_SIGNS = {
    "£": "GBP", "GBP": "GBP", "€": "EUR", "EUR": "EUR", "EURO": "EUR", "US$": "USD", "USD": "USD", "RM": "MYR",
    "MYR": "MYR", "CHF": "CHF", "SFR": "CHF", "C$": "CAD", "CAD": "CAD", "A$": "AUD", "AUD": "AUD", "S$": "SGD",
    "SGD": "SGD", "$": "USD", "¥": "JPY", "JPY": "JPY", "SEK": "SEK", "DKK": "DKK", "NOK": "NOK", "PLN": "PLN",
}  # fmt: skip
_SIGN = (
    r"(?:US\$|C\$|A\$|S\$|[£€$¥]|\b(?:GBP|EUR(?:O)?|USD|RM|MYR|CHF|SFR|CAD|AUD|SGD|JPY|SEK|DKK|NOK|PLN)(?![A-Za-z]))"
)
_AMOUNT = re.compile(
    rf"""
    (?P<before>{_SIGN}\s?\.?\s?)?
    (?P<minus>[-−–]\s?|\()?
    (?P<sign2>{_SIGN}\s?)?
    (?P<digits>
        \d{{1,3}}(?:[,.'’′ʼ\u00a0\u202f ]\d{{3}})+(?:[.,]\s?\d{{2}}|[.,]-)?(?!\d)
      | \d{{1,9}}\s?[.,]\s?\d{{2}}(?![\d])
      | \d{{1,9}}[.,][-–](?!\d)
      | (?<!\d)[.,]\d{{2}}(?![\d.,])
      | \d{{1,9}}(?![\d])
    )
    (?P<close>\))?
    (?P<trailing>\s?[-−](?![\d\w])|\s?CR\b)?
    (?P<after>\s?{_SIGN})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POINT_AS_DASH = re.compile(r"(?:[£€$]?\s?(?=\d{1,5}\s?[-·•])|[£€$]\s?)(\d{1,5})\s?[-–—=·•]{1,2}\s?(\d{2})")
_A_ROUND_LETTER, _ROUND = re.compile(r"[OoCQD]"), str.maketrans("OoCQD", "00000")
_MISREAD = re.compile(r"[£€$]?\s?(?=[\dOoCQD]*\d)[\dOoCQD]{1,6}[.,][\dOoCQD]{2}")
"""An amount alone in its cell in which a nought may have been read as a letter: `27.5C`."""
_TWO_OF_AN_ADDRESS = re.compile(r"\d+,\s\d{2}\s[A-Z][a-z]")
"""`Unit 5, 22 Timber Lane`."""
_THOUSANDS_APART = re.compile(r"\d{1,3}(?=[\u00a0\u202f ]\d{3})")
_BEFORE_BAD = re.compile(r"[\w.,/:#]\Z|[A-Za-z]-\Z|\d['’′ʼ]\Z")
_LABEL_BEFORE = re.compile(r"(?:^|[^\d\s])\s*:\Z|RM\Z|[A-Za-z]{2}\.\Z")
_AFTER_BAD = re.compile(r"[\d/:]|[.,]\d|[A-Za-z]{3}|\s?%|[-]\d|\s?[AaPp]\.?[Mm]\b")
"""What makes a rate, a time or part of a code of it: `7.30am`."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as it stands in a text; `start` and `end` are its characters."""

    pence: Pence
    currency: str | None
    has_decimals: bool
    start: int
    end: int


def amounts_in(text: str) -> Iterator[Amount]:
    """The amounts of a piece of text, from left to right. Rates, times, dates and parts of codes are left out."""
    if misread := _POINT_AS_DASH.fullmatch(text.strip()):
        # An amount that stands alone, whose faint point the OCR took for a dash.
        start = text.index(misread[0])
        yield Amount(int(misread[1]) * 100 + int(misread[2]), None, True, start, start + len(misread[0]))
        return
    if is_misread(text):
        text = text.translate(_ROUND)
    position = 0
    while match := _AMOUNT.search(text, position):
        position = match.end("digits")
        amount = _amount(text, match)
        if amount is not None:
            position = amount.end
            yield amount
        elif first := _THOUSANDS_APART.match(match["digits"]):
            # The end of a rate or count is no thousands of the sum behind it: `VAT @ 17.5 129.20`.
            position = match.start("digits") + first.end()


def is_misread(text: str) -> bool:
    """Whether it is an amount with a letter where a nought should stand."""
    return _MISREAD.fullmatch(text.strip()) is not None and _A_ROUND_LETTER.search(text) is not None


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    before, after = text[: match.start()], text[match.end() :]
    sign = match["before"] or match["sign2"] or match["after"]
    if not match["before"] and _BEFORE_BAD.search(before) and not _LABEL_BEFORE.search(before):
        return None
    if not match["after"] and not match["trailing"] and _AFTER_BAD.match(after):
        return None
    if sign is None and _TWO_OF_AN_ADDRESS.match(text[match.start("digits") :]):
        return None
    digits = re.sub(r"[\s\u00a0\u202f'’′ʼ]", "", match["digits"])
    value, has_decimals = _pence(digits)
    if value is None or value > PENCE_MAX:
        return None
    negative = bool(match["minus"] and (match["minus"].strip() != "(" or match["close"])) or bool(match["trailing"])
    currency = CURRENCY_SIGNS.get(re.sub(r"[\s.]", "", sign).upper()) if sign else None
    return Amount(-value if negative else value, currency, has_decimals, match.start(), match.end())


def _pence(digits: str) -> tuple[Pence | None, bool]:
    """The last comma or point is the decimal sign where two digits follow it; anything else groups thousands."""
    if digits[-2:-1] in (".", ",") and digits[-1] in "-–":
        return int(re.sub(r"\D", "", digits)) * 100, True
    if len(digits) > 2 and digits[-3] in ".,":
        whole = re.sub(r"\D", "", digits[:-3]) or "0"
        return int(whole) * 100 + int(digits[-2:]), True
    plain = re.sub(r"\D", "", digits)
    return (int(plain) * 100, False) if plain else (None, False)
