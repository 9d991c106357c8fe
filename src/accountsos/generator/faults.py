"""Files with what goes wrong at real banks, each labelled with what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accountsos.dates import Period, month_end
from accountsos.errors import BadRequest
from accountsos.generator.company import GeneratedCompany
from accountsos.generator.lines import TrueLine
from accountsos.generator.printing import PLAIN, StatementOptions

FORMULAS = ("=1+1", "+44 20 7946 0000", "@SUM(A1:A9)", "-2+3", '=HYPERLINK("http://example.test","REFUND")')
NOT_ASCII = "CAFÉ ÉCLAIR & Cö £5 CLUB"


@dataclass(frozen=True, slots=True)
class FaultCase:
    """Files of one account to be imported one after another."""

    fault: str
    """overlap | mid_day_cut | mid_day_cut_overlap | fitid_reuse | fitid_change | twins | encoding | ambiguous_dates |
    missing_row | formula_text | pending"""
    bank: str
    files: tuple[bytes, ...]
    lines: tuple[int, ...]
    """The numbers of the lines that must be in the account afterwards, each once."""
    at_fault: tuple[int, ...]
    """The lines the fault is about; for a missing row the one that is missing."""


@dataclass(frozen=True, slots=True)
class _Month:
    company: GeneratedCompany
    account: str
    period: Period
    lines: tuple[TrueLine, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(line.number for line in self.lines)

    def file(
        self, bank: str, options: StatementOptions = PLAIN, *, first: date | None = None, last: date | None = None
    ) -> bytes:
        start, end = first or self.period.start, last or self.period.end
        return self.company.statement(self.account, start, end, bank=bank, options=options)


def fault_cases(company: GeneratedCompany, account_ref: str = "ba_main") -> list[FaultCase]:
    """One or more cases of every fault, of the fullest month that has a twin on that account."""
    month = _fullest_month(company, account_ref)
    return [case for make in _MAKERS for case in make(month)]


def _fullest_month(company: GeneratedCompany, account_ref: str) -> _Month:
    best: _Month | None = None
    first = company.start
    while first <= company.end:
        period = Period(first, month_end(first))
        lines = tuple(line for line in company.lines(period.start, period.end) if line.account == account_ref)
        has_twin = any(line.duplicate_group is not None for line in lines)
        if has_twin and (best is None or len(lines) > len(best.lines)):
            best = _Month(company, account_ref, period, lines)
        first = date.fromordinal(period.end.toordinal() + 1)
    if best is None or len(best.lines) < 12:
        raise BadRequest(f"{company.profile.name} has too few lines in {account_ref} to show every fault; ask for more")
    return best


def _overlap(month: _Month) -> list[FaultCase]:
    """Whole days are in both files."""
    tenth, twentieth = month.period.start.replace(day=10), month.period.start.replace(day=20)
    both = tuple(line.number for line in month.lines if tenth <= line.booked_on <= twentieth)
    return [
        FaultCase(
            "overlap", bank, (month.file(bank, last=twentieth), month.file(bank, first=tenth)), month.numbers, both
        )
        for bank in ("monzo", "lloyds", "barclays", "ofx")
    ]


def _mid_day_cut(month: _Month) -> list[FaultCase]:
    """One file ends inside a day. The next one goes on from there, or shows the whole day."""
    at = next(
        n for n, line in enumerate(month.lines[1:], 1) if month.lines[n - 1].booked_on == line.booked_on and n > 3
    )
    last, day = month.lines[at - 1].number, month.lines[at].booked_on
    of_the_day = tuple(line.number for line in month.lines if line.booked_on == day)
    cases: list[FaultCase] = []
    for bank in ("natwest", "barclays"):
        head = month.file(bank, StatementOptions(until_line=last), last=day)
        rest = month.file(bank, StatementOptions(after_line=last), first=day)
        cases.append(FaultCase("mid_day_cut", bank, (head, rest), month.numbers, of_the_day))
        whole = month.file(bank, first=day)
        cases.append(FaultCase("mid_day_cut_overlap", bank, (head, whole), month.numbers, of_the_day))
    return cases


def _fitid_reuse(month: _Month) -> list[FaultCase]:
    """Two lines of different amounts under one id: both are real."""
    first = month.lines[0]
    other = next(line for line in month.lines if line.amount != first.amount)
    pair = (first.number, other.number)
    options = StatementOptions(ids=dict.fromkeys(pair, "2026REUSED01"))
    return [FaultCase("fitid_reuse", "ofx", (month.file("ofx", options),), month.numbers, pair)]


def _fitid_change(month: _Month) -> list[FaultCase]:
    """The last lines of the first file come again in the second with other ids."""
    cut = month.lines[len(month.lines) // 2].booked_on
    early = [line.number for line in month.lines if line.booked_on <= cut]
    changed = tuple(early[-3:])
    options = StatementOptions(ids={number: f"PENDING{number:08d}" for number in changed})
    files = (month.file("ofx", options, last=cut), month.file("ofx"))
    return [FaultCase("fitid_change", "ofx", files, month.numbers, changed)]


def _twins(month: _Month) -> list[FaultCase]:
    """Equal lines of one day are all real, with and without a balance to tell them apart."""
    twins = tuple(line.number for line in month.lines if line.duplicate_group is not None)
    return [FaultCase("twins", bank, (month.file(bank),), month.numbers, twins) for bank in ("hsbc", "natwest")]


def _encodings(month: _Month) -> list[FaultCase]:
    number = month.lines[1].number
    return [
        FaultCase(
            "encoding",
            "starling",
            (month.file("starling", StatementOptions(encoding=encoding, texts={number: NOT_ASCII})),),
            month.numbers,
            (number,),
        )
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16")
    ]


def _ambiguous_dates(month: _Month) -> list[FaultCase]:
    """Every day is twelve or less, so that day and month could be swapped."""
    last = month.period.start.replace(day=12)
    numbers = tuple(line.number for line in month.lines if line.booked_on <= last)
    return [
        FaultCase("ambiguous_dates", bank, (month.file(bank, last=last),), numbers, numbers)
        for bank in ("barclays", "starling")
    ]


def _missing_row(month: _Month) -> list[FaultCase]:
    """A row is gone and the running balance tells where."""
    number = month.lines[len(month.lines) // 2].number
    rest = tuple(n for n in month.numbers if n != number)
    options = StatementOptions(leave_out=frozenset({number}))
    return [
        FaultCase("missing_row", bank, (month.file(bank, options),), rest, (number,)) for bank in ("lloyds", "starling")
    ]


def _formula_text(month: _Month) -> list[FaultCase]:
    """Text that a spreadsheet would run."""
    texts = dict(zip(month.numbers, FORMULAS, strict=False))
    options = StatementOptions(texts=texts)
    return [
        FaultCase("formula_text", bank, (month.file(bank, options),), month.numbers, tuple(texts))
        for bank in ("starling", "hsbc")
    ]


def _pending(month: _Month) -> list[FaultCase]:
    """A card payment is pending in the first file and booked in the second; it counts once."""
    shown = (n for n in month.lines[2:] if n.kind == "card" and n.booked_on > n.occurred_on >= month.lines[0].booked_on)
    line = next(shown, None)
    if line is None:
        return []
    pending = tuple(
        n.number for n in month.lines if n.kind == "card" and n.occurred_on <= line.occurred_on < n.booked_on
    )
    files = (
        month.file("revolut_business", StatementOptions(pending=True), last=line.occurred_on),
        month.file("revolut_business"),
    )
    return [FaultCase("pending", "revolut_business", files, month.numbers, pending)]


_MAKERS: tuple[Callable[[_Month], list[FaultCase]], ...] = (
    _overlap,
    _mid_day_cut,
    _fitid_reuse,
    _fitid_change,
    _twins,
    _encodings,
    _ambiguous_dates,
    _missing_row,
    _formula_text,
    _pending,
)
