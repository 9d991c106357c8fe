"""A VAT history that was entered wrong is said anew: earlier, later, another number, never. Boxes worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import Conflict
from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat import rewrite_vat_history, set_vat_scheme
from accountsos.workflows.vat.rewrite_vat_history import VatHistory
from accountsos.workflows.vat.set_vat_scheme import SetVatScheme, VatSchemes
from tests.support.bookkeeper import TODAY
from tests.support.engines import Clock
from tests.workflows.documents.clerk_of_invoices import purchase, settle, vat_clerk
from tests.workflows.vat.keeping import VatKeeper, registered

FEBRUARY, MAY, APRIL = date(2026, 2, 2), date(2026, 5, 4), date(2026, 4, 1)
NUMBER, OTHER = "980780684", "GB 123 4567 82"


def history(vat: VatKeeper, *schemes: SetVatScheme) -> VatSchemes:
    return vat.keeper.do(rewrite_vat_history.REWRITE, VatHistory(schemes))


def keeping(books: Books, start: date) -> tuple[VatKeeper, int, int]:
    """1,200.00 of sales in February and 2,400.00 in May."""
    vat = registered(books, start=start, vat_number=NUMBER)
    return vat, vat.line(FEBRUARY, 120_000, "cat_sales"), vat.line(MAY, 240_000, "cat_sales")


def test_a_registration_that_began_later_leaves_earlier_sales_without_vat(books: Books, clock: Clock) -> None:
    vat, february, may = keeping(books, date(2026, 1, 1))
    seen = clock.now
    assert history(vat, SetVatScheme(APRIL, "standard", vat_number=NUMBER)).reposted == 1
    assert vat.postings(february) == [("cat_sales", -120_000, None)]
    assert sum(amount for _, amount, _ in vat.postings(may)) == -240_000
    assert vat.boxes("2026-Q2") == {1: 40_000, 3: 40_000, 5: 40_000, 6: 200_000}
    assert vat.boxes("2026-Q1", known_at=seen) == {1: 20_000, 3: 20_000, 5: 20_000, 6: 100_000}
    assert vat.keeper.faults() == []


def test_a_registration_that_began_earlier_takes_vat_from_earlier_sales(books: Books) -> None:
    vat, _, _ = keeping(books, APRIL)
    assert history(vat, SetVatScheme(date(2026, 1, 1), "standard", vat_number=NUMBER)).reposted == 1
    assert vat.boxes("2026-Q1") == {1: 20_000, 3: 20_000, 5: 20_000, 6: 100_000}
    assert vat.keeper.faults() == []


def test_a_company_that_was_never_registered_has_no_vat_anywhere(books: Books) -> None:
    vat, february, may = keeping(books, date(2026, 1, 1))
    assert history(vat).reposted == 2
    assert [vat.postings(line) for line in (february, may)] == [
        [("cat_sales", -120_000, None)],
        [("cat_sales", -240_000, None)],
    ]
    assert not vat.report().registered
    assert vat.keeper.faults() == []


def test_said_anew_and_back_again_leaves_the_books_as_they_were(books: Books) -> None:
    vat, february, may = keeping(books, date(2026, 1, 1))
    before = [vat.postings(line) for line in (february, may)]
    history(vat, SetVatScheme(APRIL, "flat_rate", sector="computer_it"))
    history(vat, SetVatScheme(date(2026, 1, 1), "standard", vat_number=NUMBER))
    assert [vat.postings(line) for line in (february, may)] == before
    assert vat.keeper.faults() == []


def test_what_is_there_already_changes_nothing(books: Books) -> None:
    vat, _, _ = keeping(books, date(2026, 1, 1))
    shown = vat.keeper.ask(set_vat_scheme.SHOW, None).regime
    again = history(vat, SetVatScheme(date(2026, 1, 1), "standard", vat_number=NUMBER))
    assert (again.regime.schemes, again.reposted) == (shown.schemes, 0)


def test_a_filed_return_keeps_its_scheme_but_not_a_wrong_number(books: Books) -> None:
    vat, _, _ = keeping(books, date(2026, 1, 1))
    vat.file("2026-Q1")
    with pytest.raises(Conflict, match=r"the VAT return to 2026-03-31 is filed"):
        history(vat, SetVatScheme(APRIL, "standard", vat_number=NUMBER))
    renumbered = history(vat, SetVatScheme(date(2026, 1, 1), "standard", vat_number=OTHER))
    assert [s.vat_number for s in renumbered.regime.schemes] == ["123456782"]
    vat.unfile("2026-Q1")
    history(vat, SetVatScheme(APRIL, "standard", vat_number=OTHER))
    assert vat.boxes("2026-Q2")[1] == 40_000
    assert vat.keeper.faults() == []


@pytest.mark.parametrize("scheme", [None, "cash"])
def test_vat_repaid_on_an_unpaid_bill_goes_with_the_scheme_that_asked_for_it_and_comes_back(
    books: Books, scheme: str | None
) -> None:
    """20.00 claimed in March and repaid in November, six months after it was due; never claimed, never repaid."""
    clerk = vat_clerk(books)
    settle(clerk, purchase(clerk), "vat_adjustment", date(2026, 11, 2))
    vat = VatKeeper(clerk.keeper)
    first = vat.keeper.ask(set_vat_scheme.SHOW, None).regime.schemes[0].in_force_from
    before = clerk.keeper.balances(TODAY)
    assert vat.boxes("2026-Q4")[4] == -2_000
    history(vat, *([] if scheme is None else [SetVatScheme(first, scheme)]))
    assert clerk.keeper.balances(TODAY).get("cat_vat", 0) == 0
    assert clerk.keeper.faults() == []
    history(vat, SetVatScheme(first, "standard"))
    assert clerk.keeper.balances(TODAY) == before
    assert clerk.keeper.faults() == []
