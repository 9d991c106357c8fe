"""The VAT of an invoice as the paper proves it: one part of the reading for each rate that it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec

from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.documents.checks import vat_number_check
from accountsos.documents.facts import DocumentFacts, ReadOutcome, VatAtRate
from accountsos.ledger.chart import Category
from accountsos.ledger.desired_entry import CategorisationLine
from accountsos.ledger.vat_treatment import default_code
from accountsos.money import HOME_CURRENCY, rounded_half_up
from accountsos.store.documents import Document, reading_kept
from accountsos.store.engine.sql import Reader
from accountsos.uk_rules.vat_boxes import VatKind
from accountsos.uk_rules.vat_codes import VAT_CODES
from accountsos.uk_rules.vat_rates import VatRate, liability_of_rate, vat_in_gross, vat_rate

_CODES = {
    (True, VatRate.STANDARD): "S20",
    (True, VatRate.REDUCED): "S5",
    (True, VatRate.HOSPITALITY): "SH",
    (False, VatRate.STANDARD): "P20",
    (False, VatRate.REDUCED): "P5",
    (False, VatRate.HOSPITALITY): "PH",
}
_NEVER = frozenset({"no", "no_cars"})
_SOLD_WITH_VAT = frozenset({"S20", "S5", "SH"})
_BLOCKED = {"P20": "PB20", "P5": "PB5"}
_CHARGED = frozenset({"P20", "P5", "PH", "PHALF20", "PB20", "PB5"})


def parts_of_paper(
    books: CompanyBooks[Reader], document: Document, *, category_id: str, amount: int
) -> tuple[CategorisationLine, ...]:
    """One part per rate of VAT that the document shows; where it proves none, what the books may assume."""
    assert document.issued_on is not None
    names, contact = books.names, document.contact_no
    if document.corrections.lines:
        return _parts_of_lines(document, amount, proven=not document.is_typed)
    plain = CategorisationLine(category_id, amount, contact=contact)
    if names.vat.on(document.issued_on) is None:
        return (plain,)
    abroad = contact in names.vat.overseas_contacts
    return parts_shown(names.chart[category_id], plain, document, facts_of(books, document), abroad=abroad)


def parts_shown(
    category: Category, plain: CategorisationLine, document: Document, facts: DocumentFacts | None, *, abroad: bool
) -> tuple[CategorisationLine, ...]:
    """What the paper says of the VAT of `plain`, its whole amount in one part; `abroad`: the contact is known to be."""
    assert document.issued_on is not None
    amount = plain.amount
    said = document.corrections.vat_code
    if said is not None:
        return (_with_said_code(plain, said, _vat_in_pounds(document, facts, amount)),)
    sale, vat = document.direction == "sale", _vat_in_pounds(document, facts, amount)
    as_charged = abs(amount) if sale else -abs(amount)
    usual = default_code(category, as_charged, document.issued_on, overseas=False)
    abroad = abroad or from_abroad(document, facts)
    if amount != as_charged and not category.in_profit_and_loss:
        # An asset that goes back to its supplier is not sold: the note is of its invoice's side.
        code = default_code(category, as_charged, document.issued_on, overseas=abroad)
        plain = replace(plain, vat_code=code.partition("/")[0])
    if abroad:
        # A customer abroad who was charged no VAT: outside the scope, and in box 6 (VATA 1994 s7A; Notice 741A).
        return (replace(plain, vat_code="OSS") if sale and vat == 0 and usual in _SOLD_WITH_VAT else plain,)
    if vat is None:
        # A bill that shows no VAT claims none; a sale that shows none is read as including it.
        return (plain,) if sale or usual not in _CHARGED else (replace(plain, vat_code="P0"),)
    if vat == 0:
        return (replace(plain, vat_code=_code_without_vat(facts, usual, sale=sale)),)
    if not sale and not proves_input_vat(document, facts):
        return (replace(plain, vat_code="PB20", vat_amount=vat, vat_given=True),)
    if usual in _BLOCKED.values() and category.vat_reclaim not in _NEVER:
        usual = "P20"  # it depends, and here is the paper
    sign = 1 if amount > 0 else -1
    rates = _by_rate(document, facts, usual, sign * vat)
    if rates is None:
        return (replace(plain, vat_amount=vat, vat_given=True, vat_proven=True),)
    return tuple(
        replace(plain, amount=sign * (net + tax), vat_code=code, vat_amount=sign * tax, vat_given=True, vat_proven=True)
        for code, net, tax in rates
    )


def _parts_of_lines(document: Document, amount: int, *, proven: bool) -> tuple[CategorisationLine, ...]:
    """One part per line that a person gave; `amount` is the total as the bank would sign it."""
    sign = 1 if (amount < 0) == ((document.gross or 0) < 0) else -1
    return tuple(
        CategorisationLine(
            line.category_id,
            sign * line.gross,
            vat_code=line.vat_code,
            vat_amount=sign * line.vat,
            contact=document.contact_no,
            notes=line.description or None,
            vat_given=line.vat_code is not None and bool(line.vat),
            vat_proven=proven and bool(line.vat),
        )
        for line in document.corrections.lines
        if line.gross
    )


def _code_without_vat(facts: DocumentFacts | None, usual: str, *, sale: bool) -> str | None:
    """Zero-rated, exempt or reverse charge as the paper says; None where the category already knows it better.

    Category AE between two British parties is the domestic reverse charge. Sources: VATA 1994 s55A; SI 2019/892.
    """
    said = {p.category for p in facts.vat_by_rate} if facts is not None else set()
    if said == {"AE"}:
        return "DRS" if sale else "DRC20"
    if usual not in (_SOLD_WITH_VAT if sale else _CHARGED):
        return None
    exempt = said == {"E"}
    if sale:
        return "SE" if exempt else "S0"
    return "PE" if exempt else "P0"


def split_as_paper(
    split: tuple[CategorisationLine, ...], paper: tuple[CategorisationLine, ...]
) -> tuple[CategorisationLine, ...]:
    """A split that says nothing of VAT, with the VAT that the paper shows: by amount, to the penny of its total."""
    if any(part.vat_code is not None or part.vat_given for part in split):
        return split
    first, total = paper[0], sum(part.amount for part in split)
    if not any(part.vat_given for part in paper):
        return tuple(replace(part, vat_code=first.vat_code) for part in split)
    vat, upto, told = sum(part.vat_amount for part in paper), 0, []
    for part in split:
        before, upto = upto, upto + part.amount
        amount = rounded_half_up(Decimal(vat * upto) / total) - rounded_half_up(Decimal(vat * before) / total)
        code = first.vat_code if len(paper) == 1 else None
        told.append(
            replace(part, vat_code=code, vat_amount=amount, vat_given=True, vat_proven=first.vat_proven)
            if amount * part.amount >= 0
            else part
        )
    return tuple(told)


def _with_said_code(part: CategorisationLine, code: str, shown: int | None) -> CategorisationLine:
    """The VAT as the document shows it where a person says what it is; else as the code finds it in the money."""
    law = VAT_CODES[code]
    if not shown or law.self_assessed or law.kind is VatKind.NONE or law.liability in (VatRate.ZERO, VatRate.EXEMPT):
        return replace(part, vat_code=code)
    return replace(part, vat_code=code, vat_amount=shown, vat_given=True, vat_proven=True)


def from_abroad(document: Document, facts: DocumentFacts | None) -> bool:
    """Whether the other party is not in the United Kingdom: what it charges is no British VAT."""
    if (document.currency or HOME_CURRENCY) != HOME_CURRENCY:
        told = facts.vat_in_tax_currency if facts is not None else None
        return told is None or told.value.currency != HOME_CURRENCY
    if facts is None:
        return False
    party = facts.customer if document.direction == "sale" else facts.supplier
    number = (party.vat_number.value if party.vat_number is not None else "").upper()
    return (party.country or "GB") != "GB" and not number.startswith("GB")


def facts_of(books: CompanyBooks[Reader], document: Document) -> DocumentFacts | None:
    """What was read of it, before corrections."""
    kept = reading_kept(books.db, books.company, document.number)
    return None if kept is None else msgspec.json.decode(kept, type=ReadOutcome).facts


def _vat_in_pounds(document: Document, facts: DocumentFacts | None, amount: int) -> int | None:
    """The VAT that it shows, signed as its amount; None where it shows none or an impossible one."""
    assert document.issued_on is not None
    vat = document.vat
    if vat is None:
        return None
    if (document.currency or HOME_CURRENCY) != HOME_CURRENCY:
        told = facts.vat_in_tax_currency.value if facts is not None and facts.vat_in_tax_currency is not None else None
        if told is None or told.currency != HOME_CURRENCY:
            return None if vat else 0
        vat = told.pence
    # As parts of a total above zero; VAT against the sign of its own total is no VAT of it.
    charged = vat if (document.gross or 0) >= 0 else -vat
    sign = 1 if amount > 0 else -1
    if not 0 <= charged <= most_vat_in(sign * amount, document.issued_on):
        return None
    return sign * charged


def most_vat_in(gross: int, day: date) -> int:
    """The most VAT that an amount can hold on a day, a penny of rounding allowed; never more than the amount."""
    return min(vat_in_gross(gross, vat_rate(VatRate.STANDARD, day)) + 1, gross)


def proves_input_vat(document: Document, facts: DocumentFacts | None) -> bool:
    """Input tax needs an invoice with the supplier's VAT number (SI 1995/2518 regs 14(1)(e) and 29(2)(a))."""
    if document.direction == "sale":
        return True
    if facts is None or facts.tax_name != "VAT" or facts.supplier.vat_number is None:
        return False
    number = facts.supplier.vat_number.value.upper().replace(" ", "")
    return number.removeprefix("GB").isdigit() and vat_number_check(number).holds is not False


