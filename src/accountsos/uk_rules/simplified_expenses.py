"""Simplified expenses of sole traders and partners: use of home, living at the business premises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from accountsos.errors import BadRequest
from accountsos.money import Pence
from accountsos.uk_rules.parameters import count_on, pounds_on

_FIRST = date(2013, 4, 6)
_HOME_BANDS = (3, 2, 1)


def home_use(hours_by_month: Iterable[Decimal], month: date = _FIRST) -> Pence:
    """10, 18 or 26 pounds for a month of at least 25, 51 or 101 hours worked at home. Not for companies.

    Source: ITTOIA 2005 s94H.
    """
    return sum(_home_month(hours, month) for hours in hours_by_month)


def premises_private_use(people_by_month: Iterable[int], month: date = _FIRST) -> Pence:
    """The private part of running costs: 350, 500 or 650 pounds a month by the number of people who live there.

    Source: ITTOIA 2005 s94I.
    """
    total = 0
    for people in people_by_month:
        if people < 0:
            raise BadRequest("the number of people cannot be negative", param="people")
        total += pounds_on(month, f"premises_private_use_{min(people, 3)}") if people else 0
    return total


def premises_claim(costs: Pence, private_use: Pence) -> Pence:
    """What is left of the costs for the business."""
    return max(costs - private_use, 0)


def _home_month(hours: Decimal, month: date) -> Pence:
    if hours < 0:
        raise BadRequest("hours cannot be negative", param="hours_by_month")
    for band in _HOME_BANDS:
        if hours >= count_on(month, f"home_use_hours_{band}"):
            return pounds_on(month, f"home_use_amount_{band}")
    return 0
