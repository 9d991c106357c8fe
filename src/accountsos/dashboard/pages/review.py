"""Review: what the program does not know, one question after another; one key answers it and leads to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgspec import UNSET

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.bookkeeping.file_line import TransactionChange
from accountsos.dashboard.categories import choices_of
from accountsos.dashboard.figures import counted, day_of, full_day, money, short_day, with_full_days
from accountsos.dashboard.forms import Field, Form, Hidden, Mistake, Tick
from accountsos.dashboard.glance import Glance
from accountsos.dashboard.page import Action, Answer, MenuEntry, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.dashboard.tax_words import meaning
from accountsos.dashboard.vat_words import vat_choices
from accountsos.errors import NotFound
from accountsos.workflows.bank.answer_question import ANSWER as ANSWER_QUESTION
from accountsos.workflows.bank.answer_question import QuestionAnswered
from accountsos.workflows.bank.change_transaction import CHANGE
from accountsos.workflows.bank.file_always import FILE_ALWAYS, FiledAlways
from accountsos.workflows.bank.look_through_lines import MONTHS
from accountsos.workflows.bank.review_lines import REVIEW, Question, Review, ReviewQuestion
from accountsos.workflows.bank.undo_change import UNDO, UndoChange

LINE = (Hidden(name="line", most=40), Hidden(name="version", most=20))
ANSWER = Form(
    (
        *LINE,
        Field(name="category", label="Category", most=70),
        Field(name="vat", label="VAT", most=20, optional=True),
        Tick(name="always", label="Always", optional=True),
    )
)
NOTE = Form((*LINE, Field(name="note", label="Note", most=500, optional=True)))
EVENT = Form((Hidden(name="event", most=20), Hidden(name="line", most=40)))
KEYS = ("Enter", "2", "3")


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """A likely answer and what it means."""

    category_id: str
    name: str
    means: str
    odds: str
    key: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question in the queue."""

    address: str
    who: str
    amount: int
    said: str
    current: bool


async def show(request: Request) -> Answer:
    """The question at hand."""
    asked = ReviewQuestion(request.query.get("line") or None, request.query.get("answered") or None)
    seen = await request.see(REVIEW, asked, _shape, None)
    return Shown({**seen, "no_lines": await without_lines(request, seen["questions"] + seen["sure"])})


async def without_lines(request: Request, waiting: int) -> bool:
    """Whether nothing waits because there is nothing: then a statement is what comes next."""
    return not waiting and not await request.ask(MONTHS, None, bool)


def _shape(at: Glance, _: None, found: Review) -> dict[str, Any]:
    here = f"/{at.company_id}/review"
    question = found.question
    numbers = [row.number for row in found.queue]
    after = [n for n in numbers if question is None or n != question.row.number]
    answered = found.answered
    return {
        "here": here,
        "question": None if question is None else _question(at, found, question),
        "queue": [_waiting(at, row, question) for row in found.queue],
        "questions": found.questions,
        "sure": found.to_look_over,
        "later": f"{here}?line={_id(at.company, after[0])}" if after else here,
        "answered": answered
        and {
            "said": f"{answered.who}, {money(answered.amount)}, is {answered.category.name}.",
            "others": counted(answered.others, "other line") if answered.others else "",
            "one_other": answered.others == 1,
            "event": answered.event,
            "line": at.query.get("answered", ""),
            "rule": answered.rule_id and f"/{at.company_id}/settings/rules/{answered.rule_id}",
        },
        "groups": choices_of(found.names).groups,
        "private": found.private.category_id,
        "private_named": found.private.name,
        "paper": _paper(at),
    }


def _paper(at: Glance) -> str:
    """The receipt that was put beside the line just now."""
    paper = at.query.get("paper", "")
    return paper if ids.number_in("doc_", at.company, paper) is not None else ""


def _id(company: int, number: int) -> str:
    return ids.public_id("txn_", company, number)


