"""A generated company's books against its truth: profit by category and the boxes of every quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from accountsos.generator import GeneratedCompany, TrueLine, generate
from accountsos.generator.coding import INCOME, PROFIT_AND_LOSS
from accountsos.workflows.bank import add_transaction
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found_generated
from tests.workflows.vat.keeping import VatKeeper

TRADES = ("agency", "cafe", "builder", "webshop")
NO_BOX = frozenset({"cat_grants"})


def kept(books: Books, truth: GeneratedCompany) -> VatKeeper:
    """The company registered from its first day, every line entered under its true category."""
    lines = list(truth.lines())
    vat = VatKeeper(found_generated(books, truth))
    vat.scheme("standard", lines[0].booked_on.replace(day=1), stagger=str(truth.profile.vat_stagger))
    for line in lines:
        account = vat.keeper.accounts[line.account]
        code = "RC20" if line.vat_code == "reverse_charge" else None
        new = NewTransaction(line.booked_on, "A line", line.amount, account, line.category_id, vat_code=code)
        vat.keeper.do(add_transaction.ADD, new)
    return vat


def sixth(pence: int) -> int:
    """Half a penny away from nothing."""
    vat = (abs(pence) * 2 + 6) // 12
    return vat if pence >= 0 else -vat


def boxes_of(lines: Iterable[TrueLine]) -> dict[int, int]:
    """The boxes, worked out line by line from the truth's codes; in pence."""
    boxes: dict[int, int] = defaultdict(int)
    for line in lines:
        code, money = line.vat_code, line.amount
        if line.category_id in INCOME:
            vat = sixth(money) if code == "standard" else 0
            boxes[1] += vat
            boxes[6] += 0 if line.category_id in NO_BOX else money - vat
        elif code == "reverse_charge":
            vat = (abs(money) * 2 + 5) // 10 * (1 if money < 0 else -1)
            boxes[1] += vat
            boxes[4] += vat
            boxes[6] -= money
            boxes[7] -= money
        elif code in ("standard", "half", "blocked"):
            boxes[4] += {"standard": -sixth(money), "blocked": 0}.get(
                code, (abs(money) + 6) // 12 * (1 if money < 0 else -1)
            )
            boxes[7] -= money - sixth(money)
        elif code in ("zero", "exempt"):
            boxes[7] -= money
    return boxes


@pytest.mark.parametrize(
    ("place", "archetype"), [*(("sqlite", trade) for trade in TRADES), ("postgresql", "builder")], indirect=["place"]
)
def test_the_profit_and_every_return_are_those_of_the_truth(books: Books, archetype: str) -> None:
    truth = generate(7, 3, archetype=archetype, transactions=260, months=7, end=date(2026, 8, 31), vat_registered=True)
    vat = kept(books, truth)
    first, last = date(2026, 2, 1), date(2026, 8, 31)
    profit = {c: -a for c, a in vat.keeper.balances(last, first).items() if c in PROFIT_AND_LOSS}
    assert profit == {c: a for c, a in truth.truth.profit_and_loss(first, last).items() if a}
    quarters = []
    day = first
    while day <= last:
        report = vat.report(f"{day:%Y-%m}")
        quarters.append(report)
        day = report.period.end + timedelta(days=1)
    assert len(quarters) >= 2
    for report in quarters:
        expected = boxes_of(line for line in truth.lines() if line.booked_on in report.period)
        boxes = report.figures.boxes
        got = {1: boxes.box1, 4: boxes.box4, 6: boxes.box6, 7: boxes.box7}
        assert got == {n: expected[n] for n in got}
    assert vat.keeper.faults() == []
