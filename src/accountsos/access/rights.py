"""Scopes, defined once: what a key may do. What a person may do in a company says `roles.py`."""

from __future__ import annotations

from accountsos.errors import BadRequest

READ, WRITE, ADMIN = "read", "write", "admin"
SCOPES = (READ, WRITE, ADMIN)
"""Each includes the ones before it."""
RANK = {scope: rank for rank, scope in enumerate(SCOPES)}


def includes(scope: str, needed: str) -> bool:
    """Whether a scope allows what needs another."""
    return RANK[scope] >= RANK[needed]


def strongest(scopes: tuple[str, ...]) -> str:
    """The strongest of the scopes; each includes the weaker ones."""
    unknown = [s for s in scopes if s not in SCOPES]
    if unknown or not scopes:
        raise BadRequest(
            f"scopes: {', '.join(unknown) or 'nothing'} was given; accepted are read, write and admin", param="scopes"
        )
    return max(scopes, key=SCOPES.index)
