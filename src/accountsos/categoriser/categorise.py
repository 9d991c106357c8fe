"""Bank line to category: the stages in order, their readings weighed, and one honest answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from accountsos.categoriser.calibration import CERTAIN, Curves, shipped
from accountsos.categoriser.general_knowledge import MINIMAL_SALARIES, knowledge_readings, pays_in
from accountsos.categoriser.history import NEAR, REFERENCE, history_readings, reference_stem
from accountsos.categoriser.knowledge.concepts import ASSET_FROM, SMALL_BELOW
from accountsos.categoriser.line_shape import LineShapes, tells_a_number, texts_of
from accountsos.categoriser.matchers import match, may_be_refund, refund_of
from accountsos.categoriser.owed import Owed
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
from accountsos.ledger.category_ids import UNCATEGORISED, WAGES
from accountsos.ledger.chart import Category
from accountsos.money import Pence

_AGREEMENT_WORTH = 0.6
_DISAGREEMENT_COSTS = 0.95
_MOST = 0.985
"""Only a person's own choice or rule is certain."""
_NO_ANSWER = 0.69
_SAID_PLAINLY = 0.7
_TOLD_APART = 0.7
_ALTERNATIVES = 3


REMEMBERED = 8_192
_TELLS_A_NUMBER = object()


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the stages without a memory say of every line of a shape, and the answer where the others are silent."""

    parsed: ParsedLine
    matched: list[Reading]
    general: list[Reading]
    alone: tuple[str, Suggestion]
    pays_in: bool
    """Whether it is money from a payee that pays companies in the ordinary course."""


class HeardLines:
    """What categorisers have heard, so many lines at most: of all whose company, chart and curves are the same.

    `ground` stands for these: who changes one of them makes another. Several threads may share it.
    """

    __slots__ = ("_heard", "ground")

    def __init__(self, heard: dict[tuple[object, ...], object] | None = None) -> None:
        self.ground = object()
        self._heard: dict[tuple[object, ...], object] = {} if heard is None else heard

    def get(self, key: tuple[object, ...]) -> object | None:
        """What was heard; None where that is not remembered."""
        return self._heard.get((self.ground, *key))

    def put(self, key: tuple[object, ...], heard: object) -> None:
        """Remember it."""
        if len(self._heard) >= REMEMBERED:
            self._heard.clear()
        self._heard[self.ground, *key] = heard


class Categoriser:
    """Suggests a category for each bank line of one company. Holds no books; its caches are bounded."""

    def __init__(
        self,
        profile: CompanyProfile,
        rules: Sequence[Rule],
        history: PayeeHistory,
        chart: Mapping[str, Category],
        owed: Owed | None = None,
        *,
        curves: Curves | None = None,
        by_shape: bool = True,
        successors: Mapping[str, str] | None = None,
        usual: Callable[[str], tuple[str, str] | None] | None = None,
        heard: HeardLines | None = None,
        shapes: LineShapes | None = None,
    ) -> None:
        """`by_shape`: whether an answer serves for every line of the same shape (`line_shape.py`).

        `successors`: which category of the chart took the place of one that is not in it any more.
        `usual`: of a payee key the category that a person keeps for the contact, and what that one is called.
        `heard`, `shapes`: what another one of the same company has heard and made.
        """
        self._kept = usual
        self._successors = successors or {}
        self._profile = profile
        self._rules = tuple(rules)
        self._history = history
        self._chart = chart
        self._owed = owed
        self._curves = curves or shipped()
        self._nothing_filed = history.is_empty()
        self._never_refunded = frozenset(id_ for id_, category in chart.items() if category.never_refunded)
        self._trade = trade_of(profile.trade)
        self._shapes = (shapes or LineShapes(profile)) if by_shape else None
        self._heard = heard or HeardLines()

    def suggest(self, line: BankLine, *, recent: RecentLines | None = None) -> Suggestion:
        """The likeliest category, how sure, and why. `recent`: what was paid lately and may now come back.

        What the books say is owed comes before rules and history: these tell what a payment of it may look like.
        """
        return self.answer(line, recent=recent)[1]

    def answer(self, line: BankLine, *, recent: RecentLines | None = None) -> tuple[str, Suggestion]:
        """The suggestion, and the stage by which its confidence was counted (`calibration.py`)."""
        if self._nothing_filed and not self._history.is_empty():
            self._nothing_filed = False
        heard = self._heard_of(line)
        stage, usual = self._usual(line, heard, recent)
        paid = None if self._owed is None else self._owed.settled_by(line, heard.parsed, usual)
        return (stage, usual) if paid is None else (paid.source, paid)

    def _usual(self, line: BankLine, heard: _Heard, recent: RecentLines | None) -> tuple[str, Suggestion]:
        """What the line is where it pays nothing that is open."""
        parsed = heard.parsed
        ruled = first_rule(self._rules, line, parsed.payee_key) if self._rules else None
        if ruled and ruled.category_id in self._chart:
            return CERTAIN, Suggestion(ruled.category_id, 1.0, "rule", ruled.reason, parsed.payee, parsed.payee_key)
        kept = self._kept(parsed.payee_key) if self._kept and parsed.payee_key else None
        if kept and (category := self._successors.get(kept[0], kept[0])) in self._chart:
            reason = f"the category that you keep for {kept[1]}"
            return CERTAIN, Suggestion(category, 1.0, "rule", reason, parsed.payee, parsed.payee_key)
        refunded = self._usable(self._refunded(line, heard, recent))
        past = self._usable(history_readings(line, parsed, self._history))
        if not refunded and not past:
            return heard.alone
        # A learnt model takes its place between the company's own history and general knowledge.
        stages = (heard.matched, refunded, past, heard.general)
        return self._answer(line, parsed, [readings for readings in stages if readings])

    def _heard_of(self, line: BankLine) -> _Heard:
        """What can be said of the line without looking back: worked out once for its shape, or else its very texts."""
        sign = (line.amount > 0) - (line.amount < 0)
        typical = _typical(abs(line.amount))
        about = (sign, typical, self._nothing_filed)
        exact = (*texts_of(line), *about)
        key = exact if self._shapes is None else (*self._shapes.of(line), *about)
        heard = self._heard.get(key)
        if heard is _TELLS_A_NUMBER:
            key = exact
            heard = self._heard.get(key)
        if isinstance(heard, _Heard):
            return heard
        found = self._hear(line, typical)
        if key is not exact and tells_a_number(found.parsed, found.matched):
            self._heard.put(key, _TELLS_A_NUMBER)
            key = exact
        self._heard.put(key, found)
        return found

    def _hear(self, line: BankLine, typical: Pence) -> _Heard:
        parsed = parse_line(line)
        matched = self._usable(match(line, parsed, self._profile))
        money_in = line.amount >= 0
        general = self._usable(
            knowledge_readings(parsed, typical if money_in else -typical, self._profile, self._trade)
        )
        alone = self._answer(line, parsed, [readings for readings in (matched, general) if readings])
        return _Heard(parsed, matched, general, alone, money_in and pays_in(parsed, self._trade))

    def _refunded(self, line: BankLine, heard: _Heard, recent: RecentLines | None) -> list[Reading]:
        parsed = heard.parsed
        if recent is None or not may_be_refund(line, parsed, pays_in=heard.pays_in):
            return []
        before = recent.opposite(line, parsed.payee_key)
        if not before:
            return []
        found = refund_of(line, parsed, before, never=self._never_refunded)
        return [found] if found else []

    def _usable(self, readings: list[Reading]) -> list[Reading]:
        """Those that the chart has; what was archived stands under its successor."""
        if not self._successors:
            return [reading for reading in readings if reading.category_id in self._chart]
        found: dict[str, Reading] = {}
        for reading in readings:
            category = self._successors.get(reading.category_id, reading.category_id)
            if category in self._chart:
                same = category == reading.category_id
                found.setdefault(category, reading if same else replace(reading, category_id=category))
        return list(found.values())

    def _answer(self, line: BankLine, parsed: ParsedLine, heard: list[list[Reading]]) -> tuple[str, Suggestion]:
        """Take the surest stage's best reading, let the others agree or disagree, and admit what is not known."""
        if not heard:
            reason = "nothing is known of this payee"
            return "none", Suggestion(UNCATEGORISED, 0.0, "none", reason, parsed.payee, parsed.payee_key)
        chosen = _said_of_a_person(heard, line, parsed, self._history) or _chosen(heard)
        best = chosen[0]
        stage = self._stage(best, line, parsed, heard)
        confidence = self._curves.worth(stage, _weighed(chosen, heard), nothing_filed=self._nothing_filed)
        if on_the_other_side(self._chart[best.category_id], money_in=line.amount >= 0) and not best.refunds:
            confidence = min(confidence, _NO_ANSWER)
        others = _others(best, chosen, heard)
        if confidence < SUGGEST:
            ranked = [(best.category_id, confidence), *((c, min(share, confidence)) for c, share in others)]
            ranked = ranked[:_ALTERNATIVES]
            reason = f"not sure: {best.reason}" if best.reason else "nothing is known of this payee"
            category, confidence = UNCATEGORISED, ranked[0][1]
        else:
            ranked = [(c, min(share, 1.0 - confidence)) for c, share in others][:_ALTERNATIVES]
            category, reason = best.category_id, best.reason
        sure = round(confidence, 4)
        return stage, Suggestion(category, sure, best.source, reason, parsed.payee, parsed.payee_key, _rounded(ranked))

    def _stage(self, best: Reading, line: BankLine, parsed: ParsedLine, heard: Sequence[list[Reading]]) -> str:
        """By what kind of evidence the answer is counted: a history also by the kind of payee."""
        if best.source == "knowledge" and _is_unclear(heard):
            return "knowledge unclear"
        if best.source != "history" or best.evidence:
            return f"{best.source} {best.evidence}".rstrip()
        choices = self._history.choices(parsed.payee_key, line.amount >= 0)
        if len(choices) > 1:
            return "history mixed"
        if parsed.is_person or parsed.may_be_person:
            return "history staff" if choices and choices[0].category_id == WAGES else "history person"
        return "history unclear" if _is_unclear(heard) else "history one"


