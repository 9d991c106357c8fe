"""A bank line as it may leave the house: no digit, no person's name, no e-mail address, no amount and no day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from accountsos.categoriser.knowledge.concepts import ASSET_FROM
from accountsos.categoriser.parse_line import ParsedLine, parse_line
from accountsos.categoriser.suggestion import BankLine
from accountsos.contacts.people import TITLES, is_person_name
from accountsos.contacts.spelling import words_of

PERSON, OURSELVES, EMAIL, DIGITS = "(person)", "(own company)", "(e-mail)", "#"
LONGEST = 120
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_EMAIL = re.compile(r"\S+@\S+")
_MARK = re.compile(r"\([a-z -]+\)")
_DIGITS = re.compile(r"[\d*]*\d[\d*]*")
_PEOPLE_IN_A_ROW = re.compile(rf"{re.escape(PERSON)}(?:[\s.,&'-]*{re.escape(PERSON)})+")
_MONTHS = frozenset("APR APRIL MAY JUNE AUGUST".split())
"""Given names too, but in a bank's text months."""
_NAME_WORD, _RUN_TOGETHER = 2, 5
"""Letters of a word that is taken for part of a known name; of one that is found inside a longer word too."""
_LEGAL = frozenset("LTD LIMITED PLC LLP THE AND CO COMPANY UK".split())
_TELLING = 3
_SAYS_NOTHING = frozenset(
    "FROM FOR THE AND REF REFERENCE PAYMENT PAYMENTS PAID RECEIVED RECEIPT FASTER FPI FPO FPS BACS BAC BGC BANK CREDIT "
    "DEBIT DIRECT DDR STANDING ORDER STO MANDATE CARD VIS VISA POS DPC TFR TRANSFER CHQ CHEQUE MOBILE ONLINE BILL "
    "MR MRS MISS MS NUMBER ACCOUNT SORT CODE GBP".split()
)
"""Words with which banks say how something was paid, never for what."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Names that are known here, as words in capitals."""

    ourselves: tuple[str, ...]
    """The company's own name."""
    people: frozenset[str]

    @classmethod
    def of(cls, company: str, people: Iterable[str]) -> Hidden:
        """`people`: directors, the owner, staff; each name's words are hidden wherever they stand."""
        names = {word for person in people for word in words_of(person)}
        ourselves = tuple(word for word in words_of(company) if word not in _LEGAL)
        return cls(ourselves, frozenset(_name_words(names)))


@dataclass(frozen=True, slots=True)
class MaskedLine:
    """What is told of a line."""

    text: str
    payee: str
    reference: str
    kind: str
    """One of `parse_line.KINDS`, or empty."""
    is_large: bool
    """Whether it may be equipment rather than a cost, by its size."""


def masked_line(line: BankLine, hidden: Hidden) -> MaskedLine | None:
    """The line without what tells of people and accounts; None where nothing is left that says what it was for."""
    parsed = parse_line(line)
    people = hidden.people | _payee_if_person(parsed)
    hide = Hidden(hidden.ourselves, people)
    texts = [masked(text or "", hide) for text in (line.description, parsed.payee, line.reference)]
    if not any(_says_something(text) for text in texts):
        return None
    return MaskedLine(texts[0], texts[1], texts[2], parsed.kind or "", abs(line.amount) >= ASSET_FROM)


def masked(text: str, hidden: Hidden) -> str:
    """The text with marks for what is not told."""
    plain = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFKC", text))
    plain = _EMAIL.sub(EMAIL, _hide_ourselves(plain.replace("(", " ").replace(")", " "), hidden.ourselves))
    plain = _hide_people(plain, hidden.people)
    return " ".join(_DIGITS.sub(DIGITS, plain).split())[:LONGEST]


def _payee_if_person(parsed: ParsedLine) -> frozenset[str]:
    return frozenset(_name_words(words_of(parsed.payee)) if parsed.is_person or parsed.may_be_person else ())


def _name_words(words: Iterable[str]) -> Iterable[str]:
    return (word for word in words if len(word) >= _NAME_WORD and word.isalpha() and word not in TITLES)


def _hide_ourselves(text: str, ourselves: tuple[str, ...]) -> str:
    if not ourselves:
        return text
    name = r"\W+".join(re.escape(word) for word in ourselves)
    return re.sub(rf"(?<!\w){name}(?!\w)", f" {OURSELVES} ", text, flags=re.IGNORECASE)


def _hide_people(text: str, people: frozenset[str]) -> str:
    marks = [mark.span() for mark in _MARK.finditer(text)]
    words = [word for word in _WORD.finditer(text) if not any(a <= word.start() < b for a, b in marks)]
    said = [word.group().upper() for word in words]
    hidden = {at for at, word in enumerate(said) if _is_known(word, people)}
    for at, word in enumerate(said):
        if len(word) > 1 or at not in hidden:  # an initial that stands behind its name begins no other
            hidden.update(_person_at(said, at))
    for at in sorted(hidden, reverse=True):
        text = text[: words[at].start()] + PERSON + text[words[at].end() :]
    return _PEOPLE_IN_A_ROW.sub(PERSON, text)


def _is_known(word: str, people: frozenset[str]) -> bool:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", word) if sign.isalpha()).upper()
    return plain in people or any(len(name) >= _RUN_TOGETHER and name in plain for name in people)


def _person_at(said: list[str], at: int) -> range:
    """Two words from there on that are a person's name, or three that begin with a title or have an initial."""
    three, two = said[at : at + 3], said[at : at + 2]
    begins = three[0] in TITLES or min(map(len, two)) == 1
    if len(three) == 3 and begins and is_person_name(" ".join(three)):
        return range(at, at + 3)
    if len(two) == 2 and _MONTHS.isdisjoint(two) and is_person_name(" ".join(two)):
        return range(at, at + 2)
    return range(0)


def _says_something(text: str) -> bool:
    words = words_of(_MARK.sub(" ", text))
    return any(len(word) >= _TELLING and word.isalpha() and word not in _SAYS_NOTHING for word in words)
