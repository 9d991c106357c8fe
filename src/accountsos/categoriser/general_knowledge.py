"""Stage 5: what is generally known of a payee: brands, merchant codes, words; and a guess by the kind of payment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from accountsos.categoriser.guess_by_kind import by_kind
from accountsos.categoriser.knowledge.brand_names import KnownName, find_name
from accountsos.categoriser.knowledge.concepts import Concept, concepts
from accountsos.categoriser.knowledge.merchant_codes import concept_of
from accountsos.categoriser.knowledge.words import Hint, hints
from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.sides import merged
from accountsos.categoriser.suggestion import CompanyProfile, Reading
from accountsos.categoriser.whose_money import WhoseMoney, whose_money
from accountsos.contacts.names import display_name
from accountsos.money import Pence

_CODE_WORTH, _CODE_AND_NAME = 0.92, 0.5
_REFUND_WORTH, _MAYBE_REFUND = 0.95, 0.66
_WORDS_MOST = 0.8
"""The most that words alone can be trusted, with neither history nor a known name."""
_SAID_OUTRIGHT = 0.77
_DOUBTED = 0.5
SEVERAL = "several"
"""The evidence of a name that sells several things: counted by itself."""
_OCCASIONS = frozenset(
    {
        "staff_welfare",
        "entertaining",
        "private",
        "drawings",
        "prepayment",
        "deposit",
        "deposit_back",
        "fine",
        "directors_loan",
    }
)
"""What a payment was for outweighs what the shop sells: a supermarket's staff treats, a restaurant's client lunch."""
MINIMAL_SALARIES: frozenset[Pence] = frozenset({104750, 104800, 104700, 75833, 75800, 41667, 41666, 53300})
"""Monthly salaries at the personal allowance (12,570), the secondary thresholds (9,100; 5,000) and the lower earnings
limit (6,396 a year): what directors pay themselves."""
_GIVEN_BACK = "sales_refund"
_MINIMAL_OUT = frozenset(-salary for salary in MINIMAL_SALARIES)
_WORTH_A_NAME, _WORTH_A_WORD = 0.3, 0.34
"""From here on names and words are believed before a guess by the kind of payment."""
_BY_CARD = {"council": "council_by_card", "business_rates": "council_by_card", "vehicle_lease": "car_hire"}
_TELLS_MORE = {"software": {"phone"}, "membership": {"training"}, "training": {"membership"}}
"""A name that is known for one thing, with the word for another: a body's course, a software house's telephony."""
_GIVES_BACK = frozenset({"REFUND", "REFUNDED"})
_NUMBERED_FROM, _SAYS_WHAT_FOR, _PASSED_ON = 3, 2, 0.7
_OF_A_TOPUP = frozenset(
    "TRANSFER TRF TFR TOP UP FROM GBP EUR USD BALANCE ACCOUNT SAVINGS SENT PAYMENT CARD REF".split()
)
_TAKES_CARDS = frozenset({"card_payouts", "card_terminal"})
_NEVER_BY_TRANSFER = frozenset({"pub", "restaurant", "snack", "hotel", "inn"})
_NEVER_BY_CARD = frozenset({"ground", "property_agent", "wages"})
_HOLDS_MONEY = frozenset({"account_topup", "bank", "paypal", "savings"})
_OF_A_BANK = frozenset({"bank_charges", "interest_in", "interest_paid", "cashback", "loan", "card_settlement"})
_FINANCED = frozenset({"garage", "vehicle_dealer", "machinery", "car_parts", "vehicle_purchase"})
_LENDS = frozenset({"FIN", "FINANCE", "FINANCIAL", "CREDIT", "LEASING"})
_COUNCILS = frozenset("CC DC BC MBC MDC CBC LBC RBC".split())
_SORT_CODE_AND_NUMBER = re.compile(r" \d{6} \d{8} ")
_COUNCIL_WORTH = 0.74
_ON_ACCOUNT = frozenset("business_rates pension road_tax council_tax".split())
"""What is paid on account: money from such a party is most likely money back, even if the line does not say so."""


def pays_in(parsed: ParsedLine, trade: str) -> bool:
    """Whether this payee pays such companies in the ordinary course: a card acquirer, a marketplace, a bank."""
    known = _known(parsed)
    return known is not None and concepts()[known.concept].pays_in(trade)


def knowledge_readings(parsed: ParsedLine, amount: Pence, profile: CompanyProfile, trade: str) -> list[Reading]:
    """Readings from general knowledge, the likeliest first. Of the amount only sign and size class count."""
    by_number = _names_an_account(parsed)
    known = None if by_number or parsed.kind == "cash" else _known(parsed)  # a machine in a shop's wall
    if known and _earns_for_itself(known, parsed, amount):
        known = None
    name = () if by_number else known.rest if known else parsed.name_words
    said = hints(name, parsed.reference_words, money_in=amount >= 0, cut=parsed.name_cut)
    backwards = hints(name, parsed.reference_words, money_in=False, cut=parsed.name_cut) if amount >= 0 else []
    backwards = [hint for hint in backwards if hint.concept != _GIVEN_BACK]  # to us, not by us
    said = _with_council(_as_paid(_without_bank_words(said, parsed), parsed), parsed, name)
    if known and (_contradicted(known, said) or _pays_a_bill(known, said, parsed, amount, trade)):
        known = None
    asked = _Asked(parsed, amount, whose_money(profile, trade), trade)
    found: list[list[Reading]] = []
    if known:
        named = asked.readings(
            _paid_by(known.concept, parsed, amount, trade), known.certainty, "knowledge", display_name(known.matched)
        )
        found.append([replace(reading, evidence=SEVERAL) for reading in named] if known.sells_several else named)
    code = concept_of(parsed.mcc)
    if code:
        found.append(asked.readings(concepts()[code], _CODE_WORTH, "knowledge", f"merchant code {parsed.mcc}"))
    said = _or_backwards(said, backwards, asked)
    if amount in _MINIMAL_OUT and profile.entity_type != "sole_trader" and any(h.concept == "wages" for h in said):
        reason = "a salary of just the allowance, as directors are paid"
        found.append(
            [Reading("cat_directors_salary", 0.84, "keyword", reason), Reading("cat_wages", 0.14, "keyword", reason)]
        )
        said = []
    for hint in said[:3]:
        found.append(
            asked.readings(
                _paid_by(hint.concept, parsed, amount, trade),
                1.0,
                "keyword",
                f"the words {hint.words!r}",
                most=min(hint.strength, _WORDS_MOST),
                said=hint.in_reference,
            )
        )
    found.append(by_kind(parsed, amount, asked.whose, trade))
    return _ranked([readings for readings in found if readings], known, said)


def _without_bank_words(said: list[Hint], parsed: ParsedLine) -> list[Hint]:
    """FEES in a reference are the bank's only where the bank takes them: what a firm is paid by its name is its own."""
    if parsed.kind in (None, "fee") or not parsed.name_words:
        return said
    return [hint for hint in said if not (hint.concept == "bank_charges" and hint.in_reference)]


