"""Who a bank line was paid to or came from: the name without the bank's wording, and the key it is remembered by."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from accountsos.contacts.bank_text import LONGEST, BankText, read_bank_text
from accountsos.contacts.names import display_name
from accountsos.contacts.places import without_place
from accountsos.contacts.spelling import words_of

_PROCESSORS: tuple[tuple[str, str], ...] = (
    ("paypal", r"(?:PAYPAL|PP) ?\*"),
    ("square", r"(?:SQ|SQUARE|GOSQ(?:\.COM)?) ?\*"),
    ("sumup", r"SUM ?UP ?[*_]"),
    ("zettle", r"(?:ZETTLE|IZETTLE|IZ|ZTL) ?[*_]+\*?"),
    ("stripe", r"(?:STRIPE ?[*_:-]|STRIPE(?= (?!PAY|TECH|FEE|CHARGEBACK|TRANSFER|LTD|UK|EUROPE|PAYOUT)[A-Z]{3}))"),
    ("shopify", r"(?:SP ?\* ?|SP(?= [A-Z]{3}))"),
    ("klarna", r"KLARNA ?\*"),
    ("curve", r"CRV ?\*"),
    ("dojo", r"DOJO ?\*"),
    ("worldpay", r"(?:WORLDPAY|WP) ?\*"),
    ("gocardless", r"(?:GOCARDLESS|GC) ?\*|GOCARDLESS (?!LTD|LIMITED|UK|PAYOUT|PAYMENT|FEE|SUB|REF|COM)(?=[A-Z]{3})"),
    ("paddle", r"PADDLE(?:\.NET)? ?\*"),
    ("fastspring", r"(?:FS|FASTSPRING) ?\*"),
    ("2checkout", r"2CO(?:\.COM)? ?[*|]"),
    ("digital river", r"DRI ?\*"),
    ("eventbrite", r"EB ?\*"),
    ("teya", r"(?:TEYA|SAL) ?\*"),
    ("mypos", r"MYPOS ?\*"),
    ("lightspeed", r"(?:LS|LSP) ?\*"),
    ("toast", r"TST ?\*"),
    ("google", r"GOOGLE ?\*(?= ?[A-Z]+\b)"),
)  # fmt: skip
_VIA = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, pattern) in enumerate(_PROCESSORS)), re.IGNORECASE)
_BRANDED = frozenset({"google"})
"""Of these the part after the star is a product, so the brand stays in the name."""

_PHONE = re.compile(
    r"(?<!\w)(?:\+\d[\d ()-]{8,}\d|0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}|\d{3}-\d{3}-?\d{4}|\d{3}-\d{7}"
    r"|[18]8?\d{2}-\d{3}-\d{4})(?!\w)"
)
_WEB = re.compile(r"^(?:HTTPS?:?/*)?(?:WWW\.)", re.IGNORECASE)
_NUMBER_PLATE = re.compile(r"[A-Z]{2}\d{2}[A-Z]{3}", re.IGNORECASE)
_GLUED_NUMBER = re.compile(r"(?<=[A-Za-z]{3})\d{4,}\b|(?<=[A-Za-z]{4})\d{3,}[A-Z0-9]*\b")
_DOMAIN = re.compile(r"(?:HTTPS?:?/*)?[\w-]+(?:\.[\w-]+)*\.(?:COM|CO|UK|NET|ORG|IO|US|EU|APP)(?:/\S*)?", re.IGNORECASE)
LONG_NUMBER_BRANDS = frozenset({"365", "360", "247", "101", "123", "118", "911", "1871"})
_STORE_WORDS = frozenset({"STORE", "STORES", "STR", "SHOP", "BRANCH", "NO", "SITE", "UNIT", "POS", "TILL"})
_COMPANY_FORMS = frozenset({"LTD", "LIMITED", "PLC", "LIMITE", "LIMITD"})


@dataclass(frozen=True, slots=True)
class Payee:
    """The other party of a bank line."""

    name: str
    """As it should be shown; "" where the line names nobody."""
    key: str
    """Equal names have equal keys: capitals, no punctuation, no LTD or PLC."""
    via: str | None = None
    """The payment processor in between, lower case: paypal, square, stripe …"""


def payee_of(description: str, payee: str | None = None, reference: str | None = None) -> Payee:
    """The payee of a bank line. `payee` is the bank's own column where the format has one, and is trusted more."""
    if payee and payee.strip():
        return _named(payee.strip(), True)
    found = _described(description)
    if not found.key and reference and reference.strip():
        return _named(reference.strip(), False)
    return found


@lru_cache(maxsize=4_096)
def payee_key(name: str) -> str:
    """The normalised name: `Ben's Café Ltd.` and `BENS CAFE LIMITED` are both `BENS CAFE`."""
    words = list(words_of(name))
    kept = [word for word in words if word not in _COMPANY_FORMS]
    return " ".join(kept or words)


