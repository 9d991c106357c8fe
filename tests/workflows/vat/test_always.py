"""Whatever is entered, filed and changed in whatever order: what holds of every VAT return, on both databases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountsos.dates import days_of
from accountsos.errors import Conflict
from accountsos.reports.vat_return import return_of
from accountsos.store.engine.sql import Reader, Sql, day_from
from accountsos.uk_rules.vat_boxes import VatBoxes, total_boxes
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from accountsos.workflows.vat.vat_return import VatReport
from tests.support.bookkeeper import TODAY
from tests.support.engines import Clock
from tests.workflows.vat.keeping import VatKeeper, registered

QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
FIRST = date(2025, 10, 1)
CATEGORIES = ("cat_sales", "cat_sales_zero", "cat_software", "cat_entertaining", "cat_vehicle_lease", "cat_wages")
CODES = (None, "P20", "P5", "RC20", "PVA20", "S20", "S0")
POSTINGS = Sql(
    """SELECT p.vat_code, p.amount, p.vat_period, p.tax_point, c.category_id FROM posting p
       JOIN category c ON c.company_id = p.company_id AND c.category_no = p.category_no
       WHERE p.company_id = :company AND p.vat_code IS NOT NULL"""
)

ENTER = st.tuples(
    st.just("enter"), st.integers(0, 410), st.sampled_from(CATEGORIES), st.integers(-200_000, 200_000).filter(bool)
)
REFILE = st.tuples(st.just("refile"), st.integers(0, 30), st.sampled_from(CATEGORIES), st.sampled_from(CODES))
FILE, UNFILE = st.just(("file",)), st.just(("unfile",))
STORIES = st.lists(st.one_of(ENTER, ENTER, ENTER, REFILE, REFILE, FILE, UNFILE), min_size=4, max_size=14)


@dataclass
class Story:
    """A company's VAT as it is lived through."""

    vat: VatKeeper
    clock: Clock
    lines: list[int] = field(default_factory=list)
    filed: list[tuple[str, VatBoxes, datetime]] = field(default_factory=list)
    """Every filing that ever was: period, boxes, and a moment at which it stood."""
    standing: list[str] = field(default_factory=list)

    def live(self, step: tuple[object, ...]) -> None:
        match step:
            case ("enter", int(day), str(category), int(amount)):
                self.lines.append(self.vat.line(FIRST + timedelta(days=day), amount, category))
            case ("refile", int(n), str(category), code) if self.lines:
                self._refile(self.lines[n % len(self.lines)], category, code)
            case ("file",) if len(self.standing) < len(QUARTERS) - 1:
                self._file(QUARTERS[len(self.standing)])
            case ("unfile",) if self.standing:
                self.vat.unfile(self.standing.pop())
        self.clock.now += timedelta(minutes=5)

    def _refile(self, number: int, category: str, code: object) -> None:
        purchase = category in CATEGORIES[2:]
        fits = code is None or str(code).startswith("S") is not purchase
        self.vat.change(number, category_id=category, vat_code=code if fits else None)

    def _file(self, period: str) -> None:
        report = self.vat.file(period)
        self.clock.now += timedelta(minutes=1)
        self.filed.append((period, report.boxes, self.clock.now))
        self.standing.append(period)


def reports(story: Story) -> list[VatReport]:
    return [story.vat.report(period) for period in QUARTERS]


def boxes_by_tax_point(story: Story, end: date) -> dict[date, VatBoxes]:
    """The boxes of each day of one period, from the postings themselves."""

    def read(db: Reader, company: int, _: None) -> list[tuple[str, int, int, int, str]]:
        return [(str(r[0]), r[1], r[2], r[3], str(r[4])) for r in db.rows(POSTINGS, company=company)]

    sums: dict[date, dict[tuple[str, bool], int]] = {}
    for code, amount, period, point, category in story.vat.keeper.ask(ReadWorkflow("test.postings", read), None):
        if day_from(period) == end:
            of_day = sums.setdefault(day_from(point), {})
            key = (code, category == "cat_vat")
            of_day[key] = of_day.get(key, 0) + amount
    return {day: return_of(found, end).boxes for day, found in sums.items()}


@given(STORIES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_return_holds_whatever_is_done_in_whatever_order(
    books: Books, clock: Clock, story: list[tuple[object, ...]]
) -> None:
    lived = Story(registered(books, start=FIRST), clock)
    for step in story:
        lived.live(step)
    vat = lived.vat
    for report in reports(lived):
        boxes = report.boxes
        assert boxes.box3 == boxes.box1 + boxes.box2
        assert boxes.box5 == abs(boxes.box3 - boxes.box4)
        assert report.status == "filed" if report.name in lived.standing else report.status != "filed"
    for period, filed_boxes, moment in lived.filed:
        assert vat.report(period, known_at=moment).boxes == filed_boxes, "as filed, to the penny, for ever"
    balances = vat.keeper.balances(date(2027, 12, 31))
    latest = {period: boxes for period, boxes, _ in lived.filed}
    assert -balances.get("cat_vat_filed", 0) == sum(latest[period].net_vat for period in lived.standing)
    assert "control_differs" not in vat.codes(QUARTERS[-1])
    assert vat.keeper.faults() == []


@given(st.lists(ENTER, min_size=1, max_size=12))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_boxes_of_a_kept_period_are_the_sum_of_its_days(
    books: Books, clock: Clock, entered: list[tuple[object, ...]]
) -> None:
    lived = Story(registered(books, start=FIRST), clock)
    for step in entered:
        lived.live(step)
    for report in reports(lived):
        by_day = boxes_by_tax_point(lived, report.period.end)
        assert set(by_day) <= set(days_of(report.period))
        assert report.figures.boxes == total_boxes(by_day.values())


def test_a_story_of_filing_out_of_order_is_refused_and_leaves_all_as_it_was(books: Books) -> None:
    vat = registered(books, start=FIRST)
    vat.line(date(2025, 11, 1), 12_000, "cat_sales")
    vat.line(date(2026, 2, 1), 12_000, "cat_sales")
    before = vat.keeper.balances(TODAY)
    with pytest.raises(Conflict, match="returns are filed in order"):
        vat.file("2026-Q1")
    assert vat.keeper.balances(TODAY) == before
    assert vat.report("2026-Q1").status == "due"
