"""Tax reports as JSON: headings, lines, a total."""

from __future__ import annotations

import msgspec

from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, money_out
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.wire.shapes.reports.statements import WarningOut, warnings_out
from accountsos.workflows.tax.estimate_corporation_tax import STATED
from accountsos.workflows.tax.state_tax_facts import YearFacts
from accountsos.workflows.tax.tax_reports import TaxReport


class WorkingOut(msgspec.Struct, frozen=True):
    """One step of the workings."""

    label: str
    amount: MoneyOut
    category_id: str | None


class SectionOut(msgspec.Struct, frozen=True):
    """Lines under one heading."""

    title: str
    lines: list[WorkingOut]


class TaxReportOut(msgspec.Struct, frozen=True):
    """A report with its workings line by line."""

    type: str
    from_: DateOut = msgspec.field(name="from")
    to: DateOut
    currency: str
    sections: list[SectionOut]
    total: MoneyOut
    """The tax, the profit, or what is left: the last figure of the workings."""
    warnings: list[WarningOut]
    known_at: TimeOut | None


class OneTaxReport(msgspec.Struct, frozen=True):
    """A tax report."""

    report: TaxReportOut


def tax_report(report: TaxReport, known_at: str | None) -> OneTaxReport:
    """The report."""
    return OneTaxReport(
        TaxReportOut(
            report.kind,
            report.period.start.isoformat(),
            report.period.end.isoformat(),
            report.currency,
            [
                SectionOut(s.title, [WorkingOut(w.label, money_out(w.amount), w.category_id) for w in s.lines])
                for s in report.sections
            ],
            money_out(report.total),
            warnings_out(report.warnings),
            known_at,
        )
    )


def tax_table(report: TaxReport) -> Table:
    """A row for each line."""
    rows: list[list[object]] = [
        [section.title, line.label, bytes(money_out(line.amount)).decode()]
        for section in report.sections
        for line in section.lines
    ]
    return ["section", "line", "amount"], rows


class TaxFactsOut(msgspec.Struct, frozen=True):
    """What is stated of one year, or basis period; null where the books say it, or it is nothing."""

    year_starts_on: DateOut
    year_ends_on: DateOut
    losses_brought_forward: MoneyOut | None
    losses_claimed: MoneyOut | None
    main_pool_brought_forward: MoneyOut | None
    special_pool_brought_forward: MoneyOut | None
    main_pool_disposals: MoneyOut | None
    special_pool_disposals: MoneyOut | None


class TaxFactsList(msgspec.Struct, frozen=True):
    """Every year of which something is stated, oldest first."""

    corporation_tax_facts: list[TaxFactsOut]


def tax_facts_list(years: list[YearFacts]) -> TaxFactsList:
    """The facts by year."""
    return TaxFactsList([_tax_facts(each) for each in years])


def _tax_facts(each: YearFacts) -> TaxFactsOut:
    amounts = {name: money_out(each.amounts[name]) if name in each.amounts else None for name in STATED}
    return TaxFactsOut(each.year.start.isoformat(), each.year.end.isoformat(), **amounts)
