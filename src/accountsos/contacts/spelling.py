"""Names and references as words: capitals, ASCII, no punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator


def words_of(text: str) -> Iterator[str]:
    """The words of a text in capitals, ASCII-folded, without punctuation inside; `&` reads AND."""
    folded = text.upper() if text.isascii() else _ascii(text).upper()
    return (word for word in _NOT_WORD.sub(" ", folded.replace("&", " AND ").translate(_JOINED)).split())


_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_JOINED = {ord("'"): None, ord("’"): None, ord("`"): None}


def _ascii(text: str) -> str:
    plain = text.replace("ß", "ss").replace("Ø", "O").replace("ø", "o").replace("Æ", "AE").replace("æ", "ae")
    plain = plain.replace("Ł", "L").replace("ł", "l")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
