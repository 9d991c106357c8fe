"""Where a refusal is provoked: books, and the companies that a case needs, each founded when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from accountsos import ids
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found
from tests.workflows.documents.clerk_of_invoices import vat_clerk
from tests.workflows.documents.papers import Clerk
from tests.workflows.vat.keeping import VatKeeper

DAY = date(2026, 3, 2)


@dataclass
class Desk:
    """One case's own companies."""

    books: Books

    @cached_property
    def keeper(self) -> Bookkeeper:
        """A limited company that is not registered for VAT."""
        return found(self.books)

    @cached_property
    def trader(self) -> Bookkeeper:
        """A sole trader."""
        return found(self.books, "Ann Teasel", entity_type="sole_trader", year_end=(4, 5))

    @cached_property
    def clerk(self) -> Clerk:
        """Documents of a company that is registered for VAT."""
        return vat_clerk(self.books)

    @cached_property
    def vat(self) -> VatKeeper:
        """The same company's VAT."""
        return VatKeeper(self.clerk.keeper)

    def do(self, workflow: Any, command: Any) -> Any:
        return self.keeper.do(workflow, command)

    def ask(self, workflow: Any, question: Any) -> Any:
        return self.keeper.ask(workflow, question)

    def line(self, amount: int = -1000, **more: Any) -> str:
        """A line in the books; its id."""
        return self.id("txn_", self.keeper.enter(DAY, amount, **more).row.number)

    def id(self, prefix: str, number: int = 999) -> str:
        """An id of this company; 999 is a thing that it does not have."""
        return ids.public_id(prefix, self.keeper.company, number)


Cases = Mapping[str, Callable[[Desk], object]]
"""Cases by what is done wrong. What is said then stands beside them, in `words/<subject>.toml`."""


def after(*steps: object) -> object:
    """Steps that lead to the refusal, in one expression."""
    return steps[-1]
