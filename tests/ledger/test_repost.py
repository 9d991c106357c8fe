"""Every change of mind ends with what is desired, and no closed day is ever touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.entry import JournalEntry, PostedEntry, Posting, Source, merged
from accountsos.ledger.locks import NO_LOCKS, Locks
from accountsos.ledger.repost import Reposting, repost

LINE = BankLineFacts(
    number=5, booked_on=date(2025, 6, 10), amount=-12000, bank_account="ba_main", control_category="cat_bank"
)
LOCK_DAYS = [date(2025, 3, 31), date(2026, 3, 31), date(2027, 3, 31), date(2028, 3, 31)]


@dataclass
class Books:
    """What a store does with a reposting: number the entries, and keep which of them speak for the source."""

    live: list[PostedEntry] = field(default_factory=list)
    everything: list[PostedEntry] = field(default_factory=list)

    def bring_to(self, desired: JournalEntry | None, locks: Locks = NO_LOCKS) -> Reposting:
        result = repost(self.live, desired, locks)
        new = [PostedEntry(len(self.everything) + n, e) for n, e in enumerate(result.entries, 1)]
        self.everything += new
        cancelled = {e.entry.reverses for e in new}
        self.live = [e for e in self.live if e.number not in cancelled]
        if result.last_is_live:
            self.live.append(new[-1])
        elif result.stands is not None:
            assert result.stands == self.live[-1].number
        return result

    @property
    def standing(self) -> dict[tuple[object, ...], int]:
        return {p.place: p.amount for p in merged(p for e in self.everything for p in e.entry.postings)}


def reading_of(*parts: tuple[str, int, int, int]) -> JournalEntry | None:
    return desired_entry(
        LINE, tuple(CategorisationLine(c, a, "S" if v else None, v, business_percent=b) for c, a, v, b in parts)
    )


def places_of(entry: JournalEntry | None) -> dict[tuple[object, ...], int]:
    return {p.place: p.amount for p in merged(entry.postings)} if entry else {}


categories = st.sampled_from(["cat_rent", "cat_software", "cat_travel", "cat_uncategorised", "cat_directors_loan"])
single = st.builds(
    lambda c, v, b: reading_of((c, -12000, v, b)),
    categories,
    st.sampled_from([0, -2000]),
    st.sampled_from([100, 60, 0]),
)
split = st.builds(
    lambda a, b, n: reading_of((a, -n, 0, 100), (b, n - 12000, 0, 100)), categories, categories, st.integers(1, 11999)
)
desires = st.one_of(single, split)
steps = st.lists(st.tuples(desires, st.sampled_from([0, 0, 0, 1, 2])), min_size=1, max_size=10)


@given(steps)
def test_what_stands_is_always_what_is_desired_while_locks_move_forward(
    changes: list[tuple[JournalEntry | None, int]],
) -> None:
    books, locked = Books(), 0
    for desired, years_closed in changes:
        locked = min(locked + years_closed, len(LOCK_DAYS))
        locks = Locks(LOCK_DAYS[locked - 1]) if locked else NO_LOCKS
        result = books.bring_to(desired, locks)
        assert books.standing == places_of(desired)
        assert places_of_live(books) == places_of(desired)
        assert not any(locks.closed(e.entry_date) for e in result.entries)
        assert books.bring_to(desired, locks).entries == (), "the same wish twice changes nothing"


@given(steps)
def test_the_bank_keeps_its_date_and_never_moves_by_a_correction(
    changes: list[tuple[JournalEntry | None, int]],
) -> None:
    books, locked = Books(), 0
    for desired, years_closed in changes:
        locked = min(locked + years_closed, len(LOCK_DAYS))
        first_day = LOCK_DAYS[locked - 1] + timedelta(days=1) if locked else LINE.booked_on
        found_on = books.everything[0].entry.entry_date if books.everything else max(first_day, LINE.booked_on)
        books.bring_to(desired, Locks(LOCK_DAYS[locked - 1]) if locked else NO_LOCKS)
        by_day: dict[date, int] = {}
        for posted in books.everything:
            for posting in posted.entry.postings:
                if posting.bank_account:
                    day = posted.entry.entry_date
                    by_day[day] = by_day.get(day, 0) + posting.amount
                    assert posted.entry.corrects is None
        assert {day: amount for day, amount in by_day.items() if amount} == {found_on: -12000}


@given(steps, st.integers(0, 4))
def test_what_stands_is_also_right_after_a_year_was_reopened(
    changes: list[tuple[JournalEntry | None, int]], reopened_to: int
) -> None:
    books = Books()
    books.bring_to(reading_of(("cat_rent", -12000, 0, 100)))
    for desired, years in changes:
        locked = (reopened_to + years * 2) % 5
        locks = Locks(LOCK_DAYS[locked - 1]) if locked else NO_LOCKS
        result = books.bring_to(desired, locks)
        assert books.standing == places_of(desired)
        assert not any(locks.closed(e.entry_date) for e in result.entries)


def places_of_live(books: Books) -> dict[tuple[object, ...], int]:
    return {p.place: p.amount for p in merged(p for e in books.live for p in e.entry.postings)}


def test_an_open_change_reverses_on_the_same_day_and_replaces() -> None:
    books = Books()
    books.bring_to(reading_of(("cat_rent", -12000, 0, 100)))
    result = books.bring_to(reading_of(("cat_software", -12000, -2000, 100)))
    reversal, new = result.entries
    assert (reversal.reverses, reversal.entry_date) == (1, date(2025, 6, 10))
    assert (new.replaces, new.entry_date) == (1, date(2025, 6, 10))
    assert new.postings == (
        Posting("cat_bank", -12000, bank_account="ba_main"),
        Posting("cat_software", 10000, vat_code="S"),
        Posting("cat_vat", 2000, vat_code="S"),
    )


def test_a_change_in_a_closed_year_posts_only_the_difference_on_the_first_open_day() -> None:
    books, closed = Books(), Locks(date(2026, 3, 31))
    books.bring_to(reading_of(("cat_rent", -12000, 0, 100)))
    result = books.bring_to(reading_of(("cat_software", -12000, 0, 100)), closed)
    assert result.entries == (
        JournalEntry(
            entry_date=date(2026, 4, 1),
            source=Source("transaction", 5),
            postings=(Posting("cat_software", 12000), Posting("cat_rent", -12000)),
            corrects=1,
            replaces=1,
        ),
    )


def test_a_change_taken_back_leaves_the_entry_of_the_closed_year_standing() -> None:
    books, closed = Books(), Locks(date(2026, 3, 31))
    rent = reading_of(("cat_rent", -12000, 0, 100))
    books.bring_to(rent)
    books.bring_to(reading_of(("cat_software", -12000, 0, 100)), closed)
    result = books.bring_to(rent, closed)
    assert [e.reverses for e in result.entries] == [2]
    assert result.stands == 1
    assert [e.number for e in books.live] == [1]


def test_a_line_found_after_closing_is_posted_once_and_stays() -> None:
    books, closed = Books(), Locks(date(2026, 3, 31))
    rent = reading_of(("cat_rent", -12000, 0, 100))
    first = books.bring_to(rent, closed)
    assert [e.entry_date for e in first.entries] == [date(2026, 4, 1)]
    assert books.bring_to(rent, closed).entries == ()
    assert books.bring_to(rent, Locks(date(2027, 3, 31))).entries == ()


def test_a_journal_moved_to_another_open_day_is_reversed_and_posted_there() -> None:
    books = Books()
    postings = (Posting("cat_rent", 100), Posting("cat_accruals", -100))
    books.bring_to(JournalEntry(date(2026, 4, 1), Source("journal", 1), postings))
    result = books.bring_to(JournalEntry(date(2026, 4, 2), Source("journal", 1), postings))
    assert [(e.entry_date.day, e.reverses) for e in result.entries] == [(1, 1), (2, None)]


def test_nothing_desired_takes_everything_open_away() -> None:
    books = Books()
    books.bring_to(reading_of(("cat_rent", -12000, 0, 100)))
    assert books.bring_to(None).last_is_live is False
    assert books.standing == {}
    assert books.live == []
    assert books.bring_to(None) == Reposting((), last_is_live=False)
