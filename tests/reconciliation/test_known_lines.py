"""Duplicates are counted, not guessed: each rule by an example that can be followed by hand."""

from __future__ import annotations

import tracemalloc
from datetime import date, timedelta

import pytest

from accountsos.reconciliation.known_lines import (
    Finding,
    KnownLine,
    KnownLines,
    MatchedBy,
    Verdict,
    has_lapsed,
    judged,
)
from accountsos.reconciliation.line_key import is_similar, line_key, normalised
from tests.reconciliation.imports import FIRST, Account, bank_line, findings

_DAY = timedelta(days=1)
_NEW, _DUPLICATE = "new", "duplicate"


def test_the_same_file_again_changes_nothing_and_says_so() -> None:
    account = Account()
    file = [bank_line(), bank_line(), bank_line(FIRST + _DAY, -1000, "OVO ENERGY")]
    assert findings(account.load(file)) == [_NEW] * 3
    assert findings(account.load(file)) == [_DUPLICATE] * 3
    assert account.warnings == ("Every line of this file is already there: nothing changes.",)


def test_two_equal_coffees_stay_two_and_a_third_seen_later_is_new() -> None:
    account = Account()
    assert findings(account.load([bank_line(), bank_line()])) == [_NEW, _NEW]
    assert findings(account.load([bank_line(), bank_line(), bank_line()])) == [_DUPLICATE, _DUPLICATE, _NEW]
    assert len(account.live()) == 3


def test_the_same_coffee_on_two_days_is_two_payments() -> None:
    account = Account()
    account.load([bank_line(FIRST)])
    assert findings(account.load([bank_line(FIRST + _DAY)])) == [_NEW]


def test_a_known_id_needs_the_same_amount_within_five_days_and_a_similar_text() -> None:
    account = Account()
    account.load([bank_line(bank_id="77")])
    moved = [bank_line(FIRST + 5 * _DAY, text="CARD BEAN THERE CAFE YORK", bank_id="77")]
    assert account.load(moved) == [Verdict(Finding.DUPLICATE, 1001, MatchedBy.BANK_ID)]
    too_far = account.load([bank_line(FIRST + 6 * _DAY, bank_id="77")])
    assert findings(too_far) == [_NEW]
    assert too_far[0].warning is not None


def test_an_id_used_again_within_days_for_another_payee_is_another_line() -> None:
    account = Account()
    account.load([bank_line(bank_id="77")], "ofx")
    (verdict,) = account.load([bank_line(FIRST + 3 * _DAY, text="OVO ENERGY", bank_id="77")], "ofx")
    assert verdict.finding is Finding.NEW
    assert verdict.warning is not None
    (same_day,) = account.load([bank_line(text="A NEW WORDING", bank_id="77")], "ofx")
    assert same_day == Verdict(Finding.DUPLICATE, 1001, MatchedBy.BANK_ID)


def test_an_id_reused_for_another_amount_is_another_line_with_a_warning() -> None:
    account = Account()
    account.load([bank_line(amount=-340, bank_id="77")])
    (verdict,) = account.load([bank_line(amount=-12550, text="HOTEL SOLE", bank_id="77")])
    assert verdict.finding is Finding.NEW
    assert verdict.warning == (
        "The bank's id 77 was already used on 03 August 2026 for another line; "
        "the one of 03 August 2026 over -125.50 is kept as a line of its own."
    )
    again = [bank_line(amount=-340, bank_id="77"), bank_line(amount=-12550, text="HOTEL SOLE", bank_id="77")]
    assert findings(account.load(again)) == [_DUPLICATE, _DUPLICATE]


def test_an_id_reused_within_one_file_loses_no_row() -> None:
    account = Account()
    file = [bank_line(bank_id="1"), bank_line(bank_id="1"), bank_line(amount=-99, bank_id="1")]
    assert findings(account.load(file)) == [_NEW] * 3
    assert findings(account.load(file)) == [_DUPLICATE] * 3


def test_lines_without_an_id_never_match_each_other_by_it() -> None:
    account = Account()
    account.load([bank_line(amount=-340, bank_id=None)])
    assert findings(account.load([bank_line(FIRST + _DAY, text="ELSEWHERE", bank_id=None)])) == [_NEW]


def test_where_a_banks_ids_hold_an_equal_line_with_another_id_is_another_line() -> None:
    account = Account()
    account.load([bank_line(amount=-1, bank_id="A"), bank_line(bank_id="B")])
    cut = [bank_line(amount=-1, bank_id="A"), bank_line(bank_id="C")]
    assert findings(account.load(cut)) == [_DUPLICATE, _NEW]


def test_where_a_bank_makes_new_ids_for_each_download_the_key_decides() -> None:
    account = Account()
    account.load([bank_line(FIRST + n * _DAY, bank_id=f"first-{n}") for n in range(5)])
    again = [bank_line(FIRST + n * _DAY, bank_id=f"second-{n}") for n in range(6)]
    assert findings(account.load(again)) == [_DUPLICATE] * 5 + [_NEW]


