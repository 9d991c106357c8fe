"""A line entered by hand with a VAT code and no category: its place is a guess, the code is a person's word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accountsos.store.engine.opening import Place
from tests.workflows.invoices.counter import Counter, opened_counter


@pytest.fixture
def counter(place: Place) -> Iterator[Counter]:
    with opened_counter(place) as found:
        yield found


@pytest.mark.parametrize(("code", "boxes"), [(None, {4: 20, 7: 100, 5: 20}), ("P0", {7: 120})])
def test_the_code_decides_of_the_vat_and_the_guess_of_the_place(
    counter: Counter, code: str | None, boxes: dict[int, float]
) -> None:
    body = {"date": "2026-03-04", "description": "VIKING DIRECT", "amount": -120, "bank_account_id": "ba_main"}
    line = counter.client.post("/api/transactions", body if code is None else {**body, "vat_code": code})["transaction"]
    assert line["category"]["id"] == "cat_office"
    assert counter.boxes("2026-Q1") == boxes
    counter.clean()
