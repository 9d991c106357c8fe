"""VAT schemes and filed returns: what was filed is what the audit log and the postings tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter

from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.ledger.vat_scheme import SCHEMES
from accountsos.reports.vat_return import return_of
from accountsos.store.checks.fault import Fault, Walk, wrong
from accountsos.store.checks.recorded import Recorded, Told
from accountsos.store.checks.rules import Rows, Rule, a_day, between, equals, flag, one_of, or_nothing
from accountsos.store.engine.sql import Reader, Row, day_from
from accountsos.store.names import names_of
from accountsos.store.vat import entries_behind, filed_returns, vat_sums
from accountsos.uk_rules.vat_periods import Stagger

_WRITE = "FROM audit_event a WHERE a.company_id = t.company_id AND a.seq = t.recorded_seq"


def returns(db: Reader, company: int) -> Iterator[Fault]:
    """The boxes of every return that stands as filed follow from its postings, and so does its digest of entries."""
    sums = vat_sums(db, company, names_of(db, company), FIRST_DAY, LAST_DAY)
    for end, filed in filed_returns(db, company).items():
        thing = f"VAT return to {end}"
        boxes = return_of(sums.get(end, {}), end).boxes.in_whole_pounds()
        if boxes != filed.boxes:
            also = ("vat_return.period_end", "vat_sum.amount")
            yield wrong("vat", thing, "vat_return.boxes", (filed.boxes.by_number(), boxes.by_number()), also=also)
        behind = entries_behind(db, company, end, filed.last_entry)
        if behind != filed.entries_digest:
            yield wrong("vat", thing, "vat_return.entries_digest", (filed.entries_digest, behind))


def _day(company: int, row: Row) -> str:
    return str(day_from(row[0]))


def _told(name: str) -> Callable[[Mapping[str, object]], object]:
    return lambda told: told.get(name)


CHECKS = (
    Walk("vat", returns),
    Rows(
        "vat",
        "vat_return",
        "period_end recorded_seq",
        [
            a_day("period_end"),
            a_day("period_start"),
            Rule("period_start", "t.period_start < t.period_end", "before the period ends"),
            one_of("status", "filed", "unfiled"),
            Rule(
                "status",
                """EXISTS (SELECT 1 FROM audit_event a WHERE a.company_id = t.company_id AND a.seq = t.recorded_seq
                   AND a.action = CASE t.status WHEN 'filed' THEN 'vat_return.file' ELSE 'vat_return.unfile' END)""",
                "what its write did",
                also=("vat_return.recorded_seq",),
            ),
            Rule(
                "last_entry",
                """t.last_entry = CASE WHEN t.entry_no IS NOT NULL THEN t.entry_no - 1 ELSE t.last_entry END
                   AND t.last_entry <= (SELECT MAX(a.last_entry) FROM audit_event a WHERE a.company_id = t.company_id
                     AND a.seq = t.recorded_seq)""",
                "the last entry before it was filed",
                "CASE WHEN t.entry_no IS NOT NULL THEN t.entry_no - 1 END",
            ),
            equals(
                "filed_by",
                f"SELECT MIN(a.actor) {_WRITE}",
                "who wrote it",
            ),
            equals(
                "filed_at",
                f"SELECT MIN(a.recorded_at) {_WRITE}",
                "when it was written",
            ),
        ],
        called="VAT return to {} of write {}",
    ),
    Recorded(
        "vat",
        Told(
            table="vat_return",
            columns=("period_end", "reason", "acknowledged", "recorded_seq"),
            actions=("vat_return.file", "vat_return.unfile"),
            subject=_day,
            called=lambda company, row: f"VAT return to {_day(company, row)}",
            says={name: _told(name) for name in ("reason", "acknowledged")},
        ),
    ),
    Rows(
        "vat",
        "vat_scheme",
        "in_force_from recorded_seq",
        [
            a_day("in_force_from"),
            one_of("scheme", *SCHEMES),
            a_day("registered_on"),
            one_of("stagger", *(str(stagger) for stagger in Stagger)),
            between("annual_year_end_month", 1, 12),
            or_nothing(one_of("instalments", "monthly", "quarterly")),
            flag("limited_cost"),
            flag("withdrawn"),
            flag("cash_turnover"),
        ],
        called="VAT scheme from {} of write {}",
    ),
    Recorded(
        "vat",
        Told(
            table="vat_scheme",
            columns=("in_force_from", "scheme", "stagger", "vat_number", "sector", "recorded_seq"),
            actions=("vat.scheme",),
            subject=_day,
            called=lambda company, row: f"VAT scheme from {_day(company, row)}",
            says={name: itemgetter(name) for name in ("scheme", "stagger", "vat_number", "sector")},
        ),
    ),
)
