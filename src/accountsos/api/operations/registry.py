"""The operations of the REST API, one file per family."""

from __future__ import annotations

from typing import Any

from accountsos.api.operation import Operation
from accountsos.api.operations import (
    assets,
    changes,
    cis,
    contacts,
    currencies,
    deadlines,
    events,
    invoice_entry,
    invoice_list,
    invoices,
    mileage,
    vat,
    vat_lists,
    webhook_deliveries,
    webhooks,
)
from accountsos.api.operations.access import keys
from accountsos.api.operations.bank import (
    bank_accounts,
    categorisation_rules,
    doubtful,
    each_transaction,
    imports,
    many_transactions,
    pending,
    refilings,
    transaction_changes,
    transactions,
)
from accountsos.api.operations.companies import audit, categories, company, years
from accountsos.api.operations.documents import document_list, jobs, upload_and_correct
from accountsos.api.operations.journals import call_journals, journal_list, post_journals
from accountsos.api.operations.list_file import ListFile
from accountsos.api.operations.reports import checks, reliability, series, statements, tracing
from accountsos.api.operations.reports.report_spec import ReportSpec
from accountsos.api.operations.tax import rules, simplified_expenses, stated, tax_reports

REPORTS: tuple[ReportSpec[Any, Any], ...] = (
    *statements.SPECS,
    *series.SPECS,
    *tracing.SPECS,
    *reliability.SPECS,
    *vat.SPECS,
    *tax_reports.SPECS,
    *mileage.SPECS,
    *invoices.SPECS,
    *cis.SPECS,
    *assets.SPECS,
)
"""Every report there is."""

LISTS: tuple[ListFile[Any, Any], ...] = (
    transactions.FILE,
    contacts.FILE,
    invoice_list.FILE,
    document_list.FILE,
    document_list.MISSING_FILE,
    journal_list.FILE,
    assets.FILE,
    mileage.FILE,
    categorisation_rules.FILE,
    deadlines.FILE,
    audit.FILE,
    imports.FILE,
    categories.FILE,
)
"""Every list that is also a file to keep."""

OPERATIONS: tuple[Operation, ...] = (
    *transactions.OPERATIONS,
    *transaction_changes.OPERATIONS,
    *each_transaction.OPERATIONS,
    *many_transactions.OPERATIONS,
    *categorisation_rules.OPERATIONS,
    *refilings.OPERATIONS,
    *statements.OPERATIONS,
    *series.OPERATIONS,
    *tracing.OPERATIONS,
    *reliability.OPERATIONS,
    *checks.OPERATIONS,
    *vat.OPERATIONS,
    *vat_lists.OPERATIONS,
    *tax_reports.OPERATIONS,
    *simplified_expenses.OPERATIONS,
    *stated.OPERATIONS,
    *mileage.OPERATIONS,
    *assets.OPERATIONS,
    *deadlines.OPERATIONS,
    *upload_and_correct.OPERATIONS,
    *invoice_entry.OPERATIONS,
    *invoices.OPERATIONS,
    *jobs.OPERATIONS,
    *contacts.OPERATIONS,
    *cis.OPERATIONS,
    *bank_accounts.OPERATIONS,
    *currencies.OPERATIONS,
    *categories.OPERATIONS,
    *imports.OPERATIONS,
    *doubtful.OPERATIONS,
    *pending.OPERATIONS,
    *post_journals.OPERATIONS,
    *call_journals.OPERATIONS,
    *company.OPERATIONS,
    *years.OPERATIONS,
    *keys.OPERATIONS,
    *rules.OPERATIONS,
    *audit.OPERATIONS,
    *changes.OPERATIONS,
    *events.OPERATIONS,
    *webhooks.OPERATIONS,
    *webhook_deliveries.OPERATIONS,
)
"""In the order in which the documentation shows them."""
