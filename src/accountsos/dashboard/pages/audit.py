"""The accountant's corner, audit log: who did what, when, with filters; and one row with before and after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from accountsos.dashboard.audit_words import ACTIONS, KINDS, PROGRAMS, THINGS, place_of, prefixes_of, thing_said
from accountsos.dashboard.figures import full_day, moment
from accountsos.dashboard.forms import Option
from accountsos.dashboard.glance import Glance
from accountsos.dashboard.page import Answer, Page, Shown
from accountsos.dashboard.report_files import list_downloaded
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import day_typed
from accountsos.wire.shapes.entries import event_id_of, place_of_event, public_state, public_subject
from accountsos.workflows.companies.look_through_log import (
    LOOK_AT,
    LOOK_THROUGH,
    EventLooked,
    LogLooked,
    LogQuestion,
)

ROWS = 50
LONG = 400


class EventShown(NamedTuple):
    """A row, in words, in the order in which the template names what it shows."""

    address: str
    when: str
    who: str
    what: str
    subject: str
    subject_address: str


async def show(request: Request) -> Answer:
    """The newest rows of the filter."""
    query = request.query
    first, last = (day_typed(query[name], request.today) if name in query else None for name in ("from", "to"))
    kind = query.get("what", "") if query.get("what", "") in KINDS else ""
    after = query.get("after", "")
    question = LogQuestion(ROWS, first, last, query.get("who", ""), prefixes_of(kind))
    file = await list_downloaded(request, "audit", question, await _told(request, kind, first, last))
    if file is not None:
        return file
    if after:
        place = place_of_event(request.company, after)
        question = LogQuestion(ROWS, first, last, query.get("who", ""), prefixes_of(kind), place)
    odd = [label for name, label, day in (("from", "from", first), ("to", "to", last)) if name in query and day is None]

    def shape(found: LogLooked) -> Shown:
        names = names_of_actors(found)
        known = _called(found.called, names, request.company_id)
        at = request.glance
        rows = [_event(at, row, names, found.called, known) for row in found.rows]
        older = rows[-1].address.rpartition("/")[2] if found.more else ""
        return Shown(
            {
                "rows": rows,
                "who": [Option(actor, name) for actor, name in names.items()],
                "kinds": [Option(key, label) for key, (label, _) in KINDS.items()],
                "chosen_who": query.get("who", ""),
                "chosen_what": kind,
                "first": full_day(first) if first else "",
                "last": full_day(last) if last else "",
                "odd": odd,
                "narrowed": any(name in query for name in ("who", "what", "from", "to")),
                "older": request.here(after=older) if older else "",
                "newest": request.here(after=None) if after else "",
            }
        )

    return await request.ask(LOOK_THROUGH, question, shape)


async def _told(request: Request, kind: str, first: date | None, last: date | None) -> dict[str, object]:
    """What was asked for, in words, for the head of a file."""
    who = request.query.get("who", "")
    told: dict[str, object] = {"from": first, "to": last, "what": KINDS[kind][0] if kind else ""}
    if who:
        names = await request.ask(LOOK_THROUGH, LogQuestion(1), names_of_actors)
        told["who"] = _name_of(who, names)
    return told


def names_of_actors(found: LogLooked | EventLooked) -> dict[str, str]:
    """By the word of the log: who that is, as far as they are still here."""
    names = {f"user:{member.user_id}": member.person or member.email for member in found.people}
    names |= {f"key:{key.key_id}": f"API key {key.name or key.last_four}" for key in found.keys}
    return {**names, **PROGRAMS}


def _name_of(actor: str, names: dict[str, str]) -> str:
    return names.get(actor) or ("Somebody who is here no more" if actor.startswith("user:") else actor)


def _called(found: Mapping[str, str], actors: Mapping[str, str], company_id: str) -> dict[str, str]:
    """By id, the names of things, people and keys; the company itself is these books."""
    people = {actor.partition(":")[2]: name for actor, name in actors.items() if ":" in actor}
    return {**found, **people, company_id: THINGS["co_"]}


def _event(
    at: Glance, row: Any, names: dict[str, str], called: Mapping[str, str], known: Mapping[str, str]
) -> EventShown:
    """`called`: the names of things; `known`: those, of people and keys, and the word for the company."""
    company_id = at.company_id
    subject = public_subject(at.company, row.subject)
    about = thing_said(subject, known)
    place, what = place_of(subject), ACTIONS.get(row.action, row.action)
    return EventShown(
        f"/{company_id}/accountant/audit/{event_id_of(at.company, row)}",
        moment(row.recorded_at, at.today),
        _name_of(row.actor, names),
        what[:1].upper() + what[1:],
        about if subject in called else about[:1].upper() + about[1:],
        f"/{company_id}/{place}" if place else "",
    )


async def show_one(request: Request) -> Answer:
    """One row: what it said before, and after."""
    place = place_of_event(request.company, request.holes["event"])
    found = await request.ask(LOOK_AT, place, lambda looked: looked)
    row, actors = found.row, names_of_actors(found)
    called = _called(found.called, actors, request.company_id)
    shown = _event(request.glance, row, actors, found.called, called)
    before, after = (public_state(request.company, text) or {} for text in (row.before, row.after))
    names = [*after, *(name for name in before if name not in after)]
    return Shown(
        {
            "event": shown,
            "erased": row.before is None and row.after is None,
            "states": [
                (_field(name), _said(before.get(name), called), _said(after.get(name), called)) for name in names
            ],
            "has_before": bool(before),
            "digest": row.digest.hex(),
            "back": f"/{request.company_id}/accountant/audit",
        }
    )


def _field(name: str) -> str:
    """A field in words: `category id` is the category by its name."""
    return name.removesuffix("_id").replace("_", " ")


def _said(value: Any, called: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        text = "; ".join(f"{_field(str(name))}: {_said(each, called)}" for name, each in value.items())
    elif isinstance(value, list):
        text = "; ".join(f"{n}: {_said(each, called)}" for n, each in enumerate(value, 1))
    else:
        text = called.get(str(value), str(value))
    return text if len(text) <= LONG else text[:LONG] + " …"


PAGES = (
    Page(name="audit", path="/{company}/accountant/audit", title="Audit log", show=show, under="reports"),
    Page(
        name="audit-event",
        path="/{company}/accountant/audit/{event}",
        title="What was done",
        show=show_one,
        under="reports",
    ),
)
