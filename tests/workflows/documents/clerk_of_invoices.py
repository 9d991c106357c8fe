"""One word for each thing that is done with invoices in a test."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos import ids
from accountsos.store.engine.sql import Reader
from accountsos.store.invoices import Invoice, invoice_of
from accountsos.workflows.documents import correct_document
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices import settle_invoice
from accountsos.workflows.invoices.aged_invoices import AGED, AgedQuestion
from accountsos.workflows.invoices.open_invoice import SettleInvoice
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import Bookkeeper
from tests.workflows.documents.papers import Clerk, einvoice
from tests.workflows.vat.keeping import VatKeeper, registered

BRITISH = "GB980780684"
BILL_DAY, PAID_ON = date(2026, 3, 2), date(2026, 4, 20)
END_OF_MARCH, LATER = date(2026, 3, 31), date(2026, 6, 30)


def bill(**more: Any) -> bytes:
    """120.00 with 20.00 of VAT, dated in the first quarter."""
    return einvoice(**{"vat_number": BRITISH, **more})


def vat_clerk(books: Books, scheme: str = "standard", **more: Any) -> Clerk:
    return Clerk(registered(books, scheme, **more).keeper)


def pay(clerk: Clerk, amount: int = -12000, day: date = PAID_ON, category: str | None = None) -> int:
    return clerk.keeper.enter(day, amount, "HARBOUR STATIONERS HS-1041", category=category).row.number


def correct(clerk: Clerk, state: DocumentState, **changes: Any) -> DocumentState:
    return clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(clerk.id_of(state), **changes))


def file_under(clerk: Clerk, state: DocumentState, category: str | None, **more: str | None) -> DocumentState:
    return correct(clerk, state, filing={"category_id": category, **more})


def sale(clerk: Clerk, **more: Any) -> DocumentState:
    """An invoice of the company's own, under sales."""
    return correct(clerk, clerk.uploaded_and_read(bill(**more)), changes={"direction": "sale"})


def purchase(clerk: Clerk, category: str = "cat_office", **more: Any) -> DocumentState:
    return file_under(clerk, clerk.uploaded_and_read(bill(**more)), category)


def credit_note(clerk: Clerk, category: str = "cat_office", **more: Any) -> DocumentState:
    """A supplier's, of 24.00 with 4.00 of VAT."""
    shown = {"number": "HS-CN7", "day": date(2026, 3, 20), "net": "20.00", "vat": "4.00", "gross": "24.00", **more}
    state = correct(clerk, clerk.uploaded_and_read(bill(**shown)), changes={"type": "credit_note"})
    return file_under(clerk, state, category)


def standing(keeper: Bookkeeper, state: DocumentState) -> Invoice:
    def run(db: Reader, company: int, number: int) -> Invoice | None:
        return invoice_of(db, company, number)

    invoice = keeper.ask(ReadWorkflow("test.invoice", run), state.document.number)
    assert invoice is not None
    return invoice


def boxes(clerk: Clerk, period: str) -> dict[int, int]:
    return VatKeeper(clerk.keeper).boxes(period)


def lines_of(clerk: Clerk, *numbers: int) -> tuple[str, ...]:
    return tuple(ids.public_id("txn_", clerk.keeper.company, n) for n in numbers)


def settle(clerk: Clerk, state: DocumentState, kind: str, day: date, **more: Any) -> DocumentState:
    return clerk.keeper.do(settle_invoice.SETTLE, SettleInvoice(clerk.id_of(state), kind, day, **more))


def undo(clerk: Clerk, number: int) -> DocumentState:
    return clerk.keeper.do(settle_invoice.UNDO, ids.public_id("stl_", clerk.keeper.company, number))


def ages(clerk: Clerk, name: str, day: date) -> tuple[tuple[int, ...], int, int]:
    """The columns, what no invoice explains, and the control account."""
    aged = clerk.keeper.ask(AGED, AgedQuestion(name, day)).aged
    return aged.by_age, aged.other, aged.control
