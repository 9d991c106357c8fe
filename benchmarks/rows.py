"""The rows of the bench's table: a figure of ours beside its floor or its peer, and what is to be reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADINGS = ("figure", "ours", "floor", "ratio", "target", "ok")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    figure: str
    ours: str
    floor: str
    """What it is set against; empty where the target is absolute."""
    ratio: str
    target: str
    ok: bool
    hard: bool = False
    """Whether the whole bench fails where this is missed: what is wrong is then not a speed."""

    @property
    def cells(self) -> tuple[str, ...]:
        """As text, in the order of the headings."""
        return self.figure, self.ours, self.floor, self.ratio, self.target, "yes" if self.ok else "NO"


def at_most(figure: str, ours: float, floor: float, limit: float, unit: str = "µs") -> Row:
    """Ours over the floor, which may be so many times it."""
    ratio = ours / floor
    return Row(figure, amount(ours, unit), amount(floor, unit), f"{ratio:.2f}×", f"≤ {limit:g}×", ratio <= limit)


def at_least(figure: str, ours: float, floor: float, limit: float, unit: str) -> Row:
    """Ours over the floor, of which it must be so much."""
    ratio = ours / floor
    return Row(figure, amount(ours, unit), amount(floor, unit), f"{ratio:.2f}×", f"≥ {limit:g}×", ratio >= limit)


def below(figure: str, ours: float, limit: float, unit: str, floor: str = "") -> Row:
    """An absolute figure that may not be more."""
    return Row(figure, amount(ours, unit), floor, "", f"≤ {amount(limit, unit)}", ours <= limit)


def above(figure: str, ours: float, limit: float, unit: str, floor: str = "") -> Row:
    """An absolute figure that may not be less."""
    return Row(figure, amount(ours, unit), floor, "", f"≥ {amount(limit, unit)}", ours >= limit)


def told(figure: str, ours: str, floor: str = "") -> Row:
    """A figure without a target, for whoever reads the table."""
    return Row(figure, ours, floor, "", "", True)


def amount(value: float, unit: str) -> str:
    """A figure with as many digits as mean something."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} {unit}".strip()


def plain_table(rows: Sequence[Row]) -> str:
    """For a terminal."""
    cells = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(HEADINGS))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells)


def markdown_table(rows: Iterable[Row]) -> str:
    """For a page."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---|---:|---:|---:|---:|---|"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row.cells) + " |" for row in rows]
    return "\n".join(lines)


def missed(rows: Iterable[Row], *, hard: bool = False) -> list[Row]:
    """The rows that do not reach their target; with `hard`, only those that fail the bench."""
    return [row for row in rows if not row.ok and (row.hard or not hard)]
