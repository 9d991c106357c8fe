"""The accountant's corner, journals: entries by hand, by lines or from a template; each may be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import full_day, money, short_day, weekday
from accountsos.dashboard.forms import Field, Form, Hidden, Option, Tick
from accountsos.dashboard.journal_forms import (
    asks_category,
    fields_of,
    lines_typed,
    of_profit_and_loss,
    rows_typed,
    template_of,
    values_typed,
)
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import WorkingDay, day_typed
from accountsos.ledger.journal_templates import TEMPLATES
from accountsos.workflows.bank.list_transactions import NAMES
from accountsos.workflows.contacts.manage_contacts import LIST as CONTACTS
from accountsos.workflows.contacts.manage_contacts import ContactQuestion
from accountsos.workflows.journals.post_journal import (
    KINDS,
    LIST,
    MANUAL,
    OPENING,
    POST,
    SHOW,
    UNDO,
    JournalPage,
    JournalQuestion,
    JournalState,
    PostJournal,
)

ROWS = 50
KIND_WORDS = {
    MANUAL: "by hand",
    OPENING: "opening balances",
    "depreciation": "depreciation of the register",
    "revaluation": "an account in another currency revalued",
    "disposal": "an asset that left",
}
TOLD = {"posted": "It is posted.", "undone": "It is taken back, by its reversal."}
POSTED = Form(
    (
        Hidden(name="template", optional=True, most=40),
        WorkingDay(name="day", label="Day", hint="Like 31 Oct or 31/10/2026"),
        Field(name="narration", label="What it is", most=500, optional=True, marked=False),
        WorkingDay(name="reverse", label="Taken back on", hint="Where it is", optional=True, marked=False),
        Tick(name="meant", label="Yes, that day is meant", optional=True),
    )
)
OF_TEMPLATES = ("day", "meant")
"""Of these fields those that a template needs too."""


@dataclass(frozen=True, slots=True)
class JournalShown:
    """A journal in a list."""

    address: str
    day: str
    said: str
    kind: str
    amount: str
    state: str
    """Empty where it stands."""


async def show(request: Request) -> Answer:
    """The newest, of one kind where one is chosen."""
    kind = request.query.get("kind", "")
    kind = kind if kind in KINDS else ""
    before = request.query.get("offset", "")
    file = await list_downloaded(
        request, "journals", JournalQuestion(ROWS, kind=kind or None), {"kind": KIND_WORDS.get(kind)}
    )
    if file is not None:
        return file
    offset = int(before) if before.isascii() and before.isdigit() and len(before) <= 6 else 0

    def shape(page: JournalPage) -> Shown:
        left = page.total - offset - len(page.rows)
        chips = [("All", request.here(kind=None, offset=None), not kind)]
        chips += [(KIND_WORDS[each].capitalize(), request.here(kind=each, offset=None), kind == each) for each in KINDS]
        return Shown(
            {
                "journals": [_listed(request, each) for each in page.rows],
                "total": page.total,
                "chips": chips,
                "older": request.here(offset=str(offset + ROWS)) if left > 0 else "",
                "newer": request.here(offset=str(offset - ROWS) if offset > ROWS else None) if offset else "",
                "templates": list(TEMPLATES.values()),
                "here": f"/{request.company_id}/accountant/journals",
            }
        )

    return shape(await request.read(LIST, JournalQuestion(ROWS, offset=offset, kind=kind or None)))


def _listed(request: Request, state: JournalState) -> JournalShown:
    entry, journal = state.entry.entry, state.journal
    back = f"taken back on {short_day(journal.auto_reverse_on)}" if journal.auto_reverse_on else ""
    return JournalShown(
        f"/{request.company_id}/accountant/journals/{ids.public_id('je_', request.company, journal.entry_no)}",
        short_day(journal.entry_date, year=journal.entry_date.year != request.today.year),
        entry.narration or KIND_WORDS.get(journal.template, "").capitalize(),
        KIND_WORDS.get(journal.template, journal.template),
        money(sum(posting.amount for posting in entry.postings if posting.amount > 0)),
        "undone" if journal.undone else back,
    )


async def show_one(request: Request) -> Answer:
    """One of them, with all that it posted."""
    return await request.ask(SHOW, request.holes["journal"], lambda state: Shown(_one(request, state)))


def _one(request: Request, state: JournalState) -> dict[str, Any]:
    journal, entry = state.journal, state.entry.entry
    parts = [_entry(request, state, state.entry)]
    if state.reversal is not None:
        parts.append(_entry(request, state, state.reversal))
    return {
        "said": entry.narration or KIND_WORDS.get(journal.template, "").capitalize(),
        "day": weekday(journal.entry_date),
        "kind": KIND_WORDS.get(journal.template, journal.template),
        "parts": parts,
        "undone": journal.undone,
        "external": state.moments.external,
        "may_undo": not journal.undone and journal.template == MANUAL and request.may(Right.POST_JOURNALS),
        "back": f"/{request.company_id}/accountant/journals",
        "told": TOLD.get(request.query.get("done", ""), ""),
    }


def _entry(request: Request, state: JournalState, posted: Any) -> dict[str, Any]:
    entry, rows = posted.entry, []
    for posting in entry.postings:
        category = state.names.chart[posting.category_id]
        account = f"account={category.category_id}&from={entry.entry_date}&to={entry.entry_date}"
        rows.append(
            {
                "account": f"{category.nominal} {category.name}",
                "address": f"/{request.company_id}/reports/ledger?{account}",
                "debit": money(posting.amount) if posting.amount > 0 else "",
                "credit": money(-posting.amount) if posting.amount < 0 else "",
            }
        )
    return {"day": full_day(entry.entry_date), "rows": rows}


async def do_undo(request: Request) -> Answer:
    """Take it back by its reversal."""
    journal = request.holes["journal"]
    to = f"/{request.company_id}/accountant/journals/{journal}?done=undone"
    return await request.change(UNDO, journal, lambda _: to)


async def show_new(request: Request) -> Answer:
    """The form of a template, or of lines."""
    typed = request.state.typed
    template = template_of(request.typed.get("template", request.query.get("template", "")))
    if not request.typed:
        typed = request.state.typed = {"day": "today", "template": template.key if template else ""}
    odd = "meant" in typed or bool(request.state.mistake_at("day"))
    head = [f for f in POSTED.fields if f.name not in ("template", "meant") or (f.name == "meant" and odd)]
    if template is not None:
        head = [field for field in head if field.name in OF_TEMPLATES]

    def shape(names: Any) -> Shown:
        groups = choices_of(names).groups
        return Shown(
            {
                "head": template.title if template else "A journal by its lines",
                "about": template.description if template else "Debits and credits that come to the same.",
                "template": template.key if template else "",
                "fields_of": [*head, *(fields_of(template) if template else ())],
                "category": bool(template and asks_category(template)),
                "groups": of_profit_and_loss(groups) if template else groups,
                "rows": [] if template else rows_typed(typed),
                "now": typed.get("category", ""),
                "state": request.state,
                "here": f"/{request.company_id}/accountant/journals/new",
                "back": f"/{request.company_id}/accountant/journals",
                "templates": [Option(each.key, each.title) for each in TEMPLATES.values()],
            }
        )

    return await request.ask(NAMES, None, shape)


async def do_more(request: Request) -> Answer:
    """More rows for lines; nothing is kept so far."""
    request.state.mistakes = []
    request.state.typed = {**request.typed, "more": "yes"}
    return await show_new(request)


async def do_post(request: Request) -> Answer:
    """Post it, and show what it posted."""
    given, template = request.state.values, template_of(request.state.values["template"] or "")
    day = day_typed(given["day"], request.today)
    assert day is not None, "the form has read it"
    reverse = day_typed(given["reverse"], request.today) if given["reverse"] else None
    plausible_on = None if given["meant"] else request.today
    if template is not None:
        contact = await _contact(request)
        values = values_typed(request, template, contact)
        command = PostJournal(day, template=template.key, values=values, plausible_on=plausible_on)
    else:
        lines = lines_typed(request)
        if not given["narration"]:
            POSTED.wrong(request.state, "narration", "Say what it is")
        command = PostJournal(day, given["narration"] or "", lines, reverse, plausible_on=plausible_on)
    if request.state.mistakes:
        return await show_new(request)

    def to(state: JournalState) -> str:
        number = ids.public_id("je_", request.company, state.journal.entry_no)
        return f"/{request.company_id}/accountant/journals/{number}?done=posted"

    done: Leave = await request.change(POST, command, to)
    return done


async def _contact(request: Request) -> int | None:
    """The number of the contact of exactly that name."""
    name = request.typed.get("contact", "").strip()
    if not name:
        return None
    found = await request.ask(CONTACTS, ContactQuestion(20, search=name[:200]), lambda page: page.rows)
    same = [each.contact.number for each in found if each.contact.name.casefold() == name.casefold()]
    if not same:
        said = "There is no contact of that name. Add it under Contacts first."
        Form((Field(name="contact", label="Whose it is"),)).wrong(request.state, "contact", said)
        return None
    return int(same[0])


PAGES = (
    Page(name="journals", path="/{company}/accountant/journals", title="Journals", show=show, under="reports"),
    Page(
        name="new-journal",
        path="/{company}/accountant/journals/new",
        title="A new journal",
        show=show_new,
        right=Right.POST_JOURNALS,
        actions={
            "post": Action(form=POSTED, do=do_post, right=Right.POST_JOURNALS),
            "more": Action(do=do_more, right=Right.POST_JOURNALS),
        },
        under="reports",
    ),
    Page(
        name="journal",
        path="/{company}/accountant/journals/{journal}",
        title="A journal",
        show=show_one,
        actions={"undo": Action(do=do_undo, right=Right.POST_JOURNALS)},
        under="reports",
    ),
)
