"""Bank line to category: the stages in order, their readings weighed, and one honest answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from accountsos.categoriser.general_knowledge import MINIMAL_SALARIES, knowledge_readings, pays_in
from accountsos.categoriser.history import history_readings
from accountsos.categoriser.knowledge.concepts import ASSET_FROM, SMALL_BELOW
from accountsos.categoriser.matchers import match, refund_of
from accountsos.categoriser.parse_line import ParsedLine, parse_line
from accountsos.categoriser.recent_lines import RecentLines
from accountsos.categoriser.rules import first_rule
from accountsos.categoriser.sides import on_the_other_side
from accountsos.categoriser.suggestion import (
    SUGGEST,
    BankLine,
    CompanyProfile,
    PayeeHistory,
    Reading,
    Rule,
    Suggestion,
)
from accountsos.categoriser.trade import trade_of
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.ledger.chart import Category
from accountsos.money import Pence

_AGREEMENT_WORTH = 0.6
_DISAGREEMENT_COSTS = 0.95
_MOST = 0.985
"""Only a person's own choice or rule is certain."""
_NO_ANSWER = 0.69
_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A line and all that may be known about it."""

    line: BankLine
    parsed: ParsedLine
    profile: CompanyProfile
    trade: str
    recent: RecentLines | None
    history: PayeeHistory


Stage = Callable[[Question], list[Reading]]
"""What one stage makes of a line: readings, the likeliest first; empty where it knows nothing."""


class Categoriser:
    """Suggests a category for each bank line of one company. Holds no books; its caches are bounded."""

    def __init__(
        self, profile: CompanyProfile, rules: Sequence[Rule], history: PayeeHistory, chart: Mapping[str, Category]
    ) -> None:
        self._profile = profile
        self._rules = tuple(rules)
        self._history = history
        self._chart = chart
        self._never_refunded = frozenset(id_ for id_, category in chart.items() if category.never_refunded)
        self._trade = trade_of(profile.trade)
        self._known = lru_cache(maxsize=16_384)(self._known_once)
        # A learnt model takes its place between the company's own history and general knowledge.
        self._stages: tuple[Stage, ...] = (self._matched, self._refunded, self._remembered, self._general)

    def suggest(self, line: BankLine, *, recent: RecentLines | None = None) -> Suggestion:
        """The likeliest category, how sure, and why. `recent`: what was paid lately and may now come back."""
        parsed = parse_line(line)
        ruled = first_rule(self._rules, line, parsed.payee_key) if self._rules else None
        if ruled and ruled.category_id in self._chart:
            return Suggestion(ruled.category_id, 1.0, "rule", ruled.reason, parsed.payee, parsed.payee_key)
        question = Question(line, parsed, self._profile, self._trade, recent, self._history)
        heard = [self._usable(stage(question)) for stage in self._stages]
        return self._answer(line, parsed, [readings for readings in heard if readings])

    def _matched(self, question: Question) -> list[Reading]:
        return match(question.line, question.parsed, question.profile)

    def _refunded(self, question: Question) -> list[Reading]:
        line, parsed = question.line, question.parsed
        if question.recent is None or (line.amount < 0 and not parsed.is_refund):
            return []
        before = question.recent.opposite(line, parsed.payee_key)
        if not before:
            return []
        found = refund_of(line, parsed, before, pays_in=pays_in(parsed), never=self._never_refunded)
        return [found] if found else []

    def _remembered(self, question: Question) -> list[Reading]:
        return history_readings(question.line, question.parsed, question.history)

    def _general(self, question: Question) -> list[Reading]:
        line = question.line
        return self._known(question.parsed, line.amount >= 0, _typical(abs(line.amount)))

    def _known_once(self, parsed: ParsedLine, money_in: bool, typical: Pence) -> list[Reading]:
        return knowledge_readings(parsed, typical if money_in else -typical, self._profile, self._trade)

    def _usable(self, readings: list[Reading]) -> list[Reading]:
        return [reading for reading in readings if reading.category_id in self._chart]

    def _answer(self, line: BankLine, parsed: ParsedLine, heard: list[list[Reading]]) -> Suggestion:
        """Take the surest stage's best reading, let the others agree or disagree, and admit what is not known."""
        if not heard:
            return Suggestion(
                UNCATEGORISED, 0.0, "none", "nothing is known of this payee", parsed.payee, parsed.payee_key
            )
        chosen = _chosen(heard)
        best, confidence = chosen[0], _weighed(chosen, heard)
        if on_the_other_side(self._chart[best.category_id], money_in=line.amount >= 0) and not best.refunds:
            confidence = min(confidence, _NO_ANSWER)
        others = _others(best, chosen, heard)
        if confidence < SUGGEST:
            ranked = [(best.category_id, confidence), *((c, min(share, confidence)) for c, share in others)][
                :_ALTERNATIVES
            ]
            reason = f"not sure: {best.reason}" if best.reason else "nothing is known of this payee"
            return Suggestion(
                UNCATEGORISED,
                round(ranked[0][1], 4),
                best.source,
                reason,
                parsed.payee,
                parsed.payee_key,
                _rounded(ranked),
            )
        room = 1.0 - confidence
        alternatives = [(category, min(share, room)) for category, share in others][:_ALTERNATIVES]
        return Suggestion(
            best.category_id,
            round(confidence, 4),
            best.source,
            best.reason,
            parsed.payee,
            parsed.payee_key,
            _rounded(alternatives),
        )


