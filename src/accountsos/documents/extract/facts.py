"""A sheet of text to the facts of a document: choose, prove, and say how sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accountsos.documents.extract.amounts import is_misread
from accountsos.documents.extract.choose import Choice, choose, ranked, scorers
from accountsos.documents.extract.currency import currency_of
from accountsos.documents.extract.day_labels import is_of_payment
from accountsos.documents.extract.goods import goods_of
from accountsos.documents.extract.issue_day import DayCandidate, day_candidates
from accountsos.documents.extract.letterhead import are_kin, company_alone, name_in_full, with_kin
from accountsos.documents.extract.name_lines import ENDS_IN_FORM, NameCandidate
from accountsos.documents.extract.name_lockup import whole_name
from accountsos.documents.extract.name_proof import over_a_vat_number, said_whole, undisputed
from accountsos.documents.extract.name_reasons import agreed
from accountsos.documents.extract.name_ties import (
    heads_a_picture,
    is_written_as_a_name,
    says_only_a_trade,
    tied,
)
from accountsos.documents.extract.name_witnesses import Witness, witnesses_of
from accountsos.documents.extract.number_choice import number_of
from accountsos.documents.extract.only_day import (
    ends_a_stay,
    is_a_tills,
    is_of_the_order,
    is_proved,
    is_the_only_day,
)
from accountsos.documents.extract.payment import bank_of, due_date_of, reference_of
from accountsos.documents.extract.proved_total import (
    asked_as_much,
    by_the_change,
    is_handed_over,
    is_unmarked,
    less_returns,
)
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.stacked import stack_of
from accountsos.documents.extract.still_to_pay import StillToPay, still_to_pay
from accountsos.documents.extract.summed import is_the_most, the_one_sum, total_of_lines
from accountsos.documents.extract.supplier import name_candidates, names_one_of, parties_of
from accountsos.documents.extract.title import kind_of_paper, type_of
from accountsos.documents.extract.total import total_candidates
from accountsos.documents.extract.vat import VatFound, vat_of
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.extract.vat_within import is_said_within, may_be_within, rate_within
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import DocumentFacts, DocumentLine, DocumentType, Fact, Party
from accountsos.money import Pence, minor_units

_AMBIGUOUS_CAP = 0.9
_OTHER_DAY_CAP = 0.8
_IN_COLUMN, _LABELLED_WELL = 0.96, 0.9
_BY_EYE = 0.02
"""By how much a name read off a picture is less sure: of sixty photos those that were wrong went through by less."""
_EVEN, _LIKELY, _UNDISPUTED = 0.5, 0.6, 0.95
"""Of a supplier beside whom the page names nobody: all of the likely ones were right in papers not trained on."""
_NAMED, _PAID, _ONLY_ONE = 2.0, 1.0, 0.96
"""Of a day whose label says that it is another: of an order, a delivery, a payment."""


def facts_from_sheet(sheet: Sheet, *, today: date, own_names: Sequence[str] = ()) -> DocumentFacts:
    """What the page says. Nothing is booked from here: each fact carries how sure it is.

    The company's own names are never its supplier's.
    """
    kind = type_of(sheet)
    if kind.value is DocumentType.CREDIT_NOTE:
        sheet = replace(sheet, is_credit=True)
    gross, (own, theirs) = _gross(sheet), _numbers(sheet)
    asked = still_to_pay(sheet, gross) if kind.value is DocumentType.INVOICE else StillToPay(gross)
    gross, payable = asked.gross, asked.payable
    currency = currency_of(sheet, own, has_buyer=kind.value is not DocumentType.RECEIPT)
    issued = _date(sheet, today, is_receipt=kind.value is DocumentType.RECEIPT)
    vat = _vat(sheet, gross)
    lines, added_up = goods_of(sheet, vat.net.value if vat.net else None, gross.value if gross else None)
    if gross is not None and gross.value > 0 and not asked.waits:
        gross = _proved(gross, vat, added_up=added_up)
    if gross is not None and gross.value > 0 and vat.proved and not asked.waits and is_handed_over(sheet, gross.value):
        gross = replace(gross, confidence=max(gross.confidence, _IN_COLUMN))
    if gross is not None and gross.value > 0 and vat.is_within and not asked.waits:
        gross = replace(gross, confidence=max(gross.confidence, _IN_COLUMN))
    if gross is not None and vat.proved and added_up and not asked.waits and is_the_most(sheet, gross.value, lines):
        gross = replace(gross, confidence=max(gross.confidence, _IN_COLUMN))
    if gross is not None and sheet.is_a_pad and not added_up:
        # Figures in columns of pounds and pence are written by hand: their sum is the only proof of them.
        gross = replace(gross, confidence=min(gross.confidence, _AMBIGUOUS_CAP))
    net_lines = vat.net is not None and added_up and sum(line.gross or 0 for line in lines) == vat.net.value
    facts = DocumentFacts(
        type=kind,
        kind=kind_of_paper(sheet, kind),
        supplier=Party(name=supplier_of(sheet, own_names), vat_number=own, country=own.value[:2] if own else None),
        customer=Party(vat_number=theirs),
        number=number_of(sheet, kind.value),
        date=issued,
        due_date=due_date_of(sheet, issued.value if issued else None),
        currency=currency,
        net=vat.net,
        vat_by_rate=vat.by_rate,
        vat=vat.vat,
        gross=gross,
        prepaid=asked.prepaid,
        payable=payable,
        lines=tuple(_as_net(line) for line in lines) if net_lines else lines,
        payment_reference=reference_of(sheet),
        bank=bank_of(sheet),
    )
    return _in_minor_units(facts)


def _gross(sheet: Sheet) -> Fact[Pence] | None:
    found, features = total_candidates(sheet)
    chosen = choose(scorers()["total"], [abs(amount.pence) for amount in found], features, by_eye=sheet.is_by_eye)
    if chosen is None:
        return the_one_sum(sheet)
    if found[chosen.best].pence < 0 and (asked := asked_as_much(found, chosen.value)) is not None:
        return Fact(chosen.value, min(chosen.confidence, _AMBIGUOUS_CAP), asked.place)
    if found[chosen.best].pence < 0:
        # It takes money back where it stands best; whether that is meant, a person says.
        return Fact(-chosen.value, min(chosen.confidence, _AMBIGUOUS_CAP), found[chosen.best].place)
    confidence = chosen.confidence
    if confidence < _LABELLED_WELL and (proved := _by_the_vat_within(sheet)) is not None:
        return Fact(proved.pence, _AMBIGUOUS_CAP, proved.place)
    if confidence < _LABELLED_WELL and (summed := total_of_lines(sheet, found[chosen.best])) is not None:
        return summed
    if (rest := less_returns(found, chosen.value)) is not None:
        return Fact(rest.pence, _AMBIGUOUS_CAP, rest.place)
    if _is_the_only_sum(sheet, found[chosen.best]):
        confidence = max(confidence, _ONLY_ONE)
    if confidence < _LABELLED_WELL and (paid := by_the_change(sheet)) is not None:
        return paid
    if is_misread(found[chosen.best].piece.text) or is_unmarked(found[chosen.best]):
        confidence = min(confidence, _AMBIGUOUS_CAP)
    return _by_its_column(sheet, Fact(chosen.value, confidence, found[chosen.best].place))


def _vat(sheet: Sheet, gross: Fact[Pence] | None) -> VatFound:
    """Net and VAT of the total; of one below zero they are below zero too."""
    if gross is None or gross.value >= 0:
        found = vat_of(sheet, gross.value if gross else None, gross.place if gross else None)
        if gross is None or not sheet.is_credit or found.vat is not None:
            return found
        # What is given back is printed once without a minus, and its VAT below zero.
        turned = vat_of(replace(sheet, is_turned=True), gross.value, gross.place)
        return found if turned.vat is None else turned
    found = vat_of(replace(sheet, is_turned=True), -gross.value, gross.place)
    return replace(
        found,
        net=found.net and replace(found.net, value=-found.net.value),
        vat=found.vat and replace(found.vat, value=-found.vat.value),
        by_rate=tuple(
            replace(part, net=None if part.net is None else -part.net, vat=None if part.vat is None else -part.vat)
            for part in found.by_rate
        ),
    )


def _is_the_only_sum(sheet: Sheet, found: FoundAmount) -> bool:
    """Whether no other sum is on the page and its label says that it was, or is to be, paid."""
    sums = {amount.pence for amount in sheet.amounts if amount.amount.has_decimals and amount.pence}
    label = compact(found.label)
    told = words_in(label) & {Word.TOTAL, Word.PAYABLE, Word.CASH} or "DONATION" in label
    return sums == {found.pence} and bool(told) and not found.piece.by_eye


def _by_the_vat_within(sheet: Sheet) -> FoundAmount | None:
    """The largest sum of a page, where the only VAT that is said to be within a sum is just what it contains."""
    money = [a for a in sheet.amounts if a.amount.has_decimals and a.pence > 0]
    said = [a for a in money if is_said_within(a) or may_be_within(a)]
    highest = max(money, key=lambda a: a.pence, default=None)
    fits = len(said) == 1 and highest is not None and rate_within(said[0], highest.pence) is not None
    return highest if fits else None


def _by_its_column(sheet: Sheet, gross: Fact[Pence]) -> Fact[Pence]:
    """The total as the column of net, VAT and total proves it; a sure reading of another amount stands."""
    stack = stack_of(sheet)
    if stack is None:
        return gross
    if stack.total.pence == gross.value:
        return replace(gross, confidence=max(gross.confidence, _IN_COLUMN))
    stands = gross.confidence >= _LABELLED_WELL and gross.value != stack.net.pence
    return gross if stands else Fact(stack.total.pence, _IN_COLUMN, stack.total.place)


def _proved(gross: Fact[Pence], vat: VatFound, *, added_up: bool) -> Fact[Pence]:
    """Two independent sums that come out right leave little doubt; each takes some of it away."""
    doubt = 1 - gross.confidence
    if vat.proved:
        doubt *= 0.5
    if added_up:
        doubt *= 0.5
    return replace(gross, confidence=min(0.995, 1 - doubt))


def _date(sheet: Sheet, today: date, *, is_receipt: bool) -> Fact[date] | None:
    found, features = day_candidates(sheet, today)
    chosen = choose(scorers()["date"], [candidate.day for candidate in found], features, by_eye=sheet.is_by_eye)
    if chosen is None:
        return None
    best, confidence = found[chosen.best], chosen.confidence
    if (named := _named_instead(found, chosen.value)) is not None:
        alone = _is_the_only_one_to_go_by(found, named.day) and named.day <= today
        told = alone and (named.found.other is None or _day_comes_first(sheet))
        return Fact(named.day, _ONLY_ONE if told else _AMBIGUOUS_CAP, named.place)
    if _is_the_only_one_named(found, chosen.value) or _is_the_only_one_to_go_by(found, chosen.value):
        confidence = max(confidence, _ONLY_ONE)
    if best.found.other is not None and not _day_comes_first(sheet):
        confidence = min(confidence, _AMBIGUOUS_CAP)
    confidence = min(confidence, _cap_of_rivals(found, chosen.value))
    if is_receipt and (
        is_of_the_order(found) or ends_a_stay(found, chosen.value) or is_a_tills(found, chosen.value, today)
    ):
        confidence = _ONLY_ONE
    if is_the_only_day(found, chosen.value) and is_proved(best, is_receipt=is_receipt):
        confidence = max(confidence, _ONLY_ONE)
    if chosen.value > today:
        confidence = min(confidence, 0.5)
    return Fact(chosen.value, confidence, best.place)


def _named_instead(found: Sequence[DayCandidate], chosen: date) -> DayCandidate | None:
    """The only day with a label of the paper's own, where the chosen one has none."""
    reasons = [candidate.reason for candidate in found if candidate.day == chosen]
    named = [candidate for candidate in found if candidate.reason >= _PAID]
    if max(reasons) >= _PAID or len({candidate.day for candidate in named}) != 1:
        return None
    return named[0]


