"""Opening balances: shown, entered, corrected as a whole, taken back; a closed year in the way is told with its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.contact_named import contact_named
from accountsos.dashboard.figures import full_day, money
from accountsos.dashboard.forms import DayOfLetter, Form, Hidden, Mistake, Tick
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.accountant.accounts_typed import Accounts
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import pence_typed
from accountsos.dashboard.words import CHANGED
from accountsos.dates import ONE_DAY
from accountsos.ledger.category_ids import OPENING_BALANCES
from accountsos.ledger.entry import Posting
from accountsos.ledger.journals import JournalLine
from accountsos.money import text_from_pence
from accountsos.workflows.journals.look_at_opening import LOOK, OpeningShown
from accountsos.workflows.journals.post_journal import JournalState, PostOpeningBalances
from accountsos.workflows.journals.restate_opening_balances import STATE, WITHDRAW

EMPTY, MORE, MOST = 4, 6, 300
_PARTS = ("account", "whose", "debit", "credit")
SEEN = Hidden(name="seen", most=40, optional=True)
STATED = Form(
    (
        DayOfLetter(
            name="first", label="First day of your books here", hint="The balances are those of the evening before it"
        ),
        Tick(name="difference", label="Leave what it is out by in Opening Balances, to be found later", optional=True),
        SEEN,
    )
)
WITHDRAWN = Form(
    (
        SEEN,
        Tick(
            name="sure",
            label="Take them back: every line that is here is posted again",
            wrong="Tick that they are to be taken back",
        ),
    )
)
TOLD = {
    "stated": "The opening balances are as you entered them. Reports as the books stood earlier keep the old ones.",
    "withdrawn": "They are taken back. Your books begin with their first lines.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A balance in words."""

    account: str
    address: str
    whose: str
    debit: int
    credit: int


async def show(request: Request) -> Answer:
    """What stands, and the form where it is to be corrected."""
    found = await request.ask(LOOK, None, lambda shown: shown)
    accounts, state, start = Accounts(found.names), found.state, f"/{request.company_id}"
    rows = [] if state is None else [_row(found, accounts, start, posting) for posting in _postings(state)]
    editing = state is None or "edit" in request.query or request.typed.get("do") in ("state", "more")
    if not request.typed and state is not None:
        request.state.typed = _typed(state, rows)
    may = request.may(Right.POST_JOURNALS)
    more = {
        "here": request.path,
        "rows": rows,
        "debit": sum(row.debit for row in rows),
        "credit": sum(row.credit for row in rows),
        "day": "" if state is None else full_day(state.journal.entry_date),
        "eve": "" if state is None else full_day(state.journal.entry_date - ONE_DAY),
        "seen": _seen(found),
        "closed": _closed(found),
        "filed": _filed(found),
        "editing": editing and may and not _closed(found),
        "may": may,
        "accounts": accounts.choices,
        "lines": _lines_shown(request),
        "day_field": STATED.fields[0],
        "difference_field": STATED.fields[1],
        "withdraw_form": WITHDRAWN,
        "told": TOLD.get(request.query.get("done", ""), ""),
    }
    return Shown(more)


def _postings(state: JournalState) -> list[Posting]:
    return [p for p in state.entry.entry.postings if p.category_id != OPENING_BALANCES]


def _row(found: OpeningShown, accounts: Accounts, start: str, posting: Posting) -> Row:
    where = posting.bank_account or posting.category_id
    return Row(
        account=accounts.name_of(where),
        address=f"{start}/reports/ledger?account={where}",
        whose="" if posting.contact is None else found.contacts.get(posting.contact, ""),
        debit=max(posting.amount, 0),
        credit=max(-posting.amount, 0),
    )


def _typed(state: JournalState, rows: list[Row]) -> dict[str, str]:
    """What stands as it would be typed."""
    day = state.journal.entry_date
    typed = {"first-day": str(day.day), "first-month": str(day.month), "first-year": str(day.year)}
    for n, row in enumerate(rows):
        sides = {
            side: text_from_pence(pence) if pence else ""
            for side, pence in (("debit", row.debit), ("credit", row.credit))
        }
        typed |= {f"account-{n}": row.account, f"whose-{n}": row.whose}
        typed |= {f"{side}-{n}": text for side, text in sides.items()}
    out_by = sum(row.debit - row.credit for row in rows)
    return {**typed, "difference": "yes" if out_by else ""}


def _lines_shown(request: Request) -> list[dict[str, str]]:
    """The lines of the form, with a few empty ones behind them."""
    typed = request.state.typed
    there = 1 + max((n for n in range(MOST) if any(typed.get(f"{part}-{n}") for part in _PARTS)), default=-1)
    many = min(there + (MORE if typed.get("do") == "more" else EMPTY), MOST)
    return [{part: typed.get(f"{part}-{n}", "") for part in _PARTS} for n in range(many)]


