"""The desk at which these papers are written: a page to write on, days, sums, and what a paper truly says."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from reportlab.pdfgen.canvas import Canvas

OWN = (
    ("Whistlebrook Joinery Ltd", "Unit 4, Tannery Yard", "Hexham", "NE46 3PX"),
    ("Marlow & Finch Design Limited", "19 Cross Keys Lane", "Stroud", "GL5 2HH"),
    ("Oakapple Catering Ltd", "77 Harbour Terrace", "Whitby", "YO21 1QB"),
    ("R J Pemberton t/a Pemberton Roofing", "3 Slate Hill", "Bethesda", "LL57 4AE"),
    ("Tidewater Software Ltd", "Second Floor, 12 Quay Street", "Truro", "TR1 2HE"),
)


def money(pence: int, sign: str = "") -> str:
    """The sum as a UK paper prints it."""
    return f"{'-' if pence < 0 else ''}{sign}{max(pence, -pence) / 100:,.2f}"


@dataclass
class Page:
    """A PDF that is written from the top, in points."""

    width: float = 595
    height: float = 842
    held: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.held, pagesize=(self.width, self.height), invariant=1)

    def put(
        self, x: float, y: float, text: str, size: float = 9.5, font: str = "Helvetica", *, ink: str = "black"
    ) -> None:
        self.canvas.setFillColor(ink)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def end(self, x: float, y: float, text: str, size: float = 9.5, font: str = "Helvetica") -> None:
        """Text that ends at x."""
        self.canvas.setFillColor("black")
        self.canvas.setFont(font, size)
        self.canvas.drawRightString(x, self.height - y, text)

    def mid(self, y: float, text: str, size: float = 9.5, font: str = "Helvetica") -> None:
        """Text in the middle of the page."""
        self.canvas.setFillColor("black")
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(self.width / 2, self.height - y, text)

    def lines(self, x: float, y: float, texts: Sequence[str], step: float = 13, **look: Any) -> float:
        for text in texts:
            self.put(x, y, text, **look)
            y += step
        return y

    def row(self, y: float, cells: Sequence[tuple[float, str]], **look: Any) -> None:
        """Cells of a row: those at a negative x end there."""
        for x, text in cells:
            self.end(-x, y, text, **look) if x < 0 else self.put(x, y, text, **look)

    def bar(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        self.canvas.setFillColor(ink)
        self.canvas.rect(x, self.height - y, width, height, stroke=0, fill=1)

    def rule(self, y: float, x: float = 40, to: float | None = None) -> None:
        self.canvas.line(x, self.height - y, to or self.width - 40, self.height - y)

    def turn(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.save()
        return self.held.getvalue()


@dataclass
class Desk:
    """Chance, the company that gets the paper, and a day of this year's first half."""

    rng: random.Random
    n: int

    def __post_init__(self) -> None:
        self.own, self.street, self.town, self.postcode = OWN[self.rng.randrange(len(OWN))]
        self.day = date(2026, 1, 5) + timedelta(days=self.rng.randrange(165))

    @property
    def buyer(self) -> list[str]:
        return [self.own, self.street, self.town, self.postcode]

    def pick(self, choices: Sequence[Any]) -> Any:
        """One of the choices: the next paper of the layout gets the next one."""
        return choices[self.n % len(choices)]

    def sums(self, low: int, high: int, count: int) -> list[int]:
        return [self.rng.randrange(low, high) for _ in range(count)]

    def digits(self, count: int) -> str:
        return str(self.rng.randrange(10 ** (count - 1), 10**count))

    def vat_number(self) -> str:
        """Nine digits with the check that they need."""
        seven = [self.rng.randrange(1, 10) for _ in range(7)]
        rest = 97 - (sum(d * w for d, w in zip(seven, (8, 7, 6, 5, 4, 3, 2), strict=True)) % 97)
        found = "".join(map(str, seven)) + f"{rest:02d}"
        return f"{found[:3]} {found[3:7]} {found[7:]}"


def truth(
    supplier: str | Sequence[str], day: date, total: int, vat: int | None, number: str | None, **more: Any
) -> dict[str, Any]:
    """What a paper says; of several names each is right, the first the best. `vat` is None where it is not printed."""
    names = (supplier,) if isinstance(supplier, str) else tuple(supplier)
    held = {
        "names": names, "company": names[0], "day": day.isoformat(), "total": money(total), "number": number,
        "vat": None if vat is None else money(vat), "type": "invoice", "currency": "GBP", "waits": False,
    }  # fmt: skip
    return held | more


Written = tuple[bytes, dict[str, Any]]
Layout = Callable[[Desk], Written]
