"""What a UK bank wraps around a name: card, direct debit and payment forms, dates, references, exchange rates."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from accountsos.contacts.bank_wrapping import Unwrapped, unwrapped
from accountsos.contacts.places import is_town
from accountsos.contacts.said_behind import name_and_rest

CURRENCIES = frozenset(
    "AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY TWD USD "
    "ZAR"
    "".split()
)
_CUR = "(?:" + "|".join(sorted(CURRENCIES)) + ")"
_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)"
_DATE = (
    rf"(?:\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}} ?{_MONTH}(?: ?(?:20)?\d{{2}})?)\b"
)


class BankText(Struct, frozen=True, gc=False):
    """A description taken apart. `name` is what is left of it: a payee with its shop number and town still on."""

    name: str
    reference: str | None = None
    form: str | None = None
    """The kind of payment where the bank's words tell it: card, direct_debit, standing_order, payment_in, payment_out,
    giro_credit, transfer, cash, cheque."""
    currency: str | None = None
    """A foreign currency that the text names."""
    also: str | None = None
    """A second way the bank writes the same name: the card scheme's text beside the app's own name for the shop."""
    is_cut: bool = False
    """A fixed-width memo cut the name off."""
    is_refund: bool = False
    """The bank's own words call it a refund, a reversal or a returned payment."""


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_REF = r"(?:REFERENCE|REF)\b[ .:#-]*"
_THEN_REF = rf"(?:,? {_REF}(?P<ref>.*?))?(?:,? *mandate no\.? *\d*)?"
# The first form that matches wins, so the longer wordings stand before the shorter ones. BP is a bank's code for a bill
# payment and a fuel brand; SO one for a standing order and an energy supplier.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, _form(pattern))
    for kind, pattern in (
        ("card", rf"card transaction of [\d.,]+ (?P<cur>{_CUR}) issued by (?P<name>.+)"),
        (
            "card",
            r"\d{4},? \d{2} ?[A-Z]{3} ?\d{2}(?: [A-Z]{1,2}| ?, ?(?:C|D|CD|CP|CL|CNP))? ?, (?P<name>[^,]+?)(?: ?,.*)?",
        ),
        ("refund", r"(?:visa|mastercard) credit (?P<name>.+)"),
        ("refund", rf"credit from (?P<name>.+?),? on {_DATE}"),
        ("refund", r"(?:card |visa |debit card )?(?:refund|reversal) (?:from|of|by|to|-)? ?(?P<name>.+)"),
        (
            "card",
            r"(?:contactless |debit |credit |visa |apple pay |google pay |mobile |online )*card (?:payment|purchase)"
            r"(?: to| at)? ?(?P<name>.+)",
        ),
        (
            "card",
            r"(?:card (?:transaction|subscription)|contactless payment|apple pay|google pay|debit card|visa debit"
            r"|visa purchase|card purchase|purchase(?! of| power))(?: to| at| -)? (?P<name>.+)",
        ),
        ("card", r"(?:\)\)\)|(?:VIS|POS|DEB|CPM)(?=\s)) ?(?P<name>.+)"),
        ("direct_debit", rf"(?:direct debit|dd) payment to (?P<name>.+?){_THEN_REF}"),
        ("direct_debit", rf"(?:direct debit|d/d|ddr|dd)(?: to| -|:)? (?P<name>.+?){_THEN_REF}"),
        ("standing_order", rf"standing order(?: via faster payment)?(?: to| -|:)? (?P<name>.+?){_THEN_REF}"),
        ("standing_order", rf"(?:SO(?! ENERGY)|S/O|STO)(?: to)? (?P<name>.+?){_THEN_REF}"),
        (
            "payment_in",
            rf"(?:faster payments? (?:receipt|received|in|credit)|fpi)[ ,]*(?:{_REF}(?P<ref>.*?) )?from (?P<name>.+)",
        ),
        (
            "payment_in",
            r"(?:faster payments? (?:receipt|received|in|credit)|fpi|direct credit|inward payment)(?: from)?[ :-]+"
            rf"(?P<name>.+?){_THEN_REF}",
        ),
        (
            "payment_in",
            r"(?:payment|money(?: added)?|direct credit|chaps payment|chaps|international payment|swift payment|swift"
            r"|sepa credit)"
            r"(?: received)?"
            rf" from (?P<name>.+?){_THEN_REF}",
        ),
        ("payment_in", rf"(?:received|credit) from (?P<name>.+?){_THEN_REF}"),
        (
            "payment_out",
            r"(?:(?:on-?line banking )?bill payment|faster payment|payment|online payment|mobile payment|chaps payment"
            r"|chaps|third party payment|international payment|swift payment)(?: made)?(?: via faster payment)?"
            rf" to (?P<name>.+?){_THEN_REF}",
        ),
        (
            "payment_out",
            r"(?:fpo|bbp|bp(?! (?:connect|express|service|station|petrol|fuel|pulse|garage|oil|ssg|m&s|\d))"
            rf"|sent to|sent|bill payment|faster payment out|faster payment)[ :-]+(?P<name>.+?){_THEN_REF}",
        ),
        ("giro_credit", rf"(?:bank giro credit|giro credit),? {_REF}(?P<name>[^,]+)(?:, ?(?P<ref>.*))?"),
        (
            "giro_credit",
            r"(?:bank giro credit|giro credit|bank credit|direct credit|bgc|bacs credit|bacs receipt|bac|bacs|cr)[ :-]+"
            rf"(?P<name>.+?){_THEN_REF}",
        ),
        (
            "transfer",
            r"(?:(?:mobile/online|mobile|online|internet|account|internal|regular) )?(?:transfer|tfr|trf)(?: payment)?"
            r"(?: -| via faster payment)? ?(?:to|from) (?P<name>.+)",
        ),
        ("transfer", r"(?:tfr|trf|ift)[ :-]+(?P<name>.+)"),
        (
            "cash",
            r"(?:cash ?machine|cash withdrawal|cash wdl|withdrawal|atm|lnk|cashpoint|cpt)\b[ :,-]*(?:at )?(?P<name>.*)",
        ),
        ("payment_out", rf"to (?P<name>.+?){_THEN_REF}"),
        ("payment_in", rf"from (?P<name>.+?){_THEN_REF}"),
        ("cheque", r"(?:cheque|chq)(?: no\.?)?[ :]*(?P<ref>\d{3,8})?(?P<name>)"),
    )
)
_CLOSING_FORMS = {
    "BCC": "card", "CLP": "card", "POS": "card", "DDR": "direct_debit", "STO": "standing_order", "BBP": "payment_out",
    "BGC": "giro_credit", "FT": "payment", "ATM": "cash", "UNP": "returned", "FPI": "payment_in", "FPO": "payment_out",
}  # fmt: skip
_CLOSING = re.compile(
    rf"^(?P<name>.+?)(?:\s*ON\s+{_DATE})?\s+(?P<form>BCC|BGC|DDR|BBP|STO|FT|CLP|POS|ATM|UNP|FPI|FPO)$", re.IGNORECASE
)
_FIRST_FORMS = re.compile(r"(?:CARD|DIRECT DEBIT|STANDING ORDER|FASTER PAYMENT|BILL PAYMENT|\)\)\))\b", re.IGNORECASE)
_STARS = re.compile(r" {2,}\*")
_MEMO_WIDTH = 18
_CUT_WIDTHS = frozenset({18, 22, 24, 25})
"""Names of just this length were most likely cut: payment names, card names, names behind a processor's prefix."""
_RETURNED = re.compile(
    r"^(?:unpaid|returned|reversed|reversal of|refund of|recalled|indemnity claim|ddic)\b[ :,-]*", re.IGNORECASE
)
_SAYS_REFUND = re.compile(
    r"\b(?:refund(?:ed)?|rfnd|reversal|reversed|chargeback|credit note|overpayment|returned|unpaid|recredit|rebate|"
    r"repayment of|indemnity)\b",
    re.IGNORECASE,
)
_FX = re.compile(
    rf"\(?[$€£¥]?\s?,?\d[\d,]{{0,14}}(?:\.\d+)?,? ?(?:{_CUR})?,? ?@? ?RATE:? ?[\d.]+(?:\s?/\s?{_CUR})?\)?"
    rf"|,? ?\d[\d,]{{0,14}}\.\d\d ?(?P<after>{_CUR})\b(?: ?@ ?[\d.]+| VISA XR)?"
    rf"|\b(?P<before>{_CUR}) ?\d[\d,]{{0,14}}\.\d\d\b(?: ?@ ?[\d.]+)?"
    r"|\bVISA XR\b|\bNON-?STG\b(?! FEE)",
    re.IGNORECASE,
)
LONGEST = 300
"""No bank prints more of one payment. What follows is not looked at: patterns meet text of a bounded length only."""
_SYMBOLS = {"$": "USD", "€": "EUR", "¥": "JPY"}
_TAILS = re.compile(
    rf",?\s+(?:ON|DATED)\s+{_DATE}.*$|\s+{_DATE}(?:\s+\d{{1,2}}[:.]\d{{2}})?$|\s+(?:CD|CARD)\s?(?:ENDING |NO "
    rf")?[*X]*\d{{4}}$"
    rf"|,?\s*MANDATE NO\.?\s*\d*$|\s+\d{{2}}:\d{{2}}(?::\d{{2}})?$|,\s*FP \d{{2}}/\d{{2}}/\d{{2}}.*$|\s+VIA (?:MOBILE"
    rf"|ONLINE|APP|FASTER PAYMENT)\b.*$"
    r"|\s+(?:PYMT|CONTACTLESS|APPLE ?PAY|GOOGLE ?PAY|CLEARING|RECURRING)$|\s+FPO?I?$",
    re.IGNORECASE,
)
_LATE_REF = re.compile(
    r"^(?P<name>.*?[A-Z].*?)(?<![,;/ -])[,;/ -]+(?P<ref>(?:REF(?:ERENCE)?\b[ .:#]*.+|"
    r"(?:INV(?:OICE)?S?|BILL|ORDER|PO|A/?C|ACC(?:OUNT)?|CUST|POLICY|STMT)"
    r"[ .:#/-]*(?:NO\.? *)?[A-Z]{0,4}[-/]?\d[\w/ -]*))$",
    re.IGNORECASE,
)  # fmt: skip


