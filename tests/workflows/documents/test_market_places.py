"""An order on a market place, from its upload to the boxes: who sells is the supplier, the platform is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.operations.world import World
from tests.workflows.documents.papers import page
from tests.workflows.documents.test_signs_and_balances import boxes, file, read

SELLERS, PLATFORMS = "GB 980 7806 84", "GB 614 3327 68"
SUMS = (("Desk lamp", "£50.00"), ("VAT 20%", "£10.00"), ("Order total", "£60.00"))
ORDER = (("Order # 204-551",), ("Invoice date: 3 March 2026",))
TO_US = (("Deliver to: Harbour Lane Ltd, Leeds LS1 4AB",),)


def told(document: dict[str, Any]) -> dict[str, Any]:
    return {fact["name"]: fact["value"] for fact in document["facts"]}


@pytest.mark.parametrize(
    "seller",
    [
        (("Sold by Brightwick Homeware Ltd",), (f"VAT no. {SELLERS}",)),
        (("Seller details",), ("Brightwick Homeware Ltd",), ("12 Mill Lane, Leicester LE2 7JN",), (f"VAT {SELLERS}",)),
    ],
    ids=["in a line", "in a block"],
)
def test_the_seller_with_vat_details_is_the_supplier_and_its_vat_is_reclaimed(world: World, seller: Any) -> None:
    foot = (f"Bazario Marketplaces Ltd provides the platform. VAT {PLATFORMS}",)
    shown = read(world, page(("Bazario",), *ORDER, *seller, *TO_US, *SUMS, foot))
    facts = told(shown)
    assert (shown["supplier"], facts["seller"]) == ("Brightwick Homeware Ltd", "Brightwick Homeware Ltd")
    assert facts["platform"] == "Bazario Marketplaces Ltd"
    assert facts["supplier_vat_number"] == "GB980780684"
    assert shown["status"] == "processed"
    file(world, shown)
    assert boxes(world) == (10, 50)


@pytest.mark.parametrize(
    "said",
    [
        "VAT on this order is accounted for by the marketplace:",
        "Bazario is the deemed supplier of this order.",
    ],
)
def test_a_platform_that_owes_the_vat_is_the_supplier_and_the_seller_is_kept(world: World, said: str) -> None:
    seller, platform = ("Sold by", "shenzhen_gadgets (CN)"), (f"Bazario Marketplaces Ltd, VAT {PLATFORMS}",)
    shown = read(world, page(("Bazario",), *ORDER, seller, *TO_US, *SUMS, (said,), platform))
    facts = told(shown)
    assert (shown["supplier"], facts["platform"]) == ("Bazario Marketplaces Ltd", "Bazario Marketplaces Ltd")
    assert facts["seller"] == "shenzhen_gadgets"
    assert facts["supplier_vat_number"] == "GB614332768"
    file(world, shown)
    assert boxes(world) == (10, 50)


def test_a_seller_without_vat_gives_none_to_reclaim(world: World) -> None:
    shown = read(
        world,
        page(
            ("Craftnest",), *ORDER, ("Seller: LittleInkPress (Amelia Voss)",), *TO_US, ("Cards", "£42.00"),
            ("Order total", "£42.00"), ("Paid by card", "£42.00"), ("The seller is not VAT registered.",),
            (f"Craftnest UK Ltd, London E2 8AA. VAT {PLATFORMS}",),
        ),
    )  # fmt: skip
    facts = told(shown)
    assert (shown["supplier"], facts["platform"]) == ("LittleInkPress", "Craftnest UK Ltd")
    assert "supplier_vat_number" not in facts
    file(world, shown)
    assert boxes(world) == (0, 42)


@pytest.mark.parametrize("served", [("Sold by: Alice",), ("Seller", "Alice")])
def test_a_shops_assistant_is_no_seller(world: World, served: tuple[str, ...]) -> None:
    shown = read(world, page(("Quay Timber Ltd",), *ORDER, served, *SUMS, (f"VAT {SELLERS}",)))
    assert shown["supplier"] == "Quay Timber Ltd"
    assert "platform" not in told(shown)


def test_an_order_from_the_shop_itself_has_no_platform(world: World) -> None:
    shown = read(world, page(("Quay Timber Ltd",), *ORDER, ("Sold by Quay Timber Ltd",), *SUMS, (f"VAT {SELLERS}",)))
    assert shown["supplier"] == "Quay Timber Ltd"
    assert "platform" not in told(shown)
