"""What a bank changes in days that are already in the books: told before committing, kept for a person to decide."""

from __future__ import annotations

from datetime import date

import pytest

from accountsos.errors import Refused
from accountsos.store.engine.sql import Reader, Sql
from accountsos.workflows.bank import commit_import
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.unit_of_work import Books, ReadWorkflow
from tests.support.bookkeeper import TODAY, Bookkeeper, found, plain_file, simple_file

MAY = [
    (date(2026, 5, 4), -340, "BEAN THERE"),
    (date(2026, 5, 5), 9000, "ACME"),
    (date(2026, 5, 5), -1250, "OVO ENERGY"),
    (date(2026, 5, 6), -100, "FEE"),
    (date(2026, 5, 7), -200, "RYMAN"),
]
GONE = Sql("SELECT transaction_no, import_no FROM gone_line WHERE company_id = :company ORDER BY transaction_no")


@pytest.fixture
def keeper(books: Books) -> Bookkeeper:
    return found(books)


def _gone(keeper: Bookkeeper) -> list[tuple[int, int]]:
    def run(db: Reader, company: int, _: None) -> list[tuple[int, int]]:
        return [(row[0], row[1]) for row in db.rows(GONE, company=company)]

    return keeper.ask(ReadWorkflow("test.gone", run), None)


def test_lines_gone_from_the_banks_file_are_kept_to_be_decided_until_it_shows_them_again(keeper: Bookkeeper) -> None:
    keeper.load(plain_file(MAY))
    done = keeper.load(plain_file([MAY[0], MAY[1], *MAY[3:]]))
    assert (done.done.lines_new, done.done.lines_duplicate) == (0, 4)
    assert any("1 line that was here is gone from the bank's file" in warning for warning in done.done.warnings)
    ((number, import_number),) = _gone(keeper)
    assert (keeper.state(number).row.description, import_number) == ("OVO ENERGY", done.number)
    assert keeper.bank_balance() == 9000 - 340 - 1250 - 100 - 200
    keeper.load(plain_file([*MAY, (date(2026, 5, 8), -1, "X")]))
    assert _gone(keeper) == []
    assert keeper.faults() == []


def test_undoing_the_file_takes_back_what_it_told_as_gone(keeper: Bookkeeper) -> None:
    keeper.load(plain_file(MAY))
    keeper.undo(keeper.load(plain_file([MAY[0], *MAY[3:]])))
    assert _gone(keeper) == []
    assert keeper.faults() == []


def test_a_break_is_told_before_committing_with_its_day_and_its_line(keeper: Bookkeeper) -> None:
    keeper.load(simple_file(MAY))
    keeper.enter(date(2026, 5, 6), -4200, "TYPED TWICE")
    later = simple_file([*MAY, (date(2026, 5, 11), -50, "STAMPS")])
    shown = keeper.ask(commit_import.PREVIEW, ImportStatement(later, "ba_main", TODAY))
    assert [w for w in shown.done.warnings if w.startswith("With this file")] == [
        "With this file the books of the account have 42.00 GBP less than the bank says on 11 May 2026, "
        "since 06 May 2026; most likely at fault: -42.00 typed twice, which is here and which the bank does not show."
    ]


def test_books_that_agree_with_the_bank_are_told_nothing(keeper: Bookkeeper) -> None:
    keeper.load(simple_file(MAY))
    done = keeper.load(simple_file([*MAY, (date(2026, 5, 11), -50, "STAMPS")]))
    assert done.done.warnings == ()
    assert (done.done.lines_new, done.done.lines_duplicate) == (1, 5)


def test_a_longer_file_from_the_accounts_first_day_agrees_with_what_it_opened_with(keeper: Bookkeeper) -> None:
    keeper.load(simple_file(MAY, opening=100000))
    done = keeper.load(simple_file([*MAY, (date(2026, 5, 11), -50, "STAMPS")], opening=100000))
    assert done.done.warnings == ()


def test_a_longer_file_that_opens_with_another_balance_is_told(keeper: Bookkeeper) -> None:
    keeper.load(simple_file(MAY, opening=100000))
    other = simple_file([*MAY, (date(2026, 5, 12), -50, "STAMPS")], opening=99000)
    shown = keeper.ask(commit_import.PREVIEW, ImportStatement(other, "ba_main", TODAY))
    assert any("have 10.00 GBP more than the bank says on 12 May 2026" in warning for warning in shown.done.warnings)


@pytest.mark.parametrize(
    ("order", "first"),
    [("out of order", [9, 3, 7, 5]), ("all ambiguous", [1, 2, 3, 4])],
)
def test_a_known_banks_dates_are_day_first_however_its_rows_lie(
    keeper: Bookkeeper, order: str, first: list[int]
) -> None:
    rows = "".join(f"0{day}/12/2025,PAYEE {day},-{day}.00\n" for day in first)
    done = keeper.load(rows.encode(), format="hsbc")
    assert (done.done.first_day, done.done.last_day) == (date(2025, 12, min(first)), date(2025, 12, max(first)))
    assert not [w for w in done.done.warnings if "day first" in w or "month first" in w]


def test_a_file_of_which_nothing_would_be_kept_is_refused(keeper: Bookkeeper) -> None:
    head = (
        "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,Card number,Card label,"
        "Card state,Orig currency,Orig amount,Payment currency,Amount,Total amount,Exchange rate,Fee,Fee currency,"
        "Balance,Account,Beneficiary account number,Beneficiary sort code or routing number,Beneficiary IBAN,"
        "Beneficiary BIC\n"
    )
    row = "2026-05-04,,id1,CARD_PAYMENT,DECLINED,CAFE,,,,,,GBP,-1.00,GBP,-1.00,-1.00,,0.00,GBP,,Main,,,,\n"
    with pytest.raises(Refused, match="no row that moved money"):
        keeper.load((head + row).encode())
