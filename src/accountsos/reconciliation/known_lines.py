"""Which lines of a file are already there: duplicates are counted, not guessed. For one bank account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accountsos.money import Pence, text_from_pence
from accountsos.reconciliation.known_index import KnownIndex
from accountsos.reconciliation.line_key import is_similar, line_key, normalised
from accountsos.statements.line import StatementLine

ID_DAYS = 5
"""A bank's id means the same line only within so many days."""
TEXT_DAYS, TEXT_DAYS_PENDING = 3, 5
DAYS_AROUND = 5
"""Known lines are needed from so many days before the file's first day to so many after its last."""
PENDING_LAPSES_AFTER_DAYS = 10
_DAYS_NAMED = 5


class Finding(StrEnum):
    """What a line of the file is."""

    NEW = "new"
    DUPLICATE = "duplicate"
    DOUBTFUL = "doubtful"
    REPLACES_PENDING = "replaces_pending"


class MatchedBy(StrEnum):
    """What a duplicate was known by."""

    BANK_ID = "bank_id"
    KEY = "key"
    TEXT = "text"
    """Amount, day and similar text, across formats or from pending to booked."""


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line that is already there."""

    number: int
    booked_on: date
    amount: Pence
    currency: str
    key: int | bytes
    """`line_key` of the line it came from; bytes are read as a signed number."""
    bank_id: str | None = None
    balance: Pence | None = None
    description: str = ""
    pending: bool = False
    deleted: bool = False
    """A tombstone: it counts, so that a deleted line does not come back."""
    format: str | None = None
    """The format of the file it came from; None where it was entered by hand. Lines of the file's own format are
    matched by id and key alone, so that the same coffee on two days stays two."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one line of the file is, and why."""

    finding: Finding
    number: int | None = None
    """The known line that it is, or that it replaces."""
    matched_by: MatchedBy | None = None
    candidates: tuple[int, ...] = ()
    """For a doubtful line: the known lines that it may be."""
    warning: str | None = None


NEW = Verdict(Finding.NEW)