def _typical(size: Pence) -> Pence:
    """One amount for each size class that makes a difference, so that what is known of a payee is worked out once."""
    if size in MINIMAL_SALARIES:
        return size
    return 1 if size < SMALL_BELOW else SMALL_BELOW if size < ASSET_FROM else ASSET_FROM


def _chosen(heard: Sequence[list[Reading]]) -> list[Reading]:
    """The stage that is believed. The company's own settled history outweighs everything but a sure matcher."""
    telling = [readings for readings in heard if readings[0].source != "none"]
    surest = max(telling or heard, key=lambda readings: readings[0].confidence)
    past = next((readings for readings in heard if readings[0].source == "history"), None)
    if past is None or past[0].confidence < SUGGEST:
        return surest
    rival = surest[0]
    settled = past[0].confidence >= 0.94
    if rival.source in ("hmrc", "transfer", "refund") and not settled and rival.confidence >= 0.85:
        return surest
    return past


def _weighed(chosen: list[Reading], heard: Sequence[list[Reading]]) -> float:
    """The best reading's confidence, raised by stages that say the same, lowered by one that is sure of another."""
    best = chosen[0]
    confidence = best.confidence
    for readings in heard:
        if readings is chosen:
            continue
        other = readings[0]
        if other.category_id == best.category_id:
            confidence = 1 - (1 - confidence) * (1 - _AGREEMENT_WORTH * other.confidence)
        elif other.confidence >= 0.85 and best.source != "hmrc":
            confidence *= _DISAGREEMENT_COSTS
    return min(confidence, _MOST)


def _others(best: Reading, chosen: list[Reading], heard: Sequence[list[Reading]]) -> list[tuple[str, float]]:
    """What else it may be, the likeliest first; guesses by the kind of payment only where nothing better is known."""
    shares: dict[str, float] = {}
    guesses: dict[str, float] = {}
    for readings in (chosen, *heard):
        for reading in readings:
            if reading.category_id != best.category_id:
                kept = guesses if reading.source == "none" else shares
                kept[reading.category_id] = max(kept.get(reading.category_id, 0.0), reading.confidence)
    least = min(shares.values(), default=1.0)
    rest = {category: min(share, least) for category, share in guesses.items() if category not in shares}
    return [*_by_share(shares), *_by_share(rest)]


def _by_share(shares: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(shares.items(), key=lambda row: (-row[1], row[0]))


def _rounded(ranked: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    return tuple((category, round(share, 4)) for category, share in ranked)
