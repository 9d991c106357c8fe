"""VAT: returns with their sums, boxes that lead to the receipts, filing with findings, and where later changes land."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from accountsos.bookkeeping.typed_lines import GivenLine
from accountsos.dashboard.figures import with_full_days
from accountsos.workflows.invoices.enter_invoice import ENTER, EnterInvoice
from accountsos.workflows.vat.vat_return import VAT_RETURN, VatQuestion
from tests.dashboard.test_report_pages import figures, rows, words
from tests.dashboard.world import World
from tests.workflows.vat.keeping import VatKeeper

TODAY = date(2026, 11, 22)
NEEDS_TICK = "Tick that you filed these figures with HMRC"


@pytest.fixture
def vat(world: World) -> VatKeeper:
    """Registered; in the third quarter of 2026 a sale of 1,200.00 and a cost of 120.00, both with 20 % in them."""
    keeper = VatKeeper(world.ours.keeper)
    keeper.scheme("standard", date(2026, 7, 1), vat_number="980780684")
    keeper.line(date(2026, 8, 3), 120_000, "cat_sales", code="S20", text="A SALE")
    keeper.line(date(2026, 8, 4), -12_000, "cat_software", code="P20", text="A COST")
    return keeper


def page(world: World, path: str = "vat/2026-Q3", role: str = "owner") -> str:
    answer = world.visitor(role).get(f"/{world.ours.id}/{path}")
    assert answer.status == 200
    return answer.text


def sent(world: World, form: dict[str, str], role: str = "owner", path: str = "vat/2026-Q3") -> tuple[int, str]:
    visitor, address = world.visitor(role), f"/{world.ours.id}/{path}"
    found = re.findall(r'name="seen" value="([^"]*)"', visitor.get(address).text)
    answer = visitor.post(address, {"seen": found[0] if found else "nothing", **form})
    return answer.status, answer.text


def file(world: World) -> None:
    assert sent(world, {"do": "file", "sure": "yes"})[0] == 303


def test_days_are_said_as_a_person_says_them(world: World, vat: VatKeeper) -> None:
    said = words(page(world, "vat/2026-Q4"))
    assert "The period ends on 31 December 2026: the figures are those so far." in said
    assert re.findall(r"\d{4}-\d\d-\d\d", said) == []
    assert with_full_days("2026-02-30 is none, 2026-02-28 is one") == "2026-02-30 is none, 28 February 2026 is one"


def test_the_sum_in_three_lines_and_the_nine_boxes_with_what_is_behind_them(world: World, vat: VatKeeper) -> None:
    said = words(page(world))
    # 1,200.00 hold 200.00 of VAT, 120.00 hold 20.00
    assert "VAT you charged your customers 200.00 VAT you paid and can reclaim −20.00 To pay 180.00" in said
    assert figures(page(world)) == {
        "box1": "200.00",
        "box2": "0.00",
        "box3": "200.00",
        "box4": "20.00",
        "box5": "180.00",
        "box6": "1,000",
        "box7": "100",
        "box8": "0",
        "box9": "0",
    }
    opened = rows(page(world, "vat/2026-Q3?open=box4"))["box4"]
    assert "A COST" in opened
    assert "no receipt" in opened
    for box, together in (("box1", "200.00"), ("box4", "20.00"), ("box5", "180.00"), ("box6", "1,000.00")):
        opened = rows(page(world, f"vat/2026-Q3?open={box}"))[box]
        everything = re.findall(r'href="([^"]*/reports/sources[^"]*)"', opened)[-1].replace("&amp;", "&")
        assert f"together {together}" in words(world.visitor("reader").get(everything).text)


def test_it_is_marked_as_filed_once_ticked_and_only_as_it_was_seen(world: World, vat: VatKeeper) -> None:
    status, text = sent(world, {"do": "file"})
    assert (status, NEEDS_TICK in text) == (422, True)
    visitor, address = world.visitor("owner"), f"/{world.ours.id}/vat/2026-Q3"
    old = {"do": "file", "sure": "yes", "seen": "1.2.3"}
    assert "Somebody changed this" in visitor.post(address, old).text
    file(world)
    assert vat.report("2026-Q3").status == "filed"
    assert "These figures never change again" in page(world, "vat/2026-Q3?done=filed")
    assert 'value="file"' not in page(world)
    status, text = sent(world, {"do": "file", "sure": "yes"})
    assert (status, "It cannot be marked so" in text) == (409, True)


def test_a_reader_sees_the_return_and_is_refused_its_filing(world: World, vat: VatKeeper) -> None:
    shown = page(world, role="reader")
    assert "Mark as filed" not in shown
    visitor = world.visitor("reader")
    form = {"do": "file", "sure": "yes"}
    assert visitor.post(f"/{world.ours.id}/vat/2026-Q3", form, page="/me").status == 403
    assert vat.report("2026-Q3").status == "due"


def test_what_changes_after_filing_is_told_with_the_return_in_which_it_landed(world: World, vat: VatKeeper) -> None:
    file(world)
    assert "the books still say what was filed" in page(world)
    late = vat.line(date(2026, 8, 20), 60_000, "cat_sales", code="S20", text="A SALE THAT WAS MISSING")
    shown = page(world)
    said = words(shown)
    # 600.00 hold 100.00
    assert "£100.00 more to pay : in a later return , in box 1 (not filed yet)" in said
    assert f"/transactions/{vat.transaction_id(late)}" in shown
    assert f'href="/{world.ours.id}/vat/2026-Q4"' in shown
    assert figures(shown)["box1"] == "200.00"
    # October's 1,200.00 from Acme hold 200.00 more
    assert figures(page(world, "vat/2026-Q4"))["box1"] == "300.00"


def test_a_finding_is_acknowledged_by_its_tick_and_kept_with_the_return(world: World, vat: VatKeeper) -> None:
    line = GivenLine("cat_office", 50_000, vat_code="P20")
    for day in (4, 5):
        bill = EnterInvoice("purchase", date(2026, 8, day), (line,), "net", contact_name="Quill Ltd", number="Q-17")
        vat.keeper.do(ENTER, replace(bill, repeats=day > 4))
    finding = re.findall(r'name="acknowledge" value="(fnd_[0-9a-f]+)"', page(world))
    assert len(finding) == 1
    status, text = sent(world, {"do": "file", "sure": "yes"})
    assert (status, "each finding needs its tick" in text) == (409, True)
    assert sent(world, {"do": "file", "sure": "yes", "acknowledge": finding[0]})[0] == 303
    assert "Acknowledged when it was filed" in page(world)


def test_the_last_filed_one_is_opened_again_with_a_reason_by_an_owner(world: World, vat: VatKeeper) -> None:
    file(world)
    assert "Say why" not in page(world)
    status, text = sent(world, {"do": "open"})
    assert (status, "Enter why is it opened again?" in text) == (422, True)
    assert "Marked by mistake" not in page(world, role="bookkeeper")


def test_the_list_says_what_is_due_next(world: World, vat: VatKeeper) -> None:
    said = words(page(world, "vat"))
    assert (
        "You owe HMRC £180.00 for 1 July to 30 September 2026: was due Saturday 7 November 2026, 15 days late." in said
    )
    assert "Registered since 1 July 2026, number 980780684" in said
    file(world)
    assert "No return is due. The one to 31 December 2026 is due by 7 February 2027." in words(page(world, "vat"))


def test_without_a_registration_there_is_the_watch_over_the_threshold(world: World) -> None:
    world.ours.keeper.enter(date(2026, 9, 3), 50_000, "ACME LTD", category="cat_sales")
    said = words(page(world, "vat"))
    watch = world.ours.keeper.ask(VAT_RETURN, VatQuestion(TODAY)).warnings[0].message
    assert watch in said
    assert "may still be earned" in watch
    assert "There is none: the business is not registered" in words(page(world))
    assert world.visitor("owner").get(f"/{world.ours.id}/vat/horoscope").status == 404
