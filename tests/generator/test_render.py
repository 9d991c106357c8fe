"""Each bank's file shows the true lines, with balances that follow from one another."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from itertools import pairwise

import pytest

from accountsos.errors import BadRequest
from accountsos.generator import BANKS, GeneratedCompany, StatementOptions, TrueLine, generate, render
from accountsos.generator.wording import Words, describe
from accountsos.money import pence_from_text
from accountsos.statements.read import read_statement

START, END = date(2025, 2, 10), date(2025, 5, 6)
AFTER = date(2026, 12, 1)
MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
BALANCED = ("lloyds", "natwest", "nationwide", "starling", "monzo", "revolut_business", "wise")


@pytest.fixture(scope="module")
def company() -> GeneratedCompany:
    return generate(11, archetype="cafe", transactions=3_000)


@pytest.fixture(scope="module")
def lines(company: GeneratedCompany) -> list[TrueLine]:
    return [line for line in company.lines(START, END) if line.account == "ba_main"]


def _rows(content: bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    text = content.decode(encoding)
    start = text.index("Date") if text.startswith('"Account') else 0
    return list(csv.DictReader(io.StringIO(text[text.rfind("\n", 0, start) + 1 :])))


def _pence(text: str) -> int:
    return pence_from_text(text.replace(",", "").replace("£", "").replace("+", ""))


def _table(bank: str, content: bytes) -> list[tuple[date, int, int]]:
    """(day, amount, balance) oldest first, as this test reads the bank's columns without the product."""
    found: list[tuple[date, int, int]] = []
    for row in _rows(content, "cp1252" if bank == "nationwide" else "utf-8"):
        match bank:
            case "lloyds":
                amount = _pence(row["Credit Amount"] or "-" + row["Debit Amount"])
                found.append((_day(row["Transaction Date"]), amount, _pence(row["Balance"])))
            case "natwest":
                found.append((_day(row["Date"]), _pence(row["Value"]), _pence(row["Balance"])))
            case "nationwide":
                amount = _pence(row["Paid in"] or "-" + row["Paid out"])
                found.append((_day(row["Date"]), amount, _pence(row["Balance"])))
            case "starling":
                found.append((_day(row["Date"]), _pence(row["Amount (GBP)"]), _pence(row["Balance (GBP)"])))
            case "revolut_business":
                found.append((_day(row["Date completed (UTC)"]), _pence(row["Total amount"]), _pence(row["Balance"])))
            case "wise":
                found.append((_day(row["Date"]), _pence(row["Amount"]), _pence(row["Running Balance"])))
            case _:
                found.append((_day(row["Date"]), _pence(row["Amount"]), _pence(row["Balance"])))
    return found[::-1] if found[0][0] > found[-1][0] else found


def _day(text: str) -> date:
    if " " in text:
        day, month, year = text.split()
        return date(int(year), MONTHS[month], int(day))
    if text[4] == "-":
        return date.fromisoformat(text)
    day, month, year = re.split("[/-]", text)
    return date(int(year), int(month), int(day))


@pytest.mark.parametrize("bank", BALANCED)
def test_the_running_balance_is_exact(bank: str, company: GeneratedCompany, lines: list[TrueLine]) -> None:
    table = _table(bank, company.statement("ba_main", START, END, bank=bank))
    assert [(day, amount) for day, amount, _ in table] == [(n.booked_on, n.amount) for n in lines]
    balance = sum(n.amount for n in company.lines(company.start, date(2025, 2, 9)) if n.account == "ba_main")
    for _, amount, printed in table:
        balance += amount
        assert printed == balance


@pytest.mark.parametrize("bank", BANKS)
def test_the_product_reads_back_what_was_printed(bank: str, company: GeneratedCompany, lines: list[TrueLine]) -> None:
    content = company.statement("ba_main", START, END, bank=bank)
    ambiguous = bank == "amex"  # three columns, and only the user knows that spending is positive
    statement = read_statement(content, format="amex" if ambiguous else None, today=AFTER)
    read = list(statement.lines())
    if statement.newest_first:
        read.reverse()
    assert [(n.booked_on, n.amount) for n in read] == [(n.booked_on, n.amount) for n in lines]
    assert {n.currency for n in read} == {"GBP"}


@pytest.mark.parametrize(
    ("bank", "variant"),
    [
        ("lloyds", "older"),
        ("natwest", "older"),
        ("nationwide", "midata"),
        ("monzo", "personal"),
        ("amex", "member"),
        ("amex", "long"),
        ("ofx", "xml"),
    ],
)
def test_the_product_reads_the_banks_other_forms(
    bank: str, variant: str, company: GeneratedCompany, lines: list[TrueLine]
) -> None:
    content = company.statement("ba_main", START, END, bank=bank, options=StatementOptions(variant=variant))
    assert content != company.statement("ba_main", START, END, bank=bank)
    statement = read_statement(content, today=AFTER)
    read = list(statement.lines())
    if statement.newest_first:
        read.reverse()
    assert [(n.booked_on, n.amount) for n in read] == [(n.booked_on, n.amount) for n in lines]


@pytest.mark.parametrize("bank", BANKS)
def test_the_same_days_are_the_same_bytes(bank: str, company: GeneratedCompany) -> None:
    again = generate(11, archetype="cafe", transactions=3_000)
    assert again.statement("ba_main", START, END, bank=bank) == company.statement("ba_main", START, END, bank=bank)


