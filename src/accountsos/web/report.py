"""A report as every door shows it: what may be asked, its table, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from accountsos.web.query import QueryParameter
from accountsos.web.request import ApiRequest, Reply


@dataclass(frozen=True, slots=True)
class Tabled:
    """A report as a table with what it is of."""

    facts: Sequence[tuple[str, object]]
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


class OfferedReport(Protocol):
    """One of the reports there are."""

    @property
    def name(self) -> str:
        """As in an address and in a download's name."""
        ...

    @property
    def title(self) -> str:
        """Its heading."""
        ...

    @property
    def parameters(self) -> tuple[QueryParameter, ...]:
        """What may be asked of it."""
        ...

    async def tabled(self, request: ApiRequest) -> Tabled:
        """The report as its table, for a page: exactly what stands in its files."""
        ...

    async def file(self, request: ApiRequest) -> Reply:
        """The report as a file of the format that the request asks for."""
        ...


class OfferedList(Protocol):
    """A list that is also a file to keep."""

    @property
    def name(self) -> str:
        """As in a download's name."""
        ...

    async def whole(self, request: ApiRequest, question: Any) -> Reply:
        """Every row that the question finds, as a file of the format that the request asks for."""
        ...
