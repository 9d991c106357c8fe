"""Bodies and replies as JSON Schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import inspect

from accountsos.wire.closed_words import words_of
from accountsos.wire.field_docs import meaning_of
from accountsos.wire.fields import (
    BOUND,
    MILES_MAX,
    PAIR_NAME_MAX,
    PAIR_TEXT_MAX,
    PAIRS_MAX,
    RATE_MAX,
    CurrencyMoneyField,
    DateField,
    MetadataField,
    MilesField,
    MoneyField,
    PercentField,
    RateField,
    ShareField,
)

Schema = dict[str, Any]

_OF_THE_ROOMS = frozenset({"accountsos", "wire", "shapes", "api", "operations"})
REFERENCE = "#/components/schemas/{name}"

_AMOUNT: Schema = {"type": "number", "minimum": -BOUND, "maximum": BOUND, "examples": [-45.99]}
# No `multipleOf: 0.01` anywhere: validators that divide binary fractions refuse 1.15 for it. How many decimals are
# taken is said in words, and refused by the reader of the body.
_CUSTOM: dict[type, Schema] = {
    MoneyField: _AMOUNT,
    CurrencyMoneyField: _AMOUNT,
    DateField: {"type": "string", "format": "date", "pattern": "^(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
    PercentField: {"type": "number", "minimum": 0, "maximum": 100},
    ShareField: {"type": "number", "minimum": 0, "maximum": 1},
    MilesField: {"type": "number", "exclusiveMinimum": 0, "maximum": MILES_MAX},
    RateField: {"type": "number", "exclusiveMinimum": 0, "maximum": RATE_MAX},
    MetadataField: {
        "type": "object",
        "maxProperties": PAIRS_MAX,
        "propertyNames": {"minLength": 1, "maxLength": PAIR_NAME_MAX},
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": PAIR_TEXT_MAX},
        "examples": [{"order": "A-17"}],
    },
}


def json_schemas(types: Sequence[type]) -> tuple[dict[type, Schema], dict[str, Schema]]:
    """For each type what refers to it, and all schemas by name."""
    distinct = list(dict.fromkeys(types))
    references, schemas = msgspec.json.schema_components(distinct, schema_hook=_custom, ref_template=REFERENCE)
    _describe(distinct, schemas)
    shorter = {name: _short(name) for name in schemas}
    assert len(set(shorter.values())) == len(shorter), "two schemas of one name"
    renamed = {REFERENCE.format(name=name): REFERENCE.format(name=short) for name, short in shorter.items()}
    found = [_renamed(reference, renamed) for reference in references]
    return (
        dict(zip(distinct, found, strict=True)),
        {shorter[name]: _renamed(schema, renamed) for name, schema in schemas.items()},
    )


def _short(name: str) -> str:
    """Of two structs of one name each bears that of its module: `RulesRuleOut`, not the way to it."""
    *modules, struct = name.split(".")
    words = [word for module in modules if module not in _OF_THE_ROOMS for word in module.split("_")]
    return "".join(word.capitalize() for word in words) + struct


def _renamed(schema: Any, names: dict[str, str]) -> Any:
    if isinstance(schema, dict):
        return {
            key: names.get(value, value) if key == "$ref" else _renamed(value, names) for key, value in schema.items()
        }
    return [_renamed(one, names) for one in schema] if isinstance(schema, list) else schema


def _describe(types: Sequence[type], schemas: dict[str, Schema]) -> None:
    """Give each property its meaning: unit and sign, and when it is missing."""
    for struct in structs_in(types):
        properties = schemas[_name(struct, schemas)]["properties"]
        for field in msgspec.structs.fields(struct):
            shown = properties[field.encode_name]
            words = words_of(struct, field.name)
            if words is not None:
                _close(shown, words)
            meaning = meaning_of(struct, field.name, field.encode_name)
            if meaning is None:
                continue
            if "$ref" in shown or "description" not in shown:
                shown["description"] = _with_absence(meaning, shown, struct, field)


def _close(shown: Schema, words: Sequence[str]) -> None:
    """Text that is one of these words."""
    if shown.get("type") == "array":
        _close(shown["items"], words)
    elif shown.get("type") == "string":
        shown["enum"] = list(words)
    else:
        (text,) = [one for one in shown["anyOf"] if one.get("type") == "string"]
        text["enum"] = list(words)


def _with_absence(meaning: str, shown: Schema, struct: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> str:
    said = meaning if meaning[-1:] in ".…)" else f"{meaning}."
    nullable = {"type": "null"} in shown.get("anyOf", ()) or None in shown.get("enum", ())
    taken = struct.__struct_config__.forbid_unknown_fields
    if nullable and not taken and "null" not in said.lower():
        return f"{said} Null where there is none."
    if taken and not field.required and "left out" not in said and "null" not in said.lower():
        return f"{said} May be left out{'; null clears' if nullable else ''}."
    return said


def structs_in(types: Sequence[type]) -> list[type[msgspec.Struct]]:
    """Every struct that the types are made of, each once."""
    found: dict[type[msgspec.Struct], None] = {}
    waiting: list[inspect.Type] = [inspect.type_info(one) for one in types]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, inspect.StructType):
            if kind.cls not in found:
                found[kind.cls] = None
                waiting += [field.type for field in kind.fields]
        elif isinstance(kind, inspect.UnionType):
            waiting += kind.types
        elif isinstance(kind, inspect.Metadata):
            waiting.append(kind.type)
        elif isinstance(kind, inspect.ListType):
            waiting.append(kind.item_type)
        elif isinstance(kind, inspect.DictType):
            waiting.append(kind.value_type)
    return list(found)


def _name(struct: type, schemas: dict[str, Schema]) -> str:
    """As the components call it: by its name, or with its module where two bear one."""
    if struct.__name__ in schemas:
        return struct.__name__
    return f"{struct.__module__}.{struct.__qualname__}"


def _custom(declared: type) -> Schema:
    if declared not in _CUSTOM:
        raise NotImplementedError(f"{declared.__name__} has no JSON Schema")
    return dict(_CUSTOM[declared])
