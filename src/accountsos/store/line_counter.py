"""Counters of lists: how many lines and how much money by category, day and month, and what of it waits."""

from __future__ import annotations

from typing import Protocol

from accountsos.store.engine.sql import Sql, Writer

SURE = 9_500
"""From this confidence on the program is sure: such lines are looked over, the others that nobody has looked at are
questions. Counters are kept of both, and an index of the questions: migration 0019 knows the number."""
COUNTED = (
    *("lines", "money_in", "money_out"),
    *("questions", "questions_in", "questions_out"),
    *("sure", "sure_in", "sure_out"),
)
"""What is counted of the lines of a category and a day: all, those that are questions, those to be looked over."""


def _keep_count(span: str) -> Sql:
    added = ", ".join(f"{name} = line_count_{span}.{name} + excluded.{name}" for name in COUNTED)
    return Sql(
        f"""INSERT INTO line_count_{span} (company_id, category_no, {span}, {", ".join(COUNTED)})
        VALUES (:company, :category, :span, {", ".join(":" + name for name in COUNTED)})
        ON CONFLICT (company_id, category_no, {span}) DO UPDATE SET {added}"""
    )


KEEP_COUNT_MONTH, KEEP_COUNT_DAY = _keep_count("month"), _keep_count("day")

ALL_CATEGORIES = 0
"""The category number under which lines of every category are counted."""


class CountedLine(Protocol):
    """What is counted of a line."""

    @property
    def category_no(self) -> int:
        """Where it is filed."""
        ...

    @property
    def booked_on(self) -> int:
        """A day number."""
        ...

    @property
    def amount(self) -> int:
        """In pence."""
        ...

    @property
    def confidence(self) -> int:
        """In ten-thousandths."""
        ...

    @property
    def reviewed(self) -> int:
        """1 where somebody has looked at it."""
        ...


class LineCounter:
    """Adds up lines and money per category and day, and writes the sums once in key order."""

    def __init__(self) -> None:
        self._days: dict[tuple[int, int], list[int]] = {}

    def add(self, line: CountedLine, lines: int = 1) -> None:
        """Count a line that appears; `lines` −1 where it vanishes."""
        self._count(line, line.category_no, lines)
        self._count(line, ALL_CATEGORIES, lines)

    def move(self, old: CountedLine, new: CountedLine) -> None:
        """One line changes its category, or whether somebody has to look at it."""
        if _counted_as(old) != _counted_as(new):
            self.add(old, -1)
            self.add(new)

    def write(self, db: Writer, company: int) -> None:
        """Add everything counted to the kept counters."""
        months: dict[tuple[int, int], list[int]] = {}
        for (category, day), sums in self._days.items():
            month = months.setdefault((category, day // 100), [0] * len(COUNTED))
            for n, number in enumerate(sums):
                month[n] += number
        db.run_many(KEEP_COUNT_MONTH, ((company, *key, *months[key]) for key in sorted(months)))
        db.run_many(KEEP_COUNT_DAY, ((company, *key, *self._days[key]) for key in sorted(self._days)))

    def _count(self, line: CountedLine, category: int, lines: int) -> None:
        sums = self._days.get((category, line.booked_on))
        if sums is None:
            sums = self._days[category, line.booked_on] = [0] * len(COUNTED)
        amount, side = abs(line.amount) * lines, 1 if line.amount > 0 else 2
        sums[0] += lines
        sums[side] += amount
        if not line.reviewed:
            part = 6 if line.confidence >= SURE else 3
            sums[part] += lines
            sums[part + side] += amount


def _counted_as(line: CountedLine) -> tuple[int, bool, bool]:
    return (line.category_no, bool(line.reviewed), line.confidence >= SURE)
