"""VAT by rate as a page says it of its parts: `VAT 20% on 34.50`, or by the codes behind its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.rows import Row, compact, plain
from accountsos.documents.extract.sheet import FoundAmount, Sheet
from accountsos.documents.extract.words import Word, words_in
from accountsos.documents.facts import VatAtRate
from accountsos.money import Pence, rounded_half_up

_RATES = (Decimal(20), Decimal(5))
_ON = re.compile(r"\b(?P<rate>20|5)(?:[.,]0{1,2})?\s?%\s*(?:VAT\s*)?\(?\s*ON\s+(?=[£(]?\s?\d)")
_VAT = re.compile(r"VAT|V\.A\.T")
_WITHIN = re.compile(r"INCL|CONTAIN|WITHIN|OF WHICH")
_CODED = re.compile(r"\d[.,]\d{2}\s?(?P<code>[A-Z]{1,2}\d?|\*|\d)\s*$")
_A_CODE = re.compile(r"[A-Z]{1,2}\d?|\*")
_NO_LINE = frozenset(
    (Word.TOTAL, Word.GRAND, Word.PAYABLE, Word.SUBTOTAL, Word.CASH, Word.CARD, Word.CHANGE, Word.BALANCE)
)
_CODES_MOST = 4


def _at(rate: Decimal, net: Pence) -> Pence:
    return rounded_half_up(Decimal(net) * rate / 100)


def _within(rate: Decimal, gross: Pence) -> Pence:
    return rounded_half_up(Decimal(gross) * rate / (100 + rate))


def parts_said(sheet: Sheet, gross: Pence) -> tuple[VatAtRate, ...]:
    """The parts that a line says the VAT is on, and the rest, which bears none as nothing says that it does.

    A total that the taxed part alone comes to is a total, and what is added to it another matter.
    """
    taxed: dict[Decimal, VatAtRate] = {}
    for row in sheet.rows:
        if _VAT.search(plain(row.text)):
            for rate, part in _said_in(sheet, row):
                if part is None:
                    return ()  # what does not come out right was misread, and nothing rests on it
                taxed.setdefault(rate, part)
    own = sum((part.net or 0) + (part.vat or 0) for part in taxed.values())
    rest = gross - own
    if not taxed or rest < 0 or own in _totals(sheet):
        return () if rest else tuple(taxed.values())
    known = {part.vat for part in taxed.values()} | {0, sum(part.vat or 0 for part in taxed.values())}
    if any(tax not in known for tax in _plain_taxes(sheet)):
        return ()
    place = next(iter(taxed.values())).place
    free = (VatAtRate(Decimal(0), rest, 0, None, 0.9, place),) if rest else ()
    return (*taxed.values(), *free)


_SENTENCE = re.compile(
    r"\b(?P<rate>STANDARD|REDUCED|ZERO|20%|5%|0%)[ -]?(?:RATED?)?[^\d|]{0,14}?\bNET\W{1,4}(?P<net>\d[\d,]*\.\d\d)"
    r"\W{1,3}(?:AND |PLUS )?VAT\W{1,4}(?P<vat>\d[\d,]*\.\d\d)"
)
_CALLED = {"STANDARD": Decimal(20), "REDUCED": Decimal(5), "ZERO": Decimal(0)}


def parts_in_a_sentence(sheet: Sheet, gross: Pence) -> tuple[VatAtRate, ...]:
    """The parts as a text tells them, over lines too: `Standard rate: net 40.00, VAT 8.00. Zero rate: net …`.

    None where they do not come to the total, or a rate to its VAT.
    """
    text = " ".join(plain(row.text) for row in sheet.rows)
    found = []
    for match in _SENTENCE.finditer(re.sub(r"\s?%", "%", text)):
        rate = _CALLED[match["rate"]] if match["rate"] in _CALLED else Decimal(match["rate"].rstrip("%"))
        (net,), (vat,) = (amounts_in(match[part]) for part in ("net", "vat"))
        place = next((a.place for a in sheet.amounts if a.pence == net.pence), None)
        found.append(VatAtRate(rate, net.pence, vat.pence, None, 0.95, place))
    right = all(abs(_at(part.rate or Decimal(0), part.net or 0) - (part.vat or 0)) <= 1 for part in found)
    return tuple(found) if right and sum((p.net or 0) + (p.vat or 0) for p in found) == gross else ()


def _said_in(sheet: Sheet, row: Row) -> Iterator[tuple[Decimal, VatAtRate | None]]:
    """Each rate that a line says to be on a sum, with the VAT in the line that it comes to, or none."""
    text = plain(row.text)
    printed = [a for a in sheet.amounts if a.row.index == row.index and a.amount.has_decimals]
    for match in _ON.finditer(text):
        base = next((a.pence for a in amounts_in(text[match.end() :])), 0)
        if base:
            rate = Decimal(match["rate"])
            taxes = [a for a in reversed(printed) if a.pence not in (0, base)]
            yield rate, next((part for tax in taxes if (part := _part(rate, base, tax, text)) is not None), None)


def _part(rate: Decimal, base: Pence, tax: FoundAmount, text: str) -> VatAtRate | None:
    if abs(_at(rate, base) - tax.pence) <= 1:
        return VatAtRate(rate, base, tax.pence, None, 0.95, tax.place)
    if abs(_within(rate, base) - tax.pence) <= 1 and _WITHIN.search(text):
        return VatAtRate(rate, base - tax.pence, tax.pence, None, 0.95, tax.place)
    return None


def _totals(sheet: Sheet) -> frozenset[Pence]:
    wanted = {Word.TOTAL, Word.GRAND, Word.PAYABLE}
    return frozenset(
        a.pence
        for a in sheet.amounts
        if a.amount.has_decimals
        and (words := words_in(compact(a.label))) & wanted
        and not words & {Word.TAX, Word.SUBTOTAL, Word.EXCLUSIVE}
    )


_PLAIN_TAX = re.compile(r"(?:TOTAL|ADD|PLUS)?VAT(?:TOTAL|AMOUNT|AT|CONTENT|CHARGED)?(?:GBP)?")


def _plain_taxes(sheet: Sheet) -> frozenset[Pence]:
    return frozenset(a.pence for a in sheet.amounts if a.amount.has_decimals and _PLAIN_TAX.fullmatch(compact(a.label)))


def _lines(sheet: Sheet) -> Iterator[list[FoundAmount]]:
    """The amounts of each line of goods: no sum, no payment, no VAT of the whole."""
    by_row: dict[int, list[FoundAmount]] = {}
    for found in sheet.amounts:
        if found.amount.has_decimals:
            by_row.setdefault(found.row.index, []).append(found)
    for amounts in by_row.values():
        label = compact(amounts[0].label)
        if not words_in(label) & _NO_LINE and not label.startswith(("VAT", "NET", "GOODS")):
            yield amounts


def parts_by_codes(sheet: Sheet, gross: Pence, vat: Pence) -> tuple[VatAtRate, ...]:
    """The lines by the code or rate printed behind or beside each: those that come to the VAT, and the others.

    All lines together must come to the total, or to the total without VAT.
    """
    by_code: dict[str, Pence] = {}
    place = None
    for amounts in _lines(sheet):
        code = _code_of(amounts[-1])
        if code is not None:
            by_code[code] = by_code.get(code, 0) + amounts[-1].pence
            place = amounts[-1].place
    whole = sum(by_code.values())
    if whole not in (gross, gross - vat) or not 1 < len(by_code) <= _CODES_MOST:
        return ()
    fits = [
        (rate, base)
        for size in range(1, len(by_code))
        for codes in combinations(by_code, size)
        for rate in _RATES
        if abs((_within if whole == gross else _at)(rate, base := sum(by_code[c] for c in codes)) - vat) <= 1
    ]
    if len(fits) != 1:
        return ()
    rate, base = fits[0]
    net = base - vat if whole == gross else base
    taxed = VatAtRate(rate, net, vat, None, 0.93, place)
    return (taxed, VatAtRate(Decimal(0), whole - base, 0, None, 0.9, place))


def _code_of(found: FoundAmount) -> str | None:
    """The code that follows the last amount of a line, in its cell or in the last one."""
    text = plain(found.piece.text)
    if match := _CODED.search(text):
        return match["code"]
    last = plain(found.row.pieces[-1].text).strip()
    return last if found.row.pieces[-1] is not found.piece and _A_CODE.fullmatch(last) else None
