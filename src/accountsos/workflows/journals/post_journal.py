"""Post manual journals and opening balances; take a journal back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from accountsos import ids
from accountsos.access.roles import Right
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.call_thing import called_among
from accountsos.bookkeeping.company_books import CompanyBooks, books_of
from accountsos.bookkeeping.look_ups import numbers_of, refuse_odd_day, thing_number
from accountsos.bookkeeping.post_manual_journal import REVALUATION, post_manual_journal, refuse_closed
from accountsos.bookkeeping.what_is_owed import OWED_ACCOUNTS
from accountsos.bookkeeping.write_up import conversion_changed, what_is_owed_changed
from accountsos.dates import FIRST_DAY
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.ids import ABOVE_ALL, NO_DAY_IS_LATER
from accountsos.ledger.entry import JournalEntry, PostedEntry
from accountsos.ledger.journal_template import FieldValue
from accountsos.ledger.journal_templates import journal_from_template
from accountsos.ledger.journals import Journal, JournalLine, automatic_reversal, journal_entry
from accountsos.ledger.opening_balances import BankAccounts, opening_balances
from accountsos.ledger.vat_journals import check_vat_of_journal
from accountsos.store.changed_things import JOURNAL, Moments, moments_of
from accountsos.store.companies import locks_of
from accountsos.store.engine.sql import Reader, Writer, day_number, micros
from accountsos.store.fixed_assets import journal_of_register
from accountsos.store.head import Cause
from accountsos.store.invoices import settlements_by_journal
from accountsos.store.journal import posted_entry
from accountsos.store.manual_journals import (
    JournalFilter,
    ManualJournal,
    add_journal,
    conversion_day,
    journal_of,
    journal_of_entry,
    journal_page,
    opening_journal,
    undo_journal,
)
from accountsos.store.names import Names, names_of
from accountsos.store.transactions import first_line_between
from accountsos.workflows.in_pages import in_pages
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

MANUAL, OPENING = "manual", "opening_balances"
KINDS = (MANUAL, OPENING, "depreciation", "disposal", REVALUATION)


@dataclass(frozen=True, slots=True)
class PostJournal:
    """A journal with its lines, or a template with its values."""

    day: date
    narration: str = ""
    lines: tuple[JournalLine, ...] = ()
    auto_reverse_on: date | None = None
    template: str | None = None
    values: Mapping[str, FieldValue] | None = None
    plausible_on: date | None = None
    """Today, where nobody has confirmed an odd date; None: it is as it is meant."""


@dataclass(frozen=True, slots=True)
class PostOpeningBalances:
    """The trial balance at the start of the first day whose transactions are posted here."""

    conversion_date: date
    lines: tuple[JournalLine, ...]
    post_difference: bool = False


@dataclass(frozen=True, slots=True)
class JournalState:
    """A journal with what it posted."""

    company: int
    journal: ManualJournal
    entry: PostedEntry
    reversal: PostedEntry | None
    names: Names
    moments: Moments


@dataclass(frozen=True, slots=True)
class JournalQuestion:
    """Which page of which journals."""

    limit: int
    offset: int = 0
    first: date | None = None
    last: date | None = None
    kind: str | None = None
    """One of KINDS."""
    ids: tuple[str, ...] | None = None
    before: tuple[int, int] = (NO_DAY_IS_LATER, ABOVE_ALL)
    """Day and number of the last one of the page before."""
    updated_since: datetime | None = None
    external_id: str | None = None
    """Only the one that another system calls so."""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page, newest first."""

    rows: list[JournalState]
    total: int


def prepare(db: Reader, company: int, command: PostJournal) -> Journal:
    """Check that it balances and can be posted."""
    names = names_of(db, company)
    if command.plausible_on is not None:
        refuse_odd_day(db, company, command.day, command.plausible_on)
    if command.template is not None:
        if command.lines:
            raise BadRequest("give either lines or a template with its values, not both", param="lines")
        journal = journal_from_template(names.chart, command.template, command.day, command.values or {}, names.vat)
    else:
        journal = Journal(command.day, command.narration, command.lines, command.auto_reverse_on)
    entry = journal_entry(names.chart, journal.day, journal.narration, journal.lines, number=1)
    check_vat_of_journal(names.vat, journal.lines, entry)
    if journal.auto_reverse_on is not None:
        automatic_reversal(entry, journal.auto_reverse_on, number=1)
    refuse_closed(locks_of(db, company), journal.day)
    return journal


