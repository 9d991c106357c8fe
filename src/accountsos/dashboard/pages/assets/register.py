"""Fixed assets: what is kept for years, what waits to be registered, a year's depreciation, the tax relief on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accountsos.access.roles import Right
from accountsos.bookkeeping.asset_register import asset_id
from accountsos.dashboard.figures import counted, days, full_day, money, short_day
from accountsos.dashboard.forms import Form, Hidden
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.assets.asset_forms import KINDS
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import day_typed
from accountsos.errors import BadRequest
from accountsos.ledger.depreciation import YearCharge
from accountsos.ledger.fixed_assets import RegisteredAsset
from accountsos.workflows.assets import post_depreciation
from accountsos.workflows.assets.find_unregistered import FIND, WaitingAsset
from accountsos.workflows.assets.keep_register import LIST, AssetQuestion, AssetState
from accountsos.workflows.assets.post_depreciation import DepreciationOfYear, DepreciationQuestion, entry_id
from accountsos.workflows.tax.report_capital_allowances import KIND, REPORT
from accountsos.workflows.tax.tax_reports import TaxQuestion

CHIPS = {"": "There", "disposed": "Sold or scrapped", "all": "All"}
OF_YEAR = Form((Hidden(name="year", most=10),))
TOLD = {
    "posted": "The depreciation is posted.",
    "taken-back": "The depreciation is taken back.",
    "removed": "It is out of the register. The books are as they were.",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """An asset as a row."""

    address: str
    name: str
    kind: str
    bought: str
    cost: int
    depreciation: int
    left: int
    gone: str


def sums_of(known: RegisteredAsset) -> tuple[int, int]:
    """Depreciation that stands, and the book value; of what has left neither."""
    if known.disposal is not None:
        return 0, 0
    over = known.asset.taken_over
    stands = (over.amount if over is not None else 0) + sum(c.amount for c in known.charges)
    return stands, known.asset.cost - stands


async def show(request: Request) -> Answer:
    """The register."""
    status = request.query.get("state", "")
    status = status if status in CHIPS else ""
    state = {"state": CHIPS[status] if status else ""}
    file = await list_downloaded(request, "assets", AssetQuestion(status or "held"), state)
    if file is not None:
        return file
    held = await request.read(LIST, AssetQuestion(status or "held"))
    rows = [_kept(request, each) for each in held.assets]
    waiting = [_waiting(request, each) for each in await request.read(FIND, None)]
    year = await request.read(post_depreciation.LOOK, DepreciationQuestion(request.today, _day(request)))
    relief = await _relief(request, year.year.end)
    sums = [sum(getattr(row, name) for row in rows) for name in ("cost", "depreciation", "left")]
    more = {
        "here": _list(request),
        "sentence": _sentence(rows, status, sums[2]),
        "rows": rows,
        "sums": sums,
        "chips": [(label, request.here(state=name), name == status) for name, label in CHIPS.items()],
        "waiting": waiting,
        "year": _year(request, year),
        "relief": relief,
        "told": TOLD.get(request.query.get("done", ""), ""),
        "may_register": request.may(Right.KEEP_BOOKS),
        "may_post": request.may(Right.POST_JOURNALS),
    }
    return Shown(more)


def _list(request: Request) -> str:
    return f"/{request.company_id}/assets"


def _day(request: Request) -> date | None:
    text = request.typed.get("year") or request.query.get("year", "")
    return day_typed(text, request.today) if text else None


def _kept(request: Request, state: AssetState) -> Kept:
    known, asset = state.known, state.known.asset
    depreciation, left = sums_of(known)
    gone = "" if known.disposal is None else short_day(known.disposal.disposed_on, year=True)
    return Kept(
        address=f"{_list(request)}/{asset_id(state.company, asset.number)}",
        name=asset.description,
        kind=KINDS[asset.kind].partition(":")[0],
        bought=short_day(asset.bought_on, year=True),
        cost=asset.cost if not gone else 0,
        depreciation=depreciation,
        left=left,
        gone=gone,
    )


def _waiting(request: Request, each: WaitingAsset) -> dict[str, Any]:
    found, start = each.found, f"/{request.company_id}"
    where = f"{start}/invoices/{each.source_id}" if found.source.kind == "document" else ""
    return {
        "day": short_day(found.day, year=True),
        "said": each.said,
        "amount": found.left,
        "source": where or f"{start}/transactions/{each.source_id}",
        "register": f"{_list(request)}/new?source={each.source_id}" if found.left > 0 else "",
    }


def _sentence(rows: list[Kept], status: str, left: int) -> str:
    if status == "disposed":
        return f"{counted(len(rows), 'asset')} left." if rows else "Nothing was sold or scrapped yet."
    there = [row for row in rows if not row.gone]
    if not there:
        return "Nothing is in the register yet."
    return f"{counted(len(there), 'asset')} for years, worth {money(left, pounds=True)} in the books."


def _year(request: Request, found: DepreciationOfYear) -> dict[str, Any]:
    over = found.year.end < request.today
    entry = entry_id(found)
    return {
        "end": found.year.end.isoformat(),
        "days": days(found.year.start, found.year.end),
        "said": _said(found, over=over),
        "charges": [_charge(request, each) for each in found.charges],
        "total": found.total,
        "entry": "" if entry is None else f"/{request.company_id}/entries/{entry}",
        "closed": found.closed,
        "may_post": over and not found.closed and found.left_out is None and found.total != found.posted,
        "may_take_back": found.standing is not None and not found.closed,
        "first": "" if found.left_out is None else request.here(year=found.left_out.end.isoformat()),
        "earlier": request.here(year=(found.year.start - timedelta(days=1)).isoformat()),
        "later": request.here(year=(found.year.end + timedelta(days=1)).isoformat()) if over else "",
    }


def _said(found: DepreciationOfYear, *, over: bool) -> str:
    """What is so with the depreciation of that year."""
    if found.closed:
        return f"The year is closed: what was posted, {money(found.posted, pounds=True)}, stands."
    if found.left_out is not None:
        return f"That of the year to {full_day(found.left_out.end)} comes first: this year’s follows from it."
    if not over:
        return f"So far as it looks now; it is posted after {full_day(found.year.end)}."
    if found.total == found.posted:
        return "It is posted." if found.posted else "Nothing loses value in that year."
    if found.posted:
        return f"{money(found.posted, pounds=True)} is posted; the register says otherwise now."
    return "It is not posted yet: the profit of the year is shown too high without it."


def _charge(request: Request, each: YearCharge) -> dict[str, Any]:
    return {
        "name": each.asset.description,
        "address": f"{_list(request)}/{asset_id(request.company, each.asset.number)}",
        "months": each.months,
        "amount": each.amount,
        "left": each.left,
    }


async def _relief(request: Request, day: date) -> dict[str, Any] | None:
    """Capital allowances of the year with that day in it; None where the law of that time is not known here."""
    try:
        report = await request.read(REPORT, TaxQuestion(KIND, request.today, day))
    except BadRequest:
        return None
    return {
        "days": days(report.period.start, report.period.end),
        "total": report.total,
        "sections": [
            (section.title, [(line.label, money(line.amount)) for line in section.lines]) for section in report.sections
        ],
        "address": f"/{request.company_id}/reports/capital-allowances?as_of={report.period.end.isoformat()}",
    }


async def do_post(request: Request) -> Answer:
    """Post the depreciation of the year that the page showed."""
    command = DepreciationQuestion(request.today, _day(request))
    return await request.change(post_depreciation.POST, command, lambda done: _after(request, done, "posted"))


async def do_take_back(request: Request) -> Answer:
    """Take it back."""
    command = DepreciationQuestion(request.today, _day(request))
    return await request.change(post_depreciation.UNDO, command, lambda done: _after(request, done, "taken-back"))


def _after(request: Request, done: DepreciationOfYear, what: str) -> str:
    return f"{_list(request)}?year={done.year.end.isoformat()}&done={what}"


PAGES = (
    Page(
        name="assets",
        path="/{company}/assets",
        title="Fixed assets",
        show=show,
        actions={
            "post": Action(form=OF_YEAR, do=do_post, right=Right.POST_JOURNALS),
            "take-back": Action(form=OF_YEAR, do=do_take_back, right=Right.POST_JOURNALS),
        },
        under="reports",
    ),
)
