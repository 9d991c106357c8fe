"""File an invoice under a category and a VAT code of a person's choice, and its payments with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accountsos.bookkeeping.invoice_reading import signed_total
from accountsos.bookkeeping.look_ups import category_or_refuse
from accountsos.bookkeeping.post_line import INVOICE_TYPES
from accountsos.bookkeeping.vat_choice import check_vat_choice
from accountsos.errors import BadRequest
from accountsos.ledger.category_ids import (
    CREDITORS,
    DEBTORS,
    PURCHASES,
    SALES,
    TRANSFER,
    UNCATEGORISED,
    VAT_CONTROL,
    VAT_DEFERRED,
    VAT_FILED,
)
from accountsos.store.documents import Document
from accountsos.store.engine.sql import Reader
from accountsos.store.names import names_of

_NO_PURPOSE = frozenset({UNCATEGORISED, TRANSFER, DEBTORS, CREDITORS, VAT_CONTROL, VAT_FILED, VAT_DEFERRED})


def refuse_filing(db: Reader, company: int, document: Document, filing: Mapping[str, str | None]) -> None:
    """Refuse a category or a VAT code that an invoice cannot have."""
    names = names_of(db, company)
    given = {name: value for name, value in filing.items() if value is not None}
    if given and document.type not in INVOICE_TYPES:
        name = next(iter(given))
        raise BadRequest(
            f"{name}: only an invoice or a credit note has one of its own, and this is a "
            f"{document.type or 'document of no type yet'}; set it on the transaction that paid it",
            param=name,
        )
    category_id = given.get("category_id") or document.corrections.category_id
    category = None
    if category_id is not None:
        category_or_refuse(names, category_id)
        category = names.chart[category_id]
        if category_id in _NO_PURPOSE or category_id in names.chart.control_accounts:
            raise BadRequest(
                f"category_id: {category_id} ({category.name}) says nothing of what was bought or sold; choose an "
                "income, cost or asset account",
                param="category_id",
            )
    if "vat_code" in given and document.issued_on is not None:
        category = category or names.chart[SALES if document.direction == "sale" else PURCHASES]
        check_vat_choice(names, category, (document.issued_on, signed_total(document)), given["vat_code"], None)


def with_filing(document: Document, filing: Mapping[str, str | None]) -> Document:
    """The document with what a person said of its category and VAT code; None takes it back."""
    return replace(document, corrections=document.corrections.with_values(filing))
