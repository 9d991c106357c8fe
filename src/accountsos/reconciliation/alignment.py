"""The lines of a file and the known lines of the same days, laid side by side: what is the same, new, asked or gone.

In stages, the surest first, each over the whole file: the bank's id; the same day, amount and text; the same day and
amount under another text; a near day. Each known line is taken once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from accountsos.money import Pence, text_from_pence
from accountsos.reconciliation.account_proof import Suspect
from accountsos.reconciliation.bank_ids import BankIds
from accountsos.reconciliation.file_days import FileDays, start_of_chain
from accountsos.reconciliation.known_index import KnownIndex
from accountsos.reconciliation.line_key import is_like, normalised
from accountsos.reconciliation.verdict import DAYS_AROUND, NEW, Finding, MatchedBy, Verdict
from accountsos.statements.line import StatementLine

_ENOUGH_BESIDE_IDS = 2


@dataclass(slots=True, eq=False)
class Shown:
    """A line of the file, of whose amount there is a known line near its day."""

    position: int
    day: int
    amount: Pence
    currency: str
    text: str
    bank_id: str | None
    balance: Pence | None
    pending: bool


class Alignment:
    """Which line of a file is which known line. The stages of `align` fill it in; then it only answers."""

    def __init__(self, index: KnownIndex, days: FileDays, format: str) -> None:  # noqa: A002 - the contract's word
        self.index = index
        self.days = days
        self.format = format
        self.ids = BankIds(index)
        self.verdicts: dict[int, Verdict] = {}
        """What each line of the file is, by its place in it; lines that are simply new are left out."""
        self.gone: list[int] = []
        """Known lines of days that the file shows and that it lacks."""
        self.skipped: dict[int, tuple[int, bool]] = {}
        """How many identical rows were skipped on days that may be cut, and whether both files are cut there."""
        self.matched = 0
        self.across_formats = 0
        """How many lines were found again on their day that came from a file of another format."""
        self.used = bytearray(len(index))
        self.open: list[Shown] = []
        """Lines of the file that no stage has settled so far."""
        self.amounts: Counter[Pence] = Counter()
        self.by_key_alone: Counter[int] = Counter()
        self._matched_sums: Counter[int] = Counter()
        self._shifts: dict[int, Counter[Pence]] = defaultdict(Counter)
        self._is_day_shifted: dict[int, bool] = {}
        self._shared: dict[int, int] = {}
        self._by_day: dict[int, list[Shown]] = {}
        """Lines of the file's first and last day."""
        self._warned: dict[int, str] = {}

    def take_in(self, lines: Iterable[StatementLine]) -> None:
        """See every line of the file; keep those that may be known."""
        index = self.index
        for position, line in enumerate(lines):
            self.days.see(line)
            if line.bank_id is not None and (warning := self.ids.other_use(line)):
                self._warned[position] = warning
            day = line.booked_on.toordinal()
            if index.has_amount_near(line.amount, day, DAYS_AROUND):
                self.amounts[line.amount] += 1
                text = normalised(line.description)
                self.open.append(
                    Shown(position, day, line.amount, line.currency, text, line.bank_id, line.balance, line.pending)
                )
        self.days.close()
        # Oldest day first, in whatever order the file is printed: what was put in on a day moves all balances after it.
        self.open.sort(key=lambda shown: shown.day)
        for shown in self.open:
            if shown.day in (self.days.first, self.days.last):
                self._by_day.setdefault(shown.day, []).append(shown)

    def is_whole(self, day: int) -> bool:
        """Whether every line of this day is in the file, or was in an earlier one."""
        return self.days.is_whole(day) or self.days.was_whole(day)

    def free(self, shown: Shown, day: int) -> list[int]:
        """Known lines of that day and this line's amount that are not taken."""
        return [k for k in self.index.with_amount(shown.amount, shown.currency, day) if not self.used[k]]

    def take(self, shown: Shown, known: int, matched_by: MatchedBy) -> None:
        """They are the same line."""
        index = self.index
        self.used[known] = 1
        was_pending = bool(index.pending[known])
        if not was_pending and not shown.pending:
            self.matched += 1
            self._matched_sums[shown.day] += shown.amount
            before = index.balance(known)
            if shown.balance is not None and before is not None and self.is_whole(shown.day):
                self._shifts[shown.day][shown.balance - before] += 1
            self.across_formats += index.days[known] == shown.day and index.formats[known] not in (None, self.format)
        finding = Finding.REPLACES_PENDING if was_pending and not shown.pending else Finding.DUPLICATE
        self.verdicts[shown.position] = Verdict(finding, index.numbers[known], matched_by)

    def ask(self, shown: Shown, candidates: Iterable[int]) -> None:
        """The line may be one of these."""
        numbers = tuple(sorted(self.index.numbers[known] for known in candidates))
        self.verdicts[shown.position] = Verdict(Finding.DOUBTFUL, candidates=numbers)

    def still_open(self) -> list[Shown]:
        """The lines that are not settled, oldest day first; forgets the others, and which days seemed to be moved."""
        self._is_day_shifted.clear()
        self.open = [shown for shown in self.open if shown.position not in self.verdicts]
        return self.open

    def is_other_id(self, shown: Shown, known: int) -> bool:
        """Whether both are booked, have an id, and the ids differ; an id may change from pending to booked."""
        if shown.pending or self.index.pending[known]:
            return False
        is_comparable = self.index.formats[known] == self.format or (
            self.ids.are_trusted and not self.is_shared(shown.day, _ENOUGH_BESIDE_IDS)
        )
        return is_comparable and self.index.has_other_id(known, shown.bank_id, self.format)

    def is_other_balance(self, shown: Shown, known: int) -> bool:
        """Whether both print a balance and they differ though nothing the bank did explains by how much."""
        before = self.index.balance(known)
        if shown.balance is None or before is None or shown.balance == before:
            return False
        if shown.day not in self._is_day_shifted:
            self._is_day_shifted[shown.day] = self.is_shared(shown.day) or self._is_shifted(shown.day)
        return not self._is_day_shifted[shown.day]

    def is_shared(self, day: int, enough: int = 3) -> bool:
        """Whether a day that may be cut is the same piece of it on both sides.

        All amounts of one side are on the other, and so many of them with a similar text.
        """
        if day not in self._shared:
            left = {k for k in self.index.of_day(day) if not self.index.pending[k]}
            count, of_file = len(left), len(self.days.rows_of(day))
            alike = found = 0
            for shown in self._by_day.get(day, []):
                fits = [k for k in self.index.with_amount(shown.amount, shown.currency, day) if k in left]
                if fits:
                    similar = [k for k in fits if is_like(shown.text, self.index.texts[k])]
                    left.remove((similar or fits)[0])
                    alike, found = alike + bool(similar), found + 1
            self._shared[day] = alike if found in (count, of_file) and not self.goes_on(day) else 0
        return self._shared[day] >= enough

    def goes_on(self, day: int) -> bool:
        """Whether the file begins where the known lines of this day end, or ends where they begin."""
        rows, shown = self._chain_of(day), self.days.rows_of(day)
        opened, opens = start_of_chain(rows), start_of_chain(shown)
        if opened is None or opens is None:
            return False
        return opens == opened + sum(n for n, _ in rows) or opened == opens + sum(n for n, _ in shown)

    def _chain_of(self, day: int) -> list[tuple[Pence, Pence | None]]:
        index = self.index
        return [(index.amounts[k], index.balance(k)) for k in index.of_day(day) if not index.pending[k]]

    def _is_shifted(self, day: int) -> bool:
        """Whether a cut day's balances follow from the known ones: as they are, or moved by lines put in before."""
        opened, opens = start_of_chain(self._chain_of(day)), start_of_chain(self.days.rows_of(day))
        if opened is None or opens is None:
            return False
        shift = opens - opened
        if shift == 0 or shift == self.days.sum_before(day) - sum(n for d, n in self._matched_sums.items() if d < day):
            return True
        if not self._shifts:
            return False
        nearest = min(self._shifts, key=lambda other: abs(other - day))
        return shift == self._shifts[nearest].most_common(1)[0][0]

    def surplus(self) -> dict[date, Pence]:
        """By day: known live lines less those lines of the file that are known."""
        index, found = self.index, Counter[int]()
        for day in index.known_days():
            live = (k for k in index.of_day(day) if not (index.pending[k] or index.deleted[k]))
            found[day] += sum(index.amounts[k] for k in live)
        found.subtract(self._matched_sums)
        return {date.fromordinal(day): amount for day, amount in found.items() if amount}

    def suspects(self) -> Iterator[Suspect]:
        """What may be why the books differ from the bank: lines that only one of them has, and what is asked."""
        index = self.index
        for day in index.known_days():
            if not self.days.holds(day):
                continue
            on = date.fromordinal(day)
            for known in index.of_day(day):
                text = f"{text_from_pence(index.amounts[known], index.currency(known))} {index.texts[known]}".rstrip()
                if index.deleted[known] and self.used[known]:
                    yield Suspect(on, -index.amounts[known], f"{text}, which was deleted here and which the bank shows")
                elif not (self.used[known] or index.pending[known] or index.deleted[known]):
                    yield Suspect(on, index.amounts[known], f"{text}, which is here and which the bank does not show")
        for shown in self.open:
            if self.verdicts.get(shown.position, NEW).finding is Finding.DOUBTFUL:
                text = f"{text_from_pence(shown.amount, shown.currency)} {shown.text}"
                what = f"{text}, which may be a line that is already here"
                yield Suspect(date.fromordinal(shown.day), shown.amount, what)

    def finish(self) -> None:
        """All stages are through: put warnings to lines that are new, and see what the file lacks."""
        if self.ids.are_trusted:
            for position, warning in self._warned.items():
                found = self.verdicts.get(position)
                if found is None or found.matched_by is not MatchedBy.BANK_ID:
                    self.verdicts[position] = replace(found or NEW, warning=warning)
        asked = {number for verdict in self.verdicts.values() for number in verdict.candidates}
        for day in self.index.known_days():
            if self.days.would_show(day):
                self.gone += [known for known in self.missing(day) if self.index.numbers[known] not in asked]
        for day, count in self.by_key_alone.items():
            lacks = any(self.index.formats[known] == self.format for known in self.missing(day))
            if lacks or self.days.is_shared_edge(day):
                self.skipped[day] = (count, not lacks)

    def missing(self, day: int) -> Iterator[int]:
        """Booked lines of a bank's file on that day that this file has not shown."""
        index = self.index
        for known in index.of_day(day):
            if not (self.used[known] or index.pending[known] or index.deleted[known]) and index.formats[known]:
                yield known


