"""Roles: what each person of a company may do with its books."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a company."""

    OWNER = "owner"
    BOOKKEEPER = "bookkeeper"
    ACCOUNTANT = "accountant"
    READER = "reader"


class Right(StrEnum):
    """What a change of the books asks of whoever makes it."""

    READ = "read"
    KEEP_BOOKS = "keep_books"
    """File, add, upload, match, file a return."""
    POST_JOURNALS = "post_journals"
    CLOSE_YEARS = "close_years"
    GOVERN = "govern"
    """Keys, people, the company itself."""


_GIVEN = {
    Role.OWNER: frozenset(Right),
    Role.BOOKKEEPER: frozenset({Right.READ, Right.KEEP_BOOKS, Right.POST_JOURNALS}),
    Role.ACCOUNTANT: frozenset({Right.READ}),
    Role.READER: frozenset({Right.READ}),
}
_BY_THE_OWNERS_TICK = frozenset({Right.POST_JOURNALS, Right.CLOSE_YEARS})


def rights_of(role: Role, *, may_close: bool = False) -> frozenset[Right]:
    """What the role may do; an accountant posts journals and closes years only where the owner ticked it."""
    given = _GIVEN[role]
    return given | _BY_THE_OWNERS_TICK if role is Role.ACCOUNTANT and may_close else given


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that always have the right, for saying who may."""
    return tuple(role for role in Role if right in _GIVEN[role])
