"""Every example that a command's help shows works as it stands, but for the ids."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from accountsos import ids as public_ids
from accountsos.cli.command import Command
from accountsos.cli.commands import COMMANDS
from accountsos.cli.tree import examples_of
from tests.api.operations import world as worlds
from tests.api.operations.test_every_operation import id_for, prepared
from tests.api.operations.world import RECEIPT, STATEMENT, World, place_in
from tests.cli.shell import Shell
from tests.cli.test_every_command import NAMED
from tests.workflows.currencies.test_state_exchange_rates import CSV

ELSEWHERE = {
    "demo": "makes three years of books: tests/e2e/test_quickstart.py",
    "people": "asks for a password: tests/cli/test_people_commands.py",
    "worker": "runs until it is stopped: tests/jobs/test_processes.py",
}
_ID = re.compile(r"\b(txn|con|imp|je|doc|stl|job|key|trip|rule|rfl|ast|evt|ddl|fnd|whk|dlv|chg)_[0-9A-Za-z]{14,24}\b")
NOT_OF_A_LIMITED_COMPANY = {
    "report self-employment",
    "report income-tax",
    "report mtd-updates",
    "home-use list",  # these three: tests/cli/test_home_use.py
    "home-use state",
    "home-use claim",
}


def examples() -> list[Any]:
    return [
        pytest.param(command, typed, id=typed.removeprefix("accountsos "))
        for command in COMMANDS
        for typed in examples_of(command)
        if command.words[0] not in ELSEWHERE and " ".join(command.words) not in NOT_OF_A_LIMITED_COMPANY
    ]


@pytest.fixture
def at_a_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name."""
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "july.csv").write_bytes(STATEMENT)
    (desk / "monthly_csv_2026-8.csv").write_text(CSV)
    (desk / "receipt.pdf").write_bytes(RECEIPT)
    monkeypatch.chdir(desk)
    return desk


@pytest.mark.parametrize(("command", "typed"), examples())
def test_an_example_works_as_it_is_shown(
    command: Command, typed: str, world: World, at_a_desk: Path, tmp_path: Path
) -> None:
    shell = Shell(place_in(tmp_path / "data"), worlds.Clock())
    _prepare(command, typed, world, shell)
    company = public_ids.company_id(world.ours.tenant.number)
    typed = _ID.sub(lambda found: _ours(world, command, found[1] + "_"), typed).replace("co_08M0kX", company)
    printed = shell.type(*shlex.split(typed)[1:])
    assert (printed.status, printed.errors) == (0, ""), typed
    assert "\t" not in printed.text
    assert printed.text
    if command.words == ("documents", "file"):
        assert (at_a_desk / "copy.pdf").stat().st_size > 0


def _prepare(command: Command, typed: str, world: World, shell: Shell) -> None:
    """Bring the books to where the example makes sense."""
    operation = NAMED.get(command.asks.partition(":")[2])
    if operation is not None:
        prepared(world, operation)
    if "Q4" in typed and command.words == ("report", "vat"):
        prepared(world, NAMED["file_vat_return"])
    if command.words == ("restore",):
        assert shell.type("backup", "backup-2026-11-22").status == 0


def _ours(world: World, command: Command, prefix: str) -> str:
    if command.words == ("contact", "remove"):
        return str(world.ours.get("/api/contacts?search=unused")["contacts"][0]["id"])
    return id_for(world, NAMED.get(command.asks.partition(":")[2]), prefix)
