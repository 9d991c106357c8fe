"""The exports of the app banks and of the card: Starling, Monzo, Revolut Business, Wise, American Express."""

from __future__ import annotations

from accountsos.generator.lines import TrueLine
from accountsos.generator.printing import (
    Printer,
    StatementRequest,
    bank_id,
    csv_row,
    dashed,
    pounds,
    slashed,
    time_of,
)
from accountsos.generator.wording import (
    CARD_ENDING,
    Words,
    describe,
    foreign_amount,
    is_card,
    name_shown,
    revolut_text,
    town,
)
from accountsos.money import Pence

_STARLING_TYPES = {
    "card": "CHIP & PIN", "card_refund": "ONLINE PAYMENT", "direct_debit": "DIRECT DEBIT",
    "standing_order": "STANDING ORDER", "payment_out": "FASTER PAYMENT", "payment_in": "FASTER PAYMENT",
    "bacs_in": "DIRECT CREDIT", "payout": "DIRECT CREDIT", "cash_in": "CASH DEPOSIT", "cash_out": "ATM",
    "transfer": "INTERNAL TRANSFER", "fee": "STARLING FEE", "interest": "DEPOSIT INTEREST",
    "returned": "DIRECT DEBIT REVERSAL",
}  # fmt: skip


def _starling_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    reference = words.text if is_card(words) else words.reference
    kind = _STARLING_TYPES[words.kind]
    spending = "INCOME" if line.amount > 0 else "SHOPPING" if is_card(words) else "PAYMENTS"
    return csv_row(
        [
            slashed(line.booked_on),
            name_shown(words),
            reference,
            kind,
            pounds(line.amount),
            pounds(balance),
            spending,
            "",
        ]
    )


_MONZO_TYPES = {
    "card": "Card payment", "card_refund": "Card payment", "direct_debit": "Direct Debit",
    "standing_order": "Faster payment", "payment_out": "Faster payment", "payment_in": "Faster payment",
    "bacs_in": "Bacs (Direct Credit)", "payout": "Bacs (Direct Credit)", "cash_in": "Cash deposit",
    "cash_out": "Card payment", "transfer": "Pot transfer", "fee": "Account fee", "interest": "Interest",
    "returned": "Direct Debit",
}  # fmt: skip
_MONZO_START = (
    "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,"
    "Notes and #tags,Address,Receipt,Description,Category split"
)


def _monzo_head(request: StatementRequest) -> str:
    personal = request.options.variant == "personal"
    return _MONZO_START + (",Money Out,Money In\n" if personal else ",Balance,Balance currency\n")


def _monzo_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    identity = bank_id(request, line)
    amount = pounds(line.amount)
    local = [amount, line.currency]
    if words.foreign is not None:
        sign = "-" if line.amount < 0 else ""
        local = [sign + foreign_amount(words.foreign), words.foreign.currency]
    text = f"{words.text:<22} {town(words):<13} GBR" if is_card(words) else words.reference or words.text
    last = [pounds(balance), line.currency]
    if request.options.variant == "personal":
        last = [amount, ""] if line.amount < 0 else ["", amount]
    kind, category = _MONZO_TYPES[words.kind], "Income" if line.amount > 0 else "General"
    given = line.number in request.options.ids
    shop_town = town(words) if is_card(words) else ""
    return csv_row(
        [
            identity if given else "tx_0000" + identity, slashed(line.booked_on), time_of(line), kind,
            name_shown(words), "", category, amount, line.currency, *local, "", shop_town, "", text, "", *last,
        ]
    )  # fmt: skip


_REVOLUT_TYPES = {
    "card": "CARD_PAYMENT", "card_refund": "CARD_REFUND", "direct_debit": "DIRECT_DEBIT", "standing_order": "TRANSFER",
    "payment_out": "TRANSFER", "payment_in": "TOPUP", "bacs_in": "TOPUP", "payout": "TOPUP", "cash_in": "TOPUP",
    "cash_out": "ATM", "transfer": "TRANSFER", "fee": "FEE", "interest": "INTEREST", "returned": "REFUND",
}  # fmt: skip
_REVOLUT_HEAD = (
    "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,Card number,Card label,"
    "Card state,Orig currency,Orig amount,Payment currency,Amount,Total amount,Exchange rate,Fee,Fee currency,Balance,"
    "Account,Beneficiary account number,Beneficiary sort code or routing number,Beneficiary IBAN,Beneficiary BIC\n"
)


