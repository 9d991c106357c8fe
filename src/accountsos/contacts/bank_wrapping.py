"""What banks print around the parts of a line, taken off before its form is read: stamps, channels, devices, codes."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text without the bank's own numbers and channels."""

    text: str
    form: str | None = None
    """The kind of payment that the wrapping tells, as `BankText.form` has it; `payment` where the sign says which."""
    reference: str | None = None
    """What stood behind the payment's own number."""
    name_ends: int | None = None
    """So many letters the bank gives to a name, where it glues the reference to it."""


_DAY = r"\d{2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:\d{2})?"
_CHANNEL = re.compile(
    r"[ ,]*\bVIA (?:MOBILE|ONLINE|TELEPHONE|INTERNET)(?: ?- ?(?P<how>PYMT|XFER|TFR)| (?P<word>XFER))?\b", re.IGNORECASE
)
_FASTER = re.compile(r"[ ,]*\bFP \d{2}/\d{2}/\d{2,4}\b.*$", re.IGNORECASE)
_TIMED = re.compile(rf"\s+\d{{6}}\s+\d{{2}}\s+{_DAY} \d{{2}}:\d{{2}}$", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"\s+\d{15,18}(?=\s|$)")
_DEVICE = re.compile(
    r"\s*\(VIA (?:APPLE|GOOGLE|SAMSUNG) ?PAY\)|\s+(?:APPLE|GOOGLE|SAMSUNG|FITBIT) ?PAY(?: \d{4})?(?= ON |$)",
    re.IGNORECASE,
)
_MANDATE = re.compile(r"\s*,?\s*MANDATE NO\.?\s*\d*(?: (?:EXTERNAL|BANK) .*)?$", re.IGNORECASE)
_ABROAD = re.compile(r"^(?P<code>(?:VIS|CR|\)\)\)) )?INT'?L \d{8,12} ", re.IGNORECASE)
_ELECTRONIC = re.compile(
    r"^(?P<what>automated credit|(?:on-?line|mobile/online|mobile|telephone) transaction) ", re.IGNORECASE
)
_CALLED = re.compile(r"^CALL REF\.? ?NO\.? ?\d*[ ,]+(?=\S)", re.IGNORECASE)
_CARD_FRONT = re.compile(rf"^\d{{4}} {_DAY}(?: (?:CD|CR|C))?+ (?!,)(?=\S)", re.IGNORECASE)
_COUNTRY = re.compile(r" (?:GB|GBR|IE|US|NL|LU|DE|FR)$")
_CODE_BEHIND = re.compile(r"^(?P<text>\S.*?\S)\s+(?P<code>\)\)\)|VIS|CR|DD|SO|BP|TFR|ATM|OBP)$")
_CODE_FIRST = re.compile(r"^(?:\)\)\)|VIS|CR|DD|SO|BP|TFR|ATM|DR|OBP)\s")
_ACCOUNT_ONLY = re.compile(
    r"^(?:(?:tfr|trf|cr|dr|transfer|funds transfer)[ ,:-]+)?(?:(?:to|from)\s+)?(?:sort code )?"
    r"(?:(?:a/c(?: no\.?)?|account) ?\d{8}|\d{2}[ -]?\d{2}[ -]?\d{2},? (?:account )?\d{8})(?P<rest>\b.*?)"
    r"(?: (?:ft|tfr))?$",
    re.IGNORECASE,
)
_CARD_ENDING = re.compile(r"\s(?:CD|CARD) ?(?:ENDING )?\d{4}$", re.IGNORECASE)
_DEBIT_BEHIND = re.compile(r"(?<=\S) direct debit\b(?= ref|$)", re.IGNORECASE)
_NAME_WIDTH = 18
_NUMBER_FROM = 16


def unwrapped(text: str) -> Unwrapped:
    """The text as the payer or the shop wrote it. Runs of spaces are one already."""
    form: str | None = None
    capitals = text.upper()  # most lines have none of these words, and looking for a word is cheaper than for a pattern
    abroad = _ABROAD.match(text) if "INT" in capitals[:8] else None
    if abroad:
        text, form = "VIS " + re.sub(r" (?:VIS|\)\)\))$", "", text[abroad.end() :]), "card"
    bare = _MANDATE.sub("", text) if "MANDATE" in capitals else text
    device = "PAY" in capitals and _DEVICE.search(text) is not None
    bare = _DEVICE.sub("", bare) if device else bare
    form = "card" if device or (text[-4:].isdigit() and _CARD_ENDING.search(text)) else form
    if "DIRECT DEBIT" in capitals and _DEBIT_BEHIND.search(bare):
        bare, form = _DEBIT_BEHIND.sub("", bare), "direct_debit"
    text, stamp = _without_stamp(bare)
    form = stamp or form
    glued = None
    electronic = _ELECTRONIC.match(text)
    if electronic:
        text = text[electronic.end() :]
        form = "giro_credit" if electronic.group("what")[0] in "aA" else form or "payment"
        glued = _NAME_WIDTH
    called = _CALLED.match(text) if capitals.startswith("CALL ") else None
    if called:
        text, form = text[called.end() :], form or "payment"
    front = _CARD_FRONT.match(text)
    if front:
        return Unwrapped(_COUNTRY.sub("", text[front.end() :]), "card")
    account = _ACCOUNT_ONLY.match(text)
    if account:
        return Unwrapped(account.group("rest").strip(" ,-") or "TRANSFER", "transfer")
    behind = _CODE_BEHIND.match(text)
    if behind and not _CODE_FIRST.match(text):
        text = f"{behind.group('code')} {behind.group('text')}"
    number = _OWN_NUMBER.search(text) if len(text) > _NUMBER_FROM else None
    if number:
        name, after = text[: number.start()], text[number.end() :].strip()
        return Unwrapped(name, form or "payment", after or None)
    return Unwrapped(text, form, None, glued or (_NAME_WIDTH if _CODE_FIRST.match(text) else None))


def _without_stamp(text: str) -> tuple[str, str | None]:
    """Without the number and time of a faster payment and the channel it was made by, and the form these tell."""
    form: str | None = None
    if "FP " not in text and "VIA " not in text.upper() and text[-3:-2] != ":":
        return text.strip(" ,"), None
    shorter = _TIMED.sub("", _FASTER.sub("", text))
    if shorter != text:
        form = "payment"
    channel = _CHANNEL.search(shorter)
    if channel:
        form = "transfer" if (channel.group("how") or channel.group("word") or "PYMT").upper() != "PYMT" else "payment"
        shorter = shorter[: channel.start()] + shorter[channel.end() :]
    return shorter.strip(" ,"), form
