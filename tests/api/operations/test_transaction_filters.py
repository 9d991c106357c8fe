"""What the list of transactions may be asked beside the quickstart: filters, order, what is included, a file of all."""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.operations.test_every_operation import read_document
from tests.api.operations.world import FORM_TYPE, STATEMENT, World, form
from tests.support.tables import table_lines

PATH = "/api/transactions"
INCLUDED = ("vat", "net", "documents", "category_reason")


def rows(world: World, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.ours.get(f"{PATH}?limit=200{query}")["transactions"]
    return found


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("&amount_from=-120.5&amount_to=-45.99", lambda row: -120.5 <= row["amount"] <= -45.99),
        ("&amount_from=1000", lambda row: row["amount"] >= 1000),
        ("&category_source=person", lambda row: row["category_source"] == "person"),
        ("&category_source=nowhere", lambda row: False),
        ("&import=imp_00000000000000", lambda row: False),
        ("&has_document=true", lambda row: False),
        ("&has_document=false", lambda row: True),
    ],
)
def test_a_filter_finds_what_it_says(world: World, query: str, holds: Any) -> None:
    wanted = [row for row in rows(world) if holds(row)]
    assert rows(world, query) == wanted
    assert rows(world, query + "&order=asc") == wanted[::-1]
    assert world.ours.get(f"{PATH}?limit=1{query}")["pagination"]["total"] == len(wanted)


def test_the_lines_of_one_statement(world: World) -> None:
    body = form(STATEMENT, bank_account_id="ba_main", mode="commit")
    done = world.ours.ask("POST", "/api/imports", body, headers=[FORM_TYPE]).json()["import"]
    assert {row["date"] for row in rows(world, f"&import={done['id']}")} == {"2026-02-01", "2026-02-02"}
    assert len(rows(world, f"&import={world.their_ids['imp_']}")) == 0


def test_what_is_included_is_what_the_transaction_shows_by_itself(world: World) -> None:
    world.ours.post("/api/vat-schemes", {"scheme": "standard", "from": "2025-04-01"}, status=200, scope="admin")
    document = read_document(world)
    line = {"date": "2026-01-20", "description": "HARBOUR STATIONERS", "amount": -120.0, "bank_account_id": "ba_main"}
    paid = world.ours.post(PATH, line)["transaction"]["id"]
    world.ours.patch(f"/api/documents/{document}", {"direction": "purchase", "transaction_ids": [paid]})
    listed = rows(world, "&include=vat,net,documents,category_reason,version")
    assert len(listed) == 8
    for row in listed:
        answer = world.ours.ask("GET", f"{PATH}/{row['id']}")
        shown = answer.json()["transaction"]
        assert {name: row[name] for name in INCLUDED} == {name: shown[name] for name in INCLUDED}, row["description"]
        assert answer.headers["etag"].startswith(f'"{row["version"]}-')
    assert sum(row["vat"] is not None for row in listed) >= 4
    assert (
        [row["id"] for row in listed if row["documents"]]
        == [paid]
        == [r["id"] for r in rows(world, "&has_document=true")]
    )


def test_nothing_is_included_that_is_not_asked_for(world: World) -> None:
    assert {"vat", "net", "documents", "category_reason", "version"}.isdisjoint(rows(world)[0])
    assert {"vat", "documents", "version"}.isdisjoint(rows(world, "&include=net")[0])


def test_some_by_their_ids(world: World) -> None:
    some = [world.transactions[3], world.transactions[0], world.their_ids["txn_"], "txn_00000000000000"]
    assert {row["id"] for row in rows(world, f"&ids={','.join(some)}")} == set(some[:2])
    assert rows(world, f"&ids={','.join(some)}&direction=in")[0]["id"] == world.transactions[0]


def test_a_cursor_goes_on_in_either_order(world: World) -> None:
    for order in ("asc", "desc"):
        whole = [row["id"] for row in rows(world, f"&order={order}")]
        walked: list[str] = []
        after = ""
        while True:
            page = world.ours.get(f"{PATH}?limit=2&order={order}{after}")
            walked += [row["id"] for row in page["transactions"]]
            if page["pagination"]["next_cursor"] is None:
                break
            after = f"&cursor={page['pagination']['next_cursor']}"
        assert walked == whole


