"""Bodies and replies as JSON Schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from accountsos.wire.fields import (
    BOUND,
    MILES_MAX,
    CurrencyMoneyField,
    DateField,
    MilesField,
    MoneyField,
    PercentField,
    ShareField,
)

Schema = dict[str, Any]

REFERENCE = "#/components/schemas/{name}"

_AMOUNT: Schema = {"type": "number", "minimum": -BOUND, "maximum": BOUND, "examples": [-45.99]}
_CUSTOM: dict[type, Schema] = {
    MoneyField: {**_AMOUNT, "multipleOf": 0.01},
    CurrencyMoneyField: {**_AMOUNT, "description": "With at most the currency's decimals."},
    DateField: {"type": "string", "format": "date", "pattern": "^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
    PercentField: {"type": "number", "minimum": 0, "maximum": 100, "multipleOf": 0.01},
    ShareField: {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.0001},
    MilesField: {"type": "number", "exclusiveMinimum": 0, "maximum": MILES_MAX, "multipleOf": 0.1},
}


def json_schemas(types: Sequence[type]) -> tuple[dict[type, Schema], dict[str, Schema]]:
    """For each type what refers to it, and all schemas by name."""
    distinct = list(dict.fromkeys(types))
    references, schemas = msgspec.json.schema_components(distinct, schema_hook=_custom, ref_template=REFERENCE)
    return dict(zip(distinct, references, strict=True)), schemas


def _custom(declared: type) -> Schema:
    if declared not in _CUSTOM:
        raise NotImplementedError(f"{declared.__name__} has no JSON Schema")
    return dict(_CUSTOM[declared])