def _as_paid(said: list[Hint], parsed: ParsedLine) -> list[Hint]:
    """Without words that mean something else as it was paid: no yard is rented by card, a person tops up no account."""
    if parsed.kind == "card":
        return [hint for hint in said if hint.in_reference or hint.concept not in _NEVER_BY_CARD]
    if parsed.kind == "transfer":  # THE BAY HORSE, to its VAT account
        return [hint for hint in said if hint.concept not in _NEVER_BY_TRANSFER]
    if parsed.is_person:
        return [hint for hint in said if hint.concept != "account_topup"]
    return said


def _earns_for_itself(known: KnownName, parsed: ParsedLine, amount: Pence) -> bool:
    """TIDE, of a plan or interest: not what passes through such a bank but what it charges or pays."""
    if known.concept not in _HOLDS_MONEY:
        return False
    said = hints(parsed.name_words, parsed.reference_words, money_in=amount >= 0, cut=parsed.name_cut)
    return bool(said) and said[0].concept in _OF_A_BANK


def _names_an_account(parsed: ParsedLine) -> bool:
    """A transfer to a sort code and a number: what else stands there is the bank's, such as its telephone channel."""
    return parsed.kind == "transfer" and _SORT_CODE_AND_NUMBER.search(parsed.text) is not None


