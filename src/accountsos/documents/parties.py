"""Tell the company itself from the other party of a page: its own name and VAT number are never its supplier's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from accountsos.documents.extract.customer import customer_of, is_only_address
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.facts import facts_from_sheet, supplier_of
from accountsos.documents.extract.marketplace import Market, market_of
from accountsos.documents.extract.name_lines import ADDRESS, NOT_A_NAME, is_a_label
from accountsos.documents.extract.name_witnesses import FOOT, PAYEE, SELLER, SIGNED, trading_names, witnesses_of
from accountsos.documents.extract.own_head import with_our_name_whole
from accountsos.documents.extract.registrant import registrants
from accountsos.documents.extract.rows import Piece, compact, plain
from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.supplier import names_one_of
from accountsos.documents.extract.vat_numbers import vat_numbers
from accountsos.documents.facts import NEVER_BOOKED, Direction, DocumentFacts, Fact, Place
from accountsos.documents.names import KnownSuppliers, core_name, each_name, is_ours, same_name

_NAME_LEAST, _HEADED, _LOGO = 4, 0.95, 1.25
_A_PAIR = 2
_SURE, _LIKELY, _DOUBTED = 0.97, 0.9, 0.85
_TO_US = re.compile(
    r"RECEIVED(?:WITHTHANKS)?FROM|(?:RECEIPT|STATEMENT|INVOICED?|BILL(?:ED)?|SOLD|SHIP(?:PED)?|DELIVER(?:ED)?|CHARGED?|PREPARED)(?:TO|FOR)|CUSTOMER|CLIENT|BUYER|^(?:TO|FOR)$|^FAO"
    r"|(?:INVOICE|BILLING|DELIVERY)ADDRESS|DEAR|TENANT|LESSEE|INSURED|POLICYHOLDER|RATEPAYER|(?<!SUB)CONTRACTOR"
)


def facts_told_apart(sheet: Sheet, known: KnownSuppliers, today: date) -> DocumentFacts:
    """The facts of a page with each name and VAT number at its party, and the direction where our own tell it."""
    sheet = with_our_name_whole(sheet, known.own_names)
    facts = _between_two(sheet, known, today)
    if facts.type.value in NEVER_BOOKED or (facts.direction is not None and facts.direction.value is Direction.SALE):
        return facts
    market = market_of(sheet, known.own_names, known.own_vat_numbers)
    return facts if market is None else _bought_on(facts, market)


def _bought_on(facts: DocumentFacts, market: Market) -> DocumentFacts:
    """The facts of an order on a market place: its supplier is who owes the VAT, the seller where nothing is said."""
    name = market.platform if market.is_deemed else market.seller
    number = market.vat_number
    supplier = replace(facts.supplier, name=name, vat_number=number, country=number.value[:2] if number else None)
    return replace(facts, supplier=supplier, seller=market.seller, platform=market.platform)


def _between_two(sheet: Sheet, known: KnownSuppliers, today: date) -> DocumentFacts:
    facts = facts_from_sheet(sheet, today=today)
    if not known.own_names:
        return told_apart(facts, sheet, known)
    known = _with_names_said(sheet, known)
    first = facts.supplier.name
    if first is not None and names_one_of(first.value, known.own_people):
        # A director bought for us: `Passenger: Ann Roe`.
        facts = facts_from_sheet(sheet, today=today, own_names=_nobody_else(known))
        first = facts.supplier.name
    if first is None or not names_one_of(first.value, known.own_names):
        if not _names_us(sheet, known):
            return told_apart(facts, sheet, known)
        return _under_our_head(facts_from_sheet(sheet, today=today, own_names=_nobody_else(known)), sheet, known)
    to_us = _addressed_to_us(sheet, known)
    if not to_us and _is_ours(sheet, known, first):
        return told_apart(facts, sheet, known)
    # The next name is taken: a paper that is not ours is somebody's.
    facts = facts_from_sheet(sheet, today=today, own_names=_nobody_else(known))
    name = facts.supplier.name
    in_question = not to_us and not _stands_under_another(sheet, known, first)
    if name is not None and in_question and not _has_anothers_number(sheet, known):
        # Ours stood where a sender's name stands, and nothing says that it is the buyer's.
        name = replace(name, confidence=min(name.confidence, _DOUBTED))
        facts = replace(facts, supplier=replace(facts.supplier, name=name))
    return told_apart(facts, sheet, known)


def _with_names_said(sheet: Sheet, known: KnownSuppliers) -> KnownSuppliers:
    """Ours with the trading name that the page itself gives us: `Roe Ltd t/a Roe Roofs`, `Roe's is run by Roe Ltd`."""
    said = []
    for trading, company in trading_names(sheet):
        ours = [is_ours(name, known.own_names) for name in (trading, company)]
        said += [name for name, is_own in ((trading, ours[1]), (company, ours[0])) if is_own and not all(ours)]
    return replace(known, own_names=(*known.own_names, *said))


def _has_anothers_number(sheet: Sheet, known: KnownSuppliers) -> bool:
    """Whether a VAT number on it is not ours, where ours is known: who has it sells."""
    return bool(known.own_vat_numbers) and any(
        not customers and not known.is_own(None, number) for number, _, customers in vat_numbers(sheet)
    )


def _under_our_head(facts: DocumentFacts, sheet: Sheet, known: KnownSuppliers) -> DocumentFacts:
    """A paper that another seems to have sent; where ours is the name at its head, it is our sale or a person says."""
    ours = _ours_at_the_head(sheet, known)
    name = facts.supplier.name
    if ours is None or _addressed_to_us(sheet, known):
        return told_apart(facts, sheet, known)
    if ours.height >= _LOGO * sheet.letter_height:
        head = Fact(ours.text, _LIKELY, ours.place)
        if _is_ours(sheet, known, head):
            return told_apart(replace(facts, supplier=replace(facts.supplier, name=head)), sheet, known)
    if name is not None:
        name = replace(name, confidence=min(name.confidence, _DOUBTED))
        facts = replace(facts, supplier=replace(facts.supplier, name=name))
    return told_apart(facts, sheet, known)


def _ours_at_the_head(sheet: Sheet, known: KnownSuppliers) -> Piece | None:
    """Our name in the first row, where nothing but our address stands beside it."""
    first = sheet.rows[0].pieces if sheet.rows else ()
    ours = [piece for piece in first if is_ours(piece.text, known.own_names)]
    beside = [p for p in first if p not in ours and _may_name(p) and not ADDRESS.search(plain(p.text))]
    return ours[0] if ours and not beside else None


def _nobody_else(known: KnownSuppliers) -> tuple[str, ...]:
    """The names that are no supplier's: the company's and its directors'."""
    return (*known.own_names, *known.own_people)


