"""Who may ask how an installation does, and what is said when something is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from accountsos import __version__
from accountsos.api.app import ASGIApp, build_app
from accountsos.api.probes import READER_SILENT_SECONDS, Probes
from accountsos.meters import FOLDER, SERVER, WORKER, Meters
from accountsos.store.engine.migrate import HEAD
from accountsos.store.engine.opening import BOOKS_FILE, Place
from accountsos.web.meter import RequestMeter
from accountsos.workflows.unit_of_work import Books
from tests.api.framework.asking import Answer, ask
from tests.api.framework.toys import OPERATIONS, READ, UNKNOWN, toy_context
from tests.support.bookkeeper import found
from tests.support.engines import Clock, Opened, opened
from tests.workflows.documents.papers import Clerk, einvoice

HERE, ELSEWHERE = "127.0.0.1", "192.0.2.7"
LOCAL = (("Host", "localhost:8000"),)
TOKEN = "a-token-of-sixteen-or-more"


def door(books: Books, data: Path, token: str | None = None) -> ASGIApp:
    """Toy operations and the probes of these books; a worker has just been seen."""
    Meters(data, WORKER).publish()
    meters = Meters(data, SERVER, lambda: books.engine.commits)
    context = replace(toy_context(), meter=RequestMeter(meters))
    return build_app(OPERATIONS, context, probes=Probes(books, meters, token).places(), elsewhere=_nowhere)


async def _nowhere(scope: object, receive: object, send: object) -> None:
    raise AssertionError("handed on to the dashboard")


@pytest.fixture
def app(sqlite_place: Place) -> Iterator[ASGIApp]:
    """On SQLite alone, for what has nothing to do with the database."""
    with opened(sqlite_place) as whole:
        yield door(whole.books, sqlite_place.data)


def probe(app: ASGIApp, path: str, method: str = "GET", *, client: str = HERE, key: str | None = None) -> Answer:
    return ask(app, path, method, key=key, client=client, headers=LOCAL)


def samples(answer: Answer) -> dict[tuple[str, tuple[str, ...]], float]:
    """By name and the values of the labels, in the order of their names."""
    assert answer.status == 200, answer.body
    families = text_string_to_metric_families(answer.body.decode())
    return {
        (s.name, tuple(value for _, value in sorted(s.labels.items()))): s.value
        for family in families
        for s in family.samples
    }


def test_a_server_whose_books_can_be_worked_on_is_alive_and_ready(books: Books, place: Place) -> None:
    app = door(books, place.data)
    assert probe(app, "/healthz", client=ELSEWHERE).json() == {"status": "alive"}
    assert probe(app, "/readyz", client=ELSEWHERE).json() == {"status": "ready"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_keep_to_the_contract_of_the_door(app: ASGIApp, path: str) -> None:
    head = probe(app, path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) > 0
    wrong = probe(app, path, "POST")
    assert (wrong.status, wrong.error["code"], wrong.headers["allow"]) == (405, "method_not_allowed", "GET, HEAD")
    assert wrong.error["request_id"] == wrong.headers["x-request-id"]
    assert probe(app, path).headers["cache-control"] == "no-store"


def test_a_database_that_is_gone_is_not_ready_and_the_process_still_lives(installation: Opened, place: Place) -> None:
    app = door(installation.books, place.data)
    installation.books.close()
    if place.database_url is None:
        (place.data / BOOKS_FILE).unlink()
    refused = probe(app, "/readyz")
    assert (refused.status, refused.error["code"]) == (503, "unavailable")
    assert refused.error["message"] == "not ready: the database cannot be reached"
    assert int(refused.headers["retry-after"]) > 0
    assert probe(app, "/healthz").status == 200
    seen = samples(probe(app, "/metrics"))
    assert seen["accountsos_database_up", ()] == 0
    assert not any(name == "accountsos_jobs" for name, _ in seen)


def test_books_of_another_schema_are_not_ready(installation: Opened, place: Place) -> None:
    change = "UPDATE alembic_version SET version_num = '0001'"
    if place.owner_url is None:
        installation.books.engine.submit(lambda db: db._connection.execute(change)).result()
    else:
        with psycopg.connect(place.owner_url) as connection:
            connection.execute(change)
    refused = probe(door(installation.books, place.data), "/readyz")
    assert refused.status == 503
    assert refused.error["message"] == "not ready: the database's schema is 0001, which is not this release's"
    assert samples(probe(door(installation.books, place.data), "/metrics"))[
        "accountsos_build_info", (installation.books.engine.name, "0001", __version__)
    ]


def test_a_data_directory_that_cannot_be_written_is_not_ready(installation: Opened, place: Place) -> None:
    app = door(installation.books, place.data)
    shutil.rmtree(place.data / FOLDER)
    (place.data / FOLDER).write_text("in the way")
    refused = probe(app, "/readyz")
    assert (refused.status, refused.error["message"]) == (503, "not ready: the data directory cannot be written")


def test_without_a_reader_that_was_seen_lately_nothing_is_ready(books: Books, place: Place) -> None:
    app = door(books, place.data)
    (left,) = (place.data / FOLDER).glob(f"{WORKER}.*.json")
    silent = left.stat().st_mtime - READER_SILENT_SECONDS - 5
    os.utime(left, (silent, silent))
    late = probe(app, "/readyz")
    assert late.status == 503
    assert late.error["message"].startswith("not ready: the reader of documents has been silent for ")
    left.unlink()
    assert probe(app, "/readyz").error["message"] == "not ready: no reader of documents has started"


def test_everything_that_is_missing_is_said_at_once(installation: Opened, place: Place) -> None:
    app = door(installation.books, place.data)
    installation.books.close()
    shutil.rmtree(place.data)
    place.data.write_text("a file")
    assert probe(app, "/readyz").error["message"] == (
        "not ready: the database cannot be reached; the data directory cannot be written"
    )


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        (ELSEWHERE, LOCAL),
        (HERE, (("Host", "books.example"),)),
        (HERE, (*LOCAL, ("X-Forwarded-For", ELSEWHERE))),
        (HERE, (*LOCAL, ("Via", "1.1 proxy"))),
        (HERE, ()),
    ],
    ids=["another machine", "another name", "forwarded", "by a proxy", "no name"],
)
def test_figures_are_not_told_to_strangers(app: ASGIApp, client: str, headers: tuple[tuple[str, str], ...]) -> None:
    refused = ask(app, "/metrics", key=None, client=client, headers=headers)
    assert (refused.status, refused.error["code"]) == (403, "forbidden")
    assert "ACCOUNTSOS_METRICS_TOKEN" in refused.error["message"]


def test_with_a_token_it_opens_the_figures_from_anywhere_and_nothing_else_does(books: Books, place: Place) -> None:
    app = door(books, place.data, TOKEN)
    assert probe(app, "/metrics", client=ELSEWHERE, key=TOKEN).status == 200
    without = probe(app, "/metrics")
    assert (without.status, without.error["code"]) == (401, "unauthorized")
    assert without.headers["www-authenticate"] == "Bearer"
    for wrong in (READ, TOKEN[:-1], TOKEN + "é"):
        refused = probe(app, "/metrics", key=wrong)
        assert (refused.status, refused.error["code"]) == (401, "invalid_api_key")
    twice = ask(app, "/metrics", key=TOKEN, client=HERE, headers=(*LOCAL, ("Authorization", "Bearer x")))
    assert (twice.status, twice.error["code"]) == (401, "unauthorized")


def test_requests_are_counted_by_operation_and_status_and_never_by_path(app: ASGIApp) -> None:
    for target, method, key in (
        ("/api/transactions?limit=10", "GET", READ),
        ("/api/transactions?limit=10", "HEAD", READ),
        ("/api/transactions?limit=none", "GET", READ),
        ("/api/transactions/txn_known", "GET", READ),
        ("/api/transactions", "GET", UNKNOWN),
        ("/api/transactions", "DELETE", READ),
        ("/api/txn_of_somebody", "GET", READ),
    ):
        ask(app, target, method, key=key)
    probe(app, "/healthz")
    answer = probe(app, "/metrics")
    counted = {labels: n for (name, labels), n in samples(answer).items() if name == "accountsos_requests_total"}
    assert counted == {
        ("list_transactions", "200"): 2,
        ("list_transactions", "400"): 1,
        ("list_transactions", "401"): 1,
        ("show_transaction", "200"): 1,
        ("-", "405"): 1,
        ("-", "404"): 1,
        ("healthz", "200"): 1,
    }
    assert b"txn_" not in answer.body
    assert samples(answer)["accountsos_request_seconds_count", ("list_transactions",)] == 4
    assert samples(answer)["accountsos_request_seconds_bucket", ("+Inf", "list_transactions")] == 4


def test_the_queue_and_the_commits_are_told(installation: Opened, place: Place, clock: Clock) -> None:
    clerk = Clerk(found(installation.books))
    app = door(installation.books, place.data)
    assert samples(probe(app, "/metrics"))["accountsos_oldest_job_seconds", ()] == 0
    clerk.upload(einvoice())
    clerk.upload(einvoice(number="HS-1042", net="80.00", vat="16.00", gross="96.00"))
    clock.now = clock.now.replace(hour=13)
    seen = samples(probe(app, "/metrics"))
    assert (seen["accountsos_jobs", ("queued",)], seen["accountsos_jobs", ("running",)]) == (2, 0)
    assert 3595 <= seen["accountsos_oldest_job_seconds", ()] <= 3600
    assert seen["accountsos_commits_total", ()] == installation.books.engine.commits > 0
    assert seen["accountsos_build_info", (installation.books.engine.name, HEAD, __version__)] == 1
