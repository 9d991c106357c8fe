"""The papers of a hardware shop: what two files of tests begin with, and how they read it."""

from __future__ import annotations

from datetime import date

from accountsos.documents.facts import DocumentFacts, ReadOutcome
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.read import read_document
from tests.workflows.documents.papers import page

Rows = tuple[tuple[str, ...], ...]
US = KnownSuppliers(own_names=("Marsh & Lyle Upholstery Ltd",), own_people=("Edith Marsh",))
TILL: Rows = (
    ("Corvane Hardware Ltd",),
    ("4 Dock Row, Hessle HU13 0AB",),
    ("VAT No. 412 7386 60",),
    ("12/03/2026 10:14",),
)
INVOICE: Rows = (
    ("Corvane Hardware Ltd",),
    ("VAT No. 412 7386 60",),
    ("Invoice 8812",),
    ("Invoice date: 12 March 2026",),
    ("Marsh & Lyle Upholstery Ltd",),
)


def outcome(rows: Rows) -> ReadOutcome:
    return read_document(page(*rows), known_suppliers=US, today=date(2026, 4, 1))


def read(rows: Rows) -> DocumentFacts:
    facts = outcome(rows).facts
    assert facts is not None
    return facts
