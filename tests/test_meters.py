"""What processes count adds up, whoever of them is asked."""

from __future__ import annotations

import threading
from pathlib import Path

from accountsos.meters import FOLDER, READING_BOUNDS, REQUEST_BOUNDS, SERVER, WORKER, Meters, forget_meters

EXACT = 1e-7
"""So that a whole number of microseconds is not cut to the one below."""


def test_every_process_tells_the_figures_of_all(tmp_path: Path) -> None:
    one, two = Meters(tmp_path, SERVER, lambda: 3), Meters(tmp_path, SERVER, lambda: 4)
    reader = Meters(tmp_path, WORKER, lambda: 5)
    one.request("list_transactions", 200, 0.0004)
    two.request("list_transactions", 200, 0.0006)
    two.request("get_company", 404, 0.00001)
    reader.read("read", 1.0)
    one.refused("key")
    two.refused("key")
    for each in (one, two, reader):
        each.publish()
    for each in (one, two, reader):
        told = each.of_all()
        counted = {(operation, status): t.count for operation, status, t in told.requests}
        assert counted == {("list_transactions", 200): 2, ("get_company", 404): 1}
        assert sum(t.microseconds for _, _, t in told.requests) == 1_010
        assert (told.refusals, told.commits) == ({"key": 2}, 12)
        assert [(name, t.count, t.microseconds) for name, t in told.readings.items()] == [("read", 1, 1_000_000)]


def test_a_time_is_counted_under_the_first_bound_that_it_does_not_exceed(tmp_path: Path) -> None:
    meters = Meters(tmp_path, SERVER)
    for microseconds in (REQUEST_BOUNDS[0], REQUEST_BOUNDS[0] + 1, REQUEST_BOUNDS[-1], REQUEST_BOUNDS[-1] + 1):
        meters.request("any", 200, microseconds / 1_000_000 + EXACT)
    ((_, _, timings),) = meters.figures().requests
    assert timings.counts[:2] == [1, 1]
    assert timings.counts[-2:] == [1, 1]
    meters.read("read", READING_BOUNDS[-1] / 1_000_000 + 1)
    assert meters.figures().readings["read"].counts[-1] == 1


def test_what_an_ended_process_counted_stays_until_the_server_starts_again(tmp_path: Path) -> None:
    ended, running = Meters(tmp_path, SERVER, lambda: 2), Meters(tmp_path, SERVER, lambda: 1)
    ended.publish()
    running.publish()
    del ended
    assert running.of_all().commits == 3
    forget_meters(tmp_path)
    assert Meters(tmp_path, SERVER).of_all().commits == 0
    running.publish()
    assert Meters(tmp_path, SERVER).of_all().commits == 1


def test_what_another_release_or_a_broken_disk_left_is_passed_over(tmp_path: Path) -> None:
    meters = Meters(tmp_path, SERVER, lambda: 1)
    meters.publish()
    (left,) = (tmp_path / FOLDER).iterdir()
    other = left.read_bytes()
    for name, content in (("cut", other[:-5]), ("empty", b""), ("not JSON", b"\xff"), ("other bounds", _narrow())):
        (tmp_path / FOLDER / f"server.{name}.json").write_bytes(content)
    assert meters.of_all().commits == 1


def _narrow() -> bytes:
    return b'{"requests":[["list",200,{"counts":[1],"microseconds":1}]],"refusals":{},"readings":{},"commits":9}'


def test_threads_that_count_at_once_lose_nothing(tmp_path: Path) -> None:
    meters = Meters(tmp_path, WORKER)

    def count() -> None:
        for _ in range(2_000):
            meters.refused("bad keys")
            meters.request("any", 200, 0.1)
            meters.read("lost", 0.5)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = meters.figures()
    ((_, _, requests),) = told.requests
    assert (told.refusals["bad keys"], told.readings["lost"].count, requests.count) == (8_000, 8_000, 8_000)


def test_a_worker_is_seen_when_it_leaves_its_figures(tmp_path: Path) -> None:
    server, worker = Meters(tmp_path, SERVER), Meters(tmp_path, WORKER)
    assert server.worker_seen() is None
    worker.publish()
    assert server.worker_seen() == 0
