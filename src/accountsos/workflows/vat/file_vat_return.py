"""Mark a VAT return as filed, which freezes it; take that back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from accountsos.access.rights import ADMIN
from accountsos.bookkeeping.bring_entry import bring_entry
from accountsos.bookkeeping.company_books import books_of
from accountsos.bookkeeping.find_double_counts import double_counts
from accountsos.bookkeeping.write_up import lines_changed, scheme_changed, what_is_owed_changed
from accountsos.dates import ONE_DAY, Period, london_day
from accountsos.errors import BadRequest, Conflict
from accountsos.ledger.category_ids import GENERAL, SALES, VAT_CONTROL, VAT_FILED
from accountsos.ledger.entry import JournalEntry, Posting, Source, merged
from accountsos.ledger.locks import Locks
from accountsos.reports.double_counts import DoubleCount
from accountsos.reports.vat_return import VatReturnFigures, return_of
from accountsos.store.companies import locks_of
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.head import Cause
from accountsos.store.names import load_names
from accountsos.store.vat import (
    Acknowledged,
    FiledReturn,
    acknowledged_text,
    add_return,
    entries_behind,
    hmrc_payments_since,
)
from accountsos.workflows.unit_of_work import WriteWorkflow
from accountsos.workflows.vat.vat_books import VatBooks
from accountsos.workflows.vat.vat_return import VatReport, period_asked, report_of, touching

FIRST_DAY = date(1900, 1, 1)
WRITTEN_OFF = GENERAL
FINDINGS_TOLD = 5


@dataclass(frozen=True, slots=True)
class FileVatReturn:
    """Which return was filed with HMRC."""

    today: date
    period: str | None = None
    """None: the oldest that is due."""
    accept_incomplete: bool = False
    """The return was completed outside (partial exemption); only then one with exempt sales can be marked."""
    acknowledge: tuple[str, ...] = ()
    """The findings that touch the return and that somebody took note of, by their ids."""


@dataclass(frozen=True, slots=True)
class UnfileVatReturn:
    """Which filed return to open again, and why."""

    today: date
    period: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """The period that is meant."""

    period: Period
    today: date
    reason: str | None = None
    accept_incomplete: bool = False
    acknowledge: tuple[str, ...] = ()


def prepare(db: Reader, company: int, command: FileVatReturn) -> ReturnPlan:
    """Find the period and refuse what cannot be filed."""
    books = _registered(db, company)
    period = _oldest_due(books, command.today) if command.period is None else None
    period = period or period_asked(books, command.period, command.today)
    plan = ReturnPlan(
        period, command.today, accept_incomplete=command.accept_incomplete, acknowledge=command.acknowledge
    )
    _refuse(books, plan)
    return plan


def _registered(db: Reader, company: int) -> VatBooks:
    books = VatBooks(db, company)
    if not books.regime:
        raise Conflict("this company is not registered for VAT, so it has no returns; register it first")
    return books


def _oldest_due(books: VatBooks, today: date) -> Period | None:
    for end in sorted(books.sums(FIRST_DAY, today - ONE_DAY)):
        period = books.regime.period_of(end)
        if end not in books.filed and period is not None:
            return period
    return None


def _refuse(books: VatBooks, plan: ReturnPlan) -> tuple[DoubleCount, ...]:
    """Refuse what cannot be filed; the findings that touch what can, each acknowledged."""
    period = plan.period
    name = f"{period.start} to {period.end}"
    if period.end in books.filed:
        filed = books.filed[period.end]
        raise Conflict(f"the VAT return {name} was already marked as filed on {london_day(filed.filed_at)}")
    if period.end >= plan.today:
        raise Conflict(f"the VAT period {name} is not over: its return can be filed from {period.end + ONE_DAY}")
    latest = max(books.filed, default=None)
    if latest is not None and period.end < latest:
        raise Conflict(f"the return to {latest} is filed; returns are filed in order. Unfile the later ones first")
    sums = books.sums(FIRST_DAY, period.end)
    waiting = sorted(
        end for end, found in sums.items() if end not in books.filed and end < period.end and any(found.values())
    )
    if waiting:
        raise Conflict(f"the return to {waiting[0]} is not marked as filed yet; returns are filed in order")
    if return_of(sums.get(period.end, {}), period.end).exempt_sales and not plan.accept_incomplete:
        raise Conflict(
            f"the return {name} has exempt sales, and partial exemption is not worked out here: it is not complete. "
            "Complete it outside, then mark it as filed with accept_incomplete"
        )
    open_ones = _findings(books, period)
    _refuse_unacknowledged(plan, open_ones, name)
    return open_ones


def _refuse_unacknowledged(plan: ReturnPlan, open_ones: Sequence[DoubleCount], name: str) -> None:
    """Each finding that touches the return is acknowledged, and nothing else is."""
    found = {one.finding_id: one for one in open_ones}
    strange = [given for given in plan.acknowledge if given not in found]
    if strange:
        which = ", ".join(found) or "none touches it"
        raise BadRequest(
            f"acknowledge: {strange[0]!r} is no open finding of the VAT return {name}; its findings: {which}",
            param="acknowledge",
            see="list_checks",
        )
    missing = [one for key, one in found.items() if key not in plan.acknowledge]
    if missing:
        count = "1 finding touches" if len(missing) == 1 else f"{len(missing):,} findings touch"
        told = "; ".join(f"{one.finding_id}: {one.message}" for one in missing[:FINDINGS_TOLD])
        raise Conflict(
            f"{count} the VAT return {name} and may count something twice. {told}. Put it right, or file with "
            "`acknowledge` naming each",
            see="list_checks",
        )


def apply(db: Writer, company: int, plan: ReturnPlan, cause: Cause) -> VatReport:
    """Freeze the boxes with the digest of the entries behind them, and move VAT control to VAT filed."""
    books = _registered(db, company)
    open_ones = _refuse(books, plan)
    period, locks = plan.period, locks_of(db, company)
    figures = books.figures(period)
    frozen = cause.last_entry
    entry = _filing_entry(cause.next_number(), period, figures, locks)
    filing_no = bring_entry(books_of(db, company), cause, None, entry).number
    filed = FiledReturn(
        period_start=period.start,
        period_end=period.end,
        status="filed",
        boxes=figures.boxes.in_whole_pounds(),
        entries_digest=entries_behind(db, company, period.end),
        last_entry=frozen,
        entry_no=filing_no,
        filed_by=cause.actor,
        filed_at=moment_from(cause.recorded_at),
        acknowledged=tuple(Acknowledged(one.finding_id, one.kind, one.amount, one.message) for one in open_ones),
    )
    add_return(db, cause, filed, locked_through=period.end)
    _repost_payments(db, cause, books.regime.filed_from)
    cause.note(
        "vat_return.file",
        str(period.end),
        after={
            "boxes": {str(n): pence for n, pence in filed.boxes.by_number().items()},
            "entries": filed.entries_digest.hex(),
            "locked_through": period.end,
            **({"acknowledged": acknowledged_text(filed.acknowledged)} if filed.acknowledged else {}),
        },
    )
    _look_again(db, cause)
    return _report(db, company, period, plan.today)


def _filing_entry(number: int, period: Period, figures: VatReturnFigures, locks: Locks) -> JournalEntry | None:
    """VAT control of the period to VAT filed; the flat rate's rounding to sales; errors out of time written off."""
    owed = figures.boxes.net_vat + figures.outside_boxes
    postings = merged(
        [
            Posting(VAT_CONTROL, -figures.control),
            Posting(VAT_FILED, -owed),
            Posting(SALES, figures.flat_rounding),
            Posting(WRITTEN_OFF, -figures.out_of_time),
        ]
    )
    if not postings:
        return None
    day = period.end
    if locks.closed(day):
        assert locks.first_open_day is not None
        day = locks.first_open_day
    return JournalEntry(day, Source("vat_return", number), postings, f"VAT return {period.start} to {period.end}")


