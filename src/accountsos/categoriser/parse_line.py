"""Stage 0: take a bank line apart into kind, payee, reference, currency and merchant code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from accountsos.categoriser.suggestion import BankLine
from accountsos.contacts.bank_text import BankText, read_bank_text
from accountsos.contacts.payee import payee_of
from accountsos.contacts.people import is_person_name, may_be_person
from accountsos.contacts.spelling import words_of

KINDS = (
    "card", "direct_debit", "standing_order", "faster_payment_in", "faster_payment_out", "giro_credit", "fee", "cash",
    "transfer", "interest", "cheque",
)  # fmt: skip
_BANK_CODES = {
    "DD": "direct_debit", "D/D": "direct_debit", "DDR": "direct_debit", "DIRECT DEBIT": "direct_debit",
    "DIRECTDEBIT": "direct_debit",
    "BACS DIRECT DEBIT": "direct_debit", "SO": "standing_order", "S/O": "standing_order", "STO": "standing_order",
    "STANDING ORDER": "standing_order", "POS": "card", "VIS": "card", "DEB": "card", "BCC": "card", "CPM": "card",
    "DPC": "payment",
    "CARD": "card", "CARD PAYMENT": "card", "CARD_PAYMENT": "card", "CONTACTLESS": "card", "DEBIT CARD": "card",
    "CREDIT CARD": "card",
    "CARD TRANSACTION": "card", "CARD PURCHASE": "card", "ONLINE PAYMENT": "card", "CHIP & PIN": "card",
    "CARD SUBSCRIPTION": "card",
    "APPLE PAY": "card", "GOOGLE PAY": "card", "MASTERCARD": "card", "VISA": "card", ")))": "card",
    "CARD_REFUND": "card",
    "FPI": "payment", "FPO": "payment", "FP": "payment", "BP": "payment", "BBP": "payment", "FASTER PAYMENT": "payment",
    "FASTER PAYMENTS": "payment", "BILL PAYMENT": "payment", "PAYMENT": "payment", "CHAPS": "payment",
    "SWIFT": "payment",
    "BGC": "giro_credit", "BAC": "giro_credit", "BACS": "giro_credit", "CR": "giro_credit",
    "DIRECT CREDIT": "giro_credit",
    "BANK CREDIT": "giro_credit", "CREDIT": "giro_credit", "DIRECTDEP": "giro_credit", "TFR": "transfer",
    "TRF": "transfer",
    "FT": "transfer", "TRANSFER": "transfer", "POT TRANSFER": "transfer", "XFER": "transfer", "CHG": "fee",
    "FEE": "fee", "FEES": "fee",
    "SRVCHG": "fee", "CHARGE": "fee", "INT": "interest", "INTEREST": "interest", "CHQ": "cheque",
    "CHEQUE": "cheque", "CHECK": "cheque",
    "ATM": "cash", "CPT": "cash", "CASH": "cash", "C/L": "cash", "CDM": "cash", "CSH": "cash", "CASH MACHINE": "cash",
}  # fmt: skip
_BANK_CODES |= {
    "MOBILE PAYMENT": "payment", "PAY": "payment", "OBP": "payment", "MPI": "payment", "MPO": "payment",
    "COUNTER CREDIT": "giro_credit", "CARD PURCHASE": "card", "ACCOUNT FEE": "fee", "DEP": "giro_credit",
    "VISA PURCHASE": "card", "VISA CREDIT": "card", "VISA REFUND": "card", "CONTACTLESS PAYMENT": "card",
    "CARD REFUND": "card", "DEBIT CARD PAYMENT": "card", "ATM WITHDRAWAL": "cash", "CASH WITHDRAWAL": "cash",
    "CASH CREDIT": "cash", "CASH DEPOSIT": "cash", "POST OFFICE DEPOSIT": "cash", "POSTOFFICE DEPOSIT": "cash",
    "CHEQUE CREDIT": "cheque", "CHEQUE DEPOSIT": "cheque", "CHARGES": "fee", "INTEREST ADDED": "interest",
    "INTEREST PAID": "interest", "DEPOSIT INTEREST": "interest", "PAYMENT TO": "payment", "PAYMENT FROM": "payment",
    "TRANSFER FROM": "payment", "TRANSFER TO": "payment", "DOMESTIC TRANSFER": "payment", "TOPUP": "payment",
    "MONZO-TO-MONZO": "payment", "AUTOMATED CREDIT": "giro_credit", "REGULAR TRANSFER": "payment",
    "ACCOUNT TRANSFER": "transfer", "INTERNAL TRANSFER": "transfer", "SPACE TRANSFER": "transfer",
    "FASTER PAYMENT IN": "payment", "FASTER PAYMENT OUT": "payment", "FUNDS TRANSFER": "payment",
}  # fmt: skip
_COMPACT_CODES = {code: kind for code, kind in ((re.sub(r"[^A-Z]", "", c), k) for c, k in _BANK_CODES.items()) if code}
_FORMS = {"payment_in": "payment", "payment_out": "payment"}
_BY_NAME = frozenset({"faster_payment_in", "faster_payment_out", "standing_order", "giro_credit"})
_FEE = re.compile(
    r"\b(?:BANK|ACCOUNT|SERVICE|MONTHLY|MAINTENANCE|CHAPS|TRANSACTION|OVERDRAFT|ARRANGEMENT|UNPAID ITEM|RETURNED ITEM"
    r"|SWIFT|"
    r"INTERNATIONAL PAYMENT|CASH HANDLING|NON STERLING(?: TRANSACTION| PURCHASE)?|FOREIGN(?: CURRENCY)?(?: "
    r"TRANSACTION)?|TARIFF|PLAN|"
    r"CURRENCY CONVERSION|CASH DEPOSIT|CHEQUE|BUSINESS ACCOUNT|PAYMENT|TRANSFER|CARD|BACS|FX|PCI|NON STG|PURCHASE"
    r"|COMMISSION)"
    r"(?: TRANSACTION| PURCHASE)? (?:FEE|FEES|CHARGE|CHARGES|COMMISSION)\b|^(?:TOTAL )?CHARGES(?: TO| FROM|$)"
    r"|^CHARGES \d|^COMMISSION(?: FOR| CHARGE|$)"
    r"|^(?:FEE|FEES)(?: FOR| CHARGED|:|$)|\bCHARGES TO \d|^MONTHLY (?:FEE|CHARGE|PLAN)$|^SERVICE CHARGE$"
)
_INTEREST = re.compile(
    r"^(?:GROSS |NET |CREDIT |DEBIT |OVERDRAFT |BANK |SAVINGS |LOAN |O D )?(?:INTEREST|INT)\b(?! FREE| PAYMENT PLAN)"
    r"|\bINTEREST (?:TO|FROM|PAID|CHARGED|EARNED|RECEIVED|CREDIT|DEBIT|FOR)\b"
)
_CASH = re.compile(
    r"^(?:CASH|ATM|LNK|CASHPOINT|CASH MACHINE|WITHDRAWAL)\b(?! AND CARRY| CARRY| N CARRY| CONVERTER| HANDLING"
    r"| DEPOSIT FEE| FLOW| ADVANCE)"
    r"|\bCASH (?:WITHDRAWAL|DEPOSIT|PAID IN|CREDIT|WDL)\b|^COUNTER CREDIT"
    r"|^POST OFFICE (?:CASH|DEPOSIT)|\bPAID IN AT\b"
)
_CHEQUE = re.compile(r"^(?:CHQ|CHEQUE)\b(?! FEE)|^\d{6}$|\bCHEQUE (?:DEPOSIT|PAID IN|CREDIT)\b|^DEPOSIT CHEQUE")


_NUMBERED = re.compile(r"\b(INV|INVOICE|PO|SO|SI|ORD|ORDER|WK|WEEK|ACC|PLOT|UNIT|JOB)(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A bank line taken apart."""

    kind: str | None
    """One of KINDS, or None where nothing tells."""
    payee: str
    payee_key: str
    via: str | None
    reference: str | None
    also_key: str
    """The payee as the card scheme writes it, where the line has that beside the bank's own name for it."""
    name_cut: bool
    """The bank's fixed width cut the name off."""
    name_words: tuple[str, ...]
    reference_words: tuple[str, ...]
    text: str
    """All words of the line in capitals, with a space before and after, for looking up whole words."""
    currency: str | None
    """A foreign currency."""
    mcc: str | None
    is_refund: bool
    """The bank's own words call it a refund, a reversal or a returned payment."""
    is_person: bool
    may_be_person: bool
    """Paid by name as people are, with two or three plain words that are no business's."""


