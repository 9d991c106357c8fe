"""Report how far the categoriser can be relied on, from what people accepted and corrected."""

from __future__ import annotations

from accountsos.bookkeeping.judged_answers import ANSWERED, answers_of
from accountsos.categoriser.suggestion import READY
from accountsos.reports.reliability import FULL, ReliabilityReport, Waiting, reliability
from accountsos.store.engine.sql import Reader
from accountsos.workflows.unit_of_work import ReadWorkflow


def report(db: Reader, company: int, asked: None) -> ReliabilityReport:
    """What stands in the books now, and the corrections that the audit log tells of."""
    answers = answers_of(db, company)
    waiting = [Waiting(stage, confidence, lines) for stage, confidence, lines, _ in answers.standing]
    waiting += [Waiting(one.stage, one.confidence, one.lines) for one in answers.corrected]
    return reliability(waiting, answers.judged, suggested_from=ANSWERED, ready_from=round(READY * FULL))


REPORT = ReadWorkflow("report.categorisation", report)
