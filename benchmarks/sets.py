"""The books that the bench works on: companies of several sizes in one file, made once and kept where asked."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from accountsos.generator import GeneratedCompany, generate
from accountsos.store.engine.migrate import HEAD
from accountsos.store.engine.opening import BOOKS_FILE
from accountsos.workflows.unit_of_work import Books
from benchmarks.books import ASKED_EVERY, open_books, record_company

SEED, ARCHETYPE = 1, "cafe"
LARGE, MIDDLE, SMALL, SCRATCH = "large", "middle", "small", "scratch"
FULL = {LARGE: 1_000_000, MIDDLE: 120_000, SMALL: 10_000, SCRATCH: 10_000}
QUICK = {LARGE: 30_000, MIDDLE: 12_000, SMALL: 3_000, SCRATCH: 2_000}
"""The scratch company is written to; the truth of the others is checked, so nothing changes them."""
VAT_FULL = {LARGE: 1_000_000, SMALL: 10_000}
VAT_QUICK = {LARGE: 30_000, SMALL: 3_000}
"""Companies registered for VAT, in a file of their own."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One company of the set."""

    number: int
    lines: int
    secret: str
    accounts: dict[str, str]
    index: int

    @property
    def truth(self) -> GeneratedCompany:
        """The company as it was generated."""
        return generate(SEED, self.index, archetype=ARCHETYPE, transactions=self.lines)


class Sets:
    """The set of companies in a folder. Made when it is first asked for."""

    def __init__(self, folder: Path, sizes: dict[str, int], *, vat: bool = False) -> None:
        self.folder = folder
        self.sizes = sizes
        self.vat = vat
        """Whether they are registered for VAT all the time, with lines reviewed and returns filed but for the last."""

    @property
    def data(self) -> Path:
        """The data directory of the installation."""
        return self.folder / ("vat-books" if self.vat else "books")

    @cached_property
    def _made(self) -> dict[str, Any]:
        catalogue = self.folder / ("vat-bench.json" if self.vat else "bench.json")
        wanted = {
            "schema": HEAD,
            "seed": SEED,
            "archetype": ARCHETYPE,
            "sizes": self.sizes,
            "vat": self.vat,
            "asked": ASKED_EVERY,
        }
        if catalogue.exists():
            found: dict[str, Any] = json.loads(catalogue.read_text("utf-8"))
            if found["made_for"] == wanted:
                return found
        made: dict[str, Any] = {"made_for": wanted, **self._make()}
        catalogue.write_text(json.dumps(made), "utf-8")
        return made

    def _make(self) -> dict[str, Any]:
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700, parents=True)
        companies: dict[str, Any] = {}
        bytes_of_largest = 0
        for index, (name, lines) in enumerate(self.sizes.items()):
            books = open_books(self.data)
            generated = generate(SEED, index, archetype=ARCHETYPE, transactions=lines)
            made = record_company(books, generated, vat=self.vat)
            books.close()
            bytes_of_largest = bytes_of_largest or (self.data / BOOKS_FILE).stat().st_size
            companies[name] = {
                "number": made.number, "lines": lines, "secret": made.secret, "accounts": made.accounts, "index": index,
            }  # fmt: skip
        return {"companies": companies, "bytes_of_largest": bytes_of_largest}

    def company(self, name: str) -> Kept:
        """One of them."""
        return Kept(**self._made["companies"][name])

    @property
    def bytes_of_largest(self) -> int:
        """How large the file was with only the largest company in it."""
        return int(self._made["bytes_of_largest"])

    @cached_property
    def books(self) -> Books:
        """The books, open in this process."""
        assert self._made
        return open_books(self.data)

    def close(self) -> None:
        """Close the books where they were opened."""
        if "books" in self.__dict__:
            self.books.close()
            del self.books
