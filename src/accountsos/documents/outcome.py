"""From facts and checks to how the reading ended: processed, needs a look, or failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accountsos.documents.checks import (
    arithmetic_checks,
    bank_check,
    plausible_date_check,
    uk_rate_check,
    vat_number_check,
)
from accountsos.documents.facts import (
    NEVER_BOOKED,
    Check,
    Direction,
    DocumentFacts,
    DocumentType,
    Fact,
    Party,
    ReadOutcome,
    ReadStatus,
)
from accountsos.documents.names import KnownSupplier, KnownSuppliers, same_name
from accountsos.money import text_from_pence

SURE = 0.95
"""The confidence below which a person is asked: what the books need must be right in 99 of 100."""
_RECOGNISED = 0.97
_VAT_HARDLY_READ = 0.75


def outcome_of(
    facts: DocumentFacts, *, source: str, known: KnownSuppliers, today: date, further: Sequence[Check] = ()
) -> ReadOutcome:
    """Recognise the parties, check everything, and say what a person must look at."""
    facts, supplier = recognised(facts, known)
    checks = [*arithmetic_checks(facts), *further]
    if facts.date is not None:
        checks.append(plausible_date_check(facts.date.value, today))
    for party in (facts.supplier, facts.customer):
        if party.vat_number is not None:
            checks.append(vat_number_check(party.vat_number.value))
    checks += [
        check
        for check in (
            uk_rate_check(facts),
            _tax_check(facts),
            _sign_check(facts),
            _balance_check(facts),
            _itself_check(facts, known),
        )
        if check is not None
    ]
    if supplier is not None and (changed := bank_check(facts, supplier.bank)) is not None:
        checks.append(changed)
    if facts.type.value in NEVER_BOOKED:
        called = facts.kind.value if facts.kind else facts.type.value.value
        checks = [replace(check, stops=False) for check in checks]
        checks.append(
            Check(
                "is_booked",
                False,
                f"it is no invoice but {_with_article(called)}: nothing is booked from it",
                stops=False,
            )
        )
    stopping = [check.message for check in checks if check.holds is False and check.stops]
    missing = unsure_fields(facts)
    reasons = stopping + ([f"please check: {', '.join(missing)}"] if missing else [])
    return ReadOutcome(
        status=ReadStatus.NEEDS_REVIEW if reasons else ReadStatus.PROCESSED,
        reason="; ".join(reasons)[:600] or None,
        facts=facts,
        checks=tuple(checks),
        warnings=tuple(check.message for check in checks if check.holds is False and not check.stops),
        source=source,
    )


def failed(reason: str) -> ReadOutcome:
    """The file could not be read at all, and why."""
    return ReadOutcome(status=ReadStatus.FAILED, reason=reason)


def unsure_fields(facts: DocumentFacts) -> list[str]:
    """What the books need and the document did not give surely enough."""
    if facts.type.value in NEVER_BOOKED:
        # Nothing is booked from it, so nothing but its kind needs to be sure.
        return [] if facts.type.confidence >= SURE else [f"the kind of document ({facts.type.value})"]
    sold = facts.direction is not None and facts.direction.value is Direction.SALE
    wanted = {
        "customer" if sold else "supplier": facts.customer.name if sold else facts.supplier.name,
        "date": facts.date,
        "total": facts.gross,
        "currency": facts.currency,
    }
    unsure = [name for name, fact in wanted.items() if fact is None or fact.confidence < SURE]
    if facts.vat is not None and facts.vat.value != 0 and facts.vat.confidence < _VAT_HARDLY_READ:
        unsure.append("VAT")
    if not sold and _guesses_its_number(facts):
        unsure.append("number")
    if facts.type.confidence < 0.75:
        unsure.append("kind of document")
    return unsure


def _guesses_its_number(facts: DocumentFacts) -> bool:
    """Whether it is an invoice whose VAT is reclaimed by its number, and that is not sure; a page may print none."""
    has_vat = facts.type.value is DocumentType.INVOICE and facts.vat is not None and facts.vat.value != 0
    return has_vat and facts.number is not None and facts.number.confidence < SURE


def _with_article(words: str) -> str:
    article = "an" if words[0] in "aeiou" else "a"
    return f"{article} {words}" if words != "other" else "another paper"


def _tax_check(facts: DocumentFacts) -> Check | None:
    if facts.tax_name == "VAT" or facts.vat is None or facts.vat.value == 0:
        return None
    name = facts.tax_name.removeprefix("ZF_").replace("_", " ").lower()
    return Check("tax_is_vat", False, f"the tax on this document is {name}, which cannot be reclaimed as VAT")


def _sign_check(facts: DocumentFacts) -> Check | None:
    if facts.gross is None or facts.gross.value >= 0:
        return None
    if facts.type.value is DocumentType.CREDIT_NOTE:
        message = "it is a credit note below zero: say whether it gives money back or charges it, and correct the total"
        return Check("credit_note_is_positive", False, message)
    message = "the total is negative: it takes back an earlier invoice, as a credit note would"
    return Check("invoice_is_positive", False, message, stops=False)


def _itself_check(facts: DocumentFacts, known: KnownSuppliers) -> Check | None:
    """A company buys nothing from itself: where its own name stands as the seller's, it is a sale or it was misread."""
    name = _name(facts.supplier)
    sold = facts.direction is not None and facts.direction.value is Direction.SALE
    if sold or name is None:
        return None
    if known.is_own(name, None):
        who = "which is you"
    elif known.begins_as_own(name):
        who = "which is how your own name begins"
    else:
        return None
    return Check("bought_from_another", False, f"it seems to come from {name}, {who}: say who sells and who buys")