def _is_the_only_one_named(found: Sequence[DayCandidate], chosen: date) -> bool:
    """Whether its own label says that it is the paper's day, and of every other day that it is something else's."""
    best = max(candidate.reason for candidate in found if candidate.day == chosen)
    others = [candidate for candidate in found if candidate.day != chosen]
    return best >= _NAMED and all(c.reason < 0 or is_of_payment(c.label.text) for c in others)


def _is_the_only_one_to_go_by(found: Sequence[DayCandidate], chosen: date) -> bool:
    """Whether it heads a letter or is the day of payment, and nothing but other matters' days is beside it.

    Of a picture it is not said: there another day may be one that was misread.
    """
    best = max((c for c in found if c.day == chosen), key=lambda c: c.reason)
    others = all(candidate.reason < 0 for candidate in found if candidate.day != chosen)
    return others and best.reason >= _PAID and not best.in_a_sentence and not best.piece.by_eye


def _cap_of_rivals(found: Sequence[DayCandidate], chosen: date) -> float:
    """How sure a day may be at most, by its label and those of the others: with a better rival nobody is sure."""
    best = max(candidate.reason for candidate in found if candidate.day == chosen)
    rival = max((candidate.reason for candidate in found if candidate.day != chosen), default=-9.0)
    if best < 0:
        return _OTHER_DAY_CAP
    if any("TAXPOINT" in compact(c.label.text) and c.day != chosen for c in found):
        return _AMBIGUOUS_CAP  # the VAT belongs to the one, the terms to the other
    return _AMBIGUOUS_CAP if rival >= best else 1.0


