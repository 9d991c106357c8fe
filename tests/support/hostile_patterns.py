"""Every compiled pattern of the product driven with text made of what it itself asks for, at the longest it can meet.

`python -m tests.support.hostile_patterns` prints the name of each pattern before it is driven, so that whoever stops it
sees which one ran away.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as op  # type: ignore[import-not-found]  # typeshed has no word of it
import re._parser as parser  # type: ignore[import-not-found]  # nor of this
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import accountsos
from accountsos.contacts.bank_text import LONGEST
from accountsos.statements.tables import LONGEST_CELL

LENGTH = LONGEST_CELL
BOUNDED = {"accountsos.contacts": LONGEST, "accountsos.statements.amounts": 60, "accountsos.statements.days": 60}
"""Rooms whose one entrance cuts text shorter; amounts and days are folded there too."""
FOLDED = ("accountsos.statements.amounts", "accountsos.statements.days")
NOT_MET = ("accountsos.generator", "accountsos.store.migrations", "accountsos.documents")
"""Not at run time, or (documents) only in the confined reader, which is ended where a page takes too long."""
_ALWAYS = (" ", "1", "a", "A", "1 ", "a ", "1,", "1.", "a.", "-1", "/", ",")
_CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_SPACE": "x", "NOT_WORD": "-", "NOT_DIGIT": "z"}


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern kept by a module, a class or a value of one, by where it was found."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(accountsos.__path__, "accountsos."):
        if module.name.startswith(NOT_MET) or module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if not name.startswith("__"):
                found.update({f"{module.name}.{name}": pattern for pattern in _within(value)})
    return found


def _within(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(getattr(value, "__self__", None), re.Pattern):  # a bound `fullmatch`
        yield from _within(value.__self__)
    elif isinstance(value, dict):
        for each in [*value, *value.values()]:
            yield from _within(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            each = getattr(value, field.name, None)
            if isinstance(each, re.Pattern):
                yield from _within(each)


def pumps(pattern: re.Pattern[str]) -> list[str]:
    """The short texts whose repetition suits the pattern: its own letters, alone and in pairs."""
    letters: set[str] = set()
    _letters(parser.parse(pattern.pattern, pattern.flags), letters)
    own = sorted(each for each in letters if each.isprintable() or each.isspace())[:8]
    return list(dict.fromkeys([*_ALWAYS, *own, *(a + b for a in own for b in own)]))


def _letters(parsed: Any, found: set[str]) -> None:
    for code, value in parsed:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE:
            found.update((chr(value[0]), chr(value[1])))
        elif code is op.CATEGORY:
            found.add(_CATEGORIES[str(value).removeprefix("CATEGORY_")])
        elif code is op.IN:
            _letters([each for each in value if each[0] is not op.NEGATE], found)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _letters(value[2], found)
        elif code is op.SUBPATTERN:
            _letters(value[3], found)
        elif code is op.BRANCH:
            for each in value[1]:
                _letters(each, found)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            _letters(value[1], found)
        elif code is op.ATOMIC_GROUP:
            _letters(value, found)


def longest(where: str) -> int:
    """How long a text that reaches the pattern can be."""
    return next((length for room, length in BOUNDED.items() if where.startswith(room)), LENGTH)


def drive(where: str, pattern: re.Pattern[str]) -> None:
    """Let it meet each of its texts, ending in what it does not expect."""
    for pump in pumps(pattern):
        text = (pump * longest(where))[: longest(where)] + "\x01!"
        if where.startswith(FOLDED):
            text = " ".join(text.split())
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)


def main() -> None:
    """All of them, one after the other."""
    found = patterns()
    for where, pattern in sorted(found.items()):
        print(where, flush=True)
        drive(where, pattern)
    print(f"met by every pattern: {len(found)}")


if __name__ == "__main__":
    main()
