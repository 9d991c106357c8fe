"""What of a category's VAT is reclaimed is set by hand, and the books follow at once. Today is 22 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.bookkeeping.file_line import SplitPart
from accountsos.errors import BadRequest, Conflict
from accountsos.workflows.companies.chart import (
    ADD_CATEGORY,
    CHANGE_CATEGORY,
    LIST_CATEGORIES,
    CategoryChange,
    CategoryChanged,
    NewCategory,
)
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import found
from tests.workflows.documents.clerk_of_invoices import LATER, bill, file_under, vat_clerk
from tests.workflows.vat.keeping import VatKeeper, registered

PHONE = "cat_phone_internet"
FILED_DAY, OPEN_DAY = date(2026, 2, 10), date(2026, 11, 3)


def reclaim(vat: VatKeeper, text: str, *, correct: bool = False, category: str = PHONE) -> CategoryChanged:
    return vat.keeper.do(CHANGE_CATEGORY, CategoryChange(category, {"vat_reclaim": text}, correct))


def of_category(vat: VatKeeper) -> str:
    return next(c.vat_reclaim for c in vat.keeper.ask(LIST_CATEGORIES, None) if c.category_id == PHONE)


def test_a_percentage_is_posted_for_every_line_of_the_category_and_no_other(books: Books) -> None:
    """£120 holds £20: at 60 % £12 are reclaimed and £8 stay in the cost; half of a split likewise."""
    vat = registered(books)
    phone, office = vat.line(FILED_DAY, -12_000, PHONE), vat.line(FILED_DAY, -12_000, "cat_office")
    split = vat.line(OPEN_DAY, -12_000, None)
    parts = (SplitPart(category_id=PHONE, amount=-6_000), SplitPart(category_id="cat_office", amount=-6_000))
    vat.change(split, splits=parts)
    done = reclaim(vat, "60%")
    assert (done.category.vat_reclaim, done.reposted) == ("60%", 2)
    assert vat.postings(phone) == [
        ("cat_phone_internet", 800, "P20/B"),
        ("cat_phone_internet", 10_000, "P20"),
        ("cat_vat", 1_200, "P20"),
    ]
    assert vat.postings(office) == [("cat_office", 10_000, "P20"), ("cat_vat", 2_000, "P20")]
    assert vat.boxes("2026-Q4") == {4: 1_600, 5: 1_600, 7: 10_000}
    assert reclaim(vat, "60").reposted == 0, "the same again changes nothing"
    assert reclaim(vat, "yes").reposted == 2
    assert vat.boxes("2026-Q4") == {4: 2_000, 5: 2_000, 7: 10_000}
    assert vat.keeper.faults() == []


def test_a_new_line_follows_the_percentage(books: Books) -> None:
    vat = registered(books)
    reclaim(vat, "0%")
    number = vat.line(OPEN_DAY, -12_000, PHONE)
    assert vat.postings(number) == [("cat_phone_internet", 2_000, "P20/B"), ("cat_phone_internet", 10_000, "P20")]


def test_what_would_correct_a_filed_return_is_refused_and_nothing_is_changed(books: Books) -> None:
    vat = registered(books)
    filed, later = vat.line(FILED_DAY, -12_000, PHONE), vat.line(OPEN_DAY, -12_000, PHONE)
    vat.file("2026-Q1")
    with pytest.raises(Conflict, match="1 line or invoice is in VAT returns filed up to 2026-03-31"):
        reclaim(vat, "60%")
    assert of_category(vat) == "yes"
    for number in (filed, later):
        assert vat.postings(number) == [("cat_phone_internet", 10_000, "P20"), ("cat_vat", 2_000, "P20")]
    assert vat.keeper.faults() == []


def test_asked_for_it_corrects_the_filed_return_in_the_period_of_discovery(books: Books) -> None:
    """£8 too much was reclaimed in the first quarter: owed in the box 1 of the fourth, beside £12 of the new line."""
    vat = registered(books)
    vat.line(FILED_DAY, -12_000, PHONE)
    vat.line(OPEN_DAY, -12_000, PHONE)
    before = vat.file("2026-Q1").boxes
    assert reclaim(vat, "60%", correct=True).reposted == 2
    assert vat.report("2026-Q1").boxes == before
    assert vat.boxes("2026-Q4") == {1: 800, 3: 800, 4: 1_200, 5: 400, 7: 10_000}
    assert vat.keeper.faults() == []


def test_without_lines_in_filed_returns_nobody_is_asked(books: Books) -> None:
    vat = registered(books)
    vat.line(FILED_DAY, -12_000, "cat_office")
    vat.line(OPEN_DAY, -12_000, PHONE)
    vat.file("2026-Q1")
    assert reclaim(vat, "60%").reposted == 1


def test_another_default_is_posted_as_well(books: Books) -> None:
    """Rent is exempt until the landlord opts to tax: £1,200 then hold £200."""
    vat = registered(books)
    rent = vat.line(OPEN_DAY, -120_000, "cat_rent")
    change = CategoryChange("cat_rent", {"vat_default": "standard", "vat_reclaim": "yes"})
    assert vat.keeper.do(CHANGE_CATEGORY, change).reposted == 1
    assert vat.postings(rent) == [("cat_rent", 100_000, "P20"), ("cat_vat", 20_000, "P20")]


def test_a_business_that_is_not_registered_keeps_it_for_later(books: Books) -> None:
    vat = VatKeeper(found(books))
    number = vat.line(OPEN_DAY, -12_000, PHONE)
    assert reclaim(vat, "60%").reposted == 0
    vat.scheme("standard", date(2026, 10, 1))
    assert ("cat_vat", 1_200, "P20") in vat.postings(number)


def test_a_category_may_be_added_with_its_percentage(books: Books) -> None:
    keeper = found(books)
    added = keeper.do(ADD_CATEGORY, NewCategory("Private van", "cat_vehicle_running", vat_reclaim=" 60 % "))
    assert added.vat_reclaim == "60%"


@pytest.mark.parametrize("text", ["101%", "-1%", "60.5%", "most", "", "%", "６０%"])
def test_what_is_no_percentage_is_refused(books: Books, text: str) -> None:
    vat = registered(books)
    with pytest.raises(BadRequest, match="whole percentage"):
        reclaim(vat, text)


@pytest.mark.parametrize("category", ["cat_sales", "cat_directors_loan", "cat_bank"])
def test_what_is_no_cost_has_no_vat_to_reclaim(books: Books, category: str) -> None:
    vat = registered(books)
    with pytest.raises(BadRequest, match="no VAT on it to reclaim"):
        reclaim(vat, "60%", category=category)


def test_an_unpaid_bill_follows_the_percentage_of_its_category(books: Books) -> None:
    """A bill of £120 with £20 VAT: at 60 % £12 are reclaimed, £108 are the cost, £120 are owed."""
    clerk = vat_clerk(books)
    file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    assert clerk.keeper.balances(LATER) == {"cat_office": 10_000, "cat_vat": 2_000, "cat_creditors": -12_000}
    done = clerk.keeper.do(CHANGE_CATEGORY, CategoryChange("cat_office", {"vat_reclaim": "60%"}))
    assert done.reposted == 1
    assert clerk.keeper.balances(LATER) == {"cat_office": 10_800, "cat_vat": 1_200, "cat_creditors": -12_000}
    assert clerk.keeper.faults() == []


def test_a_return_with_invoices_says_that_only_lines_without_one_go_by_the_bank(books: Books) -> None:
    clerk = vat_clerk(books)
    file_under(clerk, clerk.uploaded_and_read(bill()), "cat_office")
    vat = VatKeeper(clerk.keeper)
    told = next(w for w in vat.report("2026-Q1").warnings if w.code == "vat_by_bank_date")
    assert told.message.startswith("Bank lines without an invoice")
