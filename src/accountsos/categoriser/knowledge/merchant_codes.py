"""Merchant category codes: what the card scheme says the merchant sells."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from accountsos.categoriser.knowledge.concepts import rows


def concept_of(code: str | None) -> str | None:
    """What a payment under this code is for; None without a code of four digits, or where it tells nothing."""
    if code is None or len(code) != 4 or not code.isdigit() or not code.isascii():
        return None
    firsts, ranges = _ranges()
    at = bisect_right(firsts, code) - 1
    if at < 0 or code > ranges[at][0]:
        return None
    return ranges[at][1]


@cache
def _ranges() -> tuple[list[str], list[tuple[str, str]]]:
    table = sorted(rows("mcc.tsv", 3))
    return [first for first, _, _ in table], [(last, concept) for _, last, concept in table]
