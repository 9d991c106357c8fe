"""What a language model was asked about lines of a company and what it answered, by a digest of the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accountsos.store.engine.sql import Insert, Reader, Sql, Writer
from accountsos.store.line_filter import WAITING
from accountsos.store.refilings import UNTOUCHED_LINES
from accountsos.store.transactions import BankTransaction, transaction_from

UNSURE = Sql(
    f"""{UNTOUCHED_LINES} AND {WAITING["questions"]} AND t.category_no = :uncategorised AND t.confidence < :sure_from
       ORDER BY t.booked_on DESC, t.transaction_no DESC"""
)
ONE = Sql("SELECT answered, category_no, sure FROM model_answer WHERE company_id = :company AND question = :question")
ASKED_ON = Sql(
    """SELECT CAST(COALESCE(SUM(times), 0) AS BIGINT) FROM model_answer
       WHERE company_id = :company AND asked_on = :day"""
)
ASKED = Insert(
    "model_answer",
    "company_id question asked_on times answered category_no sure",
    """ON CONFLICT (company_id, question) DO UPDATE SET
       times = CASE WHEN model_answer.asked_on = excluded.asked_on THEN model_answer.times + 1 ELSE 1 END,
       asked_on = excluded.asked_on""",
)
ANSWERED = Sql(
    """UPDATE model_answer SET answered = 1, category_no = :category, sure = :sure
       WHERE company_id = :company AND question = :question"""
)
FILED_BEFORE = Sql(
    "SELECT DISTINCT transaction_no FROM refiled_line WHERE company_id = :company AND new_source = 'language_model'"
)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered to a question."""

    category_no: int | None
    """None: the model did not know either."""
    sure: int
    """How sure it said it was: 2 sure, 1 fairly, 0 not at all."""


def unsure_lines(db: Reader, company: int, uncategorised: int, sure_from: int) -> Iterator[BankTransaction]:
    """Lines that nobody touched and that nothing is known of, newest first."""
    for row in db.stream(UNSURE, company=company, uncategorised=uncategorised, sure_from=sure_from):
        yield transaction_from(row)


def kept_answer(db: Reader, company: int, question: bytes) -> KeptAnswer | None:
    """None where it was not asked, or is not answered yet."""
    row = db.row(ONE, company=company, question=question)
    return None if row is None or not row[0] else KeptAnswer(row[1], row[2])


def asked_on(db: Reader, company: int, day: int) -> int:
    """About how many lines a model was asked on that day."""
    row = db.row(ASKED_ON, company=company, day=day)
    return 0 if row is None else int(row[0])


def keep_asked(db: Writer, company: int, questions: Iterable[bytes], day: int) -> None:
    """They are asked now, whatever comes of it."""
    db.run_many(ASKED, [(company, question, day, 1, 0, None, 0) for question in questions])


def keep_answer(db: Writer, company: int, question: bytes, answer: KeptAnswer) -> None:
    """It is not asked again."""
    db.run(ANSWERED, company=company, question=question, category=answer.category_no, sure=answer.sure)


def filed_before(db: Reader, company: int) -> set[int]:
    """Lines that were once filed by a model's answer: where somebody took that back, it stays so."""
    return {int(row[0]) for row in db.rows(FILED_BEFORE, company=company)}
