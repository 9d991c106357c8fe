"""Everything about an invoice is changed later, in any order: no account is left with what nothing explains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.invoice_reading import invoice_read
from accountsos.bookkeeping.settle_line import last_day_of_waiting, waiting_at
from accountsos.bookkeeping.write_up import papers_changed
from accountsos.dates import LAST_DAY
from accountsos.errors import Refused
from accountsos.ledger.category_ids import VAT_DEFERRED
from accountsos.ledger.invoices import released
from accountsos.store.documents import document_of
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.invoices import invoice_of
from accountsos.workflows.documents import delete_document
from accountsos.workflows.documents.delete_document import DeleteDocument
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices.aged_invoices import AGED, AgedQuestion
from accountsos.workflows.unit_of_work import Books, ReadWorkflow, WriteWorkflow
from tests.bookkeeping.dealer import Dealer
from tests.support.bookkeeper import TODAY, plain_file
from tests.workflows.documents.clerk_of_invoices import correct, lines_of, vat_clerk
from tests.workflows.vat.keeping import VatKeeper

PARTIES = ("Harbour Stationers Ltd", "Mill Papers Ltd", "Quay Sundries Ltd")


class Upheaval(Dealer):
    """A dealer who also changes his mind about everything."""

    def linked(self, state: DocumentState) -> list[int]:
        return [found.transaction_no for found in self.clerk.show(state).links if found.live]

    def amount(self) -> None:
        gross = self.draw.randrange(200, 60_000)
        vat = gross // 6
        amounts = {"net": Decimal(gross - vat) / 100, "vat": Decimal(vat) / 100, "gross": Decimal(gross) / 100}
        correct(self.clerk, self.draw.choice(self.papers), amounts=amounts)

    def party(self) -> None:
        correct(self.clerk, self.draw.choice(self.papers), changes={"supplier": self.draw.choice(PARTIES)})

    def flip(self) -> None:
        direction = self.draw.choice(["sale", "purchase", None])
        correct(self.clerk, self.draw.choice(self.papers), changes={"direction": direction})

    def kind(self) -> None:
        kind = self.draw.choice(["invoice", "invoice", "credit_note", "receipt", "other"])
        correct(self.clerk, self.draw.choice(self.papers), changes={"type": kind})

    def redate(self) -> None:
        correct(self.clerk, self.draw.choice(self.papers), changes={"issued_on": self.day()})

    def pay_with_an_old_line(self) -> None:
        numbers = self.clerk.keeper.numbers()
        if numbers:
            state = self.draw.choice(self.papers)
            lines = dict.fromkeys([*self.linked(state), self.draw.choice(numbers)])
            correct(self.clerk, state, transactions=lines_of(self.clerk, *lines))

    def delete(self) -> None:
        state = self.draw.choice(self.papers)
        self.clerk.keeper.do(delete_document.DELETE, DeleteDocument(self.clerk.id_of(state)))
        self.papers.remove(state)

    def import_and_undo(self) -> None:
        rows = sorted((self.day(), self.draw.randrange(1, 9_000), "SOMEBODY") for _ in range(2))
        done = self.clerk.keeper.load(plain_file(rows))
        self.pay_with_an_old_line()
        if self.draw.random() < 0.7:
            self.clerk.keeper.undo(done)

    def file(self) -> None:
        VatKeeper(self.clerk.keeper).file(self.draw.choice(["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]))

    def end_registration(self) -> None:
        VatKeeper(self.clerk.keeper).scheme("none", date(2026, 5, 15))

    def step(self) -> None:
        acts: list[Callable[[], object]] = [self.arrive, self.pay, self.pay, self.take_away, self.refile, self.give_up]
        acts += [self.set_off, self.take_back, self.amount, self.party, self.flip, self.kind, self.redate, self.delete]
        acts += [self.pay_with_an_old_line, self.import_and_undo]
        rarely = [self.change_scheme, self.file, self.file, self.end_registration]
        try:
            self.draw.choice(rarely if self.draw.random() < 0.1 else acts)() if self.papers else self.arrive()
        except Refused:
            pass  # refused whole; the checks afterwards see that nothing was half done


def still_waiting(dealer: Upheaval) -> int:
    """What should stand in deferred VAT: of every invoice whose VAT waits, the share that is not paid."""

    def run(db: Reader, company: int, _: None) -> int:
        own, total = books_of(db, company), 0
        for state in dealer.papers:
            invoice = invoice_of(db, company, state.document.number)
            document = document_of(db, company, state.document.number)
            if invoice is None or document is None or not invoice.deferred:
                continue
            if last_day_of_waiting(own.names, invoice.issued_on) is not None:
                continue
            entry = invoice_read(own, document, invoice).entry
            assert entry is not None
            waiting = waiting_at(own, invoice, entry, (LAST_DAY, 0, 0))
            rest = released(waiting, waiting.total - waiting.paid, TODAY, None)
            total -= sum(p.amount for p in rest if p.category_id == VAT_DEFERRED)
        return total

    return dealer.clerk.keeper.ask(ReadWorkflow("test.waiting", run), None)


def entries_of_bringing_again(dealer: Upheaval) -> int:
    """How many entries it makes to bring everything to the books that should stand there."""

    def apply(db: Writer, company: int, papers: list[DocumentState], cause: Cause) -> int:
        before = cause.last_entry
        papers_changed(books_of(db, company), cause, [state.document.number for state in papers])
        cause.note("test.again", "invoices", after={"papers": len(papers)})
        return cause.last_entry - before

    return dealer.clerk.keeper.do(WriteWorkflow("test.again", lambda db, company, plan: plan, apply), dealer.papers)


@pytest.mark.parametrize("seed", range(9))
def test_no_account_is_left_with_what_nothing_explains(books: Books, seed: int) -> None:
    dealer = Upheaval(vat_clerk(books, ("standard", "cash", "annual")[seed % 3]), 500 + seed)
    keeper = dealer.clerk.keeper
    for _ in range(30):
        dealer.step()
    for name in ("aged-creditors", "aged-debtors"):
        aged = keeper.ask(AGED, AgedQuestion(name, TODAY)).aged
        assert (sum(aged.by_age), [p.other for p in aged.parties if p.other]) == (aged.control, [])
    balances = keeper.balances(TODAY)
    assert sum(balances.values()) == 0
    assert balances.get(VAT_DEFERRED, 0) == still_waiting(dealer)
    assert entries_of_bringing_again(dealer) == 0
    assert "control_differs" not in VatKeeper(keeper).codes("2025-Q3" if seed % 3 != 2 else "2026")
    assert keeper.faults() == []
