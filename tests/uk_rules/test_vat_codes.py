"""The table of VAT codes: on which side, at which liability, and who charges the VAT."""

from __future__ import annotations

import pytest

from accountsos.uk_rules.vat_codes import VAT_CODES
from accountsos.uk_rules.vat_payload import PENNY_FIELDS, POUND_FIELDS, payload_faults

# code, side, liability; `self` where the business charges itself, `alone` where the money is VAT alone.
TABLE = """
S20 sale standard
S5 sale reduced
SH sale hospitality
SF sale standard
S0 sale zero
SE sale exempt
EXP sale zero
OSS sale outside_scope
NID sale zero
DRS sale outside_scope
P20 purchase standard
P5 purchase reduced
PH purchase hospitality
P0 purchase zero
PE purchase exempt
PHALF20 purchase standard
PB20 purchase standard
PB5 purchase reduced
RC20 purchase standard self
DRC20 purchase standard self
DRC5 purchase reduced self
PVA20 purchase standard self
PVA5 purchase reduced self
C79 purchase standard
NIA20 purchase standard self
NIA5 purchase reduced self
BDR sale standard alone
BDP sale standard alone
U6R purchase standard alone
U6P purchase standard alone
ERR1 either standard alone
ERR4 either standard alone
OS either outside_scope
NONE either outside_scope
"""
ROWS = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}


def test_every_code_is_in_the_table() -> None:
    assert list(VAT_CODES) == list(ROWS)


@pytest.mark.parametrize("code", ROWS)
def test_a_code_has_its_side_and_liability(code: str) -> None:
    law, (side, liability, *who) = VAT_CODES[code], ROWS[code]
    assert law.sales == {"sale": True, "purchase": False, "either": None}[side]
    assert law.liability == liability
    assert (law.self_assessed, law.vat_by_hand) == ("self" in who, "alone" in who)
    assert law.exempt is (code == "SE")


GOOD = {"periodKey": "26A1", **dict.fromkeys(PENNY_FIELDS, "0"), **dict.fromkeys(POUND_FIELDS, 0), "finalised": True}


def faults(**changed: object) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in payload_faults({**GOOD, **changed})]


def test_a_return_of_nothing_is_well_formed() -> None:
    assert faults() == []


@pytest.mark.parametrize("value", ["1e5", "1.", ".5", "--1", "abc", "", 1.5, True, [1], "9" * 21])
def test_what_is_no_plain_number_is_refused_in_pence_and_pounds(value: object) -> None:
    assert faults(totalVatDue=value) == [("totalVatDue", "INVALID_NUMERIC_VALUE")]
    assert faults(totalValueSalesExVAT=value) == [("totalValueSalesExVAT", "INVALID_NUMERIC_VALUE")]


@pytest.mark.parametrize("value", ["0.001", "9999999999999.991", "10000000000000", "-10000000000000.00"])
def test_pence_have_two_decimals_and_thirteen_digits_before_them(value: str) -> None:
    assert faults(vatDueSales=value) == [("vatDueSales", "INVALID_MONETARY_AMOUNT")]


def test_the_largest_amounts_are_taken() -> None:
    most = "9999999999999.99"
    assert faults(vatDueSales=most, totalVatDue=most, vatReclaimedCurrPeriod=most) == []
    lowest = "-" + most
    assert faults(vatDueSales=lowest, totalVatDue=lowest, vatReclaimedCurrPeriod=lowest) == []
    net = "99999999999.99"
    assert faults(vatDueSales=net, totalVatDue=net, netVatDue=net) == []
    assert faults(netVatDue="100000000000.00")[0] == ("netVatDue", "INVALID_MONETARY_AMOUNT")
    assert faults(netVatDue="-0.01")[0] == ("netVatDue", "INVALID_MONETARY_AMOUNT")
    assert faults(totalValueSalesExVAT=9999999999999, totalAcquisitionsExVAT=-9999999999999) == []


@pytest.mark.parametrize("value", ["0.50", 10_000_000_000_000, -10_000_000_000_000])
def test_pounds_are_whole_and_have_thirteen_digits(value: object) -> None:
    assert faults(totalAcquisitionsExVAT=value) == [("totalAcquisitionsExVAT", "INVALID_MONETARY_AMOUNT")]


def test_sums_are_checked_once_every_field_is_well_formed() -> None:
    assert faults(totalVatDue="5") == [("totalVatDue", "VAT_TOTAL_VALUE"), ("netVatDue", "VAT_NET_VALUE")]
    assert faults(vatReclaimedCurrPeriod="5", netVatDue="5") == []
    assert faults(totalVatDue="5", periodKey="26A") == [("periodKey", "PERIOD_KEY_INVALID")]
    assert faults(finalised=False) == [("finalised", "NOT_FINALISED")]
    assert faults(finalised="yes") == [("finalised", "INVALID_REQUEST")]
    assert faults(finalised=None, vatDueSales=None) == [
        ("vatDueSales", "MANDATORY_FIELD_MISSING"),
        ("finalised", "MANDATORY_FIELD_MISSING"),
    ]
