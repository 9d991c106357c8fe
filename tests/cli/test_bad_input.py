"""Whatever is typed wrongly is answered by a sentence on standard error and an exit status, never by a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from accountsos import ids as public_ids
from accountsos.cli.command import (
    Command,
    Day,
    Fields,
    Goes,
    Listed,
    Moment,
    Named,
    Number,
    OneOf,
    Parameter,
    Parts,
    ReadablePath,
    Switch,
    WholeNumber,
    Words,
    YesNo,
)
from accountsos.cli.commands import COMMANDS, FAULT
from tests.api.operations import world as worlds
from tests.api.operations.world import World, place_in
from tests.cli.shell import Printed, Shell

RUNS_ON = {"serve", "demo", "worker"}
GOOD: dict[str, str] = {
    "period": "2025-Q4",
    "figure": "cat_software",
    "account": "cat_software",
    "transaction_id": "txn_08M0kX00000VDK",
}
PREFIXES = {
    "TXN": "txn_", "CON": "con_", "CAT": "cat_", "BA": "ba_", "DOC": "doc_", "IMP": "imp_",
}  # fmt: skip
LONG = "x" * 3000


def good(parameter: Parameter) -> list[str]:
    """Words that are well formed, whether or not there is such a thing."""
    kind = parameter.kind
    value: str
    if isinstance(kind, Day | Moment):
        value = "2026-02-01"
    elif isinstance(kind, WholeNumber):
        value = str(kind.least)
    elif isinstance(kind, Number):
        value = "1"
    elif isinstance(kind, OneOf):
        value = kind.values[0]
    elif isinstance(kind, Parts):
        value = "cat_travel=5.00"
    elif isinstance(kind, Named):
        value = "from=2026-02-01,scheme=standard"
    elif isinstance(kind, Fields):
        value = "amount=5.00"
    elif isinstance(kind, Listed):
        value = "read"
    elif parameter.goes is Goes.PATH:
        stem = parameter.name.removesuffix("_id")
        value = (stem if stem == "rule" else stem[:3]) + "_08M0kX00000VDK"
    else:
        value = GOOD.get(parameter.name, "words")
    if isinstance(kind, Switch | YesNo):
        return [parameter.option]
    return [value] if parameter.argument else [parameter.option, value]


def bad(parameter: Parameter) -> Iterator[str]:
    """What a person, or a script, may put there by mistake."""
    kind = parameter.kind
    if isinstance(kind, Switch | YesNo):
        return
    yield ""
    yield "\x1b[31mred"
    if isinstance(kind, Day | Moment):
        yield from (
            "2026-13-01",
            "2026-02-30",
            "20260201",
            "0001-01-01",
            "9999-12-31",
            "tomorrow",
            "2026-02-01T25:00:00Z",
        )
    elif isinstance(kind, WholeNumber):
        yield from ("-1", "99999999999999999999", "1.5", "one")
    elif isinstance(kind, Number):
        yield from ("-99999999999999", "0.001", "1,000.00", "NaN", "1e9", "99999999999999999999", "£5")
    elif isinstance(kind, Parts):
        yield from (
            "cat_travel",
            "=5",
            "cat_travel=five",
            "cat_nothing=5.00",
            "cat_travel=5,colour=red",
            "cat_travel=5,,",
        )
    elif isinstance(kind, Named):
        yield from ("from", "from=", "from=2026-02-01,", "colour=red", "limited_cost=maybe", "from=2026-02-30")
    elif isinstance(kind, Fields):
        yield from ("amount", "=5", "colour=red", "amount=-5")
    elif isinstance(kind, ReadablePath):
        yield from ("no-such-file", ".", "/dev/null")
    elif isinstance(kind, Words):
        yield LONG
        yield " "
        yield "\udcff"
        if kind.metavar in PREFIXES or parameter.goes is Goes.PATH:
            yield from ("nonsense", "txn_", "cat_nothing", "ba_nothing", "doc_zzzzzzzzzzzzzz", "key_~~~~~~~~~~~~~~")
    else:
        yield from ("nonsense", LONG)


def base(command: Command) -> list[str]:
    """The command with all that it needs."""
    words = list(command.words)
    for parameter in command.parameters:
        if parameter.required:
            words += good(parameter)
    return words


@pytest.fixture
def shell(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(place_in(tmp_path / "data"), worlds.Clock())


def _told(printed: Printed, words: list[str]) -> None:
    assert printed.status != FAULT, (words, printed.errors)
    assert printed.status in (0, 1, 2), words
    assert "Traceback" not in printed.errors, words
    assert "\x1b" not in printed.errors + printed.content.decode(errors="replace"), words
    if printed.status:
        assert printed.errors.strip(), words
        assert not re.search(r"(GET|POST|PUT|PATCH|DELETE) /api", printed.errors), (words, printed.errors)


@pytest.mark.parametrize(
    "command", [pytest.param(c, id=" ".join(c.words)) for c in COMMANDS if c.words[0] not in RUNS_ON and c.parameters]
)
def test_a_wrong_value_is_answered_by_a_sentence(command: Command, world: World, shell: Shell) -> None:
    mine = ["--company", public_ids.company_id(world.ours.tenant.number)] if command.of_company else []
    for parameter in command.parameters:
        for value in bad(parameter):
            words = _with(command, parameter, value)
            _told(shell.type(*words, *mine), words)


def _with(command: Command, wrong: Parameter, value: str) -> list[str]:
    words = list(command.words)
    for parameter in command.parameters:
        if parameter is wrong:
            # `=` keeps a value that begins with a dash from being an option of its own.
            words += ["--", value] if parameter.argument and value.startswith("-") else _given(parameter, value)
        elif parameter.required:
            words += good(parameter)
    return words


def _given(parameter: Parameter, value: str) -> list[str]:
    return [value] if parameter.argument else [f"{parameter.option}={value}"]


IDS_OF_ARGUMENTS = [
    pytest.param(c, p, id=" ".join(c.words)) for c in COMMANDS for p in c.parameters if c.asks and p.goes is Goes.PATH
]


@pytest.mark.parametrize(("command", "parameter"), IDS_OF_ARGUMENTS)
def test_a_thing_of_another_company_is_as_unknown_as_one_that_never_was(
    command: Command, parameter: Parameter, world: World, shell: Shell
) -> None:
    ours = public_ids.company_id(world.ours.tenant.number)
    prefix = {"bank_account_id": "ba_", "category_id": "cat_", "transaction_id": "txn_", "contact_id": "con_"}.get(
        parameter.name
    )
    theirs = next(
        thing
        for start, thing in world.their_ids.items()
        if start == (prefix or {"import_id": "imp_", "journal_id": "je_", "document_id": "doc_", "key_id": "key_",
                                "settlement_id": "stl_", "job_id": "job_", "trip_id": "trip_", "rule_id": "rule_",
                                "refiling_id": "rfl_", "asset_id": "ast_", "event_id": "evt_", "finding_id": "fnd_",
                                "deadline_id": "ddl_", "webhook_id": "whk_", "delivery_id": "dlv_"}[parameter.name])
    )  # fmt: skip
    words = _with(command, parameter, theirs)
    if command.anew:
        words += next(good(p) for p in command.parameters if p.goes is Goes.BODY)
    printed = shell.type(*words, "--company", ours)
    assert printed.status == 1, (words, printed)
    assert printed.content == b""
    _told(printed, words)


@pytest.mark.parametrize(
    "command", [pytest.param(c, id=" ".join(c.words)) for c in COMMANDS if c.of_company and c.words != ("import",)]
)
def test_a_company_that_is_not_here_is_refused_and_nothing_is_made(
    command: Command, shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "words").write_bytes(b"%PDF-1.4")
    words = base(command)
    if command.anew:
        words += next(good(p) for p in command.parameters if p.goes is Goes.BODY)
    for company, status in (("co_zzzzzz", 1), ("co_~", 1), ("words", 1), ("", 2)):
        printed = shell.type(*words, "--company", company)
        assert printed.status == status, (words, printed)
        _told(printed, words)


RANGES = [
    pytest.param(c, id=" ".join(c.words))
    for c in COMMANDS
    if {"from", "to"} <= {p.name for p in c.parameters if isinstance(p.kind, Day)}
]


@pytest.mark.parametrize("command", RANGES)
def test_a_range_that_ends_before_it_begins_is_refused_by_its_options(
    command: Command, world: World, shell: Shell
) -> None:
    ours = public_ids.company_id(world.ours.tenant.number)
    said = ["--reviewed", "--dry-run"] if command.anew else []
    printed = shell.type(*base(command), *said, "--from", "2026-02-02", "--to", "2026-02-01", "--company", ours)
    assert printed.status == 1
    assert "--from" in printed.errors
    assert "--to" in printed.errors


def test_places_that_cannot_be_read_or_written_are_named(world: World, shell: Shell, tmp_path: Path) -> None:
    ours = public_ids.company_id(world.ours.tenant.number)
    empty, file = tmp_path / "empty", tmp_path / "file"
    empty.mkdir()
    file.write_bytes(b"x")
    for words in (
        ["import", "nothing.csv", "--company", ours],
        ["import", str(empty), "--company", ours],
        ["upload", str(empty), "--company", ours],
        ["company", "list", "--data", str(file)],
        ["company", "list", "--data", str(file / "below")],
        ["company", "list", "--data", "/proc/nowhere"],
        ["verify", "--data", "/proc/nowhere"],
        ["backup", "/proc/nowhere"],
        ["backup", str(file / "below")],
        ["restore", str(empty), "--data", str(tmp_path / "new")],
        ["restore", str(tmp_path / "nothing")],
    ):
        printed = shell.type(*words)
        assert printed.status in (1, 2), (words, printed)
        _told(printed, words)


def test_books_that_are_no_database_are_refused(shell: Shell, tmp_path: Path) -> None:
    data = tmp_path / "spoilt"
    data.mkdir(mode=0o700)
    (data / "books.db").write_bytes(b"no database at all" * 1000)
    printed = shell.type("company", "list", "--data", data)
    assert printed.status == 1, printed
    _told(printed, [])