def apply(db: Writer, company: int, plan: Journal, cause: Cause) -> JournalState:
    """Post it, and its reversal where it has one."""
    books = books_of(db, company)
    journal = post_manual_journal(books, cause, plan, MANUAL)
    filed = what_is_owed_changed(books, cause, {line.category_id for line in plan.lines})
    cause.note("journal.post", ids.public_id("je_", company, journal.entry_no), after={"narration": plan.narration})
    for line in filed:
        line.note(cause)
    return state_of_journal(db, company, journal)


def prepare_opening(db: Reader, company: int, command: PostOpeningBalances) -> PostOpeningBalances:
    """Check the trial balance."""
    if opening_journal(db, company) is not None:
        raise Conflict(
            "opening balances were already entered; state them anew as a whole, or take them back",
            see="state_opening_balances",
        )
    check_opening(db, company, command)
    return command


def check_opening(db: Reader, company: int, command: PostOpeningBalances) -> None:
    """Refuse what does not balance, and what closed years stand on: lines that enter or leave them."""
    entry, locks = _opening_entry(names_of(db, company), command, 1), locks_of(db, company)
    refuse_closed(locks, entry.entry_date)
    refuse_lines_of_closed_years(db, company, (conversion_day(db, company), command.conversion_date))


def refuse_lines_of_closed_years(db: Reader, company: int, days: tuple[date | None, date | None]) -> None:
    """Lines between two conversion days enter the books or leave them, which closed years do not bear."""
    first, last = sorted(day or FIRST_DAY for day in days)
    through = locks_of(db, company).books_closed_through
    moved = first_line_between(db, company, first, last)
    if through is not None and moved is not None and moved <= through:
        raise Conflict(
            f"lines between {first} and {last} would enter or leave a closed year (closed through {through}); reopen "
            "the books first",
            see="reopen_years",
        )


def _opening_entry(names: Names, command: PostOpeningBalances, number: int) -> JournalEntry:
    accounts = BankAccounts({a.bank_account_id: a.category_id for a in names.accounts.values()})
    return opening_balances(
        names.chart,
        command.lines,
        command.conversion_date,
        bank_accounts=accounts,
        number=number,
        post_difference=command.post_difference,
    )


def apply_opening(db: Writer, company: int, plan: PostOpeningBalances, cause: Cause) -> JournalState:
    """Post the balances; what lies before the conversion day leaves the books, for the balances contain it."""
    prepare_opening(db, company, plan)
    return post_opening_balances(db, company, plan, cause)


def show_opening(db: Reader, company: int, _: None) -> JournalState:
    """Those that stand."""
    journal = opening_journal(db, company)
    if journal is None:
        raise NotFound("no opening balances are entered")
    return state_of_journal(db, company, journal)


def post_opening_balances(db: Writer, company: int, plan: PostOpeningBalances, cause: Cause) -> JournalState:
    """Post them as the only ones there are, and bring lines, accounts and papers to them."""
    before = opening_journal(db, company)
    books, number = books_of(db, company), cause.next_number()
    if before is not None:
        take_out_opening(books, cause, before)
    entry_no = bring_entry(books, cause, None, _opening_entry(books.names, plan, number)).number
    assert entry_no is not None, "opening balances post something"
    journal = ManualJournal(number, OPENING, plan.conversion_date, None, entry_no, None)
    add_journal(db, cause, journal)
    conversion_changed(books, cause, max(plan.conversion_date, before.entry_date if before else FIRST_DAY))
    filed = what_is_owed_changed(books, cause, OWED_ACCOUNTS)
    cause.note(
        "opening_balances.post",
        str(plan.conversion_date),
        before=None if before is None else {"conversion_date": before.entry_date},
        after={"lines": len(plan.lines)},
    )
    for line in filed:
        line.note(cause)
    return state_of_journal(db, company, journal)


def take_out_opening(books: CompanyBooks[Writer], cause: Cause, journal: ManualJournal) -> None:
    """Reverse what they posted; the lines that they contain are brought back by whoever calls."""
    undo_journal(books.db, cause, journal.number)
    bring_entry(books, cause, journal.entry_no, None)


def prepare_undo(db: Reader, company: int, entry_id: str) -> ManualJournal:
    """The journal must be there and live."""
    return _by_entry(db, company, entry_id)


