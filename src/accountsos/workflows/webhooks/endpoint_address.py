"""Where a webhook may go: to addresses of the public internet, by https, and nowhere inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

from accountsos.errors import BadRequest

Networks: TypeAlias = Sequence[IPv4Network | IPv6Network]
LONGEST = 2000
HTTPS_PORT, HTTP_PORT = 443, 80
_URL = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]{0,20})://(?P<user>[^/?#@]{0,200}@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]{2,60}\]|[A-Za-z0-9._-]{1,260})(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>[/?][!-~]{0,2000})?",
    re.ASCII,
)
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,250}|0[xX][0-9A-Fa-f]{0,250}", re.ASCII)
_INSIDE_NAMES = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "corp", "home", "private")
_INSIDE_ENDINGS = ("home.arpa",)


def _networks(*listed: str) -> Networks:
    return tuple(ip_network(one) for one in listed)


NEVER = _networks(
    "0.0.0.0/8",
    "169.254.0.0/16",
    "224.0.0.0/4",
    "255.255.255.255/32",
    "100.100.100.200/32",
    "192.0.0.192/32",
    "::/128",
    "fe80::/10",
    "ff00::/8",
    "fd00:ec2::254/128",
)
"""Whatever the settings allow: no address at all, the link itself, many at once, where clouds hand out credentials."""
NOT_PUBLIC = _networks(
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
)
"""Inside, for examples, or on the way to another address (IANA's registers of special addresses, RFC 6890)."""
PUBLIC_IPV6 = ip_network("2000::/3")
TRANSLATED = IPv6Network("64:ff9b::/96")
"""Where a network with IPv6 alone shows the addresses of the other kind (RFC 6052)."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address of a webhook, taken apart."""

    scheme: str
    host: str
    """Without brackets."""
    port: int
    path: str
    """With the query, as it is sent."""

    @property
    def secure(self) -> bool:
        """Whether it is https."""
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """Host and port as the request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = HTTPS_PORT if self.secure else HTTP_PORT
        return host if self.port == usual else f"{host}:{self.port}"


def why_not(address: str, inside: Networks) -> str | None:
    """Why nothing is sent to that address; None where it may be. `inside` lists networks that are allowed by hand."""
    try:
        number = ip_address(address)
    except ValueError:
        return "is no address"
    if isinstance(number, IPv6Address) and number.ipv4_mapped is not None:
        return "is an address of version 4 in the clothes of version 6"
    if isinstance(number, IPv6Address) and number in TRANSLATED:
        number = IPv4Address(int(number) & 0xFFFFFFFF)
    if getattr(number, "scope_id", None) or _is_in(number, NEVER):
        return "is not an address that anything is sent to"
    if _is_in(number, inside):
        return None
    if _is_in(number, NOT_PUBLIC) or (isinstance(number, IPv6Address) and number not in PUBLIC_IPV6):
        return "is not an address of the public internet"
    return None


def is_inside(address: str, inside: Networks) -> bool:
    """Whether it is in a network that is allowed by hand, where http will do as well."""
    return why_not(address, inside) is None and _is_in(ip_address(address), inside)


def _is_in(number: IPv4Address | IPv6Address, networks: Networks) -> bool:
    return any(number.version == network.version and number in network for network in networks)


def target_of(url: str, inside: Networks) -> Target:
    """The address taken apart, or BadRequest that says what about it is not accepted."""
    match = _URL.fullmatch(url) if len(url) <= LONGEST else None
    if match is None or "#" in url or "\\" in url:
        raise _refused("it is not an address such as https://example.com/hooks, without blanks and #")
    if match["user"]:
        raise _refused("it names a user; what the receiver must know to trust a message is the signature")
    if match["scheme"] != "https" and not (match["scheme"] == "http" and inside):
        raise _refused(f"it begins with {match['scheme']}://; accepted is https://")
    secure = match["scheme"] == "https"
    port = int(match["port"]) if match["port"] else HTTPS_PORT if secure else HTTP_PORT
    if not 0 < port < 65536:
        raise _refused(f"port {port} does not exist; accepted are 1 to 65535")
    path = match["path"] or "/"
    target = Target(match["scheme"], match["host"].strip("[]"), port, path if path.startswith("/") else f"/{path}")
    _refuse_host(target.host, inside, bracketed=match["host"].startswith("["))
    return target


def _refuse_host(host: str, inside: Networks, *, bracketed: bool) -> None:
    labels = host.removesuffix(".").split(".")
    if bracketed or _NUMBER.fullmatch(labels[-1]):
        _refuse_number(host, inside, bracketed=bracketed)
        return
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused(f"{host[:100]!r} is no name of a machine")
    name = host.removesuffix(".").lower()
    is_local = len(labels) == 1 or labels[-1].lower() in _INSIDE_NAMES or name.endswith(_INSIDE_ENDINGS)
    if is_local and not inside:
        raise _refused(f"{host!r} is a name inside a network; accepted are names and addresses of the public internet")


def _refuse_number(host: str, inside: Networks, *, bracketed: bool) -> None:
    try:
        address = str(IPv6Address(host) if bracketed else IPv4Address(host))
    except AddressValueError:
        raise _refused(
            f"{host[:100]!r} is no address as one is usually written, such as 192.0.43.8 or [2620:0:2d0::8]"
        ) from None
    why = why_not(address, inside)
    if why is not None:
        raise _refused(f"{address} {why}")


def _refused(why: str) -> BadRequest:
    return BadRequest(f"url: {why}", param="url")
