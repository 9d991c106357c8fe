"""Report how far the categoriser can be relied on, from what people accepted and corrected."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from accountsos import ids
from accountsos.categoriser.suggestion import READY, SUGGEST
from accountsos.reports.reliability import FULL, Judged, ReliabilityReport, Waiting, reliability
from accountsos.store.audit import changes_of_lines
from accountsos.store.engine.sql import Reader
from accountsos.store.names import names_of
from accountsos.store.reliability import lines_by_answer
from accountsos.store.transactions import LIVE, transaction_of
from accountsos.workflows.unit_of_work import ReadWorkflow

CORRECTIONS_LOOKED_AT = 50_000
_ANSWERED = round(SUGGEST * FULL)
"""Below this nothing was suggested, so nothing can be judged."""
PERSON = "person"
"""The source of a category that a person chose."""


def report(db: Reader, company: int, asked: None) -> ReliabilityReport:
    """What stands in the books now, and the corrections that the audit log tells of."""
    waiting, judged = [], []
    for stage, confidence, lines, accepted in lines_by_answer(db, company):
        if stage == PERSON:
            continue
        waiting.append(Waiting(stage, confidence, lines))
        if accepted and confidence >= _ANSWERED:
            judged.append(Judged(stage, confidence, accepted, accepted))
    corrected, right = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for answer, agreed in _corrections(db, company):
        corrected[answer] += 1
        right[answer] += agreed
    for (stage, confidence), lines in corrected.items():
        waiting.append(Waiting(stage, confidence, lines))
        if confidence >= _ANSWERED:
            judged.append(Judged(stage, confidence, lines, right[stage, confidence]))
    return reliability(waiting, judged, suggested_from=_ANSWERED, ready_from=round(READY * FULL))


def _corrections(db: Reader, company: int) -> Iterator[tuple[tuple[str, int], bool]]:
    """Each line that a person filed: the answer that stood before, and whether it was the same category."""
    names = names_of(db, company)
    seen: set[str] = set()
    for subject, before, after in reversed(changes_of_lines(db, company, limit=CORRECTIONS_LOOKED_AT)):
        was, now = json.loads(before), json.loads(after)
        if subject in seen or was.get("source") == PERSON or now.get("source") != PERSON:
            continue
        seen.add(subject)  # what was said at first is judged by what stands in the end
        number = ids.number_in("txn_", company, subject)
        row = None if number is None else transaction_of(db, company, number)
        if row is None or row.status != LIVE or row.source != PERSON:
            continue
        agreed = was["category_id"] == names.category_id[row.category_no]
        yield (str(was["source"]), round(was["confidence"] * FULL)), agreed


REPORT = ReadWorkflow("report.categorisation", report)