@lru_cache(maxsize=1_024)
def _described(description: str) -> Payee:
    return _payee(read_bank_text(description), trusted=False)


@lru_cache(maxsize=8_192)
def _named(name: str, trusted: bool) -> Payee:
    return _payee(BankText(" ".join(name[:LONGEST].split())), trusted=trusted)


def _payee(read: BankText, *, trusted: bool) -> Payee:
    name, via = _processor(read.name)
    name = _WEB.sub("", name)
    name = _PHONE.sub(" ", name)
    name = _without_order_id(_GLUED_NUMBER.sub("", name))
    words = _without_numbers(name.split())
    words = [word for at, word in enumerate(words) if not (at and _DOMAIN.fullmatch(word))]
    if not trusted and read.form in (None, "card", "cash") and len(words) > 1:
        words = without_place(words, by_card=read.form == "card" or via is not None)
    text = " ".join(_printed_once(words)).strip(" ,.-*/:;_")
    if not any(c.isalpha() for c in text):
        text = via or (text if re.fullmatch(r"\d{3}", text) else "")
    return Payee(display_name(text), payee_key(text), via)


_TWICE_FROM = 8
"""Letters from which on a single word that comes twice is no name of its own, as TALK TALK is."""


def _printed_once(words: list[str]) -> list[str]:
    """Some banks print the payee twice, the second time cut or in full: the fuller of both."""
    for at in range(len(words) - 1, 0, -1):
        first, second = payee_key(" ".join(words[:at])), payee_key(" ".join(words[at:]))
        short, long = sorted((first, second), key=len)
        if min(at, len(words) - at) == 1 and len(short) < _TWICE_FROM:
            continue
        if first == second or (len(short) >= _TWICE_FROM and long.startswith(short) and first == long):
            return words[:at]
    return words


def _processor(name: str) -> tuple[str, str | None]:
    """The name behind a processor's prefix, and the processor."""
    found = _VIA.match(name)
    if found is None:
        return name, None
    processor = _PROCESSORS[next(n for n in range(len(_PROCESSORS)) if found.group(f"p{n}"))][0]
    behind = name[found.end() :].strip(" *_")
    if processor in _BRANDED:
        return f"{processor.capitalize()} {behind}" if name[:1].islower() else f"{processor.upper()} {behind}", None
    if not re.search(r"[A-Za-z]{2}", behind):
        return name[: found.end()].strip(" *_:-"), processor
    alphabetic = re.sub(r"(?:(?<=[A-Za-z]{3})\d{4,}|\s\d{3,})\b.*$", "", behind)
    return (alphabetic or behind), processor


def _without_order_id(name: str) -> str:
    """`AMAZON.CO.UK*2H4AB1CD4` is AMAZON.CO.UK, `ADOBE *CREATIVE CLOUD` is ADOBE CREATIVE CLOUD."""
    name = name.replace("#G", "*G", 1) if "#G" in name else name
    if "*" not in name:
        return name
    head, _, tail = name.partition("*")
    kept = [word for word in tail.replace("*", " ").split() if not _is_id(word)]
    head = head.strip()
    if not head:
        return " ".join(kept) or tail
    return " ".join([head, *kept])


def _is_id(word: str) -> bool:
    """Whether a word is an order, mandate or account number rather than part of a name."""
    bare = word.strip("#,.:;()[]")
    digits = sum(c.isdigit() for c in bare)
    if digits == 0:
        return False
    if _NUMBER_PLATE.fullmatch(bare):
        return True
    letters = sum(c.isalpha() for c in bare)
    if letters == 0:
        return digits >= 3 and bare not in LONG_NUMBER_BRANDS
    changes = sum(a.isdigit() != b.isdigit() for a, b in itertools.pairwise(bare) if a.isalnum() and b.isalnum())
    return digits >= 4 or (digits >= 2 and letters >= 2 and changes >= 3) or (digits >= 3 and letters <= 3)


def _without_numbers(words: list[str]) -> list[str]:
    """Leave out shop, order and account numbers; digits that belong to a brand stay (3 MOBILE, 123-REG, FIT4LESS)."""
    kept: list[str] = []
    for at, word in enumerate(words):
        if word.startswith("#") and word[1:].isdigit():
            continue
        bare = word.strip(",.:;()[]")
        if at and bare.isdigit() and (kept and kept[-1].upper() in _STORE_WORDS):
            kept = kept[:-1] if len(kept) > 1 else kept
            continue
        if _is_id(word) and (at or len(words) > 1) and not (at == 0 and re.fullmatch(r"\d{3}|\d{1,3}-[A-Za-z]+", bare)):
            continue
        kept.append(word)
    return kept
