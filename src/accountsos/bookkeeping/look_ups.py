"""Find what a request names, or refuse in words that help."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from datetime import date

from accountsos import ids
from accountsos.access.roles import Right, roles_with
from accountsos.dates import Period
from accountsos.errors import BadRequest, Conflict, Forbidden, NotFound
from accountsos.ledger.chart import Category
from accountsos.ledger.years import year_containing
from accountsos.store.audit import events_of_subject
from accountsos.store.companies import Company, company_of, years_of
from accountsos.store.contacts import contact_of
from accountsos.store.engine.sql import Reader
from accountsos.store.manual_journals import conversion_day
from accountsos.store.names import BankAccount, Names
from accountsos.store.transactions import LIVE, WITHDRAWN, BankTransaction, transaction_of
from accountsos.store.users import membership_of

AMENDED = "transaction.amend"
"""What the audit log calls it where a line entered by hand is replaced by another."""


def company_or_refuse(db: Reader, number: int) -> Company:
    """The company's profile."""
    company = company_of(db, number)
    if company is None:
        raise NotFound("there is no such company")
    return company


def account_or_refuse(names: Names, bank_account_id: str, *, param: str | None = None) -> BankAccount:
    """The bank account. In a body an unknown one is a bad field (`param`), in a path it is not found."""
    account = names.accounts.get(bank_account_id)
    if account is None:
        known = ", ".join(sorted(names.accounts)) or "none yet"
        message = f"there is no bank account {bank_account_id!r}; there are: {known}"
        raise NotFound(message) if param is None else NotFound(message, param=param)
    return account


def refuse_by_hand(account: BankAccount) -> None:
    """Lines entered by hand are in pounds: nothing would say what such a line is in the account's own currency."""
    if account.is_foreign:
        raise BadRequest(
            f"bank_account_id: {account.bank_account_id} is kept in {account.currency}; its lines come from the bank's "
            "files, and none can be entered by hand yet",
            param="bank_account_id",
        )


def refuse_nothing(amount: int) -> None:
    """A line by hand moves money: one of 0.00 would stand in lists and in no figure."""
    if not amount:
        raise BadRequest("amount: 0.00 moves no money; say what came in, or with a minus what left", param="amount")


def refuse_odd_day(db: Reader, company: int, day: date, today: date) -> None:
    """A day that is more likely a slip of the keyboard than meant: nobody confirmed it."""
    converted, first = conversion_day(db, company), years_of(db, company)[0].start
    if day > today:
        why = f"{day} has not come yet"
    elif converted is not None and day < converted:
        why = f"{day} is before the conversion date, {converted}, and so in the opening balances already"
    elif day < first:
        why = f"{day} is before the first financial year, which begins on {first}"
    else:
        return
    raise BadRequest(f"date: {why}; correct it, or say that it is meant by `confirm_date`", param="date")


def category_or_refuse(names: Names, category_id: str, *, param: str = "category_id") -> Category:
    """A category that lines may be filed under."""
    category = names.chart.get(category_id)
    if category is None or category.archived:
        message = f"{param}: there is no category {category_id!r}"
        raise BadRequest(message, param=param, see="list_categories")
    if category_id in names.chart.control_accounts:
        raise BadRequest(
            f"{param}: {category_id} stands for bank accounts themselves; money moved between own accounts is "
            "cat_transfer",
            param=param,
        )
    return category


def category_known(names: Names, category_id: str) -> int:
    """The number of a category named in a filter."""
    number = names.category_no.get(category_id)
    if number is None:
        message = f"category: there is no category {category_id!r}"
        raise BadRequest(message, param="category", see="list_categories")
    return number


def thing_number(prefix: str, company: int, text: str, what: str, *, param: str | None = None) -> int:
    """The number behind a public id; another company's id is as unknown as a mistyped one."""
    number = ids.number_in(prefix, company, text)
    if number is None:
        raise NotFound(f"there is no {what} {text!r}", param=param)
    return number


def numbers_of(prefix: str, company: int, texts: Collection[str]) -> tuple[int, ...]:
    """The numbers behind public ids named in a filter, each once; what is unknown has the number of nothing."""
    found = (ids.number_in(prefix, company, text) for text in texts)
    return tuple(dict.fromkeys(-1 if number is None else number for number in found))


def live_line(db: Reader, company: int, transaction_id: str) -> BankTransaction:
    """The bank line of that id that is in the books."""
    row = transaction_of(db, company, thing_number("txn_", company, transaction_id, "transaction"))
    if row is None or row.status != LIVE:
        newer = amended_to(db, company, transaction_id) if row is not None and row.status == WITHDRAWN else None
        now = f" any more: it was amended, and is {newer} now" if newer else ""
        raise NotFound(f"there is no transaction {transaction_id!r}{now}")
    return row


def amended_to(db: Reader, company: int, transaction_id: str) -> str | None:
    """What a line entered by hand was amended to, where that was the last thing done to it."""
    events = events_of_subject(db, company, transaction_id)
    if not events or events[0].action != AMENDED:
        return None
    if events[0].after is None:
        raise Conflict(f"the audit log does not tell any more what {transaction_id} was amended to")
    return str(json.loads(events[0].after)["transaction"])


def contact_number(db: Reader, company: int, contact_id: str, param: str) -> int:
    """The number of a contact that a field names."""
    try:
        number = thing_number("con_", company, contact_id, "contact")
    except NotFound as unknown:
        raise NotFound(unknown.message, param=param) from unknown
    if contact_of(db, company, number) is None:
        raise NotFound(f"there is no contact {contact_id!r}", param=param)
    return number


def financial_year(db: Reader, company: int, day: date) -> Period:
    """The company's financial year with that day in it."""
    return year_containing(years_of(db, company), day)


def new_text_id(prefix: str, name: str, taken: Collection[str]) -> str:
    """A readable id made of the name that is not taken yet: `cat_van_hire`, `ba_savings_2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "other"
    candidate, n = f"{prefix}{slug}", 2
    while candidate in taken:
        candidate, n = f"{prefix}{slug}_{n}", n + 1
    return candidate


def refuse_without_right(db: Reader, company: int, user_id: str, right: Right) -> None:
    """Inside the write itself: whoever was removed, or made a reader, a moment ago changes nothing any more."""
    member = membership_of(db, company, user_id)
    if member is None:
        raise NotFound("there is no such company")
    if not member.has(right):
        who = " or ".join(roles_with(right))
        raise Forbidden(f"this asks for the role {who}; yours is {member.role}")
