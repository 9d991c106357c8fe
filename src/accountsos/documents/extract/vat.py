"""The VAT of a page: its rates, and net and VAT as far as they are printed and add up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from accountsos.documents.extract.goods import goods_of
from accountsos.documents.extract.rows import compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.stacked import HOLDS_ITS_VAT, Stack, stack_of
from accountsos.documents.extract.vat_labels import COMES_BACK, NO_VAT, SAYS_VAT, labelled
from accountsos.documents.extract.vat_parts import lines_at_rates, parts_of, totals_in_columns
from accountsos.documents.extract.vat_rows import parts_in_a_table, parts_of_lines
from accountsos.documents.extract.vat_said import parts_by_codes, parts_in_a_sentence, parts_said
from accountsos.documents.extract.vat_several import several_taxes
from accountsos.documents.extract.vat_table import RATE, parts_at_rates
from accountsos.documents.extract.vat_within import (
    OURS,
    SAYS_TAX,
    is_said_within,
    may_be_within,
    rate_within,
    rates_said,
    within_a_part,
)
from accountsos.documents.extract.words import Word
from accountsos.documents.facts import Fact, Place, VatAtRate
from accountsos.money import Pence, rounded_half_up

_ONLY_TAX = re.compile(
    r"(?:TOTAL|ADD|PLUS)?(?:VAT|TVA|MWST|UST|BTW|IVA)(?:TOTAL|AMOUNT|CONTENT|THEREON|ATSTANDARDRATE|AT|CHARGED"
    r"|ON(?:THE)?(?:THAT|THIS|THESE|THOSE|ABOVE))?(?:GBP|EUR)?"
)
"""A label that says nothing but that it is the tax: goods may have to do with VAT too, such as advice on a return."""


@dataclass(frozen=True)
class VatFound:
    """Net and VAT of the document, by rate where the page says so."""

    net: Fact[Pence] | None
    vat: Fact[Pence] | None
    by_rate: tuple[VatAtRate, ...]
    proved: bool
    """Whether net and VAT add up to the gross, and not by chance only."""
    is_within: bool = False
    """Whether the page says that it is within the total, and it is so at a rate of ours to the penny."""


def vat_of(sheet: Sheet, gross: Pence | None, gross_place: Place | None) -> VatFound:
    """Net and VAT that fit the gross; by rate too where lines and their codes tell what the VAT is on."""
    found = _vat_of(sheet, gross, gross_place)
    if gross is not None and found.vat is None and (unread := _spoken_of(sheet, gross) or _unsaid(sheet, gross)):
        size, place = unread.pence, unread.place
        return VatFound(Fact(gross - size, _HARDLY_READ, gross_place), Fact(size, _HARDLY_READ, place), (), False)
    if gross is None or found.vat is None or found.by_rate or found.vat.value <= 0:
        return found
    parts = parts_by_codes(sheet, gross, found.vat.value)
    return replace(found, by_rate=parts, vat=_surer(found.vat), net=found.net and _surer(found.net)) if parts else found


def _surer(fact: Fact[Pence]) -> Fact[Pence]:
    return replace(fact, confidence=max(fact.confidence, 0.93))


def _vat_of(sheet: Sheet, gross: Pence | None, gross_place: Place | None) -> VatFound:
    """Net and VAT that make the gross; where nothing is proved, what the labels say with less confidence."""
    taxes = labelled(sheet, {Word.TAX}, {Word.EXCLUSIVE, Word.INCLUSIVE, Word.SUBTOTAL, Word.GRAND, Word.SUMMARY})
    taxes = [tax for tax in taxes if not HOLDS_ITS_VAT.search(plain(tax.label))]
    nets = labelled(sheet, {Word.EXCLUSIVE, Word.SUBTOTAL}, {Word.QUANTITY})
    if gross is None:
        return VatFound(None, None, (), False)
    by_rate = parts_at_rates(sheet, gross)
    if by_rate and sum((rate.net or 0) + (rate.vat or 0) for rate in by_rate) == gross:
        return _of_parts(by_rate, 0.97, proved=True)
    if tabled := (parts_in_a_table(sheet, gross) or parts_of_lines(sheet, gross) or parts_in_a_sentence(sheet, gross)):
        return _of_parts(tabled, 0.96, proved=True)
    if (several := several_taxes(sheet, gross)) is not None:
        if several.parts:
            return _of_parts(several.parts, 0.95, proved=True)
        size, place = several.vat, several.first.place
        sure = 0.9 if several.is_all else _HARDLY_READ
        return VatFound(Fact(gross - size, sure, gross_place), Fact(size, sure, place), (), False)
    stack = stack_of(sheet)
    if stack is None or stack.total.pence != gross or stack.rate is None:
        parted = parts_said(sheet, gross)
        if parted:
            return _of_parts(parted, 0.96, proved=sum(part.net or 0 for part in parted) in sheet.decimals)
    if stack is not None and stack.total.pence == gross:
        return _of_stack(sheet, stack)
    if _REVERSED.search(sheet.compact) and (all_of_it := next((n for n in nets if n.pence == gross), None)) is not None:
        # What is printed as VAT the customer owes to HMRC, and it is not in the total: AE, as an e-invoice says it.
        owed = VatAtRate(Decimal(0), gross, 0, "AE", 0.9, all_of_it.place)
        return VatFound(Fact(gross, 0.96, all_of_it.place), Fact(0, 0.9, all_of_it.place), (owed,), False)
    for tax, net_found in totals_in_columns(sheet, gross) or [(t, n) for t in reversed(taxes) for n in reversed(nets)]:
        if net_found.pence + tax.pence == gross and 0 <= tax.pence < net_found.pence:
            rates = _one_rate(sheet, net_found.pence, tax) or lines_at_rates(sheet, net_found.pence, tax)
            return VatFound(
                    Fact(net_found.pence, 0.97, net_found.place), Fact(tax.pence, 0.97, tax.place),
                    rates, tax.pence > 0,
                )  # fmt: skip
    for tax in sheet.amounts:
        rate = _rate_of(tax, gross) or (rate_within(tax, gross) if may_be_within(tax) else None)
        told = is_said_within(tax)
        spoken = told or may_be_within(tax) or _is_beside_service(sheet, gross, tax)
        fits = spoken and bool(rate or within_a_part(sheet, gross, tax))
        contained = told or fits
        if HOLDS_ITS_VAT.search(plain(tax.label)):
            continue
        if contained and tax.amount.has_decimals and 0 <= tax.pence * 5 <= gross:
            whole = [VatAtRate(rate, gross - tax.pence, tax.pence, None, 0.9, tax.place)] if rate else []
            parts = tuple(whole) or within_a_part(sheet, gross, tax)
            # Where the one rate that is said does not come out, a figure was misread or the rest bears another.
            sure = _HARDLY_READ if not fits and len(rates_said(tax.label)) == 1 else 0.93
            rest, within = Fact(gross - tax.pence, sure, tax.place), Fact(tax.pence, sure, tax.place)
            return VatFound(rest, within, parts, False, is_within=rate is not None)
    for tax in reversed(taxes):
        rate = _rate_of(tax, gross)
        if rate is not None and (rate in OURS or rate in rates_said(sheet.text)):
            net = gross - tax.pence
            only = VatAtRate(rate, net, tax.pence, None, 0.85, tax.place)
            return VatFound(Fact(net, 0.85, gross_place), Fact(tax.pence, 0.85, tax.place), (only,), False)
    return _by_other_sums(sheet, gross, gross_place, taxes, nets)


def _of_stack(sheet: Sheet, stack: Stack) -> VatFound:
    net, tax = stack.net, stack.tax
    only = VatAtRate(stack.rate, net.pence, tax.pence, None, 0.95, tax.place)
    known = (only,) if stack.rate is not None else lines_at_rates(sheet, net.pence, tax)
    return VatFound(Fact(net.pence, 0.96, net.place), Fact(tax.pence, 0.96, tax.place), known, True)


def _of_parts(parts: tuple[VatAtRate, ...], confidence: float, *, proved: bool) -> VatFound:
    net, vat, place = sum(part.net or 0 for part in parts), sum(part.vat or 0 for part in parts), parts[0].place
    return VatFound(Fact(net, confidence, place), Fact(vat, confidence, place), parts, proved)


_SPEAKS_OF_VAT = re.compile(r"(?:INCLUDES|INCLUDING|INCLUDED|OFWHICH|CONTAINS)?VAT(?!REG|N)")
_HARDLY_READ = 0.6
"""Of VAT that a person is to look at: better than unsaid, for the page speaks of it."""


def _spoken_of(sheet: Sheet, gross: Pence) -> FoundAmount | None:
    """A sum beside words for VAT, wherever in the line or on the next, that may be the VAT of this total."""
    for row in sheet.rows:
        text = plain(row.text)
        if not SAYS_TAX.search(_NUMBER_OF_VAT.sub(" ", text)) or NO_VAT.search(row.compact):
            continue
        after = sheet.rows[row.index + 1] if row.index + 1 < len(sheet.rows) else None
        rows = {row.index} | ({after.index} if after and not any(c.isalpha() for c in after.text) else set())
        for tax in sheet.amounts:
            is_a_price = _PRICE_WITH_IT.match(plain(tax.label)) is not None
            if tax.row.index in rows and not is_a_price and tax.amount.has_decimals and 0 < tax.pence * 5 <= gross + 4:
                return tax
    return None


def _unsaid(sheet: Sheet, gross: Pence) -> FoundAmount | None:
    """A sum that is just our usual rate on another that is printed, and both make the total of one who charges it.

    Whatever they are called, a person is to look.
    """
    if not _IS_CHARGED.search(plain(sheet.text)):
        return None
    size = rounded_half_up(Decimal(gross) * OURS[0] / (100 + OURS[0]))
    is_net = size > 0 and gross - size in sheet.decimals
    return next((a for a in sheet.amounts if is_net and a.pence == size and a.amount.has_decimals), None)


_IS_CHARGED = re.compile(r"\b(?:VAT|VALUE ADDED TAX)\W*(?:REG|NO\b|NUM|ID\b|GB|\d{3}\s?\d{4})")
_PRICE_WITH_IT = re.compile(
    r"(?:(?!.*\b(?:TOTAL|PRICES?|SUM)\b).*[A-Z]{3,}\W+INC[A-Z]*|.*\bINCL?)\.?\W*(?:VAT|TAX)\W*$"
)
"""`Tea, inc VAT` heads the price of the tea, `Total inc VAT` a sum."""
_NUMBER_OF_VAT = re.compile(r"VAT\s*(?:REG|NO|NUM|ID|GB|\d{3}\s?\d{4})[^|]*")


_SERVICE = re.compile(r"(?:OPTIONAL|DISCRETIONARY)?(?:SERVICE(?:CHARGE)?|TIPS?|GRATUITY)(?:CHARGE|ADDED|INCLUDED)?")


def _is_beside_service(sheet: Sheet, gross: Pence, tax: FoundAmount) -> bool:
    """Whether it is plain VAT on what a table had, and the service added to that is all of the rest."""
    if _ONLY_TAX.fullmatch(compact(tax.label)) is None:
        return False
    added = {a.pence for a in sheet.amounts if a.amount.has_decimals and _SERVICE.fullmatch(compact(a.label))}
    rates = [rate_within(tax, gross - extra) for extra in added if 0 < extra < gross]
    return any(rate is not None for rate in rates)


def _by_other_sums(
    sheet: Sheet, gross: Pence, gross_place: Place | None, taxes: list[FoundAmount], nets: list[FoundAmount]
) -> VatFound:
    """VAT that no label alone gives: by what bears none, by goods, by what a subtotal leaves, or hardly at all."""
    printed = frozenset(a.pence for a in sheet.amounts if a.amount.has_decimals)
    if (parted := _beside_what_bears_none(sheet, gross, taxes)) is not None:
        return parted
    if (parted := _beside_lines_without(sheet, gross, gross_place, taxes)) is not None:
        return parted
    for tax in reversed(taxes):
        plain_tax = _ONLY_TAX.fullmatch(compact(tax.label or tax.above)) is not None
        within = plain_tax and 0 < tax.pence * 6 <= gross + 6
        if within and (gross - tax.pence in printed or goods_of(sheet, gross - tax.pence)[1]):
            # The net is printed too, whatever it is called there, or is what the goods add up to.
            net = gross - tax.pence
            rates = _one_rate(sheet, net, tax)
            return VatFound(Fact(net, 0.9, gross_place), Fact(tax.pence, 0.9, tax.place), rates, False)
    if (left := _left_by_a_subtotal(gross, nets, printed, sheet)) is not None:
        return left
    if (part := _on_a_part(sheet, gross, taxes)) is not None:
        return part
    if (none := _nought(sheet, taxes)) is not None:
        only = VatAtRate(Decimal(0), gross, 0, None, 0.85, none.place)
        return VatFound(Fact(gross, 0.85, gross_place), Fact(0, 0.85, none.place), (only,), False)
    if not taxes and (stated := _STATED.findall(plain(sheet.text))) and len(set(stated)) == 1:
        # A machine's ticket says the rate and leaves the sum to the reader.
        rate = Decimal(stated[0])
        size = rounded_half_up(Decimal(gross) * rate / (100 + rate))
        only = VatAtRate(rate, gross - size, size, None, 0.9, gross_place)
        return VatFound(Fact(gross - size, 0.9, gross_place), Fact(size, 0.9, gross_place), (only,), False)
    spoken = [
        a for a in sheet.amounts if _SPEAKS_OF_VAT.match(compact(a.label)) and not NO_VAT.search(compact(a.label))
    ]
    for tax in (*reversed(taxes), *reversed(spoken)):
        # Hardly read is better than unsaid: a person sees that the page speaks of VAT.
        if 0 < tax.pence * 5 <= gross + 4 and tax.amount.has_decimals:
            return VatFound(Fact(gross - tax.pence, 0.6, gross_place), Fact(tax.pence, 0.6, tax.place), (), False)
    return VatFound(None, None, (), False)


_STATED = re.compile(
    r"\b(?:PRICES?|TOTAL|FEES?|CHARGES?|TARIFF|AMOUNT)\s+(?:PAID\s+)?(?:IS\s+|ARE\s+)?INC(?:L"
    r"|LUDES|LUDING|LUSIVE OF)?\.?\s+VAT\s*(?:AT|@|OF)?\s*\(?(20|5)(?:\.0{1,2})?\s?%"
)


def _left_by_a_subtotal(
    gross: Pence, nets: list[FoundAmount], printed: frozenset[Pence], sheet: Sheet
) -> VatFound | None:
    """What is printed between a subtotal and the total and is just a rate of ours on it, whatever it is called."""
    for net in reversed(nets):
        for rate in (Decimal(20), Decimal(5)):
            size = gross - net.pence
            if 0 < size == rounded_half_up(Decimal(net.pence) * rate / 100) and size in printed:
                tax = next(a for a in sheet.amounts if a.pence == size and a.amount.has_decimals)
                only = VatAtRate(rate, net.pence, size, None, 0.9, tax.place)
                return VatFound(Fact(net.pence, 0.9, net.place), Fact(size, 0.9, tax.place), (only,), True)
    return None


def _on_a_part(sheet: Sheet, gross: Pence, taxes: list[FoundAmount]) -> VatFound | None:
    """Plain VAT that is just a rate of ours on one printed sum; the rest of the total bears none."""
    money = [a for a in sheet.amounts if a.amount.has_decimals]
    for tax in reversed(taxes):
        if tax.pence <= 0 or _ONLY_TAX.fullmatch(compact(tax.label or tax.above)) is None:
            continue
        for rate in (Decimal(20), Decimal(5)):
            for base in money:
                rest = gross - tax.pence - base.pence
                if base.pence + tax.pence in sheet.decimals:
                    continue  # that is a total, and what is left another paper's
                if rest > 0 and tax.pence == rounded_half_up(Decimal(base.pence) * rate / 100):
                    taxed = VatAtRate(rate, base.pence, tax.pence, None, 0.9, tax.place)
                    free = VatAtRate(Decimal(0), rest, 0, None, 0.8, tax.place)
                    net = gross - tax.pence
                    return VatFound(Fact(net, 0.9, base.place), Fact(tax.pence, 0.9, tax.place), (taxed, free), False)
    return None


_REVERSED = re.compile(r"REVERSECHARGE|CUSTOMERTOPAYTHEVAT|CUSTOMERTOACCOUNT")


_ENDS_IN_VAT = re.compile(r",\s(?:PLUS\s|AND\s)?VAT$")
"""What a sentence says behind a net: `net 40.00, VAT`."""


def _nought(sheet: Sheet, taxes: list[FoundAmount]) -> FoundAmount | None:
    """The line that says there is no VAT, where none says that there is: goods may speak of VAT, with a price."""
    charged = [
        t
        for t in taxes
        if t.pence
        and (_ONLY_TAX.fullmatch(compact(t.label or t.above)) or "%" in t.label or "STANDARD" in plain(t.label))
    ]
    charged += [
        a for a in sheet.amounts if a.pence > 0 and a.amount.has_decimals and _ENDS_IN_VAT.search(plain(a.label))
    ]
    noughts = [a for a in sheet.amounts if a.pence == 0 and a.amount.has_decimals]
    return None if charged else next((a for a in noughts if SAYS_VAT.match(compact(a.label))), None)


def _beside_what_bears_none(sheet: Sheet, gross: Pence, taxes: list[FoundAmount]) -> VatFound | None:
    """VAT on a part of it: fees with 20 % and disbursements without, both printed."""
    free = [
        a
        for a in sheet.amounts
        if a.amount.has_decimals
        and a.pence > 0
        and NO_VAT.search(label := compact(a.label))
        and not COMES_BACK.search(label)
    ]
    if not free:
        return None
    # A tourist tax may stand in its line with its price, and once more with the totals.
    last = {a.row.index: a.pence for a in free}
    nones = dict.fromkeys((sum(a.pence for a in free), sum(last.values()), *last.values()))
    for none, tax in ((none, tax) for none in nones if none < gross for tax in reversed(taxes)):
        net = gross - none - tax.pence
        for rate in dict.fromkeys((*OURS, *rates_said(tax.row.text))):
            if tax.pence > 0 and abs(rounded_half_up(Decimal(net) * rate / 100) - tax.pence) <= 1:
                parts = (
                    VatAtRate(rate, net, tax.pence, None, 0.95, tax.place),
                    VatAtRate(Decimal(0), none, 0, None, 0.9, free[0].place),
                )
                return VatFound(Fact(net + none, 0.96, tax.place), Fact(tax.pence, 0.96, tax.place), parts, True)
    return None


def _beside_lines_without(
    sheet: Sheet, gross: Pence, gross_place: Place | None, taxes: list[FoundAmount]
) -> VatFound | None:
    """VAT on some lines, and lines beside them that come to the rest: a solicitor's charges and disbursements."""
    for tax in taxes:
        says_rate = RATE.search(tax.label) is not None or _ONLY_TAX.fullmatch(compact(tax.label)) is not None
        if says_rate and (parts := parts_of(sheet, gross - tax.pence, tax)) and not _is_whole(sheet, parts[0]):
            net = Fact(gross - tax.pence, 0.93, gross_place)
            return VatFound(net, Fact(tax.pence, 0.93, tax.place), parts, False)
    return None