def _by_entry(db: Reader, company: int, entry_id: str) -> ManualJournal:
    number = thing_number("je_", company, entry_id, "journal")
    entry = journal_of_entry(db, company, number)
    if entry is None:
        raise NotFound(f"there is no journal {entry_id!r}")
    if entry.undone:
        raise Conflict(f"the journal {entry_id} was already taken back")
    if entry.template == OPENING:
        raise Conflict(
            "opening balances are no journal of their own: state them anew as a whole, or take them back",
            see="withdraw_opening_balances",
        )
    posted_by = journal_of_register(db, company, entry.number)
    if posted_by is not None:
        raise Conflict(
            f"the journal {entry_id} was posted by the register of fixed assets; take its {posted_by} back there",
            see=f"undo_{posted_by}",
        )
    return entry


def apply_undo(db: Writer, company: int, plan: ManualJournal, cause: Cause) -> JournalState:
    """Reverse what it posted; in a closed year the reversal falls on the first open day."""
    books = books_of(db, company)
    pays = settlements_by_journal(db, company, plan.number)
    if pays:
        named = ", ".join(ids.public_id("stl_", company, one.number) for one in pays)
        raise Conflict(f"the journal pays invoices ({named}); take that back first", see="undo_settlement")
    if not undo_journal(db, cause, plan.number):
        raise Conflict("the journal was already taken back")
    for number in filter(None, (plan.entry_no, plan.reversal_no)):
        bring_entry(books, cause, number, None)
    taken_back = posted_entry(db, company, books.names, plan.entry_no).entry
    filed = what_is_owed_changed(books, cause, {p.category_id for p in taken_back.postings})
    cause.note("journal.undo", ids.public_id("je_", company, plan.entry_no))
    for line in filed:
        line.note(cause)
    journal = journal_of(db, company, plan.number)
    assert journal is not None
    return state_of_journal(db, company, journal)


def list_journals(db: Reader, company: int, asked: JournalQuestion) -> JournalPage:
    """A page of them and how many there are."""
    chosen = None if asked.ids is None else numbers_of("je_", company, asked.ids)
    wanted = JournalFilter(
        0 if asked.first is None else day_number(asked.first),
        NO_DAY_IS_LATER if asked.last is None else day_number(asked.last),
        asked.kind or "",
        called_among(db, company, JOURNAL, asked.external_id, chosen),
        0 if asked.updated_since is None else micros(asked.updated_since),
        asked.before,
    )
    rows, total = journal_page(db, company, wanted, limit=asked.limit, offset=asked.offset)
    return JournalPage([state_of_journal(db, company, j) for j in rows], total)


def _first(asked: JournalQuestion, rows: int) -> JournalQuestion:
    return replace(asked, limit=rows)


def _after(asked: JournalQuestion, last: JournalState) -> JournalQuestion:
    return replace(asked, offset=0, before=(day_number(last.journal.entry_date), last.journal.number))


journals_in_pages = in_pages(list_journals, lambda page: page.rows, _first, _after)


def show_journal(db: Reader, company: int, entry_id: str) -> JournalState:
    """The journal that posted that entry."""
    journal = journal_of_entry(db, company, thing_number("je_", company, entry_id, "journal"))
    if journal is None:
        raise NotFound(f"there is no journal {entry_id!r}")
    return state_of_journal(db, company, journal)


def state_of_journal(db: Reader, company: int, journal: ManualJournal) -> JournalState:
    """The journal with the entries that it posted."""
    names, reversal = names_of(db, company), journal.reversal_no
    return JournalState(
        company,
        journal,
        posted_entry(db, company, names, journal.entry_no),
        posted_entry(db, company, names, reversal) if reversal is not None else None,
        names,
        moments_of(db, company, JOURNAL, journal.entry_no, seq=journal.recorded_seq),
    )


POST = WriteWorkflow("journal.post", prepare, apply, person_needs=Right.POST_JOURNALS)
UNDO = WriteWorkflow("journal.undo", prepare_undo, apply_undo, person_needs=Right.POST_JOURNALS)
POST_OPENING = WriteWorkflow(
    "opening_balances.post", prepare_opening, apply_opening, short=False, person_needs=Right.POST_JOURNALS
)
LIST = ReadWorkflow("journal.list", list_journals, short=True)
SHOW = ReadWorkflow("journal.show", show_journal, short=True)
SHOW_OPENING = ReadWorkflow("opening_balances.show", show_opening, short=True)
