"""The values fixed by law as JSON, with their sources."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from accountsos.uk_rules.coverage import DatedValue
from accountsos.wire.fields import DateOut
from accountsos.wire.shapes.common import CursorPageOut, Paging


class RuleOut(msgspec.Struct, frozen=True):
    """One value of the law and when it applies."""

    name: str
    what: str
    topic: str
    value: str
    """Exact: a rate as a fraction (`0.20`), pounds, or a whole number."""
    unit: str
    """`rate`, `pounds`, `count` or `date`."""
    keyed_on: str
    """Which day decides."""
    in_force_from: DateOut
    in_force_to: DateOut | None
    """Null where it still applies."""
    source: str
    checked_on: DateOut
    verified: bool
    """False: one source only, check before filing."""


class NotCoveredOut(msgspec.Struct, frozen=True):
    """Something that these rules do not do, or do unverified."""

    topic: str
    text: str


class RuleList(msgspec.Struct, frozen=True):
    """A page of values, and what is not covered at all."""

    rules: list[RuleOut]
    not_covered: list[NotCoveredOut]
    pagination: CursorPageOut


def rule_list(values: list[DatedValue], not_covered: Mapping[str, tuple[str, ...]], *, paging: Paging) -> RuleList:
    """A page of values."""
    shown, page = paging.cut(values, lambda one: f"{one.parameter.name} {one.row.in_force_from}")
    left_out = [NotCoveredOut(topic, text) for topic, texts in not_covered.items() for text in texts]
    return RuleList([_rule(value) for value in shown], left_out, page)


def _rule(value: DatedValue) -> RuleOut:
    parameter, row = value.parameter, value.row
    return RuleOut(
        row.name,
        parameter.what,
        parameter.topic,
        f"{row.value:f}",
        parameter.unit,
        parameter.keyed_on,
        row.in_force_from.isoformat(),
        value.until.isoformat() if value.until else None,
        row.source,
        row.checked_on.isoformat(),
        row.verified,
    )
