"""One transaction: what it was for, what the books say of it, its history with undo, and its split."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.bookkeeping.file_line import SplitPart, TransactionChange
from accountsos.dashboard.figures import moment, money, weekday
from accountsos.dashboard.forms import Field, Form, Hidden, Mistake
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.choose_category import grouped
from accountsos.dashboard.pages.transactions import state_of
from accountsos.dashboard.request import Request
from accountsos.money import pence_from_text
from accountsos.uk_rules.vat_codes import vat_code
from accountsos.workflows.bank.change_transaction import CHANGE
from accountsos.workflows.bank.list_transactions import SHOW, TransactionState
from accountsos.workflows.bank.undo_change import CHANGED, UNDO, UndoChange

PARTS = 4
FILED = Form(
    (
        Hidden(name="version", most=20),
        Field(name="category", label="Category", most=70),
        Field(name="note", label="Note", most=500, optional=True),
    )
)
EVENT = Form((Hidden(name="event", most=20),))
VERSION = Form((Hidden(name="version", most=20),))
ACTIONS = {CHANGED: "filed", "transaction.add": "entered by hand"}


@dataclass(frozen=True, slots=True)
class Booked:
    """A posting of the entry that stands."""

    account: str
    vat: str
    debit: str
    credit: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to the line."""

    when: str
    said: str
    undo: int | None


async def show(request: Request) -> Answer:
    """All about the line."""
    return await request.ask(SHOW, request.holes["transaction"], lambda found: Shown(_shape(request, found)))


