"""The VAT return and the deadlines: in the store and over HTTP they must cost the same whatever the company's size."""

from __future__ import annotations

from collections.abc import Iterator

from accountsos.workflows.deadlines import list_deadlines
from accountsos.workflows.deadlines.list_deadlines import DeadlineQuestion
from accountsos.workflows.vat import vat_return
from accountsos.workflows.vat.vat_return import VatQuestion
from benchmarks.bench import Bench, first_page, get
from benchmarks.books import LAST_FILED, TODAY
from benchmarks.http_rows import asked_anew, costs
from benchmarks.processes import product, running
from benchmarks.rows import Row, at_most
from benchmarks.sets import LARGE, SMALL, Kept
from benchmarks.timing import Work, alternating

QUARTER = "2026-Q3"
"""The one that is over and not filed: every warning is looked for."""


def vat(bench: Bench) -> Iterator[Row]:
    """Both, at the largest size against the smallest."""
    large, small = bench.vat_sets.company(LARGE), bench.vat_sets.company(SMALL)
    sizes = f"{large.lines:,} against {small.lines:,} lines"
    ours, floor = _works(bench, large), _works(bench, small)
    for name in ours:
        took = alternating({"large": ours[name], "small": floor[name]}, rounds=bench.rounds)
        yield at_most(f"{name}, store, {sizes}", took["large"], took["small"], 1.2)
    bench.vat_sets.close()
    paths = {"VAT return": f"/api/reports/vat?period={QUARTER}", "deadlines": "/api/deadlines"}
    with running(product(bench.vat_sets.data), first_page(large)) as server:
        questions = {f"{name} {c.lines}": get(c, path) for name, path in paths.items() for c in (large, small)}
        questions["list"] = first_page(large)
        asked = {name: (server, asked_anew(question)) for name, question in questions.items()}
        kept = {f"{name} kept": (server, question) for name, question in questions.items()}
        took = costs({**asked, **kept}, bench)
    for name in paths:
        ours_took, floor_took = took[f"{name} {large.lines}"], took[f"{name} {small.lines}"]
        yield at_most(f"{name} over HTTP, {sizes}", ours_took, floor_took, 1.2)
    figure = f"VAT return over HTTP against the list, {large.lines:,} lines"
    yield at_most(figure, took[f"VAT return {large.lines}"], took["list"], 3)
    figure = "VAT return, both asked again of books that have not changed"
    yield at_most(figure, took[f"VAT return {large.lines} kept"], took["list kept"], 3)


def _works(bench: Bench, company: Kept) -> dict[str, Work]:
    books, number = bench.vat_sets.books, company.number
    question = VatQuestion(TODAY, QUARTER)
    report = books.read(vat_return.VAT_RETURN, number, question)
    assert report.status == "due", f"the return after {LAST_FILED} is to be made"
    assert report.boxes.box1 > 0, "nothing was sold"
    return {
        "VAT return": lambda: books.read(vat_return.VAT_RETURN, number, question),
        "deadlines": lambda: books.read(list_deadlines.LIST, number, DeadlineQuestion(TODAY)),
    }
