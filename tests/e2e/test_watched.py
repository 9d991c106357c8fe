"""An installation as whoever watches over it sees it: the real server with two processes, scraped as by Prometheus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from accountsos.meters import FOLDER
from accountsos.store.engine.opening import Place
from tests.support.engines import copied
from tests.support.served import Served, in_time, served
from tests.workflows.documents.papers import einvoice

PROCESSES = 2


def scraped(server: Served) -> dict[tuple[str, ...], float]:
    """Name and values of the labels, and the figure."""
    status, text = server.ask("GET", "/metrics")
    assert status == 200, text
    samples = [s for family in text_string_to_metric_families(text.decode()) for s in family.samples]
    return {(s.name, *(value for _, value in sorted(s.labels.items()))): s.value for s in samples}


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("watched")
    place = Place(copied(sqlite_template, data))
    with served(place, workers=PROCESSES, environment={"ACCOUNTSOS_RATE_LIMIT_MINUTE": "10"}) as running:
        assert in_time(running.is_ready)
        yield running


def test_what_all_processes_did_is_scraped_from_any_of_them(server: Served) -> None:
    line = {"date": "2026-02-28", "amount": -45.99, "description": "Stamps", "bank_account_id": "ba_main"}
    json_type = {"Content-Type": "application/json"}
    assert server.ask("POST", "/api/transactions", json.dumps(line).encode(), **json_type)[0] == 201
    assert server.upload(einvoice(), "HS-1041.xml")[0] in (201, 202)
    answered = [server.ask("GET", "/api/transactions?limit=10")[0] for _ in range(20)]
    assert set(answered) == {200, 429}, "the windows hold ten a minute; at a full minute twice as many"

    seen: dict[tuple[str, ...], float] = {}

    def everything_is_told() -> bool:
        """Each process tells its own as it is and the others as they last left them: one answer counts."""
        seen.clear()
        seen.update(scraped(server))
        lists = {status: seen.get(("accountsos_requests_total", "list_transactions", status), 0) for status in WANTED}
        return lists == wanted and seen.get(("accountsos_document_seconds_count", "read"), 0) == 1

    wanted = {status: answered.count(int(status)) for status in WANTED}
    assert in_time(everything_is_told), seen
    assert seen["accountsos_requests_total", "add_transaction", "201"] == 1
    assert seen["accountsos_rate_refusals_total", "key"] == wanted["429"]
    assert seen["accountsos_request_seconds_count", "list_transactions"] == 20
    assert seen["accountsos_commits_total",] >= 4, "a line, an upload, its claim and what was read"
    assert (seen["accountsos_jobs", "queued"], seen["accountsos_database_up",]) == (0, 1)
    told = server.ask("GET", "/metrics")[1].decode()
    for secret in (server.company, server.key, server.key_id, "/api/", "Stamps", str(server.data)):
        assert secret not in told

    def each_process_was_asked() -> bool:
        assert server.ask("GET", "/metrics")[0] == 200
        return len(list((server.data / FOLDER).glob("server.*.json"))) == PROCESSES

    assert in_time(each_process_was_asked), "one of them alone answered everything"


WANTED = ("200", "429")


def test_the_dashboard_leaves_these_paths_to_the_probes_and_counts_its_own_pages(server: Served) -> None:
    assert server.ask("GET", "/healthz") == (200, b'{"status":"alive"}')
    assert server.ask("HEAD", "/readyz") == (200, b"")
    status, refused = server.ask("POST", "/metrics")
    assert (status, json.loads(refused)["error"]["code"]) == (405, "method_not_allowed")
    assert server.ask("GET", "/nowhere/at/all", Host="localhost")[0] == 404
    before = f"/{server.company}/transactions"
    assert server.ask("GET", before, Host="localhost")[0] == 303, "to the log-in"
    page = ("accountsos_requests_total", "/{company}/transactions", "303")
    assert in_time(lambda: scraped(server).get(page, 0) == 1)
