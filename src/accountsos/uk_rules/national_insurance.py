"""Class 1 National Insurance on a director's earnings, which are taken for the whole tax year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period
from accountsos.errors import BadRequest
from accountsos.money import Pence, rounded_half_up
from accountsos.uk_rules.parameters import in_force_on, pounds_on, rate_on, warnings_for

KNOWN_FROM = date(2024, 4, 6)
"""The first tax year that one rate covers: before, rates changed within the year and are blended."""
_NAMES = (
    "employee_ni_lower_limit",
    "employee_ni_upper_limit",
    "employee_ni_main_rate",
    "employee_ni_upper_rate",
    "employer_ni_threshold",
    "employer_ni_rate",
)


@dataclass(frozen=True, slots=True)
class DirectorsNi:
    """What a tax year's earnings of one director cost, before the employment allowance."""

    employee: Pence
    employer: Pence
    warnings: tuple[str, ...] = ()


def directors_ni(year: Period, earnings: Pence) -> DirectorsNi:
    """Of the earnings of a director's whole tax year, between the limits and above them.

    Source: SSCBA 1992 s8 and s9; SI 2001/1004 reg 8 (the earnings period of a director is the tax year).
    """
    start = year.start
    if start < KNOWN_FROM:
        raise BadRequest(f"National Insurance is worked out from {KNOWN_FROM} on", param="tax_year")
    if earnings < 0:
        raise BadRequest("earnings cannot be negative", param="earnings")
    lower, upper = pounds_on(start, "employee_ni_lower_limit"), pounds_on(start, "employee_ni_upper_limit")
    main = max(min(earnings, upper) - lower, 0) * rate_on(start, "employee_ni_main_rate")
    above = max(earnings - upper, 0) * rate_on(start, "employee_ni_upper_rate")
    of_employer = max(earnings - pounds_on(start, "employer_ni_threshold"), 0) * rate_on(start, "employer_ni_rate")
    warnings = warnings_for(*(in_force_on(start, name) for name in _NAMES))
    return DirectorsNi(rounded_half_up(main + above), rounded_half_up(of_employer), warnings)


def employment_allowance(year: Period) -> Pence:
    """What may be taken off the employer's part; not by a company whose only paid person is its director.

    Source: National Insurance Contributions Act 2014 s1 and s2(4A).
    """
    return pounds_on(year.start, "employment_allowance")
