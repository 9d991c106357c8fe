"""What is expected decides the registration; rates are told of by their days. Today is 22 November 2026."""

from __future__ import annotations

from datetime import date

from accountsos.workflows.unit_of_work import Books
from accountsos.workflows.vat import state_outlook
from accountsos.workflows.vat.state_outlook import Outlook, StateOutlook
from tests.support.bookkeeper import TODAY, found
from tests.workflows.vat.keeping import VatKeeper, registered

SAID = date(2026, 11, 2)


def expect(vat: VatKeeper, **amounts: int) -> Outlook:
    return vat.keeper.do(state_outlook.STATE, StateOutlook(Outlook(SAID if amounts else None, **amounts), TODAY))


def messages(vat: VatKeeper, code: str, period: str | None = None) -> list[str]:
    return [w.message for w in vat.report(period).warnings if w.code == code]


def test_more_than_the_threshold_expected_in_30_days_registers_at_once(books: Books) -> None:
    """30 days that begin on 2 November end on 1 December."""
    vat = VatKeeper(found(books))
    expect(vat, next_30_days=9_000_000)
    assert messages(vat, "registration_due") == []
    before = vat.keeper.books.clock()
    expect(vat, next_30_days=9_000_001)
    (told,) = messages(vat, "registration_due")
    assert "£90,000.01 were expected on 2026-11-02" in told
    assert "tell HMRC by 2026-12-01; registered from 2026-11-02" in told
    assert [w.code for w in vat.report(known_at=before).warnings] == ["registration_watch"]
    expect(vat)
    assert messages(vat, "registration_due") == []
    assert vat.keeper.ask(state_outlook.SHOW, None) == Outlook()


def test_a_registered_business_may_stop_where_no_more_than_88000_is_expected(books: Books) -> None:
    vat = registered(books)
    assert messages(vat, "may_deregister", "2026-Q3") == []
    expect(vat, next_12_months=8_800_001)
    assert messages(vat, "may_deregister", "2026-Q3") == []
    expect(vat, next_12_months=8_800_000)
    (told,) = messages(vat, "may_deregister", "2026-Q3")
    assert "£88,000.00, not over £88,000.00: the registration may be cancelled" in told


def test_turnover_that_fell_below_the_threshold_asks_what_is_expected(books: Books) -> None:
    """Registered on 1 April 2024. £120,000 gross of July 2024 are 100,000 net, a year later 12,000 are 10,000."""
    vat = registered(books)
    vat.line(date(2024, 7, 10), 12_000_000, "cat_sales")
    vat.line(date(2025, 7, 10), 1_200_000, "cat_sales")
    assert messages(vat, "may_deregister", "2025-Q4") == [], "not registered for two years yet"
    (told,) = messages(vat, "may_deregister", "2026-Q2")
    assert "has fallen to £10,000.00" in told
    assert messages(vat, "may_deregister", "2026-Q3") == [], "the year before was as low"


def test_a_code_whose_rate_was_not_in_force_on_the_day_of_the_line_is_told(books: Books) -> None:
    vat = registered(books, start=date(2021, 4, 1))
    vat.line(date(2022, 3, 31), -11_250, "cat_accommodation", code="PH")
    assert messages(vat, "vat_rate", "2022-Q1") == []
    vat.line(date(2026, 7, 3), -12_000, "cat_accommodation", code="PH")
    vat.line(date(2026, 7, 4), -12_000, "cat_software", code="P20")
    (told,) = messages(vat, "vat_rate", "2026-Q3")
    assert "vat_hospitality_rate was not in force on 2026-07-03; the standard rate was taken" in told
