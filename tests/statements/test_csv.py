"""What every bank's CSV has in common: encodings, headings, order, sign, several accounts, unknown banks."""

from __future__ import annotations

import mmap
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.money import text_from_pence
from accountsos.statements.formats.column_words import column_mapping
from accountsos.statements.formats.columns import ColumnMapping, propose_mapping
from accountsos.statements.line import StatedBalance, UnreadableStatement
from accountsos.statements.read import FileStatement, formats, read_statement
from tests.statements.samples import SAMPLES, TODAY, as_worked_by_hand, expected_of

_STARLING = (SAMPLES / "starling.csv").read_text("utf-8")
_BARCLAYS = "Number,Date,Account,Amount,Subcategory,Memo\n"


def _read(text: str, *, account: str | None = None, currency: str = "GBP", wanted: str | None = None) -> FileStatement:
    return read_statement(text.encode(), today=TODAY, account=account, currency=currency, format=wanted)


def _mapped(text: str, mapping: ColumnMapping) -> FileStatement:
    return read_statement(text.encode(), today=TODAY, columns=mapping)


def _amounts(lines: FileStatement) -> list[int]:
    return [line.amount for line in lines.lines()]


def test_every_format_of_the_list_is_known() -> None:
    assert set(formats()) >= set(
        "amex barclays camt053 chase columns hsbc lloyds midata monzo mt940 nationwide natwest ofx open_banking paypal "
        "qif revolut revolut_business santander starling stripe wise".split()
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_the_same_in_every_encoding(encoding: str) -> None:
    statement = read_statement(_STARLING.encode(encoding), today=TODAY)
    assert as_worked_by_hand(statement) == expected_of(SAMPLES / "starling.csv")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_a_file_is_the_same_with_every_line_end(ending: str) -> None:
    statement = read_statement(_STARLING.replace("\n", ending).encode(), today=TODAY)
    assert as_worked_by_hand(statement) == expected_of(SAMPLES / "starling.csv")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_file_is_the_same_with_another_delimiter(delimiter: str) -> None:
    content = (SAMPLES / "hsbc.csv").read_text("utf-8")
    assert "," in content
    rows = [row.replace(",", delimiter) for row in _BARCLAYS.splitlines()]
    line = ["", "25/08/2026", "20-45-77 90112233", "-1.00", "X", "Y"]
    assert _amounts(_read("\n".join([*rows, delimiter.join(line)]))) == [-100]


def test_headings_may_differ_in_case_quotes_and_spaces() -> None:
    heading = ' "NUMBER" , " date ", Account ,AMOUNT,subcategory,Memo,,\n'
    assert _amounts(_read(heading + ",25/08/2026,20-45-77 90112233,-1.00,X,Y,,\n")) == [-100]


def test_a_memory_map_is_read_and_can_be_closed(tmp_path: Path) -> None:
    path = tmp_path / "statement"
    path.write_bytes(_STARLING.encode())
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        statement = read_statement(content, today=TODAY)
        assert len(list(statement.lines())) == statement.line_count == 6
        content.close()


def test_the_running_balance_decides_the_order_within_a_day() -> None:
    head = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"
    up = _read(head + "25/08/2026,A,,X,-1.00,99.00\n25/08/2026,B,,X,-2.00,97.00\n")
    down = _read(head + "25/08/2026,B,,X,-2.00,97.00\n25/08/2026,A,,X,-1.00,99.00\n")
    assert (up.newest_first, down.newest_first) == (False, True)
    assert up.opening == down.opening == StatedBalance(date(2026, 8, 25), 10000)
    assert up.closing == down.closing == StatedBalance(date(2026, 8, 25), 9700)


def test_equal_payments_of_one_day_still_show_the_order() -> None:
    head = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"
    rows = [f"25/08/2026,CAFE,,X,-3.40,{balance}\n" for balance in ("89.80", "93.20", "96.60")]
    newest_first = _read(head + "".join(rows))
    assert newest_first.newest_first
    assert newest_first.opening == StatedBalance(date(2026, 8, 25), 10000)
    assert not _read(head + "".join(rows[::-1])).newest_first


def test_a_shop_called_thank_you_does_not_make_an_amex_file() -> None:
    with pytest.raises(UnreadableStatement, match="nothing in the file tells which it is"):
        _read("Date,Description,Amount\n25/08/2026,THANK YOU CARDS LTD,-5.00\n26/08/2026,ACME,50.00\n")


def test_the_running_balance_decides_the_sign() -> None:
    rows = "25/08/2026,A,1.00,99.00\n26/08/2026,B,2.00,97.00\n27/08/2026,C,-3.00,100.00\n"
    statement = read_statement(
        f"Date,Description,Amount,Balance\n{rows}".encode(),
        columns=ColumnMapping(date="Date", description=("Description",), amount="Amount", balance="Balance"),
        today=TODAY,
    )
    assert _amounts(statement) == [-100, -200, 300]
    assert any("signs were turned round" in warning for warning in statement.warnings)
    assert statement.opening == StatedBalance(date(2026, 8, 25), 10000)


def test_a_closing_balance_counts_rows_that_print_none() -> None:
    head = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"
    rows = "24/08/2026,Z,,X,5.00,\n25/08/2026,A,,X,-1.00,104.00\n26/08/2026,B,,X,-2.00,102.00\n27/08/2026,C,,X,-4.00,\n"
    statement = _read(head + rows)
    assert statement.opening == StatedBalance(date(2026, 8, 24), 10000)
    assert statement.closing == StatedBalance(date(2026, 8, 27), 9800)


def test_dated_rows_that_only_state_a_balance_are_no_lines() -> None:
    head = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"
    rows = "01/08/2026,Opening Balance,,,,100.00\n25/08/2026,A,,X,-1.00,\n31/08/2026,Closing Balance,,,,99.00\n"
    statement = _read(head + rows)
    assert _amounts(statement) == [-100]
    assert statement.opening == StatedBalance(date(2026, 8, 1), 10000)
    assert statement.closing == StatedBalance(date(2026, 8, 31), 9900)
    with pytest.raises(UnreadableStatement, match="line 2: 'lots' is not an amount"):
        _read(head + "01/08/2026,Opening Balance,,,,lots\n")


def test_a_currency_that_is_none_is_refused() -> None:
    content = (SAMPLES / "chase.csv").read_text("utf-8").replace("-3.40,GBP", "-3.40,Pounds")
    with pytest.raises(UnreadableStatement, match="line 3: 'Pounds' is not a currency such as GBP"):
        _read(content)


def test_a_fee_taken_in_another_currency_is_no_line_of_this_account() -> None:
    content = (SAMPLES / "revolut_business.csv").read_text("utf-8")
    elsewhere = content.replace("-400.00,-400.20,,0.20,GBP,1599.80", "-400.00,-400.00,,0.20,EUR,1600.00")
    assert _amounts(_read(elsewhere)) == [-40000, -100, -10000, 150000, -1000, 1100]
    with pytest.raises(UnreadableStatement, match=r"line 3: amount and fee do not come to the row.s total of -400\.20"):
        _read(content.replace("0.20,GBP", "0.20,EUR"))


def test_a_file_that_is_changed_meanwhile_stays_as_it_was_checked() -> None:
    content = mmap.mmap(-1, len(_STARLING.encode()))
    content.write(_STARLING.encode())
    statement = read_statement(content, today=TODAY)
    before = list(statement.lines())
    content.seek(content.find(b"03/08/2026", 0))
    content.write(b"30/02")
    assert list(statement.lines()) == before


def test_of_several_accounts_the_chosen_one_is_read() -> None:
    content = (SAMPLES / "errors" / "several_accounts.csv").read_text("utf-8")
    statement = _read(content, account="60-12-34 87654321")
    assert _amounts(statement) == [40]
    assert (statement.account_number, statement.sort_code) == ("87654321", "601234")
    assert "601234-12345678 (2 lines)" in statement.warnings[-1]
    with pytest.raises(UnreadableStatement, match="holds no account '999'"):
        _read(content, account="999")


def test_of_several_currencies_the_accounts_own_is_read_with_a_warning() -> None:
    rows = (SAMPLES / "paypal.csv").read_text("utf-8-sig").splitlines()
    euro = rows[1].replace('"GBP"', '"EUR"')
    statement = _read("\n".join([*rows, euro]))
    assert statement.line_count == 7
    assert "Only the lines of GBP were read. The file also holds: EUR (1 lines)." in statement.warnings
    assert _read("\n".join([*rows, euro]), currency="EUR").currency == "EUR"
    with pytest.raises(UnreadableStatement, match=r"'GBP' .*'EUR'"):
        _read("\n".join([*rows, euro]), currency="USD")


def test_paypal_with_decimal_commas_and_american_dates_is_read_with_warnings() -> None:
    row = '"08/25/2026","10:00:00","PDT","Ada","Payment","Completed","USD","1.120,00","-3,78","1.116,22","","","8AA1"\n'
    head = (
        '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From","To","Transaction ID"\n'
    )
    statement = _read(head + row)
    assert _amounts(statement) == [112000, -378]
    assert [line.booked_on for line in statement.lines()] == [date(2026, 8, 25)] * 2
    assert len(statement.warnings) == 2


def test_stripe_names_a_payout_day_that_is_none() -> None:
    content = (SAMPLES / "stripe.csv").read_text("utf-8").replace("2026-08-24 00:00:00", "2026-02-30 00:00:00")
    with pytest.raises(UnreadableStatement, match="line 2: '2026-02-30 00:00:00' is not a day of the calendar"):
        _read(content)


def test_stripe_rows_that_are_the_payout_need_no_second_line() -> None:
    head = "automatic_payout_id,balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category\n"
    rows = "po_1,t1,2026-08-20,gbp,10.00,1.00,9.00,charge\npo_1,t2,2026-08-24,gbp,-9.00,0.00,-9.00,payout\n"
    lines = list(_read(head + rows + ",t3,2026-08-25,gbp,4.00,0.50,3.50,charge\n").lines())
    assert [line.amount for line in lines] == [1000, -100, -900, 400, -50]


def test_revolut_products_are_accounts_of_their_own() -> None:
    rows = (SAMPLES / "revolut.csv").read_text("utf-8")
    both = rows + "TOPUP,Savings,2026-08-01 09:00:01,2026-08-01 09:00:05,To pot,5.00,0.00,GBP,COMPLETED,5.00\n"
    with pytest.raises(UnreadableStatement, match=r"'Current GBP' \(5 lines\), 'Savings GBP' \(1 lines\)"):
        _read(both)
    assert _amounts(_read(both, account="Savings GBP")) == [500]


def test_lines_dated_after_today_are_named() -> None:
    statement = _read(_BARCLAYS + ",25/10/2026,20-45-77 90112233,-1.00,X,Y\n")
    assert statement.warnings == ("Some lines are dated after today, up to 25 October 2026.",)


def test_a_file_with_a_heading_only_has_no_lines_and_says_so() -> None:
    statement = _read(_BARCLAYS)
    assert (statement.line_count, list(statement.lines())) == (0, [])
    assert statement.warnings == ("The file holds no lines for this account.",)


def test_formulas_in_the_text_stay_text() -> None:
    (line,) = _read(_BARCLAYS + ',25/08/2026,20-45-77 90112233,-1.00,X,"=HYPERLINK(""http://x"")"\n').lines()
    assert line.description == '=HYPERLINK("http://x")'


def test_the_three_columns_of_amex_are_read_as_amex_when_named() -> None:
    content = (SAMPLES / "errors" / "amex_or_not.csv").read_text("utf-8")
    assert _amounts(_read(content, wanted="amex")) == [-4599, -340]


def test_an_unknown_bank_is_read_by_its_headings_with_a_warning() -> None:
    content = (
        "Posting Date;Narrative;Debit;Credit;Balance\n25.08.2026;CAFE;3,40;;96,60\n26.08.2026;ACME;;50,00;146,60\n"
    )
    statement = _read(content)
    assert statement.format == "columns"
    assert _amounts(statement) == [-340, 5000]
    assert statement.warnings[0].startswith("This bank's format is not known here; the columns were taken by their")
    assert propose_mapping(content.encode()) == ColumnMapping(
        date="Posting Date",
        description=("Narrative",),
        debit="Debit",
        credit="Credit",
        balance="Balance",
        delimiter=";",
    )


@pytest.mark.parametrize(
    "content",
    [
        "Date,Details,Amount,Fee\n25/08/2026,CAFE,3.40,0\n26/08/2026,ACME,5.00,0\n",
        "Date,Details,Sum,Amount 2\n25/08/2026,CAFE,x,0\n",
        "Date,Details,Amount,Status\n25/08/2026,CAFE,-3.40,Wobbly\n26/08/2026,ACME,-5.00,Booked\n",
        "Date,Date,Details,Amount\n25/08/2026,25/08/2026,CAFE,-3.40\n",
        "Nothing here\n",
        "1,2,3\n4,5,6\n",
    ],
    ids=["unsigned", "no amount", "unsettled", "two dates", "no csv", "numbers"],
)
def test_what_could_be_meant_in_two_ways_is_not_proposed(content: str) -> None:
    assert propose_mapping(content.encode()) is None
    with pytest.raises(UnreadableStatement):
        _read(content)


def test_a_column_of_directions_gives_the_sign() -> None:
    statement = _read("Date,Details,Amount,Debit/Credit\n25/08/2026,CAFE,3.40,Debit\n26/08/2026,ACME,5.00,Credit\n")
    assert _amounts(statement) == [-340, 500]


def test_columns_can_be_given_by_number_without_a_heading() -> None:
    content = b"ref1,25/08/2026,CAFE,YORK,3.40\nref2,26/08/2026,ACME,LEEDS,-5.00\n"
    mapping = ColumnMapping(date=2, description=(3, 4), amount=5, bank_id=1, spending_positive=True)
    lines = list(read_statement(content, columns=mapping, today=TODAY).lines())
    assert [(x.line, x.amount, x.description, x.bank_id) for x in lines] == [
        (1, -340, "CAFE / YORK", "ref1"),
        (2, 500, "ACME / LEEDS", "ref2"),
    ]


def test_heading_rows_can_be_skipped_and_the_date_order_given() -> None:
    content = b"My account 12\nother 99\nD,T,A\n03/04/2026,CAFE,-3.40\n"
    mapping = ColumnMapping(date=1, description=(2,), amount=3, rows_to_skip=3, day_first=False)
    statement = read_statement(content, columns=mapping, today=TODAY)
    assert [line.booked_on for line in statement.lines()] == [date(2026, 3, 4)]
    assert statement.warnings == ()


def test_a_mapping_that_cannot_work_is_refused_with_the_columns_found() -> None:
    for wrong in ({"amount": None}, {"amount": "A", "debit": "B", "credit": "C"}, {"debit": "B"}, {"date": 0}):
        with pytest.raises(UnreadableStatement):
            ColumnMapping(**({"date": "Date", "description": ("Text",)} | wrong))
    mapping = ColumnMapping(date="Day", description=("Details",), amount="Amount")
    with pytest.raises(UnreadableStatement, match=r"'Details', 'Day', 'Amount' were not all found.*1 'Date'"):
        read_statement(b"Date,Details,Amount\n25/08/2026,CAFE,-3.40\n", columns=mapping, today=TODAY)


_LINES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(-99_999, 99_999).filter(bool), st.text("AB c\"',;\n£é", max_size=8)),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(_LINES, st.booleans(), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_what_was_printed_is_what_is_read(
    printed: list[tuple[int, int, str]], newest_first: bool, encoding: str
) -> None:
    rows, balance = [], 1_000_000
    for day, amount, text in sorted(printed, key=lambda row: row[0]):
        balance += amount
        quoted = '"' + text.replace('"', '""') + ' x"'
        booked_on = date.fromordinal(date(2026, 7, 1).toordinal() + day)
        rows.append(
            (
                booked_on,
                amount,
                f"{booked_on:%d %b %Y},BAC,{quoted},{text_from_pence(amount)},{text_from_pence(balance)},N,1-12",
            )
        )
    ordered = rows[::-1] if newest_first else rows
    content = "Date,Type,Description,Value,Balance,Account Name,Account Number\n" + "\n".join(row[2] for row in ordered)
    statement = read_statement(content.encode(encoding), today=TODAY)
    assert [(line.booked_on, line.amount) for line in statement.lines()] == [row[:2] for row in ordered]
    assert statement.closing is not None
    assert statement.opening is not None
    if statement.newest_first == newest_first:
        assert (statement.opening.amount, statement.closing.amount) == (1_000_000, balance)


def _large(count: int) -> bytes:
    rows, balance = [], 10**9
    for n in range(count):
        amount = n % 9973 - 4000
        balance += amount
        day = date.fromordinal(date(2020, 1, 1).toordinal() + n * 2000 // count)
        rows.append(f"{day:%d/%m/%Y},Shop {n % 97},REF {n},CARD,{text_from_pence(amount)},{text_from_pence(balance)}")
    return ("Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n" + "\n".join(rows)).encode()


def _peak_of_reading(content: bytes) -> int:
    tracemalloc.start()
    statement = read_statement(content, today=TODAY)
    assert sum(1 for _ in statement.lines()) == statement.line_count
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_stays_flat_with_the_size_of_the_file() -> None:
    small, large = _peak_of_reading(_large(2_000)), _peak_of_reading(_large(8_000))
    assert large < small + 2_500_000


def test_both_passes_give_every_line_of_a_large_file() -> None:
    assert sum(1 for _ in read_statement(_large(20_000), today=TODAY).lines()) == 20_000


def test_a_john_lewis_card_has_the_header_of_amex_and_is_named() -> None:
    content = "Date,Description,Amount\n04/08/2026,PAPER & INK LEEDS,65.00\n02/08/2026,PAYMENT RECEIVED,-200.00\n"
    statement = read_statement(content.encode(), format="john_lewis", today=TODAY)
    assert (statement.format, _amounts(statement)) == ("john_lewis", [-6500, 20000])


def test_each_currency_of_a_wise_history_is_read_for_itself() -> None:
    content = (SAMPLES / "wise_history.csv").read_text("utf-8")
    euros = _read(content, account="EUR", currency="EUR")
    assert _amounts(euros) == [-158, -49968, 150000]
    assert {line.currency for line in euros.lines()} == {"EUR"} == {euros.currency}
    with pytest.raises(UnreadableStatement, match="'SIDEWAYS' is no direction such as IN, OUT or NEUTRAL"):
        _read(content.replace(",NEUTRAL,", ",SIDEWAYS,"))


def test_a_settlement_that_misses_rows_is_refused_with_what_is_missing() -> None:
    content = (SAMPLES / "amazon_settlement.txt").read_text("utf-8")
    cut = "\n".join(content.splitlines()[:-1]) + "\n"
    with pytest.raises(
        UnreadableStatement, match=r"line 2: the rows of settlement 18000000001 come to 89\.85, not to its total"
    ):
        _read(cut)
    euros = _read(content.replace("\tGBP\t", "\tEUR\t"), currency="EUR")
    assert {line.currency for line in euros.lines()} == {"EUR"}
    with pytest.raises(UnreadableStatement, match="line 2: 'lots' is not an amount"):
        _read(content.replace("64.85", "lots"))


def test_what_was_paid_in_cash_never_reached_the_processor() -> None:
    lines = list(_read((SAMPLES / "square.csv").read_text("utf-8")).lines())
    assert "sq_tx_0005" not in {line.bank_id for line in lines}
    assert next(line.amount for line in lines if line.bank_id == "sq_tx_0004") == 1000
    assert sum(line.amount for line in lines) == 0


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ("Date,Details,Paid out,Paid in\n25/08/2026,TEA,2.00,--\n26/08/2026,SALE,--,-3.00\n", [-200, 300]),
        ("Date,Details,Value,DR/CR\n25/08/2026,TEA,2.00,DBIT\n26/08/2026,SALE,3.00,CRDT\n", [-200, 300]),
        ("Date,Details,Value,Direction\n25/08/2026,TEA,2.00,OUT\n26/08/2026,SALE,3.00,IN\n", [-200, 300]),
        (
            "Date,Details,Value,Status\n25/08/2026,TEA,-2.00,Completed\n26/08/2026,SALE,-3.00,Declined\n"
            "27/08/2026,CAKE,-4.00,Pending\n",
            [-200, -400],
        ),
        (
            "Date,Details,Amount,Fee,Net\n25/08/2026,SALE,2.00,0.10,1.90\n26/08/2026,BACK,-3.00,--,-3.00\n",
            [200, -10, -300],
        ),
        (
            "Date,Details,Amount,Fee,Net\n25/08/2026,SALE,2.00,-0.10,1.90\n26/08/2026,BACK,-3.00,0.00,-3.00\n",
            [200, -10, -300],
        ),
        ("Date,Details,Amount,ID\n25/08/2026,TEA,-2.00,7\n25/08/2026,CAKE,-3.00,7\n", [-200, -300]),
    ],
    ids=["credit with minus", "DBIT and CRDT", "IN and OUT", "status", "fee", "fee with minus", "rows of one id"],
)
def test_the_mapper_knows_how_processors_and_banks_print(rows: str, amounts: list[int]) -> None:
    assert _amounts(_read(rows)) == amounts


