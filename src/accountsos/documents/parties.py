"""Tell the company itself from the other party of a page: its own VAT number is never its supplier's."""

from __future__ import annotations

from dataclasses import replace

from accountsos.documents.extract.sheet import Sheet
from accountsos.documents.extract.vat import vat_numbers
from accountsos.documents.facts import Direction, DocumentFacts, Fact
from accountsos.documents.names import KnownSuppliers

_SURE, _LIKELY = 0.97, 0.9


def told_apart(facts: DocumentFacts, sheet: Sheet, known: KnownSuppliers) -> DocumentFacts:
    """The facts of a page with each VAT number at its party, and the direction where the own number tells it."""
    if not known.own_vat_numbers:
        return facts
    ours: Fact[str] | None = None
    others: list[Fact[str]] = []
    billed_to_us = False
    for number, place, customers in vat_numbers(sheet):
        if known.is_own(None, number):
            ours = ours or Fact(number, _SURE, place)
            billed_to_us = billed_to_us or customers
        elif not customers:
            others.append(Fact(number, _LIKELY, place))
    name = facts.supplier.name
    if name is not None and known.is_own(name.value, None):
        if ours is not None and not billed_to_us and not others:
            return _sold(facts, ours, min(_SURE, name.confidence))
        if others:
            # Our name, but another's number: it is addressed to us, and the supplier's name was not found.
            to_us = replace(facts.customer, name=name)
            return _bought(replace(facts, supplier=replace(facts.supplier, name=None), customer=to_us), ours, others)
        return facts
    if ours is None:
        return facts
    if billed_to_us or others or (name is not None and name.confidence >= _LIKELY):
        return _bought(facts, ours, others)
    # Our number alone and a name that was hardly read: it may be our own invoice. A person says.
    return replace(facts, supplier=replace(facts.supplier, vat_number=None, country=None), direction=None)


def _sold(facts: DocumentFacts, ours: Fact[str], sureness: float) -> DocumentFacts:
    supplier = replace(facts.supplier, vat_number=ours, country=ours.value[:2])
    return replace(facts, supplier=supplier, direction=Fact(Direction.SALE, sureness))


def _bought(facts: DocumentFacts, ours: Fact[str] | None, others: list[Fact[str]]) -> DocumentFacts:
    theirs = others[0] if others else None
    supplier = replace(facts.supplier, vat_number=theirs, country=theirs.value[:2] if theirs else None)
    customer = replace(facts.customer, vat_number=ours)
    return replace(facts, supplier=supplier, customer=customer, direction=Fact(Direction.PURCHASE, _SURE))
