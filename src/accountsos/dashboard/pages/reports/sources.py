"""Every posting behind one figure of a report, on a page of its own."""

from __future__ import annotations

from datetime import date

from accountsos.dashboard.behind import CREDIT, Behind, ask_behind, question_of
from accountsos.dashboard.figures import counted, days, full_day, money
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.pages.reports.ledger import offset_in
from accountsos.dashboard.request import Request
from accountsos.dates import date_from_iso
from accountsos.errors import BadRequest, NotFound
from accountsos.reports.figures import BALANCE_SHEET, LEDGER, PROFIT_LOSS, TRIAL_BALANCE, VAT, Figure

ROWS = 100
_REPORTS = {
    PROFIT_LOSS: ("Profit and loss", "reports/profit-and-loss"),
    BALANCE_SHEET: ("Balance sheet", "reports/balance-sheet"),
    TRIAL_BALANCE: ("Trial balance", "reports/trial-balance"),
    LEDGER: ("Ledger", "reports/ledger"),
    VAT: ("VAT", "vat"),
}
NOTHING = "there is no such figure"


async def show(request: Request) -> Answer:
    """What the address asks for; one that names no figure leads to the reports."""
    figure, credit = _figure(request), request.query.get("side") == CREDIT
    offset = offset_in(request.query.get("offset", ""))
    question = question_of(figure, request.today, limit=ROWS, offset=offset)
    try:
        found = await ask_behind(request, question, credit=credit)
    except BadRequest:
        raise NotFound(NOTHING) from None
    title, path = _REPORTS[figure.report]
    shown = offset + len(found.rows)
    whole = not offset and shown == found.total
    return Shown(
        {
            "behind": found,
            "facts": f"{title} · {_when(figure)} · in pounds",
            "back": f"/{request.company_id}/{path}",
            "report": title,
            "sum": money(sum(row.amount for row in found.rows)) if whole else "",
            "caption": _caption(found, offset, shown),
            "earlier": request.here(offset=str(max(offset - ROWS, 0))) if offset else "",
            "next": request.here(offset=str(shown)) if shown < found.total else "",
        }
    )


def _figure(request: Request) -> Figure:
    query = request.query
    report, name = query.get("report", PROFIT_LOSS), query.get("figure", "net_profit")
    end = _day(query.get("to", ""))
    if report not in _REPORTS:
        raise NotFound(NOTHING)
    known = _day(query.get("known_at", ""))
    return Figure(
        report,
        name,
        end or request.today,
        _day(query.get("from", "")),
        query.get("bank_account"),
        query.get("contact"),
        None if known is None else known.isoformat(),
    )


def _day(text: str) -> date | None:
    try:
        return date_from_iso(text) if text else None
    except ValueError:
        return None


def _when(figure: Figure) -> str:
    known = f", as the books stood on {full_day(date.fromisoformat(figure.known_at))}" if figure.known_at else ""
    return (days(figure.start, figure.end) if figure.start else f"up to {full_day(figure.end)}") + known


def _caption(found: Behind, offset: int, shown: int) -> str:
    part = f", {offset + 1:,} to {shown:,}" if shown - offset < found.total else ""
    return f"{counted(found.total, 'posting')}{part}"


PAGES = (
    Page(
        name="sources",
        path="/{company}/reports/sources",
        title="Behind a figure",
        show=show,
        under="reports",
    ),
)