def _balance_check(facts: DocumentFacts) -> Check | None:
    """What it asks for is its total, or nothing is left to pay: any other balance has a second paper behind it."""
    gross, payable = facts.gross, facts.payable
    if gross is None or payable is None or payable.value == 0:
        return None
    rounding = facts.rounding.value if facts.rounding else 0
    if payable.value == gross.value + rounding:
        return None
    currency = facts.currency.value if facts.currency else "GBP"
    total, asked = text_from_pence(gross.value, currency), text_from_pence(payable.value, currency)
    message = (
        f"its total is {total}, but it asks for {asked}: look for a deposit invoice, a deduction or an old balance, "
        "and correct the total to what this document alone adds to the books"
    )
    return Check("asks_for_its_total", False, message)


def recognised(facts: DocumentFacts, known: KnownSuppliers) -> tuple[DocumentFacts, KnownSupplier | None]:
    """The facts with the supplier's contact, and whether it is a sale or a purchase, as far as the books can tell."""
    supplier = _of(facts.supplier, known)
    if supplier is not None:
        # Recognised is better than read: two witnesses, the page and the books.
        name = _name_recognised(facts.supplier.name, supplier)
        facts = replace(facts, supplier=replace(facts.supplier, name=name, contact=supplier.contact))
    customer = _of(facts.customer, known)
    if customer is not None:
        facts = replace(facts, customer=replace(facts.customer, contact=customer.contact))
    return replace(facts, direction=facts.direction or _direction(facts, known, supplier)), supplier


def _name_recognised(read: Fact[str] | None, supplier: KnownSupplier) -> Fact[str]:
    """The name as it was read; where that was unsure and only the VAT number is known, the name in the books."""
    if read is None:
        return Fact(supplier.names[0], _RECOGNISED)
    if read.confidence < SURE and not any(same_name(read.value, name) for name in supplier.names):
        return Fact(supplier.names[0], _RECOGNISED, read.place)
    return replace(read, confidence=max(read.confidence, _RECOGNISED))


def _of(party: Party, known: KnownSuppliers) -> KnownSupplier | None:
    """By its printed name first: shops of one VAT group share a number, which then says nothing of who it is."""
    number = party.vat_number.value if party.vat_number else None
    owner, named = known.recognised(None, number), known.recognised(_name(party), None)
    if owner is None or (named is not None and owner.answers_to(party.name.value if party.name else "")):
        return owner or named
    if party.name is None or party.name.confidence < SURE or owner.answers_to(party.name.value):
        return owner
    return named


def _direction(facts: DocumentFacts, known: KnownSuppliers, supplier: KnownSupplier | None) -> Fact[Direction] | None:
    ours = known.is_own(_name(facts.supplier), facts.supplier.vat_number.value if facts.supplier.vat_number else None)
    to_us = known.is_own(_name(facts.customer), facts.customer.vat_number.value if facts.customer.vat_number else None)
    if ours and not to_us:
        return Fact(Direction.SALE, 0.97)
    if to_us or supplier is not None:
        return Fact(Direction.PURCHASE, 0.97)
    if known.own_names and facts.supplier.name is not None and not ours:
        return Fact(Direction.PURCHASE, 0.9)
    return None


def _name(party: Party) -> str | None:
    return party.name.value if party.name else None