def align(alignment: Alignment, lines: Iterable[StatementLine]) -> None:
    """Lay the file beside what is known."""
    alignment.take_in(lines)
    _by_id_and_text(alignment)
    for is_whole in (True, False):
        lines_of_days = [shown for shown in alignment.still_open() if alignment.is_whole(shown.day) is is_whole]
        _by_text(alignment, lines_of_days)
    _by_id(alignment)
    _by_day_and_amount(alignment)


def _by_id_and_text(alignment: Alignment) -> None:
    """The same id, day, amount and similar text: nothing is surer."""
    index, ids = alignment.index, alignment.ids
    for shown in alignment.open:
        if shown.bank_id is None:
            continue
        for known in alignment.free(shown, shown.day):
            if index.has_id(known, shown.bank_id) and is_like(shown.text, index.texts[known]):
                ids.held += not shown.pending and not index.pending[known]
                alignment.take(shown, known, MatchedBy.BANK_ID)
                break


def _by_text(alignment: Alignment, lines: list[Shown]) -> None:
    """The same day, amount and text, twins told apart by id and balance as far as these go."""
    index = alignment.index
    for fits in (_is_twin_by_mark, _is_as_booked, _is_any):
        for shown in lines:
            if shown.position in alignment.verdicts:
                continue
            alike = [k for k in alignment.free(shown, shown.day) if index.texts[k] == shown.text]
            alike = [k for k in alike if fits(alignment, shown, k) and _may_be(alignment, shown, k)]
            if not alike:
                continue
            known = min(alike, key=lambda k: (index.deleted[k], index.numbers[k]))
            is_whole, is_other = alignment.is_whole(shown.day), alignment.is_other_id(shown, known)
            alignment.ids.changed += is_whole and is_other
            has_no_mark = shown.balance is None and not shown.pending and not index.has_id(known, shown.bank_id)
            alignment.by_key_alone[shown.day] += has_no_mark and not is_whole
            alignment.take(shown, known, MatchedBy.KEY)


