"""Stage 3: what people in this company filed before for the same payee, or for one that resembles it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.suggestion import BankLine, PastChoice, PayeeHistory, Reading
from accountsos.contacts.bank_text import read_bank_text
from accountsos.contacts.payee import payee_of
from accountsos.contacts.spelling import words_of
from accountsos.ledger.category_ids import WAGES

HALF_LIFE_DAYS = 540
"""A choice counts half after so many days: habits change, charts too."""
_PRIOR_RIGHT = 0.8
"""What one earlier line is worth before any is counted: four in five payees are filed as the time before."""
_NEAR_WORTH = 0.82
_CLEAR_SHARE = 0.9
NEAR, REFERENCE, STAFF = "near", "reference", "staff"
_REFERENCE_PRIOR, _REFERENCES_TELL = 0.5, 2
"""What one payee writes tells nothing of the next; from the second on it is counted, where nearly all agree."""
_GIVEN_BACK = 0.86
_NOT_SURE = 0.69
"""A mixed history only lends alternatives."""


@lru_cache(maxsize=8192)
def reference_stem(reference: str | None) -> str:
    """The words of a reference without its numbers and months: `INV 1492` and `INV 1493` are both `INV`."""
    return " ".join(word for word in words_of(reference or "") if word.isalpha() and not _MONTH.fullmatch(word))


_MONTH = re.compile(r"(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]*|WK|WEEK|Q[1-4]")


def remembered_by(description: str, payee: str | None, reference: str | None) -> tuple[str, str]:
    """The payee, and the words of the reference, under which what people choose for a line is remembered."""
    said = reference or read_bank_text(description).reference
    return payee_of(description, payee, reference).key, reference_stem(said)


def history_readings(line: BankLine, parsed: ParsedLine, history: PayeeHistory) -> list[Reading]:
    """What the company's own past says, the likeliest first; nothing where it has no past with this payee."""
    if not parsed.payee_key or history.is_empty():
        return []
    money_in = line.amount >= 0
    exact = history.choices(parsed.payee_key, money_in)
    if exact:
        return _readings(line, parsed, exact, "this payee", 1.0)
    back = history.choices(parsed.payee_key, not money_in)
    says_so = parsed.is_refund or (parsed.kind == "card" and money_in)
    if back and says_so:
        return [
            Reading(r.category_id, r.confidence * 0.97, "refund", "a refund; " + r.reason, refunds=True)
            for r in _readings(line, parsed, back, "this payee", 1.0)
        ]
    paid_us = [choice for choice in back if choice.category_id == "cat_sales"]
    if paid_us and not money_in and parsed.kind not in ("card", "direct_debit"):
        reason = "a customer of yours is given money back"
        return [Reading("cat_sales", _GIVEN_BACK, "refund", reason, refunds=True)]
    found = _of_staff(line, parsed, history)
    if found:
        return found
    near = history.near(parsed.payee_key, money_in)
    if near:
        found = _readings(line, parsed, near, "a payee of a like name", _NEAR_WORTH)
        return [replace(reading, evidence=NEAR) for reading in found]
    return _of_like_references(reference_stem(parsed.reference), money_in, history)


def _of_staff(line: BankLine, parsed: ParsedLine, history: PayeeHistory) -> list[Reading]:
    """Whoever a person once filed as paid wages is known again as A NOWAK, NOWAK A and MISS AGNES NOWAK."""
    if line.amount >= 0 or not (parsed.is_person or parsed.may_be_person) or parsed.kind in ("card", "direct_debit"):
        return []
    past = history.of_staff(parsed.payee_key)
    if not past or any(choice.category_id != WAGES for choice in past):
        return []
    return [replace(r, evidence=STAFF) for r in _readings(line, parsed, past, "this person", 1.0)]


def _of_like_references(stem: str, money_in: bool, history: PayeeHistory) -> list[Reading]:
    """What is paid under the same words: WAGES of one person tell what WAGES of the next are here."""
    counts = dict(history.by_reference(stem, money_in)) if stem else {}
    total = sum(counts.values())
    if total < _REFERENCES_TELL or max(counts.values()) < _CLEAR_SHARE * total:
        return []
    return [
        Reading(
            category_id,
            (count + _REFERENCE_PRIOR) / (total + 1),
            "history",
            f"you filed {count:,} of {total:,} payees with the reference {stem!r} here",
            refunds=True,
            evidence=REFERENCE,
        )
        for category_id, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    ]


