"""Put a rule back as it was before a change of it: added, changed or removed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from accountsos.errors import Conflict, NotFound
from accountsos.store.audit import AuditRow
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.bank.manage_rules import (
    RuleChange,
    apply_change,
    apply_new,
    apply_removal,
    show_rule,
    told,
)
from accountsos.workflows.bank.state_rule import WantedRule

ADDED, REMOVED = "rule.add", "rule.remove"
OF_RULES = (ADDED, "rule.change", REMOVED)
"""What the audit log calls what is done to a rule."""


def put_rule_back(db: Writer, company: int, event: AuditRow, cause: Cause) -> None:
    """Undo what that event did to a rule; Conflict where the rule is not any more as the event left it."""
    before: dict[str, Any] = {} if event.before is None else json.loads(event.before)
    if not before and event.action != ADDED:
        raise Conflict(f"the audit log does not tell how {event.subject} was before; state the rule anew")
    if event.action == REMOVED:
        apply_new(db, company, WantedRule(**before), cause)
        return
    _refuse_later_change(db, company, event)
    if event.action == ADDED:
        apply_removal(db, company, event.subject, cause)
    else:
        apply_change(db, company, RuleChange(event.subject, before), cause)


def _refuse_later_change(db: Reader, company: int, event: AuditRow) -> None:
    try:
        now = told(show_rule(db, company, event.subject))
    except NotFound:
        now = {}
    after: Mapping[str, Any] = {} if event.after is None else json.loads(event.after)
    if {**now, "position": None} != {**after, "position": None}:
        raise Conflict(f"{event.subject} was changed again since; undo the later change first")
