"""An entry of the books: its postings, what it was made of, and the way on to the paper."""

from __future__ import annotations

from typing import Any

from accountsos import ids
from accountsos.dashboard.figures import money, weekday
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.report_words import MADE_OF
from accountsos.dashboard.request import Request
from accountsos.dashboard.vat_words import vat_named
from accountsos.workflows.reports.show_entry import SHOW, EntryShown


async def show(request: Request) -> Answer:
    """The entry of that id."""
    return Shown(_shape(request, await request.read(SHOW, request.holes["entry"])))


def _shape(request: Request, found: EntryShown) -> dict[str, Any]:
    entry, names, start = found.posted.entry, found.names, f"/{request.company_id}"
    source = entry.source
    line = f"{start}/transactions/{ids.public_id('txn_', request.company, source.number)}"
    rows = []
    for posting in entry.postings:
        category, account = names.chart[posting.category_id], names.accounts.get(posting.bank_account or "")
        where = account.bank_account_id if account else category.category_id
        rows.append(
            {
                "account": f"{category.nominal} {account.name if account else category.name}",
                "address": f"{start}/reports/ledger?account={where}&from={entry.entry_date}&to={entry.entry_date}",
                "vat": vat_named(posting.vat_code) if posting.vat_code else "",
                "debit": money(posting.amount) if posting.amount > 0 else "",
                "credit": money(-posting.amount) if posting.amount < 0 else "",
            }
        )
    return {
        "said": found.said or MADE_OF[source.kind].capitalize(),
        "day": weekday(entry.entry_date),
        "made_of": MADE_OF[source.kind],
        "rows": rows,
        "line": line if source.kind == "transaction" else "",
        "papers": [f"{start}/documents/{ids.public_id('doc_', request.company, n)}" for n in found.documents],
        "number": request.holes["entry"],
    }


PAGES = (
    Page(
        name="entry",
        path="/{company}/entries/{entry}",
        title="Entry",
        show=show,
        under="reports",
    ),
)