def _shape(request: Request, state: TransactionState) -> dict[str, Any]:
    row, names = state.row, state.names
    day = date(row.booked_on // 10000, row.booked_on // 100 % 100, row.booked_on % 100)
    category = names.chart[names.category_id[row.category_no]]
    word, tag = state_of(row.confidence, reviewed=bool(row.reviewed), category_id=category.category_id)
    number = ids.public_id("txn_", request.company, row.number)
    lines = f"/{request.company_id}/transactions"
    where = state.source_import
    return {
        "lines": lines,
        "here": f"{lines}/{number}",
        "who": state.contact.name if state.contact else row.description,
        "bank": row.description,
        "day": weekday(day),
        "account": names.account_of[row.account_no].name,
        "amount": row.amount,
        "foreign": row.original or "",
        "category": category.name,
        "now": category.category_id,
        "groups": grouped(names.chart.categories.values()),
        "note": row.notes or "",
        "version": str(row.version),
        "word": "split" if row.parts > 1 else word,
        "tag": tag,
        "reason": state.reason or "",
        "parts": [_part(state, part) for part in state.parts],
        "split": row.parts > 1,
        "booked": _booked(state),
        "papers": len(state.documents),
        "history": _history(request, state),
        "file": f"line {row.line} of {where.file_name or 'the bank’s file'}" if where and row.line else "",
        "statement": f"/{request.company_id}/statements/{ids.public_id('imp_', request.company, where.number)}"
        if where
        else "",
        "may_change": request.may(Right.KEEP_BOOKS),
    }


def _part(state: TransactionState, part: Any) -> dict[str, Any]:
    vat = ""
    if part.vat_code:
        vat = vat_code(part.vat_code).name
    if part.vat_given:
        vat = f"{vat}: " if vat else "VAT "
        vat += money(abs(part.vat_amount), pounds=True)
    business = "" if part.business_percent == 100 else f"{part.business_percent}% for the business"
    said = [word for word in (vat, business, part.notes or "") if word]
    return {"name": state.names.chart[part.category_id].name, "amount": part.amount, "said": ", ".join(said)}


def _booked(state: TransactionState) -> list[Booked]:
    """The entry that speaks for the line now."""
    standing = next((each for each in state.entries if each.number == state.row.entry_no), None)
    if standing is None:
        return []
    found = []
    for posting in standing.entry.postings:
        category = state.names.chart[posting.category_id]
        account = state.names.accounts.get(posting.bank_account or "")
        found.append(
            Booked(
                f"{category.nominal} {account.name if account else category.name}",
                vat_code(posting.vat_code).name if posting.vat_code else "",
                money(posting.amount) if posting.amount > 0 else "",
                money(-posting.amount) if posting.amount < 0 else "",
            )
        )
    return found


def _history(request: Request, state: TransactionState) -> list[Event]:
    """Newest first; the newest change of how it is filed can be undone."""
    found, undoable = [], True
    for event in state.history:
        changed = event.action == CHANGED
        person = request.person
        who = event.actor
        if person is not None and who == f"user:{person.user.user_id}":
            who = person.user.name or "you"
        elif who.startswith("user:"):
            who = "somebody else"
        elif who.startswith("key:"):
            who = "a program"
        else:
            who = "whoever runs this server"
        said = f"{ACTIONS.get(event.action, 'changed').capitalize()} by {who}"
        found.append(Event(moment(event.recorded_at, request.today), said, event.seq if changed and undoable else None))
        undoable = undoable and not changed
    return found


async def do_save(request: Request) -> Answer:
    """Category and note, as a person says; a split stays where the category does."""
    given, transaction = request.state.values, request.holes["transaction"]
    state = await request.ask(SHOW, transaction, lambda found: found)
    same = given["category"] == state.names.category_id[state.row.category_no]
    version = frozenset({given["version"]})
    if same:
        command = TransactionChange(transaction_id=transaction, notes=given["note"], reviewed=True, if_match=version)
    else:
        command = TransactionChange(
            transaction_id=transaction, category_id=given["category"], notes=given["note"], if_match=version
        )
    return await request.change(CHANGE, command, lambda _: _here(request))


async def do_undo(request: Request) -> Answer:
    """File it as it was."""
    event = request.state.values["event"]
    if not (event.isascii() and event.isdigit() and len(event) < 18):
        request.state.mistakes.append(Mistake("There is nothing to undo."))
        return await show(request)
    command = UndoChange(int(event), request.holes["transaction"])
    return await request.change(UNDO, command, lambda _: _here(request))


def _here(request: Request) -> str:
    return f"/{request.company_id}/transactions/{request.holes['transaction']}"


async def show_split(request: Request) -> Answer:
    """The parts as they are, or as they were typed."""

    def shape(state: TransactionState) -> Shown:
        names, typed = state.names, request.typed
        parts = []
        for n in range(PARTS):
            there = state.parts[n] if n < len(state.parts) and state.row.parts > 1 else None
            first = names.category_id[state.row.category_no] if n == 0 else ""
            parts.append(
                {
                    "category": typed.get(f"category-{n}", there.category_id if there else first),
                    "amount": typed.get(f"amount-{n}", money(abs(there.amount)) if there else ""),
                    "note": typed.get(f"note-{n}", (there.notes or "") if there else ""),
                }
            )
        return Shown({**_shape(request, state), "rows": parts})

    return await request.ask(SHOW, request.holes["transaction"], shape)


async def do_split(request: Request) -> Answer:
    """Split it; the last part without an amount takes the rest."""
    state = await request.ask(SHOW, request.holes["transaction"], lambda found: found)
    parts = _parts_typed(request, state.row.amount)
    if request.state.mistakes:
        return await show_split(request)
    command = TransactionChange(
        transaction_id=request.holes["transaction"],
        splits=tuple(parts),
        if_match=frozenset({request.state.values["version"]}),
    )
    return await request.change(CHANGE, command, lambda _: _here(request))


def _parts_typed(request: Request, whole: int) -> list[SplitPart]:
    typed, mistakes = request.typed, request.state.mistakes
    sign, rest = (1 if whole >= 0 else -1), abs(whole)
    found: list[SplitPart] = []
    filled = [n for n in range(PARTS) if typed.get(f"category-{n}", "").strip()]
    for n in filled:
        text = typed.get(f"amount-{n}", "").strip().replace(",", "").lstrip("£")
        try:
            amount = pence_from_text(text) if text else rest if n == filled[-1] else 0
        except ValueError:
            amount = 0
        if not 0 < amount <= rest:
            mistakes.append(
                Mistake(f"Part {n + 1}: enter an amount up to {money(rest, pounds=True)}", focus=f"amount-{n}")
            )
            return []
        rest -= amount
        note = typed.get(f"note-{n}", "").strip()[:200]
        found.append(SplitPart(category_id=typed[f"category-{n}"][:70], amount=sign * amount, notes=note or None))
    if len(found) < 2:
        mistakes.append(Mistake("A split has at least two parts. Choose a category for each.", focus="category-1"))
    elif rest:
        mistakes.append(
            Mistake(f"{money(rest, pounds=True)} is left over. The parts must add up to the line.", focus="amount-0")
        )
    return found


PAGES = (
    Page(
        name="transaction",
        path="/{company}/transactions/{transaction}",
        title="Transaction",
        show=show,
        actions={"save": Action(form=FILED, do=do_save), "undo": Action(form=EVENT, do=do_undo)},
        under="transactions",
    ),
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
