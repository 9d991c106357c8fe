"""VAT: all returns, the schemes, and for a business that is not registered the watch over the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accountsos.access.roles import Right
from accountsos.dashboard import charts
from accountsos.dashboard.charts import Chart, Point
from accountsos.dashboard.figures import days, full_day, money, short_day
from accountsos.dashboard.page import Answer, MenuEntry, Page, Shown
from accountsos.dashboard.pages.vat_scheme import scheme_row, scheme_said
from accountsos.dashboard.request import Request
from accountsos.dashboard.vat_return_words import STATES, due_said, owed_head, to_know
from accountsos.dates import london_day
from accountsos.reports import series
from accountsos.uk_rules.vat_boxes import Direction
from accountsos.workflows.overview.series import vat_points
from accountsos.workflows.vat.list_returns import LIST, ReturnListed, Returns
from accountsos.workflows.vat.vat_return import VAT_RETURN, VatQuestion

DRAWN_MOST = 8


async def show(request: Request) -> Answer:
    """The returns, the newest first."""
    found = _shape(request, await request.read(LIST, request.today))
    watch = []
    if not found["registered"]:
        report = await request.read(VAT_RETURN, VatQuestion(request.today))
        watch = to_know(report.warnings, request.company_id)
    return Shown({**found, "watch": watch, "may_govern": request.may(Right.GOVERN)})


def _shape(request: Request, found: Returns) -> dict[str, Any]:
    rows = [_row(request, each) for each in reversed(found.returns)]
    next_due = next((each for each in found.returns if each.status == "due"), None)
    return {
        "rows": rows,
        "drawn": _drawn(request, vat_points(found, None, None, request.today)[1][-DRAWN_MOST:]),
        "said": scheme_said(found.regime, request.today),
        "registered": bool(found.regime) and (found.regime.on(request.today) is not None or bool(rows)),
        "sentence": _sentence(request, next_due, found),
        "due": f"/{request.company_id}/vat/{next_due.name}" if next_due else "",
        "schemes": [scheme_row(each) for each in reversed(found.regime.schemes)],
    }


def _sentence(request: Request, due: ReturnListed | None, found: Returns) -> str:
    if due is None:
        current = next((each for each in reversed(found.returns) if each.status == "open"), None)
        if current is None:
            return "No return is due."
        last = full_day(current.period.end)
        return f"No return is due. The one to {last} is due by {full_day(current.due_date)}."
    boxes, when = due.boxes, due_said(due.due_date, request.today)[0]
    period = days(due.period.start, due.period.end)
    if boxes.direction is Direction.NIL:
        return f"The return of {period} is {when}; nothing is to pay."
    return f"{owed_head(boxes)} {money(boxes.box5, pounds=True)} for {period}: {when}."


def _drawn(request: Request, returns: Sequence[series.Point]) -> Chart | None:
    """What each return owes, below zero where it comes back; each bar leads to its return."""
    points = []
    for each in returns:
        said = f"{days(each.period.start, each.period.end)}: {money(each.figures[0], pounds=True)}"
        name = short_day(each.period.end).partition(" ")[2] + f" {each.period.end:%y}"
        points.append(Point(name, said, f"/{request.company_id}/vat/{each.name}", each.figures))
    if not any(point.figures[0] for point in points):
        return None
    return charts.bars("VAT to pay by return, below zero to get back", ("To pay",), points, ("bar-in",))


def _row(request: Request, each: ReturnListed) -> dict[str, str]:
    word, tag = STATES[each.status]
    if each.status == "due" and each.due_date < request.today:
        word, tag = "late", " late"
    if each.filed is not None:
        word = f"filed {short_day(london_day(each.filed.filed_at), year=True)}"
    way = {Direction.PAY: "to pay", Direction.REPAY: "to get back", Direction.NIL: ""}[each.boxes.direction]
    return {
        "address": f"/{request.company_id}/vat/{each.name}",
        "days": days(each.period.start, each.period.end),
        "due": short_day(each.due_date, year=True),
        "word": word,
        "tag": tag,
        "amount": money(each.boxes.box5),
        "way": way,
    }


PAGES = (
    Page(
        name="vat-returns",
        path="/{company}/vat",
        title="VAT",
        show=show,
        menu=MenuEntry("VAT", "percent", group=2, key="v", phone=False),
    ),
)