def _question(at: Glance, found: Review, question: Question) -> dict[str, Any]:
    row, registered = question.row, question.registered
    answers = [
        AnswerShown(
            each.category.category_id,
            each.category.name,
            meaning(each.category, registered=registered),
            ("most likely, " if n == 0 else "") + f"{each.confidence // 100}%",
            KEYS[n],
        )
        for n, each in enumerate(question.answers)
    ]
    return {
        "id": _id(at.company, row.number),
        "version": str(row.version),
        "who": question.who,
        "amount": row.amount,
        "about": f"{question.account.name} · {full_day(day_of(row.booked_on))}",
        "bank": row.description,
        "reason": with_full_days(question.reason or ""),
        "filed": question.category.name,
        "notes": row.notes or "",
        "answers": answers,
        "others": ("At least " if question.at_least else "") + counted(question.others, "other line")
        if question.others
        else "",
        "one_other": question.others == 1 and not question.at_least,
        "vat": vat_choices(row.amount, day_of(row.booked_on)) if registered else (),
        "similar": [
            {
                "day": short_day(day_of(each.booked_on), year=day_of(each.booked_on).year != at.today.year),
                "who": each.contact_name or each.description,
                "category": found.names.chart[found.names.category_id[each.category_no]].name,
                "amount": each.amount,
            }
            for each in question.similar
        ],
    }


def _waiting(at: Glance, row: Any, question: Question | None) -> Waiting:
    number = _id(at.company, row.number)
    current = question is not None and question.row.number == row.number
    day = short_day(day_of(row.booked_on), year=day_of(row.booked_on).year != at.today.year)
    who = row.contact_name or row.description
    return Waiting(f"/{at.company_id}/review?line={number}", who, row.amount, day, current)


async def do_answer(request: Request) -> Answer:
    """File it there, a person's own choice; on to the next question."""
    given = request.state.values
    line = given["line"]
    command = TransactionChange(
        transaction_id=line,
        category_id=given["category"],
        vat_code=given["vat"] or UNSET,
        if_match=frozenset({given["version"]}),
    )
    following = await request.ask(REVIEW, ReviewQuestion(line), lambda found: found)
    number = ids.number_in("txn_", request.company, line)

    def to(done: QuestionAnswered | FiledAlways) -> str:
        waiting = (row.number for row in following.queue if row.number != number and row.number not in done.settled)
        after = next(waiting, None)
        query = f"answered={line}" + (f"&line={_id(request.company, after)}" if after is not None else "")
        return f"/{request.company_id}/review?{query}"

    if given["always"]:
        return await request.change(FILE_ALWAYS, command, to)
    return await request.change(ANSWER_QUESTION, command, to)


async def do_note(request: Request) -> Answer:
    """Note something; the question stays."""
    given = request.state.values
    command = TransactionChange(
        transaction_id=given["line"], notes=given["note"], if_match=frozenset({given["version"]})
    )
    return await request.change(CHANGE, command, lambda _: f"/{request.company_id}/review?line={given['line']}")


async def do_undo(request: Request) -> Answer:
    """File it again as it was, with the rule that came with it, and ask anew."""
    given = request.state.values
    event = given["event"]
    if ids.number_in("txn_", request.company, given["line"]) is None:
        raise NotFound("there is no such line")
    if not (event.isascii() and event.isdigit() and len(event) < 18):
        request.state.mistakes.append(Mistake("There is nothing to undo."))
        return await show(request)
    return await request.change(
        UNDO, UndoChange(int(event)), lambda _: f"/{request.company_id}/review?line={given['line']}"
    )


PAGES = (
    Page(
        name="review",
        path="/{company}/review",
        title="Review",
        show=show,
        right=Right.KEEP_BOOKS,
        actions={
            "answer": Action(form=ANSWER, do=do_answer),
            "note": Action(form=NOTE, do=do_note),
            "undo": Action(form=EVENT, do=do_undo),
        },
        menu=MenuEntry("Review", "review", key="r", waits="questions"),
    ),
)
