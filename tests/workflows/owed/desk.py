"""A company kept through the API, on either database, with one word for each thing that a test does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from accountsos import ids
from accountsos.jobs.worker import Worker
from accountsos.store.engine.opening import Place, open_store
from accountsos.workflows.documents.list_documents import DocumentState
from accountsos.workflows.unit_of_work import Books
from tests.api.operations.world import FORM_TYPE, NOON, Client, World, form, open_world
from tests.api.operations.world import found as found_tenant
from tests.support.bookkeeper import Bookkeeper, plain_file
from tests.workflows.documents.clerk_of_invoices import bill
from tests.workflows.documents.papers import Clerk

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
END = "2026-11-22"
Row = tuple[str, int, str]
"""Day, pence with the bank's sign, text."""


@dataclass
class Desk:
    """Who sits there."""

    world: World
    keeper: Bookkeeper

    @property
    def api(self) -> Client:
        """The door."""
        return self.world.ours

    @property
    def clerk(self) -> Clerk:
        """Uploads papers and has them read."""
        return Clerk(self.keeper)

    def vat(self, scheme: str = "standard") -> None:
        self.api.post("/api/vat-schemes", {"scheme": scheme, "from": "2025-04-01"}, scope="admin", status=200)

    def bank(self, *rows: Row) -> None:
        """Import a statement, and let the worker match papers."""
        lines = [(date.fromisoformat(day), pence, text) for day, pence, text in rows]
        body = form(plain_file(lines), bank_account_id="ba_main", mode="commit")
        self.api.post("/api/imports", body, headers=[FORM_TYPE])
        self.work()

    def work(self) -> None:
        """What waits is done a moment later."""
        self.world.clock.pass_(1)
        Worker(self.world.books).run_once()

    def enter(self, day: str, amount: float, text: str, **more: object) -> dict[str, Any]:
        """A line by hand."""
        body = {"date": day, "description": text, "amount": amount, "bank_account_id": "ba_main", **more}
        line: dict[str, Any] = self.api.post("/api/transactions", body)["transaction"]
        self.work()
        return line

    def template(self, day: str, name: str, **values: object) -> str:
        """Post a journal from its template; its id."""
        made = self.api.post("/api/journals", {"date": day, "template": name, "values": values})
        journal_id: str = made["journal"]["id"]
        return journal_id

    def journal(self, day: str, **sides: float) -> str:
        """Debits positive, credits negative, by the category's id without `cat_`; its id."""
        lines = [
            {"category_id": f"cat_{name}", "debit" if amount > 0 else "credit": abs(amount)}
            for name, amount in sides.items()
        ]
        made = self.api.post("/api/journals", {"date": day, "narration": "By hand", "lines": lines})
        journal_id: str = made["journal"]["id"]
        return journal_id

    def undo(self, journal_id: str) -> None:
        answer = self.api.ask("DELETE", f"/api/journals/{journal_id}")
        assert answer.status == 204, answer.body

    def contact(self, name: str) -> str:
        contact_id: str = self.api.post("/api/contacts", {"name": name})["contact"]["id"]
        return contact_id

    def sale(self, number: str, *amounts: str, to: str, day: str, note: bool = False, goods: str = "Paper") -> str:
        """An invoice of the company's own (net, VAT, gross), or a credit note; the document's id."""
        net, vat, gross = amounts
        paper = bill(supplier=to, number=number, day=date.fromisoformat(day), net=net, vat=vat, gross=gross)
        state = self.clerk.uploaded_and_read(paper.replace(b">Paper<", f">{goods}<".encode()))
        return self._said(state, {"direction": "sale", **({"type": "credit_note"} if note else {})})

    def bill(self, number: str, net: str, vat: str, gross: str, *, of: str, day: str) -> str:
        """A supplier's bill, under office costs; the document's id."""
        paper = bill(supplier=of, number=number, day=date.fromisoformat(day), net=net, vat=vat, gross=gross)
        return self._said(self.clerk.uploaded_and_read(paper), {"direction": "purchase", "category_id": "cat_office"})

    def _said(self, state: DocumentState, changes: Mapping[str, object]) -> str:
        document_id = self.clerk.id_of(state)
        self.api.patch(f"/api/documents/{document_id}", changes)
        return document_id

    def balances(self, known_at: datetime | None = None) -> dict[str, int]:
        """Pence by category, debit positive; nothing left out but the bank."""
        found = self.keeper.balances(date.fromisoformat(END), known_at=known_at)
        return {name: pence for name, pence in found.items() if not name.startswith("ba_")}

    def lines(self) -> list[tuple[str, float, str, str]]:
        """Day, amount, category and reason of every line, oldest first."""
        listed = self.api.get("/api/transactions?limit=200")["transactions"]
        whole = [self.api.get(f"/api/transactions/{row['id']}")["transaction"] for row in listed]
        told = [(t["date"], t["amount"], t["category"]["id"], t["category_reason"] or "") for t in whole]
        return sorted(told, key=lambda line: line[0])

    def boxes(self, period: str) -> dict[int, float]:
        report = self.api.get(f"/api/reports/vat?period={period}")["report"]
        return {box["box"]: box["amount"] for box in report["boxes"] if box["amount"]}

    def id_of(self, number: int) -> str:
        return ids.public_id("txn_", self.keeper.company, number)


def sat_down(place: Place, *, entity_type: str = "ltd") -> Desk:
    """A new company with years to 31 March; today is 22 November 2026."""
    opened = open_store(place)
    books = Books(opened.engine, lambda: NOON, opened.objects)
    tenant = found_tenant(books, "Harbour Lane Ltd", entity_type=entity_type, lines=False)
    books.close()
    world = open_world(place, [tenant, tenant])
    world.clock.now = TODAY
    return Desk(world, Bookkeeper(world.books, tenant.number))
