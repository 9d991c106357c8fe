"""The exports of the high-street banks: Barclays, HSBC, Lloyds, NatWest, Nationwide, Santander."""

from __future__ import annotations

from accountsos.generator.lines import TrueLine
from accountsos.generator.printing import (
    Printer,
    StatementRequest,
    csv_row,
    grouped,
    hyphenated,
    pounds,
    quoted_row,
    slashed,
    spelled,
)
from accountsos.generator.wording import LLOYDS_TYPES, NATIONWIDE_TYPES, NATWEST_TYPES, Words, describe
from accountsos.money import Pence

_SUBCATEGORIES = {
    "card": "Card Purchase", "card_refund": "Card Purchase", "direct_debit": "Direct Debit",
    "standing_order": "Standing Order", "payment_out": "Bill Payment", "payment_in": "Counter Credit",
    "bacs_in": "Counter Credit", "payout": "Counter Credit", "cash_in": "Counter Credit", "cash_out": "Cash Withdrawal",
    "transfer": "Funds Transfer", "fee": "Debit", "interest": "Credit", "returned": "Unpaid",
}  # fmt: skip


def _barclays_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    account = f"{hyphenated(request.account.sort_code)} {request.account.account_number}"
    day, amount = slashed(line.booked_on), pounds(line.amount)
    return csv_row([" ", day, account, amount, _SUBCATEGORIES[words.kind], describe("barclays", words)])


def _hsbc_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    return csv_row([slashed(line.booked_on), describe("hsbc", words), grouped(line.amount)])


def _is_older(request: StatementRequest) -> bool:
    return request.options.variant == "older"


def _lloyds_head(request: StatementRequest) -> str:
    if _is_older(request):
        return "Date,Type,Sort Code,Account Number,Description,In,Out,Balance\n"
    return (
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,"
        "Debit Amount,Credit Amount,Balance,\n"
    )


def _lloyds_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    account = request.account
    debit, credit = (pounds(-line.amount), "") if line.amount < 0 else ("", pounds(line.amount))
    older = _is_older(request)
    return csv_row(
        [
            slashed(line.booked_on), LLOYDS_TYPES[words.kind], "'" + hyphenated(account.sort_code),
            account.account_number, describe("lloyds", words), *((credit, debit) if older else (debit, credit)),
            pounds(balance), *(() if older else ("",)),
        ]
    )  # fmt: skip


def _natwest_head(request: StatementRequest) -> str:
    if _is_older(request):
        return "Date, Type, Description, Value, Balance, Account Name, Account Number\n\n"
    return "Date,Type,Description,Value,Balance,Account Name,Account Number\n"


def _natwest_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    account = request.account
    kind, text = NATWEST_TYPES[words.kind], describe("natwest", words)
    number = f"{account.sort_code}-{account.account_number}"
    if _is_older(request):
        name, number = "'" + request.holder, "'" + number
        return csv_row(
            [slashed(line.booked_on), kind, "'" + text, pounds(line.amount), pounds(balance), name, number, ""]
        )
    return csv_row([spelled(line.booked_on), kind, text, pounds(line.amount), pounds(balance), request.holder, number])


def _sterling(pence: Pence) -> str:
    return ("-£" if pence < 0 else "£") + pounds(abs(pence))


def _nationwide_head(request: StatementRequest) -> str:
    rows = [
        ["Account Name:", f"{request.account.name} ****{request.account.account_number[-5:]}"],
        ["Account Balance:", _sterling(request.closing)],
        ["Available Balance: ", _sterling(request.closing)],
    ]
    columns = ["Date", "Transaction type", "Description", "Paid out", "Paid in", "Balance"]
    if request.options.variant == "midata":
        columns = ["Date", "Type", "Merchant/Description", "Debit/Credit", "Balance"]
    return "".join(quoted_row(row) for row in rows) + "\n" + quoted_row(columns)


def _nationwide_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    day, kind, text = spelled(line.booked_on), NATIONWIDE_TYPES[words.kind], describe("nationwide", words)
    if request.options.variant == "midata":
        signed = [("+" if pence >= 0 else "-") + "£" + pounds(abs(pence)) for pence in (line.amount, balance)]
        return quoted_row([day, kind, text, *signed])
    out, into = (_sterling(-line.amount), "") if line.amount < 0 else ("", _sterling(line.amount))
    return quoted_row([day, kind, text, out, into, _sterling(balance)])


def _santander_head(request: StatementRequest) -> str:
    number = "X" * 4 + request.account.account_number[-4:]
    return f"From:\xa0{slashed(request.start)}\xa0to\xa0{slashed(request.end)}\n\nAccount:\xa0{number}\n"


def _santander_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    return (
        f"\nDate:\xa0{slashed(line.booked_on)}\nDescription:\xa0{describe('santander', words)}\n"
        f"Amount:\xa0{pounds(line.amount)}\xa0\nBalance:\xa0{pounds(balance)}\xa0\n"
    )


PRINTERS: dict[str, Printer] = {
    "barclays": Printer(lambda _: "Number,Date,Account,Amount,Subcategory,Memo\n", _barclays_row, newest_first=True),
    "hsbc": Printer(lambda _: "", _hsbc_row, newest_first=True),
    "lloyds": Printer(_lloyds_head, _lloyds_row, newest_first=True),
    "natwest": Printer(_natwest_head, _natwest_row, newest_first=True),
    "nationwide": Printer(_nationwide_head, _nationwide_row, encoding="cp1252", line_ending="\r\n"),
    "santander": Printer(_santander_head, _santander_row, newest_first=True, encoding="cp1252"),
}