def _names_us(sheet: Sheet, known: KnownSuppliers) -> bool:
    return any(names_one_of(piece.text, known.own_names) for row in sheet.rows for piece in row.pieces)


def _is_ours(sheet: Sheet, known: KnownSuppliers, first: Fact[str]) -> bool:
    """Whether we sent what names us first: our VAT number alone, a seller's mark, or a buyer who is another."""
    begins = any(core_name(first.value).startswith(core_name(own)) for own in each_name(known.own_names))
    if not begins and not is_ours(first.value, known.own_names):
        # Words stand before our name, so it is no letterhead of ours: `Receipt for Teasel Ltd`.
        return False
    if known.own_vat_numbers:
        numbers = [(n, p, theirs or _is_the_buyers(p, customer_of(sheet))) for n, p, theirs in vat_numbers(sheet)]
        ours = [customers for number, _, customers in numbers if known.is_own(None, number)]
        others = [number for number, _, customers in numbers if not customers and not known.is_own(None, number)]
        if any(ours) or others:
            return False
        if ours:
            return True
    selling = (PAYEE, SELLER, FOOT, SIGNED)
    witnesses = list(witnesses_of(sheet))
    # `Roe t/a Roe Roofing` is our name wherever it stands, and no mark of a seller.
    marks = [w for w in witnesses if not any(same_name(w.piece.text, own) for own in known.own_names)]
    signs = any(w.kind in selling and names_one_of(w.name, known.own_names) for w in marks)
    # A director takes the money for us.
    of_ours = (*known.own_names, *known.own_people)
    if any(w.kind in (PAYEE, SELLER) and not names_one_of(w.name, of_ours) for w in witnesses):
        # Another is to be paid, or sells: whatever stands where, we are not the sender.
        return False
    customer = customer_of(sheet)
    sellers = [company for company in registrants(sheet, known.own_names) if _is_not(company.name, customer)]
    if sellers:
        # A company with its own VAT or company number, and it is not the buyer: it sells.
        return False
    is_us = customer is not None and names_one_of(customer.value, known.own_names)
    headed = customer is not None and customer.confidence >= _HEADED
    if signs or headed or is_us:
        # A word such as `For` may head goods too: under another's name at the head we are not the sender.
        return not is_us and (signs or not _stands_under_another(sheet, known, first))
    likely = customer is not None or first.confidence >= _LIKELY
    return likely and not _stands_under_another(sheet, known, first)


def _is_the_buyers(number: Place, customer: Fact[str] | None) -> bool:
    """Whether a VAT number stands in the block under the name to whom the paper is headed."""
    if customer is None or customer.confidence < _HEADED or customer.place is None:
        return False
    name, box = customer.place.box, number.box
    if name is None or box is None or number.page != customer.place.page:
        return False
    return abs(box.left - name.left) < _IN_COLUMN and 0 < box.top - name.bottom < _BLOCK


_IN_COLUMN, _BLOCK = 0.02, 0.12


