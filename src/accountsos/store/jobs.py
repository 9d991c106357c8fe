"""The queue of jobs: enqueued with their cause, claimed by compare-and-set, leased, finished with their effect."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos.ids import ABOVE_ALL
from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer
from accountsos.store.head import Cause

COLUMNS = "company_id job_no kind subject state attempt failures not_before lease_until last_error enqueued_at"
LONGEST_AHEAD = 600_000_000
"""Nothing waits, and nothing is held, for ten minutes: a moment further off was said by a clock that was wrong."""
IS_DUE = f"(not_before <= :now OR not_before > :now + {LONGEST_AHEAD})"
IS_LOST = f"(lease_until <= :now OR lease_until > :now + {LONGEST_AHEAD})"
_SELECT = f"SELECT {', '.join(COLUMNS.split())} FROM job WHERE company_id = :company"
NEW = Insert("job", COLUMNS)
ONE = Sql(f"{_SELECT} AND job_no = :job")
PAGE = Sql(
    f"""{_SELECT} AND (:state = '' OR state = :state) AND job_no < :below
        ORDER BY job_no DESC LIMIT :limit OFFSET :offset"""
)
COUNT = Sql("SELECT COUNT(*) FROM job WHERE company_id = :company AND (:state = '' OR state = :state)")
CLAIM = Sql(
    f"""UPDATE job SET state = 'running', attempt = attempt + 1, lease_until = :until
       WHERE company_id = :company AND job_no = :job AND attempt = :attempt
       AND (state = 'queued' AND {IS_DUE} OR state = 'running' AND {IS_LOST})"""
)
RENEW = Sql(
    """UPDATE job SET lease_until = :until
       WHERE company_id = :company AND job_no = :job AND attempt = :attempt AND state = 'running'"""
)
FINISH = Sql(
    """UPDATE job SET state = 'done', lease_until = NULL, last_error = NULL
       WHERE company_id = :company AND job_no = :job AND attempt = :attempt AND state = 'running'"""
)
PUT_BACK = Sql(
    """UPDATE job SET state = 'queued', lease_until = NULL, last_error = :error, not_before = :not_before,
       failures = :failures
       WHERE company_id = :company AND job_no = :job AND attempt = :attempt AND state = 'running'"""
)
BURY = Sql(
    """UPDATE job SET state = 'dead', lease_until = NULL, last_error = :error, failures = :failures
       WHERE company_id = :company AND job_no = :job AND attempt = :attempt AND state = 'running'"""
)
WAITS = Sql(
    """SELECT 1 FROM job WHERE company_id = :company AND state IN ('queued', 'running') AND state = 'queued'
       AND kind = :kind LIMIT 1"""
)
REVIVE = Sql(
    """UPDATE job SET state = 'queued', failures = 0, not_before = :now, lease_until = NULL, last_error = NULL
       WHERE company_id = :company AND job_no = :job AND state IN ('dead', 'done')"""
)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that waits, runs, is done or was given up. Moments are in microseconds."""

    company: int
    number: int
    kind: str
    subject: str
    state: str
    """queued | running | done | dead"""
    attempt: int
    """Counts every claim. What a worker writes names the attempt that it claimed: a late one no longer fits."""
    failures: int
    not_before: int
    lease_until: int | None
    last_error: str | None
    enqueued_at: int


def enqueue(db: Writer, cause: Cause, kind: str, subject: str) -> int:
    """Put work into the queue, in the transaction of what causes it; its number."""
    number = cause.next_number()
    row = (cause.company, number, kind, subject, "queued", 0, 0, cause.recorded_at, None, None, cause.recorded_at)
    db.run_many(NEW, [row])
    return number


def waits(db: Reader, company: int, kind: str) -> bool:
    """Whether a job of that kind is in the queue and nobody works on it yet."""
    return db.row(WAITS, company=company, kind=kind) is not None


def job_of(db: Reader, company: int, number: int) -> Job | None:
    """The job under that number."""
    row = db.row(ONE, company=company, job=number)
    return None if row is None else job_from(row)


def job_page(
    db: Reader, company: int, *, state: str, limit: int, offset: int, below: int = ABOVE_ALL
) -> tuple[list[Job], int]:
    """A page of jobs, newest first, and how many there are; an empty state means all."""
    count = db.row(COUNT, company=company, state=state)
    rows = db.rows(PAGE, company=company, state=state, limit=limit, offset=offset, below=below)
    return [job_from(row) for row in rows], int(count[0]) if count else 0


def claim(db: Writer, job: Job, *, now: int, until: int) -> bool:
    """Take the job as it was seen; False where another worker was faster."""
    return db.run(CLAIM, company=job.company, job=job.number, attempt=job.attempt, now=now, until=until) == 1


def renew(db: Writer, job: Job, *, until: int) -> bool:
    """Hold a claimed job for longer; False where it was taken away meanwhile."""
    return db.run(RENEW, company=job.company, job=job.number, attempt=job.attempt, until=until) == 1


def finish(db: Writer, job: Job) -> bool:
    """Mark a claimed job as done, in the transaction of its effect; False where this attempt no longer holds it."""
    return db.run(FINISH, company=job.company, job=job.number, attempt=job.attempt) == 1


def put_back(db: Writer, job: Job, *, error: str, not_before: int, failures: int) -> bool:
    """Let a claimed job be tried again later."""
    return (
        db.run(
            PUT_BACK,
            company=job.company,
            job=job.number,
            attempt=job.attempt,
            error=error,
            not_before=not_before,
            failures=failures,
        )
        == 1
    )


def bury(db: Writer, job: Job, *, error: str, failures: int) -> bool:
    """Give a claimed job up; it stays visible."""
    return db.run(BURY, company=job.company, job=job.number, attempt=job.attempt, error=error, failures=failures) == 1


def revive(db: Writer, company: int, number: int, *, now: int) -> bool:
    """Let a job that has ended be tried afresh."""
    return db.run(REVIVE, company=company, job=number, now=now) == 1


def job_from(row: Row) -> Job:
    """A row in the order of COLUMNS."""
    return Job(*row)
