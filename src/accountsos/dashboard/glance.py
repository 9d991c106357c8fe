"""What an answer that is kept may be shaped by: where somebody looks, when, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from accountsos import ids
from accountsos.access.roles import Right


@dataclass(frozen=True, slots=True)
class Glance:
    """A look at one address of a company. It names nobody and holds no secret: who may do the same sees the same."""

    company: int
    path: str
    asked: tuple[tuple[str, str], ...]
    """The parameters of the address."""
    rights: frozenset[Right]
    today: date

    @property
    def company_id(self) -> str:
        """The company as it stands in addresses."""
        return ids.company_id(self.company)

    @property
    def query(self) -> dict[str, str]:
        """The parameters by name."""
        return dict(self.asked)

    def may(self, right: Right) -> bool:
        """Whether it is offered there."""
        return right in self.rights

    def here(self, **changes: str | None) -> str:
        """This address with other parameters; None takes one out."""
        return address(self.path, self.query, **changes)


def address(path: str, query: Mapping[str, str], **changes: str | None) -> str:
    """The address of the path with these parameters, changed so; None takes one out."""
    kept = [_pair(name, value) for name, value in {**query, **changes}.items() if value]
    return f"{path}?{'&'.join(kept)}" if kept else path


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    """One parameter as it stands in an address: a page has dozens of addresses that differ in one of them."""
    return urlencode({name: value})