_DAY_FIRST = re.compile(
    r"£|€|GBP|EUR|\bRM|\bMYR|SDN|GMBH|LTD|LIMITED|\bVAT\b|\bTVA|\bUST|MWST|MALAYSIA|SELANGOR|JOHOR|JALAN", re.IGNORECASE
)


def _day_comes_first(sheet: Sheet) -> bool:
    """Whether currency, words or another day on the page show a country that writes the day first."""
    if sheet.order_of_days is not None:
        return True
    return not sheet.is_american and (sheet.is_british or _DAY_FIRST.search(sheet.text) is not None)


def supplier_of(sheet: Sheet, own_names: Sequence[str]) -> Fact[str] | None:
    """Who sends the page, where the company's own names are nobody's."""
    found, features = name_candidates(sheet, own_names)
    parties = parties_of(found, sheet)
    chosen = choose(scorers()["supplier"], parties, features, by_eye=sheet.is_by_eye)
    if chosen is None:
        return _the_only_one(found)
    if says_only_a_trade(found[chosen.best].name):
        order = ranked(scorers()["supplier"], parties, features, by_eye=sheet.is_by_eye)
        chosen = _next_that_names(found, order, chosen)
    chosen = name_in_full(sheet, found, parties, chosen)
    chosen, parties = company_alone(found, parties, chosen)
    chosen, rest = with_kin(sheet, found, parties, chosen, features)
    best = found[chosen.best]
    confidence = max(chosen.confidence - (_BY_EYE if best.piece.by_eye else 0.0), 0.0)
    likely = confidence >= (_EVEN if over_a_vat_number(sheet, best) else _LIKELY)
    others = _of_others(sheet, own_names)
    is_undisputed = likely and is_written_as_a_name(best.name) and undisputed(sheet, found, best, others)
    if is_undisputed or (likely and heads_a_picture(sheet, best) and _has_no_rival(rest)):
        confidence = max(confidence, _UNDISPUTED)
    elif best.joined > 1 and not best.piece.by_eye and not said_whole(sheet, best):
        # A shop and who keeps it, or a name and its trade: text breaks names over lines less often than till rolls do.
        confidence = min(confidence, _AMBIGUOUS_CAP)
    read = Fact(best.name, confidence, best.place)
    read = tied(sheet, read, best, others, own_names, is_undisputed=is_undisputed)
    rest_of_names = [(found[choice.best], choice) for choice in rest]
    read = agreed(sheet, read, best, rest_of_names, witnesses=others, own_names=own_names)
    read = whole_name(sheet, read, best, others)
    if _another_heads_it(sheet, found, best):
        read = replace(read, confidence=min(read.confidence, _AMBIGUOUS_CAP))
    return read


