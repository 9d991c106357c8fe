"""One VAT return: the sum, nine boxes with what is behind them, findings, marking it as filed, what was found later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accountsos.access.roles import Right
from accountsos.dashboard.behind import source_address
from accountsos.dashboard.figures import days, full_day, moment, money, short_day, with_full_days
from accountsos.dashboard.forms import Field, Form, Hidden, Mistake, Tick
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.vat_scheme import SCHEMES
from accountsos.dashboard.report_files import downloaded
from accountsos.dashboard.report_words import findings_told
from accountsos.dashboard.request import Request
from accountsos.dashboard.statement import Line, with_behind
from accountsos.dashboard.vat_return_words import (
    BOXES,
    IN_CREDIT,
    STATES,
    box_amount,
    due_said,
    owed_head,
    to_know,
)
from accountsos.dashboard.words import CHANGED
from accountsos.errors import BadRequest, NotFound
from accountsos.ledger.vat_scheme import FLAT_RATE
from accountsos.reports.figures import VAT, Figure
from accountsos.uk_rules.vat_boxes import VatBoxes
from accountsos.uk_rules.vat_errors import Route
from accountsos.workflows.vat.file_vat_return import FILE, UNFILE, FileVatReturn, UnfileVatReturn
from accountsos.workflows.vat.list_returns import FOUND, FoundLater
from accountsos.workflows.vat.vat_return import VAT_RETURN, VatQuestion, VatReport

NET = 5
FILED = Form(
    (
        Hidden(name="seen", most=200),
        Tick(name="outside", label="I completed it outside, as exempt sales need", optional=True),
        Tick(name="sure", label="I filed these figures", wrong="Tick that you filed these figures with HMRC"),
    )
)
REASON = Form((Field(name="reason", label="Why is it opened again?", most=300),))


@dataclass(frozen=True, slots=True)
class Found:
    """Something found after filing, by the return in which it landed."""

    head: str
    said: str
    address: str
    rows: tuple[tuple[str, str, str, str], ...]
    """Day, words, address and amount."""
    more: int


async def show(request: Request) -> Answer:
    """The return that the address names; without a registration there is none."""
    report = await _report(request)
    if not report.registered:
        return Shown({"registered": False})
    file = await downloaded(request, "vat", {"period": request.holes["period"]})
    if file is not None:
        return file
    later: tuple[Found, ...] = ()
    if report.filed is not None:
        asked = (report.period.end, request.today)
        later = _found(request, await request.read(FOUND, asked))
    lines = await with_behind(request, _lines(report))
    return Shown({**_shape(request, report), "lines": lines, "later": later})


async def _report(request: Request) -> VatReport:
    question = VatQuestion(request.today, request.holes["period"])
    try:
        return await request.read(VAT_RETURN, question)
    except BadRequest:
        raise NotFound("there is no such VAT return") from None


def _shape(request: Request, report: VatReport) -> dict[str, Any]:
    boxes, period, scheme = report.boxes, report.period, report.scheme
    assert scheme is not None
    word, tag = STATES[report.status]
    due = due_said(report.due_date, request.today) if report.due_date else ("", "")
    filed = report.filed
    return {
        "registered": True,
        "days": days(period.start, period.end),
        "scheme": SCHEMES.get(scheme.scheme, scheme.scheme).partition(":")[0],
        "by": "by the day money moved" if scheme.by_payment else "by the day of the invoice",
        "word": word,
        "tag": tag,
        "head": owed_head(boxes) if filed is None else "What you declared to HMRC",
        "figure": money(boxes.box5, pounds=True),
        "due": due if filed is None else ("", ""),
        "charged": money(boxes.box3),
        "reclaimed": money(-boxes.box4),
        "net": money(boxes.net_vat),
        "to_know": to_know(report.warnings, request.company_id),
        "findings": list(zip(report.findings, findings_told(report.findings, request.company), strict=True)),
        "flat_rate": scheme.scheme == FLAT_RATE,
        "filed": None
        if filed is None
        else {
            "when": moment(filed.filed_at, request.today),
            "acknowledged": [with_full_days(one.message) for one in filed.acknowledged],
        },
        "may_file": report.status == "due" and request.may(Right.KEEP_BOOKS),
        "may_open": filed is not None and request.may(Right.GOVERN),
        "may_keep": request.may(Right.KEEP_BOOKS),
        "incomplete": not report.complete,
        "seen": _seen(boxes),
        "sure": f"I filed these figures with HMRC: {_way(boxes)}",
        "over_on": full_day(period.end),
        "reason": REASON,
        "file_form": FILED,
    }


def _way(boxes: VatBoxes) -> str:
    if not boxes.net_vat:
        return "nothing to pay"
    return f"{money(boxes.box5)} " + ("to pay" if boxes.net_vat > 0 else "to get back")


def _seen(boxes: VatBoxes) -> str:
    """The figures as the page shows them: others are not marked as filed by its form."""
    return ".".join(str(pence) for _, pence in sorted(boxes.by_number().items()))


def _lines(report: VatReport) -> list[Line]:
    period, boxes = report.period, report.boxes
    found = []
    for number, name in BOXES.items():
        net = number == NET
        line = Line(
            key=f"box{number}",
            kind="total" if net else "line",
            name=_way(boxes).partition(" ")[2].capitalize() if net else name,
            said=box_amount(boxes, number),
            figure=Figure(VAT, f"box{number}", period.end, period.start),
            credit=number in IN_CREDIT and not (net and boxes.net_vat < 0),
        )
        found.append(line)
    return found


def _found(request: Request, found: FoundLater) -> tuple[Found, ...]:
    """What was found later, and in which return it is put right."""
    shown = []
    for landed in found.landed:
        rows = tuple(
            (
                short_day(row.entry_date, year=True),
                row.description or found.names.chart[row.category_id].name,
                source_address(request.company, row.source_kind, row.source_no, row.entry_no),
                money(-row.amount, signed=True),
            )
            for row in landed.rows
        )
        way = "more to pay" if landed.net_owed > 0 else "less to pay" if landed.net_owed < 0 else "nothing in all"
        amount = f"{money(abs(landed.net_owed), pounds=True)} " if landed.net_owed else ""
        shown.append(
            Found(
                head=f"{amount}{way}",
                said=_route(landed.together, landed.status),
                address=f"/{request.company_id}/vat/{landed.name}",
                rows=rows,
                more=landed.total - len(rows),
            )
        )
    return tuple(shown)


def _route(together: Any, status: str) -> str:
    word = "filed since" if status == "filed" else "not filed yet"
    for error in together:
        if error.route is Route.ON_RETURN:
            return f"in box {error.box} ({word}), with whatever else was found in that time"
        if error.route is Route.SEPARATE_NOTICE:
            return "in no box: it is above the limit, so tell HMRC separately (form VAT652)"
    return f"in no box ({word}): it comes to nothing, or is out of time"


async def do_file(request: Request) -> Answer:
    """Freeze the figures that the page showed."""
    given = request.state.values
    report = await _report(request)
    if report.registered and report.status != "filed" and given["seen"] != _seen(report.boxes):
        request.state.mistakes.append(Mistake(CHANGED))
        return await show(request)
    command = FileVatReturn(
        request.today,
        request.holes["period"],
        bool(given["outside"]),
        tuple(each[:40] for each in request.picked.get("acknowledge", ())),
    )
    return await request.change(FILE, command, lambda _: f"{request.path}?done=filed")


async def do_open(request: Request) -> Answer:
    """Open the last filed one again."""
    command = UnfileVatReturn(request.today, request.holes["period"], request.state.values["reason"])
    return await request.change(UNFILE, command, lambda _: f"{request.path}?done=opened")


PAGES = (
    Page(
        name="vat-return",
        path="/{company}/vat/{period}",
        title="VAT return",
        show=show,
        actions={
            "file": Action(form=FILED, do=do_file),
            "open": Action(form=REASON, do=do_open, right=Right.GOVERN, proof=True),
        },
        under="vat-returns",
    ),
)
