"""Whatever is done with invoices in whatever order: the accounts hold what the invoices say is open."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from accountsos.errors import Refused
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import TODAY
from tests.workflows.documents.clerk_of_invoices import (
    ages,
    bill,
    correct,
    file_under,
    lines_of,
    settle,
    standing,
    undo,
    vat_clerk,
)
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

    def day(self) -> date:
        return START + timedelta(days=self.draw.randrange(500))

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
        done = settle(self.clerk, state, kind, self.day(), reason="drawn")
        self.settlements.append(done.settlements[-1].number)

    def set_off(self) -> None:
        one, other = self.draw.choice(self.papers), self.draw.choice(self.papers)
        done = settle(self.clerk, one, "credit_note", self.day(), credit_note_id=self.clerk.id_of(other))
        self.settlements.append(done.settlements[-1].number)

    def take_back(self) -> None:
        if self.settlements:
            undo(self.clerk, self.settlements.pop(self.draw.randrange(len(self.settlements))))

    def change_scheme(self) -> None:
        scheme = self.draw.choice(SCHEMES[:3])
        start = self.draw.choice([date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)])
        sector = {"sector": "computer_it"} if scheme == "flat_rate" else {}
        VatKeeper(self.clerk.keeper).scheme(scheme, start, **sector)

    def step(self) -> None:
        acts = [self.pay, self.pay, self.take_away, self.refile, self.give_up, self.set_off, self.take_back]
        act = self.draw.choice([self.arrive, *acts, *([self.change_scheme] if self.draw.random() < 0.3 else [])])
        try:
            act() if self.papers else self.arrive()
        except Refused:
            pass  # what may not be is refused whole; the checks after it see that nothing was half done


@pytest.mark.parametrize("seed", range(6))
def test_the_accounts_hold_what_is_open(books: Books, seed: int) -> None:
    scheme = SCHEMES[seed % 2]
    dealer = Dealer(vat_clerk(books, scheme), seed)
    clerk = dealer.clerk
    for _ in range(25):
        dealer.step()
    for name in ("aged-creditors", "aged-debtors"):
        columns, other, control = ages(clerk, name, TODAY)
        assert (sum(columns), other) == (control, 0)
    settled = [s for s in dealer.papers if standing(clerk.keeper, s).open_amount == 0]
    assert all(standing(clerk.keeper, s).settled_on is not None for s in settled)
    assert clerk.keeper.faults() == []


@pytest.mark.parametrize("seed", range(3))
def test_nothing_waits_once_all_is_paid(books: Books, seed: int) -> None:
    dealer = Dealer(vat_clerk(books, "cash"), 100 + seed)
    for _ in range(4):
        dealer.arrive()
    for _ in range(40):
        dealer.pay()
    for state in dealer.papers:
        left = standing(dealer.clerk.keeper, state).open_amount
        if left:
            line = dealer.clerk.keeper.enter(dealer.day(), left, "THE REST").row.number
            links = dealer.links[state.document.number]
            links.append(line)
            correct(dealer.clerk, state, transactions=lines_of(dealer.clerk, *links))
    balances = dealer.clerk.keeper.balances(TODAY)
    assert {"cat_vat_deferred", "cat_debtors", "cat_creditors"}.isdisjoint(balances)
    sales = sum(standing(dealer.clerk.keeper, s).amount for s in dealer.papers)
    assert balances.get("ba_main", 0) == sales
