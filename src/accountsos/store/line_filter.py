"""Which bank lines: a filter as conditions, with the sums that are kept of whole months and days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from accountsos.store.changed_things import LINES_SINCE
from accountsos.store.engine.in_list import in_list, list_values
from accountsos.store.engine.search import contains
from accountsos.store.engine.sql import Value
from accountsos.store.line_counter import ALL_CATEGORIES, SURE
from accountsos.store.short_words import SOURCE_CODES

LOWEST, HIGHEST = 0, 99_999_999


class Filter(msgspec.Struct, frozen=True):
    """Which transactions; None means any. Numbers as stored."""

    first: int = LOWEST
    last: int = HIGHEST
    category: int | None = None
    account: int | None = None
    contact: int | None = None
    search: str | None = None
    """A pattern of `like_pattern`."""
    reviewed: int | None = None
    min_confidence: int | None = None
    max_confidence: int | None = None
    money_in: bool | None = None
    waiting: str | None = None
    """A part of what nobody has looked at: a name of WAITING."""
    size: int | None = None
    """An amount in or out, as somebody looks for it who does not think of signs."""
    amount_from: int | None = None
    amount_to: int | None = None
    source: str | None = None
    """Where the category comes from."""
    import_no: int | None = None
    has_document: bool | None = None
    few_papers: bool = False
    """Whether there are so few lines with papers that they are looked up rather than met on the way."""
    numbers: tuple[int, ...] | None = None
    since: int | None = None
    """Only what was made or changed since that moment."""

    @property
    def reads_all(self) -> bool:
        """Whether whoever adds up the lines has to look at each that there is: neither days nor an index narrow them.

        The table itself is gone through then: that is a third of what the way over an index costs.
        """
        return (
            (self.first, self.last) == (LOWEST, HIGHEST)
            and self.search is not None
            and self.category is None
            and self.account is None
            and self.contact is None
            and self.numbers is None
            and self.reviewed != 0
            and self.waiting is None
            and self.import_no is None
            and self.since is None
            and not self.few_papers
        )

    @property
    def by_waiting_days(self) -> bool:
        """Whether it asks for what nobody has looked at, and nothing else narrows that to an index of its own."""
        return (
            (self.reviewed == 0 or self.waiting is not None)
            and self.waiting != "questions"
            and self.category is None
            and self.account is None
            and self.contact is None
            and self.numbers is None
            and not self.few_papers
        )

    @property
    def counted(self) -> bool:
        """Whether the kept counters know the total: only days, category and what waits."""
        return self.has_document is None and self.counted_but_for_papers

    @property
    def sum_kept(self) -> str | None:
        """Which kept sum is its total, where one is."""
        if self.counted:
            return self.waiting or "lines"
        if self.reviewed is not None and self.waiting is None and msgspec.structs.replace(self, reviewed=None).counted:
            return _LOOKED_AT[self.reviewed]
        return None

    @property
    def counted_but_for_papers(self) -> bool:
        """The same, whether papers stand beside the line or not."""
        return (
            self.amount_from is None
            and self.amount_to is None
            and self.source is None
            and self.import_no is None
            and self.numbers is None
            and self.account is None
            and self.contact is None
            and self.search is None
            and self.reviewed is None
            and self.min_confidence is None
            and self.max_confidence is None
            and self.money_in is None
            and self.size is None
            and self.since is None
        )


CONDITIONS = {
    "category": "t.category_no = :category",
    "account": "t.account_no = :account",
    "contact": "t.contact_no = :contact",
    "min_confidence": "t.confidence >= :min_confidence",
    "max_confidence": "t.confidence <= :max_confidence",
    "size": "(t.amount = :size OR t.amount = -:size)",
    "amount_from": "t.amount >= :amount_from",
    "amount_to": "t.amount <= :amount_to",
    "source": "t.source = :source",
    "import_no": "t.import_no = :import_no",
    "since": LINES_SINCE,
}
_PAPERS = """EXISTS (SELECT 1 FROM document_link l
  WHERE l.company_id = t.company_id AND l.transaction_no = t.transaction_no)"""
_HAS_DOCUMENT = {True: _PAPERS, False: f"NOT {_PAPERS}"}
_FEW_PAPERS = "t.transaction_no IN (SELECT l.transaction_no FROM document_link l WHERE l.company_id = :company)"
_MONEY_IN = {True: "t.amount > 0", False: "t.amount < 0"}
_REVIEWED = {1: "t.reviewed = 1", 0: "t.reviewed = 0"}
WAITING = {
    "questions": f"t.reviewed = 0 AND t.confidence < {SURE}",
    "sure": f"t.reviewed = 0 AND t.confidence >= {SURE}",
}
"""These are written out, not bound: only so does the database see that an index of just such lines will do."""
_DAYS_WITH = f"""t.booked_on IN (SELECT w.day FROM line_count_day w WHERE w.company_id = :company
  AND w.category_no = {ALL_CATEGORIES} AND w.day BETWEEN :first AND :last AND {{what}} > 0)"""
"""Of what nobody has looked at there may be little among a million: so only the days are gone through of which the kept
counters say that they have some."""
_WAITING_DAYS = {part: _DAYS_WITH.format(what=f"w.{part}") for part in WAITING}
_UNREVIEWED_DAYS = _DAYS_WITH.format(what="w.questions + w.sure")
DAYS = "t.company_id = :company AND t.status = 1 AND t.booked_on BETWEEN :first AND :last"
_KEPT = """SELECT {what} FROM line_count_{span} WHERE company_id = :company
  AND category_no = :counted AND {span} BETWEEN :{first} AND :{last}"""
_SPANS = (("month", "month"), ("day", "head"), ("day", "tail"))


UNREVIEWED, REVIEWED = "unreviewed", "reviewed"
_LOOKED_AT = {0: UNREVIEWED, 1: REVIEWED}
_ADDED = {UNREVIEWED: "questions + sure", REVIEWED: "lines - questions - sure"}


def kept_sums(names: Sequence[str]) -> str:
    """A statement of kept sums over a range of days: whole months, and the days before and after them."""
    added = ", ".join(f"CAST(COALESCE(SUM({name}), 0) AS BIGINT)" for name in names)
    what = ", ".join(f"{_ADDED.get(name, name)} AS {name}" for name in names)
    parts = (_KEPT.format(what=what, span=span, first=f"{n}_first", last=f"{n}_last") for span, n in _SPANS)
    return f"SELECT {added} FROM ({' UNION ALL '.join(parts)}) AS counted"


_INDEXED = re.compile(r"\bt\.(booked_on|category_no|account_no|contact_no|status|reviewed)\b")


def by_number(where: str) -> str:
    """With a plus before what has an index, SQLite looks the lines up one by one instead of walking that."""
    return _INDEXED.sub(r"+t.\1", where)


def conditions_of(chosen: Filter) -> tuple[str, ...]:
    """What the filter asks for beside days, as SQL."""
    found = [sql for name, sql in CONDITIONS.items() if getattr(chosen, name) is not None]
    if chosen.search is not None:
        columns = ("t.description", "t.notes")
        found.append(f"({' OR '.join(contains(each, chosen.search, parameter='search') for each in columns)})")
    if chosen.reviewed is not None:
        found.append(_REVIEWED[chosen.reviewed])
    if chosen.money_in is not None:
        found.append(_MONEY_IN[chosen.money_in])
    if chosen.waiting is not None:
        found.append(WAITING[chosen.waiting])
    if chosen.has_document is not None:
        found.append(_FEW_PAPERS if chosen.few_papers else _HAS_DOCUMENT[chosen.has_document])
    if chosen.by_waiting_days:
        found.append(_UNREVIEWED_DAYS if chosen.waiting is None else _WAITING_DAYS[chosen.waiting])
    if chosen.numbers is not None:
        found.append(in_list("t.transaction_no", len(chosen.numbers)))
    return tuple(found)


def values_of(chosen: Filter) -> dict[str, Value]:
    """The parameters of all of them, and of the kept counters."""
    return {
        "first": chosen.first,
        "last": chosen.last,
        "category": chosen.category,
        "account": chosen.account,
        "contact": chosen.contact,
        "search": chosen.search,
        "min_confidence": chosen.min_confidence,
        "max_confidence": chosen.max_confidence,
        "size": chosen.size,
        "since": chosen.since,
        "amount_from": chosen.amount_from,
        "amount_to": chosen.amount_to,
        "source": None if chosen.source is None else SOURCE_CODES.get(chosen.source, ""),
        "import_no": chosen.import_no,
        **list_values(chosen.numbers or ()),
        "counted": ALL_CATEGORIES if chosen.category is None else chosen.category,
        **_key_ranges(chosen.first, chosen.last),
    }


@lru_cache(maxsize=256)
def _key_ranges(low: int, high: int) -> dict[str, int]:
    """The counters' keys that cover the days: a part of the first month, whole months, a part of the last month."""
    ranges = {"head_first": 1, "head_last": 0, "tail_first": 1, "tail_last": 0}
    first_month, last_month = low // 100, high // 100
    if first_month == last_month:
        return {**ranges, "head_first": low, "head_last": high, "month_first": 1, "month_last": 0}
    if low % 100 > 1:
        ranges.update(head_first=low, head_last=first_month * 100 + 99)
        first_month += 1
    if high % 100 < 31:
        ranges.update(tail_first=last_month * 100, tail_last=high)
        last_month -= 1
    return {**ranges, "month_first": first_month, "month_last": last_month}
