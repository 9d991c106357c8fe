"""What every group of rows is given: the books, how often to repeat, and a folder for what it makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import request
from benchmarks.sets import Kept, Sets


@dataclass(frozen=True, slots=True)
class Bench:
    """One run."""

    sets: Sets
    vat_sets: Sets
    """Of companies that are registered for VAT."""
    folder: Path
    """For what a group makes besides; gone at the end."""
    rounds: int
    quick: bool = False

    def count(self, full: int) -> int:
        """How many of something: a tenth in a quick run."""
        return max(full // 10, 1) if self.quick else full


def get(company: Kept, path: str) -> bytes:
    """A GET with the company's key."""
    return request("GET", path, company.secret)


def first_page(company: Kept, limit: int = 10) -> bytes:
    """The request that the list is measured by."""
    return get(company, f"/api/transactions?limit={limit}")
