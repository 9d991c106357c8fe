"""One transaction: what it was for, what the books say of it, its history with undo, and its split."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.bookkeeping.file_line import UNSET, TransactionChange
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import day_of, moment, money, weekday, with_full_days
from accountsos.dashboard.forms import Field, Form, Hidden, Mistake, Option
from accountsos.dashboard.lines import state_of
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.vat_words import vat_choices, vat_named
from accountsos.exchange import BANK, HMRC, PERSON, ForeignAmount, rate_text
from accountsos.money import with_unit
from accountsos.workflows.bank.change_transaction import CHANGE
from accountsos.workflows.bank.list_transactions import SHOW, TransactionState
from accountsos.workflows.bank.undo_change import CHANGED, UNDO, UndoChange

FILED = Form(
    (
        Hidden(name="version", most=20),
        Field(name="category", label="Category", most=70),
        Field(name="vat", label="VAT", most=20, optional=True),
        Field(name="note", label="Note", most=500, optional=True),
    )
)
EVENT = Form((Hidden(name="event", most=20),))
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
    return Shown(shape_of(request, await request.read(SHOW, request.holes["transaction"])))


def shape_of(request: Request, state: TransactionState) -> dict[str, Any]:
    """What the templates of a line need."""
    row, names = state.row, state.names
    day = day_of(row.booked_on)
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
        "abroad": _abroad(state.foreign),
        "category": category.name,
        "now": category.category_id,
        "groups": choices_of(names).groups,
        "vat": _vat_now(state),
        "vats": _vat_choices(state, row.amount, day),
        "note": row.notes or "",
        "version": str(row.version),
        "word": "split" if row.parts > 1 else word,
        "tag": tag,
        "reason": with_full_days(state.reason or ""),
        "parts": [_part(state, part) for part in state.parts],
        "split": row.parts > 1,
        "booked": _booked(state),
        "papers": len(state.documents),
        "history": _history(request, state),
        "external": state.moments.external,
        "file": f"line {row.line} of {where.file_name or 'the bank’s file'}" if where and row.line else "",
        "statement": f"/{request.company_id}/statements/{ids.public_id('imp_', request.company, where.number)}"
        if where
        else "",
        "may_change": request.may(Right.KEEP_BOOKS),
    }


RATE_SHOWN = Decimal("0.0001")
RATES = {BANK: "the bank’s own rate", HMRC: "HMRC’s rate of the month", PERSON: "the rate that was stated"}


def _abroad(foreign: ForeignAmount | None) -> str:
    """The amount in the account's own currency, and how it became pounds."""
    if foreign is None:
        return ""
    rate = rate_text(Decimal(foreign.rate).quantize(RATE_SHOWN)) if Decimal(foreign.rate) >= 1 else foreign.rate
    return f"{with_unit(foreign.amount, foreign.currency)} at {rate}, {RATES[foreign.source]}"


def _vat_now(state: TransactionState) -> str:
    """What a person said of the line's VAT; empty where it follows from the category."""
    return (state.parts[0].vat_code or "") if len(state.parts) == 1 else ""


def _vat_choices(state: TransactionState, amount: int, day: date) -> tuple[Option, ...]:
    """What may be said of it; nothing where the company was not registered on that day."""
    return vat_choices(amount, day, _vat_now(state)) if state.names.vat.on(day) is not None else ()


def _part(state: TransactionState, part: Any) -> dict[str, Any]:
    vat = ""
    if part.vat_code:
        vat = vat_named(part.vat_code)
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
                vat_named(posting.vat_code) if posting.vat_code else "",
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
    vat = given["vat"] or ""
    # Another category starts anew with its own VAT, unless the form says one.
    says_vat = "vat" in request.typed and (vat != _vat_now(state) if same else bool(vat))
    command = TransactionChange(
        transaction_id=transaction,
        category_id=UNSET if same else given["category"],
        vat_code=(vat or None) if says_vat else UNSET,
        notes=given["note"],
        reviewed=True if same else UNSET,
        if_match=frozenset({given["version"]}),
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


PAGES = (
    Page(
        name="transaction",
        path="/{company}/transactions/{transaction}",
        title="Transaction",
        show=show,
        actions={"save": Action(form=FILED, do=do_save), "undo": Action(form=EVENT, do=do_undo)},
        under="transactions",
    ),
)
