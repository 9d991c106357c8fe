"""Scopes include the weaker ones, and an actor is refused what its scope does not allow."""

from __future__ import annotations

import pytest

from accountsos.access.actor import COMMAND_LINE, Actor, key_actor, user_actor
from accountsos.access.rights import SCOPES, includes, strongest
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
    reader = key_actor("key_1", "read")
    reader.refuse_without("read", "report.show")
    with pytest.raises(Forbidden, match="needs the right to change the books, and key:key_1 may only"):
        reader.refuse_without("write", "transaction.add")
    with pytest.raises(Forbidden, match="may only change the books"):
        key_actor("key_2", "write").refuse_without("admin", "key.make")
    for allowed in (COMMAND_LINE, key_actor("key_1", "admin")):
        allowed.refuse_without("admin", "key.make")


def test_actors_are_named_as_the_audit_log_shows_them() -> None:
    assert (str(user_actor("usr_1")), user_actor("usr_1").user_id) == ("user:usr_1", "usr_1")
    assert key_actor("key_1", "read").user_id is None
    assert (str(key_actor("key_1", "read")), str(Actor("cli", "admin"))) == ("key:key_1", "cli")
