"""What is printed: nothing steers the terminal, and JSON of files is the API's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountsos import ids as public_ids
from accountsos.cli.printing import STEERING, visible
from tests.api.operations import world as worlds
from tests.api.operations.world import FORM_TYPE, RECEIPT, STATEMENT, World, form, place_in
from tests.cli.shell import Shell

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\r\nforged line"


@pytest.fixture
def shell(world: World, tmp_path: Path) -> Shell:
    return Shell(place_in(tmp_path / "data"), worlds.Clock())


def company_of(world: World) -> str:
    return public_ids.company_id(world.ours.tenant.number)


@given(st.text())
def test_no_text_steers_the_terminal_and_plain_text_stays(text: str) -> None:
    shown = visible(text)
    assert not STEERING.search(shown)
    if not STEERING.search(text):
        assert shown == text


def test_what_a_bank_wrote_is_shown_and_not_obeyed(world: World, shell: Shell) -> None:
    body = {"date": "2026-02-01", "description": ESCAPES, "amount": -1, "bank_account_id": "ba_main"}
    made = world.ours.post("/api/transactions", {**body, "notes": ESCAPES})["transaction"]["id"]
    for words in (
        ["transactions", "list"],
        ["transactions", "show", made],
        ["transactions", "change", made, "--reviewed"],
        ["report", "ledger", "--account", "ba_main"],
        ["evidence", "--min-amount", "0"],
        ["audit"],
    ):
        printed = shell.type(*words, "--company", company_of(world))
        assert printed.status == 0, printed.errors
        assert not any(STEERING.search(line) for line in printed.text.split("\n")), words
        assert "\nforged line" not in printed.text, words


def test_the_json_of_an_import_is_byte_for_byte_the_apis(world: World, shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "statement.csv"
    file.write_bytes(STATEMENT)
    company = company_of(world)
    seen = world.ours.ask(
        "POST", "/api/imports", form(STATEMENT, bank_account_id="ba_main", mode="preview"), headers=[FORM_TYPE],
        scope="write",
    )  # fmt: skip
    preview = shell.type("import", file, "--company", company, "--dry-run", "--json")
    assert preview.content.removesuffix(b"\n") == seen.body
    done = shell.type("import", file, "--company", company, "--json")
    number = json.loads(done.text)["import"]["id"]
    shown = world.ours.ask("GET", f"/api/imports/{number}")
    assert json.loads(shown.body)["import"]["new"] == json.loads(done.text)["import"]["new"] == 2
    undone = shell.type("import", "--undo", number, "--company", company, "--json")
    assert json.loads(undone.text)["import"]["status"] == "undone"


def test_import_refuses_what_an_undo_does_not_use(world: World, shell: Shell) -> None:
    for option in (["--account", "ba_main"], ["--dry-run"], ["--format", "ofx"], ["--columns", "date=1"]):
        printed = shell.type("import", "--undo", "imp_08M0kX000000GD", *option, "--company", company_of(world))
        assert (printed.status, option[0] in printed.errors) == (2, True)


def test_the_json_of_an_upload_holds_each_document_as_the_api_shows_it(
    world: World, shell: Shell, tmp_path: Path
) -> None:
    files = [tmp_path / "receipt.pdf", tmp_path / "notes.txt"]
    files[0].write_bytes(RECEIPT)
    files[1].write_bytes(b"hello")
    printed = shell.type("upload", *files, "--company", company_of(world), "--json")
    assert (printed.status, "notes.txt: " in printed.errors) == (1, True)
    told = json.loads(printed.text)
    (document,) = told["documents"]
    assert document == world.ours.get("/api/documents")["documents"][0] | {"transactions": document["transactions"]}
    assert [error["file"] for error in told["errors"]] == ["notes.txt"]


def test_both_forms_of_output_at_once_are_refused(world: World, shell: Shell) -> None:
    printed = shell.type("report", "trial-balance", "--json", "--format", "csv", "--company", company_of(world))
    assert (printed.status, "exclude each other" in printed.errors) == (2, True)
    assert shell.type("report", "trial-balance", "--format", "odt", "--company", company_of(world)).status == 2


def test_a_refusal_with_json_has_the_code_of_the_api_and_the_words_of_the_command_line(
    world: World, shell: Shell
) -> None:
    words = ("transactions", "change", world.transactions[1], "--category", "cat_nothing")
    printed = shell.type(*words, "--json", "--company", company_of(world))
    by_api = world.ours.refused("PATCH", f"/api/transactions/{world.transactions[1]}", {"category_id": "cat_nothing"})
    told = json.loads(printed.text)["error"]
    assert told["code"] == by_api["code"]
    assert "see GET /api/categories" in by_api["message"]
    assert "see `accountsos category list`" in told["message"]
    assert told["message"].startswith("--category: ")
    assert told["message"] in printed.errors


def test_a_file_that_is_there_is_not_written_over(
    world: World, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "receipt.pdf").write_bytes(RECEIPT)
    company = company_of(world)
    number = json.loads(shell.type("upload", "receipt.pdf", "--company", company, "--json").text)["documents"][0]["id"]
    again = shell.type("documents", "file", number, "--output", "receipt.pdf", "--company", company)
    assert (again.status, "is there already" in again.errors) == (1, True)
    assert shell.type("documents", "file", number, "--output", "-", "--company", company).content == RECEIPT


def test_a_fault_of_the_program_is_a_sentence_too(world: World, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("spanner")

    monkeypatch.setattr("accountsos.cli.asking.question_of", broken)
    printed = shell.type("audit", "--company", company_of(world))
    assert printed.status == 3
    assert "a fault of the program" in printed.errors
    assert len(printed.errors.splitlines()) == 1
