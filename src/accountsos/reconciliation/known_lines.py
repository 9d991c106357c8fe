"""Which lines of a file are already there: the file is asked as a whole, day by day. For one bank account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from accountsos.money import Pence, text_from_pence
from accountsos.reconciliation.account_proof import AccountProof, prove_account
from accountsos.reconciliation.alignment import Alignment, align
from accountsos.reconciliation.file_days import FileDays
from accountsos.reconciliation.known_index import KnownIndex, KnownLine
from accountsos.reconciliation.near_days import match_near_days
from accountsos.reconciliation.verdict import DAYS_AROUND, NEW, Finding, MatchedBy, Verdict
from accountsos.statements.line import StatementLine

PENDING_LAPSES_AFTER_DAYS = 10
_DAYS_NAMED = 5
_LINES_NAMED = 3
_TELLING_DAYS_OF_ANOTHER_ACCOUNT = 5
"""So many lines of days that a file shows must all be missing from it before it looks like another account's."""


class KnownLines:
    """What is there, held against one file: `prepare` takes the whole file, `verdict` then tells line by line."""

    def __init__(
        self,
        known: Iterable[KnownLine],
        *,
        format: str,  # noqa: A002 - the word of the contract
        shown: Sequence[tuple[date, date]] = (),
    ) -> None:
        """`shown` are the first and last days of the files from which the known lines came."""
        self._index = KnownIndex()
        for line in known:
            self._index.add(line)
        self._format = format
        self._shown = shown
        self._aligned: Alignment | None = None
        self._position = 0
        self.counts: Counter[Finding] = Counter()

    def __len__(self) -> int:
        return len(self._index)

    def prepare(self, lines: Iterable[StatementLine]) -> None:
        """Take the whole file in and settle which of its lines are which known ones. Comes before the verdicts."""
        self._aligned = Alignment(self._index, FileDays(self._shown), self._format)
        align(self._aligned, lines)
        match_near_days(self._aligned)
        self._aligned.finish()
        self._position = 0

    def verdict(self) -> Verdict:
        """What the next line of the file is, in file order."""
        assert self._aligned is not None or not len(self._index), "the file is looked at as a whole first"
        found = NEW if self._aligned is None else self._aligned.verdicts.get(self._position, NEW)
        self._position += 1
        self.counts[found.finding] += 1
        return found

    @property
    def gone(self) -> tuple[int, ...]:
        """The known lines of days that the file shows and that it no longer has."""
        return () if self._aligned is None else tuple(self._index.numbers[known] for known in self._aligned.gone)

    def prove(self, before: Pence, opening: Pence, days: tuple[date, date]) -> AccountProof:
        """Whether the books, at `before` on the eve of the file, come to the bank's balance with it."""
        if self._aligned is None:
            return prove_account(before, opening, {}, days, ())
        return prove_account(before, opening, self._aligned.surplus(), days, list(self._aligned.suspects()))

    def finish(self) -> tuple[str, ...]:
        """What a person should know of the whole file."""
        if self._aligned is None:
            return ()
        is_known = bool(self.counts) and set(self.counts) == {Finding.DUPLICATE}
        if is_known and not self._aligned.gone:
            return ("Every line of this file is already there: nothing changes.", *self._skipped_on_cut_days())
        return (*self._of_another_account(), *self._told_as_gone(), *self._skipped_on_cut_days())

    def _of_another_account(self) -> Iterator[str]:
        aligned = self._aligned
        assert aligned is not None
        if len(aligned.gone) >= _TELLING_DAYS_OF_ANOTHER_ACCOUNT and len(aligned.gone) > 9 * aligned.matched:
            yield (
                f"Of the {len(aligned.gone) + aligned.matched:,} lines that are here on the days of this file, it "
                f"shows {aligned.matched or 'none'}: is it a file of another account?"
            )

    def _told_as_gone(self) -> Iterator[str]:
        assert self._aligned is not None
        gone, index = self._aligned.gone, self._index
        if not gone:
            return
        named = "; ".join(
            f"{date.fromordinal(index.days[known]):%d %B %Y} {text_from_pence(index.amounts[known], 'GBP')} "
            f"{index.texts[known]}".rstrip()
            for known in gone[:_LINES_NAMED]
        )
        more = f"; and {len(gone) - _LINES_NAMED:,} more" if len(gone) > _LINES_NAMED else ""
        what = "1 line that was here is" if len(gone) == 1 else f"{len(gone):,} lines that were here are"
        yield f"{what} gone from the bank's file ({named}{more}). Nothing was taken out: decide whether they stay."

    def _skipped_on_cut_days(self) -> Iterator[str]:
        assert self._aligned is not None
        skipped = sorted(self._aligned.skipped.items())
        for day, (count, is_shared_edge) in skipped[:_DAYS_NAMED]:
            rows = f"{count} identical {'row' if count == 1 else 'rows'} of {date.fromordinal(day):%d %B %Y} skipped"
            if is_shared_edge:
                yield (
                    f"{rows}: on that day one file ends and the other begins. Keep them if they are further payments."
                )
            else:
                yield (
                    f"{rows}: the file lacks other lines of that day that are already there. "
                    f"Keep them if they are further payments."
                )
        if len(skipped) > _DAYS_NAMED:
            yield f"The same holds for {len(skipped) - _DAYS_NAMED:,} more days."


def judged(known: KnownLines, read: Callable[[], Iterable[StatementLine]]) -> Iterator[tuple[StatementLine, Verdict]]:
    """Each line of the file with its verdict; `read` gives the lines anew each time, as `Statement.lines` does."""
    known.prepare(read())
    for line in read():
        yield line, known.verdict()


def has_lapsed(last_seen_on: date, today: date) -> bool:
    """Whether a pending line that no file showed since then is given up (rule 6)."""
    return (today - last_seen_on).days >= PENDING_LAPSES_AFTER_DAYS


__all__ = ["DAYS_AROUND", "Finding", "KnownLine", "KnownLines", "MatchedBy", "Verdict", "judged"]
