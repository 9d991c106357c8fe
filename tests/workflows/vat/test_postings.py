"""What a sale and a purchase post under each scheme, and which boxes they go to. Worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos import ids
from accountsos.bookkeeping.file_line import SplitPart
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.unit_of_work import Books
from tests.workflows.vat.keeping import registered

DAY = date(2025, 5, 12)


@pytest.mark.parametrize("scheme", ["standard", "cash", "annual"])
def test_a_sale_and_a_purchase_split_off_their_sixth(books: Books, scheme: str) -> None:
    vat = registered(books, scheme)
    sale, cost = vat.line(DAY, 120_000, "cat_sales"), vat.line(DAY, -12_000, "cat_software")
    assert vat.postings(sale) == [("cat_sales", -100_000, "S20"), ("cat_vat", -20_000, "S20")]
    assert vat.postings(cost) == [("cat_software", 10_000, "P20"), ("cat_vat", 2_000, "P20")]
    assert vat.boxes("2025-05") == {1: 20_000, 3: 20_000, 4: 2_000, 5: 18_000, 6: 100_000, 7: 10_000}
    assert vat.keeper.faults() == []


def test_a_flat_rate_sale_leaves_the_margin_in_sales_and_a_cost_keeps_its_vat(books: Books) -> None:
    """£1,200 at the 8 % of membership organisations."""
    vat = registered(books, "flat_rate", sector="membership", registered_on=date(2023, 4, 1))
    sale, cost = vat.line(DAY, 120_000, "cat_sales"), vat.line(DAY, -12_000, "cat_software")
    assert vat.postings(sale) == [("cat_sales", -110_400, "FR8"), ("cat_vat", -9_600, "FR8")]
    assert vat.postings(cost) == [("cat_software", 12_000, None)]
    assert vat.boxes("2025-Q2") == {1: 9_600, 3: 9_600, 5: 9_600, 6: 120_000}


def test_flat_rate_capital_goods_of_2000_pounds_are_reclaimed_and_cheaper_ones_not(books: Books) -> None:
    vat = registered(books, "flat_rate", sector="membership", registered_on=date(2023, 4, 1))
    dear, cheap = vat.line(DAY, -240_000, "cat_fa_computers"), vat.line(DAY, -199_999, "cat_fa_computers")
    assert vat.postings(dear) == [("cat_fa_computers", 200_000, "P20"), ("cat_vat", 40_000, "P20")]
    assert vat.postings(cheap) == [("cat_fa_computers", 199_999, None)]
    assert vat.boxes("2025-Q2") == {4: 40_000, 5: 40_000, 7: 200_000}
    assert vat.report("2025-Q2").boxes.direction == "repay"


def test_the_first_year_of_the_flat_rate_bears_one_point_less_to_the_day(books: Books) -> None:
    """Registered 15 May 2025: 7 % to 14 May 2026, 8 % from the 15th; £1,000 on each side: 70 + 80."""
    vat = registered(books, "flat_rate", date(2025, 5, 15), sector="membership")
    vat.line(date(2026, 5, 14), 100_000, "cat_sales")
    vat.line(date(2026, 5, 15), 100_000, "cat_sales")
    assert vat.boxes("2026-Q2") == {1: 15_000, 3: 15_000, 5: 15_000, 6: 200_000}


def test_the_flat_rate_is_taken_of_the_turnover_and_its_rounding_goes_to_sales(books: Books) -> None:
    """Three sales of £0.06 at 8 %: 0.48p each is nothing; of £0.18 together 1.44p is a penny."""
    vat = registered(books, "flat_rate", sector="membership", registered_on=date(2023, 4, 1))
    for _ in range(3):
        vat.line(DAY, 6, "cat_sales")
    assert vat.boxes("2025-Q2") == {1: 1, 3: 1, 5: 1}
    vat.file("2025-Q2")
    balances = vat.keeper.balances(date(2025, 6, 30))
    assert (balances["cat_sales"], balances["cat_vat_filed"]) == (-17, -1)
    assert "cat_vat" not in balances


def test_an_overseas_service_is_charged_and_reclaimed_never_a_sixth(books: Books) -> None:
    vat = registered(books)
    number = vat.line(DAY, -10_000, "cat_software", code="RC20")
    assert vat.postings(number) == [
        ("cat_software", 10_000, "RC20"),
        ("cat_vat", -2_000, "RC20/1"),
        ("cat_vat", 2_000, "RC20/4"),
    ]
    assert vat.boxes("2025-Q2") == {1: 2_000, 3: 2_000, 4: 2_000, 6: 10_000, 7: 10_000}


def test_construction_reverse_charge_and_postponed_import_vat_leave_box_6_alone(books: Books) -> None:
    vat = registered(books)
    vat.line(DAY, -250_000, "cat_subcontractors", code="DRC20")
    vat.line(DAY, -500_000, "cat_purchases", code="PVA20")
    assert vat.boxes("2025-Q2") == {1: 150_000, 3: 150_000, 4: 150_000, 7: 750_000}


def test_northern_ireland_goods_are_in_boxes_2_4_7_and_9_and_out_of_it_in_6_and_8(books: Books) -> None:
    vat = registered(books)
    vat.line(DAY, -100_000, "cat_purchases", code="NIA20")
    vat.line(DAY, 70_000, "cat_sales", code="NID")
    assert vat.boxes("2025-Q2") == {2: 20_000, 3: 20_000, 4: 20_000, 6: 70_000, 7: 100_000, 8: 70_000, 9: 100_000}


def test_postponed_import_vat_is_not_reclaimed_under_the_flat_rate(books: Books) -> None:
    vat = registered(books, "flat_rate", sector="membership", registered_on=date(2023, 4, 1))
    number = vat.line(DAY, -500_000, "cat_purchases", code="PVA20")
    assert vat.postings(number) == [
        ("cat_purchases", 100_000, "PVA20/B"),
        ("cat_purchases", 500_000, "PVA20"),
        ("cat_vat", -100_000, "PVA20/1"),
    ]
    assert vat.boxes("2025-Q2") == {1: 100_000, 3: 100_000, 5: 100_000, 7: 500_000}


@pytest.mark.parametrize(
    ("category", "amount", "expected"),
    [
        ("cat_entertaining", -12_000, [("cat_entertaining", 2_000, "PB20/B"), ("cat_entertaining", 10_000, "PB20")]),
        (
            "cat_vehicle_lease",
            -12_000,
            [
                ("cat_vat", 1_000, "PHALF20"),
                ("cat_vehicle_lease", 1_000, "PHALF20/B"),
                ("cat_vehicle_lease", 10_000, "PHALF20"),
            ],
        ),
        ("cat_rent", -12_000, [("cat_rent", 12_000, "PE")]),
        ("cat_travel", -12_000, [("cat_travel", 12_000, "P0")]),
        ("cat_wages", -12_000, [("cat_wages", 12_000, None)]),
        ("cat_dividends", -12_000, [("cat_dividends", 12_000, None)]),
        ("cat_interest_income", 500, [("cat_interest_income", -500, "SE/I")]),
        ("cat_sales_overseas", 12_000, [("cat_sales_overseas", -12_000, "OSS")]),
        ("cat_sales", -2_400, [("cat_sales", 2_000, "S20"), ("cat_vat", 400, "S20")]),
        ("cat_vat", -5_000, [("cat_vat", 5_000, None)]),
        (None, -5_000, [("cat_uncategorised", 5_000, None)]),
    ],
)
def test_the_categorys_default_decides_as_far_as_it_is_plain(
    books: Books, category: str | None, amount: int, expected: list[tuple[str, int, str | None]]
) -> None:
    vat = registered(books)
    assert vat.postings(vat.line(DAY, amount, category)) == expected


def test_what_a_person_says_of_the_vat_goes_before_the_default(books: Books) -> None:
    """A taxi of £120 with £20 VAT on its receipt; the category's default is zero-rated."""
    vat = registered(books)
    taxi = vat.line(DAY, -12_000, "cat_travel")
    vat.change(taxi, vat_amount=2_000)
    assert vat.postings(taxi) == [("cat_travel", 10_000, "P20"), ("cat_vat", 2_000, "P20")]
    vat.change(taxi, vat_code="P5", vat_amount=None)
    assert vat.postings(taxi) == [("cat_travel", 11_429, "P5"), ("cat_vat", 571, "P5")]
    vat.change(taxi, vat_code=None, vat_amount=None)
    assert vat.postings(taxi) == [("cat_travel", 12_000, "P0")]
    assert vat.keeper.faults() == []


