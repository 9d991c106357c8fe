"""Who does something to the books: a key, a person, the command line or the worker."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.access.rights import ADMIN, SCOPE_OF_ROLE, includes
from accountsos.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom the audit log names, and what that one may do."""

    name: str
    """`key:key_…`, `user:usr_…`, `cli`, `worker`, `demo`."""
    scope: str

    def __str__(self) -> str:
        return self.name

    def refuse_without(self, needed: str, what: str) -> None:
        """Refuse what this actor may not do; `what` names it."""
        if not includes(self.scope, needed):
            may = _RIGHTS[self.scope]
            raise Forbidden(f"{what} needs the right to {_RIGHTS[needed]}, and {self.name} may only {may}")


_RIGHTS = {"read": "read", "write": "change the books", "admin": "administer the company"}
COMMAND_LINE = Actor("cli", ADMIN)
"""Whoever may run commands on this machine may open the files as well."""
WORKER = Actor("worker", ADMIN)
DEMO = Actor("demo", ADMIN)


def key_actor(key_id: str, scope: str) -> Actor:
    """An API key."""
    return Actor(f"key:{key_id}", scope)


def user_actor(user_id: str, role: str) -> Actor:
    """A person with a role in the company."""
    return Actor(f"user:{user_id}", SCOPE_OF_ROLE[role])
