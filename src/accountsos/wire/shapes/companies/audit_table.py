"""The audit log as a table: people, keys and things by name, before and after as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountsos.dates import LONDON
from accountsos.wire.shapes.entries import event_id_of, public_state, public_subject
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.companies.look_through_log import LogLooked

COLUMNS = ("id", "date", "time", "who", "actor", "what", "action", "subject", "about", "before", "after")


def audit_table(company: int, looked: LogLooked) -> Table:
    """A row for each event; days and times are London's."""
    names = {f"user:{member.user_id}": member.person or member.email for member in looked.people}
    names |= {f"key:{key.key_id}": f"API key {key.name or key.last_four}" for key in looked.keys}
    rows: list[list[object]] = []
    for row in looked.rows:
        at, subject = row.recorded_at.astimezone(LONDON), public_subject(company, row.subject)
        rows.append(
            [
                event_id_of(company, row),
                at.date().isoformat(),
                f"{at:%H:%M}",
                names.get(row.actor, "" if ":" in row.actor else row.actor),
                row.actor,
                row.action.replace(".", ": ").replace("_", " "),
                row.action,
                subject,
                looked.called.get(subject) or names.get(_actor(subject), ""),
                _said(public_state(company, row.before), looked.called),
                _said(public_state(company, row.after), looked.called),
            ]
        )
    return list(COLUMNS), rows


def _actor(subject: str) -> str:
    """`usr_…` as the log writes whoever does something."""
    return f"user:{subject}" if subject.startswith("usr_") else f"key:{subject}"


def _said(state: Any, called: Mapping[str, str]) -> str:
    if isinstance(state, Mapping):
        return "; ".join(f"{name}: {_said(value, called)}" for name, value in state.items())
    if isinstance(state, bool):
        return "yes" if state else "no"
    if isinstance(state, list):
        return ", ".join(_said(each, called) for each in state)
    return "" if state is None else called.get(str(state), str(state))
