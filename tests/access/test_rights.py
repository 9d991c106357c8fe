"""Scopes include the weaker ones, and roles are worth a scope."""

from __future__ import annotations

import pytest

from accountsos.access.actor import COMMAND_LINE, Actor, key_actor, user_actor
from accountsos.access.rights import ROLES, SCOPES, includes, strongest
from accountsos.errors import BadRequest, Forbidden


def test_each_scope_includes_the_ones_before_it() -> None:
    assert [[includes(scope, needed) for needed in SCOPES] for scope in SCOPES] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


@pytest.mark.parametrize(("given", "most"), [(("read",), "read"), (("write", "read"), "write"), (SCOPES, "admin")])
def test_a_key_gets_the_strongest_of_its_scopes(given: tuple[str, ...], most: str) -> None:
    assert strongest(given) == most


@pytest.mark.parametrize("given", [(), ("root",), ("read", "")])
def test_what_is_no_scope_is_refused(given: tuple[str, ...]) -> None:
    with pytest.raises(BadRequest, match="accepted are read, write and admin"):
        strongest(given)


def test_an_actor_is_refused_what_its_scope_does_not_allow() -> None:
    reader = user_actor("usr_1", "reader")
    reader.refuse_without("read", "report.show")
    with pytest.raises(Forbidden, match="needs the right to change the books, and user:usr_1 may only"):
        reader.refuse_without("write", "transaction.add")
    with pytest.raises(Forbidden, match="may only change the books"):
        user_actor("usr_2", "bookkeeper").refuse_without("admin", "key.make")
    for allowed in (COMMAND_LINE, key_actor("key_1", "admin"), user_actor("usr_3", "owner")):
        allowed.refuse_without("admin", "key.make")


def test_actors_are_named_as_the_audit_log_shows_them() -> None:
    assert [str(user_actor("usr_1", role)) for role in ROLES] == ["user:usr_1"] * 4
    assert (str(key_actor("key_1", "read")), str(Actor("cli", "admin"))) == ("key:key_1", "cli")