@pytest.mark.parametrize(
    ("query", "param", "says"),
    [
        ("amount_from=ten", "amount_from", "an amount such as -45.99"),
        ("amount_to=1.001", "amount_to", "an amount such as -45.99"),
        ("amount_from=5&amount_to=1.5", "amount_from", "`amount_from` (5.00) is above `amount_to` (1.50)"),
        ("import=txn_1", "import", "an id that starts with imp_"),
        ("has_document=yes", "has_document", "true or false"),
        ("category_source=Person", "category_source", "a word such as person"),
        ("ids=con_1", "ids", "up to 100 ids that start with txn_"),
        ("ids=txn_1,,txn_2", "ids", "up to 100 ids that start with txn_"),
        ("ids=" + ",".join(f"txn_{n}" for n in range(101)), "ids", "up to 100 ids that start with txn_"),
        ("order=up", "order", "one of asc, desc"),
        ("include=vat,colour", "include", "any of vat, net, documents, category_reason, version"),
        ("include=vat,vat", "include", "any of vat"),
        ("min_confidence=0.9&max_confidence=0.1", "min_confidence", "(0.9) is above"),
        ("from=2026-01-02&to=2026-01-01", "from", "(2026-01-02) is after `to`"),
    ],
)
def test_a_malformed_value_is_refused_by_its_name(world: World, query: str, param: str, says: str) -> None:
    error = world.ours.refused("GET", f"{PATH}?{query}")
    assert (error["status"], error["param"]) == (400, param)
    assert says in error["message"]


def table(world: World, query: str = "") -> tuple[dict[str, str], list[dict[str, str]]]:
    """What the file says of itself, and its rows."""
    answer = world.ours.ask("GET", f"{PATH}?format=csv{query}")
    assert answer.status == 200, answer.body
    assert answer.headers["content-disposition"] == 'attachment; filename="transactions.csv"'
    head = dict(line for line in csv.reader(answer.body.decode().splitlines()) if line[0].startswith("# "))
    return head, list(csv.DictReader(table_lines(answer.body)))


def test_as_csv_all_of_them_come_and_say_what_they_are_of(world: World) -> None:
    for n in range(60):
        line = {"date": "2026-02-03", "description": f"BUS {n}", "amount": -1.5, "bank_account_id": "ba_main"}
        world.ours.post(PATH, line)
    head, lines = table(world)
    assert len(lines) == 67
    assert head["# report"] == "Transactions"
    assert head["# company"].startswith("Harbour Lane Ltd (co_")
    assert (head["# period"], head["# currency"], head["# warning"]) == ("all", "GBP", "none")
    listed = rows(world)
    assert [line["id"] for line in lines] == [row["id"] for row in listed]
    assert [float(line["amount"]) for line in lines] == [row["amount"] for row in listed]
    assert lines[-1]["category_id"] == "cat_sales"
    assert len(table(world, "&limit=3")[1]) == 3


def test_the_file_says_what_was_asked_for(world: World) -> None:
    query = "&amount_from=-130&amount_to=-1&from=2025-04-01&to=2026-03-31&reviewed=true&include=vat,net,documents"
    head, lines = table(world, query)
    assert head["# period"] == "2025-04-01..2026-03-31"
    assert (head["# amount_from"], head["# amount_to"], head["# reviewed"]) == ("-130.00", "-1.00", "true")
    assert {line["description"] for line in lines} == {"AWS EMEA", "TRAINLINE"}
    assert {(line["vat_code"], line["net"], line["documents"]) for line in lines if line["amount"] == "-45.99"} == {
        ("", "-45.99", "")
    }


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-SUM(A1)", "@x", "  =cmd", ";=1"])
def test_no_cell_of_the_file_becomes_a_formula(world: World, text: str) -> None:
    line = {"date": "2026-02-03", "description": text, "amount": -1.5, "bank_account_id": "ba_main", "notes": text}
    world.ours.post(PATH, line)
    _, lines = table(world, f"&search={quote(text.strip())}")
    assert {line["description"][0] for line in lines} | {line["notes"][0] for line in lines} <= {"'", ";"}
