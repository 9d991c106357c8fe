"""All deadlines of a business from its plain facts: pure, by the day it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from accountsos.uk_rules.obligation import Obligation, Profile
from accountsos.uk_rules.obligations_company import company_obligations
from accountsos.uk_rules.obligations_payroll import payroll_obligations
from accountsos.uk_rules.obligations_person import person_obligations
from accountsos.uk_rules.obligations_vat import vat_obligations
from accountsos.uk_rules.parameters import old_rows_asked_for, overdue_on, with_those

HORIZON = timedelta(days=400)


def obligations(profile: Profile, today: date, horizon: timedelta = HORIZON) -> tuple[Obligation, ...]:
    """Every deadline from `tracked_from` to `today` and the horizon, soonest first; completed ones are among them.

    Overdue ones never drop out: what is not done and was due since `tracked_from` is always there.
    """
    until = today + horizon
    found = [
        *_telling(vat_obligations(profile, today, until), today),
        *_telling(company_obligations(profile, today, until), today),
        *_telling(payroll_obligations(profile, until), today),
        *_telling(person_obligations(profile, today, until), today),
    ]
    due = [each for each in found if profile.tracked_from <= each.due_date <= until]
    return tuple(sorted(due, key=lambda each: (each.due_date, each.type, each.key)))


def _telling(each_in_turn: Iterator[Obligation], today: date) -> Iterator[Obligation]:
    """Each with the rates that it asked for and that are older than usual by now, not only when it falls due."""
    while True:
        with old_rows_asked_for() as old:
            each = next(each_in_turn, None)
        if each is None:
            return
        yield replace(each, warnings=with_those(each.warnings, overdue_on(today, old)))
