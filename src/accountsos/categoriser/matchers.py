"""Stage 1: what a line is before any category is guessed: transfer, tax, interest, fee, director, refund."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from accountsos.categoriser.hmrc import hmrc_readings
from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.processor_lines import processor_line
from accountsos.categoriser.sides import for_entity
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, Reading, RecentLine
from accountsos.contacts.payee import payee_key
from accountsos.contacts.people import same_person
from accountsos.contacts.spelling import words_of

REFUND_DAYS = 120


def match(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> list[Reading]:
    """The first matcher that knows the line decides; refunds are looked for separately, they need the lines before."""
    for matcher in _MATCHERS:
        found = list(matcher(line, parsed, profile))
        if found:
            return found
    return []


def _own_transfer(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    """The line names another account of the company's own, or the company itself."""
    text = f"{line.description} {line.reference or ''}"
    for account in profile.own_accounts:
        number = re.sub(r"[ -]", "", account)
        if number.isdigit():
            if len(number) >= 6 and _spaced(number).search(text):
                yield Reading("cat_transfer", 0.97, "transfer", f"the line names your own account {account}")
                return
        elif _mentions(parsed, account) and " FEE" not in parsed.text:  # what it charges goes nowhere of one's own
            yield Reading("cat_transfer", 0.95, "transfer", f"the line names your own account {account}")
            return
    own = bool(parsed.payee_key) and parsed.payee_key == payee_key(profile.name or "")
    # A trader's own name is the owner's: what goes there is private.
    person = own and any(_names_person(p, parsed.payee_key, parsed.text) for p in _owners(profile))
    if own and not person and not parsed.is_refund:
        yield Reading("cat_transfer", 0.93, "transfer", "the other side has your company's own name")


@lru_cache(maxsize=1_024)
def _spaced(number: str) -> re.Pattern[str]:
    """The number however it is grouped: 201122, 20-11-22, 20 11 22."""
    return re.compile(r"(?<!\d)" + "[ -]?".join(number) + r"(?!\d)")


def _mentions(parsed: ParsedLine, name: str) -> bool:
    words = " ".join(words_of(name))
    return len(words) >= 4 and f" {words} " in parsed.text