def _seen(found: OpeningShown) -> str:
    if found.state is None:
        return ""
    return ids.public_id("je_", found.state.company, found.state.journal.entry_no)


def _closed(found: OpeningShown) -> str:
    """Through which day the books are closed, where the balances lie in that time."""
    through = found.locks.books_closed_through
    if through is None or found.state is None or not found.locks.closed(found.state.journal.entry_date - ONE_DAY):
        return ""
    return full_day(through)


def _filed(found: OpeningShown) -> str:
    """Through which day VAT is filed, where that is after the balances."""
    through = found.locks.vat_filed_through
    if through is None or found.state is None or through < found.state.journal.entry_date:
        return ""
    return full_day(through)


async def do_more(request: Request) -> Answer:
    """Room for more lines."""
    request.state.typed = request.typed
    return await show(request)


async def do_state(request: Request) -> Answer:
    """Enter them, in place of those that stand."""
    found = await request.ask(LOOK, None, lambda shown: shown)
    lines = [line async for line in _lines(request, Accounts(found.names))]
    given = request.state.values
    if not request.state.mistakes:
        _refuse_uneven(request, lines)
    if (given["seen"] or "") != _seen(found):
        request.state.mistakes.append(Mistake(CHANGED))
    if request.state.mistakes:
        return await show(request)
    command = PostOpeningBalances(given["first"], tuple(lines), given["difference"])
    return await request.change(STATE, command, lambda _: f"{request.path}?done=stated")


async def _lines(request: Request, accounts: Accounts) -> Any:
    """What was typed, line by line; what is wrong becomes a mistake at its field."""
    for n, typed in _rows_typed(request):
        wrong = request.state.mistakes
        account = accounts.typed(typed["account"])
        if account is None:
            wrong.append(Mistake(f"Line {n + 1}: choose one of the accounts in the list", focus=f"account-{n}"))
            continue
        debit, credit = (pence_typed(typed[side]) if typed[side] else 0 for side in ("debit", "credit"))
        if debit is None or credit is None or debit < 0 or credit < 0:
            wrong.append(Mistake(f"Line {n + 1}: enter an amount in pounds and pence, like 45.99", focus=f"debit-{n}"))
            continue
        if bool(debit) == bool(credit):
            wrong.append(Mistake(f"Line {n + 1}: enter a debit or a credit, one of the two", focus=f"debit-{n}"))
            continue
        contact = None
        if typed["whose"]:
            contact_id = await contact_named(request, typed["whose"])
            contact = ids.number_in("con_", request.company, contact_id or "")
            if contact is None:
                wrong.append(
                    Mistake(f"Line {n + 1}: there is no contact of that name; add it first", focus=f"whose-{n}")
                )
                continue
        elif accounts.needs_whose(account):
            wrong.append(Mistake(f"Line {n + 1}: say whose balance it is, a line for each", focus=f"whose-{n}"))
            continue
        category, bank_account = accounts.place_of(account)
        yield JournalLine(category, debit, credit, contact, bank_account)


def _rows_typed(request: Request) -> Iterator[tuple[int, dict[str, str]]]:
    for n in range(MOST):
        row = {part: request.typed.get(f"{part}-{n}", "").strip()[:200] for part in _PARTS}
        if any(row.values()):
            yield n, row


def _refuse_uneven(request: Request, lines: list[JournalLine]) -> None:
    out_by = sum(line.amount for line in lines)
    if not lines:
        request.state.mistakes.append(Mistake("Enter at least one balance", focus="account-0"))
    elif out_by and not request.state.values["difference"]:
        larger, smaller = ("debits", "credits") if out_by > 0 else ("credits", "debits")
        said = f"The {larger} are {money(abs(out_by), pounds=True)} more than the {smaller}. Find it, or tick that it"
        request.state.mistakes.append(Mistake(f"{said} is left in Opening Balances", "difference", "f-difference"))


async def do_withdraw(request: Request) -> Answer:
    """Take them back as a whole."""
    found = await request.ask(LOOK, None, lambda shown: shown)
    if (request.state.values["seen"] or "") != _seen(found):
        request.state.mistakes.append(Mistake(CHANGED))
        return await show(request)
    return await request.change(WITHDRAW, None, lambda _: f"{request.path}?done=withdrawn")


PAGES = (
    Page(
        name="opening-balances",
        path="/{company}/accountant/opening-balances",
        title="Opening balances",
        show=show,
        actions={
            "state": Action(form=STATED, do=do_state, right=Right.POST_JOURNALS),
            "more": Action(do=do_more, right=Right.POST_JOURNALS),
            "withdraw": Action(form=WITHDRAWN, do=do_withdraw, right=Right.POST_JOURNALS),
        },
        under="reports",
    ),
)
