"""What worker and reader say to each other, in frames over the reader's two pipes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountsos.documents.facts import PageTurn
from accountsos.documents.names import KnownSuppliers
from accountsos.documents.templates import Template

REQUEST, OUTCOME = b"Q", b"O"
DRAW, PICTURE = b"D", b"P"


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What a reader is told beside the bytes."""

    file_name: str
    today: date
    known: KnownSuppliers
    templates: tuple[Template, ...] = ()
    """What this company's corrections taught."""
    cpu_seconds: int = 60


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """Which page of the bytes is wanted as a picture."""

    page: int
    inside: str | None = None
    """The attachment of an e-mail that was read."""
    turn: PageTurn | None = None
    """How it was turned to be read."""
    cpu_seconds: int = 60