def _readings(
    line: BankLine, parsed: ParsedLine, choices: Sequence[PastChoice], whose: str, worth: float
) -> list[Reading]:
    weighed = _weighed(choices, line)
    total = sum(c.count for c in choices)
    counts: dict[str, int] = {}
    for choice in choices:
        counts[choice.category_id] = counts.get(choice.category_id, 0) + choice.count
    ranked = sorted(weighed.items(), key=lambda row: (-row[1], row[0]))
    best, weight = ranked[0]
    all_weight = sum(weighed.values())

    def reason(category_id: str) -> str:
        return f"you filed {counts[category_id]:,} of {total:,} lines from {whose} here"

    told = best if len(ranked) == 1 or weight / all_weight >= _CLEAR_SHARE else _told_apart(line, parsed, choices)
    if told is None:
        shares = [(category, min(_NOT_SURE, worth * w / all_weight)) for category, w in ranked]
        return [Reading(category, share, "history", reason(category), refunds=True) for category, share in shares]
    sure = _PRIOR_RIGHT if not total else (_agreeing(told, counts, ranked, all_weight) + _PRIOR_RIGHT) / (total + 1)
    if len(ranked) > 1 and weight / all_weight < _CLEAR_SHARE:
        sure = min(0.9, (counts[told] + _PRIOR_RIGHT) / (counts[told] + 1))
    sure *= worth * _fit(line, parsed, [c for c in choices if c.category_id == told])
    rest = [(category, min(1 - sure, w / all_weight)) for category, w in ranked if category != told]
    others = [Reading(category, share, "history", reason(category), refunds=True) for category, share in rest]
    return [Reading(told, sure, "history", reason(told), refunds=True), *others]


def _agreeing(told: str, counts: dict[str, int], ranked: Sequence[tuple[str, float]], all_weight: float) -> float:
    """How many of the lines agree, the recent ones weighing more."""
    weight = dict(ranked)[told]
    return sum(counts.values()) * weight / all_weight


def _weighed(choices: Sequence[PastChoice], line: BankLine) -> dict[str, float]:
    weighed: dict[str, float] = {}
    for choice in choices:
        age = max(0, (line.booked_on - choice.last_on).days)
        worth = choice.count * 0.5 ** (age / HALF_LIFE_DAYS)
        weighed[choice.category_id] = weighed.get(choice.category_id, 0.0) + worth
    return weighed


def _told_apart(line: BankLine, parsed: ParsedLine, choices: Sequence[PastChoice]) -> str | None:
    """In a mixed history, the one category whose references or amounts this line fits; None where two do, or none."""
    stem = reference_stem(parsed.reference)
    if stem:
        by_reference = {c.category_id for c in choices if stem in c.references}
        if len(by_reference) == 1:
            return by_reference.pop()
    by_amount = {c.category_id for c in choices if _in_band(line, c)}
    return by_amount.pop() if len(by_amount) == 1 else None


def _in_band(line: BankLine, choice: PastChoice) -> bool:
    low, high = sorted((abs(choice.amount_low), abs(choice.amount_high)))
    return low * 98 // 100 <= abs(line.amount) <= high * 102 // 100


def _fit(line: BankLine, parsed: ParsedLine, choices: Sequence[PastChoice]) -> float:
    """Less sure where the amount is quite another, or the reference says something it never said before."""
    fit = 1.0
    low = min(min(abs(c.amount_low), abs(c.amount_high)) for c in choices)
    high = max(max(abs(c.amount_low), abs(c.amount_high)) for c in choices)
    if abs(line.amount) > 4 * high or abs(line.amount) * 4 < low:
        fit *= 0.92
    known = {reference for c in choices for reference in c.references}
    stem = reference_stem(parsed.reference)
    if stem and known and stem not in known and parsed.is_person:
        fit *= 0.85
    return fit
