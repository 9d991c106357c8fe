"""Which lines a language model is asked about, and its answers filed like any other suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

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

LINES_LOOKED_AT = 20_000
"""So many lines that nothing is known of are looked at, the newest ones."""


@dataclass(frozen=True, slots=True)
class WhatToAsk:
    """Of which model, and which day it is: by that its lines are counted."""

    model: LanguageModel
    day: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of one side that are asked about together."""

    side: Offered
    lines: tuple[MaskedLine, ...]
    questions: tuple[bytes, ...]
    """Their digests, in their order."""
    rows: tuple[tuple[BankTransaction, ...], ...]
    """The bank lines that say each of them."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What is to be asked, and what was answered before and is not filed yet."""

    batches: tuple[Batch, ...]
    answered: tuple[Filed, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a batch."""

    kept: tuple[tuple[bytes, KeptAnswer], ...]
    filed: tuple[Filed, ...]


@dataclass(slots=True)
class _Asking:
    side: Offered
    line: MaskedLine
    rows: list[BankTransaction] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Unsure:
    row: BankTransaction
    side: Offered
    line: MaskedLine
    question: bytes


def find_questions(db: Reader, company: int, asked: WhatToAsk) -> Questions:
    """What the lines ask of which nothing is known, as far as the day's lines go. Changes nothing."""
    books, model = books_of(db, company), asked.model
    left = model.lines_a_day - asked_on(db, company, asked.day)
    answered: list[Filed] = []
    asking: dict[bytes, _Asking] = {}
    for one in _unsure(books, model.name):
        answer = kept_answer(db, company, one.question)
        if answer is not None:
            answered += _filed(books, answer, [one.row])
        elif one.question in asking or len(asking) < left:
            asking.setdefault(one.question, _Asking(one.side, one.line)).rows.append(one.row)
    return Questions(tuple(_batches(asking, model.lines_at_once)), tuple(answered))


def _batches(asking: Mapping[bytes, _Asking], most: int) -> Iterator[Batch]:
    for money_in in (False, True):
        chosen = [(question, one) for question, one in asking.items() if one.side.money_in == money_in]
        for first in range(0, len(chosen), most):
            batch = chosen[first : first + most]
            yield Batch(
                batch[0][1].side,
                tuple(one.line for _, one in batch),
                tuple(question for question, _ in batch),
                tuple(tuple(one.rows) for _, one in batch),
            )


def _unsure(books: CompanyBooks[Reader], model: str) -> Iterator[_Unsure]:
    """Those whose words tell something once names and numbers are masked; what was taken back stays so."""
    names, profile = books.names, books.profile
    wages = names.category_no.get(WAGES)
    staff = () if wages is None else keys_filed_as(books.db, books.company, wages)
    hidden = Hidden.of(profile.name, (*profile.people, *staff))
    sides = {money_in: _offered(books, hidden, money_in=money_in) for money_in in (True, False)}
    before = filed_before(books.db, books.company)
    rows = unsure_lines(books.db, books.company, names.category_no[UNCATEGORISED], round(SUGGEST * FULL))
    for row in islice(rows, LINES_LOOKED_AT):
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


def _filed(books: CompanyBooks[Reader], answer: KeptAnswer, rows: Sequence[BankTransaction]) -> list[Filed]:
    """How lines are filed by it, as sure as such answers proved to be here; none where that is not enough."""
    figure, number = FIGURES.get(answer.sure), answer.category_no
    if figure is None or number is None or books.names.chart[books.names.category_id[number]].archived:
        return []
    confidence = curves_of(books.names).worth(BY_MODEL, figure)
    if confidence < SUGGEST:
        return []
    reading = Reading(number, round(confidence * FULL), BY_MODEL, REASON)
    return [(row, reading) for row in rows if not is_locked(books, row)]


def take_in(db: Reader, company: int, said: tuple[Batch, Sequence[ModelAnswer]]) -> TakenIn:
    """What was said of each line of a batch, as it is kept, and how the bank lines are filed by it."""
    books, (batch, answers) = books_of(db, company), said
    numbers: dict[str | None, int] = dict(books.names.category_no.items())
    kept = [KeptAnswer(numbers.get(answer.category_id), answer.sure) for answer in answers]
    filed = [line for answer, rows in zip(kept, batch.rows, strict=True) for line in _filed(books, answer, rows)]
    return TakenIn(tuple(zip(batch.questions, kept, strict=True)), tuple(filed))


def prepare(db: Reader, company: int, lines: Sequence[Filed]) -> Sequence[Filed]:
    """They were decided with the question."""
    return lines


def apply(db: Writer, company: int, lines: Sequence[Filed], cause: Cause) -> int:
    """File those that are still as they were: what somebody touched meanwhile is left alone. How many that were."""
    number = refile_together(books_of(db, company), cause, lines)
    return 0 if number is None else len(lines)


FIND_QUESTIONS = ReadWorkflow("transactions.find_questions", find_questions)
TAKE_IN = ReadWorkflow("transactions.model_answers", take_in)
FILE_ANSWERED = WriteWorkflow("transactions.file_answered", prepare, apply)
