"""Aged lists as they were known at a moment: they add up to their control account, and say what they said then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.workflows.invoices.counter import Counter


def line(category: str, amount: float) -> dict[str, Any]:
    return {"category_id": f"cat_{category}", "amount": amount}


def listed(counter: Counter, side: str, day: str, known_at: datetime | None = None) -> dict[str, Any]:
    """The list without its links, which name the moment."""
    asked = "" if known_at is None else f"&known_at={known_at:%Y-%m-%dT%H:%M:%SZ}"
    report = counter.client.get(f"/api/reports/aged-{side}?as_of={day}{asked}")["report"]
    assert report["ages"]["total"] == report["control_balance"]
    parties = [
        {**party, "ages": {name: amount for name, amount in party["ages"].items() if name != "link"}}
        for party in report["parties"]
    ]
    return {"parties": parties, "control": report["control_balance"]}


def moment(counter: Counter) -> datetime:
    """Now; whatever is done next is later."""
    counter.world.clock.now += timedelta(minutes=1)
    now = counter.world.clock.now
    counter.world.clock.now += timedelta(minutes=1)
    return now


def test_what_came_later_is_not_in_the_list_of_before(counter: Counter) -> None:
    """1,200.00 sold and 480.00 bought; then part of each is settled in every way, and the list of each moment stays."""
    sides, day = ("debtors", "creditors"), "2026-06-30"
    seen: list[tuple[datetime, list[dict[str, Any]]]] = []

    def look() -> None:
        seen.append((moment(counter), [listed(counter, side, day) for side in sides]))

    look()
    owed = counter.invoice("sale", line("sales", 1000))
    look()
    owing = counter.invoice("purchase", line("office", 400), number="B-1")
    look()
    paid = counter.line(300, "2026-04-20")
    counter.paid_by(owed, paid)
    look()
    counter.settle(owed, "contra", invoice_id=owing["id"], amount=180, date="2026-04-21")
    look()
    counter.undo(owed)
    look()
    note = counter.invoice("sale", line("sales", 100), type="credit_note", number="C-1", date="2026-04-22")
    look()
    counter.settle(owed, "credit_note", credit_note_id=note["id"], date="2026-04-22")
    look()
    counter.settle(owed, "retention", amount=60, due_date="2027-04-20", date="2026-04-23")
    look()
    counter.settle(owed, "fee", amount=5, date="2026-04-24")
    look()
    counter.settle(owing, "director", date="2026-04-25")
    look()
    counter.settle(owed, "write_off", amount=100, date="2026-04-26", reason="gone")
    look()
    assert len({str(one) for _, one in seen}) == len(seen) - 1, "taking the contra back leaves what stood before it"
    for then, lists in seen:
        assert [listed(counter, side, day, then) for side in sides] == lists
    counter.clean()


def test_money_that_was_taken_away_from_an_invoice_stands_beside_it_in_the_past(counter: Counter) -> None:
    """Paid whole, then the line is taken away: the list of before owes nothing still, and says so in `other`."""
    owed = counter.invoice("sale", line("sales", 1000))
    paid = counter.line(1200, "2026-04-20")
    counter.paid_by(owed, paid)
    then = moment(counter)
    counter.paid_by(owed)
    assert listed(counter, "debtors", "2026-06-30")["control"] == 1200
    before = listed(counter, "debtors", "2026-06-30", then)
    assert before["control"] == 0
    assert [party["ages"]["other"] for party in before["parties"]] == [-1200]
