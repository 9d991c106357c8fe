"""The values of a journal template as JSON has them, read as the ledger takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accountsos.errors import BadRequest
from accountsos.ledger.journal_template import FieldValue, TemplateField
from accountsos.ledger.journal_templates import fields
from accountsos.wire.fields import DateField, MoneyField
from accountsos.wire.json_gate import clean, shown

_TOO_MANY = 1_000_000

ContactNumber = Callable[[str, str], int]
"""The number behind a contact's id; the second argument names the place for a refusal."""


def template_values(
    template: str, values: Mapping[str, object], contact_number: ContactNumber
) -> dict[str, FieldValue]:
    """Each value by its field's kind; BadRequest names the one that is wrong. Null is the same as left out."""
    known = {field.name: field for field in fields(template)}
    found: dict[str, FieldValue] = {}
    for name, value in values.items():
        field = known.get(name)
        if field is None:
            accepted = ", ".join(known)
            raise BadRequest(
                f"`values.{clean(name)}` is not a field of {template}; accepted are {accepted}.",
                param=f"values.{clean(name, 200)}",
            )
        if value is not None:
            found[name] = _read(field, value, contact_number)
    return found


def _read(field: TemplateField, value: object, contact_number: ContactNumber) -> FieldValue:
    place = f"values.{field.name}"
    if field.kind == "amount":
        try:
            return MoneyField.read(value).pence
        except ValueError:
            raise _refusal(place, value, MoneyField.accepted) from None
    if field.kind == "count":
        return _whole(place, value)
    if not isinstance(value, str):
        raise _refusal(place, value, "text")
    if field.kind == "date":
        try:
            return DateField.read(value)
        except ValueError:
            raise _refusal(place, value, DateField.accepted) from None
    if field.kind == "contact":
        return contact_number(value, place)
    return value


def _whole(place: str, value: object) -> int:
    """A whole number, as a number or in digits."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _TOO_MANY:
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < len(str(_TOO_MANY)):
        return int(value)
    raise _refusal(place, value, f"a whole number from 0 to {_TOO_MANY - 1}")


def _refusal(place: str, value: object, accepted: str) -> BadRequest:
    return BadRequest(f"`{place}` is {shown(value)}; expected {accepted}.", param=place)
