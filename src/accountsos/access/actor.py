"""Who does something to the books: a key, a person, the command line or the worker."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.access.rights import ADMIN, includes
from accountsos.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom the audit log names, and what that one may do."""

    name: str
    """`key:key_…`, `user:usr_…`, `cli`, `worker`, `demo`."""
    scope: str

    @property
    def user_id(self) -> str | None:
        """The person's id; None where it is none."""
        return self.name.removeprefix(_PERSON) if self.name.startswith(_PERSON) else None

    def __str__(self) -> str:
        return self.name

    def refuse_without(self, needed: str, what: str) -> None:
        """Refuse what this actor may not do; `what` names it."""
        if not includes(self.scope, needed):
            may = _RIGHTS[self.scope]
            raise Forbidden(f"{what} needs the right to {_RIGHTS[needed]}, and {self.name} may only {may}")


_PERSON, KEY = "user:", "key:"
_RIGHTS = {"read": "read", "write": "change the books", "admin": "administer the company"}
COMMAND_LINE = Actor("cli", ADMIN)
"""Whoever may run commands on this machine may open the files as well."""
WORKER = Actor("worker", ADMIN)
DEMO = Actor("demo", ADMIN)


def key_actor(key_id: str, scope: str) -> Actor:
    """An API key."""
    return Actor(f"{KEY}{key_id}", scope)


def user_actor(user_id: str) -> Actor:
    """A person. What the role in the company allows is finer than scopes, and looked up inside the write itself."""
    return Actor(_PERSON + user_id, ADMIN)
