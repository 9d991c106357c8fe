"""Lines of an invoice as a person gives them: category, VAT code and amount, checked to the penny."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.bookkeeping.cis_facts import cis_on
from accountsos.bookkeeping.company_books import CompanyBooks
from accountsos.bookkeeping.look_ups import category_or_refuse
from accountsos.bookkeeping.vat_choice import check_vat_choice
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import (
    CREDITORS,
    DEBTORS,
    TRANSFER,
    UNCATEGORISED,
    VAT_CONTROL,
    VAT_DEFERRED,
    VAT_FILED,
)
from accountsos.ledger.chart import Category
from accountsos.ledger.vat_treatment import default_code
from accountsos.money import Pence, text_from_pence
from accountsos.store.document_corrections import SaidLine
from accountsos.store.engine.sql import Reader
from accountsos.uk_rules.vat_boxes import VatKind
from accountsos.uk_rules.vat_codes import VAT_CODES
from accountsos.uk_rules.vat_rates import split_gross, vat_on_net, vat_rate

NET, GROSS = "net", "gross"
NO_PURPOSE = frozenset({UNCATEGORISED, TRANSFER, DEBTORS, CREDITORS, VAT_CONTROL, VAT_FILED, VAT_DEFERRED})
"""Accounts that say nothing of what was bought or sold."""
_REVERSED = {"S20": "DRS", "S5": "DRS", "P20": "DRC20", "P5": "DRC5"}
"""Codes under the domestic reverse charge for construction. Source: VATA 1994 s55A; SI 2019/892."""
ROUNDING = 5
"""So many pence may the VAT of a line be off its rate: sellers round by line, by piece or for the whole."""


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One line as it was given, before anything is worked out; amounts with the signs of the paper."""

    category_id: str
    amount: Pence
    """Net or gross, as said for all lines."""
    description: str = ""
    vat_code: str | None = None
    vat_amount: Pence | None = None
    cis: str | None = None
    """labour | materials"""


@dataclass(frozen=True, slots=True)
class LinesOf:
    """Whose lines they are: what decides the VAT of each."""

    is_sale: bool
    day: date
    contact: int | None
    amounts: str
    """net | gross"""


def said_lines(books: CompanyBooks[Reader], of: LinesOf, given: Sequence[GivenLine]) -> tuple[SaidLine, ...]:
    """Every line with its net and VAT in pence; BadRequest names the line and field that cannot be."""
    return tuple(_said(books, of, line, f"lines[{n}].") for n, line in enumerate(given))


def given_again(lines: Sequence[SaidLine], amounts: str) -> tuple[GivenLine, ...]:
    """The lines as they were given, to be worked out for another day or party."""
    return tuple(
        GivenLine(
            line.category_id,
            line.net if amounts == NET else line.gross,
            line.description,
            line.vat_code,
            line.vat if line.vat_said else None,
            line.cis,
        )
        for line in lines
    )


def _said(books: CompanyBooks[Reader], of: LinesOf, line: GivenLine, place: str) -> SaidLine:
    if line.amount == 0:
        raise BadRequest(f"{place}amount: 0.00 says nothing; leave the line out", param=f"{place}amount")
    category = _category(books, of, line, place)
    code = line.vat_code or _usual_code(books, of, category, line.amount)
    # An amount of VAT is held against its code below; without a code there is no registration, and no VAT to say.
    vat = line.vat_amount if code is None else None
    check_vat_choice(books.names, category, (of.day, line.amount), line.vat_code, vat, param=place)
    if code is None:
        net, vat = line.amount, 0
    else:
        _refuse_side(of, code, place)
        net, vat = _split(of, line, code, place)
    return SaidLine(
        category_id=category.category_id,
        net=net,
        vat=vat,
        description=" ".join(line.description.split()),
        vat_code=code,
        vat_said=line.vat_amount is not None,
        cis=line.cis,
    )


def _category(books: CompanyBooks[Reader], of: LinesOf, line: GivenLine, place: str) -> Category:
    param = f"{place}category_id"
    category = category_or_refuse(books.names, line.category_id, param=param)
    if category.category_id in NO_PURPOSE:
        raise BadRequest(
            f"{param}: {category.category_id} ({category.name}) says nothing of what was bought or sold; choose an "
            "income, cost or asset account",
            param=param,
        )
    if category.type == ("expense" if of.is_sale else "income"):
        side, other = ("sale", "a cost") if of.is_sale else ("purchase", "income")
        raise BadRequest(
            f"{param}: {category.category_id} ({category.name}) is {other}, and this is a {side}; choose an account "
            "of its side, or another direction",
            param=param,
        )
    return category


def _usual_code(books: CompanyBooks[Reader], of: LinesOf, category: Category, amount: Pence) -> str | None:
    names = books.names
    if names.vat.on(of.day) is None:
        return None
    as_money = abs(amount) if of.is_sale else -abs(amount)
    code = default_code(category, as_money, of.day, overseas=of.contact in names.vat.overseas_contacts)
    code = code.partition("/")[0]
    fact = cis_on(books.db, books.company, of.contact, of.day)
    return _REVERSED.get(code, code) if fact is not None and fact.reverse_charge else code


def _refuse_side(of: LinesOf, code: str, place: str) -> None:
    law = VAT_CODES[code]
    if law.vat_by_hand or law.kind is VatKind.IMPORT_C79:
        raise BadRequest(
            f"{place}vat_code: {code} ({law.name}) is no charge of an invoice's; give it to the transaction or the "
            "journal that it belongs to",
            param=f"{place}vat_code",
        )
    if law.sales is not None and law.sales is not of.is_sale:
        side, this = ("sales", "purchase") if law.sales else ("purchases", "sale")
        raise BadRequest(
            f"{place}vat_code: {code} ({law.name}) is for {side}, and this is a {this}", param=f"{place}vat_code"
        )


def _split(of: LinesOf, line: GivenLine, code: str, place: str) -> tuple[Pence, Pence]:
    law = VAT_CODES[code]
    rate = vat_rate(law.liability, of.day)
    if law.self_assessed or law.kind is VatKind.NONE or not rate:
        if line.vat_amount:
            raise BadRequest(
                f"{place}vat_amount: with {code} ({law.name}) no VAT is charged; leave vat_amount out",
                param=f"{place}vat_amount",
            )
        return line.amount, 0
    usual = vat_on_net(line.amount, rate) if of.amounts == NET else split_gross(line.amount, rate)[1]
    vat = usual
    if line.vat_amount is not None:
        vat = abs(line.vat_amount) if line.amount > 0 else -abs(line.vat_amount)
    if abs(vat - usual) > ROUNDING:
        raise BadRequest(
            f"{place}vat_amount: {text_from_pence(vat)} is not the VAT of {text_from_pence(line.amount)} {of.amounts} "
            f"at {code}, which is {text_from_pence(usual)}; correct the amount or the code, or split the line",
            param=f"{place}vat_amount",
        )
    return (line.amount, vat) if of.amounts == NET else (line.amount - vat, vat)
