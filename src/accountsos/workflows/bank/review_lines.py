"""Review lines: one question after another with its likely answers, and the sure ones to look over."""

from __future__ import annotations

from dataclasses import dataclass

from accountsos import ids
from accountsos.bookkeeping.categorise_line import suggestion_for
from accountsos.bookkeeping.look_ups import company_or_refuse, live_line
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.ledger.chart import OWN_MONEY, Category, control_of
from accountsos.store.audit import events_of_subject, events_of_write
from accountsos.store.companies import Company
from accountsos.store.contacts import contact_of
from accountsos.store.engine.sql import Reader, day_from
from accountsos.store.head import last_number_and_moment
from accountsos.store.line_filter import Filter
from accountsos.store.line_sums import sums_of
from accountsos.store.names import BankAccount, Names, names_of
from accountsos.store.remembered import remembered_at
from accountsos.store.transaction_list import ListedTransaction, rows_of
from accountsos.store.transactions import BankTransaction
from accountsos.workflows.bank.list_transactions import (
    TransactionQuestion,
    filter_of,
)
from accountsos.workflows.bank.put_rule_back import OF_RULES
from accountsos.workflows.bank.undo_change import CHANGED
from accountsos.workflows.unit_of_work import ReadWorkflow

QUEUE = 8
ANSWERS = 3
QUESTIONS_AT_HAND = 200
"""Of so many companies the answers to the question at hand are kept, until their books are written to."""
SIMILAR = 4
OF_PAYEE_LOOKED_AT = 100
"""So many of the newest lines of a payee are looked through: a large customer has tens of thousands."""
LOOKED_OVER_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """Which line is asked about (None: the newest question), and which one was answered just now."""

    line: str | None = None
    answered: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A likely category, and how likely in ten-thousandths."""

    category: Category
    confidence: int


@dataclass(frozen=True, slots=True)
class Question:
    """A line that the program is not sure of."""

    row: BankTransaction
    who: str
    account: BankAccount
    category: Category
    reason: str
    answers: tuple[Candidate, ...]
    similar: list[ListedTransaction]
    others: int
    """How many other lines of that payee and side nobody has looked at."""
    at_least: bool
    """Whether there may be more of them: only so many of its newest lines are looked through."""
    registered: bool
    """Whether the company was registered for VAT on that day."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was done to a line last, and the number of that write."""

    who: str
    amount: int
    category: Category
    event: int
    rule_id: str
    """The rule that the same write made or changed; empty where it did not."""
    others: int
    """How many other lines the same write filed by what it taught."""


@dataclass(frozen=True, slots=True)
class Review:
    """The question at hand, those behind it, and what is left."""

    company: Company
    names: Names
    question: Question | None
    queue: list[ListedTransaction]
    """From the question at hand on."""
    questions: int
    to_look_over: int
    answered: Answered | None
    private: Category
    """Where the question at hand goes when it is nothing of the business's."""


@dataclass(frozen=True, slots=True)
class SureLines:
    """Lines that the program is sure of, newest first."""

    rows: list[ListedTransaction]
    names: Names
    left: int
    questions: int


def review(db: Reader, company: int, asked: ReviewQuestion) -> Review:
    """The question at hand."""
    profile, names = company_or_refuse(db, company), names_of(db, company)
    open_ones = TransactionQuestion(limit=QUEUE, waiting="questions")
    after, line = None, None
    if asked.line is not None:
        line = live_line(db, company, asked.line)
        after = (line.booked_on, line.number + 1)
    queue = rows_of(db, company, filter_of(names, company, open_ones), limit=QUEUE, after=after)
    if line is None and queue:
        line = live_line(db, company, ids.public_id("txn_", company, queue[0].number))
    sums = sums_of(db, company, filter_of(names, company, TransactionQuestion(limit=1)))
    return Review(
        company=profile,
        names=names,
        question=None if line is None else _question(db, profile, names, line),
        queue=queue,
        questions=sums.questions.lines,
        to_look_over=sums.to_look_over.lines,
        answered=None if asked.answered is None else _answered(db, company, names, asked.answered),
        private=names.chart[control_of(OWN_MONEY, profile.entity_type, taken=line is None or line.amount < 0)],
    )