@lru_cache(maxsize=1_024)
def read_bank_text(description: str) -> BankText:
    """Take a description apart. Only the bank's own wording is lost: what is no name is the reference."""
    plain = _STARS.sub(" *", unicodedata.normalize("NFKC", description[:LONGEST]).strip())
    columns = _columns(plain)
    wrapping = unwrapped(" ".join(columns[0].split()))
    text, currency = _without_rates(wrapping.text)
    returned = _RETURNED.match(text)
    if returned and len(text) > returned.end():
        text = text[returned.end() :]
    read = _with_wrapping(_with_columns(_read_form(text), columns[1:]), wrapping)
    if read.currency is None and currency:
        read = replace(read, currency=currency)
    refund = read.is_refund or returned is not None or _SAYS_REFUND.search(text) is not None
    tidied = _tidied(read, wrapping.name_ends)
    return replace(tidied, is_refund=refund, is_cut=_is_cut(plain) or len(tidied.name) in _CUT_WIDTHS)


def _with_wrapping(read: BankText, wrapping: Unwrapped) -> BankText:
    """What the wrapping tells where the wording does not."""
    form = read.form or wrapping.form
    if wrapping.form == "transfer" and read.form is None:
        form = "transfer"
    reference = " ".join(part for part in (read.reference, wrapping.reference) if part) or None
    return replace(read, form=form, reference=reference)


