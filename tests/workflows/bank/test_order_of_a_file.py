"""Lines of one day stand in the list as they happened, whichever end the bank's file begins at."""

from __future__ import annotations

from datetime import date

from accountsos.statements.spool import Spool
from accountsos.workflows.bank import list_transactions
from accountsos.workflows.unit_of_work import Books
from tests.support.bookkeeper import Bookkeeper, found, simple_file

DAY, NEXT = date(2025, 1, 6), date(2025, 1, 7)
HEAD = "Date,Type,Description,Value,Balance,Account Name,Account Number\n"
LINES = [(DAY, -1000, "First"), (DAY, 2500, "Second"), (DAY, -300, "Third"), (NEXT, -40, "Fourth")]
NEWEST_FIRST = (
    HEAD
    + "07 Jan 2025,POS,Fourth,-0.40,11.60,Teasel,600000-10000000\n"
    + "06 Jan 2025,POS,Third,-3.00,12.00,Teasel,600000-10000000\n"
    + "06 Jan 2025,BAC,Second,25.00,15.00,Teasel,600000-10000000\n"
    + "06 Jan 2025,POS,First,-10.00,-10.00,Teasel,600000-10000000\n"
).encode()


def shown(keeper: Bookkeeper) -> list[str]:
    rows = keeper.ask(list_transactions.LIST, list_transactions.TransactionQuestion(limit=10)).rows
    return [row.description.split(" /")[0] for row in rows]


def test_the_latest_line_of_a_day_stands_first_whatever_the_files_order(books: Books) -> None:
    forwards, backwards = found(books), found(books)
    assert forwards.load(simple_file(LINES)).done.lines_new == 4
    assert backwards.load(NEWEST_FIRST).done.lines_new == 4
    assert shown(backwards) == ["Fourth", "Third", "Second", "First"]
    assert shown(forwards) == shown(backwards)
    assert forwards.faults() == backwards.faults() == []


def test_a_spool_is_read_any_number_of_times_from_either_end() -> None:
    spool: Spool[int] = Spool()
    for chunk in ([1, 2, 3], [4], [5, 6]):
        spool.append(chunk)
        assert list(spool.chunks())[-1] == chunk
    assert list(spool.chunks()) == [[1, 2, 3], [4], [5, 6]]
    assert list(spool.chunks(backwards=True)) == [[6, 5], [4], [3, 2, 1]]
    assert list(spool.chunks()) == [[1, 2, 3], [4], [5, 6]]
