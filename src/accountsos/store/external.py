"""What another system calls a thing, and the pairs of text that it keeps beside it: the value, and its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec


@dataclass(frozen=True, slots=True)
class External:
    """What a thing is called elsewhere, and what is noted beside it."""

    external_id: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


NOT_CALLED = External()


def external_from(external_id: str | None, metadata: str | None) -> External:
    """As the columns say it."""
    if external_id is None and metadata is None:
        return NOT_CALLED
    return External(external_id, {} if metadata is None else msgspec.json.decode(metadata, type=dict[str, str]))