def _question(db: Reader, profile: Company, names: Names, row: BankTransaction) -> Question:
    # Who is known is read for each suggestion, of thousands of payees if need be: once for a question in these books.
    state = (last_number_and_moment(db, profile.number), row.number)
    suggestion = remembered_at(
        db, "question", profile.number, state, lambda: suggestion_for(db, profile, names, row), most=QUESTIONS_AT_HAND
    )
    stands = names.category_id[row.category_no]
    likely = [(suggestion.category_id, suggestion.confidence), *suggestion.alternatives]
    if not row.reviewed and stands not in dict(likely):  # what another stage said of it later on
        likely.insert(0, (stands, row.confidence / 10_000))
    contact = contact_of(db, profile.number, row.contact_no) if row.contact_no is not None else None
    similar: list[ListedTransaction] = []
    others, at_least = 0, False
    if row.contact_no is not None:
        similar, others, at_least = _of_that_payee(db, profile.number, row)
    chart = names.chart.categories
    return Question(
        row=row,
        who=(contact.name if contact else "") or suggestion.payee or row.description,
        account=names.account_of[row.account_no],
        category=chart[stands],
        reason=row.reason or suggestion.reason,
        answers=tuple(
            Candidate(chart[category_id], round(confidence * 10_000))
            for category_id, confidence in likely
            if category_id != UNCATEGORISED and not chart[category_id].archived
        )[:ANSWERS],
        similar=similar,
        others=others,
        at_least=at_least,
        registered=names.vat.on(day_from(row.booked_on)) is not None,
    )


def _of_that_payee(db: Reader, company: int, row: BankTransaction) -> tuple[list[ListedTransaction], int, bool]:
    """The newest lines of the payee that somebody has looked at, and how many others of that side wait."""
    newest = rows_of(db, company, Filter(contact=row.contact_no), limit=OF_PAYEE_LOOKED_AT)
    others = [each for each in newest if each.number != row.number]
    similar = [each for each in others if each.reviewed][:SIMILAR]
    waiting = sum(1 for each in others if not each.reviewed and (each.amount > 0) == (row.amount > 0))
    return similar, waiting, len(newest) == OF_PAYEE_LOOKED_AT


def _answered(db: Reader, company: int, names: Names, transaction_id: str) -> Answered | None:
    row = live_line(db, company, transaction_id)
    done = next((event for event in events_of_subject(db, company, transaction_id) if event.action == CHANGED), None)
    if done is None:
        return None
    contact = contact_of(db, company, row.contact_no) if row.contact_no is not None else None
    who = contact.name if contact else row.description
    events = events_of_write(db, company, done.seq)
    rules = (event.subject for event in events if event.action in OF_RULES)
    others = {event.subject for event in events if event.action == CHANGED} - {transaction_id}
    category = names.chart[names.category_id[row.category_no]]
    return Answered(who, row.amount, category, done.seq, next(rules, ""), len(others))


def sure_lines(db: Reader, company: int, _: None) -> SureLines:
    """What may be accepted at once."""
    names = names_of(db, company)
    asked = TransactionQuestion(limit=LOOKED_OVER_AT_ONCE, waiting="sure")
    rows = rows_of(db, company, filter_of(names, company, asked), limit=LOOKED_OVER_AT_ONCE)
    sums = sums_of(db, company, filter_of(names, company, TransactionQuestion(limit=1)))
    return SureLines(rows, names, sums.to_look_over.lines, sums.questions.lines)


REVIEW = ReadWorkflow("transaction.review", review, short=True)
SURE_LINES = ReadWorkflow("transaction.sure", sure_lines, short=True)