def _is_twin_by_mark(alignment: Alignment, shown: Shown, known: int) -> bool:
    if not _is_as_booked(alignment, shown, known):
        return False
    balance = alignment.index.balance(known)
    return alignment.index.has_id(known, shown.bank_id) or (balance is not None and balance == shown.balance)


def _is_as_booked(alignment: Alignment, shown: Shown, known: int) -> bool:
    return bool(alignment.index.pending[known]) is shown.pending


def _is_any(alignment: Alignment, shown: Shown, known: int) -> bool:
    return True


def _may_be(alignment: Alignment, shown: Shown, known: int) -> bool:
    """On a day that is shown whole the count decides; on one that may be cut, id and balance can tell twins apart."""
    if alignment.is_whole(shown.day) or shown.pending or alignment.index.pending[known]:
        return True
    return not (_is_barred(alignment, shown, known) or alignment.is_other_balance(shown, known))


def _is_barred(alignment: Alignment, shown: Shown, known: int) -> bool:
    """Whether another id says that it is another line: between formats always, else where this bank's ids hold."""
    is_across = alignment.index.formats[known] != alignment.format
    return (is_across or alignment.ids.hold) and alignment.is_other_id(shown, known)


def _by_id(alignment: Alignment) -> None:
    """The same id on the same day whatever the text, or within five days with a similar one."""
    index, ids = alignment.index, alignment.ids
    for shown in alignment.still_open():
        if shown.bank_id is None:
            continue
        for known in index.with_id(shown.bank_id):
            if alignment.used[known] or not ids.is_same_use(shown, known):
                continue
            if index.days[known] == shown.day or index.pending[known] or shown.pending or ids.are_trusted:
                alignment.take(shown, known, MatchedBy.BANK_ID)
                break


