"""Which address a request came from, as far as it can be believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Proxies: TypeAlias = tuple[IPv4Network | IPv6Network, ...]
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HANDED_ON = (b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip", b"forwarded", b"via")


def is_loopback(peer: str, headers: Mapping[bytes, bytes]) -> bool:
    """Whether peer and name asked for are both this machine.

    The name too: a page elsewhere can point a name of its own at 127.0.0.1, and a proxy speaks from there.
    """
    host = headers.get(b"host", b"").decode("latin-1")
    name = host if host.endswith("]") else (host.rpartition(":")[0] or host)
    address = _parsed(peer)
    return name in _LOOPBACK_NAMES and address is not None and address.is_loopback


def is_handed_on(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a proxy says that it speaks for somebody else."""
    return any(name in headers for name in _HANDED_ON)


def client_address(peer: str, headers: Iterable[tuple[bytes, bytes]], proxies: Proxies) -> str:
    """The address that failures count against: the first one, from our side, that is no trusted proxy.

    An IPv6 client has a whole /64 to send from, so that is what is counted.
    """
    address = _parsed(peer)
    if address is None:
        return peer
    forwarded = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
    for hop in reversed(forwarded.split(",")):
        if not any(address in proxy for proxy in proxies):
            break
        before = _parsed(hop.strip())
        if before is None:
            break
        address = before
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
