"""Statements: choose a file, check what it would do, add it, see what it did, take it back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.figures import counted, days, full_day, money, short_day, with_full_days
from accountsos.dashboard.forms import Field, Form, Hidden, Mistake
from accountsos.dashboard.long_work import SILENT_SECONDS
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.pages.map_columns import ROLES, column_rows, mapping_of
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dashboard.words import said
from accountsos.errors import Refused
from accountsos.money import HOME_CURRENCY, with_unit
from accountsos.statements.formats.registry import COLUMNS, title_of
from accountsos.statements.line import UnreadableStatement
from accountsos.statements.openers import HERE, ReadOnce
from accountsos.web.multipart import UploadedFile
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.bank.check_statement import (
    ADD,
    CHECK,
    DOUBTFUL,
    NEW,
    STAGE,
    THERE,
    WAITS,
    AddStatement,
    Checked,
    CheckStatement,
    StageStatement,
    imported_id,
)
from accountsos.workflows.bank.commit_import import UNDO, Imported
from accountsos.workflows.bank.list_imports import LIST, SHOW, ImportPage, ImportQuestion
from accountsos.workflows.bank.prepared_line import PreparedLine
from accountsos.workflows.upkeep.find_kept_answer import FAILURE, KEEP_FAILURE, FailedWork

PAST = 20
STATES = {NEW: "new", THERE: "already there", DOUBTFUL: "possible duplicate"}
TAGS = {NEW: " good", THERE: "", DOUBTFUL: " ask"}
ROWS = 100
ADDING = "adding"
GONE = "The server was stopped while it was adding it."
_KEY = re.compile(r"[0-9A-Za-z]{16,64}", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
ADDED = Form((Hidden(name="account", most=70), Hidden(name="lines_new", most=12)))


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of the file as the check shows it."""

    day: str
    text: str
    filed: str
    state: str
    tag: str
    amount: int
    said: str
    """In the account's own currency, and in pounds where that is another one."""


@dataclass(frozen=True, slots=True)
class Past:
    """A statement that was added."""

    address: str
    name: str
    account: str
    days: str
    lines: str
    status: str


async def show_new(request: Request) -> Answer:
    """Where a file is dropped, and what was added before."""

    file = await list_downloaded(request, "statements", ImportQuestion(PAST), {})
    if file is not None:
        return file

    def shape(page: ImportPage) -> Shown:
        return Shown({"past": [_past(request, each) for each in page.rows]})

    return await request.ask(LIST, ImportQuestion(PAST), shape)


def _past(request: Request, each: Imported) -> Past:
    done = each.done
    return Past(
        f"/{request.company_id}/statements/{imported_id(each)}",
        done.file_name or title_of(done.format),
        each.account.name,
        days(done.first_day, done.last_day) if done.first_day and done.last_day else "no lines",
        counted(done.lines_new, "line"),
        "taken back" if done.status == "undone" else "",
    )


async def do_choose(request: Request) -> Answer:
    """Keep the file, and go on to the check."""
    file = request.files.get("file")
    if file is None or not file.content:
        request.state.mistakes.append(Mistake("Choose a file that is not empty", "file", "f-file"))
        return await show_new(request)
    token = request.typed.get("once", "")
    if not (token.isalnum() and token.isascii() and 16 <= len(token) <= 64):
        token = ids.random_base62(24)
    command = StageStatement(request.company, token, file.content, _name_of(file))
    await asyncio.wrap_future(request.context.books.keep(STAGE, command))
    return Leave(f"/{request.company_id}/statements/new/{token}")


def _name_of(file: UploadedFile) -> str:
    return "".join(c for c in file.file_name if c.isprintable())[:120]


async def show_check(request: Request) -> Answer:
    """What adding it would do."""
    try:
        asked = _asked(request)
    except UnreadableStatement as refused:
        request.state.mistakes.append(Mistake(refused.message))
        asked = CheckStatement(
            request.holes["file"],
            request.today,
            request.query.get("account") or None,
            opener=ReadOnce(request.context.books.opener or HERE),
        )
    return await request.ask(CHECK, asked, lambda found: Shown(_shape(request, found)))


def _asked(request: Request) -> CheckStatement:
    query = request.query
    return CheckStatement(
        request.holes["file"],
        request.today,
        request.typed.get("account") or query.get("account") or None,
        mapping_of(query),
        query.get("of") or None,
        opener=ReadOnce(request.context.books.opener or HERE),
        asks_model=request.context.books.language_model is not None,
    )


