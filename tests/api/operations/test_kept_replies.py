"""Replies that are kept until the books change: never stale, never another's, and otherwise as if none were kept."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountsos.access.actor import COMMAND_LINE
from accountsos.api.app import build_app
from accountsos.api.operations.registry import OPERATIONS
from accountsos.meters import Meters
from accountsos.server import ApiWindows
from accountsos.store.engine.limits import Limits
from accountsos.store.engine.rate_windows import RateWindows
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.store.engine.sqlite_counter import SqliteCounter
from accountsos.web.context import ApiContext
from accountsos.workflows.access.manage_keys import REVOKE, KeyRing
from accountsos.workflows.companies.how_books_stand import asked_at_once
from tests.api.framework.asking import Answer
from tests.api.framework.toys import ToyWindows
from tests.api.operations.test_every_operation import path_of, prepared, required_query
from tests.api.operations.world import Client, Keys, World
from tests.support.without_number import tables_without_number

ROOT = Path(__file__).parents[3]
LIST = "/api/transactions?limit=10"
KEPT = [operation for operation in OPERATIONS if operation.kept]
OF_THE_REQUEST = {"x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit"}


class Doors:
    """Two doors to the same books: one keeps replies, and counts those that it has to make; the other keeps none."""

    def __init__(self, world: World, **others: Any) -> None:
        self.made = 0
        context = ApiContext(
            authenticator=Keys(KeyRing(world.books.engine, world.clock)),
            rate_windows=ToyWindows(hour=10**9, minute=10**9, bad=10**9),
            clock=world.clock,
            books_stand=asked_at_once(world.books),
            books=world.books,
        )
        context = replace(context, **others)
        app = build_app([replace(one, handler=self._counted(one.handler)) for one in OPERATIONS], context)
        self.ours, self.theirs = Client(app, world.ours.tenant), Client(app, world.theirs.tenant)
        self.bare = Client(build_app(OPERATIONS, replace(context, books_stand=None)), world.ours.tenant)

    def _counted(self, handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
        async def asked(request: Any) -> Any:
            self.made += 1
            return await handler(request)

        return asked

    def made_for(self, ask: Callable[[], object]) -> int:
        """How many replies had to be made for that."""
        before = self.made
        ask()
        return self.made - before


@pytest.fixture
def doors(world: World) -> Doors:
    return Doors(world)


def targets(world: World) -> list[str]:
    """One question to every operation whose replies are kept."""
    found = []
    for operation in KEPT:
        prepared(world, operation)
        path = path_of(world, operation)
        query = "&".join(f"{name}={value}" for name, value in required_query(operation).items())
        found.append(f"{path}?{query}" if query else path)
    return found


def the_same(one: Answer, other: Answer) -> bool:
    """Byte for byte but for what belongs to each request."""

    def told(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
        body = re.sub(rb'"request_id":"[^"]*"', b"", answer.body)
        return answer.status, body, {k: v for k, v in answer.headers.items() if k not in OF_THE_REQUEST}

    return told(one) == told(other)


def books_file(world: World) -> Path:
    assert isinstance(world.books.engine, SqliteEngine)
    return Path(world.books.engine.path)


def a_line(text: str = "TEA") -> dict[str, Any]:
    return {"date": "2026-02-11", "description": text, "amount": -3.5, "bank_account_id": "ba_main"}


def test_the_same_question_is_answered_once_until_the_books_change(world: World, doors: Doors) -> None:
    assert [doors.made_for(lambda: doors.ours.get(LIST)) for _ in range(3)] == [1, 0, 0]
    first = doors.ours.get(LIST)["pagination"]["total"]
    doors.ours.post("/api/transactions", a_line())
    assert doors.ours.get(LIST)["pagination"]["total"] == first + 1
    assert doors.made_for(lambda: doors.ours.get(LIST)) == 0
    assert doors.made_for(lambda: doors.ours.get("/api/transactions?limit=11")) == 1


def test_what_another_process_writes_is_seen_by_the_very_next_question(world: World, doors: Doors) -> None:
    before = doors.ours.get(LIST)["pagination"]["total"]
    script = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from accountsos.access.actor import COMMAND_LINE\n"
        "from accountsos.store.engine.opening import Place, open_store\n"
        "from accountsos.workflows.bank.add_transaction import ADD, NewTransaction\n"
        "from accountsos.workflows.unit_of_work import Books\n"
        "from tests.api.operations.world import NOON\n"
        "books = Books(open_store(Place(Path(sys.argv[1]))).engine, lambda: NOON)\n"
        "for number in range(40):\n"
        "    new = NewTransaction(date(2026, 2, 11), f'TEA {number}', -350, 'ba_main', None)\n"
        "    books.write(ADD, int(sys.argv[2]), new, COMMAND_LINE)\n"
        "    print(number + 1, flush=True)\n"
    )
    data = books_file(world).parent
    command = [sys.executable, "-c", script, str(data), str(world.ours.tenant.number)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        for line in other.stdout:
            assert doors.ours.get(LIST)["pagination"]["total"] >= before + int(line), "a stale list"
            doors.ours.get(LIST)
    assert other.returncode == 0
    assert doors.ours.get(LIST)["pagination"]["total"] == before + 40
    assert doors.made_for(lambda: doors.ours.get(LIST)) == 0, "once it is quiet, it is kept again"


def test_what_is_kept_is_nobody_elses(doors: Doors) -> None:
    doors.ours.get(LIST)
    assert doors.made_for(lambda: doors.theirs.get(LIST)) == 1, "another company"
    assert doors.made_for(lambda: doors.ours.get(LIST, scope="admin")) == 1, "another scope"
    assert doors.ours.get(LIST)["transactions"] != doors.theirs.get(LIST)["transactions"]
    doors.theirs.post("/api/transactions", a_line())
    assert doors.made_for(lambda: doors.ours.get(LIST)) == 0, "another company's write is none of ours"


def test_a_key_that_is_revoked_is_not_given_what_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeyRing, "TRUST_SECONDS", -1.0)
    doors = Doors(world)
    doors.ours.get(LIST)
    assert doors.made_for(lambda: doors.ours.get(LIST)) == 0
    tenant = world.ours.tenant
    world.books.write(REVOKE, tenant.number, tenant.key_ids["read"], COMMAND_LINE)
    assert doors.ours.ask("GET", LIST).status == 401
    assert doors.ours.ask("GET", LIST, scope="write").status == 200


def test_what_the_key_may_not_see_is_refused_though_it_is_kept(doors: Doors) -> None:
    admin = next(operation for operation in OPERATIONS if operation.scope == "admin" and operation.method == "GET")
    assert not admin.kept
    assert doors.ours.ask("GET", admin.path, scope="read").status == 403


def test_nothing_is_kept_into_another_day(world: World, doors: Doors) -> None:
    def ask() -> object:
        return doors.ours.get("/api/deadlines")

    ask()
    world.clock.pass_(59 * 60)
    assert doors.made_for(ask) == 0
    world.clock.pass_(60)
    assert doors.made_for(ask) == 1, "a day begins with an hour, wherever the books are kept"
    world.clock.pass_(-3600)
    assert doors.made_for(ask) == 1, "a clock that is put back"


def test_each_request_is_counted_though_its_reply_is_kept(world: World, tmp_path: Path) -> None:
    windows = RateWindows(SqliteCounter(str(tmp_path / "counts.db")), Limits(hour=40, minute=5))
    doors = Doors(world, rate_windows=ApiWindows(windows, Meters(tmp_path, "1")))
    answers = [doors.ours.ask("GET", LIST) for _ in range(7)]
    assert [answer.status for answer in answers] == [200] * 5 + [429] * 2
    assert doors.made == 1
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["39", "38", "37", "36", "35", "35", "35"]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 7
    assert windows.use_of(world.ours.tenant.key_ids["read"], world.clock()).calls_this_hour == 5


def test_tags_and_head_are_answered_from_what_is_kept(world: World, doors: Doors) -> None:
    path = f"/api/transactions/{world.transactions[1]}"
    shown = doors.ours.ask("GET", path)
    tag = shown.headers["etag"]
    assert doors.made_for(lambda: doors.ours.ask("GET", path)) == 0
    known = doors.ours.ask("GET", path, headers=[("If-None-Match", tag)])
    assert (known.status, known.body, known.headers["etag"]) == (304, b"", tag)
    head = doors.ours.ask("HEAD", path, scope="read")
    assert (head.body, head.headers["content-length"]) == (b"", str(len(shown.body)))
    assert doors.made == 1
    doors.ours.patch(path, {"notes": "other"})
    assert doors.ours.ask("GET", path, headers=[("If-None-Match", tag)]).status == 200


@pytest.mark.parametrize("headers", [[("If-Match", "no tag")], [("If-None-Match", "no tag")]])
def test_a_header_that_is_wrong_is_refused_though_the_reply_is_kept(
    world: World, doors: Doors, headers: list[tuple[str, str]]
) -> None:
    path = f"/api/transactions/{world.transactions[1]}"
    doors.ours.get(path)
    assert doors.ours.ask("GET", path, headers=headers).status == 400


@pytest.mark.parametrize(("more", "headers"), [("&format=csv", []), ("", [("Accept", "text/csv")])])
def test_a_file_is_made_each_time(doors: Doors, more: str, headers: list[tuple[str, str]]) -> None:
    for _ in range(2):
        assert doors.made_for(lambda: doors.ours.ask("GET", LIST + more, headers=headers)) == 1


WRITES: list[Callable[[World], object]] = [
    lambda w: w.ours.ask("POST", "/api/transactions", a_line()),
    lambda w: w.ours.ask("PATCH", f"/api/transactions/{w.transactions[1]}", {"category_id": "cat_office"}),
    lambda w: w.ours.ask("PATCH", f"/api/transactions/{w.transactions[1]}", {"category_id": "cat_software"}),
    lambda w: w.ours.ask("PATCH", f"/api/transactions/{w.transactions[3]}", {"notes": "seen"}),
    lambda w: w.ours.ask("PATCH", f"/api/contacts/{w.contact('acme')}", {"vat_code": "T0"}),
    lambda w: w.ours.ask("PATCH", "/api/categories/cat_software", {"name": "Programs"}),
    lambda w: w.ours.ask("PATCH", "/api/company", {"name": "Harbour & Lane Ltd"}, scope="admin"),
    lambda w: w.ours.ask("POST", "/api/deadlines", {"title": "Insurance", "due_date": "2026-09-01"}),
    lambda w: w.ours.ask("POST", "/api/bank-accounts", {"name": "Savings", "kind": "savings"}),
    lambda w: w.ours.ask("POST", "/api/years/close", {"through": "2025-03-31"}),
    lambda w: w.ours.ask("POST", "/api/years/reopen", {"reason": "late"}, scope="admin"),
    lambda w: w.theirs.ask("POST", "/api/transactions", a_line()),
    lambda w: w.clock.pass_(7 * 3600),
    lambda w: None,
]


def test_whatever_is_written_and_asked_both_doors_say_the_same(world: World, doors: Doors) -> None:
    asked = [*targets(world), *(f"/api/transactions?{query}" for query in ("limit=3", "order=asc", "search=aws"))]
    asked += ["/api/transactions/txn_unknown", "/api/reports/profit-loss?from=2025-04-01&to=2026-03-31", f"{LIST}&x=1"]

    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from(WRITES), st.lists(st.sampled_from(asked), max_size=6)), max_size=6))
    def steps(taken: list[tuple[Callable[[World], object], list[str]]]) -> None:
        for write, reads in taken:
            write(world)
            for target in reads * 2:
                kept, bare = doors.ours.ask("GET", target), doors.bare.ask("GET", target)
                assert the_same(kept, bare), target

    steps()


def test_every_operation_that_is_kept_answers_as_if_it_were_not_before_and_after_a_write(
    world: World, doors: Doors
) -> None:
    asked = targets(world)
    for _ in range(2):
        for target in asked:
            first, again = doors.ours.ask("GET", target), doors.ours.ask("GET", target)
            bare = doors.bare.ask("GET", target)
            assert first.status == 200, (target, first.body)
            assert the_same(first, bare), target
            assert the_same(again, bare), target
        assert doors.made_for(lambda: [doors.ours.ask("GET", target) for target in asked]) == 0
        doors.ours.patch(f"/api/transactions/{world.transactions[1]}", {"category_id": "cat_office"})


def test_what_is_kept_is_read_from_tables_that_change_with_the_companys_number_only(
    statements: list[str], world: World, doors: Doors
) -> None:
    asked = targets(world)
    tables = {row[0] for row in apsw.Connection(str(books_file(world))).execute("SELECT name FROM sqlite_schema")}
    stray: dict[str, set[str]] = {}
    for target in asked:
        statements.clear()
        doors.bare.get(target)
        read = {word for sql in statements for word in re.findall(r"\w+", sql)} & tables
        assert read, target
        if found := read & tables_without_number():
            stray[target] = found
    assert stray == {}


def test_the_tables_that_change_without_a_companys_number_are_these() -> None:
    assert sorted(tables_without_number()) == [
        "idempotency",
        "job",
        "model_answer",
        "password_reset",
        "recovery_code",
        "second_step",
        "session",
        "user_account",
        "webhook_delivery",
        "webhook_endpoint",
    ]
