"""One page as one value, and what may be done on it: router, menu, roles and tests are made from these."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from accountsos.access.roles import Right
from accountsos.dashboard.forms import Form
from accountsos.web.context import BODY_BYTES_MAX

HOLES = re.compile(r"\{([a-z_]+)\}")
_PATH = re.compile(r"/|(/[a-z0-9-]+|/\{[a-z_]+\})+/?")


@dataclass(frozen=True, slots=True)
class Shown:
    """The page with what its template needs."""

    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Leave:
    """On to another address of ours."""

    to: str
    cookies: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """A file instead of a page, as the API would answer it."""

    content: bytes
    content_type: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


Answer: TypeAlias = Shown | Leave | Download
Show: TypeAlias = Callable[[Any], Awaitable[Answer]]
"""Given the `Request`."""
Do: TypeAlias = Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a form of a page does. `do` is called with the form read and without mistakes."""

    form: Form = field(default_factory=Form)
    do: Do
    right: Right = Right.KEEP_BOOKS
    fragment: str = ""
    """The block of the page that is sent back where only a part of it was asked for."""
    proof: bool = False
    """Whether the password must have been given a short while ago; else it is asked for in the form."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page's place in the menu."""

    label: str
    icon: str
    group: int = 1
    key: str = ""
    """Pressed after `g`."""
    phone: bool = True
    waits: str = ""
    """Which number of `WorkLeft` stands beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An address, what stands there, and what may be done there."""

    name: str
    """Its template is `pages/<name>.html`."""
    path: str
    title: str
    show: Show
    right: Right | None = Right.READ
    """None: a door, open to whoever is not logged in."""
    actions: Mapping[str, Action] = field(default_factory=dict)
    fragment: str = ""
    """The block that is sent where only a part of the page was asked for; empty: always the whole page."""
    menu: MenuEntry | None = None
    under: str = ""
    """The page of the menu that it belongs to, where it has no place of its own there."""
    file: bool = False
    """Whether it answers with a file."""
    body_most: int = BODY_BYTES_MAX
    """How much may be sent to it at once."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """Which of a test company's ids to fill the holes of the path with."""

    def __post_init__(self) -> None:
        assert _PATH.fullmatch(self.path), f"{self.name}: {self.path} is no path of the dashboard"
        assert (self.right is None) != (self.personal or self.of_company), f"{self.name}: whose page is it?"

    @property
    def of_company(self) -> bool:
        """Whether a company's books stand on it."""
        return self.path.startswith("/{company}")

    @property
    def personal(self) -> bool:
        """Whether it is a person's own page, of no company."""
        return self.path == "/me" or self.path.startswith("/me/")

    @property
    def holes(self) -> tuple[str, ...]:
        """The ids in its path."""
        return tuple(HOLES.findall(self.path))

    def address(self, **ids: str) -> str:
        """Its address with these ids."""
        return HOLES.sub(lambda hole: ids[hole[1]], self.path)
