"""The language model that may be asked about bank lines nobody knows, as the settings say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Where it answers, what it is called there, and how much of it is used."""

    url: str
    """Of an OpenAI-compatible service, up to what stands before `/chat/completions`."""
    name: str
    key: str | None = field(default=None, repr=False)
    lines_a_day: int = 200
    """Of a company: so many lines are asked about in a day, those that are asked about again counted again."""
    lines_at_once: int = 20
    seconds: int = 60
    """For one request with its answer."""

    @property
    def host(self) -> str:
        """Where the texts of lines go."""
        return urlsplit(self.url).hostname or ""


def address_of_model(url: str) -> str:
    """The address without a slash at its end; ValueError says what is wrong with it."""
    parts = urlsplit(url)
    port = parts.port  # raises where it is no number
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("it begins with https:// or http:// and names a host, as http://127.0.0.1:11434/v1")
    if "@" in parts.netloc or parts.query or parts.fragment or not url.isascii() or not url.isprintable():
        raise ValueError("it has no user, no ? and no #; the key has a setting of its own")
    return url.rstrip("/")