def _is_whole(sheet: Sheet, part: VatAtRate) -> bool:
    """Whether net and VAT of the part make a sum that is printed: that is a total then, and the rest another's."""
    return any(a.pence == (part.net or 0) + (part.vat or 0) for a in sheet.amounts if a.amount.has_decimals)


def _rate_of(tax: FoundAmount, gross: Pence) -> Decimal | None:
    """The UK rate at which this VAT is contained in the gross, to the penny or two."""
    for rate in (Decimal(20), Decimal(5), Decimal("17.5"), Decimal(15), Decimal("12.5")):
        contained = rounded_half_up(Decimal(gross) * rate / (100 + rate))
        if abs(contained - tax.pence) <= 1:
            return rate
    return None


def _one_rate(sheet: Sheet, net: Pence, tax: FoundAmount) -> tuple[VatAtRate, ...]:
    """The document's only rate, where one printed rate explains all of the VAT."""
    rates = {Decimal(match.replace(",", ".")) for match in RATE.findall(sheet.text)} | {Decimal(20), Decimal(5)}
    for rate in sorted(rates, reverse=True):
        if rate and abs(rounded_half_up(Decimal(net) * rate / 100) - tax.pence) <= 2:
            return (VatAtRate(rate, net, tax.pence, None, 0.95, tax.place),)
    if tax.pence == 0:
        return (VatAtRate(Decimal(0), net, 0, None, 0.9, tax.place),)
    return ()
