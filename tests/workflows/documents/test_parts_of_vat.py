"""VAT of a part of a paper, an old balance beside it and what only looks like VAT, from upload to the boxes."""

from __future__ import annotations

import pytest

from tests.api.operations.world import World
from tests.workflows.documents.papers import page
from tests.workflows.documents.test_signs_and_balances import boxes, file, invoice, read

PAPERS = {
    "fees and disbursements": (
        (192.40, 1014.00),
        invoice(("Our charges", "£950.00"), ("Identity check fee", "£12.00"), ("VAT thereon at 20%", "£192.40"),
                ("Disbursements (no VAT)",), ("Land Registry fee", "£45.00"), ("Official copies", "£7.00"),
                ("Total of this bill", "£1,206.40")),
    ),
    "a total that is called what was paid": (
        (3.00, 14.99),
        invoice(("Monthly plan", "£14.99"), ("Subtotal", "£14.99"), ("VAT (20%)", "£3.00"), ("Amount paid", "£17.99")),
    ),
    "a service charge that is no VAT": (
        (23.33, 134.17),
        invoice(("Dinner", "140.00"), ("Subtotal", "140.00"), ("Optional service charge 12.5%", "17.50"),
                ("TOTAL", "£157.50"), ("VAT included at 20%", "£23.33")),
    ),
}  # fmt: skip


OLD_BALANCES = {
    "an older invoice in what is owed": (
        1116.00,
        invoice(("Net", "930.00"), ("VAT 20.0%", "186.00"), ("This invoice", "1,116.00"), ("Your account",),
                ("Outstanding: Q-0 (15/02/2026)", "892.80"), ("Total now owed", "£2,008.80")),
    ),
    "an account in credit": (
        181.07,
        invoice(("Water charges - standard rate VAT 20%", "£64.18"), ("Wastewater - zero rate VAT", "£81.30"),
                ("Drainage - zero rate VAT", "£22.75"), ("VAT at 20% on £64.18", "£12.84"),
                ("Total for this invoice", "£181.07"), ("Your account was in credit by", "£240.00 CR"),
                ("New account balance", "£58.93 CR")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", OLD_BALANCES)
def test_with_an_old_balance_the_papers_own_total_is_read_and_a_person_says(world: World, kind: str) -> None:
    total, content = OLD_BALANCES[kind]
    shown = read(world, content)
    assert (shown["status"], shown["gross"]) == ("needs_review", total)
    assert boxes(world) == (0, 0)


@pytest.mark.parametrize("kind", PAPERS)
def test_only_what_the_paper_shows_as_its_vat_comes_into_the_boxes(world: World, kind: str) -> None:
    expected, content = PAPERS[kind]
    shown = read(world, content)
    assert (shown["status"], shown["reason"]) == ("processed", None)
    file(world, shown)
    vat, net = boxes(world)
    assert vat == pytest.approx(expected[0])
    assert net == pytest.approx(expected[1], abs=1)


def test_our_own_invoice_is_no_purchase_and_reclaims_no_vat(world: World) -> None:
    content = page(("Teasel & Co Ltd",), ("INVOICE TC-7",), ("To: Calder Homes Limited",),
                   ("Invoice date: 3 March 2026",), ("Net", "100.00"), ("VAT 20%", "20.00"),
                   ("Total", "£120.00"))  # fmt: skip
    read(world, content)
    assert boxes(world) == (0, 0)