def test_a_pending_line_is_replaced_by_the_booked_one_with_the_same_id() -> None:
    account = Account()
    account.load([bank_line(bank_id="tx_1", text="PENDING CAFE", pending=True)])
    assert account.load([bank_line(FIRST + 2 * _DAY, bank_id="tx_1")]) == [
        Verdict(Finding.REPLACES_PENDING, 1001, MatchedBy.BANK_ID)
    ]
    assert [line.pending for line in account.live()] == [False]


def test_an_id_that_changes_from_pending_to_booked_does_not_double_the_line() -> None:
    account = Account()
    account.load([bank_line(bank_id="P1", pending=True)])
    assert account.load([bank_line(FIRST + _DAY, text="BEAN THERE CAFE YORK", bank_id="B9")]) == [
        Verdict(Finding.REPLACES_PENDING, 1001, MatchedBy.TEXT)
    ]


def test_a_booked_line_prefers_its_booked_twin_to_a_pending_one() -> None:
    account = Account()
    account.load([bank_line()])
    account.load([bank_line(), bank_line(pending=True)])
    assert findings(account.load([bank_line()])) == [_DUPLICATE]
    assert findings(account.load([bank_line(), bank_line()])) == [_DUPLICATE, "replaces_pending"]


def test_a_pending_line_seen_again_is_known() -> None:
    account = Account()
    account.load([bank_line(pending=True)])
    assert findings(account.load([bank_line(pending=True)])) == [_DUPLICATE]


def test_pending_payments_of_two_days_that_could_both_be_meant_are_doubtful() -> None:
    account = Account()
    account.load([bank_line(FIRST, bank_id="1", pending=True), bank_line(FIRST + _DAY, bank_id="2", pending=True)])
    (verdict,) = account.load([bank_line(FIRST + 3 * _DAY, bank_id="9")])
    assert (verdict.finding, verdict.candidates) == (Finding.DOUBTFUL, (1001, 1002))


def test_a_pending_line_lapses_after_ten_days_unseen() -> None:
    assert not has_lapsed(date(2026, 8, 1), date(2026, 8, 10))
    assert has_lapsed(date(2026, 8, 1), date(2026, 8, 11))


def test_another_format_of_the_same_days_adds_nothing() -> None:
    account = Account()
    csv = [bank_line(balance=1000), bank_line(balance=660), bank_line(FIRST + _DAY, -5000, "DD OVO ENERGY", balance=0)]
    ofx = [
        bank_line(text="BEAN THERE CAFE YORK GBR", bank_id="1"),
        bank_line(text="BEAN THERE CAFE YORK GBR", bank_id="2"),
        bank_line(FIRST + _DAY, -5000, "OVO ENERGY / DIRECT DEBIT", bank_id="3"),
    ]
    account.load(csv, "lloyds")
    verdicts = account.load(ofx, "ofx")
    assert findings(verdicts) == [_DUPLICATE] * 3
    assert [verdict.number for verdict in verdicts] == [1001, 1002, 1003]


def test_across_formats_the_newest_coffee_does_not_take_yesterdays_place() -> None:
    account = Account()
    account.load([bank_line(FIRST, balance=500)], "lloyds")
    newest_first = [bank_line(FIRST + _DAY, text="Bean There Cafe York"), bank_line(FIRST, text="Bean There Cafe York")]
    assert findings(account.load(newest_first, "ofx")) == [_NEW, _DUPLICATE]


def test_across_formats_a_day_later_is_known_where_both_files_show_both_days() -> None:
    account = Account()
    month = [bank_line(FIRST, -1, "A"), bank_line(FIRST + 9 * _DAY, -2, "B")]
    account.load([*month, bank_line(FIRST + 3 * _DAY, -61235, "HMRC VAT 123", balance=500)], "lloyds")
    verdicts = account.load([*month, bank_line(FIRST + 5 * _DAY, -61235, "HMRC VAT DDR")], "ofx")
    assert verdicts[2] == Verdict(Finding.DUPLICATE, 1003, MatchedBy.TEXT)
    assert account.gone == ()


def test_a_known_line_outside_the_files_days_is_at_most_doubtful() -> None:
    account = Account()
    account.load([bank_line(FIRST, -61235, "HMRC VAT 123", balance=500)], "lloyds")
    (verdict,) = account.load([bank_line(FIRST + 2 * _DAY, -61235, "HMRC VAT DDR")], "ofx")
    assert (verdict.finding, verdict.candidates) == (Finding.DOUBTFUL, (1001,))


@pytest.mark.parametrize(
    ("day", "amount", "text"),
    [
        (FIRST + 4 * _DAY, -61235, "HMRC VAT"),
        (FIRST + _DAY, -61236, "HMRC VAT"),
        (FIRST + _DAY, -61235, "PAPER & INK SHOP"),
    ],
    ids=["too far", "other amount", "other payee"],
)
def test_across_formats_what_is_not_alike_is_new(day: date, amount: int, text: str) -> None:
    account = Account()
    account.load([bank_line(FIRST, -61235, "HMRC VAT")], "lloyds")
    assert findings(account.load([bank_line(day, amount, text)], "ofx")) == [_NEW]


