"""Draws what happens to the invoices of a company, by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from accountsos import ids
from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.errors import Refused
from accountsos.ledger.journals import JournalLine
from accountsos.workflows.bank.gross_up import GROSS_UP, GrossUp
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.invoices import change_invoice, enter_invoice, pay_on_account
from accountsos.workflows.invoices.change_invoice import ChangeInvoice
from accountsos.workflows.invoices.enter_invoice import EnterInvoice
from accountsos.workflows.journals import post_journal
from accountsos.workflows.journals.post_journal import PostJournal
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import bill, correct, file_under, lines_of, settle, undo
from tests.workflows.documents.papers import Clerk
from tests.workflows.vat.keeping import VatKeeper

START = date(2025, 4, 1)
SCHEMES = ("standard", "cash", "flat_rate", "annual")


class Dealer:
    """Draws what happens next."""

    def __init__(self, clerk: Clerk, seed: int) -> None:
        self.clerk, self.draw = clerk, random.Random(seed)
        self.papers: list[DocumentState] = []
        self.links: dict[int, list[int]] = {}
        self.settlements: list[int] = []
        self.journals: dict[int, str] = {}
        """The journal behind a settlement."""

    def day(self) -> date:
        return START + timedelta(days=self.draw.randrange(500))

    def day_after(self, state: DocumentState) -> date:
        """One on which it can be settled."""
        invoice = self.clerk.show(state).invoice
        return self.day() if invoice is None else invoice.issued_on + timedelta(days=self.draw.randrange(200))

    def arrive(self) -> None:
        net = self.draw.randrange(100, 50_000)
        vat = net // 5
        content = bill(
            number=f"N-{len(self.papers)}",
            day=self.day(),
            net=f"{net / 100:.2f}",
            vat=f"{vat / 100:.2f}",
            gross=f"{(net + vat) / 100:.2f}",
        )
        state = self.clerk.uploaded_and_read(content)
        sale, note = self.draw.random() < 0.5, self.draw.random() < 0.2
        changes = {"direction": "sale" if sale else "purchase", "type": "credit_note" if note else "invoice"}
        correct(self.clerk, state, changes=changes)
        state = file_under(self.clerk, state, "cat_sales" if sale else "cat_office")
        self.papers.append(state)
        self.links[state.document.number] = []

    def type_in(self) -> None:
        """An invoice without a file, of one or two lines."""
        sale, note = self.draw.random() < 0.5, self.draw.random() < 0.2
        category, other = ("cat_sales", "cat_sales_zero") if sale else ("cat_office", "cat_software")
        lines = [GivenLine(category, self.draw.randrange(100, 50_000))]
        if self.draw.random() < 0.5:
            lines.append(GivenLine(other, self.draw.randrange(100, 5_000), vat_code="S5" if sale else "P0"))
        command = EnterInvoice(
            "sale" if sale else "purchase",
            self.day(),
            tuple(lines),
            self.draw.choice(["net", "gross"]),
            type="credit_note" if note else "invoice",
            contact_name="Harbour Stationers Ltd",
        )
        state = self.clerk.keeper.do(enter_invoice.ENTER, command).state
        self.papers.append(state)
        self.links[state.document.number] = []

    def retype(self) -> None:
        state = self.draw.choice(self.papers)
        lines = (
            GivenLine("cat_sales" if self.draw.random() < 0.5 else "cat_office", self.draw.randrange(100, 50_000)),
        )
        change = ChangeInvoice(self.clerk.id_of(state), lines=lines, amounts="net")
        if self.draw.random() < 0.5:
            change = ChangeInvoice(self.clerk.id_of(state), void=self.draw.random() < 0.5)
        self.clerk.keeper.do(change_invoice.CHANGE, change)

    def pay(self) -> None:
        state = self.draw.choice(self.papers)
        invoice = self.clerk.show(state).invoice
        if invoice is None or not invoice.open_amount:
            return
        left = invoice.open_amount
        amount = left if self.draw.random() < 0.5 else max(1, abs(left) // 3) * (1 if left > 0 else -1)
        category = self.draw.choice(["cat_office", "cat_sales", None])
        line = self.clerk.keeper.enter(self.day(), amount, "SOMEBODY", category=category).row.number
        links = self.links[state.document.number]
        links.append(line)
        correct(self.clerk, state, transactions=lines_of(self.clerk, *links))

    def take_away(self) -> None:
        state = self.draw.choice(self.papers)
        links = self.links[state.document.number]
        if links:
            links.pop(self.draw.randrange(len(links)))
            correct(self.clerk, state, transactions=lines_of(self.clerk, *links))

    def refile(self) -> None:
        numbers = self.clerk.keeper.numbers()
        if numbers:
            self.clerk.keeper.change(
                self.draw.choice(numbers), category_id=self.draw.choice(["cat_software", "cat_sales", "cat_travel"])
            )

    def give_up(self) -> None:
        state = self.draw.choice(self.papers)
        kind = self.draw.choice(["write_off", "vat_adjustment"])
        done = settle(self.clerk, state, kind, self.day_after(state), reason="drawn")
        self.settlements.append(done.settlements[-1].number)

    def settle_otherwise(self) -> None:
        """By a fee, a discount, a director, a deduction, a retention, the other side, or too much paid."""
        state = self.draw.choice(self.papers)
        kind = self.draw.choice(["fee", "discount", "director", "cis", "retention", "contra", "deposit", "overpayment"])
        more: dict[str, Any] = {"amount": self.draw.randrange(1, 3_000)}
        if kind == "retention":
            more["due_on"] = date(2027, 4, 1)
        if kind in ("contra", "deposit"):
            more = {"invoice_id": self.clerk.id_of(self.draw.choice(self.papers))}
        if kind == "overpayment":
            more = {"transaction_id": self._paid_too_much(state)}
        done = settle(self.clerk, state, kind, self.day_after(state), **more)
        self.settlements.append(done.settlements[-1].number)

    def _paid_too_much(self, state: DocumentState) -> str:
        """A line beside it that is more than what was left of it."""
        invoice = self.clerk.show(state).invoice
        if invoice is None or not invoice.open_amount:
            raise Refused("nothing is open")
        sign = 1 if invoice.open_amount > 0 else -1
        line = self.clerk.keeper.enter(self.day_after(state), invoice.open_amount + sign * 500, "TOO MUCH").row.number
        links = self.links[state.document.number]
        links.append(line)
        correct(self.clerk, state, transactions=lines_of(self.clerk, *links))
        return lines_of(self.clerk, line)[0]

    def pay_by_journal(self) -> None:
        """A journal takes a part of it out of debtors or creditors, and names it."""
        state = self.draw.choice(self.papers)
        invoice = self.clerk.show(state).invoice
        if invoice is None or not invoice.open_amount or invoice.state != "posted":
            return
        control = "cat_debtors" if invoice.side == "sale" else "cat_creditors"
        part = max(1, abs(invoice.open_amount) // 2)
        debit, credit = (part, 0) if invoice.open_amount < 0 else (0, part)
        lines = (
            JournalLine(control, debit=debit, credit=credit, contact=invoice.contact_no),
            JournalLine("cat_loans", debit=credit, credit=debit),
        )
        posted = self.clerk.keeper.do(post_journal.POST, PostJournal(invoice.issued_on, "A journal", lines))
        journal_id = ids.public_id("je_", self.clerk.keeper.company, posted.journal.entry_no)
        done = settle(self.clerk, state, "journal", TODAY, journal_id=journal_id)
        self.settlements.append(done.settlements[-1].number)
        self.journals[self.settlements[-1]] = journal_id

    def pay_on_account(self) -> None:
        """A line of one party pays its oldest invoices, as far as it goes; the rest is a credit that stands."""
        state = self.draw.choice(self.papers)
        invoice = self.clerk.show(state).invoice
        if invoice is None or invoice.contact_no is None:
            return
        amount = self.draw.randrange(100, 80_000) * (1 if invoice.open_amount > 0 else -1)
        line = self.clerk.keeper.enter(self.day(), amount, "ON ACCOUNT").row.number
        (transaction_id,) = lines_of(self.clerk, line)
        contact_id = ids.public_id("con_", self.clerk.keeper.company, invoice.contact_no)
        done = self.clerk.keeper.do(pay_on_account.PAY, pay_on_account.PayOnAccount(transaction_id, contact_id))
        for shown in done.invoices:
            self.links.setdefault(shown.state.document.number, []).append(line)

    def gross_up(self) -> None:
        """A receipt came net of what an agent kept."""
        line = self.clerk.keeper.enter(self.day(), self.draw.randrange(100, 50_000), "AGENT PAYOUT").row.number
        (transaction_id,) = lines_of(self.clerk, line)
        self.clerk.keeper.do(GROSS_UP, GrossUp(transaction_id, "cat_bank_charges", kept=self.draw.randrange(1, 99)))

    def set_off(self) -> None:
        one, other = self.draw.choice(self.papers), self.draw.choice(self.papers)
        done = settle(self.clerk, one, "credit_note", self.day_after(one), credit_note_id=self.clerk.id_of(other))
        self.settlements.append(done.settlements[-1].number)

    def take_back(self) -> None:
        if self.settlements:
            number = self.settlements.pop(self.draw.randrange(len(self.settlements)))
            undo(self.clerk, number)
            if number in self.journals:
                self.clerk.keeper.do(post_journal.UNDO, self.journals[number])

    def change_scheme(self) -> None:
        scheme = self.draw.choice(SCHEMES[:3])
        start = self.draw.choice([date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)])
        sector = {"sector": "computer_it"} if scheme == "flat_rate" else {}
        VatKeeper(self.clerk.keeper).scheme(scheme, start, **sector)

    def acts(self) -> list[Callable[[], None]]:
        """What may happen next."""
        acts = [self.pay, self.pay, self.take_away, self.refile, self.give_up, self.set_off, self.take_back]
        acts += [self.arrive, self.type_in, self.retype, self.settle_otherwise, self.pay_by_journal]
        acts += [self.pay_on_account, self.gross_up]
        if self.draw.random() < 0.3:
            acts.append(self.change_scheme)
        return acts

    def step(self) -> None:
        act = self.draw.choice(self.acts())
        try:
            act() if self.papers else self.type_in()
        except Refused:
            pass  # what may not be is refused whole; the checks after it see that nothing was half done
