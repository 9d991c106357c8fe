"""What holds for every command, generated from COMMANDS: its JSON is the API's, its examples work, nothing is ignored."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
import pytest

from accountsos import ids as public_ids
from accountsos.api.operation import Operation
from accountsos.api.operations.registry import OPERATIONS
from accountsos.cli.command import Command, Fields, Goes, OneOf, Parameter, Parts, WholeNumber
from accountsos.cli.commands import COMMANDS
from accountsos.web import parameters as of_the_api
from accountsos.web.multipart import Multipart
from tests.api.operations import world as worlds
from tests.api.operations.test_every_operation import (
    example,
    our_id,
    path_of,
    prepared,
    required_query,
)
from tests.api.operations.world import World, open_world, place_in
from tests.cli.shell import Shell
from tests.cli.typed import typed

NAMED = {operation.name: operation for operation in OPERATIONS}
ASKING = [command for command in COMMANDS if command.asks]
WITHOUT_A_COMMAND = {
    "import_statement": "`import` reads files of any size from the disk; its JSON is compared below",
    "upload_document": "`upload` takes many files at once; its JSON is compared below",
}
NOT_TYPED = {
    "format": "`--format` and `--json` stand for it",
    "cursor": "a page is left and taken up again by `--offset`; a cursor is for programs",
}
_SECRET = re.compile(rb'"(secret|token|path)":"[^"]+"')


def operation_of(command: Command) -> Operation:
    return NAMED[command.asks.partition(":")[2]]


def listed(commands: Any) -> list[Any]:
    return [pytest.param(command, id=" ".join(command.words)) for command in commands]


@dataclass(frozen=True)
class Twins:
    """The same books twice: one is asked by API, the other by command."""

    by_api: World
    shell: Shell
    company: str


@pytest.fixture
def twins(template: tuple[Path, Any], world: World, tmp_path: Path, request: Any) -> Iterator[Twins]:
    """Books in which the operation's example makes sense."""
    operation: Operation = request.param
    prepared(world, operation)
    found = {p.kind.prefix: _id_for(world, operation, p.kind.prefix) for p in operation.ids}
    if operation.name in ("add_transaction", "change_transaction", "post_journal", "correct_document"):
        our_id(world, "con_")
    world.books.close()
    shutil.copytree(tmp_path / "data", tmp_path / "typed")
    again = open_world(place_in(tmp_path / "data"), template[1])
    request.node.user_properties.append(("ids", found))
    yield Twins(
        again,
        Shell(place_in(tmp_path / "typed"), worlds.Clock()),
        public_ids.company_id(again.ours.tenant.number),
    )
    again.books.close()


def _id_for(world: World, operation: Operation, prefix: str) -> str:
    if operation.name == "remove_contact":
        return str(world.ours.get("/api/contacts?search=unused")["contacts"][0]["id"])
    return our_id(world, prefix)


def _without_secrets(content: bytes) -> bytes:
    return _SECRET.sub(rb'"\1":"…"', content)


@pytest.mark.parametrize(
    ("command", "twins"),
    [
        pytest.param(command, operation_of(command), id=" ".join(command.words))
        for command in ASKING
        if command.json
    ],
    indirect=["twins"],
)
def test_its_json_is_byte_for_byte_what_the_api_answers_on_the_same_books(
    command: Command, twins: Twins, request: pytest.FixtureRequest
) -> None:
    operation = operation_of(command)
    ids: dict[str, str] = dict(request.node.user_properties)["ids"]
    query = {**required_query(operation), **command.fixed}
    body = example(twins.by_api, operation.name) if operation.body is not None else None
    target = path_of(twins.by_api, operation, ids)
    if query:
        target += "?" + "&".join(f"{name}={value}" for name, value in query.items())
    by_api = twins.by_api.ours.ask(operation.method, target, body, scope=operation.scope)
    assert by_api.status in operation.replies, by_api.body
    words = typed(command, ids, query, body or {})
    mine = ["--company", twins.company] if command.of_company else []
    by_command = twins.shell.type(*words, *mine, "--json")
    assert (by_command.status, by_command.errors) == (0, "")
    assert _without_secrets(by_command.content.removesuffix(b"\n")) == _without_secrets(by_api.body)
