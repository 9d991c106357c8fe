"""The figures of an installation in Prometheus's text form. No label names a company, a key or a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from accountsos.meters import READING_BOUNDS, REQUEST_BOUNDS, Figures, Timings
from accountsos.workflows.upkeep.tell_condition import Condition

if TYPE_CHECKING:
    from prometheus_client import Metric

CONTENT_TYPE = b"text/plain; version=1.0.0; charset=utf-8"


def exposition(figures: Figures, condition: Condition | None, release: str, engine: str) -> bytes:
    """The page that is scraped; without a condition, the database was away."""
    from prometheus_client import exposition as text  # noqa: PLC0415 - slow to import; a server is up without it

    class Page:
        """What the text is made from."""

        def collect(self) -> Iterable[Metric]:
            return [*_counted(figures), *_looked_up(condition, release, engine)]

    return text.generate_latest(Page())


def _counted(figures: Figures) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily  # noqa: PLC0415 - slow to import; asked for when scraped

    requests = CounterMetricFamily(
        "accountsos_requests", "Requests answered, by operation and status.", labels=["operation", "status"]
    )
    by_operation: dict[str, Timings] = {}
    for operation, status, timings in figures.requests:
        requests.add_metric([operation, str(status)], timings.count)
        by_operation.setdefault(operation, Timings([0] * (len(REQUEST_BOUNDS) + 1))).add(timings)
    yield requests
    yield _histogram(
        "accountsos_request_seconds", "How long requests took.", "operation", (by_operation, REQUEST_BOUNDS)
    )
    refusals = CounterMetricFamily(
        "accountsos_rate_refusals",
        "Requests refused for their number: of a key, of an address with bad keys, of attempts to log in.",
        labels=["of"],
    )
    for full, count in sorted(figures.refusals.items()):
        refusals.add_metric([full], count)
    yield refusals
    yield _histogram(
        "accountsos_document_seconds",
        "How long documents were read, by how it ended.",
        "outcome",
        (figures.readings, READING_BOUNDS),
    )
    commits = CounterMetricFamily("accountsos_commits", "Transactions committed.")
    commits.add_metric([], figures.commits)
    yield commits


def _histogram(name: str, what: str, label: str, timed: tuple[dict[str, Timings], tuple[int, ...]]) -> Metric:
    from prometheus_client.core import HistogramMetricFamily  # noqa: PLC0415 - slow to import; asked for when scraped

    family = HistogramMetricFamily(name, what, labels=[label])
    by_label, bounds = timed
    names = [*(f"{bound / 1_000_000:g}" for bound in bounds), "+Inf"]
    for value, timings in sorted(by_label.items()):
        buckets = list(zip(names, accumulate(timings.counts), strict=True))
        family.add_metric([value], buckets, timings.microseconds / 1_000_000)
    return family


def _looked_up(condition: Condition | None, release: str, engine: str) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily  # noqa: PLC0415 - slow to import; asked for when scraped

    yield GaugeMetricFamily(
        "accountsos_database_up", "Whether the database could be asked.", value=int(condition is not None)
    )
    schema = "" if condition is None else condition.schema
    yield InfoMetricFamily(
        "accountsos_build", "What runs.", value={"version": release, "schema": schema, "database": engine}
    )
    if condition is None:
        return
    jobs = GaugeMetricFamily("accountsos_jobs", "Jobs that are not ended.", labels=["state"])
    jobs.add_metric(["queued"], condition.queued)
    jobs.add_metric(["running"], condition.running)
    yield jobs
    yield GaugeMetricFamily(
        "accountsos_oldest_job_seconds",
        "Since the oldest of them was put into the queue.",
        value=condition.oldest_seconds,
    )