def test_a_state_that_nobody_knows_is_a_mistake_and_a_pending_one_is_kept_apart() -> None:
    rows = "Date,Details,Value,State\n25/08/2026,TEA,-2.00,Settled\n26/08/2026,CAKE,-3.00,Processing\n"
    mapping = column_mapping("date=1, description=2, amount=3, status=4")
    assert [line.pending for line in _mapped(rows, mapping).lines()] == [False, True]
    with pytest.raises(UnreadableStatement, match="line 3: 'Wobbly' does not say whether the money was moved"):
        _mapped(rows.replace("Processing", "Wobbly"), mapping)


def test_a_fee_is_mapped_by_hand_whichever_sign_it_is_printed_with() -> None:
    mapping = column_mapping("date=1, description=2, amount=3, fee=4")
    for fee in ("0.10", "-0.10"):
        rows = f"Date,Details,Amount,Charge\n25/08/2026,SALE,2.00,{fee}\n"
        assert _amounts(_mapped(rows, mapping)) == [200, -10]


@pytest.mark.parametrize("heading", ["Type", "Transaction type", "Payment Type", "Transaction code"])
def test_an_unknown_bank_tells_how_it_was_paid_by_its_headings(heading: str) -> None:
    rows = "".join(
        f"{day}/08/2026,{kind},CAFE,-3.40\n" for day, kind in ((25, "VIS"), (26, ")))"), (27, "Direct Debit"))
    )
    statement = _read(f"Date,{heading},Details,Amount\n{rows}")
    assert [line.kind for line in statement.lines()] == ["VIS", ")))", "Direct Debit"]


def test_a_column_of_directions_or_of_other_texts_is_no_kind() -> None:
    directed = _read("Date,Details,Amount,Type\n25/08/2026,CAFE,3.40,Debit\n26/08/2026,ACME,5.00,Credit\n")
    assert [line.kind for line in directed.lines()] == [None, None]
    numbered = _read(
        "Date,Details,Amount,Type\n25/08/2026,CAFE,-3.40,A 1\n26/08/2026,ACME,5.00,A 2\n27/08/2026,B,-1.00,A 3\n"
    )
    assert [line.kind for line in numbered.lines()] == [None, None, None]
