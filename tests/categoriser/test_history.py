"""Stage 3: what people filed before for this payee."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.categoriser.calibration import Curves
from accountsos.categoriser.history import reference_stem
from accountsos.categoriser.suggestion import READY
from tests.categoriser.past_choices import PastChoices
from tests.categoriser.support import DAY, bank_line, categoriser

PAYEE = "HARBOUR CHANDLERY"


def filed(*choices: tuple[str, int, int], on: date = DAY, reference: str | None = None) -> PastChoices:
    """(category, how many lines, amount in pence) each."""
    past = PastChoices()
    add(past, *choices, on=on, reference=reference)
    return past


def add(past: PastChoices, *choices: tuple[str, int, int], on: date = DAY, reference: str | None = None) -> None:
    for category, count, amount in choices:
        for _ in range(count):
            past.remember(bank_line(PAYEE, amount, on), PAYEE, category, reference)


def test_the_reason_counts_the_lines() -> None:
    suggestion = categoriser(history=filed(("cat_repairs", 14, -2000))).suggest(bank_line(PAYEE, -2100))
    assert (suggestion.category_id, suggestion.source) == ("cat_repairs", "history")
    assert suggestion.reason == "you filed 14 of 14 lines from this payee here"


@pytest.mark.parametrize(("lines", "confidence"), [(1, 0.9), (2, 0.9333), (3, 0.95), (14, 0.985)])
def test_the_more_lines_agree_the_surer_and_never_certain(lines: int, confidence: float) -> None:
    # (n + 0.8) / (n + 1), at most 0.985
    past = filed(("cat_repairs", lines, -2000))
    suggestion = categoriser(history=past, curves=Curves({})).suggest(bank_line(PAYEE, -2000))
    assert suggestion.confidence == confidence


def test_history_outweighs_what_is_generally_known() -> None:
    past = PastChoices()
    line = bank_line("SHELL", -5000)
    past.remember(line, "SHELL", "cat_travel")
    assert categoriser(history=past).suggest(line).category_id == "cat_travel"


def test_history_that_agrees_with_what_is_known_makes_a_second_line_ready() -> None:
    past = PastChoices()
    line = bank_line("SHELL", -5000)
    past.remember(line, "SHELL", "cat_vehicle_running")
    assert categoriser(history=past).suggest(line).confidence >= READY


def test_the_sign_is_part_of_the_past() -> None:
    suggestion = categoriser(history=filed(("cat_repairs", 5, -2000))).suggest(bank_line(PAYEE, 2000))
    assert suggestion.source != "history"


def test_a_card_credit_from_a_payee_paid_before_is_a_refund() -> None:
    suggestion = categoriser(history=filed(("cat_repairs", 5, -2000))).suggest(bank_line(f"CARD REFUND {PAYEE}", 2000))
    assert (suggestion.category_id, suggestion.source) == ("cat_repairs", "refund")


def test_a_mixed_history_abstains() -> None:
    past = filed(("cat_repairs", 3, -2000), ("cat_travel", 3, -2000))
    suggestion = categoriser(history=past).suggest(bank_line(PAYEE, -2000))
    assert suggestion.category_id == "cat_uncategorised"
    assert suggestion.confidence < 0.7
    assert {category for category, _ in suggestion.alternatives[:2]} == {"cat_repairs", "cat_travel"}


def test_a_mixed_history_is_told_apart_by_the_amount() -> None:
    past = filed(("cat_repairs", 3, -2000), ("cat_rent", 3, -80000))
    assert categoriser(history=past).suggest(bank_line(PAYEE, -80000)).category_id == "cat_rent"
    assert categoriser(history=past).suggest(bank_line(PAYEE, -2000)).category_id == "cat_repairs"


def test_a_mixed_history_is_told_apart_by_the_reference() -> None:
    past = filed(("cat_repairs", 3, -2000), reference="JOB 12")
    add(past, ("cat_rent", 3, -2000), reference="MOORING MAR")
    line = bank_line(PAYEE, -2000, reference="MOORING APR")
    assert categoriser(history=past).suggest(line).category_id == "cat_rent"


def test_recent_choices_weigh_more() -> None:
    past = filed(("cat_repairs", 6, -2000), on=date(2018, 3, 2))
    add(past, ("cat_travel", 6, -2000))
    assert categoriser(history=past).suggest(bank_line(PAYEE, -2000)).category_id == "cat_travel"


def test_a_payee_of_a_like_name_lends_its_past_with_less_weight() -> None:
    past = filed(("cat_repairs", 14, -2000))
    suggestion = categoriser(history=past).suggest(bank_line("HARBOUR CHANDLERS", -2000))
    assert (suggestion.category_id, suggestion.source) == ("cat_repairs", "history")
    assert suggestion.confidence < READY


def test_quite_another_amount_makes_it_less_sure() -> None:
    past = filed(("cat_repairs", 14, -2000))
    usual = categoriser(history=past).suggest(bank_line(PAYEE, -2000)).confidence
    assert categoriser(history=past).suggest(bank_line(PAYEE, -20000)).confidence < usual


def test_a_reference_keeps_its_words_and_loses_numbers_and_months() -> None:
    assert reference_stem("INV 1492") == reference_stem("Inv 1501") == "INV"
    assert reference_stem("WAGES MARCH WK 12") == "WAGES"
    assert reference_stem(None) == ""


def test_what_is_paid_under_the_same_words_tells_from_the_second_payee_on() -> None:
    past, reasons = PastChoices(), []
    for number, name in enumerate(("PEMBREYSHAW OUSEBY", "TALWITH GRESTOCK", "ORRELBY FENWICH"), 1):
        past.remember(bank_line(name, -180_00), name, "cat_subcontractors", f"PLOT {number}")
        found = categoriser(history=past).suggest(bank_line("VEXTHORPE QUANDLE", -200_00, reference="PLOT 9"))
        reasons.append(found.reason)
    assert found.category_id == "cat_subcontractors"
    assert found.source == "history"
    assert "payees with the reference 'PLOT'" not in reasons[0]
    assert reasons[1:] == [f"you filed {n} of {n} payees with the reference 'PLOT' here" for n in (2, 3)]


def test_words_under_which_different_things_are_paid_tell_nothing() -> None:
    past = PastChoices()
    for name, category in (("PEMBREYSHAW", "cat_repairs"), ("TALWITH", "cat_rent"), ("ORRELBY", "cat_repairs")):
        past.remember(bank_line(name, -180_00), name, category, "INV 7")
    found = categoriser(history=past).suggest(bank_line("VEXTHORPE QUANDLE", -200_00, reference="INV 9"))
    assert found.source != "history"


def test_the_payees_own_past_outweighs_the_words_of_others() -> None:
    past = PastChoices()
    for name in ("PEMBREYSHAW", "TALWITH", "ORRELBY"):
        past.remember(bank_line(name, -180_00), name, "cat_subcontractors", "PLOT 7")
    past.remember(bank_line("VEXTHORPE", -180_00), "VEXTHORPE", "cat_rent")
    assert (
        categoriser(history=past).suggest(bank_line("VEXTHORPE", -180_00, reference="PLOT 9")).category_id == "cat_rent"
    )