def _paid_by(concept: str, parsed: ParsedLine, amount: Pence, trade: str) -> Concept:
    """What is paid by card is not what the same party is paid by direct debit: parking at a council, a hired van."""
    by_card = parsed.kind == "card" and amount < 0
    if concept == "loan" and parsed.is_person:
        concept = "person_loan"
    if by_card and trade == concept == "cleaning":  # who cleans buys what it cleans with
        concept = "cleaning_goods"
    if by_card and concept in _TAKES_CARDS:  # it keeps its fee from what it pays out; by card one buys of it
        concept = "by_reader"
    return concepts()[_BY_CARD.get(concept, concept) if by_card else concept]


def _with_council(said: list[Hint], parsed: ParsedLine, name: Sequence[str]) -> list[Hint]:
    """LEEDS CC, BOLTON MBC: councils as banks shorten them; of customers and clubs no card or direct debit tells."""
    if said or parsed.kind not in ("card", "direct_debit") or not 2 <= len(name) <= 4:
        return said
    short = next((word for word in name[1:] if word in _COUNCILS), None)
    return [Hint("council", short, _COUNCIL_WORTH, in_reference=False)] if short else said


def _or_backwards(said: list[Hint], backwards: list[Hint], asked: _Asked) -> list[Hint]:
    """For money in, the words of what it gives back: where the line says it is a refund, or of a supply on account."""
    if asked.refund:
        return said or backwards
    if backwards and backwards[0].concept in _ON_ACCOUNT and backwards[0].strength >= _SAID_OUTRIGHT:
        return backwards if not said or said[0].strength < 0.6 else said
    return said


def _known(parsed: ParsedLine) -> KnownName | None:
    """The known name in the payee. One that reads as a person's must be it as a whole: JOHN LEWIS, TED BAKER."""
    by_card = parsed.kind == "card"
    known = find_name(parsed.payee_key, by_card=by_card)
    if parsed.also_key:
        also = find_name(parsed.also_key, by_card=by_card)
        if also and (known is None or len(also.matched) > len(known.matched)):
            known = also
    if (
        known
        and not known.by_hand
        and " " not in known.matched
        and parsed.kind != "card"
        and not _COUNCILS.isdisjoint(known.rest)
    ):
        return None  # CANNOCK CHASE DC is no bank
    if (numbered := _numbered(parsed)) and (known is None or len(numbered.matched) > len(known.matched)):
        known = numbered
    if known is None:
        return None
    if parsed.is_person and (known.rest or known.certainty < 0.95):
        return None
    if parsed.may_be_person and known.rest and not known.by_hand and " " not in known.matched:
        return None  # DEXTER SHARPE, paid by name, is not Dexters
    if known.concept == "account_topup" and sum(map(_is_said, parsed.reference_words)) >= _SAYS_WHAT_FOR:
        return replace(known, certainty=known.certainty * _PASSED_ON)  # WISE, for tiles: paid on to somebody
    if known.concept in _FINANCED and not _LENDS.isdisjoint(known.rest):
        return replace(known, concept="hire_purchase")
    return known


def _numbered(parsed: ParsedLine) -> KnownName | None:
    """GOOGLE ADS7204411902: the number is the payment's, the letters before it belong to the name."""
    first = parsed.reference_words[0] if parsed.reference_words else ""
    letters = first.rstrip("0123456789")
    if letters == first or len(letters) < _NUMBERED_FROM or not letters.isalpha():
        return None
    found = find_name(f"{parsed.payee_key} {letters}")
    return found if found and " " in found.matched and found.matched.endswith(letters) else None


def _is_said(word: str) -> bool:
    return word.isalpha() and len(word) > _SAYS_WHAT_FOR and word not in _OF_A_TOPUP


def _contradicted(known: KnownName, said: Sequence[Hint]) -> bool:
    """A single word of a longer name is no brand when the other words say another trade: NORTHGATE BRIDGE DELI."""
    words = [hint for hint in said if not hint.in_reference and hint.concept != known.concept]
    if words and words[0].concept in _TELLS_MORE.get(known.concept, ()):
        return True
    if words and words[0].concept == "parking" and known.concept in _BY_CARD:
        return True  # a council's car park, however it is paid
    return (
        bool(known.rest)
        and not known.by_hand
        and " " not in known.matched
        and bool(words)
        and words[0].strength >= 0.55
    )


