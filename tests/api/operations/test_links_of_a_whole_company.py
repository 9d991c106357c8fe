"""Three years of a generated company: every link of every report leads to postings that add up to its figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos import ids
from accountsos.store.engine.opening import open_store
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.upkeep.make_demo import make_demo
from tests.api.operations.test_reports import figures
from tests.api.operations.world import TODAY, Client, Clock, Tenant, open_world, place_in

ASKED = {
    "profit-loss?compare=previous_year&by=quarter": 40,
    "balance-sheet?compare=previous_year": 15,
    "trial-balance?": 20,
    "vat?period=previous": 5,
    "series?series=profit&by=quarter&from=2025-04-01&to=2026-03-31": 10,
    "series?series=spending&from=2025-04-01&to=2026-03-31": 10,
    "series?series=vat": 10,
    "ledger?account=cat_vat&limit=200": 1,
    "ledger?account=ba_main&limit=200&from=2025-11-01&to=2025-11-30": 2,
    "ledger?account=cat_software&from=2024-01-01&limit=200": 1,
}
"""The report, and at least how many figures with links it has."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    place = place_in(tmp_path_factory.mktemp("books"))
    opened = open_store(place)
    made = make_demo(Books(opened.engine, Clock(), opened.objects), place.data, today=TODAY, tell=lambda _: None)
    number = ids.company_number(made.company_id)
    opened.engine.close()
    assert number is not None
    tenant = Tenant(number, dict.fromkeys(("read", "write", "admin"), made.secret), {})
    world = open_world(place, (tenant, tenant))
    yield world.ours
    world.books.close()


def added_up(company: Client, link: str) -> int:
    pence: list[int] = []
    more = True
    while more:
        page = company.get(f"{link}&limit=200&offset={len(pence)}")
        pence += [round(posting["counts"] * 100) for posting in page["postings"]]
        more = page["pagination"]["has_more"]
    return sum(pence)


@pytest.mark.parametrize("path", ASKED)
def test_what_a_link_lists_adds_up_to_its_figure(company: Client, path: str) -> None:
    found = [(link, amount) for link, amount in figures(company.get(f"/api/reports/{path}")["report"]) if amount]
    assert len(found) >= ASKED[path]
    wrong = {link: amount for link, amount in found if not is_figure(amount, added_up(company, link), link)}
    assert wrong == {}


def is_figure(amount: float, pence: int, link: str) -> bool:
    """Whether the postings make up the figure; boxes 6 to 9 of a VAT return are in whole pounds."""
    if "report=vat&figure=box" in link and link.split("figure=box")[1][0] in "6789":
        return abs(abs(pence) - abs(round(amount * 100))) < 100
    return abs(pence) == abs(round(amount * 100))
