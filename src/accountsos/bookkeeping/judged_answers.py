"""What people made of the categoriser's answers: those they left as they were, and those they corrected."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to lines that came in with a write or after it."""

    standing: list[tuple[str, int, int, int]]
    """Those that stand: stage, confidence in ten-thousandths, lines, and how many of them people have looked at."""
    corrected: list[Judged]
    """Those that stood before a person filed the line, and how often it was the same category."""

    @property
    def judged(self) -> list[Judged]:
        """What people left as it was when they looked at it, and what they corrected."""
        left = [Judged(stage, sure, accepted, accepted) for stage, sure, _, accepted in self.standing if accepted]
        return [one for one in (*left, *self.corrected) if one.confidence >= ANSWERED]


def answers_of(db: Reader, company: int, *, since: int = 0) -> Answers:
    """Every answer of the categoriser, each told once."""
    rows = lines_by_answer(db, company, since=since)
    standing = [(stage, sure, lines, seen) for stage, sure, lines, seen in rows if stage != PERSON]
    return Answers(standing, _corrected(db, company, since))


def _corrected(db: Reader, company: int, since: int) -> list[Judged]:
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