def _by_rate(
    document: Document, facts: DocumentFacts | None, usual: str, vat: int
) -> list[tuple[str, int, int]] | None:
    """Code, net and VAT per rate, where the document shows more than one and they come to its totals."""
    if facts is None or len(facts.vat_by_rate) < 2 or document.gross is None or document.issued_on is None:
        return None
    sale, sign = document.direction == "sale", 1 if document.gross > 0 else -1
    found = []
    for part in facts.vat_by_rate:
        if part.rate is None or part.net is None or part.vat is None:
            return None
        code = _code_at_rate(part, document.issued_on, sale=sale)
        if code is None:
            return None
        if not sale:
            code = _BLOCKED.get(code, code) if usual.startswith("PB") else code
            code = "PHALF20" if usual == "PHALF20" and code == "P20" else code
        found.append((code, sign * part.net, sign * part.vat))
    whole = sum(net + tax for _, net, tax in found)
    if whole != sign * document.gross or sum(tax for *_, tax in found) != vat:
        return None
    # A part against the sign of the whole, such as a deposit taken off, is no part that a split can have.
    return found if all(net >= 0 and tax >= 0 for _, net, tax in found) else None


def _code_at_rate(part: VatAtRate, day: date, *, sale: bool) -> str | None:
    assert part.rate is not None
    if part.rate == 0:
        exempt = part.category == "E"
        return ("SE" if exempt else "S0") if sale else ("PE" if exempt else "P0")
    liability = liability_of_rate(part.rate / Decimal(100), day)
    return None if liability is None else _CODES.get((sale, liability))
