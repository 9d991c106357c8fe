"""Where letters are handed in, as a setting says it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Relay:
    """Where letters are handed in, and who they are from."""

    host: str
    port: int
    encrypted: bool
    """From the first byte on; else by STARTTLS, which only a relay on this machine need not know."""
    user: str
    password: str
    sender: str


def relay_of(url: str, sender: str) -> Relay:
    """The relay of `smtp://user:password@host:587`; ValueError says what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(
            "it begins with smtp:// or smtps:// and names a host, as smtp://user:password@mail.example:587"
        )
    if "@" not in sender.strip("@") or not sender.isprintable() or " " in sender:
        raise ValueError(f"{sender!r} is no e-mail address to send from")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    port = parts.port or PORTS[parts.scheme]
    return Relay(parts.hostname, port, parts.scheme == "smtps", user, password, sender)
