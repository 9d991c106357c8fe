"""Where the API shows a thing of the books."""

from __future__ import annotations

from accountsos.workflows.changes.list_changes import ToldChange

PATHS = {
    "transaction": "/api/transactions/",
    "contact": "/api/contacts/",
    "document": "/api/documents/",
    "invoice": "/api/invoices/",
    "journal": "/api/journals/",
    "import": "/api/imports/",
    "category": "/api/categories/",
    "bank_account": "/api/bank-accounts/",
    "rule": "/api/categorisation-rules/",
    "asset": "/api/assets/",
    "trip": "/api/mileage/",
    "deadline": "/api/deadlines/",
    "vat_return": "/api/reports/vat?period=",
}
_MONTH = len("2026-03")


def link_of(told: ToldChange) -> str | None:
    """Where the thing is shown, a return by the month in which its period ends; None where it is gone."""
    if told.change == "deleted":
        return None
    return PATHS[told.type] + (told.thing_id[:_MONTH] if told.type == "vat_return" else told.thing_id)