def _another_heads_it(sheet: Sheet, found: Sequence[NameCandidate], best: NameCandidate) -> bool:
    """Whether another company stands over it at the head of the page: one may act for the other."""
    over = [c for c in found if c.row < min(best.row, _NEAR_HEAD) and ENDS_IN_FORM.search(plain(c.name))]
    return any(not are_kin(sheet, candidate.name, best.name) for candidate in over)


def _the_only_one(found: Sequence[NameCandidate]) -> Fact[str] | None:
    """The one line of the page that may be a name, for a person to look at."""
    lines = [c for c in found if c.joined == 1 and "VAT" not in plain(c.name).split()]
    alone = len({candidate.name for candidate in lines}) == 1 and not says_only_a_trade(lines[0].name)
    return Fact(lines[0].name, _GUESSED, lines[0].place) if alone else None


_GUESSED = 0.1


def _has_no_rival(rest: Sequence[Choice[str]]) -> bool:
    """Whether the next likely name is far off."""
    return not rest or rest[0].confidence < _RIVAL


_RIVAL = 0.3


def _next_that_names(found: Sequence[NameCandidate], order: Sequence[Choice[str]], chosen: Choice[str]) -> Choice[str]:
    """The likeliest line near the head that is more than a trade, for a heading such as `Solicitors` names nobody."""
    if ENDS_IN_FORM.search(plain(found[chosen.best].name)) or " - " in found[chosen.best].piece.text:
        return chosen
    heads = [c for c in order if found[c.best].row < _NEAR_HEAD and not says_only_a_trade(found[c.best].name)]
    return replace(heads[0], confidence=min(heads[0].confidence, _AMBIGUOUS_CAP)) if heads else chosen


