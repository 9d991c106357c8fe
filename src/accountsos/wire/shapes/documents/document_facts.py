"""What was read from a document, each fact with its confidence and its place on the page."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw

from accountsos.documents.facts import DocumentFacts, DocumentLine, Doubt, Fact, Place, VatAtRate
from accountsos.wire.fields import ConfidenceOut, MoneyOut, confidence_out, money_out

FactValue = Annotated[Raw, Meta(extra_json_schema={"type": ["string", "number"]})]


class BoxOut(msgspec.Struct, frozen=True):
    """Where on a page, as shares of its width and height from the top left."""

    page: int | None
    left: float | None
    top: float | None
    right: float | None
    bottom: float | None
    xml_path: str | None
    """Where in an e-invoice."""


class FactOut(msgspec.Struct, frozen=True):
    """One value as it was read."""

    name: str
    value: FactValue
    confidence: ConfidenceOut
    place: BoxOut | None


class ReadingOut(msgspec.Struct, frozen=True):
    """One way to read a field."""

    value: FactValue
    confidence: ConfidenceOut
    place: BoxOut | None


class QuestionOut(msgspec.Struct, frozen=True):
    """A field that a person is asked about."""

    field: str
    """Which field of the document, by its name there, such as `supplier` or `date`."""
    readings: list[ReadingOut]
    """The two best, most likely first; empty where nothing on the page may be it."""


class VatRateOut(msgspec.Struct, frozen=True):
    """What of the document is at one rate."""

    rate: FactValue | None
    net: MoneyOut | None
    vat: MoneyOut | None


class DocumentLineOut(msgspec.Struct, frozen=True):
    """A line of goods or services."""

    description: str
    quantity: FactValue | None
    net: MoneyOut | None
    gross: MoneyOut | None
    vat_rate: FactValue | None


class CheckOut(msgspec.Struct, frozen=True):
    """A proof or comparison; `holds` is null where the document does not say enough."""

    name: str
    holds: bool | None
    message: str


def facts_out(facts: DocumentFacts, currency: str) -> list[FactOut]:
    """Every fact that was found, in the order in which a person reads them."""
    texts: tuple[tuple[str, Fact[str] | None], ...] = (
        ("kind", facts.kind),
        ("supplier", facts.supplier.name),
        ("supplier_vat_number", facts.supplier.vat_number),
        ("seller", facts.seller),
        ("platform", facts.platform),
        ("customer", facts.customer.name),
        ("number", facts.number),
        ("currency", facts.currency),
        ("payment_reference", facts.payment_reference),
    )
    amounts = (("net", facts.net), ("vat", facts.vat), ("gross", facts.gross), ("payable", facts.payable))
    days = (("date", facts.date), ("due_date", facts.due_date))
    found = [_fact("type", facts.type.value.value, facts.type)]
    found += [_fact(name, fact.value, fact) for name, fact in texts if fact is not None]
    found += [_fact(name, fact.value.isoformat(), fact) for name, fact in days if fact is not None]
    found += [_fact(name, money_out(fact.value, currency), fact) for name, fact in amounts if fact is not None]
    return found


def question_out(doubt: Doubt, currency: str) -> QuestionOut:
    """What is asked, with what may be answered."""
    return QuestionOut(
        doubt.field,
        [
            ReadingOut(_reading(one.value, currency), confidence_out(one.confidence), _place(one.place))
            for one in doubt.readings
        ],
    )


def _reading(value: int | str, currency: str) -> Raw:
    if isinstance(value, int):
        return money_out(value, currency)
    return Raw(msgspec.json.encode(value))


def _fact(name: str, value: str | Raw, fact: Fact[Any]) -> FactOut:
    shown = value if isinstance(value, Raw) else Raw(msgspec.json.encode(value))
    return FactOut(name, shown, confidence_out(fact.confidence), _place(fact.place))


def _place(place: Place | None) -> BoxOut | None:
    if place is None:
        return None
    box = place.box
    if box is None:
        return BoxOut(place.page, None, None, None, None, place.xml_path)
    return BoxOut(place.page, box.left, box.top, box.right, box.bottom, place.xml_path)


def line_out(line: DocumentLine, currency: str) -> DocumentLineOut:
    """One line of goods or services."""
    return DocumentLineOut(
        line.description,
        decimal_out(line.quantity),
        optional_money(line.net, currency),
        optional_money(line.gross, currency),
        decimal_out(line.vat_rate),
    )


def vat_rate_out(part: VatAtRate, currency: str) -> VatRateOut:
    """What of the document is at one rate."""
    return VatRateOut(decimal_out(part.rate), optional_money(part.net, currency), optional_money(part.vat, currency))


def decimal_out(value: Decimal | None) -> Raw | None:
    """A number with its own decimals."""
    return None if value is None else Raw(f"{value:f}".encode())


def optional_money(pence: int | None, currency: str) -> Raw | None:
    """An amount, where there is one."""
    return None if pence is None else money_out(pence, currency)
