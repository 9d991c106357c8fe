"""Kept balances: movements per account, month and day, changed with the postings and never by anything else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from accountsos.dates import Period, month_end, month_start
from accountsos.reports.trial_balance import Movement
from accountsos.store.engine.sql import Reader, Row, Sql, Writer, day_from, day_number
from accountsos.store.names import Names

_KEEP = """INSERT INTO balance_{span} (company_id, category_no, account_no, contact_no, {span}, debit, credit, postings)
  VALUES (:company, :category, :account, :contact, :span, :debit, :credit, :postings)
  ON CONFLICT (company_id, {key}) DO UPDATE SET debit = balance_{span}.debit + excluded.debit,
  credit = balance_{span}.credit + excluded.credit, postings = balance_{span}.postings + excluded.postings"""
KEEP_MONTH = Sql(_KEEP.format(span="month", key="category_no, account_no, contact_no, month"))
KEEP_DAY = Sql(_KEEP.format(span="day", key="day, category_no, account_no, contact_no"))

_SUMS = """SELECT category_no, account_no, contact_no, CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT),
  CAST(SUM(postings) AS BIGINT) FROM balance_{span} WHERE company_id = :company AND {span} BETWEEN :first AND :last
  {only} GROUP BY category_no, account_no, contact_no"""
_CHOSEN = tuple(f"chosen_{letter}" for letter in "abcdefgh")
_ONLY = f"AND category_no IN ({', '.join(':' + name for name in _CHOSEN)})"
MONTHS, MONTHS_CHOSEN = Sql(_SUMS.format(span="month", only="")), Sql(_SUMS.format(span="month", only=_ONLY))
DAYS, DAYS_CHOSEN = Sql(_SUMS.format(span="day", only="")), Sql(_SUMS.format(span="day", only=_ONLY))
NET_OF_REVERSALS = """
  CAST(SUM(CASE WHEN r.entry_no IS NULL AND p.amount > 0 OR r.entry_no IS NOT NULL AND p.amount < 0 THEN p.amount
    ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN r.entry_no IS NULL AND p.amount < 0 OR r.entry_no IS NOT NULL AND p.amount > 0 THEN -p.amount
    ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN r.entry_no IS NULL THEN 1 ELSE -1 END) AS BIGINT)"""
"""Debit, credit and count of postings `p`, where a reversal `r` takes away what it cancels instead of adding to the
other side: what was posted and taken back was nothing."""
REVERSALS = """LEFT JOIN (SELECT entry_no FROM journal_entry WHERE company_id = :company AND reverses IS NOT NULL) r
  ON r.entry_no = p.entry_no"""
LATER = Sql(
    f"""SELECT p.category_no, COALESCE(p.account_no, 0), COALESCE(p.contact_no, 0), {NET_OF_REVERSALS}
       FROM posting p LEFT JOIN journal_entry r
       ON r.company_id = p.company_id AND r.entry_no = p.entry_no AND r.reverses IS NOT NULL
       WHERE p.company_id = :company AND p.entry_no > :last_entry AND p.entry_date BETWEEN :first AND :last
       GROUP BY p.category_no, COALESCE(p.account_no, 0), COALESCE(p.contact_no, 0)"""
)
ONE_ACCOUNT = Sql(
    """SELECT CAST(COALESCE(SUM(debit - credit), 0) AS BIGINT) FROM balance_month
       WHERE company_id = :company AND category_no = :category AND account_no = :account AND contact_no = 0
       AND month < :month"""
)
ONE_ACCOUNT_DAYS = Sql(
    """SELECT CAST(COALESCE(SUM(debit - credit), 0) AS BIGINT) FROM balance_day
       WHERE company_id = :company AND category_no = :category AND account_no = :account AND contact_no = 0
       AND day BETWEEN :first AND :last"""
)

ALL_MONTHS = Sql(
    """SELECT CAST(COALESCE(SUM(credit - debit), 0) AS BIGINT) FROM balance_month
       WHERE company_id = :company AND category_no = :category"""
)
EACH_MONTH = Sql(
    """SELECT month, CAST(SUM(credit - debit) AS BIGINT) FROM balance_month
       WHERE company_id = :company AND category_no = :category GROUP BY month"""
)
EACH_MONTH_LATER = Sql(
    """SELECT entry_date / 100, CAST(SUM(amount) AS BIGINT) FROM posting
       WHERE company_id = :company AND category_no = :category AND entry_no > :last_entry GROUP BY entry_date / 100"""
)

EACH_DAY = Sql(
    """SELECT day, CAST(SUM(credit - debit) AS BIGINT) FROM balance_day
       WHERE company_id = :company AND day BETWEEN :first AND :last AND category_no = :category GROUP BY day"""
)
EACH_DAY_LATER = Sql(
    """SELECT entry_date, CAST(SUM(amount) AS BIGINT) FROM posting WHERE company_id = :company
       AND category_no = :category AND entry_date BETWEEN :first AND :last AND entry_no > :last_entry
       GROUP BY entry_date"""
)
FIRST_POSTED = Sql("SELECT MIN(day) FROM balance_day WHERE company_id = :company")

FIRST_DAY, LAST_DAY = 19000101, 21991231
NO_CATEGORY = -1

BalanceKey = tuple[int, int, int, int]


class BalanceKeeper:
    """Adds up postings in memory and writes the sums once, in sorted key order, so that writers never deadlock."""

    def __init__(self) -> None:
        self._days: dict[BalanceKey, list[int]] = {}

    def add(
        self, category: int, account: int | None, contact: int, day: int, amount: int, *, reversal: bool = False
    ) -> None:
        """Count one posting. `contact` is 0 unless the account is kept per contact.

        A reversal takes away what it cancels, on the side where that stood: it is no movement of its own.
        """
        key = (category, account or 0, contact, day)
        sums = self._days.get(key)
        if sums is None:
            sums = self._days[key] = [0, 0, 0]
        if reversal:
            sums[amount > 0] -= abs(amount)
            sums[2] -= 1
        else:
            sums[amount < 0] += abs(amount)
            sums[2] += 1

    def know(self, contacts: Mapping[int, int]) -> None:
        """What was counted for a payee's place belongs to the contact that is now known to be meant."""
        for key in [key for key in self._days if key[2] < 0]:
            category, account, place, day = key
            sums = self._days.pop(key)
            kept = self._days.setdefault((category, account, contacts[place], day), [0, 0, 0])
            for n, number in enumerate(sums):
                kept[n] += number

    def write(self, db: Writer, company: int) -> None:
        """Add everything counted to the kept balances."""
        months: dict[BalanceKey, list[int]] = {}
        for (category, account, contact, day), sums in self._days.items():
            month = months.setdefault((category, account, contact, day // 100), [0, 0, 0])
            for n in range(3):
                month[n] += sums[n]
        db.run_many(KEEP_MONTH, ((company, *key, *months[key]) for key in sorted(months)))
        db.run_many(KEEP_DAY, ((company, *key, *self._days[key]) for key in sorted(self._days)))


def movements(
    db: Reader, company: int, names: Names, first: date | None, last: date | None, *, as_known: int | None = None
) -> list[Movement]:
    """What was posted from `first` to `last`, both included (None: open end), per account.

    Whole months come from the month table, the edges from the day table: the cost does not grow with the entries.
    `as_known` is the number of the last entry to count: later ones are taken off again.
    """
    rows: list[Row] = []
    for whole_months, low, high in _spans(first, last):
        rows += db.rows(MONTHS if whole_months else DAYS, company=company, first=low, last=high)
    if as_known is not None:
        low = day_number(first) if first else FIRST_DAY
        high = day_number(last) if last else LAST_DAY
        for category, account, contact, *later in db.rows(
            LATER, company=company, last_entry=as_known, first=low, last=high
        ):
            holder = contact if category in names.per_contact else 0
            rows.append((category, account, holder, *[-n for n in later]))
    return _added_up(names, rows)


def movements_of(db: Reader, company: int, names: Names, last: date, categories: Collection[str]) -> list[Movement]:
    """The same up to a day for a few accounts of the chart only: no other account's rows are read."""
    numbers = [names.category_no[category_id] for category_id in categories if category_id in names.category_no]
    rows: list[Row] = []
    for at in range(0, len(numbers), len(_CHOSEN)):
        some = numbers[at : at + len(_CHOSEN)]
        chosen = dict(zip(_CHOSEN, [*some, *[NO_CATEGORY] * len(_CHOSEN)], strict=False))
        for whole_months, low, high in _spans(None, last):
            sql = MONTHS_CHOSEN if whole_months else DAYS_CHOSEN
            rows += db.rows(sql, company=company, first=low, last=high, **chosen)
    return _added_up(names, rows)


def _added_up(names: Names, rows: Iterable[Row]) -> list[Movement]:
    """One movement per account and holder, in the order of their numbers."""
    sums: dict[Row, Row] = {}
    for row in rows:
        key = row[:3]
        kept = sums.get(key)
        sums[key] = row if kept is None else (*key, kept[3] + row[3], kept[4] + row[4], kept[5] + row[5])
    category_id, account_of = names.category_id, names.account_of
    return [
        Movement(
            category_id[category],
            account_of[account].bank_account_id if account else None,
            contact or None,
            debit,
            credit,
            count,
        )
        for category, account, contact, debit, credit, count in sorted(sums.values())
        if debit or credit or count
    ]


def first_posted_day(db: Reader, company: int) -> date | None:
    """The earliest day with a posting; None where the books are empty."""
    row = db.row(FIRST_POSTED, company=company)
    return None if row is None or row[0] is None else day_from(row[0])


def account_balance(db: Reader, company: int, category: int, account: int, as_of: date) -> int:
    """The balance of one bank account at the end of that day, debit positive."""
    month = day_number(as_of) // 100
    before = db.row(ONE_ACCOUNT, company=company, category=category, account=account, month=month)
    of_month = db.row(
        ONE_ACCOUNT_DAYS,
        company=company,
        category=category,
        account=account,
        first=month * 100,
        last=day_number(as_of),
    )
    assert before is not None
    assert of_month is not None
    return int(before[0]) + int(of_month[0])


def sum_of_all(db: Reader, company: int, category: int) -> int:
    """Credit less debit of one account over all time."""
    row = db.row(ALL_MONTHS, company=company, category=category)
    return 0 if row is None else int(row[0])


def month_sums(db: Reader, company: int, category: int, *, as_known: int | None = None) -> dict[date, int]:
    """Credit less debit of one account by month (its first day), over all time."""
    sums = {row[0]: row[1] for row in db.rows(EACH_MONTH, company=company, category=category)}
    if as_known is not None:
        for month, amount in db.rows(EACH_MONTH_LATER, company=company, category=category, last_entry=as_known):
            sums[month] = sums.get(month, 0) + amount
    return {date(month // 100, month % 100, 1): amount for month, amount in sorted(sums.items()) if amount}


def day_sums(db: Reader, company: int, category: int, days: Period, *, as_known: int | None = None) -> dict[date, int]:
    """Credit less debit of one account by day."""
    span = {"first": day_number(days.start), "last": day_number(days.end)}
    sums = {row[0]: row[1] for row in db.rows(EACH_DAY, company=company, category=category, **span)}
    if as_known is not None:
        for day, amount in db.rows(EACH_DAY_LATER, company=company, category=category, last_entry=as_known, **span):
            sums[day] = sums.get(day, 0) + amount
    return {day_from(day): amount for day, amount in sorted(sums.items()) if amount}


def _spans(first: date | None, last: date | None) -> Iterable[tuple[bool, int, int]]:
    """Up to three ranges of keys that together cover the days: days before, whole months (True), days after."""
    low = day_number(first) if first else FIRST_DAY
    high = day_number(last) if last else LAST_DAY
    whole_from = low // 100 if first is None or first == month_start(first) else low // 100 + 1
    whole_to = high // 100 if last is None or last == month_end(last) else high // 100 - 1
    if whole_to % 100 == 0:
        whole_to -= 88
    if whole_from % 100 == 13:
        whole_from += 88
    if whole_from > whole_to:
        yield False, low, high
        return
    if low // 100 < whole_from:
        yield False, low, low // 100 * 100 + 31
    yield True, whole_from, whole_to
    if high // 100 > whole_to:
        yield False, high // 100 * 100 + 1, high
