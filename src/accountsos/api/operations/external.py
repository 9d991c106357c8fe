"""What another system calls a thing: the fields of bodies, and how a list is asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from accountsos.api.operations.bodies import NOT_BLANK, VISIBLE
from accountsos.bookkeeping.call_thing import ExternalChange
from accountsos.errors import BadRequest
from accountsos.web.parameters import Text
from accountsos.web.query import QueryParameter
from accountsos.wire.decode import Body, form
from accountsos.wire.fields import MetadataField
from accountsos.wire.json_gate import parse_json, shown

EXTERNAL_ID_MAX = 200
ExternalId = Annotated[str, form(VISIBLE, NOT_BLANK, min_length=1, max_length=EXTERNAL_ID_MAX)]
CALLED = QueryParameter(
    "external_id",
    Text(EXTERNAL_ID_MAX),
    "Only the one that another system calls so, exactly; also one that stands in place of it.",
    example="shop-10417",
)


class Called(Body, frozen=True):
    """What another system calls the thing."""

    external_id: ExternalId | UnsetType | None = UNSET
    """What another system calls it, to find it by: one thing of a kind by one id."""
    metadata: MetadataField | UnsetType | None = UNSET
    """At most 20 pairs of text to keep beside it; what is sent takes the place of all that was there."""


def said_of(body: Called) -> ExternalChange:
    """What the body says of it."""
    pairs = body.metadata
    return ExternalChange(body.external_id, pairs.pairs if isinstance(pairs, MetadataField) else pairs)


UPLOADED = (
    QueryParameter("external_id", Text(EXTERNAL_ID_MAX), "What another system calls it, to find it by."),
    QueryParameter("metadata", Text(12_000), 'Pairs of text to keep beside it, as JSON: `{"order": "A-17"}`.'),
)
"""The same as parts of a form."""


def said_in_form(fields: dict[str, Any]) -> ExternalChange:
    """What the parts of a form say of it."""
    text, called = fields["metadata"], fields["external_id"]
    pairs: Mapping[str, str] | UnsetType = UNSET
    if text is not None:
        try:
            pairs = MetadataField.read(parse_json(text.encode())).pairs
        except (ValueError, BadRequest):
            accepted = f"{MetadataField.accepted}, as JSON"
            raise BadRequest(f"`metadata` is {shown(text)}; expected {accepted}.", param="metadata") from None
    return ExternalChange(UNSET if called is None else called, pairs)
