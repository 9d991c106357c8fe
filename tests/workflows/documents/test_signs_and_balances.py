"""Sign, balance, currency and rates of a paper, from its upload over the door to the boxes of a return."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.api.operations.world import World
from tests.support.bookkeeper import Bookkeeper
from tests.workflows.documents.papers import Clerk, einvoice, page
from tests.workflows.documents.test_api import upload

BRITISH = "GB980780684"
LETTERHEAD = (("Quay Timber Ltd",), ("2 Quay Street, Falmouth TR11 3LG",), ("VAT No GB 980 7806 84",), ("",))


def read(world: World, content: bytes, name: str = "paper.pdf") -> dict[str, Any]:
    """The document as the door shows it after it was read."""
    number = upload(world.ours, content, name=name)["id"]
    Clerk(Bookkeeper(world.books, world.ours.tenant.number)).read_all()
    shown: dict[str, Any] = world.ours.get(f"/api/documents/{number}")["document"]
    return shown


def file(world: World, document: dict[str, Any], **more: Any) -> dict[str, Any]:
    path = f"/api/documents/{document['id']}"
    shown: dict[str, Any] = world.ours.patch(path, {"category_id": "cat_office", **more})["document"]
    return shown


def boxes(world: World) -> tuple[float, float]:
    """Boxes 4 and 7 of the quarter: VAT on purchases, and purchases without VAT."""
    amounts = [box["amount"] for box in world.ours.get("/api/reports/vat?period=2026-Q1")["report"]["boxes"]]
    return amounts[3], amounts[6]


def invoice(*rows: tuple[str, ...]) -> bytes:
    return page(*LETTERHEAD, ("INVOICE Q-1",), ("Invoice date: 3 March 2026",), ("",), *rows)


def bill(**more: Any) -> bytes:
    return einvoice(**{"vat_number": BRITISH, "day": date(2026, 3, 3), **more})


def test_a_negative_invoice_takes_back_vat_as_a_credit_note_would(world: World) -> None:
    file(world, read(world, bill(number="HS-1")))
    assert boxes(world) == (20, 100)
    taken_back = bill(number="HS-2", net="-30.00", vat="-6.00", gross="-36.00")
    shown = file(world, read(world, taken_back))
    assert (shown["status"], shown["gross"]) == ("processed", -36)
    assert boxes(world) == (14, 70)


def test_a_negative_invoice_is_matched_to_money_that_came_in_and_not_to_money_that_went_out(world: World) -> None:
    lines = {}
    for amount, day in ((-36, "2026-03-04"), (36, "2026-03-05")):
        text = "HARBOUR STATIONERS HS-2"
        line = {"date": day, "description": text, "amount": amount, "bank_account_id": "ba_main"}
        lines[amount] = world.ours.post("/api/transactions", line)["transaction"]["id"]
    shown = read(world, bill(number="HS-2", net="-30.00", vat="-6.00", gross="-36.00"), "credit.xml")
    assert [linked["id"] for linked in shown["transactions"]] == [lines[36]]


def test_a_credit_note_with_negative_amounts_asks_and_posts_nothing(world: World) -> None:
    content = bill(net="-30.00", vat="-6.00", gross="-36.00").replace(b">380<", b">381<")
    shown = read(world, content)
    assert shown["status"] == "needs_review"
    assert "credit note below zero" in shown["reason"]
    assert boxes(world) == (0, 0)


def test_with_the_total_of_a_refund_its_net_and_vat_change_their_sign(world: World) -> None:
    content = bill(net="-30.00", vat="-6.00", gross="-36.00").replace(b">380<", b">381<")
    shown = read(world, content)
    said = world.ours.patch(f"/api/documents/{shown['id']}", {"gross": 36})["document"]
    assert (said["status"], said["net"], said["vat"], said["gross"]) == ("processed", 30, 6, 36)


BALANCES = {
    "a deposit was paid": ["800.00", ("Subtotal", "1,000.00"), ("VAT 20%", "200.00"), ("Total", "£1,200.00"),
                           ("Less deposit paid", "-£400.00"), ("Balance due", "£800.00")],
    "an old balance is added": ["175.00", ("Subtotal", "100.00"), ("VAT 20%", "20.00"),
                                ("Total this invoice", "£120.00"), ("Previous balance", "£55.00"),
                                ("Total amount due", "£175.00")],
    "CIS tax is deducted": ["1000.00", ("Labour", "1,000.00"), ("VAT 20%", "200.00"), ("Total", "£1,200.00"),
                            ("Less CIS deduction 20%", "-£200.00"), ("Amount payable", "£1,000.00")],
    "CIS is kept back by no other word": ["1000.00", ("Labour", "1,000.00"), ("VAT 20%", "200.00"),
                                          ("Total", "£1,200.00"), ("CIS 20%", "-£200.00"), ("Amount due", "£1,000.00")],
    "the account is in credit": ["45.00", ("Subtotal", "100.00"), ("VAT 5%", "5.00"), ("Total charges", "£105.00"),
                                 ("Account balance before this bill", "£60.00 CR"), ("Please pay", "£45.00")],
}  # fmt: skip


@pytest.mark.parametrize("rows", BALANCES.values(), ids=BALANCES.keys())
def test_a_page_that_asks_for_another_amount_than_its_total_waits(world: World, rows: list[Any]) -> None:
    asked, *rows = rows
    shown = read(world, invoice(*rows))
    assert shown["status"] == "needs_review"
    assert f"asks for {asked}" in shown["reason"]
    assert boxes(world) == (0, 0)


@pytest.mark.parametrize("kept", ["CIS 20%", "Less C.I.S. @ 20%", "CIS at 20%", "Less CIS 30%"])
def test_a_page_that_keeps_cis_back_and_shows_no_label_that_is_known_waits(world: World, kept: str) -> None:
    """`You pay` is no label of a total: which of the two amounts is owed, a person says."""
    rows = [("Labour", "1,000.00"), ("Total", "£1,000.00"), (kept, "£200.00"), ("You pay", "£800.00")]
    assert read(world, invoice(*rows))["status"] == "needs_review"
    assert boxes(world) == (0, 0)


def test_a_page_that_asks_for_its_total_goes_through(world: World) -> None:
    rows = [("Subtotal", "100.00"), ("VAT 20%", "20.00"), ("Total", "£120.00"), ("Balance due", "£120.00")]
    shown = file(world, read(world, invoice(*rows)))
    assert (shown["status"], shown["reason"]) == ("processed", None)
    assert boxes(world) == (20, 100)


def test_a_final_einvoice_less_its_deposit_waits_until_a_person_says_what_it_adds(world: World) -> None:
    paid = b'<cbc:PrepaidAmount>100.00</cbc:PrepaidAmount><cbc:PayableAmount currencyID="GBP">20.00<'
    content = bill().replace(b'<cbc:PayableAmount currencyID="GBP">120.00<', paid)
    shown = read(world, content)
    assert (shown["status"], boxes(world)) == ("needs_review", (0, 0))
    assert "asks for 20.00" in shown["reason"]


def test_dollars_from_abroad_are_no_pounds_because_the_customer_is_british(world: World) -> None:
    rows = (
        ("Loomcraft Inc.",), ("548 Market Street, San Francisco, CA 94104",), ("",), ("INVOICE L-9",),
        ("Invoice date: March 3, 2026",), ("Bill to",), ("Harbour Lane Ltd",), ("1 Mill Lane, Leeds LS1 4AB",),
        ("Team plan, March", "$45.00"), ("Subtotal", "$45.00"), ("Total", "$45.00"),
    )  # fmt: skip
    shown = read(world, page(*rows))
    assert (shown["currency"], shown["gross"]) in ((("USD"), 45), (None, 45))
    assert shown["status"] == "needs_review" or shown["currency"] == "USD"
    assert boxes(world) == (0, 0)


def test_vat_stated_in_pounds_leaves_a_euro_invoice_in_euros(world: World) -> None:
    shown = read(
        world, invoice(("Subtotal", "€100.00"), ("VAT 20%", "€20.00"), ("Total", "€120.00"), ("VAT in GBP: £17.20",))
    )
    assert shown["currency"] == "EUR"


def test_no_rest_at_zero_is_made_up_for_rates_that_do_not_come_to_the_total(world: World) -> None:
    # 100.00 at 20 % and a row at 5 % whose figures were misprinted: 130.00 is not all of it at zero.
    shown = read(
        world,
        invoice(
            ("Oak boards", "£100.00"), ("Sundries", "£10.00"), ("VAT 20% on 100.00", "20.00"),
            ("VAT 5% on 80.00", "0.50"), ("Total", "£130.50"),
        ),
    )  # fmt: skip
    assert [part for part in shown["vat_by_rate"] if part["rate"] == 0] == []


@pytest.mark.parametrize(
    ("odd", "stood"),
    [
        (b">64.</cbc:InvoicedQuantity>", b">1</cbc:InvoicedQuantity>"),
        (b"</cbc:IssueDate><cbc:DueDate>soon</cbc:DueDate>", b"</cbc:IssueDate>"),
        (b"</cbc:ID><cbc:Percent>twenty</cbc:Percent>\n", b"</cbc:ID><cbc:Percent>20</cbc:Percent>\n"),
    ],
)
def test_one_odd_field_never_loses_an_einvoice(world: World, odd: bytes, stood: bytes) -> None:
    content = bill()
    assert stood in content
    shown = read(world, content.replace(stood, odd, 1))
    assert (shown["status"], shown["gross"], shown["number"]) == ("processed", 120, "HS-1041")
    file(world, shown)
    assert boxes(world) == (20, 100)


def test_of_two_shops_under_one_vat_number_the_printed_name_wins(world: World) -> None:
    read(world, bill(number="A-1"))
    shown = read(world, bill(number="B-7", supplier="Harbour Lane Cafe Ltd"), "second.xml")
    assert shown["supplier"] == "Harbour Lane Cafe Ltd"
    assert shown["contact"]["name"] == "Harbour Lane Cafe Ltd"