def test_a_banks_id_is_the_same_in_overlapping_files(company: GeneratedCompany) -> None:
    ids = [
        [row["Transaction ID"] for row in _rows(company.statement("ba_main", start, end, bank="monzo"))]
        for start, end in ((START, date(2025, 3, 20)), (date(2025, 3, 10), END))
    ]
    assert len(set(ids[0])) == len(ids[0])
    both = [identity for identity in ids[0] if identity in set(ids[1])]
    assert both == ids[1][: len(both)]
    assert len(both) > 10


def test_newest_first_is_the_same_rows_turned_round(company: GeneratedCompany) -> None:
    def rows(*, newest_first: bool) -> list[dict[str, str]]:
        options = StatementOptions(newest_first=newest_first)
        return _rows(company.statement("ba_main", START, END, bank="natwest", options=options))

    assert rows(newest_first=True) == rows(newest_first=False)[::-1]


def test_amex_prints_spending_as_positive() -> None:
    agency = generate(1, archetype="agency", transactions=1_800)
    rows = _rows(agency.statement("ba_card", START, END))
    true = [line.amount for line in agency.lines(START, END) if line.account == "ba_card"]
    assert [-_pence(row["Amount"]) for row in rows[::-1]] == true
    assert any(amount < 0 for amount in true)


def test_an_ofx_file_states_the_balance_after_its_last_line(company: GeneratedCompany, lines: list[TrueLine]) -> None:
    text = company.statement("ba_main", START, END, bank="ofx").decode("cp1252")
    amounts = [_pence(found) for found in re.findall(r"<TRNAMT>([-0-9.]+)", text)]
    stated = _pence(re.findall(r"<BALAMT>([-0-9.]+)", text)[0])
    before = sum(n.amount for n in company.lines(company.start, date(2025, 2, 9)) if n.account == "ba_main")
    assert stated == before + sum(amounts)
    assert len(set(re.findall(r"<FITID>(\w+)", text))) == len(lines)


def test_a_file_cut_inside_a_day_states_the_balance_at_the_cut(
    company: GeneratedCompany, lines: list[TrueLine]
) -> None:
    cut = next(a for a, b in pairwise(lines[20:]) if a.booked_on == b.booked_on)
    options = StatementOptions(until_line=cut.number)
    statement = read_statement(
        company.statement("ba_main", START, cut.booked_on, bank="ofx", options=options), today=AFTER
    )
    read = list(statement.lines())
    assert len(read) == lines.index(cut) + 1
    before = sum(n.amount for n in company.lines(company.start, date(2025, 2, 9)) if n.account == "ba_main")
    assert statement.closing is not None
    assert statement.closing.amount == before + sum(n.amount for n in read)


def test_chunks_make_the_same_file_as_the_whole(company: GeneratedCompany) -> None:
    for bank in ("natwest", "ofx"):
        options = StatementOptions(encoding="utf-16") if bank == "natwest" else StatementOptions()
        chunks = list(company.statement_chunks("ba_main", START, END, bank=bank, options=options))
        assert len(chunks) >= 4
        assert b"".join(chunks) == company.statement("ba_main", START, END, bank=bank, options=options)
        b"".join(chunks).decode("utf-16" if bank == "natwest" else "cp1252")


def test_true_lines_can_be_printed_without_their_company(company: GeneratedCompany, lines: list[TrueLine]) -> None:
    content = render(lines, "starling", company.account("ba_main"), opening=10_000, holder="Copper Kettle")
    table = _table("starling", content)
    assert table[0][2] == 10_000 + lines[0].amount
    assert table[-1][2] == 10_000 + sum(n.amount for n in lines)


def test_an_unknown_bank_or_account_is_refused_by_name(company: GeneratedCompany) -> None:
    with pytest.raises(BadRequest, match="tide"):
        company.statement("ba_main", START, END, bank="tide")
    with pytest.raises(BadRequest, match="ba_nowhere"):
        company.statement("ba_nowhere", START, END)
    with pytest.raises(BadRequest, match="cannot start"):
        company.statement("ba_main", END, START)


@pytest.mark.parametrize(
    ("bank", "words", "text"),
    [
        (
            "barclays",
            Words("card", "NETFLIX.COM", "", "Netflix", date(2026, 8, 2), -1_099),
            "NETFLIX.COM         ON 02 AUG          BCC",
        ),
        (
            "santander",
            Words("card", "AMAZON.CO.UK*2H4AB1CD4", "", "Amazon", date(2023, 1, 29), -899),
            "CARD PAYMENT TO AMAZON.CO.UK*2H4AB1CD4 ON 29-01-2023",
        ),
        (
            "santander",
            Words("direct_debit", "HMRC VAT", "123456789", "HMRC", date(2023, 1, 9), -90_000),
            "DIRECT DEBIT PAYMENT TO HMRC VAT REF 123456789, MANDATE NO 0015",
        ),
        (
            "santander",
            Words("payment_in", "ACME LTD", "INV 1492", "Acme Ltd", date(2023, 1, 9), 90_000),
            "FASTER PAYMENTS RECEIPT REF.INV 1492 FROM ACME LTD",
        ),
    ],
)  # fmt: skip
def test_lines_are_worded_as_the_bank_words_them(bank: str, words: Words, text: str) -> None:
    assert describe(bank, words) == text


def test_dates_are_printed_the_british_way(company: GeneratedCompany) -> None:
    first = company.statement("ba_main", START, END, bank="hsbc").decode().splitlines()[-1]
    assert datetime.strptime(first[:10], "%d/%m/%Y").date() >= START  # noqa: DTZ007  # a day has no zone
