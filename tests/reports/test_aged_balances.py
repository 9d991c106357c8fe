"""What is owed by how long it is overdue, and by whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accountsos.reports.aged_balances import BUCKETS, OpenInvoice, aged_balances, bucket_of

TODAY = date(2026, 5, 31)


def invoice(number: int, overdue: int, amount: int, contact: int | None = 1) -> OpenInvoice:
    due = TODAY - timedelta(days=overdue)
    return OpenInvoice(number, contact, f"A-{number}", due - timedelta(days=30), due, amount, amount)


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (900, 4)],
)
def test_a_column_ends_with_its_last_day(days: int, bucket: int) -> None:
    assert bucket_of(days) == bucket
    assert len(BUCKETS) == 5
    assert invoice(1, days, 5).overdue(TODAY) == days


def test_parties_come_to_what_their_accounts_hold_and_all_of_them_to_the_total() -> None:
    found = aged_balances(
        "sale",
        TODAY,
        [invoice(1, 0, 100), invoice(2, 45, 2_000), invoice(3, 91, 30_000, 2)],
        {1: 2_105, 2: 30_000, 3: 7},
    )
    by_contact = {party.contact: party for party in found.parties}
    assert by_contact[1].by_age == (100, 0, 2_000, 0, 0)
    assert by_contact[2].by_age == (0, 0, 0, 0, 30_000)
    assert {contact: party.other for contact, party in by_contact.items()} == {1: 5, 2: 0, 3: 7}
    assert {contact: party.total for contact, party in by_contact.items()} == {1: 2_105, 2: 30_000, 3: 7}
    assert (found.by_age, found.other, found.total, found.control) == ((100, 0, 2_000, 0, 30_000), 12, 32_112, 32_112)
