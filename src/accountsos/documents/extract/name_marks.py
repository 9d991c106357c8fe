"""What a logo or a printer does to a name: marks round it, and letters set apart."""

from __future__ import annotations

import re
import unicodedata

_ORNAMENTS = frozenset("＃»«›‹¤")
_APART = re.compile(r"(?<![\w'’.&])[^\W\d_](?:\s[^\W\d_]){3,}(?![\w'’.&])")
_ONE_WORD = 7


def without_marks(text: str) -> str:
    """Without the signs that stand before or after it: `▣ pondhost`, `#### POND TOOLS ####`, `POND »»`."""
    start, end = 0, len(text)
    while start < end and _is_a_mark(text[start]):
        start += 1
    while end > start and _is_a_mark(text[end - 1]):
        end -= 1
    return text[start:end] if any(c.isalpha() for c in text[start:end]) else text


def _is_a_mark(char: str) -> bool:
    return char.isspace() or char in _ORNAMENTS or unicodedata.category(char) in ("So", "Sk")


def closed_up(text: str) -> str:
    """With four single letters or more that stand apart made one word: `A N N A ROE`; three may be initials."""
    if _APART.fullmatch(text) and len(text.split()) > _ONE_WORD:
        return text  # several words, and nothing says where one ends
    return _APART.sub(lambda match: "".join(match[0].split()) if _is_one_case(match[0]) else match[0], text)


def _is_one_case(text: str) -> bool:
    """A capital and small letters after it are a name too: `P o n d`."""
    letters = text.replace(" ", "")
    return letters.isupper() or letters.islower() or letters[1:].islower()
