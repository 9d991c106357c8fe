"""A parsed JSON value as a declared body: unknown fields refused, messages that name the field and what is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import inspect

from accountsos.errors import BadRequest
from accountsos.wire.fields import (
    CurrencyMoneyField,
    DateField,
    MetadataField,
    MilesField,
    MoneyField,
    PercentField,
    RateField,
    ShareField,
)
from accountsos.wire.json_gate import clean, member_place, shown

T = TypeVar("T")

_CUSTOM: tuple[
    type[
        MoneyField | CurrencyMoneyField | DateField | PercentField | ShareField | MilesField | RateField | MetadataField
    ],
    ...,
] = (
    MoneyField,
    CurrencyMoneyField,
    DateField,
    PercentField,
    ShareField,
    MilesField,
    RateField,
    MetadataField,
)
_PLACE = re.compile(r"^(?P<what>.*) - at `(?P<kind>key in )?\$(?P<path>.*)`$", re.DOTALL)
_FIELD = re.compile(r"^Object (?P<fault>contains unknown field|missing required field) `(?P<name>.*)`$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_FORM = "form"
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
    "decimal": "a number",
    "float": "a number",
}


def form(pattern: str, words: str, **more: Any) -> msgspec.Meta:
    """What a text has to look like, and how a refusal says so."""
    return msgspec.Meta(pattern=pattern, extra={_FORM: words}, **more)


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every JSON body is built on: unknown fields are refused. An optional field's default is `msgspec.UNSET`."""


def decode_body(value: object, declared: type[T]) -> T:
    """The parsed value as the declared type, or BadRequest naming the field, what was got and what is accepted."""
    try:
        return msgspec.convert(value, declared, dec_hook=_read_custom)
    except msgspec.ValidationError as fault:
        first = _refusal(str(fault), value, declared)
        raise _with_the_others(first, value, declared) from None


MISTAKES_MAX = 20
"""As many are told at once."""


def _with_the_others(first: BadRequest, value: object, declared: Any) -> BadRequest:
    """The refusal of the first mistake, with all of them beside it where there are more."""
    found = list(islice(_mistakes(value, declared, "", (value, declared)), MISTAKES_MAX))
    known = [one for one in found if one.message != first.message]
    if not known:
        return first
    told = [first, *known][:MISTAKES_MAX]
    details = [{"param": one.param, "message": one.message} for one in told]
    return BadRequest(
        f"{first.message} {len(told)} mistakes in all; see `details`.", param=first.param, details=details
    )


def _mistakes(value: object, declared: Any, path: str, whole: tuple[object, Any]) -> Iterator[BadRequest]:
    """Each mistake by itself: field by field, element by element."""
    inner = list(_inside(value, declared))
    found = False
    for step, part, kind in inner:
        for mistake in _mistakes(part, kind, path + step, whole):
            found = True
            yield mistake
    struct = _struct_in(declared)
    if struct is not None and isinstance(value, dict):
        fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        faults = [f"Object contains unknown field `{name}`" for name in value if name not in fields]
        faults += [
            f"Object missing required field `{name}`"
            for name, field in fields.items()
            if field.required and name not in value
        ]
        for fault in faults:
            found = True
            yield _refusal(f"{fault} - at `${path}`" if path else fault, *whole)
    if found:
        return
    try:
        msgspec.convert(value, declared, dec_hook=_read_custom)
    except msgspec.ValidationError as fault:
        match = _PLACE.match(str(fault))
        what, place = (match["what"], path + match["path"]) if match else (str(fault), path)
        yield _refusal(f"{what} - at `${place}`" if place else what, *whole)


def _inside(value: object, declared: Any) -> Iterator[tuple[str, object, Any]]:
    """What has a declaration of its own in there: the step to it, the value, the declaration."""
    struct, element = _struct_in(declared), _element_in(declared)
    if struct is not None and isinstance(value, dict):
        for field in msgspec.structs.fields(struct):
            if field.encode_name in value:
                yield f".{field.encode_name}", value[field.encode_name], field.type
    elif element is not None and isinstance(value, list):
        for number, part in enumerate(value[:1000]):
            yield f"[{number}]", part, element


