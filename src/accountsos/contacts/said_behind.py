"""Where a bank runs name and reference together: how much of the text is the name."""

from __future__ import annotations

import re

from accountsos.contacts.people import TITLES, given_names, is_person_name, may_be_person, says_business
from accountsos.contacts.spelling import words_of

_MONTH = (
    r"(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?"
    r"|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_OF_ANYONE = re.compile(
    rf"(?:INV(?:OICES?|S)?\d*|INVOICE\S*|INV[-#/]\S+|PO\d+|REF\d*|STMT|REMITTANCE|THANKS?|RENT|QTR|MONTHLY|{_MONTH}\d*"
    r"|[A-Z]{1,4}[-/]?\d{3,}\S*|\d{4,}(?:[-/]\d+)*|\d{3,}[-/]\d+|\d+/\d+|#\d+|A/C|NNDR|REFUND|DEPOSIT)",
    re.IGNORECASE,
)
_BEFORE_A_NUMBER = frozenset("PO ACC ACCT ACCOUNT ORDER UNIT FLAT BILL JOB QUOTE POLICY STATEMENT NO SO EST".split())
_AT_THE_END = frozenset("FEES FEE ACCOUNTS BOOKKEEPING PAYMENT RENT RATES DRAWINGS WAGES".split())
_OF_PEOPLE = frozenset(
    "WAGES WAGE SALARY SAL PAYROLL PAY BONUS DIVIDEND DIVIDENDS DIV DIVI EXPENSES EXPENSE EXPS EXP MILEAGE MILES DLA "
    "DRAWINGS NET SHARES DIRECTOR DIRECTORS DIRS DIR LABOUR LOAN RENT INV INVOICE FEE FEES WK WEEK DEPOSIT BALANCE "
    "REFUND USE SUBCONTRACT INTERIM FINAL THANK THANKS CIS PLOT STAGE KITCHEN BATHROOM JOB LOAN CLAIM HOLIDAY TIPS "
    "OVERTIME ADVANCE SUB REPAYMENT REPAY".split()
)
_ONLY_OF_PEOPLE = frozenset(
    "WAGES WAGE SALARY SAL PAYROLL BONUS DIVIDEND DIVIDENDS DIV DIVI EXPENSES EXPENSE EXPS MILEAGE DLA DRAWINGS NET "
    "SHARES DIRECTOR DIRECTORS DIRS PAY THANK WK WEEK LABOUR CIS".split()
)
_COMPANY_ENDS = frozenset("LTD LIMITED LLP PLC".split())
_NEVER_A_WORD = frozenset("LTD LLP PLC".split())
_MORE_OF_A_NAME = frozenset("T/A TA TRADING AS AND & (UK) UK GB GROUP HOLDINGS".split())


def is_said_of_people(word: str) -> bool:
    """Whether the word is what people are paid for: WAGES, DIVIDEND, LOAN."""
    return word in _OF_PEOPLE


def name_and_rest(text: str, *, by_payment: bool, name_ends: int | None = None) -> tuple[str, str | None]:
    """The name, and what is said behind it. `name_ends`: the bank cuts names at so many letters and goes on.

    `by_payment`: the bank's words say it is a payment and no card, so that a reference may follow.
    """
    words = text.split()
    at = _ends_at(words, by_payment=by_payment)
    if name_ends is not None and len(text) > name_ends and (at is None or len(" ".join(words[:at])) >= name_ends):
        at_width = _cut_at(text, name_ends)
        if at_width is not None:
            return at_width
    if at is None or at >= len(words):
        return text, None
    return " ".join(words[:at]).strip(" ,-/"), " ".join(words[at:])


def _cut_at(text: str, width: int) -> tuple[str, str] | None:
    """A name of the full width: the reference follows behind a space or, at some banks, at once."""
    name, rest = text[:width].rstrip(), text[width:].strip()
    if text[width] == " " and rest and len(name) == width:
        return name, rest
    if text[width] != " " and text[width - 1] != " " and rest and _starts_reference(rest.split(), 0):
        return name, rest
    return None


def _ends_at(words: list[str], *, by_payment: bool) -> int | None:
    """The number of words that are the name."""
    person = _person_length(words)
    for at in range(1, len(words)):
        if at < (person or 0):
            continue
        if _starts_reference(words, at):
            return at
        said = words[at].upper().strip(".,:-")
        if person is not None and at >= person and not says_business(words[at]) and said != "AND" and words[at] != "&":
            return at
        before = " ".join(words[:at])
        if at >= 2 and (
            (said in _OF_PEOPLE and is_person_name(before)) or (said in _ONLY_OF_PEOPLE and may_be_person(before))
        ):
            return at
        if at > 1 and _ends_a_company(words, at - 1, by_payment=by_payment):
            return at
    return None


def _ends_a_company(words: list[str], at: int, *, by_payment: bool) -> bool:
    """Whether the legal form at this place ends the name: NORTHGATE PLC PART 1011, but not SMITH LTD T/A JONES.

    LIMITED is a word of shops' names, too; where the bank does not say that it is a payment, it ends no name.
    """
    form, then = (word.upper().strip(".,:") for word in words[at : at + 2])
    return form in (_COMPANY_ENDS if by_payment else _NEVER_A_WORD) and (by_payment or then not in _MORE_OF_A_NAME)


def _starts_reference(words: list[str], at: int) -> bool:
    word = words[at].upper().strip(".,:")
    after = words[at + 1].strip(":.") if at + 1 < len(words) else ""
    if word in _AT_THE_END:
        return not after or not after.isalpha() or word in ("RENT", "WAGES", "DRAWINGS")
    if word in _BEFORE_A_NUMBER:
        return any(c.isdigit() for c in after)
    if word in ("MAY", "MARCH", "JUNE", "APRIL", "AUGUST") and at == 0:
        return False
    return _OF_ANYONE.fullmatch(word) is not None


def _person_length(words: list[str]) -> int | None:
    """How many words at the front are surely a person's: MR J SMITH, J SMITH, SMITH J, SARAH SMITH."""
    bare = ["".join(words_of(word)) for word in words[:4]]
    if len(bare) < 2 or not all(word.isalpha() for word in bare[:2]) or not {"&", "AND"}.isdisjoint(words[:4]):
        return None
    start = 1 if bare[0] in TITLES else 0
    letters = start
    while letters < len(bare) - 1 and len(bare[letters]) == 1:
        letters += 1
    if letters > start and len(bare[letters]) > 2:
        return letters + 1
    if start:
        return 3 if len(bare) > 2 and bare[1] in given_names() else 2
    if len(bare[1]) == 1 and len(bare[0]) > 2 and not says_business(bare[0]):
        follows = bare[2] if len(bare) > 2 else ""
        return 2 if not follows.isalpha() or follows in _OF_PEOPLE or _starts_reference(words, 2) else None
    if bare[0] in given_names() and len(bare[1]) > 2 and not says_business(bare[1]) and bare[1] not in _OF_PEOPLE:
        return 2
    return None
