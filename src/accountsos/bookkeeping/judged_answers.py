"""What people made of the categoriser's answers: those they left as they were, and those they corrected."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from accountsos import ids
from accountsos.categoriser.suggestion import SUGGEST
from accountsos.reports.reliability import FULL, Judged
from accountsos.store.audit import changes_of_lines
from accountsos.store.engine.sql import Reader
from accountsos.store.names import names_of
from accountsos.store.reliability import lines_by_answer
from accountsos.store.transactions import LIVE, transaction_of

CORRECTIONS_LOOKED_AT = 50_000
ANSWERED = round(SUGGEST * FULL)
"""Below this nothing was suggested, so nothing can be judged."""
PERSON = "person"
"""The source of a category that a person chose."""


def judged_answers(db: Reader, company: int, *, since: int = 0) -> list[Judged]:
    """The answers to lines that came in with that write or after it, and that people have looked at."""
    found = [
        Judged(stage, confidence, accepted, accepted)
        for stage, confidence, _, accepted in lines_by_answer(db, company, since=since)
        if stage != PERSON and accepted and confidence >= ANSWERED
    ]
    return found + [one for one in corrected_answers(db, company, since=since) if one.confidence >= ANSWERED]


def corrected_answers(db: Reader, company: int, *, since: int = 0) -> list[Judged]:
    """The answers that stood before a person filed the line, and how often it was the same category."""
    lines, right = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for answer, agreed in _corrections(db, company, since):
        lines[answer] += 1
        right[answer] += agreed
    return [Judged(stage, confidence, n, right[stage, confidence]) for (stage, confidence), n in lines.items()]


def _corrections(db: Reader, company: int, since: int) -> Iterator[tuple[tuple[str, int], bool]]:
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
        if row is None or row.status != LIVE or row.source != PERSON or row.recorded_seq < since:
            continue
        agreed = was["category_id"] == names.category_id[row.category_no]
        yield (str(was["source"]), round(was["confidence"] * FULL)), agreed
