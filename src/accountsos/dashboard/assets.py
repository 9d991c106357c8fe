"""Style sheets, scripts, icons: compressed once at start, named by what they hold, kept by browsers for good."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from accountsos.dashboard.help_words import GUIDE, PICTURE_SCHEMES

_BUNDLES = {
    "dashboard.css": (
        "tokens.css",
        "base.css",
        "shell.css",
        "panels.css",
        "tables.css",
        "forms.css",
        "home.css",
        "statements.css",
        "review.css",
        "reports.css",
        "inbox.css",
        "narrow.css",
    ),
    "dashboard.js": ("vendor/htmx.min.js", "dashboard.js"),
}
_PICTURES = (
    "icons/logo.svg",
    "icons/chevron.svg",
    *(f"guide/{chapter.picture.page}-{scheme}.webp" for chapter in GUIDE for scheme in PICTURE_SCHEMES),
)
_TYPES = {
    "css": b"text/css; charset=utf-8",
    "js": b"text/javascript; charset=utf-8",
    "svg": b"image/svg+xml",
    "webp": b"image/webp",
}
PREFIX = "/static/"
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it goes out."""

    content: bytes
    packed: bytes | None
    """None of what is packed already, such as a picture."""
    headers: tuple[tuple[bytes, bytes], ...]

    def answer(self, accept_encoding: bytes) -> tuple[bytes, Headers]:
        """Body and headers, compressed where the browser reads it."""
        if self.packed is not None and b"gzip" in accept_encoding:
            return self.packed, [*self.headers, (b"content-encoding", b"gzip")]
        return self.content, list(self.headers)


class Assets:
    """All of them, under one address that changes with any of them."""

    def __init__(self) -> None:
        folder = files("accountsos.dashboard") / "static"
        plain = {name: b"\n".join(_read(folder, part) for part in parts) for name, parts in _BUNDLES.items()}
        plain.update({name: _read(folder, name) for name in _PICTURES})
        digest = hashlib.sha256(b"".join(name.encode() + plain[name] for name in sorted(plain))).hexdigest()[:16]
        self.base = f"{PREFIX}{digest}/"
        self._assets = {self.base + name: _asset(name, content) for name, content in plain.items()}

    def find(self, path: str) -> Asset | None:
        """The asset of that path."""
        return self._assets.get(path)


@cache
def assets() -> Assets:
    """The assets of this process."""
    return Assets()


def _read(folder: Traversable, name: str) -> bytes:
    return folder.joinpath(*name.split("/")).read_bytes()


def _asset(name: str, content: bytes) -> Asset:
    kind = name.rpartition(".")[2]
    headers = (
        (b"content-type", _TYPES[kind]),
        (b"cache-control", b"public, max-age=31536000, immutable"),
        (b"vary", b"accept-encoding"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-resource-policy", b"same-origin"),
    )
    return Asset(content, None if kind == "webp" else gzip.compress(content, 9, mtime=0), headers)