def test_across_formats_two_that_differ_are_a_question() -> None:
    account = Account()
    account.load([bank_line(text="CAFE YORK NORTH"), bank_line(text="CAFE YORK SOUTH")], "lloyds")
    (verdict,) = account.load([bank_line(text="CAFE YORK")], "ofx")
    assert (verdict.finding, verdict.candidates) == (Finding.DOUBTFUL, (1001, 1002))


def test_across_formats_a_text_that_tells_nothing_is_a_question() -> None:
    account = Account()
    account.load([bank_line(text="CARD PAYMENT 4410")], "lloyds")
    assert findings(account.load([bank_line(text="HOTEL SOLE")], "ofx")) == ["doubtful"]


def test_two_booked_lines_with_different_ids_are_never_merged_across_formats() -> None:
    account = Account()
    account.load([bank_line(bank_id="A", balance=1)], "monzo")
    assert findings(account.load([bank_line(bank_id="B")], "ofx")) == [_NEW]


def test_a_deleted_line_does_not_come_back() -> None:
    account = Account()
    account.load([bank_line(), bank_line()])
    account.delete(1001)
    assert findings(account.load([bank_line(), bank_line()])) == [_DUPLICATE, _DUPLICATE]
    assert len(account.live()) == 1


def test_an_undone_file_can_be_imported_again() -> None:
    account = Account()
    file = [bank_line(), bank_line()]
    account.load(file)
    account.undo(1)
    assert account.live() == []
    assert findings(account.load(file)) == [_NEW, _NEW]


def test_what_an_overlapping_file_also_showed_stays_after_an_undo() -> None:
    account = Account()
    account.load([bank_line(), bank_line(FIRST + _DAY, -1000, "OVO ENERGY")])
    account.load([bank_line(FIRST + _DAY, -1000, "OVO ENERGY"), bank_line(FIRST + 2 * _DAY)])
    account.undo(1)
    assert sorted(line.booked_on for line in account.live()) == [FIRST + _DAY, FIRST + 2 * _DAY]
    account.undo(2)
    assert account.live() == []


def test_identical_rows_of_a_day_that_the_file_shows_in_part_are_named() -> None:
    account = Account()
    account.load([bank_line(), bank_line(amount=-5000, text="OVO ENERGY")])
    assert findings(account.load([bank_line(), bank_line(FIRST + _DAY)])) == [_DUPLICATE, _NEW]
    assert account.warnings == (
        "1 identical row of 03 August 2026 skipped: the file lacks other lines of that day that are already there. "
        "Keep them if they are further payments.",
    )


def test_the_running_balance_tells_twins_apart_at_a_cut_inside_a_day() -> None:
    account = Account()
    account.load([bank_line(balance=660)])
    assert findings(account.load([bank_line(balance=320)])) == [_NEW]
    assert account.warnings == ()


def test_the_key_is_stable_and_fits_a_signed_column_of_64_bits() -> None:
    assert line_key(bank_line()) == line_key(bank_line(text="  bean-there   CAFE. ", bank_id="any"))
    assert -(2**63) <= line_key(bank_line()) < 2**63
    # The stored value: changing how the key is made would double every line that is already there.
    assert line_key(bank_line()) == _KEY_OF_THE_FIRST_COFFEE
    others = [bank_line(amount=-341), bank_line(FIRST + _DAY), bank_line(text="OTHER")]
    assert len({line_key(line) for line in [bank_line(), *others]}) == 4
    assert line_key(bank_line(balance=0)) == line_key(bank_line()), "any line put in before would change it"


def test_texts_are_compared_by_their_words() -> None:
    assert normalised("  Café-Noir*YORK\u00a0GB ") == "café noir york gb"
    assert is_similar("card payment to tesco stores", "tesco stores 3297") is True
    assert is_similar("card payment to tesco", "card payment to sainsburys") is False
    assert is_similar("card payment", "tesco") is None


def test_an_index_of_20_000_lines_stays_small() -> None:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    known = KnownLines(
        (
            KnownLine(n, FIRST + timedelta(days=n % 90), -n, "GBP", f"PAYEE {n % 5000}", f"id{n}", format="x")
            for n in range(20_000)
        ),
        format="x",
    )
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert used < 12_000_000
    ((_, verdict),) = judged(known, lambda: [bank_line(text="NOT THERE")])
    assert verdict.finding is Finding.NEW


_KEY_OF_THE_FIRST_COFFEE = -1041844129766731228


def test_an_id_that_changed_on_a_day_shown_whole_is_the_same_line() -> None:
    """The file's other ids hold, so only a cut day could hide a twin; inside the file no day is cut."""
    account = Account()
    account.load([bank_line(FIRST + n * _DAY, bank_id=f"A{n}") for n in range(5)])
    again = [bank_line(FIRST + n * _DAY, bank_id="new" if n == 2 else f"A{n}") for n in range(5)]
    assert findings(account.load(again)) == [_DUPLICATE] * 5
    cut = [bank_line(FIRST + n * _DAY, bank_id=f"A{n}") for n in range(4)]
    cut.append(bank_line(FIRST + 4 * _DAY, bank_id="a twin on the cut day"))
    assert findings(account.load(cut)) == [_DUPLICATE] * 4 + [_NEW]