def _columns(plain: str) -> list[str]:
    """The columns a description was joined from by ` / `, or that a fixed-width memo holds: name, reference, code."""
    if " / " in plain:
        return [part for part in plain.split(" / ") if part.strip()] or [plain]
    memo = _CLOSING.match(plain)
    if memo and not _FIRST_FORMS.match(plain):
        parts = [part for part in re.split(r" {2,}", memo.group("name").strip()) if part]
        if len(parts) > 1 and not re.match(rf"ON {_DATE}", parts[1], re.IGNORECASE):
            return [f"{parts[0]} {memo.group('form')}", " ".join(parts[1:])]
    return [plain]


def _is_cut(plain: str) -> bool:
    memo = _CLOSING.match(plain)
    return memo is not None and len(memo.group("name").split("  ")[0]) >= _MEMO_WIDTH


def _with_columns(read: BankText, columns: list[str]) -> BankText:
    if not columns:
        return read
    rest = " ".join(" ".join(columns).split())
    first = read.name.split(" ")[0].casefold()
    if len(first) > 1 and rest.casefold().replace("'", "").startswith(first.replace("'", "")):
        return replace(read, also=rest)
    return replace(read, reference=f"{read.reference} {rest}" if read.reference else rest)


def _without_rates(text: str) -> tuple[str, str | None]:
    """The text without amounts in foreign money and their rates, and the currency they name."""
    currency: str | None = None
    amounts = list(_FX.finditer(text))
    for found in amounts:
        named = found.group("after") or found.group("before")
        symbol = next((_SYMBOLS[c] for c in found.group() if c in _SYMBOLS), None)
        inside = next((word for word in re.findall(r"[A-Z]{3}", found.group().upper()) if word in CURRENCIES), None)
        currency = currency or symbol or (named or inside or "").upper() or None
    if "ISSUED BY" in text.upper():  # Wise writes the amount in front of the name: the form itself reads it
        return text, None
    without = _FX.sub(" ", text) if amounts else text
    return " ".join(without.split()).strip(" ,"), None if currency == "GBP" else currency


