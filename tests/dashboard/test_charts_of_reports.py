"""Charts on the reports' pages: their tables say the same as the statement, and each bar leads to its rows."""

from __future__ import annotations

import html
import re
from datetime import date

from tests.dashboard.test_report_pages import words
from tests.dashboard.world import World
from tests.workflows.vat.keeping import VatKeeper

BAR = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)"><title>')


def page(world: World, path: str) -> str:
    answer = world.visitor("reader").get(f"/{world.ours.id}/{path}")
    assert answer.status == 200
    return answer.text


def filed(world: World) -> None:
    keeper = world.ours.keeper
    keeper.enter(date(2026, 5, 5), 200_000, "ORCHARD STORES", category="cat_sales")
    keeper.enter(date(2026, 5, 9), -30_000, "LANDLORD", category="cat_rent")
    keeper.enter(date(2026, 6, 9), -45_000, "LANDLORD", category="cat_rent")


def test_earned_spent_and_profit_stand_by_month_and_each_bar_leads_to_its_month(world: World) -> None:
    filed(world)
    shown = page(world, "reports/profit-and-loss?from=2026-05-01&to=2026-06-30")
    said = words(shown)
    assert "In and out by month" in said
    assert "May 2026 2,000.00 300.00" in said
    assert "Jun 2026 0.00 450.00" in said
    assert "May 2026 1,700.00" in said
    assert "Jun 2026 \u2212450.00" in said
    bars = [(html.unescape(address), title) for address, title in BAR.findall(shown)]
    may = next(address for address, title in bars if title.startswith("May 2026: £2,000.00 earned and £300.00 spent"))
    assert "from=2026-05-01" in may
    there = words(page(world, may.partition(f"/{world.ours.id}/")[2]))
    assert "Between 1 May 2026 and 31 May 2026 you earned £2,000.00 and it cost you £300.00" in there


def test_a_long_time_is_drawn_by_quarter_and_an_empty_or_short_one_not_at_all(world: World) -> None:
    filed(world)
    assert "In and out by quarter" in words(page(world, "reports/profit-and-loss?from=2024-04-01&to=2026-06-30"))
    assert "In and out by" not in words(page(world, "reports/profit-and-loss?from=2026-05-01&to=2026-05-31"))
    assert "In and out by" not in words(page(world, "reports/profit-and-loss?from=2020-05-01&to=2020-07-31"))
    assert "In and out by" not in words(page(world, "reports/profit-and-loss?from=2000-05-01&to=2026-07-31"))


def test_what_was_spent_by_category_leads_to_its_postings(world: World) -> None:
    filed(world)
    shown = page(world, "reports/profit-and-loss?from=2026-05-01&to=2026-06-30")
    most = shown.partition('id="spent"')[2].partition("</section>")[0]
    assert "Rent" in most
    assert "750.00" in most
    address = html.unescape(re.findall(r'href="([^"]+)"', most)[0])
    ledger = words(page(world, address.partition(f"/{world.ours.id}/")[2]))
    assert ledger.count("LANDLORD") >= 2


def test_vat_stands_by_return_and_each_bar_leads_to_it(world: World) -> None:
    vat = VatKeeper(world.ours.keeper)
    vat.scheme("standard", date(2026, 4, 1))
    vat.line(date(2026, 5, 3), 120_000, "cat_sales", code="S20", text="TALLIS DENTAL GROUP")
    shown = page(world, "vat")
    bars = BAR.findall(shown)
    assert any(title.startswith("1 April to 30 June 2026: £200.00") for _, title in bars)
    address = next(address for address, title in bars if title.startswith("1 April to 30 June 2026"))
    assert address == f"/{world.ours.id}/vat/2026-Q2"
    assert "VAT return, 1 April to 30 June 2026" in words(page(world, "vat/2026-Q2"))
