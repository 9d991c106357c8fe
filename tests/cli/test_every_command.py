"""What holds for every command, generated from COMMANDS: its JSON is the API's, its examples work."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest

from accountsos import ids as public_ids
from accountsos.api.operation import Operation
from accountsos.api.operations.registry import OPERATIONS
from accountsos.cli.command import Command, Goes, OneOf, Parameter, WholeNumber
from accountsos.cli.commands import COMMANDS
from accountsos.cli.show import Report
from accountsos.cli.tree import examples_of
from accountsos.web import parameters as of_the_api
from tests.api.operations import world as worlds
from tests.api.operations.test_every_operation import (
    UNUSED_ACCOUNT,
    example,
    id_for,
    our_id,
    path_of,
    prepared,
    required_query,
)
from tests.api.operations.world import World, open_world, place_in
from tests.cli.shell import Shell
from tests.cli.typed import typed
from tests.support.tables import table_lines

NAMED = {operation.name: operation for operation in OPERATIONS}
ASKING = [command for command in COMMANDS if command.asks]
WITHOUT_A_COMMAND = {
    "change_transactions": "changes that differ line by line are for programs; by hand there is `change-many`",
    "import_statement": "`import` reads files of any size from the disk; its JSON is compared below",
    "state_hmrc_rates": "`exchange-rates upload` reads HMRC's file from the disk",
    "upload_document": "`upload` takes many files at once; its JSON is compared below",
}
NOT_TYPED = {
    "format": "`--format` and `--json` stand for it",
    "cursor": "a page is left and taken up again by `--offset`; a cursor is for programs",
}
NOT_OF_A_LIMITED_COMPANY = {
    "report self-employment",
    "report income-tax",
    "report mtd-updates",
    "home-use list",
    "home-use state",
    "home-use claim",
}
_OWN_TO_EACH = re.compile(rb'"(secret|last_four|token|path|actor|filed_by|by)":"[^"]+"')
"""Random secrets, and who it was: a key, or the command line."""


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
    found = {p.name: _id_for(world, operation, p.kind.prefix) for p in operation.ids}
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
    if operation.name == "remove_bank_account":
        return UNUSED_ACCOUNT["bank_account_id"]
    if operation.name == "remove_contact":
        return str(world.ours.get("/api/contacts?search=unused")["contacts"][0]["id"])
    return id_for(world, operation, prefix)


def _common(content: bytes) -> bytes:
    return _OWN_TO_EACH.sub(rb'"\1":"-"', content)


@pytest.mark.parametrize(
    ("command", "twins"),
    [pytest.param(command, operation_of(command), id=" ".join(command.words)) for command in ASKING if command.json],
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
    words = typed(command, ids, query, body or {})
    mine = ["--company", twins.company] if command.of_company else []
    by_command = twins.shell.type(*words, *mine, "--json")
    if " ".join(command.words) in NOT_OF_A_LIMITED_COMPANY:
        assert (by_api.status, by_command.status) == (400, 1)
        assert by_api.error["message"] in by_command.errors
        return
    assert by_api.status in operation.replies, by_api.body
    assert (by_command.status, by_command.errors) == (0, "")
    assert _common(by_command.content.removesuffix(b"\n")) == _common(by_api.body)


@pytest.mark.parametrize(
    "command", listed(c for c in COMMANDS if c.csv and " ".join(c.words) not in NOT_OF_A_LIMITED_COMPANY)
)
def test_its_csv_is_byte_for_byte_the_table_of_the_api_and_its_text_shows_every_row(
    command: Command, world: World, tmp_path: Path
) -> None:
    operation = operation_of(command)
    query = {**required_query(operation), **command.fixed}
    target = operation.path + "?" + "&".join(f"{name}={value}" for name, value in {**query, "format": "csv"}.items())
    by_api = world.ours.ask("GET", target)
    shell = Shell(place_in(tmp_path / "data"), worlds.Clock())
    words = [*typed(command, {}, query, {}), "--company", public_ids.company_id(world.ours.tenant.number)]
    assert shell.type(*words, "--format", "csv").content == by_api.body
    text = shell.type(*words)
    assert (text.status, text.errors) == (0, "")
    shown = [" ".join(line.split()) for line in text.text.splitlines()]
    rows = list(csv.reader(table_lines(by_api.body)))
    if isinstance(command.show, Report):
        for row in rows[1:]:
            assert " ".join(" ".join(row).split()) in shown, row


@pytest.mark.parametrize("operation", [pytest.param(o, id=o.name) for o in OPERATIONS])
def test_every_operation_of_the_api_has_a_command_or_a_reason(operation: Operation) -> None:
    asked = {command.asks.partition(":")[2] for command in ASKING}
    assert (operation.name in asked) != (operation.name in WITHOUT_A_COMMAND)


@pytest.mark.parametrize("command", listed(ASKING))
def test_it_takes_exactly_what_the_operation_takes(command: Command) -> None:
    """Names, which are needed, defaults, words to choose from: declared twice, for a quick start, and compared here."""
    operation = operation_of(command)
    assert {p.name for p in command.parameters if p.goes is Goes.PATH} == {p.name for p in operation.ids}
    query = {p.name: p for p in command.parameters if p.goes is Goes.QUERY}
    wanted = {p.name: p for p in operation.parameters if p.name not in NOT_TYPED and p.name not in command.fixed}
    assert set(query) == set(wanted)
    for name, parameter in query.items():
        assert parameter.required == wanted[name].required, name
        assert choices(parameter) == tuple(getattr(wanted[name].kind, "values", ())), name
        if parameter.default is not None:
            assert parameter.default == wanted[name].default, name
        kind = wanted[name].kind
        if isinstance(kind, of_the_api.WholeNumber):
            assert parameter.kind == WholeNumber(kind.least, kind.most), name
    assert operation.body is None or isinstance(operation.body, type)
    assert _body(command.parameters) == ({} if operation.body is None else _fields(operation.body))


def choices(parameter: Parameter) -> tuple[str, ...]:
    return parameter.kind.values if isinstance(parameter.kind, OneOf) else ()


def _body(parameters: tuple[Parameter, ...]) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """Fields by name, inner ones by `outer.inner`: whether each is needed, and its words to choose from.

    A default that is typed for a person stands for what a program has to send.
    """
    return {
        (f"{p.inside}.{p.name}" if p.inside else p.name): (p.required or p.default is not None, choices(p))
        for p in parameters
        if p.goes is Goes.BODY
    }


def _fields(body: type, inside: str = "") -> dict[str, tuple[bool, tuple[str, ...]]]:
    found: dict[str, tuple[bool, tuple[str, ...]]] = {}
    for field in msgspec.structs.fields(body):
        structs = [t for t in _types(field.type) if isinstance(t, type) and issubclass(t, msgspec.Struct)]
        if structs and not _is_list(field.type):
            inner = _fields(structs[0], f"{field.encode_name}.")
            found |= {name: (False, words) for name, (_, words) in inner.items()}
            continue
        words = next((get_args(t) for t in _types(field.type) if get_origin(t) is Literal), ())
        if _is_list(field.type):
            words = ()
        found[inside + field.encode_name] = (field.required, words)
    return found


def _is_list(of: Any) -> bool:
    return any(get_origin(inner) is list for inner in _types(of))


def _types(of: Any) -> Iterator[Any]:
    yield of
    for inner in get_args(of):
        if not isinstance(inner, str | int):
            yield from _types(inner)


@pytest.mark.parametrize("command", listed(COMMANDS))
def test_its_help_shows_its_examples_and_each_of_its_options(command: Command, tmp_path: Path) -> None:
    printed = Shell(place_in(tmp_path), worlds.Clock()).type(*command.words, "--help")
    assert printed.status == 0
    assert not list(tmp_path.iterdir()), "help opened the books"
    for example_ in examples_of(command):
        assert example_ in printed.text
    for parameter in command.parameters:
        assert parameter.option in printed.text


@pytest.mark.parametrize("command", listed(COMMANDS))
def test_it_refuses_an_option_that_it_does_not_use_and_one_that_is_given_twice(
    command: Command, tmp_path: Path
) -> None:
    shell = Shell(place_in(tmp_path), worlds.Clock())
    printed = shell.type(*command.words, "--colour", "red")
    assert printed.status == 2
    assert "--colour" in printed.errors
    if command.of_company:
        twice = shell.type(*command.words, "--company", "co_08M0kX", "--company", "co_08M0kX")
        assert (twice.status, "--company" in twice.errors) == (2, True)
    assert not list(tmp_path.iterdir())
