"""Whatever changes after a filing: filed returns keep their sums, and all periods together say what is desired."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from accountsos.ledger.chart import standard_chart
from accountsos.ledger.desired_entry import BankLineFacts, CategorisationLine, desired_entry
from accountsos.ledger.entry import JournalEntry, PostedEntry, Posting, merged
from accountsos.ledger.locks import Locks
from accountsos.ledger.repost import repost
from accountsos.ledger.vat_postings import Discovery, read_code, vat_effect
from accountsos.ledger.vat_scheme import VatRegime, VatScheme
from accountsos.ledger.vat_treatment import LineFacts, treated

START = date(2025, 1, 1)
REGIME = VatRegime((VatScheme(START, "standard", START),))
CHART = standard_chart()
DAY = date(2025, 2, 10)
QUARTERS = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]
YEAR_END = date(2025, 3, 31)


def reading(category: str, code: str | None) -> JournalEntry | None:
    parts = treated(REGIME, CHART, (CategorisationLine(category, -12_000, code),), LineFacts(DAY))
    return desired_entry(BankLineFacts(1, DAY, -12_000, "ba_main", "cat_bank"), parts)


@dataclass
class Books:
    """What a store does with a reposting."""

    live: list[PostedEntry] = field(default_factory=list)
    everything: list[PostedEntry] = field(default_factory=list)

    def bring_to(self, desired: JournalEntry | None, locks: Locks) -> int:
        result = repost(self.live, desired, locks)
        new = [PostedEntry(len(self.everything) + n, e) for n, e in enumerate(result.entries, 1)]
        self.everything += new
        cancelled = {e.entry.reverses for e in new}
        self.live = [e for e in self.live if e.number not in cancelled]
        if result.last_is_live:
            self.live.append(new[-1])
        return len(new)

    @property
    def postings(self) -> list[Posting]:
        return [p for e in self.everything for p in e.entry.postings]

    def of_period(self, end: date) -> dict[tuple[object, ...], int]:
        sums: dict[tuple[object, ...], int] = {}
        for p in self.postings:
            if p.vat_period == end:
                key = (p.vat_code, p.category_id == "cat_vat")
                sums[key] = sums.get(key, 0) + p.amount
        return {key: amount for key, amount in sums.items() if amount}


desires = st.builds(
    reading,
    st.sampled_from(["cat_software", "cat_office", "cat_rent", "cat_entertaining", "cat_uncategorised", "cat_wages"]),
    st.sampled_from([None, None, "P20", "P5", "RC20"]),
)
steps = st.lists(st.tuples(desires, st.sampled_from([0, 0, 1]), st.booleans(), st.booleans()), min_size=1, max_size=8)


@given(steps)
def test_filed_returns_never_change_and_everything_together_is_what_is_desired(
    changes: list[tuple[JournalEntry | None, int, bool, bool]],
) -> None:
    books, filed, closed = Books(), -1, False
    for desired, filings, late, close in changes:
        filed = min(filed + filings, len(QUARTERS) - 2)
        closed = closed or (close and filed >= 0)
        through = QUARTERS[filed] if filed >= 0 else None
        locks = Locks(YEAR_END if closed else None, through, Discovery(QUARTERS[filed + 1], late))
        before = {end: books.of_period(end) for end in QUARTERS[: filed + 1]}
        books.bring_to(desired, locks)
        assert {end: books.of_period(end) for end in QUARTERS[: filed + 1]} == before
        wanted = desired.postings if desired else ()
        assert vat_effect(books.postings) == vat_effect(wanted)
        plain = [Posting(p.category_id, p.amount) for p in books.postings]
        assert {p.place: p.amount for p in merged(plain)} == {
            p.place: p.amount for p in merged(Posting(p.category_id, p.amount) for p in wanted)
        }
        assert books.bring_to(desired, locks) == 0, "the same wish twice changes nothing"


def test_a_late_claim_that_is_read_anew_before_its_return_is_filed_is_still_no_error() -> None:
    books = Books()
    first_filed = Locks(None, QUARTERS[0], Discovery(QUARTERS[1], late_evidence=False))
    books.bring_to(reading("cat_uncategorised", None), first_filed)
    books.bring_to(reading("cat_software", "P20"), replace(first_filed, discovery=Discovery(QUARTERS[1], True)))
    books.bring_to(reading("cat_office", "P20"), first_filed)
    codes = [read_code(p.vat_code) for e in books.live for p in e.entry.postings if p.vat_code]
    assert codes
    assert [code.corrects for code in codes] == [None] * len(codes)