class KnownLines:
    """An index of what is there, fed with the lines of one file in file order; each known line is matched once."""

    def __init__(
        self,
        known: Iterable[KnownLine],
        *,
        format: str,  # noqa: A002 - the word of the contract
        days: tuple[date, date] | None = None,
    ) -> None:
        """`days` are the file's first and last: only these can be cut, days between them it shows whole."""
        self._index = KnownIndex()
        self._format = format
        self._known_per_day: Counter[int] = Counter()
        for line in known:
            key = line.key if isinstance(line.key, int) else int.from_bytes(line.key, "big", signed=True)
            own = line.format == format
            text = None if own and not line.pending else normalised(line.description)
            self._index.add(
                line.number,
                line.booked_on.toordinal(),
                line.amount,
                line.currency,
                key=key,
                bank_id=line.bank_id,
                text=text,
                pending=line.pending,
                deleted=line.deleted,
            )
            if own and not line.pending and not line.deleted:
                self._known_per_day[line.booked_on.toordinal()] += 1
        self._used = bytearray(len(self._index))
        self._reserved = bytearray(len(self._index))
        self._is_prepared = False
        self._days = days
        self._ids_held = self._ids_changed = 0
        self.counts: Counter[Finding] = Counter()
        self._seen_per_day: Counter[int] = Counter()
        self._by_key_alone: Counter[int] = Counter()

    def prepare(self, lines: Iterable[StatementLine]) -> None:
        """Look at the whole file once before the verdicts: which known lines it surely shows, and if its ids hold.

        Without it the ids are judged by what was seen so far, and a match on another day is only ever doubtful.
        """
        for line in lines:
            key = line_key(line)
            if self._by_id(line) is None and self._by_key(line, key) is None:
                self._by_text_same_day(line)
        self._reserved, self._used = self._used, bytearray(len(self._index))
        self._is_prepared = True

    def verdict(self, line: StatementLine, key: int | None = None) -> Verdict:
        """What this line is. To be asked once for every line, in file order."""
        found = self._verdict(line, line_key(line) if key is None else key)
        self.counts[found.finding] += 1
        return found

    def _verdict(self, line: StatementLine, key: int) -> Verdict:
        if (known := self._by_id(line)) is not None:
            return self._matched(line, known, MatchedBy.BANK_ID)
        warning = self._other_use_of_id(line)
        if (known := self._by_key(line, key)) is not None:
            if line.balance is None and not line.pending:
                self._by_key_alone[line.booked_on.toordinal()] += 1
            return self._matched(line, known, MatchedBy.KEY, warning)
        if (known := self._by_text_same_day(line)) is not None:
            return self._matched(line, known, MatchedBy.TEXT, warning)
        return self._by_text_near(line, warning)

    def _matched(self, line: StatementLine, known: int, matched_by: MatchedBy, warning: str | None = None) -> Verdict:
        index = self._index
        self._used[known] = 1
        if index.pending[known] and not line.pending:
            return Verdict(Finding.REPLACES_PENDING, index.numbers[known], matched_by, warning=warning)
        if not index.pending[known] and not index.deleted[known] and index.text(known) is None:
            self._seen_per_day[index.days[known]] += 1
        return Verdict(Finding.DUPLICATE, index.numbers[known], matched_by, warning=warning)

    def _by_id(self, line: StatementLine) -> int | None:
        """Rule 2: the same id only with the same amount and at most five days apart."""
        if line.bank_id is None:
            return None
        for known in self._index.with_id(line.bank_id):
            if not self._used[known] and self._is_same_use_of_id(line, known):
                self._used[known] = 1
                if not self._is_prepared:
                    self._ids_held += 1
                return known
        return None

    def _is_same_use_of_id(self, line: StatementLine, known: int) -> bool:
        index = self._index
        near = abs(index.days[known] - line.booked_on.toordinal()) <= ID_DAYS
        return near and index.is_amount(known, line.amount, line.currency)

    def _other_use_of_id(self, line: StatementLine) -> str | None:
        if line.bank_id is None:
            return None
        for known in self._index.with_id(line.bank_id):
            if not self._is_same_use_of_id(line, known):
                on = date.fromordinal(self._index.days[known])
                amount = text_from_pence(line.amount, line.currency)
                return (
                    f"The bank's id {line.bank_id} was already used on {on:%d %B %Y} for another line; "
                    f"the one of {line.booked_on:%d %B %Y} over {amount} is kept as a line of its own."
                )
        return None

    def _by_key(self, line: StatementLine, key: int) -> int | None:
        """Rule 4: the n-th line with a key is known if n with that key are there.

        Where this bank's ids hold from file to file, a line with another id is another line, however equal.
        """
        index = self._index
        best: tuple[tuple[bool, int, int], int] | None = None
        for known in index.with_key(key):
            if self._used[known]:
                continue
            if self._is_other_id(line, known) and self._ids_hold() and not self._shows_whole_day(line):
                continue
            rank = (bool(index.pending[known]) != line.pending, index.deleted[known], index.numbers[known])
            if best is None or rank < best[0]:
                best = (rank, known)
        if best is None:
            return None
        self._used[best[1]] = 1
        if not self._is_prepared and self._is_other_id(line, best[1]):
            self._ids_changed += 1
        return best[1]

    def _ids_hold(self) -> bool:
        """Whether more lines of the file were known by their id than came back under another one."""
        return self._ids_held > self._ids_changed

    def _shows_whole_day(self, line: StatementLine) -> bool:
        """Whether the file cannot be cut inside this day: then a known line that it lacks by id has a new id there."""
        return self._days is not None and self._days[0] < line.booked_on < self._days[1]

    def _is_other_id(self, line: StatementLine, known: int) -> bool:
        """Whether both have an id and the ids differ; an id may change from pending to booked."""
        if line.pending or self._index.pending[known]:
            return False
        return self._index.has_other_id(known, line.bank_id)

    def _alike(self, line: StatementLine, *, days: int) -> list[tuple[int, bool | None]]:
        """Known lines of other formats, or pending on one side, with this amount and near this day."""
        index, day = self._index, line.booked_on.toordinal()
        found: list[tuple[int, bool | None]] = []
        for known in index.with_amount(line.amount, line.currency, near=day, days=days):
            pending = bool(index.pending[known]) or line.pending
            reach = min(days, TEXT_DAYS_PENDING if pending else TEXT_DAYS)
            if self._used[known] or index.deleted[known] or abs(index.days[known] - day) > reach:
                continue
            similar = is_similar(normalised(line.description), index.text(known) or "")
            if similar is not False and not self._is_other_id(line, known):
                found.append((known, similar))
        return found

    def _are_twins(self, known: list[int]) -> bool:
        """Whether they cannot be told apart, so that it does not matter which of them is taken."""
        index = self._index
        return len({(index.days[k], index.text(k), index.pending[k]) for k in known}) == 1

    def _by_text_same_day(self, line: StatementLine) -> int | None:
        """Rule 5 on the same day: the one known line of similar text, or the first of several twins."""
        alike = [known for known, similar in self._alike(line, days=0) if similar]
        if not alike or not self._are_twins(alike):
            return None
        first = min(alike, key=self._index.numbers.__getitem__)
        self._used[first] = 1
        return first

    def _by_text_near(self, line: StatementLine, warning: str | None) -> Verdict:
        """Rule 5 on a near day: a match where it is the only one, else possible duplicates."""
        index = self._index
        alike = [(k, similar) for k, similar in self._alike(line, days=TEXT_DAYS_PENDING) if not self._reserved[k]]
        if not alike:
            return Verdict(Finding.NEW, warning=warning) if warning else NEW
        positions = [known for known, _ in alike]
        first = min(positions, key=index.numbers.__getitem__)
        is_sure = all(similar for _, similar in alike) and self._are_twins(positions)
        if is_sure and (self._is_prepared or index.pending[first]):
            return self._matched(line, first, MatchedBy.TEXT, warning)
        candidates = tuple(sorted(index.numbers[known] for known in positions))
        return Verdict(Finding.DOUBTFUL, candidates=candidates, warning=warning)

    def finish(self) -> tuple[str, ...]:
        """What a person should know of the whole file."""
        cut = [
            (day, count)
            for day, count in sorted(self._by_key_alone.items())
            if self._seen_per_day[day] < self._known_per_day[day]
        ]
        is_known = bool(self.counts) and set(self.counts) == {Finding.DUPLICATE}
        warnings = ["Every line of this file is already there: nothing changes."] if is_known else []
        warnings += [
            f"{count} identical {'row' if count == 1 else 'rows'} of {date.fromordinal(day):%d %B %Y} skipped: the "
            f"file lacks other lines of that day that are already there. Keep them if they are further payments."
            for day, count in cut[:_DAYS_NAMED]
        ]
        if len(cut) > _DAYS_NAMED:
            warnings.append(f"The same holds for {len(cut) - _DAYS_NAMED} more days.")
        return tuple(warnings)


def judged(known: KnownLines, read: Callable[[], Iterable[StatementLine]]) -> Iterator[tuple[StatementLine, Verdict]]:
    """Each line of the file with its verdict; `read` gives the lines anew each time, as `Statement.lines` does."""
    known.prepare(read())
    for line in read():
        yield line, known.verdict(line)


def has_lapsed(last_seen_on: date, today: date) -> bool:
    """Whether a pending line that no file showed since then is given up (rule 6)."""
    return (today - last_seen_on).days >= PENDING_LAPSES_AFTER_DAYS


__all__ = ["DAYS_AROUND", "Finding", "KnownLine", "KnownLines", "MatchedBy", "Verdict", "judged", "line_key"]