def parse_line(line: BankLine) -> ParsedLine:
    """Take a line apart."""
    return _parse(
        line.description,
        line.payee,
        line.reference,
        (line.kind, line.mcc, line.original_currency, line.currency),
        line.amount >= 0,
    )


@lru_cache(maxsize=1_024)  # what a line of the same shape needs is kept by the categoriser
def _parse(
    description: str,
    payee: str | None,
    reference: str | None,
    codes: tuple[str | None, str | None, str | None, str],
    money_in: bool,
) -> ParsedLine:
    kind, mcc, original, currency = codes
    if description[:3].upper() == "BP " and _bank_code(kind) == "card":  # the fuel brand, no bill payment
        description = f"POS {description}"
    read = read_bank_text(description)
    who = payee_of(description, payee, reference)
    reference, scheme = _other_texts(description, payee, reference, read)
    foreign = next((c for c in (original, read.currency, currency) if c and c != "GBP"), None)
    words = tuple(words_of(description))
    also = payee_of(scheme).key if scheme else ""
    named = tuple(words_of(payee or ""))
    reference_words = tuple(words_of(_NUMBERED.sub(r"\1 ", reference or "")))
    text = " ".join((*words, *named, *reference_words))
    told = _kind(kind, read.form, text, money_in, who.key if reference or who.key == "TRANSFER" else text) or (
        "card" if who.via and not money_in else None
    )
    return ParsedLine(
        kind=told,
        payee=who.name,
        payee_key=who.key,
        via=who.via,
        reference=reference,
        also_key=also,
        name_cut=read.is_cut,
        name_words=tuple((also if len(also) > len(who.key) else who.key).split()),
        reference_words=reference_words,
        text=f" {text} ",
        currency=foreign,
        mcc=mcc,
        is_refund=read.is_refund or (told == "card" and money_in and "REFUND" in (kind or "").upper()),
        may_be_person=told in _BY_NAME and may_be_person(payee or who.name),
        is_person=is_person_name(payee or who.name) and not (read.is_cut and len(who.key.split()[-1]) == 1),
    )


