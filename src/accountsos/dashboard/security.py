"""What keeps a browser's session to its person: headers, cookies, the token of a form, where a request came from."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from enum import Enum
from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import quote

from accountsos.web.client_address import is_loopback

Headers = list[tuple[bytes, bytes]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS: Headers = [
    (b"content-security-policy", POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
]
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")
CLEAR = (b"clear-site-data", b'"cache", "storage"')

_SECRET = re.compile(r"[0-9A-Za-z_-]{43}")
_COOKIE_SECONDS = 30 * 24 * 3600
LOOK, LOOKS = "accountsos-look", ("light", "dark")
_LOOK_SECONDS = 400 * 24 * 3600


class Transport(Enum):
    """How a request reached us."""

    HTTPS = "__Host-accountsos"
    """The value is the name of the session's cookie."""
    LOOPBACK = "accountsos-local"
    """Plain, but it never left this machine."""
    OPEN = ""
    """Plain, over a network: a password would be read on the way, so there is no log-in."""


def transport_of(
    scope: Mapping[str, object], headers: Mapping[bytes, bytes], proxies: tuple[IPv4Network | IPv6Network, ...]
) -> Transport:
    """HTTPS where we or a trusted proxy speak it; loopback where peer and name asked for are both this machine."""
    client = scope.get("client")
    peer = str(client[0]) if isinstance(client, tuple | list) and client else ""
    if scope.get("scheme") == "https":
        return Transport.HTTPS
    if _in_one_of(peer, proxies) and headers.get(b"x-forwarded-proto", b"").strip().lower() == b"https":
        return Transport.HTTPS
    return Transport.LOOPBACK if is_loopback(peer, headers) else Transport.OPEN


def _in_one_of(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    if not networks:
        return False
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def new_secret() -> str:
    """256 random bits, as a cookie holds them."""
    return secrets.token_urlsafe(32)


def secret_in(headers: Mapping[bytes, bytes], transport: Transport) -> str | None:
    """The secret in the cookie of that transport; None where there is none, or several."""
    found = []
    for pair in headers.get(b"cookie", b"").decode("latin-1").split(";"):
        name, _, value = pair.strip().partition("=")
        if transport.value and name == transport.value:
            found.append(value)
    return found[0] if len(found) == 1 and _SECRET.fullmatch(found[0]) else None


def cookie(secret: str, transport: Transport) -> tuple[bytes, bytes]:
    """The header that gives the browser its secret; an empty one takes it away."""
    secure = "; Secure" if transport is Transport.HTTPS else ""
    age = _COOKIE_SECONDS if secret else 0
    text = f"{transport.value}={secret}; Path=/; Max-Age={age}; HttpOnly{secure}; SameSite=Lax"
    return b"set-cookie", text.encode("ascii")


def look_in(headers: Mapping[bytes, bytes]) -> str:
    """Whether this browser wants pages light or dark; empty: as its system says."""
    pairs = (pair.strip().partition("=") for pair in headers.get(b"cookie", b"").decode("latin-1").split(";"))
    return next((value for name, _, value in pairs if name == LOOK and value in LOOKS), "")


def look_cookie(look: str, transport: Transport) -> tuple[bytes, bytes]:
    """The header by which the browser remembers it; no secret, and kept at log-out."""
    secure = "; Secure" if transport is Transport.HTTPS else ""
    text = f"{LOOK}={look}; Path=/; Max-Age={_LOOK_SECONDS if look else 0}; HttpOnly{secure}; SameSite=Lax"
    return b"set-cookie", text.encode("ascii")


def form_token(secret: str) -> str:
    """The token of a session's forms, masked anew for each page: compressing a page then tells nothing about it."""
    mask = secrets.token_bytes(32)
    return base64.urlsafe_b64encode(mask + _xor(mask, _token(secret))).decode("ascii")


def token_fits(given: str, secret: str) -> bool:
    """Whether a form carries the token of this session."""
    try:
        raw = base64.urlsafe_b64decode(given.encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        return False
    return len(raw) == 64 and hmac.compare_digest(_xor(raw[:32], raw[32:]), _token(secret))


def same_origin(scope: Mapping[str, object], headers: Mapping[bytes, bytes], transport: Transport) -> bool:
    """Whether a page of ours sent it: the browser says so, or at least names our address as where it came from."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site == b"same-origin"
    scheme = "https" if transport is Transport.HTTPS else "http"
    host = headers.get(b"host", b"").decode("latin-1")
    return headers.get(b"origin", b"").decode("latin-1") == f"{scheme}://{host}"


def safe_next(text: str) -> str:
    """Where to go after log-in: a path of ours, never another site's address."""
    plain = text.isascii() and text.isprintable() and "\\" not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else "/"


def quoted(address: str) -> str:
    """An address as the value of a parameter."""
    return quote(address, safe="/")


def _token(secret: str) -> bytes:
    return hashlib.sha256(b"form:" + secret.encode("ascii")).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    assert len(one) == len(other), "of two lengths"
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))