def _read_form(text: str) -> BankText:
    closing = _CLOSING.match(text)
    if closing:
        name = closing.group("name")
        inner = _first_form(name)
        form: str | None = _CLOSING_FORMS[closing.group("form").upper()]
        back = form == "returned"
        form = None if back else form
        return replace(inner, form=form, is_refund=back) if inner else BankText(name, None, form, is_refund=back)
    return _first_form(text) or BankText(text)


def _first_form(text: str) -> BankText | None:
    if text.upper().startswith("BP ") and is_town(text[3:]):
        return BankText(text, None, "card")  # a filling station: nobody's name is a town alone
    for form, pattern in _FORMS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        name, ref = (parts["name"] or "").strip(" ,-"), (parts.get("ref") or "").strip(" ,-") or None
        if form == "refund":
            return BankText(name, ref, "card", None, is_refund=True)
        if name or form in ("cash", "cheque"):
            return BankText(name, ref, form, (parts.get("cur") or "").upper() or None)
    return None


def _tidied(read: BankText, name_ends: int | None) -> BankText:
    """Cut dates, card numbers and the reference off the end of the name."""
    name, reference = read.name, read.reference
    for _ in range(4):
        shorter = _TAILS.sub("", name).strip(" ,-")
        if shorter in (name, ""):
            break
        name = shorter
    commas = [part.strip() for part in name.split(" , ")]
    if len(commas) > 1 and commas[0]:  # NatWest: SMITH J , INV 123 , FP 02/08/26 …
        name, reference = commas[0], reference or " ".join(commas[1:]) or None
    late = None if read.form in ("transfer", "card") else _LATE_REF.match(name)
    if reference is None and read.form not in ("card", "cash", "transfer"):
        name, reference = name_and_rest(name, by_payment=read.form is not None, name_ends=name_ends)
    if reference is None and late:
        name = late.group("name").strip(" ,-/")
        reference = late.group("ref")
    if reference:
        reference = re.sub(r"^REF(?:ERENCE)?\b[ .:#]*", "", reference, flags=re.IGNORECASE) or None
    return replace(read, name=name, reference=reference)
