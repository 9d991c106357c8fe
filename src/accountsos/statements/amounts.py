"""Amounts as banks print them, to whole minor units: exact, and refused where there is any doubt."""

from __future__ import annotations

import re
from collections.abc import Callable

from accountsos.money import PENCE_MAX, Pence, minor_units

AmountReader = Callable[[str], Pence]

_TWO_DECIMALS = re.compile(r"(-?)([0-9]{1,13})\.([0-9]{2})", re.ASCII).fullmatch
_PLAIN_CHARACTERS = str.maketrans(
    dict.fromkeys("\u2212\u2013\u2014\u2010\u2011\ufe63\uff0d", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\t\r\n", " ")
    | {"\uff0b": "+", "\u2019": "'"}
)
_LONGEST = 60
_SYMBOLS = {"£": ("GBP",), "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD"), "€": ("EUR",), "¥": ("JPY", "CNY")}
_MARKED = re.compile(
    r"""(?P<open>\()?\s*(?P<before>[-+])?\s*(?P<unit>[A-Z]{3}\s*(?=[-+0-9.,£$€¥])|[£$€¥])?\s*(?P<inner>[-+])?\s*
        (?P<digits>[0-9.,'][0-9.,' ]*?)\s*(?P<unit_after>[A-Z]{3}|[£$€¥])?\s*
        (?P<after>[-+])?\s*(?P<close>\))?\s*(?P<side>DR|CR|D|C|OD)?""",
    re.ASCII | re.VERBOSE | re.IGNORECASE,
)
_TWO_NUMBERS = re.compile(r"[0-9]  +[0-9]", re.ASCII)
_POINT = re.compile(
    r"(?P<whole>[0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,3}(?:[ '][0-9]{3}){1,4}|)(?:\.(?P<part>[0-9]*))?",
    re.ASCII,
)
_COMMA = re.compile(r"(?P<whole>[0-9]{1,13}|[0-9]{1,3}(?:[. '][0-9]{3}){1,4}|)(?:,(?P<part>[0-9]*))?", re.ASCII)
_LOOKS_DECIMAL_COMMA = re.compile(r"[0-9],[0-9]{1,2}(?![0-9,.])|[0-9]\.[0-9]{3},[0-9]", re.ASCII)


def amount_reader(currency: str, *, decimal_comma: bool = False) -> AmountReader:
    """A function from printed text to minor units. It raises ValueError, in words for a person, for anything else."""
    decimals = minor_units(currency)

    def printed(text: str) -> Pence:
        return _printed(text, currency, decimals, decimal_comma)

    if decimals != 2 or decimal_comma:
        return printed

    def usual(text: str) -> Pence:
        plain = _TWO_DECIMALS(text)
        if plain is None:
            return printed(text)
        sign, pounds, pence = plain.groups()
        return int(sign + pounds + pence)

    return usual


def looks_decimal_comma(text: str) -> bool:
    """Whether the text would be an amount if the comma were the decimal sign: `12,50`, `1.234,50`."""
    return _LOOKS_DECIMAL_COMMA.search(text) is not None


def _printed(text: str, currency: str, decimals: int, decimal_comma: bool) -> Pence:
    spaced = text.translate(_PLAIN_CHARACTERS)
    if _TWO_NUMBERS.search(spaced):
        raise ValueError(_not_an_amount(text))
    # Blanks are made one before the pattern sees them: their runs would fit its parts in far too many ways.
    tidy = " ".join(spaced.split()).lstrip("'").strip()
    if not tidy:
        raise ValueError("the amount is empty")
    found = _MARKED.fullmatch(tidy) if len(tidy) <= _LONGEST else None
    if found is None:
        raise ValueError(_not_an_amount(text))
    _check_unit(text, found["unit"] or found["unit_after"], currency)
    pence = _digits(text, found["digits"], currency, decimals, decimal_comma)
    if pence > PENCE_MAX:
        raise ValueError(f"{_shown(text)} is larger than any amount that can be booked")
    return -pence if _is_negative(text, found) else pence


def _is_negative(text: str, found: re.Match[str]) -> bool:
    if bool(found["open"]) != bool(found["close"]):
        raise ValueError(f"{_shown(text)} has one bracket only")
    signs = [sign for sign in (found["before"], found["inner"], found["after"]) if sign]
    marks = len(signs) + bool(found["open"]) + bool(found["side"])
    if marks > 1:
        raise ValueError(f"{_shown(text)} marks its sign twice, so it is not clear which is meant")
    side = (found["side"] or "").upper()
    return "-" in signs or bool(found["open"]) or side in {"DR", "D", "OD"}


def _check_unit(text: str, unit: str | None, currency: str) -> None:
    if not unit:
        return
    named = unit.strip().upper()
    if named != currency and currency not in _SYMBOLS.get(named, ()):
        raise ValueError(f"{_shown(text)} is not in {currency}, the currency of this account")


def _digits(text: str, digits: str, currency: str, decimals: int, decimal_comma: bool) -> Pence:
    parts = (_COMMA if decimal_comma else _POINT).fullmatch(digits)
    if parts is None or not any(character.isdigit() for character in digits):
        raise ValueError(_not_an_amount(text))
    part = (parts["part"] or "").rstrip("0")
    if len(part) > decimals:
        raise ValueError(f"{_shown(text)} has more decimals than {currency} has ({decimals})")
    whole = re.sub("[^0-9]", "", parts["whole"])
    return int((whole or "0") + part.ljust(decimals, "0"))


def _not_an_amount(text: str) -> str:
    return f"{_shown(text)} is not an amount such as -1,234.56"


def _shown(text: str) -> str:
    """The text quoted, shortened where someone pasted a novel."""
    return repr(text if len(text) <= _LONGEST else text[:57] + "...")
