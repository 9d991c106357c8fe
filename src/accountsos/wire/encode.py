"""Replies as JSON: amounts as exact numbers, never through a float."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from accountsos.wire.fields import CurrencyMoneyField, MoneyField, money_out


def _plain(value: object) -> object:
    if isinstance(value, MoneyField):
        return money_out(value.pence)
    if isinstance(value, CurrencyMoneyField):
        return value.amount
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain)

encode_json = _ENCODER.encode
"""The object as JSON in UTF-8. A Decimal keeps its decimals as they stand: `Decimal("12000.00")` is `12000.00`."""


def canonical_json(value: object) -> bytes:
    """One spelling per meaning, for digests: members sorted, `1.0` and `1.00` alike."""
    return _CANONICAL.encode(_normalised(value))


_CANONICAL = msgspec.json.Encoder(order="sorted", decimal_format="number")


def _normalised(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(value, dict):
        return {name: _normalised(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_normalised(member) for member in value]
    return value