def _shape(request: Request, found: Checked) -> dict[str, Any]:
    refusal, plan = found.refusal, found.plan
    unknown = refusal is not None and not refusal.lines and bool(found.columns) and not refusal.several_accounts
    again = f"/{request.company_id}/statements/new"
    frame: dict[str, Any] = {
        "file_name": found.file_name or "a file",
        "accounts": [a for a in found.accounts if a.kind != "cash"] or found.accounts,
        "account": found.account,
        "refusal": refusal,
        "columns": column_rows(found.columns, request.query),
        "roles": ROLES,
        "mapping": bool(request.query.get("map")) or unknown,
        "kept": {k: v for k, v in request.query.items() if k not in ("account", "state")},
        "plan": plan,
        "again": again,
    }
    if plan is None:
        return frame
    if plan.already is not None:
        earlier = ids.public_id("imp_", request.company, plan.already.number)
        return {**frame, "already": f"/{request.company_id}/statements/{earlier}"}
    state = request.query.get("state", "")
    state = state if state in STATES else ""
    every = [(name, line) for name, lines in found.shown.items() for line in lines if state in ("", name)]
    every.sort(key=lambda each: each[1].line.booked_on, reverse=True)
    counts = {NEW: plan.new - plan.doubtful, THERE: plan.duplicate, DOUBTFUL: plan.doubtful}
    return {
        **frame,
        "already": "",
        "title_of_format": title_of(plan.format),
        "unknown_bank": plan.format == COLUMNS,
        "said": f"{counted(plan.lines, 'line')}, {days(*plan.days)}" if plan.days else "no lines",
        "rows": [_file_line(request, found, name, line) for name, line in every[:ROWS]],
        "chips": [("", "All", plan.lines), *((name, STATES[name].capitalize(), n) for name, n in counts.items() if n)],
        "state_now": state,
        "counts": counts,
        "questions": plan.new - found.sure,
        "sure": found.sure,
        "sums": _sums(found),
        "warnings": [_said(w, found) for w in plan.warnings if plan.proof is None or w != plan.proof.message],
    }


def _said(warning: str, found: Checked) -> str:
    """A warning as a sentence; the account by its name."""
    named = with_full_days(warning.replace(found.account.bank_account_id, found.account.name))
    return named[:1].upper() + named[1:]


def _file_line(request: Request, found: Checked, state: str, prepared: PreparedLine) -> FileLine:
    line, suggestion = prepared.line, prepared.suggestion
    if suggestion is None:
        filed = ""
    elif suggestion.source == "none":
        filed = "not known: we will ask"
    else:
        filed = found.names.chart[suggestion.category_id].name
    day = short_day(line.booked_on, year=line.booked_on.year != request.today.year)
    return FileLine(day, line.description, filed, STATES[state], TAGS[state], line.amount, _amount(prepared))


def _amount(prepared: PreparedLine) -> str:
    amount, currency = prepared.shown
    if currency == HOME_CURRENCY:
        return money(amount, signed=True)
    worth = "" if prepared.foreign is None else f", {money(prepared.line.amount, pounds=True)}"
    return f"{with_unit(amount, currency)}{worth}"


def _in(found: Checked, amount: int | None, *, signed: bool = False) -> str | None:
    """An amount of the account as the file has it."""
    if amount is None:
        return None
    currency = found.account.currency
    return money(amount, signed=signed) if currency == HOME_CURRENCY else with_unit(amount, currency)


def _sums(found: Checked) -> dict[str, Any]:
    """The proof in words."""
    plan = found.plan
    assert plan is not None
    proof = plan.proof
    word, tag, said = {
        True: ("yes, to the penny", " good", "The balances in the file follow from its lines."),
        False: ("no", " late", proof.message if proof else ""),
        None: ("cannot be checked", "", "The file states no balance to check its lines by."),
    }[proof.holds if proof else None]
    return {
        "opening": _in(found, proof.opening if proof else None),
        "closing": _in(found, proof.closing if proof else None),
        "first": full_day(plan.days[0]) if plan.days else "",
        "last": full_day(plan.days[1]) if plan.days else "",
        "money_in": (found.money_in[0], _in(found, found.money_in[1], signed=True)),
        "money_out": (found.money_out[0], _in(found, found.money_out[1])),
        "word": word,
        "tag": tag,
        "said": said,
    }