_NEAR_HEAD = 4


def _of_others(sheet: Sheet, own_names: Sequence[str]) -> tuple[Witness, ...]:
    """Who is named elsewhere on the page, we ourselves aside."""
    return tuple(w for w in witnesses_of(sheet) if not own_names or not names_one_of(w.name, own_names))


def _numbers(sheet: Sheet) -> tuple[Fact[str] | None, Fact[str] | None]:
    own = theirs = None
    for number, place, is_theirs in vat_numbers(sheet):
        if is_theirs:
            theirs = theirs or Fact(number, 0.9, place)
        else:
            own = own or Fact(number, 0.9, place)
    return own, theirs


def _as_net(line: DocumentLine) -> DocumentLine:
    return replace(line, net=line.gross, gross=None)


def _in_minor_units(facts: DocumentFacts) -> DocumentFacts:
    """Amounts were read in hundredths; yen have none and dinars have thousandths."""
    decimals = minor_units(facts.currency.value) if facts.currency else 2
    if decimals == 2:
        return facts

    def scaled(fact: Fact[Pence] | None) -> Fact[Pence] | None:
        if fact is None:
            return None
        value = fact.value // 100 if decimals == 0 else fact.value * 10
        return replace(fact, value=value, confidence=min(fact.confidence, 0.9))

    return replace(
        facts,
        net=scaled(facts.net),
        vat=scaled(facts.vat),
        gross=scaled(facts.gross),
        prepaid=scaled(facts.prepaid),
        payable=scaled(facts.payable),
        lines=(),
        vat_by_rate=(),
    )