def test_the_private_share_takes_its_vat_along(books: Books) -> None:
    vat = registered(books)
    number = vat.line(DAY, -12_000, None)
    vat.change(number, splits=(SplitPart(category_id="cat_phone_internet", amount=-12_000, business_percent=50),))
    assert vat.postings(number) == [
        ("cat_directors_loan", 6_000, None),
        ("cat_phone_internet", 5_000, "P20"),
        ("cat_vat", 1_000, "P20"),
    ]


def test_before_registration_and_after_its_end_there_is_no_vat(books: Books) -> None:
    vat = registered(books, start=date(2025, 4, 1))
    vat.scheme("none", date(2025, 10, 1))
    before, inside, after = (vat.line(day, 12_000, "cat_sales") for day in (date(2025, 3, 31), DAY, date(2025, 10, 1)))
    assert vat.postings(before) == vat.postings(after) == [("cat_sales", -12_000, None)]
    assert vat.postings(inside) == [("cat_sales", -10_000, "S20"), ("cat_vat", -2_000, "S20")]


def test_a_change_of_scheme_reposts_what_follows_and_nothing_before(books: Books) -> None:
    vat = registered(books)
    early, late = vat.line(date(2025, 6, 30), 12_000, "cat_sales"), vat.line(date(2025, 7, 1), 12_000, "cat_sales")
    assert vat.scheme("flat_rate", date(2025, 7, 1), sector="membership").reposted == 1
    assert vat.postings(early) == [("cat_sales", -10_000, "S20"), ("cat_vat", -2_000, "S20")]
    assert vat.postings(late) == [("cat_sales", -11_040, "FR8"), ("cat_vat", -960, "FR8")]
    assert vat.boxes("2025-Q3") == {1: 960, 3: 960, 5: 960, 6: 12_000}
    assert vat.keeper.faults() == []


def test_a_contact_with_a_foreign_vat_number_supplies_from_abroad(books: Books) -> None:
    vat = registered(books)
    number = vat.line(DAY, -10_000, "cat_consultancy")
    contact = vat.keeper.do(manage_contacts.ADD, manage_contacts.NewContact("Kvist Studio")).contact.number
    contact_id = ids.public_id("con_", vat.keeper.company, contact)
    vat.change(number, contact_id=contact_id)
    assert vat.postings(number)[0] == ("cat_consultancy", 8_333, "P20")
    change = manage_contacts.ContactChange(contact_id, {"vat_number": "SE556677889901"})
    vat.keeper.do(manage_contacts.CHANGE, change)
    vat.change(number, category_id="cat_software")
    assert vat.postings(number)[0] == ("cat_software", 10_000, "RC20")
