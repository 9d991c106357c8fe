"""Statement imports over the door: preview, commit, again, undo."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.framework.asking import Answer
from tests.api.operations.world import FORM_TYPE, STATEMENT, World, form


def send(world: World, content: bytes = STATEMENT, **fields: str) -> Answer:
    fields = {"bank_account_id": "ba_main", "mode": "commit", **fields}
    return world.ours.ask("POST", "/api/imports", form(content, **fields), headers=[FORM_TYPE])


def test_a_preview_tells_what_would_happen_and_changes_nothing(world: World) -> None:
    answer = send(world, mode="preview")
    assert answer.status == 200
    found: dict[str, Any] = answer.json()["import"]
    assert {n: found[n] for n in ("id", "status", "format", "lines", "new", "duplicate", "doubtful", "errors")} == {
        "id": None,
        "status": "preview",
        "format": "natwest",
        "lines": 2,
        "new": 2,
        "duplicate": 0,
        "doubtful": 0,
        "errors": [],
    }
    assert found["balance_proof"] == {"opening": 1018.4, "closing": 924.75, "difference": 0.0, "first_bad_line": None}
    first = found["lines_preview"][0]
    assert (first["line"], first["date"], first["amount"], first["status"]) == (2, "2026-02-02", -75.25, "new")
    assert 0 <= first["confidence"] <= 1
    assert first["category"]["id"].startswith("cat_")
    assert world.ours.get("/api/transactions")["pagination"]["total"] == 7
    assert world.ours.get("/api/imports")["imports"] == []


def test_a_commit_books_the_lines_and_the_same_file_again_does_nothing(world: World) -> None:
    answer = send(world)
    assert answer.status == 201
    done = answer.json()["import"]
    assert (done["status"], done["new"], done["file_name"]) == ("committed", 2, "statement.csv")
    assert world.ours.get("/api/transactions")["pagination"]["total"] == 9
    again = send(world)
    assert again.status == 200
    assert (again.json()["import"]["status"], again.json()["import"]["id"]) == ("already_imported", done["id"])
    assert (again.json()["import"]["new"], again.json()["import"]["duplicate"]) == (0, 2)
    assert world.ours.get("/api/transactions")["pagination"]["total"] == 9
    listed = world.ours.get("/api/imports")
    assert [row["id"] for row in listed["imports"]] == [done["id"]]
    shown = world.ours.get(f"/api/imports/{done['id']}")["import"]
    assert shown == {**done, "lines_preview": []}


def test_an_overlapping_statement_adds_only_what_is_new(world: World) -> None:
    send(world)
    longer = STATEMENT.replace(b"02 Feb", b'03 Feb 2026,CHG,"FEE",-1.00,923.75,HARBOUR LANE,601234-12345678\n02 Feb')
    done = send(world, longer).json()["import"]
    assert (done["new"], done["duplicate"]) == (1, 2)


def test_undo_takes_the_lines_out_again(world: World) -> None:
    done = send(world).json()["import"]
    path = f"/api/imports/{done['id']}"
    undone = world.ours.ask("DELETE", path)
    assert (undone.status, world.ours.get(path)["import"]["status"]) == (204, "undone")
    assert world.ours.get("/api/transactions")["pagination"]["total"] == 7
    assert world.ours.get("/api/bank-accounts/ba_main")["bank_account"]["balance"] == 2792.23
    assert world.ours.refused("DELETE", path)["code"] == "conflict"
    assert send(world).json()["import"]["new"] == 2


def test_undo_into_a_closed_year_is_a_conflict(world: World) -> None:
    old = STATEMENT.replace(b"2026", b"2025")
    done = send(world, old).json()["import"]
    world.ours.post("/api/years/close", {"through": "2025-03-31"}, status=200)
    assert world.ours.refused("DELETE", f"/api/imports/{done['id']}")["code"] == "conflict"


def test_a_file_with_mistakes_is_refused_whole_with_each_of_them(world: World) -> None:
    bad = STATEMENT.replace(b"-75.25", b"lots").replace(b"01 Feb 2026", b"32 Feb 2026")
    refused = send(world, bad)
    assert (refused.status, refused.error["param"]) == (400, "file")
    assert [mistake["line"] for mistake in refused.error["details"]] == [2, 3]
    assert all(mistake["message"] for mistake in refused.error["details"])
    preview = send(world, bad, mode="preview")
    assert preview.status == 200
    assert preview.json()["import"]["status"] == "unreadable"
    assert preview.json()["import"]["errors"] == refused.error["details"]
    assert world.ours.get("/api/transactions")["pagination"]["total"] == 7


UNKNOWN_BANK = b"""Wann;Wer;Wof\xc3\xbcr;Raus;Rein
03.02.2026;Harbour Stationers;Paper;12,50;
04.02.2026;Acme Ltd;Invoice 7;;1.200,00
"""


def test_a_bank_not_known_here_is_read_by_its_columns(world: World) -> None:
    words = "date=1, description=Wer+3, debit=Raus, credit=5, delimiter=semicolon, day_first=yes"
    done = send(world, UNKNOWN_BANK, columns=words).json()["import"]
    assert (done["status"], done["format"], done["new"]) == ("committed", "columns", 2)
    rows = world.ours.get("/api/transactions?limit=2&from=2026-02-03&to=2026-02-04")["transactions"]
    assert [(r["date"], r["amount"], r["description"]) for r in rows] == [
        ("2026-02-04", 1200.0, "Acme Ltd / Invoice 7"),
        ("2026-02-03", -12.5, "Harbour Stationers / Paper"),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("date=1", "date and description are needed"),
        ("date=1, description=2", "needs either an amount column"),
        ("date=1, description=2, amount=three=4, colour=5", "'colour=5' is not understood"),
        ("date=1, date=2, description=3", "date is given twice"),
        ("date=0, description=2, amount=4", "counted from 1"),
    ],
)
def test_columns_that_cannot_be_are_refused_in_words(world: World, words: str, told: str) -> None:
    for mode in ("preview", "commit"):
        refused = send(world, UNKNOWN_BANK, mode=mode, columns=words)
        assert (refused.status, refused.error["param"]) == (400, "columns")
        assert told in refused.error["message"]


@pytest.mark.parametrize("number", ["9", "9" * 400])
def test_a_column_that_the_file_does_not_have_is_named(world: World, number: str) -> None:
    refused = send(world, UNKNOWN_BANK, columns=f"date=1, description=2, amount={number}")
    assert (refused.status, refused.error["param"]) == (400, "file")


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"hello", b"\x00\x01"])
def test_a_file_that_is_no_statement_is_refused(world: World, content: bytes) -> None:
    assert send(world, content).status == 400
    preview = send(world, content, mode="preview")
    assert preview.status == 400 or preview.json()["import"]["status"] == "unreadable"


@pytest.mark.parametrize(
    ("fields", "param", "status"),
    [
        ({"mode": "dry"}, "mode", 400),
        ({"bank_account_id": "main"}, "bank_account_id", 400),
        ({"bank_account_id": "ba_nothing"}, "bank_account_id", 404),
        ({"format": "word"}, "format", 400),
        ({"format": "barclays"}, None, 400),
        ({"colour": "red"}, "colour", 400),
    ],
)
def test_a_form_that_cannot_be_is_refused_by_part(
    world: World, fields: dict[str, str], param: str | None, status: int
) -> None:
    answer = send(world, STATEMENT, **fields)
    assert answer.status == status
    assert param is None or answer.error["param"] == param


def test_a_form_without_file_or_type_is_refused(world: World) -> None:
    body = form(b"", bank_account_id="ba_main", mode="commit")
    assert world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE]).status == 400
    assert world.ours.ask("POST", "/api/imports", {"mode": "commit"}).status == 415
    whole = form(STATEMENT, bank_account_id="ba_main", mode="commit")
    assert world.ours.ask("POST", "/api/imports", whole[:-10], headers=[FORM_TYPE]).status == 400


def test_an_import_repeated_under_its_key_is_one_import(world: World) -> None:
    def once(content: bytes, mode: str) -> Answer:
        body = form(content, bank_account_id="ba_main", mode=mode)
        return world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE, ("Idempotency-Key", "jan")])

    first, second = once(STATEMENT, "commit"), once(STATEMENT, "commit")
    assert (first.status, first.body) == (second.status, second.body)
    assert first.status == 201
    assert once(STATEMENT, "preview").status == 422
    assert once(STATEMENT + b" ", "commit").status == 422


def test_a_preview_under_a_key_is_remembered_and_books_nothing(world: World) -> None:
    def once(mode: str) -> Answer:
        body = form(STATEMENT, bank_account_id="ba_main", mode=mode)
        return world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE, ("Idempotency-Key", "look")])

    first = once("preview")
    assert first.json()["import"]["status"] == "preview"
    assert once("preview").body == first.body
    assert once("commit").status == 422
    assert world.ours.get("/api/transactions")["pagination"]["total"] == 7
