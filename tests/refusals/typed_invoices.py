"""What is refused about invoices that are typed in, and about lines that are given to read ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos import ids
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.workflows.documents import correct_document, delete_document, list_documents
from accountsos.workflows.documents.correct_document import DocumentCorrection
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.documents.list_documents import FileWanted
from accountsos.workflows.invoices import change_invoice, enter_invoice, list_invoices
from accountsos.workflows.invoices.change_invoice import ChangeInvoice
from accountsos.workflows.invoices.enter_invoice import EnterInvoice
from tests.refusals.desk import DAY, Cases, Desk
from tests.support.bookkeeper import Bookkeeper
from tests.workflows.documents.clerk_of_invoices import bill, correct, lines_of, pay, purchase

OFFICE = GivenLine("cat_office", 10000)


def _enter(keeper: Bookkeeper, *lines: GivenLine, **more: Any) -> str:
    """A bill of 2 March 2026 of Harbour Stationers, or what else is said; its id."""
    values = {"contact_name": "Harbour Stationers", **more}
    command = EnterInvoice(
        values.pop("direction", "purchase"),
        values.pop("day", DAY),
        lines or (OFFICE,),
        values.pop("amounts", "net"),
        **values,
    )
    return ids.public_id("doc_", keeper.company, keeper.do(enter_invoice.ENTER, command).state.document.number)


def _typed(desk: Desk, *lines: GivenLine, **more: Any) -> str:
    return _enter(desk.clerk.keeper, *lines, **more)


def _change(desk: Desk, document_id: str, **more: Any) -> object:
    return desk.clerk.keeper.do(change_invoice.CHANGE, ChangeInvoice(document_id, **more))


def _twice(desk: Desk) -> object:
    _typed(desk, number="A-1")
    return _typed(desk, number="A-1")


def _void(desk: Desk) -> str:
    found = _typed(desk)
    _change(desk, found, void=True)
    return found


def _paid(desk: Desk) -> object:
    found = _typed(desk)
    transactions = lines_of(desk.clerk, pay(desk.clerk))
    desk.clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(found, transactions=transactions))
    return _change(desk, found, void=True)


def _filed(desk: Desk) -> object:
    found = _typed(desk)
    desk.vat.file("2026-Q1")
    return _change(desk, found, void=True)


def _correct(desk: Desk, document_id: str, **more: Any) -> object:
    return desk.clerk.keeper.do(correct_document.CORRECT, DocumentCorrection(document_id, **more))


def _read(desk: Desk, **more: Any) -> str:
    return desk.clerk.id_of(purchase(desk.clerk, **more))


def _with_lines(desk: Desk) -> str:
    found = _read(desk)
    _change(desk, found, lines=(OFFICE,), amounts="net")
    return found


def _receipt(desk: Desk) -> str:
    state = correct(desk.clerk, desk.clerk.uploaded_and_read(bill()), changes={"type": "receipt"})
    return desk.clerk.id_of(state)


def _line(**more: Any) -> GivenLine:
    return GivenLine(**{"category_id": "cat_office", "amount": 10000, **more})


CASES: Cases = {
    "an invoice of nobody": lambda d: _typed(d, contact_name=None),
    "an invoice whose party is no name": lambda d: _typed(d, contact_name="!"),
    "an invoice in the future": lambda d: _typed(d, day=date(2026, 12, 24)),
    "an invoice from before the books": lambda d: _typed(d, day=date(2019, 12, 24)),
    "an invoice due before its day": lambda d: _typed(d, due_on=date(2026, 3, 1)),
    "an invoice whose total is another": lambda d: _typed(d, total=12001),
    "an invoice of nothing": lambda d: _typed(d, OFFICE, _line(amount=-10000)),
    "an invoice with more VAT than total": lambda d: _typed(d, OFFICE, _line(amount=-11000, vat_code="P0")),
    "the same number twice": _twice,
    "crediting what is not there": lambda d: _typed(d, type="credit_note", credits_id=d.id("doc_")),
    "crediting a receipt": lambda d: _typed(d, type="credit_note", credits_id=_receipt(d)),
    "crediting by an invoice": lambda d: _typed(d, number="A-2", credits_id=_typed(d)),
    "crediting an invoice of another party": lambda d: _typed(
        d, type="credit_note", contact_name="Mill Street Ltd", credits_id=_typed(d)
    ),
    "a line of nothing": lambda d: _typed(d, _line(amount=0)),
    "a line without a purpose": lambda d: _typed(d, _line(category_id="cat_debtors")),
    "a bill for sales": lambda d: _typed(d, _line(category_id="cat_sales")),
    "a sale of a cost": lambda d: _typed(d, direction="sale"),
    "a bill with a code of sales": lambda d: _typed(d, _line(category_id="cat_fa_plant", vat_code="S20")),
    "a sale with a code of purchases": lambda d: _typed(
        d, _line(category_id="cat_fa_plant", vat_code="P20"), direction="sale"
    ),
    "a bill with a code that is no charge": lambda d: _typed(d, _line(vat_code="C79")),
    "a line whose VAT is not its code's": lambda d: _typed(d, _line(vat_amount=2006)),
    "VAT where none is charged": lambda d: _typed(d, _line(vat_code="P0", vat_amount=1)),
    "VAT of a company that is not registered": lambda d: _enter(d.keeper, _line(vat_amount=2000)),
    "making void what is paid": _paid,
    "making void what is filed": _filed,
    "making void twice": lambda d: _change(d, _void(d), void=True),
    "making void and changing": lambda d: _change(d, _typed(d), void=True, changes={"doc_number": "1"}),
    "changing what is void": lambda d: _change(d, _void(d), changes={"doc_number": "1"}),
    "changing an old version": lambda d: _change(d, _typed(d), changes={"doc_number": "1"}, if_match=frozenset({"77"})),
    "changing a receipt": lambda d: _change(d, _receipt(d), lines=(OFFICE,), amounts="net"),
    "saying net of no lines": lambda d: _change(d, _typed(d), amounts="net"),
    "taking all lines away": lambda d: _change(d, _typed(d), lines=()),
    "changing what was read": lambda d: _change(d, _read(d), changes={"doc_number": "1"}),
    "lines of a foreign bill": lambda d: _change(d, _read(d, currency="EUR"), lines=(OFFICE,), amounts="net"),
    "lines that are not the paper's total": lambda d: _change(d, _read(d), lines=(_line(amount=9900),), amounts="net"),
    "lines that are not the paper's VAT": lambda d: _change(
        d, _read(d), lines=(_line(amount=9998, vat_amount=2002),), amounts="net"
    ),
    "correcting the total of lines": lambda d: _correct(d, _with_lines(d), changes={"gross": 1, "net": 1, "vat": 0}),
    "filing what has lines": lambda d: _correct(d, _with_lines(d), filing={"category_id": "cat_travel"}),
    "correcting what was typed in": lambda d: _correct(d, _typed(d), changes={"supplier": "Another"}),
    "putting a void one beside a line": lambda d: _correct(d, _void(d), transactions=()),
    "deleting what was typed in": lambda d: d.clerk.keeper.do(delete_document.DELETE, DeleteDocument(_typed(d))),
    "the file of what was typed in": lambda d: d.clerk.keeper.ask(
        list_documents.FILE, FileWanted(_typed(d), d.books.objects)
    ),
    "an invoice that is a receipt": lambda d: d.clerk.keeper.ask(list_invoices.SHOW, _receipt(d)),
}