async def do_add(request: Request) -> Answer:
    """Add it as it was shown; where the books changed meanwhile, it is shown as it is now."""
    number = request.state.values["lines_new"]
    command = AddStatement(_asked(request), int(number) if number.isascii() and number.isdigit() else -1)
    back = f"/{request.company_id}/statements/"

    def work() -> Coroutine[Any, Any, Leave]:
        return request.change(ADD, command, lambda done: f"{back}{imported_id(done)}?done=added")

    once, context = request.typed.get("once", ""), request.context
    if not _KEY.fullmatch(once):
        return await work()
    key = f"{request.company}.{once}"
    done = await context.long_work.begin(
        key,
        lambda: _failing_aloud(request, work(), once),
        seconds=context.patience_seconds,
        beat=lambda: context.heartbeats.beat(key, context.clock().timestamp()),
    )
    return done or Leave(f"{request.path}/adding?work={once}&lines={command.lines_new}")


async def _failing_aloud(request: Request, work: Coroutine[Any, Any, Leave], once: str) -> Leave:
    """Do it; why it failed is kept, for whichever process is asked."""
    try:
        return await work
    except Exception as wrong:
        command = FailedWork(request.company, once, _why(request, wrong))
        await asyncio.wrap_future(request.context.books.keep(KEEP_FAILURE, command))
        raise


def _why(request: Request, wrong: Exception) -> str:
    """What went wrong in a sentence; what nobody foresaw is in the log under the number that it says."""
    if isinstance(wrong, Refused):
        return said(ADDING, wrong)[1]
    if request.context.log is not None:
        request.context.log.fault(route=request.page.path, request_id=request.request_id, fault=wrong)
    return f"Something went wrong on this server. Tell whoever runs it this number: {request.request_id}."


async def show_adding(request: Request) -> Answer:
    """It is being added: the page asks each second, and leads on when it is done."""
    work = request.query.get("work", "")
    check = request.path.removesuffix("/adding")
    await request.ask(WAITS, request.holes["file"], lambda found: found)
    if not _KEY.fullmatch(work):
        return Leave(check)
    key, context = f"{request.company}.{work}", request.context
    # asked before its end is looked for: what ends in between is found ended
    silent = await in_thread(lambda: context.heartbeats.silent_for(key, context.clock().timestamp()))
    failed = await request.ask(FAILURE, work, lambda found: found)
    if not failed:
        try:
            done = context.long_work.outcome(key) or await request.kept(work)
        except Exception as wrong:
            failed = _why(request, wrong)
        else:
            if done is not None:
                return done
            if silent is None or silent > SILENT_SECONDS:
                failed = GONE
    lines = request.query.get("lines", "")
    return Shown({"lines": int(lines) if _COUNT.fullmatch(lines) else 0, "check": check, "failed": failed})


async def show_import(request: Request) -> Answer:
    """What a statement did."""

    def shape(found: Imported) -> Shown:
        done = found.done
        query = {"account": found.account.bank_account_id}
        if done.last_day:
            query["period"] = f"{done.last_day:%Y-%m}"
        return Shown(
            {
                "done": done,
                "name": done.file_name or title_of(done.format),
                "account": found.account,
                "days": days(done.first_day, done.last_day) if done.first_day and done.last_day else "",
                "lines": f"/{request.company_id}/transactions?{urlencode(query)}",
                "undone": done.status == "undone",
                "added": request.query.get("done") == "added",
                "difference": with_unit(abs(done.difference), found.account.currency) if done.difference else "",
                "title_of_format": title_of(done.format),
                "may_change": request.may(Right.KEEP_BOOKS),
            }
        )

    return await request.ask(SHOW, request.holes["import"], shape)


async def do_undo(request: Request) -> Answer:
    """Take back what only this file showed."""
    here = f"/{request.company_id}/statements/{request.holes['import']}"
    return await request.change(UNDO, request.holes["import"], lambda _: here)


PAGES = (
    Page(
        name="new-statement",
        path="/{company}/statements/new",
        title="Add a statement",
        show=show_new,
        right=Right.KEEP_BOOKS,
        actions={"choose": Action(form=Form((Field(name="file", label="File", optional=True),)), do=do_choose)},
        under="home",
    ),
    Page(
        name="check-statement",
        path="/{company}/statements/new/{file}",
        title="Check a statement",
        show=show_check,
        right=Right.KEEP_BOOKS,
        actions={"add": Action(form=ADDED, do=do_add)},
        under="home",
    ),
    Page(
        name=ADDING,
        path="/{company}/statements/new/{file}/adding",
        title="Adding the statement",
        show=show_adding,
        right=Right.KEEP_BOOKS,
        under="transactions",
    ),
    Page(
        name="statement",
        path="/{company}/statements/{import}",
        title="Statement",
        show=show_import,
        actions={"undo": Action(do=do_undo)},
        under="home",
    ),
)
