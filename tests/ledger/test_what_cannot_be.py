"""States that no book can be in are refused at their birth: these are bugs of a caller, not mistakes of a person."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.ledger.chart import Category
from accountsos.ledger.entry import Source
from accountsos.ledger.vat_scheme import VatScheme
from accountsos.ledger.years import year_containing

DAY = date(2026, 4, 1)


def test_an_account_is_of_a_type_that_there_is() -> None:
    assert Category("cat_office", "Office", "expense", "7504").type == "expense"
    with pytest.raises(ValueError, match="cat_office: unknown account type 'cost'"):
        Category("cat_office", "Office", "cost", "7504")


def test_an_entry_comes_from_something_that_there_is() -> None:
    with pytest.raises(ValueError, match="unknown source 'rumour'"):
        Source("rumour", 1)


def test_a_scheme_is_one_of_the_law() -> None:
    with pytest.raises(ValueError, match="unknown VAT scheme 'margin'"):
        VatScheme(DAY, "margin", DAY)


def test_a_scheme_begins_with_the_registration_at_the_earliest() -> None:
    assert VatScheme(DAY, "standard", DAY).registered
    with pytest.raises(ValueError, match="before the registration"):
        VatScheme(date(2026, 3, 31), "standard", DAY)


def test_the_flat_rate_has_a_sector() -> None:
    assert VatScheme(DAY, "flat_rate", DAY, sector="computer_it").sector == "computer_it"
    with pytest.raises(ValueError, match="needs its sector"):
        VatScheme(DAY, "flat_rate", DAY)


def test_a_company_has_a_year() -> None:
    with pytest.raises(ValueError, match="at least one financial year"):
        year_containing((), DAY)