def _plain_types(declared: Any) -> Iterator[Any]:
    origin = get_origin(declared)
    if origin is Annotated:
        yield from _plain_types(get_args(declared)[0])
    elif origin in (Union, UnionType):
        for part in get_args(declared):
            yield from _plain_types(part)
    else:
        yield declared


def _struct_in(declared: Any) -> Any:
    known = (kind for kind in _plain_types(declared) if isinstance(kind, type) and issubclass(kind, msgspec.Struct))
    return next(known, None)


def _element_in(declared: Any) -> Any:
    return next((get_args(kind)[0] for kind in _plain_types(declared) if get_origin(kind) is list), None)


def _read_custom(declared: type, value: object) -> object:
    for known in _CUSTOM:
        if declared is known:
            try:
                return known.read(value)
            except ValueError:
                raise ValueError(f"expected {known.accepted}") from None
    raise NotImplementedError(f"{declared.__name__} is not a field type of request bodies")


def _refusal(message: str, value: object, declared: type) -> BadRequest:
    match = _PLACE.match(message)
    what, path = (match["what"], match["path"]) if match else (message, "")
    place, found = _follow(path, value)
    if field := _FIELD.match(what):
        name = member_place(place, field["name"])
        if field["fault"].startswith("missing"):
            return BadRequest(f"`{clean(name)}` is missing; it is required.", param=name)
        known = _known_fields(_type_at(path, declared))
        names = f"; accepted are {', '.join(known)}" if known else ""
        return BadRequest(f"`{clean(name)}` is not a field of this request{names}.", param=clean(name, 200))
    accepted = _accepted(what, _type_at(path, declared))
    subject = f"`{clean(place)}`" if place else "The body"
    return BadRequest(f"{subject} is {shown(found)}; {accepted}.", param=place or None)


def _follow(path: str, value: object) -> tuple[str, object]:
    """The place in our words and the value there, from a path such as `.splits[0].amount`."""
    place = ""
    for name, number in _STEP.findall(path):
        if name:
            place = member_place(place, name)
            value = value.get(name) if isinstance(value, dict) else None
        elif number == "...":
            return f"{place}[]", value
        else:
            place = f"{place}[{number}]"
            value = value[int(number)] if isinstance(value, list) and int(number) < len(value) else None
    return place, value


def _type_at(path: str, declared: type) -> list[inspect.Type]:
    """The alternatives that the declaration gives for the place."""
    found = _alternatives(inspect.type_info(declared))
    for name, _ in _STEP.findall(path):
        inner: list[inspect.Type] = []
        for kind in found:
            if name and isinstance(kind, inspect.StructType):
                inner += [
                    part for field in kind.fields if field.encode_name == name for part in _alternatives(field.type)
                ]
            elif not name and isinstance(kind, inspect.ListType):
                inner += _alternatives(kind.item_type)
        found = inner
    return found


def _alternatives(kind: inspect.Type) -> list[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        return [kind] if kind.extra and _FORM in kind.extra else _alternatives(kind.type)
    if isinstance(kind, inspect.UnionType):
        return [part for one in kind.types for part in _alternatives(one)]
    return [kind]


def _known_fields(found: list[inspect.Type]) -> list[str]:
    return [field.encode_name for kind in found if isinstance(kind, inspect.StructType) for field in kind.fields]


def _accepted(what: str, found: list[inspect.Type]) -> str:
    what = what.split(", got ", maxsplit=1)[0]
    if what.startswith("expected "):
        return what
    choices = [str(value) for kind in found if isinstance(kind, inspect.LiteralType) for value in kind.values]
    if choices:
        return f"expected {_one_of(choices, or_null=any(isinstance(kind, inspect.NoneType) for kind in found))}"
    forms = [str(kind.extra[_FORM]) for kind in found if isinstance(kind, inspect.Metadata) and kind.extra]
    if "matching regex" in what and forms:
        return f"expected {forms[0]}"
    if what.startswith("Expected "):
        return "expected " + re.sub(
            r"`([^`]+)`", lambda m: " or ".join(_WORDS.get(w.strip(), w.strip()) for w in m[1].split("|")), what[9:]
        )
    return clean(what, 200)


def _one_of(choices: list[str], *, or_null: bool) -> str:
    return ("one of " if len(choices) > 1 else "") + ", ".join(choices) + (", or null" if or_null else "")
