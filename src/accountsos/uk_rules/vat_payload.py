"""HMRC's JSON for a VAT return: made from the boxes, and checked by the rules HMRC checks it by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accountsos.errors import BadRequest
from accountsos.money import decimal_from_pence
from accountsos.uk_rules.vat_boxes import VatBoxes

PENNY_FIELDS = ("vatDueSales", "vatDueAcquisitions", "totalVatDue", "vatReclaimedCurrPeriod", "netVatDue")
POUND_FIELDS = (
    "totalValueSalesExVAT",
    "totalValuePurchasesExVAT",
    "totalValueGoodsSuppliedExVAT",
    "totalAcquisitionsExVAT",
)
FIELD_OF_BOX = dict(enumerate(PENNY_FIELDS + POUND_FIELDS, start=1))
FIELDS = ("periodKey", *PENNY_FIELDS, *POUND_FIELDS, "finalised")
PENNY_MAX = Decimal("9999999999999.99")
NET_MAX = Decimal("99999999999.99")
POUND_MAX = Decimal("9999999999999")
_PERIOD_KEY = re.compile(r"[A-Za-z0-9#]{4}", re.ASCII)
_ANY_KEY = "0000"
"""Stands for a key that the caller has not given; it never leaves this file."""
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PayloadFault:
    """One field that HMRC would refuse, with HMRC's code and what to do."""

    field: str
    code: str
    message: str


def vat_payload(period_key: str, boxes: VatBoxes, *, finalised: bool) -> dict[str, str | Decimal | int | bool]:
    """The body of HMRC's Submit VAT return. `finalised` is true only after the user's declaration.

    Pence as exact decimals, boxes 6 to 9 in whole pounds. Refuses a return HMRC would refuse.
    """
    filed = boxes.in_whole_pounds().by_number()
    body: dict[str, str | Decimal | int | bool] = {"periodKey": period_key}
    for box, field in FIELD_OF_BOX.items():
        body[field] = decimal_from_pence(filed[box]) if box <= 5 else filed[box] // 100
    body["finalised"] = finalised
    faults = payload_faults(body)
    if faults:
        raise BadRequest(
            "; ".join(f"{each.field}: {each.message}" for each in faults),
            details=[{"field": each.field, "code": each.code, "message": each.message} for each in faults],
        )
    return body


def payload_draft(boxes: VatBoxes, period_key: str | None = None, *, filed: bool = False) -> dict[str, object]:
    """The same body with what is known so far: no `periodKey` unless given, no `finalised` before the return is filed.

    Only what is there is checked. Source: HMRC VAT (MTD) API, Submit VAT return for period.
    """
    whole = vat_payload(period_key or _ANY_KEY, boxes, finalised=True)
    if period_key is None:
        del whole["periodKey"]
    if not filed:
        del whole["finalised"]
    return dict(whole)


def payload_faults(body: Mapping[str, object]) -> tuple[PayloadFault, ...]:
    """What HMRC would refuse, in HMRC's order: fields first, sums only when all are well formed, then `finalised`.

    Source: HMRC VAT (MTD) API, Submit VAT return for period; hmrc/vat-api SubmitReturnValidator.
    """
    return _field_faults(body) or _sum_faults(body) or _declaration_faults(body)


def _field_faults(body: Mapping[str, object]) -> tuple[PayloadFault, ...]:
    faults = [
        PayloadFault(field, "MANDATORY_FIELD_MISSING", "is missing") for field in FIELDS if body.get(field) is None
    ]
    key = body.get("periodKey")
    if key is not None and not (isinstance(key, str) and _PERIOD_KEY.fullmatch(key)):
        faults.append(PayloadFault("periodKey", "PERIOD_KEY_INVALID", "must be 4 letters, digits or #"))
    faults += [each for field in PENNY_FIELDS if (each := _penny_fault(field, body.get(field))) is not None]
    faults += [each for field in POUND_FIELDS if (each := _pound_fault(field, body.get(field))) is not None]
    declared = body.get("finalised")
    if declared is not None and not isinstance(declared, bool):
        faults.append(PayloadFault("finalised", "INVALID_REQUEST", "must be true or false"))
    return tuple(faults)


def _penny_fault(field: str, value: object) -> PayloadFault | None:
    if value is None:
        return None
    number = _number(value)
    if number is None:
        return PayloadFault(field, "INVALID_NUMERIC_VALUE", "must be a number with at most 2 decimals")
    low, high = (Decimal(0), NET_MAX) if field == "netVatDue" else (-PENNY_MAX, PENNY_MAX)
    pence = number * 100
    if pence != pence.to_integral_value() or not low <= number <= high:
        return PayloadFault(field, "INVALID_MONETARY_AMOUNT", f"must have at most 2 decimals, from {low} to {high}")
    return None


def _pound_fault(field: str, value: object) -> PayloadFault | None:
    if value is None:
        return None
    number = _number(value)
    if number is None:
        return PayloadFault(field, "INVALID_NUMERIC_VALUE", "must be a whole number of pounds")
    if number != number.to_integral_value() or abs(number) > POUND_MAX:
        message = f"must be whole pounds, from {-POUND_MAX} to {POUND_MAX}"
        return PayloadFault(field, "INVALID_MONETARY_AMOUNT", message)
    return None


def _sum_faults(body: Mapping[str, object]) -> tuple[PayloadFault, ...]:
    sales, acquisitions, total, reclaimed, net = (_number(body[field]) or Decimal(0) for field in PENNY_FIELDS)
    faults = []
    if total != sales + acquisitions:
        message = "must be vatDueSales and vatDueAcquisitions together"
        faults.append(PayloadFault("totalVatDue", "VAT_TOTAL_VALUE", message))
    if net != abs(total - reclaimed):
        message = "must be the difference of totalVatDue and vatReclaimedCurrPeriod"
        faults.append(PayloadFault("netVatDue", "VAT_NET_VALUE", message))
    return tuple(faults)


def _declaration_faults(body: Mapping[str, object]) -> tuple[PayloadFault, ...]:
    if body["finalised"] is True:
        return ()
    return (PayloadFault("finalised", "NOT_FINALISED", "must be true, after the declaration"),)


def _number(value: object) -> Decimal | None:
    """A number from int, Decimal or plain decimal text. Never from a binary float: it has lost its pence."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None
