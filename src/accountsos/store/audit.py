"""The audit log: what each accepted write did, chained; its text can be erased without breaking the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accountsos.store.engine.sql import Reader, Row, Sql, Value, moment_from

_SELECT = """SELECT e.seq, e.part, e.recorded_at, e.actor, e.action, e.subject, t.before, t.after, e.digest
  FROM audit_event e LEFT JOIN audit_text t ON t.company_id = e.company_id AND t.seq = e.seq AND t.part = e.part
  WHERE e.company_id = :company"""
OF_SUBJECT = Sql(
    f"""{_SELECT} AND e.seq IN (SELECT seq FROM audit_event WHERE company_id = :company AND subject = :subject
        ORDER BY seq DESC LIMIT 100) AND e.subject = :subject ORDER BY e.seq DESC, e.part DESC"""
)
"""The numbers first, from the index of subjects: asked for the rows at once, SQLite walks the company's whole log."""
OF_WRITE = Sql(f"{_SELECT} AND e.seq = :seq ORDER BY e.part")
PAGE = Sql(
    f"{_SELECT} AND (e.seq, e.part) < (:seq, :part) ORDER BY e.seq DESC, e.part DESC LIMIT :limit OFFSET :offset"
)
NOTHING_IS_LATER = (2**62, 0)
"""A place in the log that no write reaches."""
COUNT = Sql("SELECT COUNT(*) FROM audit_event WHERE company_id = :company")


CHANGES_OF_LINES = Sql(
    """SELECT e.subject, t.before, t.after FROM audit_event e
       JOIN audit_text t ON t.company_id = e.company_id AND t.seq = e.seq AND t.part = e.part
       WHERE e.company_id = :company
       AND e.seq > (SELECT h.seq FROM company_head h WHERE h.company_id = :company) - :writes
       AND e.action = 'transaction.change' AND t.before IS NOT NULL AND t.after IS NOT NULL
       ORDER BY e.seq DESC, e.part DESC LIMIT :limit"""
)
WRITES_LOOKED_AT = 20_000


PREFIX_NAMES = tuple(f"action_{letter}" for letter in "abcdef")
ALL_TIME = 2**62
"""A moment that no clock reaches."""
CHOSEN = Sql(
    f"""{_SELECT} AND (e.seq, e.part) < (:seq, :part) AND e.recorded_at BETWEEN :first AND :last
        AND (:actor = '' OR e.actor = :actor)
        AND ({" OR ".join(f"e.action LIKE :{name}" for name in PREFIX_NAMES)})
        ORDER BY e.seq DESC, e.part DESC LIMIT :limit"""
)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows of the log: between two moments, of one actor, of some kinds of action."""

    first: int = 0
    """In microseconds, as the next."""
    last: int = ALL_TIME
    actor: str = ""
    """Empty: everybody."""
    actions: tuple[str, ...] = ()
    """How they begin (`transaction.`), six at most; none: everything."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what, when, and the state before and after as JSON text."""

    seq: int
    part: int
    """0: what the write was asked to do; further ones followed from it."""
    recorded_at: datetime
    actor: str
    action: str
    subject: str
    before: str | None
    after: str | None
    digest: bytes


def events_of_subject(db: Reader, company: int, subject: str) -> list[AuditRow]:
    """What was done to one thing, newest first, the last hundred."""
    return [_event(row) for row in db.rows(OF_SUBJECT, company=company, subject=subject)]


def events_of_write(db: Reader, company: int, seq: int) -> list[AuditRow]:
    """Everything that one write did, in its order."""
    return [_event(row) for row in db.rows(OF_WRITE, company=company, seq=seq)]


def audit_page(
    db: Reader, company: int, *, limit: int, offset: int, before: tuple[int, int] = NOTHING_IS_LATER
) -> tuple[list[AuditRow], int]:
    """A page of the log, newest first, and how many rows it has."""
    count = db.row(COUNT, company=company)
    rows = db.rows(PAGE, company=company, limit=limit, offset=offset, seq=before[0], part=before[1])
    return [_event(row) for row in rows], int(count[0]) if count else 0


def chosen_page(db: Reader, company: int, chosen: LogFilter, *, limit: int, before: tuple[int, int]) -> list[AuditRow]:
    """The newest rows of the filter before that place."""
    prefixes = chosen.actions or ("",)
    actions = {name: f"{prefixes[min(n, len(prefixes) - 1)]}%" for n, name in enumerate(PREFIX_NAMES)}
    values: dict[str, Value] = {"first": chosen.first, "last": chosen.last, "actor": chosen.actor, **actions}
    rows = db.rows(CHOSEN, company=company, limit=limit, seq=before[0], part=before[1], **values)
    return [_event(row) for row in rows]


def changes_of_lines(db: Reader, company: int, *, limit: int) -> list[tuple[str, str, str]]:
    """The newest changes of lines by people: the line's id, and its reading before and after as JSON text."""
    rows = db.rows(CHANGES_OF_LINES, company=company, writes=WRITES_LOOKED_AT, limit=limit)
    return [(subject, before, after) for subject, before, after in rows]


def _event(row: Row) -> AuditRow:
    seq, part, recorded_at, actor, action, subject, before, after, digest = row
    return AuditRow(seq, part, moment_from(recorded_at), actor, action, subject, before, after, bytes(digest))
