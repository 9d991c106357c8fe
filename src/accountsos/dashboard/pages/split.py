"""Split a line: its parts with category, amount, VAT and what of each is the business's."""

from __future__ import annotations

from typing import Any

from accountsos.access.roles import Right
from accountsos.bookkeeping.file_line import SplitPart, TransactionChange
from accountsos.dashboard.figures import day_of, money
from accountsos.dashboard.forms import Form, Hidden, Mistake
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.transaction import shape_of
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import pence_typed
from accountsos.dashboard.vat_words import vat_choices
from accountsos.workflows.bank.change_transaction import CHANGE
from accountsos.workflows.bank.list_transactions import SHOW, TransactionState

PARTS = 4
ALL = 100
"""Percent: a part is the business's whole, unless somebody says otherwise."""
VERSION = Form((Hidden(name="version", most=20),))


async def show_split(request: Request) -> Answer:
    """The parts as they are, or as they were typed."""

    def shape(state: TransactionState) -> Shown:
        day = day_of(state.row.booked_on)
        vats = vat_choices(state.row.amount, day, whole=False) if state.names.vat.on(day) is not None else ()
        rows = [_row(request, state, n) for n in range(max(PARTS, len(state.parts)))]
        return Shown({**shape_of(request, state), "rows": rows, "part_vats": vats})

    return shape(await request.read(SHOW, request.holes["transaction"]))


def _row(request: Request, state: TransactionState, n: int) -> dict[str, str]:
    there: Any = state.parts[n] if n < len(state.parts) and state.row.parts > 1 else None
    first = state.names.category_id[state.row.category_no] if n == 0 else ""
    as_it_is = {
        "category": there.category_id if there else first,
        "amount": money(abs(there.amount)) if there else "",
        "vat": (there.vat_code or "") if there else "",
        "business": str(there.business_percent) if there else str(ALL),
        "note": (there.notes or "") if there else "",
    }
    return {name: request.typed.get(f"{name}-{n}", value) for name, value in as_it_is.items()}


async def do_split(request: Request) -> Answer:
    """Split it; the last part without an amount takes the rest."""
    state = await request.ask(SHOW, request.holes["transaction"], lambda found: found)
    parts = _parts_typed(request, state)
    if request.state.mistakes:
        return await show_split(request)
    transaction = request.holes["transaction"]
    command = TransactionChange(
        transaction_id=transaction,
        splits=tuple(parts),
        if_match=frozenset({request.state.values["version"]}),
    )
    return await request.change(CHANGE, command, lambda _: f"/{request.company_id}/transactions/{transaction}")


def _parts_typed(request: Request, state: TransactionState) -> list[SplitPart]:
    typed, whole = request.typed, state.row.amount
    rest = abs(whole)
    found: list[SplitPart] = []
    filled = [n for n in range(max(PARTS, len(state.parts))) if typed.get(f"category-{n}", "").strip()]
    for n in filled:
        text = typed.get(f"amount-{n}", "").strip()
        amount = (pence_typed(text) or 0) if text else rest if n == filled[-1] else 0
        if not 0 < amount <= rest:
            return _wrong(request, n, "amount", f"enter an amount up to {money(rest, pounds=True)}")
        share = typed.get(f"business-{n}", "").strip().rstrip("%") or str(ALL)
        if not (share.isascii() and share.isdigit() and int(share[:4]) <= ALL):
            return _wrong(request, n, "business", "enter a share from 0 to 100")
        rest -= amount
        found.append(_part(request, n, amount if whole >= 0 else -amount, int(share), _said(state, n)))
    if len(found) < 2:
        text = "A split has at least two parts. Choose a category for each."
        request.state.mistakes.append(Mistake(text, focus="category-1"))
    elif rest:
        text = f"{money(rest, pounds=True)} is left over. The parts must add up to the line."
        request.state.mistakes.append(Mistake(text, focus="amount-0"))
    return found


def _wrong(request: Request, n: int, field: str, sentence: str) -> list[SplitPart]:
    request.state.mistakes.append(Mistake(f"Part {n + 1}: {sentence}", focus=f"{field}-{n}"))
    return []


def _said(state: TransactionState, n: int) -> Any:
    """The part that stands there now, if any."""
    return state.parts[n] if n < len(state.parts) and state.row.parts > 1 else None


def _part(request: Request, n: int, amount: int, share: int, before: Any) -> SplitPart:
    """The part as typed; a VAT amount that a person said stays with the part that it was said of."""
    typed = request.typed
    vat, note = typed.get(f"vat-{n}", "")[:20], typed.get(f"note-{n}", "").strip()[:200]
    category = typed[f"category-{n}"][:70]
    same = before is not None and (before.category_id, before.amount, before.vat_code or "") == (category, amount, vat)
    return SplitPart(
        category_id=category,
        amount=amount,
        vat_code=vat or None,
        vat_amount=abs(before.vat_amount) if same and before.vat_given else None,
        business_percent=share,
        notes=note or None,
    )


PAGES = (
    Page(
        name="split",
        path="/{company}/transactions/{transaction}/split",
        title="Split a transaction",
        show=show_split,
        right=Right.KEEP_BOOKS,
        actions={"split": Action(form=VERSION, do=do_split)},
        under="transactions",
    ),
)