def _repost_payments(db: Writer, cause: Cause, filed_from: date | None) -> None:
    """HMRC's money settles VAT filed from the first filed return on: where that moved, its lines are reposted."""
    names = load_names(db, cause.company)
    now = names.vat.filed_from
    if now == filed_from:
        return
    since = min(day for day in (now, filed_from) if day is not None)
    lines_changed(books_of(db, cause.company).under(names), cause, hmrc_payments_since(db, cause.company, names, since))


def _look_again(db: Writer, cause: Cause) -> None:
    """What was filed is owed from now on, or no longer."""
    books = books_of(db, cause.company).under(load_names(db, cause.company))
    for line in what_is_owed_changed(books, cause, [VAT_CONTROL]):
        line.note(cause)


def prepare_unfile(db: Reader, company: int, command: UnfileVatReturn) -> ReturnPlan:
    """Only the last filed return can be opened again, and only with a reason."""
    if not command.reason.strip():
        raise BadRequest("reason: say why a filed return is opened again", param="reason")
    books = _registered(db, company)
    plan = ReturnPlan(period_asked(books, command.period, command.today), command.today, command.reason.strip())
    _refuse_unfile(books, plan)
    return plan


def _refuse_unfile(books: VatBooks, plan: ReturnPlan) -> None:
    period = plan.period
    if period.end not in books.filed:
        raise Conflict(f"the VAT return {period.start} to {period.end} is not marked as filed")
    latest = max(books.filed)
    if period.end != latest:
        raise Conflict(f"the return to {latest} was filed after it; unfile that one first")


def apply_unfile(db: Writer, company: int, plan: ReturnPlan, cause: Cause) -> VatReport:
    """Open the return: its filing entry is reversed, its VAT can change again. The row of the filing stays."""
    books = _registered(db, company)
    _refuse_unfile(books, plan)
    filed = books.filed[plan.period.end]
    if filed.entry_no is not None:
        bring_entry(books_of(db, company), cause, filed.entry_no, None)
    through = max((end for end in books.filed if end != filed.period_end), default=None)
    add_return(
        db,
        cause,
        replace(filed, status="unfiled", entry_no=None, reason=plan.reason, acknowledged=()),
        locked_through=through,
    )
    _repost_payments(db, cause, books.regime.filed_from)
    cause.note(
        "vat_return.unfile",
        str(plan.period.end),
        before={"boxes": {str(n): pence for n, pence in filed.boxes.by_number().items()}},
        after={"reason": plan.reason, "locked_through": through},
    )
    # What came late and stood in a later return belongs to this one again, as if it had never been closed.
    scheme_changed(books_of(db, company).under(load_names(db, company)), cause, plan.period.start)
    _look_again(db, cause)
    return _report(db, company, plan.period, plan.today)


def _report(db: Reader, company: int, period: Period, today: date) -> VatReport:
    # Read afresh: the names at hand are those from before this write.
    books = VatBooks(db, company, names=load_names(db, company))
    return replace(report_of(books, period, today), findings=_findings(books, period))


def _findings(books: VatBooks, period: Period) -> tuple[DoubleCount, ...]:
    return touching(double_counts(books.whole()), period)


FILE = WriteWorkflow("vat_return.file", prepare, apply, short=False)
UNFILE = WriteWorkflow("vat_return.unfile", prepare_unfile, apply_unfile, short=False, needs=ADMIN)
