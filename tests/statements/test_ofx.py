"""OFX and QFX as banks really write them: read, or refused with the line and the cause."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.statements.line import StatedBalance, StatementLine, UnreadableStatement
from accountsos.statements.read import read_statement
from tests.statements.samples import SAMPLES, TODAY, read_or_refused, shared_samples
from tests.support.ends import ends

_BANK = (SAMPLES / "ofx_bank.ofx").read_bytes()

# What a person reads in each file of the collection: (currency, lines, first line's date and amount), or the refusal.
_READ = {
    "checking.ofx": ("USD", 3, date(2011, 3, 31), 1),
    "fidelity.ofx": ("USD", 3, date(2012, 7, 31), 24),
    "investment_medium.ofx": ("CAD", 3, date(2009, 12, 15), -365),
    "ofx-v102-empty-tags.ofx": ("AUD", 1, date(2018, 5, 7), 1234),
}
_REFUSED = {
    "account_listing_aggregation.ofx": ("a list of accounts", 1),
    "decimal_error.ofx": ("line 36: DTPOSTED: '201120000000' is not a date", 36),
    "fidelity-savings.ofx": ("line 66: TRNAMT: '+00000000000115.8331' has more decimals than USD has (2)", 66),
    "investment_401k.ofx": ("investment account 12345678.123456-01 and has no cash lines", 36),
    "multiple_accounts.ofx": ("no lines, only the accounts '9100' (0 lines), '9200' (0 lines)", None),
    "multiple_accounts2.ofx": ("no lines, only the accounts '9100' (0 lines), '9200' (0 lines)", None),
    "signon_fail.ofx": ("you supplied an invalid identification code or your password was incorrect (code 15500)", 11),
    "td_ameritrade.ofx": ("investment account 121212121 and has no cash lines", 36),
    "tiaacref.ofx": ("investment account 111A1111 22B222 33C333 and has no cash lines", 11),
    "vanguard.ofx": ("investment account 01234567890 and has no cash lines", 21),
    "vanguard401k.ofx": ("investment account 0123456 and has no cash lines", 11),
}


def test_every_file_of_the_collection_is_read_or_refused_with_its_cause() -> None:
    files = {path.name: path for path in shared_samples("ofx")}
    assert set(files) == set(_READ) | set(_REFUSED)
    for name, (currency, count, first_day, first_amount) in _READ.items():
        statement = read_statement(files[name].read_bytes(), today=TODAY)
        first = next(iter(statement.lines()))
        assert (statement.currency, statement.line_count, first.booked_on, first.amount) == (
            currency,
            count,
            first_day,
            first_amount,
        ), name
    for name, (cause, line) in _REFUSED.items():
        with pytest.raises(UnreadableStatement) as refused:
            read_statement(files[name].read_bytes(), today=TODAY)
        assert cause in refused.value.message, name
        assert [e.line for e in refused.value.errors][:1] == ([line] if line else []), name


def test_a_cut_name_is_completed_by_its_memo_and_the_ledger_balance_closes() -> None:
    path = next(path for path in shared_samples("ofx") if path.name == "checking.ofx")
    statement = read_statement(path.read_bytes(), today=TODAY)
    cheque = list(statement.lines())[2]
    assert cheque.description == "RETURNED CHECK FEE, CHECK # 319 FOR $45.33 ON 04/07/11"
    assert (cheque.reference, cheque.bank_id, cheque.line) == ("319", "0000488", 62)
    assert statement.closing == StatedBalance(date(2013, 5, 25), 10099)


def _read(text: str, *, account: str | None = None, currency: str = "GBP") -> list[StatementLine]:
    return list(read_statement(text.encode(), today=TODAY, account=account, currency=currency).lines())


def _line(amount: str = "-1.00", day: str = "20260801", fitid: str = "1", name: str = "X") -> str:
    return f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}<NAME>{name}</STMTTRN>"


def _account(number: str, lines: str, currency: str = "GBP") -> str:
    return (
        f"<STMTRS><CURDEF>{currency}<BANKACCTFROM><ACCTID>{number}</BANKACCTFROM>"
        f"<BANKTRANLIST>{lines}</BANKTRANLIST></STMTRS>"
    )


def test_of_several_accounts_one_must_be_chosen() -> None:
    both = f"<OFX>{_account('11112222', _line('1.00'))}{_account('33334444', _line('2.00'))}</OFX>"
    with pytest.raises(UnreadableStatement, match=r"'11112222' \(1 lines\), '33334444' \(1 lines\)"):
        _read(both)
    assert [line.amount for line in _read(both, account="33334444")] == [200]
    with pytest.raises(UnreadableStatement, match="holds no account '5'"):
        _read(both, account="5")


def test_the_only_account_with_lines_is_taken() -> None:
    statement = read_statement(
        f"<OFX>{_account('11112222', '')}{_account('33334444', _line('2.00'))}</OFX>".encode(), today=TODAY
    )
    assert [line.amount for line in statement.lines()] == [200]
    assert statement.account_number == "33334444"


def test_an_empty_curdef_means_the_accounts_currency() -> None:
    assert [line.currency for line in _read(f"<OFX>{_account('1', _line(), '')}</OFX>", currency="EUR")] == ["EUR"]


def test_a_blank_fitid_is_no_id_and_others_are_trimmed() -> None:
    ids = [line.bank_id for line in _read(f"<OFX>{_account('1', _line(fitid=' ') + _line(fitid='  7 '))}</OFX>")]
    assert ids == [None, "7"]


def test_a_time_zone_never_moves_the_day() -> None:
    days = [line.booked_on for line in _read(f"<OFX>{_account('1', _line(day='20260331233000.000[-5:EST]'))}</OFX>")]
    assert days == [date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("printed", "pence"),
    [
        ("-34.51", -3451),
        ("+0.05", 5),
        ("1,234.56", 123456),
        ("12,34", 1234),
        ("-.5", -50),
        ("5", 500),
        ("00100.00", 10000),
    ],
)
def test_amounts_are_read_exactly(printed: str, pence: int) -> None:
    assert [line.amount for line in _read(f"<OFX>{_account('1', _line(printed))}</OFX>")] == [pence]


@pytest.mark.parametrize("printed", ["$5", "1e3", "--5", "5-", "", "1.2.3", "٣.٠٠", "5.001"])
def test_what_is_no_amount_is_refused_with_its_line(printed: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        _read(f"<OFX>\n{_account('1', _line(printed))}</OFX>")
    assert [error.line for error in refused.value.errors] == [2]


@pytest.mark.parametrize("day", ["20260230", "20261301", "2026", "", "00000000", "20260825x;"])
def test_what_is_no_day_is_refused_with_its_line(day: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        _read(f"<OFX>\n{_account('1', _line(day=day))}</OFX>")
    assert [error.line for error in refused.value.errors] == [2]


def test_a_download_that_was_cut_off_is_refused() -> None:
    with pytest.raises(UnreadableStatement, match="never closed"):
        read_statement(_BANK[: _BANK.index(b"<NAME>A<B")], today=TODAY)
    with pytest.raises(UnreadableStatement, match="ends early"):
        read_statement(_BANK[: _BANK.index(b"</OFX>")], today=TODAY)


def test_a_line_that_is_never_closed_is_named() -> None:
    broken = _line().removesuffix("</STMTTRN>")
    with pytest.raises(UnreadableStatement) as refused:
        _read(f"<OFX>\n{_account('1', broken + chr(10) + _line())}</OFX>")
    assert [(e.line, e.message) for e in refused.value.errors] == [(2, "STMTTRN is opened here and never closed")]


def test_entities_of_the_file_are_never_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><OFX>&a;</OFX>'
    with pytest.raises(UnreadableStatement, match="entities of its own"):
        _read(bomb)


@pytest.mark.parametrize(
    "content",
    [
        b"<OFX>" + b"<" * 10_000_000,
        b"<OFX>" + b"<STMTRS>" * 200_000,
        b"<OFX>" + b"<STMTTRN>" * 200_000,
        b"<OFX>" + b"<STATUS>" * 200_000,
        b"<OFX><NAME>" + b"x" * 10_000_000,
        b"<" * 10_000_000,
        b"<OFX>\0" + b"x" * 1000,
        b"OFXHEADER:100\n" + b"<OFX" * 500_000,
    ],
    ids=["brackets", "statements", "lines", "statuses", "one-value", "no-ofx", "zero-byte", "half-tags"],
)
def test_hostile_files_are_refused(content: bytes) -> None:
    with ends(), pytest.raises(UnreadableStatement):
        read_statement(content, today=TODAY)


_TAGS = st.sampled_from(
    "<OFX> </OFX> <STMTRS> </STMTRS> <STMTTRN> </STMTTRN> <DTPOSTED>20260801 <TRNAMT>-1.00 <FITID>1 <NAME>X "
    "<BANKACCTFROM> </BANKACCTFROM> <ACCTID>1 <LEDGERBAL> </LEDGERBAL> <BALAMT>5 <DTASOF>20260801 <STATUS> </STATUS> "
    "<SEVERITY>ERROR <MESSAGE>no < > & &#0; <![CDATA[ ]]> <?x?> <!--x--> <CURRENCY> <CURSYM>EUR </CURRENCY>".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_TAGS, max_size=40))
def test_any_mixture_of_tags_is_read_or_refused(pieces: list[str]) -> None:
    statement = read_or_refused(("<OFX>" + "\n".join(pieces)).encode())
    assert statement is None or all(line.amount == -100 for line in statement.lines())


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(_BANK) - 1), st.binary(min_size=1, max_size=3))
def test_any_damage_is_read_or_refused(position: int, damage: bytes) -> None:
    statement = read_or_refused(_BANK[:position] + damage + _BANK[position + len(damage) :])
    assert statement is None or len(list(statement.lines())) == statement.line_count


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableStatement):
        read_statement(b"<OFX>" + content, today=TODAY)
