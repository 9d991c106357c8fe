"""VAT facts and codes to the nine boxes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos.errors import BadRequest
from accountsos.uk_rules.vat_boxes import TREATMENTS, Direction, VatBoxes, VatFact, VatKind, boxes_of, boxes_of_all
from accountsos.uk_rules.vat_codes import VAT_CODES, VatSplit, split_money, vat_code
from accountsos.uk_rules.vat_payload import payload_draft, payload_faults, vat_payload
from accountsos.uk_rules.vat_rates import (
    VatRate,
    liability_of_rate,
    rate_warnings,
    split_gross,
    tax_point,
    vat_fraction,
    vat_in_gross,
    vat_rate,
)

amounts = st.integers(-(10**9), 10**9)
facts = st.builds(
    VatFact, st.sampled_from(list(VatKind)), amounts, amounts, st.sampled_from([Decimal(1), Decimal("0.5")])
)
some_facts = st.lists(facts, max_size=12)


@given(some_facts)
def test_box_3_is_1_and_2_and_box_5_the_difference_of_3_and_4(many: list[VatFact]) -> None:
    boxes = boxes_of_all(many)
    assert boxes.box3 == boxes.box1 + boxes.box2
    assert boxes.box5 == abs(boxes.box3 - boxes.box4) >= 0
    assert (boxes.direction is Direction.NIL) == (boxes.box5 == 0)
    assert (boxes.direction is Direction.PAY) == (boxes.box3 > boxes.box4)


@given(some_facts, some_facts)
def test_the_boxes_of_two_days_are_the_boxes_of_each_added_up(one: list[VatFact], other: list[VatFact]) -> None:
    assert boxes_of_all([*one, *other]) == boxes_of_all(one) + boxes_of_all(other)


@given(st.sampled_from(list(VatKind)), amounts, amounts)
def test_a_refund_undoes_what_it_refunds(kind: VatKind, net: int, vat: int) -> None:
    assert boxes_of(VatFact(kind, net, vat)) + boxes_of(VatFact(kind, -net, -vat)) == VatBoxes()


@given(some_facts)
def test_the_payload_of_any_return_passes_hmrcs_checks(many: list[VatFact]) -> None:
    boxes = boxes_of_all(many)
    body = vat_payload("26A1", boxes, finalised=True)
    assert payload_faults(body) == ()
    assert body["totalVatDue"] == Decimal(boxes.box3).scaleb(-2)
    assert isinstance(body["totalValueSalesExVAT"], int)


# kind: boxes of 120 VAT on 600 net, from VAT Notice 700/12 and the notes named with each treatment.
EXPECTED: dict[VatKind, dict[int, int]] = {
    VatKind.SALE: {1: 120, 6: 600},
    VatKind.EXPORT: {6: 600},
    VatKind.OVERSEAS_SERVICE_SALE: {6: 600},
    VatKind.NI_DISPATCH: {6: 600, 8: 600},
    VatKind.DOMESTIC_RC_SALE: {6: 600},
    VatKind.PURCHASE: {4: 120, 7: 600},
    VatKind.BLOCKED_PURCHASE: {7: 600},
    VatKind.REVERSE_CHARGE_SERVICE: {1: 120, 4: 120, 6: 600, 7: 600},
    VatKind.DOMESTIC_RC_PURCHASE: {1: 120, 4: 120, 7: 600},
    VatKind.IMPORT_PVA: {1: 120, 4: 120, 7: 600},
    VatKind.IMPORT_C79: {4: 120, 7: 600},
    VatKind.NI_ACQUISITION: {2: 120, 4: 120, 7: 600, 9: 600},
    VatKind.BAD_DEBT_RELIEF: {4: 120},
    VatKind.BAD_DEBT_RECOVERED: {1: 120},
    VatKind.UNPAID_INPUT_REPAID: {4: -120},
    VatKind.UNPAID_INPUT_RESTORED: {4: 120},
    VatKind.ERROR_OWED: {1: 120},
    VatKind.ERROR_CLAIMED: {4: 120},
    VatKind.NONE: {},
}


@pytest.mark.parametrize("kind", list(VatKind))
def test_each_kind_goes_to_its_own_boxes_and_no_other(kind: VatKind) -> None:
    got = boxes_of(VatFact(kind, 600, 120)).by_number()
    assert {box: got[box] for box in (1, 2, 4, 6, 7, 8, 9) if got[box]} == EXPECTED[kind]
    assert TREATMENTS[kind].source


def test_pence_are_dropped_once_from_the_sum_and_not_from_each_line() -> None:
    boxes = boxes_of_all([VatFact(VatKind.SALE, 160, 32)] * 3)
    assert boxes.in_whole_pounds().box6 == 400
    assert boxes_of_all([VatFact(VatKind.SALE, -160, -32)]).in_whole_pounds().box6 == -100
    assert boxes.in_whole_pounds().box1 == 96


def _boxes(code: str, split: VatSplit) -> VatBoxes:
    law = vat_code(code)
    return boxes_of(VatFact(law.kind, split.net, split.vat, law.reclaim))


def test_half_the_vat_of_a_leased_car_stays_with_the_cost() -> None:
    split = split_money("PHALF20", 12000, date(2026, 5, 1))
    assert (split.net, split.vat, split.reclaimable, split.blocked) == (10000, 2000, 1000, 1000)
    assert _boxes("PHALF20", split) == VatBoxes(box4=1000, box7=10000)


@pytest.mark.parametrize(
    ("code", "day", "net", "vat"),
    [
        ("P20", date(2026, 5, 1), 10000, 2000),
        ("P20", date(2011, 1, 3), 10213, 1787),  # 12000 x 7/47 = 1787.23
        ("P5", date(2026, 5, 1), 11429, 571),  # 12000 / 21 = 571.43
        ("PH", date(2021, 10, 1), 10667, 1333),  # 12000 / 9 = 1333.33
        ("PH", date(2022, 4, 1), 10000, 2000),
        ("P0", date(2026, 5, 1), 12000, 0),
        ("RC20", date(2026, 5, 1), 12000, 2400),
        ("DRC5", date(2026, 5, 1), 12000, 600),
        ("PB20", date(2026, 5, 1), 10000, 2000),
        ("C79", date(2026, 5, 1), 0, 12000),
        ("OS", date(2026, 5, 1), 12000, 0),
    ],
)
def test_money_of_a_code_splits_by_the_rate_of_its_tax_point(code: str, day: date, net: int, vat: int) -> None:
    split = split_money(code, 12000, day)
    assert (split.net, split.vat) == (net, vat)


def test_blocked_vat_is_all_cost() -> None:
    split = split_money("PB20", 12000, date(2026, 5, 1))
    assert split.reclaimable == 0
    assert _boxes("PB20", split) == VatBoxes(box7=10000)


@pytest.mark.parametrize("code", list(VAT_CODES))
def test_every_code_splits_money_without_losing_a_penny(code: str) -> None:
    split = split_money(code, 99999, date(2026, 5, 1))
    found = vat_code(code)
    assert split.net + (0 if found.self_assessed else split.vat) == 99999
    assert 0 <= split.reclaimable <= split.vat
    assert _boxes(code, split).box3 >= 0


def test_an_unknown_code_is_refused_with_those_accepted() -> None:
    with pytest.raises(BadRequest, match=r"'X9' is not a VAT code; accepted are S20, S5"):
        vat_code("X9")
    with pytest.raises(ValueError, match="between 0 and 1"):
        VatFact(VatKind.SALE, 1, 1, Decimal(2))


@given(st.integers(-(10**10), 10**10), st.sampled_from([Decimal("0.2"), Decimal("0.05"), Decimal("0.175"), Decimal(0)]))
def test_net_and_vat_of_a_gross_add_up_and_a_refund_mirrors_it(gross: int, rate: Decimal) -> None:
    net, vat = split_gross(gross, rate)
    assert net + vat == gross
    assert vat_in_gross(-gross, rate) == -vat
    assert abs(vat * (1 + rate) - gross * rate) <= Decimal("0.5") * (1 + rate)


def test_the_fractions_are_a_sixth_and_a_twenty_first() -> None:
    assert str(vat_fraction(Decimal("0.20"))) == "1/6"
    assert str(vat_fraction(Decimal("0.05"))) == "1/21"
    assert str(vat_fraction(Decimal("0.175"))) == "7/47"


def test_a_rate_is_recognised_only_on_the_days_it_was_in_force() -> None:
    assert liability_of_rate(Decimal("0.175"), date(2010, 12, 31)) is VatRate.STANDARD
    assert liability_of_rate(Decimal("0.175"), date(2026, 1, 1)) is None
    assert liability_of_rate(Decimal("0.125"), date(2022, 3, 31)) is VatRate.HOSPITALITY
    assert vat_rate(VatRate.EXEMPT, date(2026, 1, 1)) == 0
    assert len(rate_warnings(VatRate.HOSPITALITY, date(2026, 1, 1))) == 1
    assert rate_warnings(VatRate.ZERO, date(2026, 1, 1)) == ()


SUPPLY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("invoiced", "paid", "expected"),
    [
        (None, None, SUPPLY),
        (date(2026, 6, 24), None, date(2026, 6, 24)),
        (date(2026, 6, 25), None, SUPPLY),
        (date(2026, 6, 1), date(2026, 6, 5), date(2026, 6, 1)),
        (date(2026, 6, 20), date(2026, 6, 5), date(2026, 6, 5)),
        (date(2026, 6, 20), date(2026, 6, 15), date(2026, 6, 20)),
    ],
)
def test_the_tax_point_is_the_earliest_but_an_invoice_within_14_days_replaces_the_supply(
    invoiced: date | None, paid: date | None, expected: date
) -> None:
    assert tax_point(supplied_on=SUPPLY, invoiced_on=invoiced, paid_on=paid) == expected


PAYLOAD: dict[str, object] = dict(
    vat_payload("18A1", VatBoxes(464000, 70000, 234000, 2720000, 1170000), finalised=True)
)


def test_a_draft_has_what_is_known_so_far_and_the_same_figures() -> None:
    boxes = VatBoxes(464000, 70000, 234000, 2720000, 1170000)
    unknown = {"periodKey", "finalised"}
    assert payload_draft(boxes) == {field: value for field, value in PAYLOAD.items() if field not in unknown}
    assert payload_draft(boxes, "18A1") == {field: value for field, value in PAYLOAD.items() if field != "finalised"}
    assert payload_draft(boxes, "18A1", filed=True) == PAYLOAD


@pytest.mark.parametrize(
    ("field", "value", "fields", "code"),
    [
        ("periodKey", "18A", ["periodKey"], "PERIOD_KEY_INVALID"),
        ("periodKey", None, ["periodKey"], "MANDATORY_FIELD_MISSING"),
        ("vatDueSales", "five", ["vatDueSales"], "INVALID_NUMERIC_VALUE"),
        ("vatDueSales", 4640.0, ["vatDueSales"], "INVALID_NUMERIC_VALUE"),
        ("vatDueSales", Decimal("4640.001"), ["vatDueSales"], "INVALID_MONETARY_AMOUNT"),
        ("vatDueSales", True, ["vatDueSales"], "INVALID_NUMERIC_VALUE"),
        ("netVatDue", Decimal("-3000"), ["netVatDue"], "INVALID_MONETARY_AMOUNT"),
        ("netVatDue", Decimal("3000.01"), ["netVatDue"], "VAT_NET_VALUE"),
        ("totalVatDue", Decimal("5339.99"), ["totalVatDue", "netVatDue"], "VAT_TOTAL_VALUE"),
        ("totalAcquisitionsExVAT", "1.50", ["totalAcquisitionsExVAT"], "INVALID_MONETARY_AMOUNT"),
        ("finalised", False, ["finalised"], "NOT_FINALISED"),
        ("finalised", "true", ["finalised"], "INVALID_REQUEST"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object, fields: list[str], code: str) -> None:
    faults = payload_faults({**PAYLOAD, field: value})
    assert [each.field for each in faults] == fields
    assert faults[0].code == code


def test_a_return_that_is_not_declared_is_not_made() -> None:
    with pytest.raises(BadRequest, match="after the declaration"):
        vat_payload("18A1", VatBoxes(), finalised=False)


CHARGED_BY_THE_BUYER = {
    VatKind.REVERSE_CHARGE_SERVICE,
    VatKind.DOMESTIC_RC_PURCHASE,
    VatKind.IMPORT_PVA,
    VatKind.NI_ACQUISITION,
}


@pytest.mark.parametrize("kind", list(VatKind))
def test_the_buyer_charges_himself_under_a_reverse_charge_and_on_imports_that_postpone_it(kind: VatKind) -> None:
    assert TREATMENTS[kind].self_assessed is (kind in CHARGED_BY_THE_BUYER)


def test_a_payload_that_hmrc_would_not_take_names_field_code_and_what_is_wrong() -> None:
    with pytest.raises(BadRequest) as refused:
        vat_payload("TOOLONG", VatBoxes(), finalised=True)
    message = "must be 4 letters, digits or #"
    assert refused.value.message == f"periodKey: {message}"
    assert refused.value.details == [{"field": "periodKey", "code": "PERIOD_KEY_INVALID", "message": message}]