def _by_day_and_amount(alignment: Alignment) -> None:
    """What is left of a day and amount: the same line under another text, if the day is whole; else by likeness."""
    left: dict[tuple[int, Pence, str], list[Shown]] = defaultdict(list)
    for shown in alignment.still_open():
        left[shown.day, shown.amount, shown.currency].append(shown)
    for lines in left.values():
        known = alignment.free(lines[0], lines[0].day)
        if not known:
            continue
        day = lines[0].day
        if alignment.days.is_whole(day) or alignment.is_shared(day) or _is_evidently_whole(alignment, lines, known):
            _pair_off(alignment, lines, known)
        else:
            for shown in lines:
                _by_likeness(alignment, shown)


def _is_evidently_whole(alignment: Alignment, lines: list[Shown], known: list[int]) -> bool:
    """Whether a day that could be cut is not: but for these, of which there are as many, it has all known lines."""
    index, day = alignment.index, lines[0].day
    if len(lines) != len(known) or any(index.pending[k] for k in known) or any(shown.pending for shown in lines):
        return False
    if any(k not in known for k in alignment.missing(day)):
        return False
    if not any(alignment.used[k] for k in index.of_day(day)):
        return False
    pairs = [(shown, k) for shown in lines for k in known]
    if any(alignment.is_other_balance(shown, k) for shown, k in pairs):
        return False
    return not (alignment.ids.hold and any(alignment.is_other_id(shown, k) for shown, k in pairs))


def _pair_off(alignment: Alignment, lines: list[Shown], known: list[int]) -> None:
    """Each to its likeliest partner."""
    index = alignment.index
    pairs = []
    for shown in lines:
        for k in known:
            similar = is_like(shown.text, index.texts[k])
            if similar is False and (index.deleted[k] or index.pending[k] or shown.pending):
                continue
            rank = (-_LIKENESS[similar], bool(index.pending[k]) is not shown.pending, index.deleted[k])
            pairs.append((rank, shown.position, index.numbers[k], shown, k))
    for _, position, _, shown, k in sorted(pairs, key=lambda pair: pair[:3]):
        if position not in alignment.verdicts and not alignment.used[k]:
            alignment.take(shown, k, MatchedBy.TEXT)


_LIKENESS = {True: 2, None: 1, False: 0}


def _by_likeness(alignment: Alignment, shown: Shown) -> None:
    """On a day that may be cut: the one known line of similar text, or the first of twins; else perhaps a question."""
    index = alignment.index
    was_whole = alignment.days.was_whole(shown.day)
    sure, unclear = [], []
    free = alignment.free(shown, shown.day)
    for known in free:
        similar = is_like(shown.text, index.texts[known])
        if (index.deleted[known] and not similar) or (not was_whole and _is_barred(alignment, shown, known)):
            continue
        is_own = index.formats[known] == alignment.format and not index.pending[known]
        if not was_whole and alignment.is_other_balance(shown, known):
            unclear += [known] if similar and not alignment.goes_on(shown.day) else []
        elif similar or (was_whole and not is_own and len(free) == 1):
            sure.append(known)
        elif was_whole or (similar is None and not is_own):
            unclear.append(known)
    if sure and are_twins(alignment, sure):
        alignment.take(shown, min(sure, key=index.numbers.__getitem__), MatchedBy.TEXT)
    elif sure or unclear:
        alignment.ask(shown, sure or unclear)


def are_twins(alignment: Alignment, known: list[int]) -> bool:
    """Whether they cannot be told apart, so that it does not matter which of them is taken."""
    index = alignment.index
    return len({(index.days[k], index.texts[k], index.pending[k]) for k in known}) == 1
