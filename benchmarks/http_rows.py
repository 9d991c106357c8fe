"""Reads over HTTP: CPU of the server's process tree per request, against a bare application on the same server."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from itertools import count, cycle
from statistics import median

from benchmarks.bench import Bench, first_page, get
from benchmarks.load import Next, drive, request
from benchmarks.processes import Server, floor, product, running
from benchmarks.rows import Row, amount, at_least, at_most, below, told
from benchmarks.sets import LARGE, MIDDLE, Kept
from benchmarks.store_rows import ODD_DAYS, YEAR

WARM_UP = 1_000
SECONDS, SECONDS_QUICK, TICK, REQUESTS_MAX = 0.8, 0.15, 0.01, 25_000
FLOOR_PAGE = request("GET", "/api/transactions?limit=10", "sk_live_" + "0" * 36)
WORKERS_MATTER_FROM = 4
"""Cores from which a second worker is to bring more requests per second, not only cost no more CPU."""
START_SECONDS, API_MEGABYTES = 1.5, 150


def costs(
    servers: Mapping[str, tuple[Server, Next | bytes]],
    bench: Bench,
    *,
    warm_up: int = WARM_UP,
    seconds: float = SECONDS,
) -> dict[str, float]:
    """Median CPU µs per request of each; the servers take turns, for about so many CPU seconds each."""
    found: dict[str, list[float]] = {name: [] for name in servers}
    turn, warm = min(seconds, SECONDS_QUICK) if bench.quick else seconds, bench.count(warm_up)
    numbers = {name: _number_in(server, ask, warm, turn) for name, (server, ask) in servers.items()}
    for _ in range(bench.rounds):
        for name, (server, ask) in servers.items():
            before = server.cpu_seconds()
            drive(server.port, ask, numbers[name])
            found[name].append((server.cpu_seconds() - before) / numbers[name] * 1e6)
    return {name: median(times) for name, times in found.items()}


def _number_in(server: Server, ask: Next | bytes, warm: int, seconds: float) -> int:
    """How many requests take about so much CPU that the clock's ticks do not matter."""
    drive(server.port, ask, warm)
    before = server.cpu_seconds()
    drive(server.port, ask, warm)
    once = max(server.cpu_seconds() - before, TICK) / warm
    return min(max(round(seconds / once), warm // 5), REQUESTS_MAX)


def lists(bench: Bench) -> Iterator[Row]:
    """The list of transactions, and the reports against it."""
    company = bench.sets.company(MIDDLE)
    with ExitStack() as stack:
        bare = stack.enter_context(running(floor(), FLOOR_PAGE))
        ours = stack.enter_context(running(product(bench.sets.data), first_page(company)))
        page, hundred = first_page(company), first_page(company, 100)
        took = costs(
            {
                "floor": (bare, FLOOR_PAGE),
                "kept": (ours, page),
                "10": (ours, asked_anew(page)),
                "floor 100": (bare, request("GET", "/api/transactions?limit=100", "sk_live_" + "0" * 36)),
                "100": (ours, asked_anew(hundred)),
                "ranges": (ours, unasked_ranges(company)),
            },
            bench,
        )
        sizes = f"{company.lines:,} lines of {sum(bench.sets.sizes.values()):,}"
        yield at_most(f"list limit=10 over HTTP, {sizes}", took["10"], took["floor"], 3.5)
        yield at_most("the same, asked again of books that have not changed", took["kept"], took["floor"], 2)
        yield at_most("list limit=100 against limit=10", took["100"], took["10"], 3.5)
        yield told("bare body of 100 rows", amount(took["floor 100"], "µs"))
        more = took["ranges"] - took["10"]
        yield below("list over HTTP of a date range never asked before, more than without", more, 50, "µs")
        yield from _reports(bench, ours)


def asked_anew(asked: bytes) -> Next:
    """The same question, each time in other words, so that no reply that is kept fits: as after a write."""
    numbers = count()
    before, accept, after = asked.partition(b"Accept: */*")
    assert accept, "what is varied is what the client accepts"
    return lambda _: b"%sAccept: */*;n=%d%s" % (before, next(numbers), after)


def unasked_ranges(company: Kept) -> Next:
    """The list of one range of days after another: so many that no total of theirs is remembered."""
    firsts = (company.truth.start + timedelta(n) for n in cycle(range(90)))
    lasts = (company.truth.end - timedelta(n) for n in cycle(range(91)))
    ranges = zip(firsts, lasts, strict=False)

    def ask(_: int) -> bytes:
        first, last = next(ranges)
        return get(company, f"/api/transactions?limit=10&from={first}&to={last}")

    return ask


def _reports(bench: Bench, ours: Server) -> Iterator[Row]:
    company = bench.sets.company(LARGE)

    paths = {
        "profit and loss": f"profit-loss?from={YEAR[0]}&to={YEAR[1]}",
        "balance sheet": f"balance-sheet?as_of={YEAR[1]}",
        "trial balance": f"trial-balance?as_of={YEAR[1]}",
        "odd days": f"profit-loss?from={ODD_DAYS[0]}&to={ODD_DAYS[1]}",
    }
    asked = {"list": first_page(company), **{name: get(company, f"/api/reports/{paths[name]}") for name in paths}}
    made = {name: (ours, asked_anew(question)) for name, question in asked.items()}
    took = costs({**made, **{f"{name} kept": (ours, question) for name, question in asked.items()}}, bench)
    size = f"{company.lines:,} lines"
    for name in ("profit and loss", "balance sheet", "trial balance"):
        yield at_most(f"{name} over HTTP against the list, {size}", took[name], took["list"], 3)
        kept, kept_list = took[f"{name} kept"], took["list kept"]
        yield at_most(f"{name}, both asked again of books that have not changed", kept, kept_list, 3)
    yield at_most("profit and loss, arbitrary days against whole months", took["odd days"], took["profit and loss"], 3)


def workers(bench: Bench) -> Iterator[Row]:
    """What a second worker costs, or brings where there are cores for it."""
    company = bench.sets.company(MIDDLE)
    page, number, cores = first_page(company), bench.count(12_000), os.cpu_count() or 1
    cpu: dict[int, list[float]] = {1: [], 2: []}
    rate: dict[int, list[float]] = {1: [], 2: []}
    with ExitStack() as stack:
        servers = {n: stack.enter_context(running(product(bench.sets.data, workers=n), page)) for n in cpu}
        for server in servers.values():
            drive(server.port, page, bench.count(WARM_UP) * 2, 16)
        for _ in range(bench.rounds):
            for n, server in servers.items():
                before = server.cpu_seconds()
                seconds = drive(server.port, page, number, 16)
                cpu[n].append((server.cpu_seconds() - before) / number * 1e6)
                rate[n].append(number / seconds)
    one, two = median(cpu[1]), median(cpu[2])
    if cores >= WORKERS_MATTER_FROM:
        yield at_least(f"two workers, {cores} cores", median(rate[2]), median(rate[1]), 1.6, "requests/s")
    else:
        yield at_most(f"two workers, CPU per request, {cores} cores", two, one, 1.1)


def starting(bench: Bench) -> Iterator[Row]:
    """From the command to the first answer, and how large the process becomes."""
    company = bench.sets.company(LARGE)
    page, seconds, cpu = first_page(company), [], []
    for _ in range(bench.rounds):
        server = product(bench.sets.data)
        try:
            seconds.append(server.wait_until_ready(page))
            cpu.append(server.cpu_seconds())
        finally:
            server.stop()
    lines = f"{sum(bench.sets.sizes.values()):,} lines"
    yield below(f"start to ready, {lines}", median(seconds), START_SECONDS, "s", f"{median(cpu):.1f} CPU s")
    with running(product(bench.sets.data), page) as server:
        asked = ["transactions?limit=100", "transactions?limit=200&offset=700000", "reports/balance-sheet"]
        asked += [f"reports/profit-loss?from={YEAR[0]}&to={YEAR[1]}", "transactions?search=coffee&limit=10"]
        for path in asked:
            drive(server.port, get(company, "/api/" + path), 20 if "search" in path else 500)
        peak, own = server.memory_kb(), server.memory_kb("RssAnon")
    memory, floor = peak["answering"] / 1024, f"own {own['answering'] // 1024} MB"
    yield below(f"memory of the API process, peak, {lines}", memory, API_MEGABYTES, "MB", floor)
    beside = {"that watches over it": "watching", "that waits for documents": "beside"}
    for name, key in beside.items():
        yield told(f"memory of the process {name}", amount(peak[key] / 1024, "MB"))