def _revolut_cells(request: StatementRequest, line: TrueLine, words: Words, balance: str) -> list[str]:
    amount, card = pounds(line.amount), is_card(words)
    original = [line.currency, amount]
    if words.foreign is not None:
        original = [words.foreign.currency, ("-" if line.amount < 0 else "") + foreign_amount(words.foreign)]
    identity = bank_id(request, line, 32)
    if line.number not in request.options.ids:
        identity = "-".join((identity[:8], identity[8:12], identity[12:16], identity[16:20], identity[20:]))
    sort_code, _, number = line.counterparty.partition(" ")
    return [
        line.occurred_on.isoformat(), line.booked_on.isoformat() if balance else "", identity,
        _REVOLUT_TYPES[words.kind], "COMPLETED" if balance else "PENDING", revolut_text(words),
        words.reference, request.holder if card else "",
        f"535456******{CARD_ENDING}" if card else "", "Business" if card else "", "ACTIVE" if card else "",
        *original, line.currency, amount, amount, words.foreign.rate if words.foreign else "", "0.00", line.currency,
        balance, "GBP Main", number, sort_code.replace("-", ""), "", "",
    ]  # fmt: skip


def _revolut_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    return csv_row(_revolut_cells(request, line, words, pounds(balance)))


def _revolut_pending(request: StatementRequest, line: TrueLine, words: Words) -> str:
    return csv_row(_revolut_cells(request, line, words, ""))


_WISE_HEAD = (
    '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From",'
    '"Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Card Last Four Digits",'
    '"Card Holder Full Name",Attachment,Note,"Total fees","Exchange To Amount"\n'
)


def _wise_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    card, identity = is_card(words), bank_id(request, line)
    if line.number not in request.options.ids:
        prefix = "CARD-" if card else "BALANCE-" if words.kind in ("fee", "interest", "transfer") else "TRANSFER-"
        identity = prefix + str(int(identity[:9], 16))
    exchange, original = ["", "", ""], ""
    if words.foreign is not None:
        exchange = [line.currency, words.foreign.currency, words.foreign.rate]
        original = foreign_amount(words.foreign)
    name = name_shown(words)
    payer, payee = (name, "") if line.amount > 0 else ("", name)
    return csv_row(
        [
            identity, dashed(line.booked_on), pounds(line.amount), line.currency, describe("wise", words),
            words.reference, pounds(balance), *exchange, "" if card else payer, "" if card else payee,
            "" if card or line.amount > 0 else line.counterparty.partition(" ")[2], words.text if card else "",
            CARD_ENDING if card else "", request.holder if card else "", "", "", "0.00", original,
        ]
    )  # fmt: skip


_AMEX_HEADS = {
    "member": "Date,Description,Card Member,Account #,Amount\n",
    "long": (
        "Date,Description,Card Member,Account #,Amount,Extended Details,Appears On Your Statement As,Address,Town/City,"
        "Postcode,Country,Reference,Category\n"
    ),
}


def _amex_row(request: StatementRequest, line: TrueLine, words: Words, balance: Pence) -> str:
    """Spending is positive."""
    day, text, amount = slashed(line.booked_on), describe("amex", words), pounds(-line.amount)
    variant = request.options.variant
    if variant not in _AMEX_HEADS:
        return csv_row([day, text, amount])
    member = [day, text, request.holder.upper()[:20], request.account.account_number, amount]
    if variant == "member":
        return csv_row(member)
    details = ""
    if words.foreign is not None:
        spent = f"{foreign_amount(words.foreign)} {words.foreign.currency}"
        details = f"Foreign Spend Amount: {spent} Commission Amount: 0.00 Currency Exchange Rate: {words.foreign.rate}"
    place = town(words)
    address = f"{line.number % 200 + 1} HIGH STREET\n{place}" if is_card(words) else ""
    reference = f"'AT{bank_id(request, line).upper()}'"
    return csv_row([*member, details, text, address, place, "", "UNITED KINGDOM", reference, "General Purchases"])


PRINTERS: dict[str, Printer] = {
    "starling": Printer(
        lambda request: (
            f"Date,Counter Party,Reference,Type,Amount ({request.account.currency}),"
            f"Balance ({request.account.currency}),Spending Category,Notes\n"
        ),
        _starling_row,
    ),
    "monzo": Printer(_monzo_head, _monzo_row),
    "revolut_business": Printer(lambda _: _REVOLUT_HEAD, _revolut_row, pending=_revolut_pending, newest_first=True),
    "wise": Printer(lambda _: _WISE_HEAD, _wise_row, newest_first=True),
    "amex": Printer(
        lambda request: _AMEX_HEADS.get(request.options.variant or "", "Date,Description,Amount\n"),
        _amex_row,
        newest_first=True,
    ),
}
