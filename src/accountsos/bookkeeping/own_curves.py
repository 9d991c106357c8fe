"""What the categoriser's answers proved to be worth in this company: counted anew after each 200 reviewed lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accountsos.bookkeeping.judged_answers import answers_of
from accountsos.categoriser.calibration import CERTAIN, REFIT_AFTER, STEPS, Counted, Curves, OwnCurves, shipped
from accountsos.reports.reliability import FULL
from accountsos.store.deadlines import fact_of, record_fact
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.names import CURVES, Names
from accountsos.store.reliability import lines_reviewed

COUNTED_ELSEWHERE = frozenset({CERTAIN, "owed"})
"""A rule is certain; what settles an invoice is as sure as amount and name make it."""


@dataclass(frozen=True, slots=True)
class OwnFit:
    """A company's curves, and up to where its reviewed lines were counted."""

    own: OwnCurves
    reviewed: int
    """How many lines had been looked at in all."""
    judged: int
    """Of how many new ones something was learnt."""

    @property
    def curves(self) -> Curves:
        """The shipped curves with the company's own laid upon them."""
        return shipped().owned(self.own)


def curves_of(names: Names) -> Curves:
    """The curves by which this company's lines are answered."""
    own = _own(names.curves)
    return shipped().owned(own) if own else shipped()


def due_fit(db: Reader, company: int) -> OwnFit | None:
    """The curves counted anew, where enough lines were reviewed since the last count; else None.

    Only answers since then are counted, from the import that brought it on: earlier ones were given under other curves.
    """
    kept = fact_of(db, company, CURVES)
    reviewed = lines_reviewed(db, company)
    if reviewed - int(kept.get("reviewed", 0)) < REFIT_AFTER:
        return None
    counted = [
        Counted(one.stage, one.confidence / FULL, one.lines, one.right)
        for one in answers_of(db, company, since=int(kept.get("seq", 0))).judged
        if one.stage not in COUNTED_ELSEWHERE
    ]
    judged = sum(one.lines for one in counted)
    if judged < REFIT_AFTER:
        return None
    return OwnFit(shipped().owned(_own(kept)).refitted(counted), reviewed, judged)


def keep_fit(db: Writer, cause: Cause, fit: OwnFit, subject: str) -> None:
    """A new version; `subject` is the public id of what brought it. The names hold the curves: they are read anew."""
    own = {source: list(curve) for source, curve in fit.own.items()}
    record_fact(db, cause, CURVES, {"own": own, "reviewed": fit.reviewed, "seq": cause.seq})
    cause.chart_changed = True
    cause.note("categoriser.calibrate", subject, after={"judged": fit.judged, "sources": sorted(own)})


def _own(kept: Mapping[str, object]) -> OwnCurves:
    own = kept.get("own")
    if not isinstance(own, dict):
        return {}
    return {source: tuple(curve) for source, curve in own.items() if len(curve) == len(STEPS)}
