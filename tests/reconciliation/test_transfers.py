"""Two halves of a transfer between own accounts are found; what is not sure is asked."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accountsos.reconciliation.transfers import OwnLine, TransferPair, pair_transfers

DAY = date(2026, 3, 2)


def line(line_id: str, account: str, day: int, amount: int, text: str = "", *, kind: str | None = None) -> OwnLine:
    return OwnLine(line_id, account, DAY + timedelta(days=day), amount, "GBP", text, kind)


def test_opposite_amounts_on_two_own_accounts_within_four_days_are_a_pair() -> None:
    assert pair_transfers([line("o", "main", 0, -50000), line("i", "savings", 4, 50000)]) == [
        TransferPair("o", "i", 4, 0)
    ]


def test_five_days_apart_is_no_pair_unless_more_days_are_allowed() -> None:
    lines = [line("o", "main", 0, -50000), line("i", "savings", 5, 50000)]
    assert pair_transfers(lines) == []
    assert pair_transfers(lines, days=5) == [TransferPair("o", "i", 5, 0)]


def test_one_account_makes_no_transfer_with_itself() -> None:
    assert pair_transfers([line("o", "main", 0, -50000), line("i", "main", 0, 50000)]) == []


def test_currencies_are_not_mixed() -> None:
    euro = OwnLine("i", "euro", DAY, 50000, "EUR", "")
    assert pair_transfers([line("o", "main", 0, -50000), euro]) == []


def test_the_nearest_date_wins() -> None:
    lines = [line("o", "main", 0, -7500), line("near", "savings", 1, 7500), line("far", "card", 3, 7500)]
    assert pair_transfers(lines) == [TransferPair("o", "near", 1, 0)]


def test_a_text_that_speaks_of_a_transfer_outweighs_a_nearer_date() -> None:
    lines = [
        line("o", "main", 0, -7500, "TRANSFER TO SAVINGS"),
        line("sale", "second", 0, 7500, "ACME LTD INV 12"),
        line("i", "savings", 2, 7500, "TRANSFER FROM MAIN"),
    ]
    assert pair_transfers(lines) == [TransferPair("o", "i", 2, 2)]


def test_two_that_fit_equally_well_are_asked_and_not_paired() -> None:
    lines = [line("o", "main", 0, -7500), line("a", "savings", 1, 7500), line("b", "card", 1, 7500)]
    pairs = pair_transfers(lines)
    assert pairs == [TransferPair("o", "a", 1, 0, ("b",)), TransferPair("o", "b", 1, 0, ("a",))]
    assert all(pair.is_ambiguous for pair in pairs)


def test_two_equal_transfers_on_one_day_are_two_pairs() -> None:
    lines = [line(f"o{n}", "main", 0, -10000) for n in (1, 2)] + [line(f"i{n}", "savings", 0, 10000) for n in (1, 2)]
    assert pair_transfers(lines) == [TransferPair("o1", "i1", 0, 0), TransferPair("o2", "i2", 0, 0)]


def test_money_arrives_after_it_left() -> None:
    lines = [
        line("o1", "main", 0, -10000),
        line("i1", "savings", 1, 10000),
        line("o2", "main", 2, -10000),
        line("i2", "savings", 3, 10000),
    ]
    assert pair_transfers(lines) == [TransferPair("o1", "i1", 1, 0), TransferPair("o2", "i2", 1, 0)]


def test_a_card_payment_is_half_of_a_transfer_only_where_a_text_says_so() -> None:
    shop = line("o", "main", 0, -2500, "TESCO STORES", kind="card")
    assert pair_transfers([shop, line("i", "second", 0, 2500, "J SMITH")]) == []
    settled = line("o", "main", 0, -2500, "AMERICAN EXPRESS", kind="direct_debit")
    thanks = line("i", "card", 1, 2500, "PAYMENT RECEIVED - THANK YOU")
    assert pair_transfers([settled, thanks]) == [TransferPair("o", "i", 1, 2)]


def test_the_other_accounts_number_in_the_text_counts_as_a_mention() -> None:
    out = OwnLine("o", "main", DAY, -2500, "GBP", "FPO 20-11-22 12345678", None, ("main",))
    into = OwnLine("i", "second", DAY, 2500, "GBP", "FPI", None, ("12345678",))
    assert pair_transfers([out, into]) == [TransferPair("o", "i", 0, 1)]


random_lines = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 12), st.sampled_from([-300, -200, 200, 300])),
    max_size=24,
)


@given(random_lines)
def test_every_line_is_in_one_pair_at_most_and_pairs_are_opposite(rows: list[tuple[str, int, int]]) -> None:
    lines = {str(n): line(str(n), account, day, amount) for n, (account, day, amount) in enumerate(rows)}
    pairs = pair_transfers(lines.values())
    certain = [pair for pair in pairs if not pair.is_ambiguous]
    ends = [end for pair in certain for end in (pair.out_id, pair.in_id)]
    assert len(ends) == len(set(ends))
    asked = {end for pair in pairs if pair.is_ambiguous for end in (pair.out_id, pair.in_id)}
    assert asked.isdisjoint(ends)
    for pair in pairs:
        out, into = lines[pair.out_id], lines[pair.in_id]
        assert out.amount == -into.amount < 0
        assert out.account_id != into.account_id
        assert abs((out.booked_on - into.booked_on).days) == pair.days_apart <= 4


@given(random_lines)
def test_the_order_of_the_lines_does_not_matter(rows: list[tuple[str, int, int]]) -> None:
    lines = [line(f"{n:02}", account, day, amount) for n, (account, day, amount) in enumerate(rows)]
    assert pair_transfers(lines) == pair_transfers(lines[::-1])
