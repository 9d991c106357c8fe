"""Scopes and roles, defined once: what a key, or a person in a company, may do."""

from __future__ import annotations

from accountsos.errors import BadRequest

READ, WRITE, ADMIN = "read", "write", "admin"
SCOPES = (READ, WRITE, ADMIN)
"""Each includes the ones before it."""
RANK = {scope: rank for rank, scope in enumerate(SCOPES)}

OWNER, BOOKKEEPER, ACCOUNTANT, READER = "owner", "bookkeeper", "accountant", "reader"
SCOPE_OF_ROLE = {OWNER: ADMIN, ACCOUNTANT: ADMIN, BOOKKEEPER: WRITE, READER: READ}
"""What a person's role in a company allows. An accountant files and closes like the owner; a bookkeeper does not."""
ROLES = tuple(SCOPE_OF_ROLE)


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
