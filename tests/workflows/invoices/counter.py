"""A company whose invoices are typed in over the API, and its figures as they come back, in pounds as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from accountsos.store.engine.opening import Place
from tests.api.operations.world import World, found, open_world
from tests.support.bookkeeper import Bookkeeper
from tests.support.engines import opened

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Counter:
    """One word for each thing that is done; amounts are pounds as JSON has them."""

    def __init__(self, world: World, *, scheme: str | None = "standard") -> None:
        self.world, self.client = world, world.ours
        self.keeper = Bookkeeper(world.books, world.ours.tenant.number)
        if scheme is not None:
            self.scheme(scheme)

    def scheme(self, scheme: str, start: str = "2025-04-01", **more: Any) -> None:
        body = {"scheme": scheme, "from": start, "stagger": "1", **more}
        assert self.client.ask("POST", "/api/vat-schemes", body, scope="admin").status in (200, 201)

    def file(self, period: str) -> None:
        """Mark a return as filed."""
        answer = self.client.ask("POST", "/api/vat-returns/file", {"period": period}, scope="admin")
        assert answer.status == 200, answer.body

    def invoice(self, direction: str, *lines: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Type one in; dated 2 March 2026, with net amounts, of Harbour Stationers."""
        body = {
            "direction": direction,
            "date": "2026-03-02",
            "contact_name": "Harbour Stationers",
            "amounts": "net",
            "lines": list(lines),
            **more,
        }
        if "contact_id" in more:
            del body["contact_name"]
        found: dict[str, Any] = self.client.post("/api/invoices", body)["invoice"]
        return found

    def refused(self, direction: str, *lines: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        body = {"direction": direction, "date": "2026-03-02", "contact_name": "Harbour Stationers", "amounts": "net"}
        return self.client.refused("POST", "/api/invoices", {**body, "lines": list(lines), **more})

    def show(self, invoice: Mapping[str, Any] | str) -> dict[str, Any]:
        number = invoice if isinstance(invoice, str) else invoice["id"]
        found: dict[str, Any] = self.client.get(f"/api/invoices/{number}")["invoice"]
        return found

    def change(self, invoice: Mapping[str, Any], **body: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.client.patch(f"/api/invoices/{invoice['id']}", body)["invoice"]
        return found

    def settle(self, invoice: Mapping[str, Any], kind: str, **body: Any) -> dict[str, Any]:
        """Settle it without the bank; the invoice as it is then."""
        self.client.post(f"/api/documents/{invoice['id']}/settlements", {"kind": kind, **body})
        return self.show(invoice)

    def undo(self, invoice: Mapping[str, Any]) -> dict[str, Any]:
        """Take back what settled it last."""
        settlement = self.show(invoice)["settlements"][-1]["id"]
        assert self.client.ask("DELETE", f"/api/settlements/{settlement}").status == 204
        return self.show(invoice)

    def line(self, amount: float, day: str = "2026-04-20", category: str | None = None, text: str = "A LINE") -> str:
        body = {"date": day, "description": text, "amount": amount, "bank_account_id": "ba_main"}
        if category is not None:
            body["category_id"] = category
        return str(self.client.post("/api/transactions", body)["transaction"]["id"])

    def paid_by(self, invoice: Mapping[str, Any], *lines: str) -> dict[str, Any]:
        self.client.patch(f"/api/documents/{invoice['id']}", {"transaction_ids": list(lines)})
        return self.show(invoice)

    def boxes(self, period: str) -> dict[int, float]:
        """The boxes that are not nothing."""
        report = self.client.get(f"/api/reports/vat?period={period}")["report"]
        return {box["box"]: box["amount"] for box in report["boxes"] if box["amount"]}

    def balances(self, day: str = "2026-06-30") -> dict[str, float]:
        """By category, debit positive; the bank account by its own id. In pounds."""
        found = self.keeper.balances(date.fromisoformat(day))
        return {name: pence / 100 for name, pence in found.items()}

    def aged(self, side: str, day: str = "2026-06-30") -> tuple[float, float, float]:
        """What invoices owe, what no invoice explains, and the control account."""
        report = self.client.get(f"/api/reports/aged-{side}?as_of={day}")["report"]
        ages = report["ages"]
        owed = round(ages["total"] - ages["other"], 2)
        return owed, ages["other"], report["control_balance"]

    def profit(self, start: str = "2025-04-01", end: str = "2027-03-31") -> float:
        report = self.client.get(f"/api/reports/profit-loss?from={start}&to={end}")["report"]
        return float(report["net_profit"])

    def clean(self) -> None:
        faults = self.keeper.faults()
        assert faults == [], faults


@contextmanager
def opened_counter(place: Place, *, scheme: str | None = "standard") -> Iterator[Counter]:
    """Two companies, of which ours is on that scheme; today is 22 November 2026."""
    with opened(place) as first:
        tenants = [found(first.books, name, lines=False) for name in ("Harbour Lane Ltd", "Mill Street Ltd")]
    world = open_world(place, tenants)
    world.clock.now = NOW
    yield Counter(world, scheme=scheme)
    world.books.close()