def _is_unclear(heard: Sequence[list[Reading]]) -> bool:
    """Whether what is generally known of the payee leaves open what it was paid for: Amazon, a supermarket."""
    return any(readings[0].source == "knowledge" and readings[0].confidence < SUGGEST for readings in heard)


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
    if past is None or past[0].confidence < SUGGEST or past[0].evidence == REFERENCE:
        return surest
    rival = surest[0]
    if past[0].evidence == NEAR and rival.confidence >= _TOLD_APART:
        return surest  # a council's car park is like the council by its name alone
    settled = past[0].confidence >= 0.94
    if rival.source in ("hmrc", "transfer", "refund") and not settled and rival.confidence >= 0.85:
        return surest
    return past


def _said_of_a_person(
    heard: Sequence[list[Reading]], line: BankLine, parsed: ParsedLine, history: PayeeHistory
) -> list[Reading] | None:
    """A person is paid for several things, so a reference in words outweighs what they were paid for before."""
    past = next((readings for readings in heard if readings[0].source == "history"), None)
    told = next((readings for readings in heard if readings[0].said), None)
    if past is None or told is None or not (parsed.is_person or parsed.may_be_person):
        return None
    if told[0].confidence < _SAID_PLAINLY or told[0].category_id == past[0].category_id:
        return None
    stem = reference_stem(parsed.reference)
    filed = {c.category_id for c in history.choices(parsed.payee_key, line.amount >= 0) if stem in c.references}
    return None if past[0].category_id in filed else told


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