def _other_texts(
    description: str, payee: str | None, reference: str | None, read: BankText
) -> tuple[str | None, str | None]:
    """The reference, and the card scheme's own text for the name. Columns of the bank's own are taken as such."""
    if not payee:
        return reference or read.reference, read.also
    first = next(words_of(payee), "")
    scheme = next((text for text in (reference, read.also, description) if text and _begins(text, first)), None)
    if reference:
        return (None, reference) if reference is scheme else (reference, scheme)
    if read.reference and not scheme:
        return read.reference, None
    return (None, scheme) if scheme or read.form else (description, None)


def _begins(text: str, first: str) -> bool:
    return bool(first) and next(words_of(text), "") == first


def _bank_code(code: str | None) -> str | None:
    if not code:
        return None
    plain = code.strip().upper()
    return _BANK_CODES.get(plain) or _COMPACT_CODES.get(re.sub(r"[^A-Z]", "", plain.partition("(")[0]))


def _kind(code: str | None, form: str | None, text: str, money_in: bool, name: str) -> str | None:
    """The bank's own code first, then its wording; of a payment with a reference the name alone is the bank's."""
    by_form = form and _FORMS.get(form, form)
    told = _bank_code(code) or by_form
    if by_form == "transfer" and told == "payment" and name == "TRANSFER":  # an account's number and nobody's name
        return "transfer"
    if told == "transfer" and by_form == "payment":  # some banks call each payment a transfer, and say to whom
        told = "payment"
    if told in ("fee", "interest", "cash", "cheque", "direct_debit", "standing_order", "card"):
        return told
    if _FEE.search(name if told in ("payment", "giro_credit", "transfer") else text):
        return "fee"
    if _INTEREST.search(text):
        return "interest"
    if _CHEQUE.search(text):
        return "cheque"
    if _CASH.search(text):
        return "cash"
    if told == "payment":
        return "faster_payment_in" if money_in else "faster_payment_out"
    return told