def _pays_a_bill(known: KnownName, said: Sequence[Hint], parsed: ParsedLine, amount: Pence, trade: str) -> bool:
    """Money in from a known supplier under an invoice of ours: it is a customer here, and nothing is given back."""
    billed = any(hint.concept == "customer" and hint.in_reference for hint in said)
    return amount >= 0 and billed and not parsed.is_refund and not concepts()[known.concept].pays_in(trade)


class _Asked:
    """A line's side of the question, the same for every concept."""

    def __init__(self, parsed: ParsedLine, amount: Pence, whose: WhoseMoney, trade: str) -> None:
        self.parsed, self.amount, self.whose, self.trade = parsed, amount, whose, trade
        self.refund = amount >= 0 and (
            parsed.is_refund or parsed.kind == "card" or not _GIVES_BACK.isdisjoint(parsed.reference_words)
        )

    def readings(
        self, concept: Concept, worth: float, source: str, found: str, *, most: float = 1.0, said: bool = False
    ) -> list[Reading]:
        """The concept's categories for this line. `most` is what the evidence itself can be trusted."""
        worth, back = self._direction(concept, worth)
        money_in = self.amount >= 0
        if back or not money_in:
            ranked = self.whose.spends(concept, self.amount, self.trade)
        else:
            ranked = concept.categories(self.amount, self.trade)
        placed = merged((self.whose.category(c, money_in=money_in and not back), share) for c, share in ranked)
        reason = f"{found}: {concept.label}"
        readings = []
        for category, share in placed:
            sure = min(share, 1.0) * worth if source == "knowledge" else most * worth * min(1.0, share / 0.92)
            gives_back = (back and self.refund) or concept.name == _GIVEN_BACK
            readings.append(Reading(category, sure, source, reason, gives_back, said))
        return readings

    def _direction(self, concept: Concept, worth: float) -> tuple[float, bool]:
        """Whether the line gives back what such a payee was paid, and what that leaves of the evidence."""
        if self.amount < 0:
            return worth, False
        if concept.pays_in(self.trade) and not (
            self.parsed.is_refund or (self.parsed.kind == "card" and not _sells_for_others(concept))
        ):
            return worth, False
        if self.refund:
            return worth * _REFUND_WORTH, True
        return worth * _MAYBE_REFUND, True


def _sells_for_others(concept: Concept) -> bool:
    return any(category == "cat_sales" and share > 0.85 for category, share in concept.money_in.get("", ()))


def _ranked(found: Sequence[list[Reading]], known: KnownName | None, said: Sequence[Hint]) -> list[Reading]:
    """The surest source first; one that agrees makes it surer, and plain words in the reference are heard."""
    spoken = [readings for readings in found if readings[0].source == "keyword"]
    named = [r for r in found if r[0].source == "knowledge" and r[0].confidence >= _WORTH_A_NAME]
    telling = [*named, *(r for r in spoken[:1] if r[0].confidence >= _WORTH_A_WORD)]
    lead = max(telling or [*spoken[:1], found[-1]], key=lambda readings: readings[0].confidence)
    if known and said and spoken:
        outright = said[0].strength >= _SAID_OUTRIGHT and said[0].in_reference and lead[0].confidence < 0.9
        paid_for = said[0].concept in _OCCASIONS or (said[0].concept == "rent" and said[0].in_reference)
        occasion = paid_for and said[0].strength >= 0.65
        lead = spoken[0] if outright or occasion else lead
    best = lead[0]
    confidence = best.confidence
    for readings in found:
        if readings is lead or readings[0].source == "none":
            continue
        if readings[0].category_id == best.category_id:
            confidence = 1 - (1 - confidence) * (1 - _CODE_AND_NAME * readings[0].confidence)
        elif readings[0].confidence >= 0.7:
            confidence *= 0.93
    known_well = any(readings[0].source == "knowledge" for readings in found)
    confidence = min(confidence, 0.98 if known_well else _WORDS_MOST)
    rest: dict[str, Reading] = {}
    room = min(confidence, 1 - confidence)
    for readings in (lead[1:], *found):
        for reading in readings:
            if reading.category_id != best.category_id and reading.category_id not in rest:
                rest[reading.category_id] = replace(reading, confidence=min(room, reading.confidence))
    first = replace(best, confidence=confidence)
    return [first, *sorted(rest.values(), key=lambda reading: -reading.confidence)]
