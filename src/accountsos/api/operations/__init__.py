"""The operations of the REST API, one file per family."""

from __future__ import annotations

from accountsos.api.operation import Operation
from accountsos.api.operations import (
    audit,
    bank_accounts,
    categories,
    company,
    contacts,
    deadlines,
    documents,
    imports,
    invoices,
    jobs,
    journals,
    keys,
    mileage,
    reports,
    rules,
    tax_reports,
    tracing,
    transaction_changes,
    transactions,
    vat,
    years,
)

OPERATIONS: tuple[Operation, ...] = (
    *transactions.OPERATIONS,
    *transaction_changes.OPERATIONS,
    *reports.OPERATIONS,
    *tracing.OPERATIONS,
    *vat.OPERATIONS,
    *tax_reports.OPERATIONS,
    *mileage.OPERATIONS,
    *deadlines.OPERATIONS,
    *documents.OPERATIONS,
    *invoices.OPERATIONS,
    *jobs.OPERATIONS,
    *contacts.OPERATIONS,
    *bank_accounts.OPERATIONS,
    *categories.OPERATIONS,
    *imports.OPERATIONS,
    *journals.OPERATIONS,
    *company.OPERATIONS,
    *years.OPERATIONS,
    *keys.OPERATIONS,
    *rules.OPERATIONS,
    *audit.OPERATIONS,
)
"""In the order in which the documentation shows them."""
