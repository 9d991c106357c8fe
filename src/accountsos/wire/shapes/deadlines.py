"""Deadlines as JSON and as an iCalendar feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import msgspec

from accountsos.dates import ONE_DAY
from accountsos.uk_rules.deadline_settings import DeadlineSettings
from accountsos.wire.fields import DateOut, MoneyOut, money_out
from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.vat import VatPeriodOut
from accountsos.workflows.deadlines.list_deadlines import Deadline

LINE_OCTETS = 75
"""RFC 5545 s3.1: longer lines are folded."""


class DeadlineOut(msgspec.Struct, frozen=True):
    """Something that is due on a day."""

    id: str
    type: str
    title: str
    due_date: DateOut
    days_until: int
    """Negative when overdue."""
    status: str
    """`upcoming`, `due_soon` (14 days), `overdue` or `completed`."""
    period: VatPeriodOut | None
    authority: str | None
    amount: MoneyOut | None
    """As the books have it so far; negative is owed to the business."""
    rule: str | None
    penalty: str | None
    """What lateness brings, and has brought by the day asked."""
    advice: str | None
    notes: str | None
    warnings: list[str]


class DeadlineList(msgspec.Struct, frozen=True):
    """Soonest first."""

    deadlines: list[DeadlineOut]


class OneDeadline(msgspec.Struct, frozen=True):
    """One deadline."""

    deadline: DeadlineOut


class PayrollOut(msgspec.Struct, frozen=True):
    """What an employer or contractor has to do."""

    since: DateOut
    until: DateOut | None
    has_employees: bool
    pays_quarterly: bool
    cis_contractor: bool
    benefits_in_kind: bool


class SettingsOut(msgspec.Struct, frozen=True):
    """What deadlines depend on."""

    payroll: PayrollOut | None
    confirmation_statements: list[DateOut]
    payments_on_account: bool
    vat_payments_on_account: bool
    """A large payer of VAT: payments on account, as HMRC has notified."""
    nation: str
    associated_companies: int
    tracked_from: DateOut | None


class OneSettings(msgspec.Struct, frozen=True):
    """The settings."""

    deadline_settings: SettingsOut


class TokenOut(msgspec.Struct, frozen=True):
    """The secret address of the calendar feed."""

    token: str | None
    path: str | None


class OneToken(msgspec.Struct, frozen=True):
    """A calendar token; null once it is revoked."""

    calendar_token: TokenOut


def deadline_out(deadline: Deadline) -> DeadlineOut:
    """One of them as the contract has it."""
    period = deadline.period
    return DeadlineOut(
        deadline.deadline_id,
        deadline.type,
        deadline.title,
        deadline.due_date.isoformat(),
        deadline.days_until,
        deadline.status,
        VatPeriodOut(period.start.isoformat(), period.end.isoformat()) if period else None,
        deadline.authority,
        None if deadline.amount is None else money_out(deadline.amount),
        deadline.rule,
        deadline.penalty,
        deadline.advice,
        deadline.notes,
        list(deadline.warnings),
    )


def deadline_list(found: Sequence[Deadline]) -> DeadlineList:
    """The list."""
    return DeadlineList([deadline_out(d) for d in found])


def deadline_table(found: Sequence[Deadline]) -> Table:
    """The rows of a file."""
    columns = (
        *("id", "due_date", "status", "type", "title", "period_from: period.from", "period_to: period.to", "authority"),
        *("amount", "penalty", "rule", "advice", "notes", "warnings"),
    )
    return list_table([deadline_out(d) for d in found], columns)


def calendar_text(name: str, found: Sequence[Deadline], stamp: datetime) -> str:
    """The deadlines as an iCalendar file: one whole-day event each. Source: RFC 5545."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//AccountsOS//deadlines//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(f'Deadlines of {name}')}",
    ]
    for deadline in found:
        lines += _event(deadline, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(deadline: Deadline, stamp: datetime) -> list[str]:
    text = " ".join(filter(None, (deadline.advice, deadline.penalty, deadline.notes)))
    event = [
        "BEGIN:VEVENT",
        f"UID:{deadline.deadline_id}@accountsos",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_plain(deadline.due_date)}",
        f"DTEND;VALUE=DATE:{_plain(deadline.due_date + ONE_DAY)}",
        f"SUMMARY:{_escaped(deadline.title)}",
        "TRANSP:TRANSPARENT",
    ]
    return [*event, *([f"DESCRIPTION:{_escaped(text)}"] if text else []), "END:VEVENT"]


def _plain(day: date) -> str:
    return f"{day:%Y%m%d}"


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, "\\" + character)
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, never inside a character; each but the first begins with a blank."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > LINE_OCTETS:
            yield piece
            piece = " "
        piece += character
    yield piece


def settings_out(said: DeadlineSettings) -> SettingsOut:
    """What deadlines depend on."""
    payroll = said.payroll
    return SettingsOut(
        None
        if payroll is None
        else PayrollOut(
            payroll.since.isoformat(),
            None if payroll.until is None else payroll.until.isoformat(),
            payroll.has_employees,
            payroll.pays_quarterly,
            payroll.cis_contractor,
            payroll.benefits_in_kind,
        ),
        [day.isoformat() for day in said.confirmation_statements],
        said.payments_on_account,
        said.vat_payments_on_account,
        said.nation,
        said.associated_companies,
        None if said.tracked_from is None else said.tracked_from.isoformat(),
    )
