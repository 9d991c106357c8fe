"""A sheet of text to the facts of a document: choose, prove, and say how sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accountsos.documents.extract.choose import choose, scorers
from accountsos.documents.extract.goods import goods_of
from accountsos.documents.extract.issue_day import DayCandidate, day_candidates
from accountsos.documents.extract.number import number_candidates
from accountsos.documents.extract.payment import bank_of, due_date_of, reference_of
from accountsos.documents.extract.rows import plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.still_to_pay import StillToPay, still_to_pay
from accountsos.documents.extract.supplier import name_candidates, parties_of
from accountsos.documents.extract.title import kind_of_paper, type_of
from accountsos.documents.extract.total import total_candidates
from accountsos.documents.extract.vat import VatFound, vat_numbers, vat_of
from accountsos.documents.facts import DocumentFacts, DocumentLine, DocumentType, Fact, Party
from accountsos.money import Pence, minor_units

_AMBIGUOUS_CAP = 0.9
_OTHER_DAY_CAP = 0.8
_NAMED, _ONLY_ONE = 2.0, 0.96
"""Of a day whose label says that it is another: of an order, a delivery, a payment."""


def facts_from_sheet(sheet: Sheet, *, today: date, own_names: Sequence[str] = ()) -> DocumentFacts:
    """What the page says. Nothing is booked from here: each fact carries how sure it is.

    The company's own names are never its supplier's.
    """
    gross = _gross(sheet)
    kind, (own, theirs) = type_of(sheet), _numbers(sheet)
    asked = still_to_pay(sheet, gross) if kind.value is DocumentType.INVOICE else StillToPay(gross)
    gross, payable = asked.gross, asked.payable
    currency = _currency(sheet, own, has_buyer=kind.value is not DocumentType.RECEIPT)
    issued = _date(sheet, today)
    vat = vat_of(sheet, gross.value if gross else None, gross.place if gross else None)
    lines, added_up = goods_of(sheet, vat.net.value if vat.net else None, gross.value if gross else None)
    if gross is not None and gross.value > 0 and not asked.waits:
        gross = _proved(gross, vat, added_up=added_up)
    net_lines = vat.net is not None and added_up and sum(line.gross or 0 for line in lines) == vat.net.value
    facts = DocumentFacts(
        type=kind,
        kind=kind_of_paper(sheet, kind),
        supplier=Party(name=_supplier(sheet, own_names), vat_number=own, country=own.value[:2] if own else None),
        customer=Party(vat_number=theirs),
        number=_number(sheet),
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
    chosen = choose(scorers()["total"], [abs(amount.pence) for amount in found], features)
    if chosen is None:
        return None
    if found[chosen.best].pence < 0:
        # It takes money back where it stands best; whether that is meant, a person says.
        return Fact(-chosen.value, min(chosen.confidence, _AMBIGUOUS_CAP), found[chosen.best].place)
    return Fact(chosen.value, chosen.confidence, found[chosen.best].place)


def _proved(gross: Fact[Pence], vat: VatFound, *, added_up: bool) -> Fact[Pence]:
    """Two independent sums that come out right leave little doubt; each takes some of it away."""
    doubt = 1 - gross.confidence
    if vat.proved:
        doubt *= 0.5
    if added_up:
        doubt *= 0.5
    return replace(gross, confidence=min(0.995, 1 - doubt))


def _date(sheet: Sheet, today: date) -> Fact[date] | None:
    found, features = day_candidates(sheet, today)
    chosen = choose(scorers()["date"], [candidate.day for candidate in found], features)
    if chosen is None:
        return None
    best = found[chosen.best]
    confidence = chosen.confidence
    if _is_the_only_one_named(found, chosen.value):
        confidence = max(confidence, _ONLY_ONE)
    if best.found.other is not None and not _day_comes_first(sheet):
        confidence = min(confidence, _AMBIGUOUS_CAP)
    confidence = min(confidence, _cap_of_rivals(found, chosen.value))
    if chosen.value > today:
        confidence = min(confidence, 0.5)
    return Fact(chosen.value, confidence, best.place)


def _is_the_only_one_named(found: Sequence[DayCandidate], chosen: date) -> bool:
    """Whether its own label says that it is the paper's day, and of every other day that it is something else's."""
    best = max(candidate.reason for candidate in found if candidate.day == chosen)
    return best >= _NAMED and all(candidate.reason < 0 for candidate in found if candidate.day != chosen)


def _cap_of_rivals(found: Sequence[DayCandidate], chosen: date) -> float:
    """How sure a day may be at most, by its label and those of the others: with a better rival nobody is sure."""
    best = max(candidate.reason for candidate in found if candidate.day == chosen)
    rival = max((candidate.reason for candidate in found if candidate.day != chosen), default=-9.0)
    if best < 0:
        return _OTHER_DAY_CAP
    return _AMBIGUOUS_CAP if rival >= best else 1.0


_DAY_FIRST = re.compile(
    r"£|€|GBP|EUR|\bRM|\bMYR|SDN|GMBH|LTD|LIMITED|\bTVA|\bUST|MWST|MALAYSIA|SELANGOR|JOHOR|JALAN", re.IGNORECASE
)


def _day_comes_first(sheet: Sheet) -> bool:
    """Whether currency, words or another day on the page show a country that writes the day first."""
    return sheet.month_first or sheet.is_british or _DAY_FIRST.search(sheet.text) is not None


def _supplier(sheet: Sheet, own_names: Sequence[str]) -> Fact[str] | None:
    found, features = name_candidates(sheet, own_names)
    chosen = choose(scorers()["supplier"], parties_of(found, sheet), features)
    if chosen is None:
        return None
    best = found[chosen.best]
    return Fact(best.name, chosen.confidence, best.place)


def _number(sheet: Sheet) -> Fact[str] | None:
    found, features = number_candidates(sheet)
    chosen = choose(scorers()["number"], [candidate.text for candidate in found], features)
    if chosen is None:
        return None
    return Fact(chosen.value, chosen.confidence, found[chosen.best].place)


def _numbers(sheet: Sheet) -> tuple[Fact[str] | None, Fact[str] | None]:
    own = theirs = None
    for number, place, is_theirs in vat_numbers(sheet):
        if is_theirs:
            theirs = theirs or Fact(number, 0.9, place)
        else:
            own = own or Fact(number, 0.9, place)
    return own, theirs


_CODES = {"GBP": r"£|\bGBP\b", "EUR": r"€|\bEUR(?:O|OS)?\b", "MYR": r"\bRM\s?\d|\bRM\b|\bMYR\b", "USD": r"US\$|\bUSD\b",
          "CHF": r"\bCHF\b", "SEK": r"\bSEK\b", "DKK": r"\bDKK\b", "NOK": r"\bNOK\b", "PLN": r"\bPLN\b",
          "CAD": r"\bCAD\b",
          "AUD": r"\bAUD\b|(?<![A-Z])AU?\$", "SGD": r"\bSGD\b|S\$", "JPY": r"\bJPY\b|¥", "DEM": r"\bDEM\b"}  # fmt: skip


_VAT_IN_POUNDS = re.compile(
    r"\b(?:VAT|TAX)[^\n]{0,20}?\b(?:IN|EQUIVALENT)\W{0,3}(?:GBP|£|STERLING)[^\n]*", re.IGNORECASE
)
_DOLLARS = re.compile(r"(?<![A-Z])\$")
_DOLLAR_CODES = ("USD", "CAD", "AUD", "SGD")


def _currency(sheet: Sheet, own: Fact[str] | None, *, has_buyer: bool) -> Fact[str] | None:
    """By the signs of the amounts, then by what is known of the seller; the buyer's address says nothing of it."""
    text = _VAT_IN_POUNDS.sub("", sheet.text)
    counts = {code: len(re.findall(pattern, text)) for code, pattern in _CODES.items()}
    ranked = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
    dollars = len(_DOLLARS.findall(text))
    if ranked and (ranked[0] in _DOLLAR_CODES or counts[ranked[0]] >= dollars):
        sure = len(ranked) == 1 or counts[ranked[0]] >= 3 * counts[ranked[1]]
        sure = sure and (ranked[0] in _DOLLAR_CODES or counts[ranked[0]] >= 3 * dollars)
        return Fact(ranked[0], 0.97 if sure else 0.75)
    if dollars:
        return Fact("USD", 0.96 if not ranked and _is_american(text) else 0.75)
    if sheet.is_british:
        sellers = own is not None and own.value.startswith("GB")
        return Fact("GBP", 0.95 if sellers or not has_buyer else 0.85)
    if re.search(r"SDN\.? BHD|MALAYSIA|SELANGOR|JOHOR|KUALA LUMPUR", sheet.text.upper()):
        return Fact("MYR", 0.95)
    if re.search(r"UMSATZSTEUER|UST\.|MWST|\bTVA\b|GMBH", sheet.text.upper()):
        return Fact("EUR", 0.85)
    return None


_AMERICAN = re.compile(
    r"\bUNITED STATES\b|\bU\.?S\.?A\b|\b(?:DELAWARE|CALIFORNIA|NEW YORK|TEXAS|WASHINGTON|MASSACHUSETTS|FLORIDA)\b"
    r"|\b(?:ILLINOIS|COLORADO|OREGON|NEVADA)\b"
    r"|,\s*[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|,\s*INC\b|\bINC\.|\bLLC\b"
)
_OTHER_DOLLARS = re.compile(
    r"\b(?:CANADA|ONTARIO|QUEBEC|BRITISH COLUMBIA|ALBERTA|AUSTRALIA|NSW|QUEENSLAND|ABN|NEW ZEALAND|NZBN|SINGAPORE)\b"
    r"|\b(?:HONG KONG|GST|HST|TAIWAN|MEXICO)\b"
)


def _is_american(text: str) -> bool:
    """Whether the seller is in the United States: a British buyer has no such address, and no other dollar is near."""
    capital = plain(text)
    return _AMERICAN.search(capital) is not None and _OTHER_DOLLARS.search(capital) is None


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
