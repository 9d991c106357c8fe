"""How each bank words a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from accountsos.generator.lines import Foreign, TrueLine
from accountsos.generator.payees import TOWNS
from accountsos.money import Pence, text_from_pence

MONTHS = ("", *"JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())
_SYMBOLS = {"USD": "$", "EUR": "€"}
_ABROAD = {"USD": "SAN FRANCISCO", "EUR": "DUBLIN"}
CARD_ENDING = "5320"


class Words(NamedTuple):
    """What a bank knows of a line when it words it. A plain tuple because a million of them are made."""

    kind: str
    text: str
    reference: str
    contact: str
    used: date
    amount: Pence
    foreign: Foreign | None = None


def words_of(line: TrueLine) -> Words:
    """The words of a finished line, for printing it in another bank's form."""
    return Words(line.kind, line.payee_text, line.reference, line.contact, line.occurred_on, line.amount, line.foreign)


def describe(bank: str, words: Words) -> str:
    """The bank's whole text of the line."""
    return _FORMS.get(bank, _plain)(words)


def town(words: Words) -> str:
    """The town of a shop: always the same one for the same text."""
    if words.foreign is not None:
        return _ABROAD.get(words.foreign.currency, "DUBLIN")
    return _town(words.text)


@lru_cache(maxsize=65_536)
def _town(text: str) -> str:
    return TOWNS[crc32(text.encode()) % len(TOWNS)]


def name_shown(words: Words) -> str:
    """The other side's name at banks that clean it up; own accounts and fees keep the bank's text."""
    return words.contact or words.text


def foreign_amount(foreign: Foreign) -> str:
    """The foreign amount without its sign."""
    return text_from_pence(abs(foreign.amount), foreign.currency)


def is_card(words: Words) -> bool:
    """Whether a card was used, or money came back to it."""
    return words.kind in ("card", "card_refund")


def _plain(words: Words) -> str:
    return f"{words.text} {words.reference}".rstrip()


BARCLAYS_CODES = {
    "card": "BCC", "card_refund": "BCC", "direct_debit": "DDR", "standing_order": "STO", "payment_out": "BBP",
    "payment_in": "BGC", "bacs_in": "BGC", "payout": "BGC", "cash_in": "PI", "cash_out": "CPM", "transfer": "FT",
    "fee": "CHG", "interest": "INT", "returned": "UNP",
}  # fmt: skip


def _barclays(words: Words) -> str:
    code = BARCLAYS_CODES[words.kind]
    if is_card(words):
        return f"{words.text:<20.20}ON {words.used.day:02d} {MONTHS[words.used.month]}          {code}"
    return f"{words.text:<18.18} {words.reference:<18.18} {code}"


_HSBC_PREFIXES = {
    "card": ")))", "card_refund": "CR", "direct_debit": "DD", "standing_order": "SO", "payment_out": "BP",
    "payment_in": "CR", "bacs_in": "CR", "payout": "CR", "cash_in": "CR", "cash_out": "ATM", "transfer": "TFR",
    "fee": "DR", "interest": "CR", "returned": "CR",
}  # fmt: skip


def _hsbc(words: Words) -> str:
    if words.kind == "card":
        if words.foreign is not None:
            foreign = words.foreign
            return f"VIS  {words.text} {foreign.currency} {foreign_amount(foreign)} @ {foreign.rate}"
        online = "*" in words.text or "." in words.text
        return f"VIS  {words.text}" if online else f")))  {words.text} {town(words)}"
    return f"{_HSBC_PREFIXES[words.kind]}  {words.text} {words.reference}".rstrip()


LLOYDS_TYPES = {
    "card": "DEB", "card_refund": "DEB", "direct_debit": "DD", "standing_order": "SO", "payment_out": "FPO",
    "payment_in": "FPI", "bacs_in": "BGC", "payout": "BGC", "cash_in": "CSH", "cash_out": "CPT", "transfer": "TFR",
    "fee": "PAY", "interest": "INT", "returned": "DDR",
}  # fmt: skip


def _lloyds(words: Words) -> str:
    if is_card(words):
        return f"{words.text} CD {CARD_ENDING} "
    return _plain(words)


NATWEST_TYPES = {
    "card": "POS", "card_refund": "POS", "direct_debit": "D/D", "standing_order": "S/O", "payment_out": "DPC",
    "payment_in": "BAC", "bacs_in": "BAC", "payout": "BAC", "cash_in": "C/L", "cash_out": "C/L", "transfer": "TFR",
    "fee": "CHG", "interest": "INT", "returned": "U/D",
}  # fmt: skip


