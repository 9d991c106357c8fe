"""All deadlines of a business from its plain facts: pure, by the day it is asked."""

from __future__ import annotations

from datetime import date, timedelta

from accountsos.uk_rules.obligation import Obligation, Profile
from accountsos.uk_rules.obligations_company import company_obligations
from accountsos.uk_rules.obligations_payroll import payroll_obligations
from accountsos.uk_rules.obligations_person import person_obligations
from accountsos.uk_rules.obligations_vat import vat_obligations

HORIZON = timedelta(days=400)


def obligations(profile: Profile, today: date, horizon: timedelta = HORIZON) -> tuple[Obligation, ...]:
    """Every deadline from `tracked_from` to `today` and the horizon, soonest first; completed ones are among them.

    Overdue ones never drop out: what is not done and was due since `tracked_from` is always there.
    """
    until = today + horizon
    found = [
        *vat_obligations(profile, today, until),
        *company_obligations(profile, today, until),
        *payroll_obligations(profile, until),
        *person_obligations(profile, today, until),
    ]
    due = [each for each in found if profile.tracked_from <= each.due_date <= until]
    return tuple(sorted(due, key=lambda each: (each.due_date, each.type, each.key)))
