"""What whoever runs the server does for people who log in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from accountsos import ids
from accountsos.access.passwords import password_fits
from accountsos.workflows.access import log_in
from tests.api.operations import world as worlds
from tests.api.operations.world import World, place_in
from tests.cli.shell import Shell


def test_somebody_is_let_in_given_another_role_a_password_and_taken_out(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(place_in(tmp_path / "data"), worlds.Clock())
    company = ("--company", ids.company_id(world.ours.tenant.number))

    def typing(password: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))

    typing("short")
    refused = shell.type("people", "add", "ann@example.org", *company)
    assert (refused.status, "12 characters or more" in refused.errors) == (1, True)
    typing("three plain words")
    added = shell.type("people", "add", "ann@example.org", "--name", "Ann", "--role", "owner", *company)
    assert added.status == 0, added.errors
    user = added.text.split()[1]
    assert "ann@example.org" in shell.type("people", "list", *company).text
    alone = shell.type("people", "role", user, "--role", "reader", *company)
    assert (alone.status, "a company needs an owner" in alone.errors) == (1, True)
    typing("three plain words")
    bob = shell.type("people", "add", "bob@example.org", "--role", "owner", *company).text.split()[1]
    assert shell.type("people", "role", user, "--role", "reader", *company).text == "ann@example.org is reader now.\n"
    typing("four other plain words")
    assert shell.type("people", "password", "ann@example.org").status == 0
    found = world.books.read(log_in.FIND, 0, "ann@example.org")
    assert found is not None
    assert password_fits(found.password_hash, "four other plain words")
    assert shell.type("people", "remove", user, *company).status == 0
    assert user not in shell.type("people", "list", *company).text
    assert shell.type("people", "remove", bob, *company).status == 1
