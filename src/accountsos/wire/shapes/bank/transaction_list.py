"""The list of transactions as ready bytes: the one reply that is encoded by hand, because it is asked for all day."""

from __future__ import annotations

from functools import lru_cache
from json.encoder import encode_basestring
from typing import Literal

import msgspec

from accountsos import ids
from accountsos.money import text_from_pence
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut
from accountsos.wire.shapes.common import (
    CategoryRef,
    ContactRef,
    CursorPageOut,
    ShortNumber,
    confidence_text,
    iso_text,
    moment_text,
    number_text,
)
from accountsos.workflows.bank.list_transactions import TransactionPage

Direction = Literal["in", "out"]
_PENNIES = [f"{n:02d}" for n in range(100)]


class TransactionRow(msgspec.Struct, frozen=True):
    """A transaction as a list shows it."""

    id: str
    date: DateOut
    description: str
    amount: MoneyOut
    """The bank's gross; negative where money goes out."""
    currency: str
    category: CategoryRef
    """What the books use now, also where it is only a suggestion."""
    confidence: ShortNumber
    bank_account_id: str
    notes: str | None
    contact: ContactRef | None
    reviewed: bool
    category_source: str
    """Where the category comes from: `person`, `rule`, `history`, `knowledge`, …"""
    direction: Direction | None
    """Null for an amount of nothing."""
    split_count: int
    """Into how many parts the line is split; 0 where one category takes it all."""
    created_at: TimeOut
    updated_at: TimeOut


class TransactionList(msgspec.Struct, frozen=True):
    """A page of transactions."""

    transactions: list[TransactionRow]
    pagination: CursorPageOut


def transaction_list(
    page: TransactionPage, *, limit: int, offset: int, has_more: bool, next_cursor: str | None
) -> bytes:
    """The whole reply. Struct by struct it would be right too, and take five times as long."""
    names = page.names
    categories, accounts = names.category_json, names.account_of
    head, contact_head = _id_heads(page.company)
    quoted = encode_basestring
    rows = []
    for row in page.rows:
        pence = row.amount
        account = accounts[row.account_no]
        currency = row.currency or account.currency
        if currency != "GBP":
            amount, direction = text_from_pence(pence, currency), _direction_json(pence)
        elif pence < 0:
            pounds, pennies = divmod(-pence, 100)
            amount, direction = f"-{pounds}.{_PENNIES[pennies]}", '"out"'
        else:
            pounds, pennies = divmod(pence, 100)
            amount, direction = f"{pounds}.{_PENNIES[pennies]}", '"in"' if pence else "null"
        notes, contact_no = row.notes, row.contact_no
        contact = "null"
        if contact_no is not None:
            contact = f'{contact_head}{number_text(contact_no)}","name":{quoted(row.contact_name or "")}}}'
        rows.append(
            f'{head}{number_text(row.number)}","date":"{iso_text(row.booked_on)}",'
            f'"description":{quoted(row.description)},"amount":{amount},"currency":"{currency}",'
            f'"category":{categories[row.category_no].decode()},"confidence":{confidence_text(row.confidence)},'
            f'"bank_account_id":"{account.bank_account_id}","notes":{"null" if notes is None else quoted(notes)},'
            f'"contact":{contact},"reviewed":{"true" if row.reviewed else "false"},'
            f'"category_source":{quoted(row.source)},"direction":{direction},"split_count":{row.parts},'
            f'"created_at":"{moment_text(row.created_at)}",'
            f'"updated_at":"{moment_text(max(row.updated_at or 0, row.created_at))}"}}'
        )
    cursor = f'"{next_cursor}"' if next_cursor else "null"
    return (
        f'{{"transactions":[{",".join(rows)}],"pagination":{{"total":{page.total},"limit":{limit},"offset":{offset},'
        f'"has_more":{"true" if has_more else "false"},"next_cursor":{cursor}}}}}'
    ).encode("utf-8", "replace")


@lru_cache(maxsize=4096)
def _id_heads(company: int) -> tuple[str, str]:
    """How the rows and the contacts of that company begin."""
    return f'{{"id":"txn_{ids.base62(company, 6)}', f'{{"id":"con_{ids.base62(company, 6)}'


def direction_of(pence: int) -> Direction | None:
    """Which way the money went."""
    return "in" if pence > 0 else "out" if pence < 0 else None


def _direction_json(pence: int) -> str:
    return '"out"' if pence < 0 else '"in"' if pence > 0 else "null"
