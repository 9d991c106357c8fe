"""One word for each thing that is done with VAT in a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accountsos import ids
from accountsos.ledger.entry import Posting, merged
from accountsos.workflows.bank import add_transaction
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.change_transaction import TransactionChanged
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat import file_vat_return, set_vat_scheme, vat_return
from accountsos.workflows.vat.set_vat_scheme import SetVatScheme, VatSchemes
from accountsos.workflows.vat.vat_return import VatQuestion, VatReport
from tests.support.bookkeeper import TODAY, Bookkeeper, found

REGISTERED = date(2024, 4, 1)


@dataclass
class VatKeeper:
    """Acts on the books of a company that is registered for VAT."""

    keeper: Bookkeeper

    def scheme(self, scheme: str, start: date = REGISTERED, **more: Any) -> VatSchemes:
        return self.keeper.do(set_vat_scheme.SET, SetVatScheme(start, scheme, **more))

    def line(
        self, day: date, amount: int, category: str | None, *, code: str | None = None, text: str = "A line"
    ) -> int:
        command = NewTransaction(day, text, amount, "ba_main", category, vat_code=code)
        return self.keeper.do(add_transaction.ADD, command).row.number

    def change(self, number: int, **changes: Any) -> TransactionChanged:
        return self.keeper.change(number, **changes)

    def postings(self, number: int) -> list[tuple[str, int, str | None]]:
        """What stands in the books for a line but for the bank's side: account, debit less credit, VAT code."""
        state = self.keeper.state(number)
        wanted = state.row.entry_no
        standing: list[Posting] = []
        for posted in state.entries:
            if posted.number == wanted:
                standing += posted.entry.postings
                wanted = posted.entry.corrects
        return sorted((p.category_id, p.amount, p.vat_code) for p in merged(standing) if p.bank_account is None)

    def report(self, period: str | None = None, *, today: date = TODAY, known_at: datetime | None = None) -> VatReport:
        return self.keeper.ask(vat_return.VAT_RETURN, VatQuestion(today, period, known_at))

    def boxes(self, period: str, **more: Any) -> dict[int, int]:
        """The boxes that are not nothing, in pence."""
        return {n: pence for n, pence in self.report(period, **more).boxes.by_number().items() if pence}

    def codes(self, period: str) -> set[str]:
        return {w.code for w in self.report(period).warnings}

    def file(self, period: str, **more: Any) -> VatReport:
        return self.keeper.do(file_vat_return.FILE, file_vat_return.FileVatReturn(TODAY, period, **more))

    def unfile(self, period: str, reason: str = "a sale was missing") -> VatReport:
        return self.keeper.do(file_vat_return.UNFILE, file_vat_return.UnfileVatReturn(TODAY, period, reason))

    def transaction_id(self, number: int) -> str:
        return ids.public_id("txn_", self.keeper.company, number)


def registered(books: Books, scheme: str = "standard", start: date = REGISTERED, **more: Any) -> VatKeeper:
    """A company on that scheme from that day, with quarters to March, June, September and December."""
    vat = VatKeeper(found(books))
    vat.scheme(scheme, start, **more)
    return vat
