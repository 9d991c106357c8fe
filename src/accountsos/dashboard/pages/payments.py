"""Bank lines that may pay a paper or an invoice: proposed, looked for, chosen, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accountsos import ids
from accountsos.dashboard.figures import day_of, full_day, money, short_day, with_full_days
from accountsos.dashboard.page import Leave
from accountsos.dashboard.pages.transactions import size_typed
from accountsos.dashboard.request import Request
from accountsos.workflows.bank.list_transactions import LIST, TransactionPage, TransactionQuestion
from accountsos.workflows.documents.correct_document import CORRECT, DocumentCorrection
from accountsos.workflows.documents.look_through_inbox import PaperSeen
from accountsos.workflows.documents.papers_of_line import PAPER_BESIDE

FOUND = 8
PAIRS = 100


@dataclass(frozen=True, slots=True)
class Payment:
    """A bank line that may be it."""

    id: str
    who: str
    amount: int
    said: str


@dataclass(frozen=True, slots=True)
class Way:
    """Lines and papers that go together, and why."""

    payments: tuple[Payment, ...]
    papers: tuple[str, ...]
    """What else they pay, in words."""
    pairs: tuple[str, ...]
    """As the form sends it: paper and line."""
    reason: str


async def found_lines(request: Request) -> dict[str, Any]:
    """What somebody looks for by name or amount, and the lines that fit."""
    search = request.query.get("find", "").strip()[:200]
    if not search:
        return {"search": "", "searched": []}
    size = size_typed(search)
    asked = TransactionQuestion(limit=FOUND, search=None if size else search, size=size)
    lines = await request.ask(LIST, asked, lambda page: [listed(page, row) for row in page.rows])
    return {"search": search, "searched": lines}


def listed(page: TransactionPage, row: Any) -> Payment:
    """A line of a list."""
    number = ids.public_id("txn_", page.company, row.number)
    account = page.names.account_of[row.account_no].name
    return Payment(
        number, row.contact_name or row.description, row.amount, f"{full_day(day_of(row.booked_on))} · {account}"
    )


def beside(request: Request, link: Any) -> dict[str, Any]:
    """A line that it stands beside."""
    number = ids.public_id("txn_", request.company, link.transaction_no)
    pays = "" if abs(link.amount) == abs(link.line_amount) else f" · {money(abs(link.amount), pounds=True)} of it"
    return {
        "id": number,
        "who": link.description,
        "amount": link.line_amount,
        "said": f"{short_day(link.booked_on, year=True)}{pays} · {with_full_days(link.reason)}",
        "address": f"/{request.company_id}/transactions/{number}",
    }


def way(request: Request, seen: PaperSeen, one: Any) -> Way:
    """A proposal in words."""
    company, found = request.company, seen.found
    payments = []
    for number in one.lines:
        line = found.lines[number]
        line_id = ids.public_id("txn_", company, number)
        said = short_day(line.booked_on, year=line.booked_on.year != request.today.year)
        payments.append(Payment(line_id, line.payee or line.text, line.amount, said))
    others = [found.documents[key] for key in one.documents if key != seen.state.document.number]
    papers = tuple(f"{each.supplier or 'another paper'}, {money(abs(each.open), pounds=True)}" for each in others)
    pairs = tuple(
        f"{ids.public_id('doc_', company, share.document)}.{ids.public_id('txn_', company, share.line)}"
        for share in one.shares
    )
    return Way(tuple(payments), papers, pairs, with_full_days(one.reason))


def pairs_of(request: Request, own: str) -> dict[str, list[str]]:
    """The papers and their lines as the form names them."""
    wanted: dict[str, list[str]] = {own: []}
    for pair in request.picked.get("pair", ())[:PAIRS]:
        paper, _, line = pair.partition(".")
        wanted.setdefault(paper, []).append(line)
    return wanted


async def stands(
    request: Request, paper: str, to: str, *, add: Iterable[str] = (), away: str = "", step: str = ""
) -> Leave:
    """Put a paper beside more lines, or take it away from one."""
    now = await request.ask(PAPER_BESIDE, paper, lambda found: found)
    lines = dict.fromkeys([*now.transactions, *add])
    lines.pop(away, None)
    command = DocumentCorrection(paper, transactions=tuple(lines), if_match=frozenset({str(now.version)}))
    return await request.change(CORRECT, command, lambda _: to, step=step)
