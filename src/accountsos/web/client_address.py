"""Which address a request came from, as far as it can be believed."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Proxies: TypeAlias = tuple[IPv4Network | IPv6Network, ...]


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


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
