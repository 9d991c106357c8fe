"""Which lines a language model is asked about, and its answers filed like any other suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accountsos.bookkeeping.categorise_line import bank_line
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.own_curves import curves_of
from accountsos.bookkeeping.refile_lines import Filed, is_locked, refile_together
from accountsos.categoriser.calibration import BY_MODEL
from accountsos.categoriser.masked_line import Hidden, MaskedLine, masked, masked_line
from accountsos.categoriser.model_question import FIGURES, REASON, ModelAnswer, Offered, offered
from accountsos.categoriser.suggestion import SUGGEST
from accountsos.language_model import LanguageModel
from accountsos.ledger.category_ids import UNCATEGORISED, WAGES
from accountsos.reports.reliability import FULL
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.store.model_answers import KeptAnswer, asked_on, filed_before, kept_answer, unsure_lines
from accountsos.store.payees import keys_filed_as
from accountsos.store.refilings import Reading
from accountsos.store.transactions import BankTransaction
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

MOST_AT_ONCE = 500
"""So many lines are filed by one write."""


@dataclass(frozen=True, slots=True)
class WhatToAsk:
    """Of which model, and which day it is: by that its lines are counted."""

    model: LanguageModel
    day: int


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """What is asked next, and what is answered already and not filed yet."""

    side: Offered | None
    """None: there is nothing to ask, or enough was asked today."""
    lines: tuple[MaskedLine, ...]
    questions: tuple[bytes, ...]
    """The digests of the lines, in their order."""
    answered: tuple[Filed, ...]
    """Lines, each with how it is filed by an answer to the same words."""


@dataclass(frozen=True, slots=True)
class _Unsure:
    row: BankTransaction
    side: Offered
    line: MaskedLine
    question: bytes


def next_question(db: Reader, company: int, asked: WhatToAsk) -> NextQuestion:
    """Through the lines that nothing is known of, the newest first, until a request is full. Changes nothing."""
    books = books_of(db, company)
    left = min(asked.model.lines_at_once, asked.model.lines_a_day - asked_on(db, company, asked.day))
    answered: list[Filed] = []
    chosen: dict[bytes, _Unsure] = {}
    for one in _unsure(books, asked.model.name):
        answer = kept_answer(db, company, one.question)
        if answer is not None:
            reading = _reading(books, answer)
            if reading is not None and not is_locked(books, one.row):
                answered.append((one.row, reading))
        elif len(chosen) < left and one.side == next((first.side for first in chosen.values()), one.side):
            chosen.setdefault(one.question, one)
        if len(answered) >= MOST_AT_ONCE or (0 < left <= len(chosen)):
            break
    side = next((one.side for one in chosen.values()), None)
    return NextQuestion(side, tuple(one.line for one in chosen.values()), tuple(chosen), tuple(answered))


def _unsure(books: CompanyBooks[Reader], model: str) -> Iterator[_Unsure]:
    """Those whose words tell something once names and numbers are masked; what was taken back stays so."""
    names, profile = books.names, books.profile
    wages = names.category_no.get(WAGES)
    staff = () if wages is None else keys_filed_as(books.db, books.company, wages)
    hidden = Hidden.of(profile.name, (*profile.people, *staff))
    sides = {money_in: _offered(books, hidden, money_in=money_in) for money_in in (True, False)}
    before = filed_before(books.db, books.company)
    for row in unsure_lines(books.db, books.company, names.category_no[UNCATEGORISED], round(SUGGEST * FULL)):
        line = None if row.number in before else masked_line(bank_line(row, names), hidden)
        if line is not None:
            side = sides[row.amount >= 0]
            yield _Unsure(row, side, line, side.digest(model, line))


def _offered(books: CompanyBooks[Reader], hidden: Hidden, *, money_in: bool) -> Offered:
    """The chart as it is told: people's names and numbers are masked in it as in lines."""
    profile = books.profile
    kind = "sole trader" if profile.entity_type == "sole_trader" else "limited company"
    business = f"{masked(profile.trade, hidden)} ({kind})" if profile.trade else kind
    side = offered(books.names.chart.categories.values(), business, profile.entity_type, money_in=money_in)
    return side.told_as(lambda text: masked(text, hidden))


def _reading(books: CompanyBooks[Reader], answer: KeptAnswer) -> Reading | None:
    """How a line is filed by the answer, as sure as such answers proved to be here; None where that is not enough."""
    figure, number = FIGURES.get(answer.sure), answer.category_no
    if figure is None or number is None or books.names.chart[books.names.category_id[number]].archived:
        return None
    confidence = curves_of(books.names).worth(BY_MODEL, figure)
    return None if confidence < SUGGEST else Reading(number, round(confidence * FULL), BY_MODEL, REASON)


def kept_answers(
    db: Reader, company: int, said: tuple[Sequence[bytes], Sequence[ModelAnswer]]
) -> list[tuple[bytes, KeptAnswer]]:
    """What was said of each question, as it is kept."""
    numbers: Mapping[str | None, int] = {**books_of(db, company).names.category_no}
    return [
        (question, KeptAnswer(numbers.get(answer.category_id), answer.sure))
        for question, answer in zip(*said, strict=True)
    ]


def prepare(db: Reader, company: int, lines: Sequence[Filed]) -> Sequence[Filed]:
    """They were decided with the question."""
    return lines


def apply(db: Writer, company: int, lines: Sequence[Filed], cause: Cause) -> int:
    """File those that are still as they were: what somebody touched meanwhile is left alone. How many that were."""
    number = refile_together(books_of(db, company), cause, lines)
    return 0 if number is None else len(lines)


NEXT_QUESTION = ReadWorkflow("transactions.next_question", next_question)
KEPT_ANSWERS = ReadWorkflow("transactions.model_answers", kept_answers)
FILE_ANSWERED = WriteWorkflow("transactions.file_answered", prepare, apply)