def _natwest(words: Words) -> str:
    if is_card(words):
        used = f"{words.used.day:02d}{MONTHS[words.used.month]}{words.used.year % 100:02d}"
        abroad = ""
        if words.foreign is not None:
            abroad = f" , {words.foreign.currency} {foreign_amount(words.foreign)} , VRATE {words.foreign.rate}"
        return f"{CARD_ENDING} {used} C , {words.text} , {town(words)} GB{abroad}"
    via = " , VIA ONLINE - PYMT" if words.kind == "payment_out" else ""
    return f"{words.text}{' , ' + words.reference if words.reference else ''}{via}"


NATIONWIDE_TYPES = {
    "card": "Visa purchase", "card_refund": "Visa credit", "direct_debit": "Direct debit",
    "standing_order": "Standing order", "payment_out": "Payment to", "payment_in": "Bank credit",
    "bacs_in": "Bank credit", "payout": "Bank credit", "cash_in": "Cash credit", "cash_out": "ATM Withdrawal",
    "transfer": "Transfer", "fee": "Charge", "interest": "Interest added", "returned": "Unpaid direct debit",
}  # fmt: skip


def _nationwide(words: Words) -> str:
    if words.foreign is not None:
        symbol = _SYMBOLS.get(words.foreign.currency, words.foreign.currency + " ")
        return f"{words.text} ({symbol}{foreign_amount(words.foreign)}, Rate: {words.foreign.rate})"
    return f"{words.text} {town(words)} GB" if is_card(words) else _plain(words)


def _santander(words: Words) -> str:
    match words.kind:
        case "card":
            return f"CARD PAYMENT TO {words.text} ON {words.used:%d-%m-%Y}"
        case "card_refund":
            return f"CARD REFUND FROM {words.text} ON {words.used:%d-%m-%Y}"
        case "direct_debit":
            return f"DIRECT DEBIT PAYMENT TO {words.text} REF {words.reference}, MANDATE NO 0015"
        case "standing_order":
            return f"STANDING ORDER VIA FASTER PAYMENT TO {words.text} REFERENCE {words.reference} , MANDATE NO 2"
        case "payment_out":
            return f"BILL PAYMENT VIA FASTER PAYMENT TO {words.text} REFERENCE {words.reference} , MANDATE NO 31"
        case "payment_in":
            return f"FASTER PAYMENTS RECEIPT REF.{words.reference} FROM {words.text}"
        case "bacs_in" | "payout":
            return f"BANK GIRO CREDIT REF {words.text}"
        case "returned":
            return f"DIRECT DEBIT UNPAID {words.text} REF {words.reference}"
        case _:
            return _plain(words)


def _two_columns(words: Words) -> str:
    """Banks with the name and the bank's text in columns of their own."""
    second = words.text if is_card(words) else words.reference
    first = name_shown(words)
    return f"{first} / {second}" if second and second != first else first


def revolut_text(words: Words) -> str:
    """Revolut's description column."""
    if words.kind in ("payment_out", "standing_order"):
        return f"To {name_shown(words)}"
    if words.kind in ("payment_in", "bacs_in", "payout"):
        return f"Money added from {name_shown(words)}"
    return name_shown(words)


def _revolut(words: Words) -> str:
    text = revolut_text(words)
    return f"{text} / {words.reference}" if words.reference else text


def _wise(words: Words) -> str:
    if is_card(words):
        currency, amount = "GBP", text_from_pence(abs(words.amount))
        if words.foreign is not None:
            currency, amount = words.foreign.currency, foreign_amount(words.foreign)
        return f"Card transaction of {amount} {currency} issued by {words.text} {town(words)}"
    if words.amount > 0 and words.kind in ("payment_in", "bacs_in", "payout"):
        reference = f" with reference {words.reference}" if words.reference else ""
        return f"Received money from {name_shown(words)}{reference}"
    if words.kind in ("payment_out", "standing_order"):
        return f"Sent money to {name_shown(words)}"
    return _plain(words)


def _amex(words: Words) -> str:
    return f"{words.text:<22} {town(words)}" if is_card(words) else words.text


_FORMS: dict[str, Callable[[Words], str]] = {
    "barclays": _barclays,
    "hsbc": _hsbc,
    "lloyds": _lloyds,
    "natwest": _natwest,
    "nationwide": _nationwide,
    "santander": _santander,
    "starling": _two_columns,
    "monzo": _two_columns,
    "revolut_business": _revolut,
    "wise": _wise,
    "amex": _amex,
}
