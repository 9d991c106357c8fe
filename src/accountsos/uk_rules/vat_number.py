"""UK VAT registration numbers: form and check digits."""

from __future__ import annotations

import re

from stdnum.gb import vat

_PREFIX = re.compile(r"^(GB|XI)", re.ASCII)


def plain_vat_number(text: str) -> str:
    """Without blanks, points, hyphens and the country: `GB 980 7806 84` is `980780684`."""
    return _PREFIX.sub("", re.sub(r"[ .\-]", "", text).upper())


def is_vat_number(text: str) -> bool:
    """Whether the check digits are right, by the old method (mod 97) or the one of 2010 (mod 97 with 55).

    Says nothing about whether HMRC has issued it. XI is Northern Ireland's prefix for the same numbers.
    """
    number = plain_vat_number(text)
    return bool(number) and number.isascii() and bool(vat.is_valid(number))
