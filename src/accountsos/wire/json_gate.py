"""The one strict JSON gate: bytes in, exact values out, or a refusal that names the place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from accountsos.errors import BadRequest

DEPTH_MAX = 32
VALUES_MAX = 100_000
"""Ten megabytes of `[],[],[]` would be two hundred of memory; no request has a reason for so many values."""
DIGITS_MAX = 28
"""Within the precision of Decimal's default context, so scaling what was read never rounds."""
EXPONENT_MAX = 30

_STRUCTURE = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{},]', re.DOTALL)
_UTF8_BOM = b"\xef\xbb\xbf"


def parse_json(body: bytes) -> object:
    """The JSON value of the body. Numbers are int or Decimal, never float. Raises BadRequest for anything unclean."""
    if body.startswith(_UTF8_BOM):
        raise BadRequest("The body starts with a byte order mark; send JSON in UTF-8 without one.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise BadRequest(f"The body is not UTF-8 (byte {fault.start + 1}); send JSON in UTF-8.") from None
    if not text or text.isspace():
        raise BadRequest("The body is empty; a JSON value is expected.")
    _refuse_excess(body)
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as fault:
        raise BadRequest(
            f"The body is not JSON: {_reason(fault.msg)} at line {fault.lineno}, column {fault.colno}."
        ) from None
    if b"\\u" in body:
        for place, found in _strings("", value):
            _refuse_unclean(place, found)
    return value


def member_place(place: str, name: str) -> str:
    """The place of a member of the object at `place`: `splits[0].amount`."""
    return f"{place}.{name}" if place else name


def _refuse_excess(body: bytes) -> None:
    openings = body.count(b"[") + body.count(b"{")
    if openings <= DEPTH_MAX and openings + body.count(b",") <= VALUES_MAX:
        return
    depth = values = 0
    for match in _STRUCTURE.finditer(body):
        mark = match[0][0]
        if mark in b"[{":
            depth += 1
            values += 1
        elif mark in b"]}":
            depth -= 1
        elif mark == 0x2C:
            values += 1
        if depth > DEPTH_MAX:
            raise BadRequest(f"The body is nested deeper than {DEPTH_MAX} levels (byte {match.start() + 1}).")
        if values > VALUES_MAX:
            raise BadRequest(f"The body has more than {VALUES_MAX} values.")


def _reason(message: str) -> str:
    return message[:1].lower() + message[1:].removesuffix(" at")


def _object(members: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(members)
    if len(found) != len(members):
        seen: set[str] = set()
        for name, _ in members:
            if name in seen:
                raise BadRequest(f"The field {shown(name)} is given twice; give it once.", param=_param(name))
            seen.add(name)
    return found


def _integer(digits: str) -> int:
    if len(digits) > DIGITS_MAX:
        raise BadRequest(f"The number {shown(digits)} is too long; at most {DIGITS_MAX} characters are read.")
    return int(digits)


def _fraction(digits: str) -> Decimal:
    if len(digits) <= DIGITS_MAX:
        try:
            number = Decimal(digits)
        except InvalidOperation:
            number = Decimal("Infinity")
        if number.is_finite() and abs(number.adjusted()) <= EXPONENT_MAX:
            return number
        if number.is_zero():
            return Decimal(0)
    raise BadRequest(f"The number {shown(digits)} is out of range; send a plain decimal such as -45.99.")


def _constant(name: str) -> NoReturn:
    raise BadRequest(f"{name} is not a JSON number; send a plain decimal such as -45.99, or null.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_constant
)


def _strings(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield place, name
            yield from _strings(member_place(place, name), member)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _strings(f"{place}[{number}]", member)


def _refuse_unclean(place: str, text: str) -> None:
    where = f"`{clean(place)}`" if place else "The body"
    if "\x00" in text:
        raise BadRequest(f"{where} holds a NUL character; send text without it.", param=_param(place))
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BadRequest(f"{where} holds half of a surrogate pair; send whole Unicode characters.", param=_param(place))


def clean(text: str, longest: int = 60) -> str:
    """The text as a message may show it: printable, encodable and not longer than `longest`."""
    kept = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: longest + 1])
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def shown(value: object) -> str:
    """The value as a message quotes it: text in quotes, shortened; numbers and constants as JSON has them."""
    if isinstance(value, str):
        return f'"{clean(value)}"'
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    return clean(str(value))


def _param(place: str) -> str | None:
    return clean(place, 200) or None
