"""What a transaction shows of its VAT: what the books have of it, whatever posted it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from accountsos.ledger.entry import JournalEntry, PostedEntry, Posting, Source
from accountsos.wire.encode import encode_json
from accountsos.wire.json_gate import parse_json
from accountsos.wire.shapes.bank.transactions import transaction_out
from accountsos.workflows.bank.list_transactions import SHOW
from tests.api.operations.world import World

DAY = date(2025, 6, 10)


def entry(number: int, *postings: tuple[str, int, str | None], corrects: int | None = None) -> PostedEntry:
    sides = tuple(Posting(category, amount, vat_code=code) for category, amount, code in postings)
    return PostedEntry(number, JournalEntry(DAY, Source("transaction", 2), sides, corrects=corrects))


def shown(world: World, *entries: PostedEntry) -> tuple[Any, str]:
    """`vat` and `net` of the line of -45.99 with those entries, newest first."""
    state = world.books.read(SHOW, world.ours.tenant.number, world.transactions[1])
    found: Any = parse_json(encode_json(transaction_out(replace(state, entries=entries))))
    return found["vat"] and (found["vat"]["code"], str(found["vat"]["amount"])), str(found["net"])


def test_input_vat_is_the_part_of_the_amount_on_vat_control(world: World) -> None:
    bought = entry(9, ("cat_bank", -4599, None), ("cat_software", 3833, "P20"), ("cat_vat", 766, "P20"))
    assert shown(world, bought) == (("P20", "-7.66"), "-38.33")


def test_a_zero_rate_is_shown_as_such_and_no_code_as_nothing(world: World) -> None:
    assert shown(world, entry(9, ("cat_bank", -4599, None), ("cat_software", 4599, "P0"))) == (("P0", "0.00"), "-45.99")
    assert shown(world, entry(9, ("cat_bank", -4599, None), ("cat_software", 4599, None))) == (None, "-45.99")
    assert shown(world) == (None, "-45.99")


def test_vat_that_one_charges_oneself_is_not_inside_the_amount(world: World) -> None:
    reverse_charge = entry(
        9,
        ("cat_bank", -4599, None),
        ("cat_software", 4599, "RC20"),
        ("cat_vat", -920, "RC20/1"),
        ("cat_vat", 920, "RC20/4"),
    )
    assert shown(world, reverse_charge) == (("RC20", "0.00"), "-45.99")


def test_parts_at_several_rates_are_mixed(world: World) -> None:
    both = entry(
        9,
        ("cat_bank", -4599, None),
        ("cat_software", 2000, "P20"),
        ("cat_vat", 400, "P20"),
        ("cat_travel", 2199, "P0"),
    )
    assert shown(world, both) == (("mixed", "-4.00"), "-41.99")


def test_a_correction_counts_with_what_it_corrects_and_not_with_what_was_replaced(world: World) -> None:
    closed = entry(5, ("cat_bank", -4599, None), ("cat_software", 3833, "P20"), ("cat_vat", 766, "P20"))
    replaced = entry(7, ("cat_software", 766, "P20"), ("cat_vat", -766, "P20"), corrects=5)
    correction = entry(9, ("cat_software", 66, "P20"), ("cat_vat", -66, "P20"), corrects=5)
    assert shown(world, correction, replaced, closed) == (("P20", "-7.00"), "-38.99")