def _is_not(name: str, customer: Fact[str] | None) -> bool:
    return customer is None or f" {core_name(name)} " not in f" {core_name(customer.value)} "


def _stands_under_another(sheet: Sheet, known: KnownSuppliers, first: Fact[str]) -> bool:
    """Whether a name or an address of somebody else is over ours: then ours is the address in the window."""
    if first.place is None or first.place.box is None:
        return False
    over = [
        piece
        for row in sheet.rows
        for piece in row.pieces
        if (piece.page, piece.box.bottom) < (first.place.page or 1, first.place.box.top)
    ]
    return any(_may_name(piece) and not names_one_of(piece.text, known.own_names) for piece in over)


def _may_name(piece: Piece) -> bool:
    """Whether it is words, and no title, label or day."""
    letters = sum(c.isalpha() for c in piece.text)
    if letters < _NAME_LEAST or NOT_A_NAME.search(piece.compact) or is_a_label(piece.text):
        return False
    return sum(c.isdigit() for c in piece.text) * 2 < letters and not any(True for _ in days_in(piece.text))


def _addressed_to_us(sheet: Sheet, known: KnownSuppliers) -> bool:
    """Whether a heading that speaks of the buyer stands over, before or in a line with our name."""
    for row in sheet.rows:
        for piece in row.pieces:
            if not names_one_of(piece.text, known.own_names):
                continue
            over = [
                p.compact
                for above in sheet.rows[max(0, row.index - 2) : row.index]
                for p in above.pieces
                if p.page == piece.page and abs(p.box.left - piece.box.left) < 0.03 and _is_short(p.text)
            ]
            alone = len(row.pieces) == _A_PAIR
            before = [p.compact for p in row.pieces if 0 <= piece.box.left - p.box.right < (1.0 if alone else 0.2)]
            if any(_TO_US.search(text) for text in (*over, *before, compact(piece.text)[:24])):
                return True
    return False


def _is_short(text: str) -> bool:
    """Whether it may head what stands below it: a sentence such as `This is the invoice for the deposit` does not."""
    return len(text.split()) <= _HEADING_MOST


_HEADING_MOST = 6


def told_apart(facts: DocumentFacts, sheet: Sheet, known: KnownSuppliers) -> DocumentFacts:
    """The facts with each VAT number at its party, and the direction where it is told."""
    ours: Fact[str] | None = None
    others: list[Fact[str]] = []
    billed_to_us = False
    for number, place, customers in vat_numbers(sheet) if known.own_vat_numbers else ():
        if known.is_own(None, number):
            ours = ours or Fact(number, _SURE, place)
            billed_to_us = billed_to_us or customers
        elif not customers:
            others.append(Fact(number, _LIKELY, place))
    name = facts.supplier.name
    if name is not None and known.is_own(name.value, None):
        # Only what was found to be our own paper still has our name as its sender.
        return _sold(facts, sheet, known, ours, min(_SURE, name.confidence))
    if ours is None:
        # Our name over another's number: it is addressed to us.
        return _bought(facts, None, others) if others and _names_us(sheet, known) else facts
    if billed_to_us or others:
        return _bought(facts, ours, others)
    if name is not None and known.is_part_of_own(name.value):
        return _sold(facts, sheet, known, ours, _DOUBTED)
    # Our number alone, and nothing says that it is the buyer's: it may be our own invoice. A person says.
    if name is not None:
        name = replace(name, confidence=min(name.confidence, _DOUBTED))
    supplier = replace(facts.supplier, name=name, vat_number=None, country=None)
    return replace(facts, supplier=supplier, direction=None)


def _sold(
    facts: DocumentFacts, sheet: Sheet, known: KnownSuppliers, ours: Fact[str] | None, sureness: float
) -> DocumentFacts:
    supplier = facts.supplier
    if ours is not None:
        supplier = replace(supplier, vat_number=ours, country=ours.value[:2])
    named = customer_of(sheet)
    if named is not None and named.confidence < _HEADED and is_only_address(sheet, named):
        named = replace(named, confidence=_HEADED)
    if named is None and (other := supplier_of(sheet, _nobody_else(known))) is not None:
        named = replace(other, confidence=min(other.confidence, _DOUBTED))  # who else is named on our paper
    customer = replace(facts.customer, name=named)
    sureness = sureness if ours is not None else min(sureness, _DOUBTED)
    return replace(facts, supplier=supplier, customer=customer, direction=Fact(Direction.SALE, sureness))


def _bought(facts: DocumentFacts, ours: Fact[str] | None, others: list[Fact[str]]) -> DocumentFacts:
    theirs = others[0] if others else None
    supplier = replace(facts.supplier, vat_number=theirs, country=theirs.value[:2] if theirs else None)
    customer = replace(facts.customer, vat_number=ours)
    return replace(facts, supplier=supplier, customer=customer, direction=Fact(Direction.PURCHASE, _SURE))
