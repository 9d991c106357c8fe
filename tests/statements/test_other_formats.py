"""MT940, CAMT, Open Banking and QIF: their collections, their mistakes, and what an attacker might send."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountsos.statements.line import StatedBalance, StatementLine, UnreadableStatement
from accountsos.statements.read import read_statement
from tests.statements.samples import SAMPLES, TODAY, read_or_refused, shared_samples
from tests.support.ends import ends

# What a person reads in each file: (lines, first day, first amount, opening, closing); or the cause of the refusal.
_MT940_READ = {
    "171011_01234945.sta": (3, date(2017, 10, 11), -240200, 62731130, 61787430),
    "abnamro.sta": (10, date(2011, 5, 24), -900, 323628, 184975),
    "details_60-63.sta": (1, date(2017, 9, 14), -23315, 1234512, 1234598),
    "generic.sta": (2, date(2011, 1, 1), -1000, 10000, 8000),
    "ing.sta": (7, date(2010, 7, 22), -2503, 0, 347),
    "long_statement_number.sta": (0, None, None, 0, 0),
    "mt940.sta": (3, date(2017, 1, 19), 1, 40, 43),
    "mt942.sta": (1, date(2016, 10, 31), -42, None, None),
    "multiline.sta": (2, date(2004, 8, 4), -500, 1640, 1140),
    "overly_long_details.sta": (1, date(2017, 9, 14), -23315, 1234512, 1234598),
    "postfinance.sta": (4, date(2013, 12, 9), 7970, 0, 15960),
    "triodos.sta": (2, date(2011, 1, 1), -1570, 497509, 437079),
    "whitespace.sta": (1, date(2017, 9, 14), -23315, 1234512, 1234598),
}
_MT940_REFUSED = (
    {
        "february_30.sta": "line 6: :61: 160230 is not a day of the calendar",
        "transaction_details_wrapped.sta": "line 6: :61: 160230 is not a day of the calendar",
        "wrapped_timestamp.sta": "line 5: :61: 160230 is not a day of the calendar",
        "raiffeisen-cmi.sta": "neither UTF-8 nor CP1252 (byte 0x81)",
        "sepa_mt9401.sta": "holds several accounts: '50880050/0194774600888' (7 lines)",
        "sepa_snippet.sta": "'50880050/0194787400888' (4 lines), '50880050/0194791600888' (7 lines)",
        "sepa_snippet_broken.sta": "line 6: a second account (:25:) inside one statement",
    }
    | dict.fromkeys(
        (
            "account_balance_debit.sta amount_formats.sta available_balance.sta currency_in_25.sta empty_86.sta "
            "empty_line.sta empty_non_swift.sta reference.sta sparkassen.sta"
        ).split(),
        "This is a fragment of an MT940 file: it has only :",
    )
    | {"invalid_statement.sta": "of no format known here"}
)


def test_every_mt940_of_the_collection_is_read_or_refused_with_its_cause() -> None:
    files = {path.name: path.read_bytes() for path in shared_samples("mt940")}
    assert set(files) == set(_MT940_READ) | set(_MT940_REFUSED)
    for name, expected in _MT940_READ.items():
        statement = read_statement(files[name], today=TODAY)
        lines = list(statement.lines())
        first = lines[0] if lines else None
        opening, closing = (b.amount if b else None for b in (statement.opening, statement.closing))
        found = (len(lines), first.booked_on if first else None, first.amount if first else None, opening, closing)
        assert found == expected, name
    for name, cause in _MT940_REFUSED.items():
        with pytest.raises(UnreadableStatement) as refused:
            read_statement(files[name], today=TODAY)
        assert cause in refused.value.message, name


def test_a_chosen_account_of_an_mt940_is_read_with_its_own_balances() -> None:
    content = next(path for path in shared_samples("mt940") if path.name == "sepa_snippet.sta").read_bytes()
    statement = read_statement(content, account="50880050/0194787400888", today=TODAY)
    assert statement.opening == StatedBalance(date(2007, 9, 3), 76665649)
    assert sum(line.amount for line in statement.lines()) == 5099005 + 15455193 + 15455193 - 150000


def _mt940(entry: str) -> StatementLine:
    content = f":20:X\n:25:12345678\n:60F:C260101GBP0,00\n:61:{entry}\n:62F:C260101GBP0,00\n"
    (line,) = read_statement(content.encode(), today=TODAY).lines()
    return line


@pytest.mark.parametrize(
    ("entry", "booked_on", "amount"),
    [
        ("2601050105D1,5NTRF", date(2026, 1, 5), -150),
        ("2601050105CR1,NTRF", date(2026, 1, 5), 100),
        ("2512310102C1,00NTRF", date(2026, 1, 2), 100),
        ("2601021231C1,00NTRF", date(2025, 12, 31), 100),
        ("260105RD1,00NTRF", date(2026, 1, 5), 100),
        ("260105RC1,00NTRF", date(2026, 1, 5), -100),
        ("990105C1,00NTRF", date(1999, 1, 5), 100),
    ],
)
def test_an_mt940_entry_has_its_entry_date_and_its_direction(entry: str, booked_on: date, amount: int) -> None:
    line = _mt940(entry)
    assert (line.booked_on, line.amount) == (booked_on, amount)


@pytest.mark.parametrize("entry", ["2602300302D1,00N", "2602280230D1,00N", "26010501X1,00N", "2601050105D1,234N", ""])
def test_an_mt940_entry_that_cannot_be_read_is_named(entry: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        _mt940(entry)
    assert [error.line for error in refused.value.errors] == [4]


_CAMT = (SAMPLES / "camt053.xml").read_text("utf-8")


@pytest.mark.parametrize("version", ["001.02", "001.08", "001.13"])
def test_camt_is_read_in_every_version(version: str) -> None:
    content = _CAMT.replace("camt.053.001.08", f"camt.053.{version}")
    assert read_statement(content.encode(), today=TODAY).line_count == 5


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("2026-08-14", "2026-02-30", "line 10: Ntry"),
        (">500.00<", ">5OO.00<", "line 10: Ntry: Amt '5OO.00'"),
        (">500.00<", ">-500.00<", "line 10: Ntry: Amt '-500.00'"),
        ('<Amt Ccy="GBP">500.00', "<Amt>500.00", "line 10: Ntry"),
        ("<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>", "<Sts><Cd>BOOK</Cd></Sts>", "neither CRDT nor DBIT"),
        (">1000.00<", ">lots<", "line 8: Bal OPBD: Amt 'lots'"),
        ("<BookgDt><Dt>2026-08-14</Dt></BookgDt>", "", "line 10: Ntry: the date is missing"),
        ("</Document>", "", "damaged at line 43"),
        ("<Document", "<!DOCTYPE Document><Document", "declares a DOCTYPE"),
        ("<Stmt>", "<Ntfctn>", "CAMT.054 notification"),
    ],
)
def test_a_mistake_in_camt_is_named(old: str, new: str, cause: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(_CAMT.replace(old, new, 1).encode(), today=TODAY)
    assert cause in refused.value.message


def test_of_several_accounts_in_camt_the_chosen_one_is_read() -> None:
    start, end = _CAMT.index("  <Stmt>"), _CAMT.index("</Stmt>") + len("</Stmt>")
    other = _CAMT[start:end].replace("GB29NWBK60123412345678", "GB29NWBK60123487654321").replace("500.00", "7.00")
    both = (_CAMT[:end] + other + _CAMT[end:]).encode()
    with pytest.raises(UnreadableStatement, match="holds several accounts: 'GB29NWBK60123412345678'"):
        read_statement(both, today=TODAY)
    statement = read_statement(both, account="GB29NWBK60123487654321", today=TODAY)
    assert (statement.account_number, next(statement.lines()).amount) == ("87654321", 700)


def test_camt_entities_and_outside_files_are_never_read() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for subset in (f'<!ENTITY l0 "ha">{laughs}', '<!ENTITY l11 SYSTEM "file:///etc/hostname">'):
        content = _CAMT.replace("<Document", f"<!DOCTYPE Document [{subset}]><Document").replace("thank you", "&l11;")
        with ends(), pytest.raises(UnreadableStatement):
            read_statement(content.encode(), today=TODAY)


@pytest.mark.parametrize(
    "content",
    [
        '<Document xmlns="camt.053"><BkToCstmrStmt>' + "<a>" * 100_000,
        '<Document xmlns="camt.053">' + "x" * 5_000_000,
        '{"Data": {"Transaction": ' + "[" * 100_000,
        '{"Data": {"Transaction": [' + '{"a": ' * 50_000,
        '{"Data": {"Transaction": [{}, 1, null]}}',
        '{"Data": [], "x": "y"}',
        "!Type:Bank\n" + "D" * 5_000_000,
        "!Type:Bank\nD01/08/2026\nT1.00\n",
        ":20:X\n:25:1\n:61:" + "9" * 5_000_000,
        ":20:X\n:61:\n" + ":86:\n" * 300_000,
    ],
    ids=lambda content: content[:20],
)
def test_hostile_files_are_refused(content: str) -> None:
    with ends(), pytest.raises(UnreadableStatement):
        read_statement(content.encode(), today=TODAY)


def test_every_mistake_of_open_banking_json_is_named_by_its_place() -> None:
    amount = '"Amount": {"Amount": "%s", "Currency": "GBP"}, "CreditDebitIndicator": "%s", "Status": "Booked"'
    items = (
        "{" + amount % ("1.00", "Debit") + ', "BookingDateTime": "2026-02-30T00:00:00Z"}',
        "{" + amount % ("-1.00", "Debit") + ', "BookingDateTime": "2026-02-03T00:00:00Z"}',
        "{" + amount % ("1.00", "Out") + ', "BookingDateTime": "2026-02-03T00:00:00Z"}',
        "{" + amount % ("1.00", "Debit") + "}",
        "{}",
    )
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(f'{{"Data": {{"Transaction": [{",".join(items)}]}}}}'.encode(), today=TODAY)
    assert [error.line for error in refused.value.errors] == [1, 2, 3, 4, 5]


def _qif(*dates: str) -> list[date]:
    records = "".join(f"D{day}\nT-1.00\nPX\n^\n" for day in dates)
    return [line.booked_on for line in read_statement(f"!Type:Bank\n{records}".encode(), today=TODAY).lines()]


def test_qif_decides_per_file_whether_the_day_comes_first() -> None:
    assert _qif("03/04/2026", "25/04/2026") == [date(2026, 4, 3), date(2026, 4, 25)]
    assert _qif("03/04/2026", "04/25/2026") == [date(2026, 3, 4), date(2026, 4, 25)]


@pytest.mark.parametrize(
    ("records", "line", "cause"),
    [
        ("D30/02/2026\nT1.00\n^\n", 2, "not a day of the calendar"),
        ("D01/02/2026\nT1.0.0\n^\n", 3, "not an amount"),
        ("D01/02/2026\nT1.00\nD02/02/2026\nT2.00\n^\n", 4, "is the ^ between two records missing?"),
        ("D01/02/2026\nT1.00\n", 2, "not ended by ^"),
        ("D01/02/2026\nT1.00\n?x\n^\n", 4, "no letter that QIF knows"),
        ("T1.00\n^\n", 2, "the date (D) is missing"),
    ],
)
def test_a_mistake_in_qif_is_named(records: str, line: int, cause: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(f"!Type:Bank\n{records}".encode(), today=TODAY)
    assert refused.value.errors[0].line == line
    assert cause in refused.value.message


def test_of_several_accounts_in_qif_the_chosen_one_is_read() -> None:
    record = "!Account\nN{}\n^\n!Type:Bank\nD25/08/2026\nT{}\nPX\n^\n"
    both = record.format("Current", "1.00") + record.format("Savings", "2.00")
    with pytest.raises(UnreadableStatement, match=r"'Current' \(1 lines\), 'Savings' \(1 lines\)"):
        read_statement(both.encode(), today=TODAY)
    assert [line.amount for line in read_statement(both.encode(), account="savings", today=TODAY).lines()] == [200]


def test_qif_with_decimal_commas_is_read_with_a_warning() -> None:
    statement = read_statement(b"!Type:Bank\nD25/08/2026\nT-1.234,50\nPX\n^\n", today=TODAY)
    assert [line.amount for line in statement.lines()] == [-123450]
    assert "comma as decimal sign" in statement.warnings[0]


_CONTENTS = [
    path.read_bytes()
    for path in sorted(SAMPLES.iterdir())
    if path.is_file() and not path.name.endswith(".expected.json")
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(_CONTENTS), st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=4))
def test_any_damage_to_any_sample_is_read_or_refused_in_words(
    content: bytes, position: int, length: int, damage: bytes
) -> None:
    position %= len(content)
    statement = read_or_refused(content[:position] + damage + content[position + length :])
    if statement is not None:
        lines = list(statement.lines())
        assert len(lines) == statement.line_count
        assert all(line.description == " ".join(line.description.split()) for line in lines)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_CONTENTS), st.integers(0, 10_000))
def test_a_sample_cut_off_anywhere_never_crashes(content: bytes, position: int) -> None:
    statement = read_or_refused(content[: position % len(content)])
    assert statement is None or len(list(statement.lines())) == statement.line_count


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (":61:2608250825D12,34NTRF\n:86:TEA\n:62F:C260825GBP1,00\n", "begins in the middle: its first tag is :61:"),
        (":86:TEA\n:61:2608250825D12,34NTRF\n:86:CAKE\n", "begins in the middle: its first tag is :86:"),
        ("<STMTTRN><TRNTYPE>DEBIT<TRNAMT>-2.00</STMTTRN></OFX>", "a fragment of an OFX file"),
        ('<Ntry><Amt Ccy="GBP">1.00</Amt></Ntry></Stmt>', "a fragment of a CAMT.053 file"),
        ("D02/08/2026\nT-2.00\nPTEA\n^\nD03/08/2026\nT-2.00\n^\n", "a QIF file without its heading"),
        ("04/08/2026,DD,TEA,-2.00,98.00\n05/08/2026,DD,CAKE,-2.00,96.00\n", "or one that begins in the middle"),
        ("!Type:Invst\nD02/08/2026\nT-2.00\n^\n", "of an investment account"),
        ("!Type:Bnk\nD02/08/2026\nT-2.00\n^\n", "line 1: '!Type:Bnk'|its heading is '!Type:Bnk'"),
    ],
)
def test_a_part_of_a_file_says_what_it_is_a_part_of(content: str, cause: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(content.encode(), today=TODAY)
    assert any(said in refused.value.message for said in cause.split("|"))


def test_two_qif_records_run_together_are_one_mistake() -> None:
    content = "!Type:Bank\nD02/08/2026\nT-2.00\nPTEA\nD03/08/2026\nT-3.00\nPCAKE\n^\n"
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(content.encode(), today=TODAY)
    assert [(error.line, error.message[:11]) for error in refused.value.errors] == [(5, "a second D ")]


def test_the_amount_that_santander_prints_behind_the_payee_is_none_of_the_name() -> None:
    content = b"!Type:Bank\nD25/08/2026\nT-2.00\nPTEA ROOM 2.00\n^\nD26/08/2026\nT-3.00\nPROUTE 66 BAR\n^\n"
    assert [line.payee for line in read_statement(content, today=TODAY).lines()] == ["TEA ROOM", "ROUTE 66 BAR"]


@pytest.mark.parametrize(("printed", "amount"), [("-1,400", None), ("1,400.00", 140000), ("1,400,000", 140000000)])
def test_one_comma_before_three_digits_is_unclear_in_ofx(printed: str, amount: int | None) -> None:
    content = (SAMPLES / "ofx_bank.ofx").read_text("utf-8")
    first = content.index("<TRNAMT>") + len("<TRNAMT>")
    end = min(position for mark in "<\n\r" if (position := content.find(mark, first)) > 0)
    changed = (content[:first] + printed + content[end:]).encode()
    if amount is not None:
        assert next(iter(read_statement(changed, today=TODAY).lines())).amount == amount
        return
    with pytest.raises(UnreadableStatement, match="TRNAMT: '-1,400' is unclear"):
        read_statement(changed, today=TODAY)