def _processor_kept(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    """A processor that is an account of its own: its payouts and top-ups are transfers."""
    for processor in profile.processors_kept:
        words = " ".join(words_of(processor))
        if (
            words
            and parsed.via is None
            and f"{parsed.payee_key} ".startswith(f"{words} ")
            and " FEE" not in parsed.text
        ):
            yield Reading(
                "cat_transfer", 0.96, "transfer", f"{processor.capitalize()} is kept as an account of its own"
            )
            return


def _at_a_processor(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    yield from processor_line(line, parsed)


def _card_account(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    """Money into a credit card's account that thanks for a payment is its settlement."""
    if line.amount > 0 and " THANK YOU " in parsed.text and " PAYMENT " in parsed.text:
        yield Reading("cat_transfer", 0.96, "transfer", "the settlement of a credit card")
    elif line.account_kind == "card" and line.amount > 0 and parsed.kind == "direct_debit" and not parsed.is_refund:
        yield Reading("cat_transfer", 0.93, "transfer", "the settlement of a credit card")


def _tax(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    yield from hmrc_readings(parsed, profile, money_in=line.amount >= 0)


def _interest(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    if parsed.kind != "interest":
        return
    if line.amount >= 0:
        yield Reading("cat_interest_income", 0.97, "knowledge", "interest from the bank")
    else:
        yield Reading("cat_interest_paid", 0.94, "knowledge", "interest charged by the bank")
        yield Reading("cat_bank_charges", 0.04, "knowledge", "interest charged by the bank")


def _fee(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    if parsed.kind != "fee":
        return
    yield Reading("cat_bank_charges", 0.95, "knowledge", "a charge of the bank's", refunds=line.amount >= 0)


_SALARY = re.compile(r" (?:SALARY|SAL|WAGES?|NET PAY|PAYROLL|PAY|REMUNERATION) ")
_DIVIDEND = re.compile(r" (?:DIVIDENDS?|DIVI?|INTERIM DIV) ")
_LOAN = re.compile(r" (?:LOAN|DLA|DCA|DL|REPAYMENT|CURRENT ACCOUNT|LN) ")
_BACK = re.compile(
    r" (?:PAY(?:ING)? BACK|PAYBACK|PAID BACK|MONEY BACK|CASH BACK|GIVE BACK|REIMBURSE\w*|REIMB|OWED|LENT|OUT OF POCKET"
    r"|PETTY CASH|RECEIPTS?|REFUND(?:ED)?) "
)
_SAVER = re.compile(
    r" (?:SAVER|SAVINGS|SAVING|RESERVE|ISA|POT|TAX POT|VAT POT"
    r"|(?:VAT|TAX|CT|BUSINESS|BUS|RESERVE|DEPOSIT|SECOND|TO|FROM) (?:A C|AC|ACC|ACCT|ACCOUNT)) "
)
_EXPENSES = re.compile(r" (?:EXPENSES?|EXPS?|CLAIM) ")
_SHARES = re.compile(r" (?:SHARES?|SHARE CAPITAL|CAPITAL) ")
_CLAIM = re.compile(r" (?:MILEAGE|MILES) ")
_HOME = re.compile(r" (?:USE OF HOME|HOME OFFICE|HOMEWORKING|WFH) ")
_RENT = re.compile(r" (?:RENT|RENTAL) ")
_DRAWINGS = re.compile(r" (?:DRAWINGS?|PERSONAL|PRIVATE) ")
_OTHERWISE = re.compile(r" (?:EXPENSES?|EXPS?|CLAIM|REFUND|LOAN|INV|INVOICE|RENT) ")
_OWNER_OUT: tuple[tuple[re.Pattern[str], str, float, str], ...] = (
    (_DIVIDEND, "cat_dividends", 0.96, "a dividend"),
    (_BACK, "cat_directors_loan", 0.88, "paid back to the director's loan"),
    (_SALARY, "cat_directors_salary", 0.95, "salary"),
    (_CLAIM, "cat_mileage", 0.92, "mileage"),
    (_HOME, "cat_home_office", 0.92, "use of home"),
    (_RENT, "cat_rent", 0.75, "rent"),
    (_LOAN, "cat_directors_loan", 0.95, "the director's loan"),
    (_EXPENSES, "cat_directors_loan", 0.6, "expenses"),
    (_DRAWINGS, "cat_drawings", 0.94, "drawings"),
)


_NAMED_BY = re.compile(r"\s+(?:T/?A|TRADING AS)\s+", re.IGNORECASE)
_PAID_FOR_WORK = re.compile(r" (?:WAGES?|SALARY|PAYROLL|INV|INVOICE|RENT|LOAN) ")


def _owners(profile: CompanyProfile) -> tuple[str, ...]:
    """Directors, or the owner: also as KATE DOBSON T/A WAGTAILS names her."""
    before, _, behind = (_NAMED_BY.sub("\n", profile.name) + "\n").partition("\n")
    named = profile.entity_type == "sole_trader" and behind.strip() and before not in profile.people
    return (*profile.people, before) if named else profile.people


def _family(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    """Whoever has a sole trader's surname: the household's money, unless the line says that it was earned."""
    if profile.entity_type != "sole_trader" or not (parsed.is_person or parsed.may_be_person):
        return
    if parsed.kind in ("card", "direct_debit", "fee", "interest", "cash") or _PAID_FOR_WORK.search(parsed.text):
        return
    surnames = {words[-1] for owner in _owners(profile) if len(words := list(words_of(owner))) > 1}
    if surnames.isdisjoint(parsed.payee_key.split()):
        return
    sure = 0.8 if line.amount < 0 else 0.74
    yield _personal("cat_drawings", sure, "somebody of the owner's name", profile, line.amount >= 0)


def _owner(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    """Directors by name: salary, dividends and loan by the words beside the name."""
    person = next((p for p in _owners(profile) if _names_person(p, parsed.payee_key, parsed.text)), None)
    if person is None or parsed.kind in ("card", "direct_debit"):
        return
    if parsed.kind == "transfer" and _SAVER.search(parsed.text):
        yield Reading("cat_transfer", 0.9, "transfer", "savings of the business's own")
        return
    money_in = line.amount >= 0
    sole = profile.entity_type == "sole_trader"
    said = [] if money_in else [row for row in _OWNER_OUT if row[0].search(parsed.text)]
    if said:
        _, category, sure, label = said[0]
        yield replace(_personal(category, sure, f"{label} of {person}", profile, money_in), said=True)
    elif money_in:
        if _SHARES.search(parsed.text) and not sole:
            yield _personal("cat_share_capital", 0.88, f"shares paid by {person}", profile, money_in)
        yield _personal(
            "cat_capital_introduced" if sole else "cat_directors_loan",
            0.86,
            f"money put in by {person}",
            profile,
            money_in,
        )
    elif sole:
        yield _personal("cat_drawings", 0.92, f"paid to {person}", profile, money_in)
    else:
        # A director without a word beside the name: in small companies salary, then the loan, then a dividend.
        for category, share in (("cat_directors_salary", 0.42), ("cat_directors_loan", 0.34), ("cat_dividends", 0.2)):
            yield _personal(category, share, f"paid to {person}, but the line does not say what for", profile, money_in)


@lru_cache(maxsize=16_384)
def _names_person(person: str, key: str, text: str) -> bool:
    return same_person(person, key) or same_person(person, text)


def _employee(line: BankLine, parsed: ParsedLine, profile: CompanyProfile) -> Iterator[Reading]:
    """Employees by name: what is paid to them is pay unless the reference says otherwise."""
    person = next((p for p in profile.staff if _names_person(p, parsed.payee_key, parsed.text)), None)
    if person is None or line.amount >= 0 or parsed.kind in ("card", "direct_debit"):
        return
    if _CLAIM.search(parsed.text):
        yield Reading("cat_mileage", 0.92, "knowledge", f"mileage of {person}")
    elif not _OTHERWISE.search(parsed.text):
        yield Reading("cat_wages", 0.95 if _SALARY.search(parsed.text) else 0.9, "knowledge", f"paid to {person}")


def _personal(category: str, sure: float, reason: str, profile: CompanyProfile, money_in: bool) -> Reading:
    return Reading(
        for_entity(category, profile.entity_type, money_in=money_in), sure, "knowledge", reason, refunds=money_in
    )


_Matcher = Callable[[BankLine, ParsedLine, CompanyProfile], Iterator[Reading]]
_MATCHERS: tuple[_Matcher, ...] = (
    _at_a_processor,
    _own_transfer,
    _processor_kept,
    _card_account,
    _tax,
    _owner,
    _employee,
    _family,
    _interest,
    _fee,
)


def may_be_refund(line: BankLine, parsed: ParsedLine, *, pays_in: bool) -> bool:
    """Whether the line can be a refund of what went to this payee before; worth looking for only then.

    `pays_in`: such a payee also pays the company in the ordinary course (a marketplace, a bank), so the line must say
    itself that it is a refund.
    """
    if not parsed.payee_key or parsed.kind in ("fee", "interest", "cash", "transfer"):
        return False
    return _says_so(line, parsed) or not (pays_in or line.amount < 0)


def _says_so(line: BankLine, parsed: ParsedLine) -> bool:
    return parsed.is_refund or (parsed.kind == "card" and line.amount > 0)


def refund_of(
    line: BankLine, parsed: ParsedLine, recent: Sequence[RecentLine], *, never: Collection[str]
) -> Reading | None:
    """A refund: the opposite sign, the same payee, at most 120 days after, not more than was paid; filed as before.

    `never` are the categories of which nothing comes back.
    """
    earliest = line.booked_on - timedelta(days=REFUND_DAYS)
    before: RecentLine | None = None
    for other in recent:
        fits = other.payee_key == parsed.payee_key and (other.amount < 0) != (line.amount < 0)
        if not fits or not earliest <= other.booked_on <= line.booked_on or other.category_id in never:
            continue
        if abs(other.amount) < abs(line.amount):
            continue
        if before is None or _nearness(line, other) < _nearness(line, before):
            before = other
    if before is None:
        return None
    equal = abs(before.amount) == abs(line.amount)
    says_so = _says_so(line, parsed)
    sure = 0.96 if equal and says_so else 0.93 if equal or says_so else 0.82
    reason = f"a refund of what was paid on {before.booked_on.isoformat()}, filed as before"
    return Reading(before.category_id, sure, "refund", reason, refunds=True)


def _nearness(line: BankLine, other: RecentLine) -> tuple[bool, int]:
    return abs(other.amount) != abs(line.amount), (line.booked_on - other.booked_on).days
