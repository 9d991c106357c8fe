"""Payments without a receipt: add one, or say that none is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import day_of, full_day, money, short_day
from accountsos.dashboard.forms import Form, Hidden
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.inbox import MISSING_DAYS, unproved_payment
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dates import FIRST_DAY
from accountsos.workflows.documents.evidence import MISSING, THRESHOLD_PENCE, MissingPage, MissingQuestion
from accountsos.workflows.documents.needless_receipts import SHOW, STATE, NeedlessReceipts, NeedsNoReceipt

ROWS = 50
LINE = Form((Hidden(name="line", most=40),))
CONTACT = Form((Hidden(name="contact", most=40),))
SUBJECT = Form((Hidden(name="subject", most=40),))


async def show(request: Request) -> Answer:
    """They, the newest first."""
    text = request.query.get("page", "1")
    page = max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    everything = request.query.get("period") == "all"
    first = FIRST_DAY if everything else request.today - timedelta(days=MISSING_DAYS)
    asked = MissingQuestion(first, request.today, THRESHOLD_PENCE, ROWS, (page - 1) * ROWS)
    told = {"from": None if everything else first, "to": request.today}
    file = await list_downloaded(request, "missing", replace(asked, offset=0), told)
    if file is not None:
        return file
    said = _said(request, await request.read(SHOW, None))

    def shape(found: MissingPage) -> Shown:
        since = "since the books began" if everything else f"since {full_day(first)}"
        return Shown(
            {
                **said,
                "payments": [unproved_payment(request, row) for row in found.rows],
                "total": found.total,
                "sum": money(abs(found.amount), pounds=True),
                "since": since,
                "everything": everything,
                "here": request.here(),
                "all_days": request.here(period="all", page=None),
                "newer": request.here(page=str(page - 1)) if page > 1 else "",
                "older": request.here(page=str(page + 1)) if found.total > page * ROWS else "",
                "done": _done(request),
            }
        )

    return shape(await request.read(MISSING, asked))


def _said(request: Request, found: NeedlessReceipts) -> dict[str, Any]:
    company = request.company
    contacts = [(ids.public_id("con_", company, each.number), each.name) for each in found.contacts]
    lines = [
        (
            ids.public_id("txn_", company, each.number),
            f"{each.description}, {short_day(day_of(each.booked_on), year=True)}, {money(each.amount)}",
        )
        for each in found.lines
    ]
    return {"needless": [*((key, f"All payments to {name}") for key, name in contacts), *lines]}


def _done(request: Request) -> str:
    """Of what it was said just now."""
    done = request.query.get("done", "")
    return done if done.startswith(("txn_", "con_")) and done.isascii() and len(done) <= 40 else ""


async def do_line(request: Request) -> Answer:
    """This payment needs none."""
    line = request.state.values["line"]
    return await _state(request, NeedsNoReceipt(transaction_id=line), line)


async def do_contact(request: Request) -> Answer:
    """No payment to them needs one."""
    contact = request.state.values["contact"]
    return await _state(request, NeedsNoReceipt(contact_id=contact), contact)


async def do_needed(request: Request) -> Answer:
    """They are asked for again."""
    subject = request.state.values["subject"]
    if subject.startswith("con_"):
        return await _state(request, NeedsNoReceipt(contact_id=subject, needless=False))
    return await _state(request, NeedsNoReceipt(transaction_id=subject, needless=False))


async def _state(request: Request, command: NeedsNoReceipt, done: str | None = None) -> Answer:
    return await request.change(STATE, command, lambda _: request.here(done=done))


PAGES = (
    Page(
        name="missing",
        path="/{company}/inbox/missing",
        title="Payments without a receipt",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={
            "line": Action(form=LINE, do=do_line),
            "contact": Action(form=CONTACT, do=do_contact),
            "needed": Action(form=SUBJECT, do=do_needed),
        },
        under="inbox",
    ),
)
