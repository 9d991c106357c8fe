"""The list of transactions as ready bytes: the one reply that is encoded by hand, because it is asked for all day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from accountsos import ids
from accountsos.exchange import ForeignAmount
from accountsos.money import text_from_pence
from accountsos.wire.fields import DateOut, MoneyOut, RateOut, TimeOut, money_out, number_out
from accountsos.wire.shapes.common import (
    CategoryRef,
    ContactRef,
    CursorPageOut,
    ShortNumber,
    confidence_text,
    iso_text,
    moment_text,
    number_text,
    optional_id,
)
from accountsos.workflows.bank.line_extras import LineExtras
from accountsos.workflows.bank.list_transactions import TransactionPage, TransactionShown

Direction = Literal["in", "out"]
_PENNIES = [f"{n:02d}" for n in range(100)]


class DocumentRef(msgspec.Struct, frozen=True):
    """A document by its id."""

    id: str


class VatOut(msgspec.Struct, frozen=True):
    """What of the amount is VAT, as it is posted."""

    code: str
    """`mixed` where the parts of a split have several."""
    amount: MoneyOut


class ForeignOut(msgspec.Struct, frozen=True):
    """What a line moved in its account's own currency, and how it became pounds."""

    amount: MoneyOut
    currency: str
    rate: RateOut
    """Units of the currency for one pound."""
    rate_source: str
    """`bank`: what the bank exchanged at; `hmrc`: HMRC's rate of the month; `person`: as somebody stated it."""


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
    vat: VatOut | UnsetType | None = UNSET
    """With `include=vat`; null where no VAT is posted."""
    net: MoneyOut | UnsetType = UNSET
    """With `include=net`: the amount without the VAT inside it."""
    documents: list[DocumentRef] | UnsetType = UNSET
    """With `include=documents`: what stands beside it as evidence."""
    category_reason: str | UnsetType | None = UNSET
    """With `include=category_reason`: why it is filed there, in words."""
    version: int | UnsetType = UNSET
    """With `include=version`: what `If-Match` and `if_match` ask for."""
    external_id: str | UnsetType | None = UNSET
    """With `include=external_id`: what another system calls it."""
    metadata: dict[str, str] | UnsetType | None = UNSET
    """With `include=metadata`: the pairs of text that another system keeps beside it."""
    foreign: ForeignOut | UnsetType | None = UNSET
    """With `include=foreign`: the amount in the account's own currency; null on an account in pounds."""


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
    extras = page.extras
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
        created = moment_text(row.created_at)
        updated = created if row.updated_at is None else moment_text(max(row.updated_at, row.created_at))
        contact = "null"
        if contact_no is not None:
            contact = f'{contact_head}{number_text(contact_no)}","name":{quoted(row.contact_name or "")}}}'
        rows.append(
            f'{head}{number_text(row.number)}","date":"{iso_text(row.booked_on)}",'
            f'"description":{quoted(row.description)},"amount":{amount},"currency":"{currency}",'
            f'"category":{categories[row.category_no]},"confidence":{confidence_text(row.confidence)},'
            f'"bank_account_id":"{account.bank_account_id}","notes":{"null" if notes is None else quoted(notes)},'
            f'"contact":{contact},"reviewed":{"true" if row.reviewed else "false"},'
            f'"category_source":{quoted(row.source)},"direction":{direction},"split_count":{row.parts},'
            f'"created_at":"{created}","updated_at":"{updated}"'
            f"{'}' if extras is None else _included(page.company, extras, row, currency) + '}'}"
        )
    cursor = f'"{next_cursor}"' if next_cursor else "null"
    return (
        f'{{"transactions":[{",".join(rows)}],"pagination":{{"total":{page.total},"limit":{limit},"offset":{offset},'
        f'"has_more":{"true" if has_more else "false"},"next_cursor":{cursor}}}}}'
    ).encode("utf-8", "replace")


def _included(company: int, extras: LineExtras, row: TransactionShown, currency: str) -> str:
    """The members of a row that were asked for, after its others."""
    bases, vat = extras.vat.get(row.number, (frozenset(), 0))
    quoted, found = encode_basestring, []
    if "vat" in extras.include:
        amount = text_from_pence(vat, currency)
        found.append(f'"vat":{{"code":{quoted(vat_word(bases))},"amount":{amount}}}' if bases else '"vat":null')
    if "net" in extras.include:
        found.append(f'"net":{text_from_pence(row.amount - vat, currency)}')
    if "documents" in extras.include:
        papers = (ids.public_id("doc_", company, number) for number in extras.documents.get(row.number, ()))
        found.append(f'"documents":[{",".join(f"""{{"id":"{paper}"}}""" for paper in papers)}]')
    if "category_reason" in extras.include:
        reason = extras.reasons.get(row.number)
        found.append(f'"category_reason":{"null" if reason is None else quoted(reason)}')
    if "version" in extras.include:
        found.append(f'"version":{row.version}')
    called = extras.called_of(row.number)
    if "external_id" in extras.include:
        found.append(f'"external_id":{"null" if called.external_id is None else quoted(called.external_id)}')
    if "metadata" in extras.include:
        found.append(f'"metadata":{_pairs_json(called.metadata)}')
    if "foreign" in extras.include:
        found.append(f'"foreign":{_foreign_json(extras.foreign.get(row.number))}')
    return "".join("," + member for member in found)


def _pairs_json(metadata: Mapping[str, str]) -> str:
    return msgspec.json.encode(metadata).decode() if metadata else "null"


def _foreign_json(foreign: ForeignAmount | None) -> str:
    return "null" if foreign is None else msgspec.json.encode(foreign_out(foreign)).decode()


def foreign_out(foreign: ForeignAmount | None) -> ForeignOut | None:
    """The amount in the account's own currency."""
    if foreign is None:
        return None
    amount, rate = money_out(foreign.amount, foreign.currency), number_out(Decimal(foreign.rate))
    return ForeignOut(amount, foreign.currency, rate, foreign.source)


def vat_word(bases: Collection[str]) -> str:
    """The code of the VAT, or that there are several."""
    return next(iter(bases)) if len(bases) == 1 else "mixed"


TABLE = (
    "id", "date", "description", "amount", "currency", "category_id", "category", "confidence", "category_source",
    "bank_account_id", "contact_id", "contact", "reviewed", "direction", "notes", "split_count",
)  # fmt: skip
_INCLUDED_COLUMNS = {
    "vat": ("vat_code", "vat_amount"),
    "net": ("net",),
    "documents": ("documents",),
    "category_reason": ("category_reason",),
    "version": ("version",),
    "external_id": ("external_id",),
    "metadata": ("metadata",),
    "foreign": ("foreign_amount", "foreign_currency", "rate", "rate_source"),
}


def transaction_table(page: TransactionPage) -> tuple[list[str], list[list[object]]]:
    """The rows of a file; what is included has columns of its own after the others."""
    include = frozenset() if page.extras is None else page.extras.include
    added = [column for name, columns in _INCLUDED_COLUMNS.items() if name in include for column in columns]
    return [*TABLE, *added], [_cells(page, row) for row in page.rows]


def _cells(page: TransactionPage, row: TransactionShown) -> list[object]:
    names, company = page.names, page.company
    account, category_id = names.account_of[row.account_no], names.category_id[row.category_no]
    currency = row.currency or account.currency
    return [
        ids.public_id("txn_", company, row.number),
        iso_text(row.booked_on),
        row.description,
        text_from_pence(row.amount, currency),
        currency,
        category_id,
        names.chart[category_id].name,
        confidence_text(row.confidence),
        row.source,
        account.bank_account_id,
        optional_id("con_", company, row.contact_no),
        row.contact_name,
        "true" if row.reviewed else "false",
        direction_of(row.amount),
        row.notes,
        row.parts,
        *([] if page.extras is None else _included_cells(company, page.extras, row, currency)),
    ]


def _included_cells(company: int, extras: LineExtras, row: TransactionShown, currency: str) -> Iterator[object]:
    bases, vat = extras.vat.get(row.number, (frozenset(), 0))
    if "vat" in extras.include:
        yield vat_word(bases) if bases else None
        yield text_from_pence(vat, currency) if bases else None
    if "net" in extras.include:
        yield text_from_pence(row.amount - vat, currency)
    if "documents" in extras.include:
        yield " ".join(ids.public_id("doc_", company, number) for number in extras.documents.get(row.number, ()))
    if "category_reason" in extras.include:
        yield extras.reasons.get(row.number)
    if "version" in extras.include:
        yield row.version
    called = extras.called_of(row.number)
    if "external_id" in extras.include:
        yield called.external_id
    if "metadata" in extras.include:
        yield _pairs_json(called.metadata) if called.metadata else None
    if "foreign" in extras.include:
        yield from _foreign_cells(extras.foreign.get(row.number))


def _foreign_cells(foreign: ForeignAmount | None) -> tuple[object, ...]:
    if foreign is None:
        return (None,) * 4
    amount = text_from_pence(foreign.amount, foreign.currency)
    return (amount, foreign.currency, foreign.rate, foreign.source)


@lru_cache(maxsize=4096)
def _id_heads(company: int) -> tuple[str, str]:
    """How the rows and the contacts of that company begin."""
    return f'{{"id":"txn_{ids.base62(company, 6)}', f'{{"id":"con_{ids.base62(company, 6)}'


def direction_of(pence: int) -> Direction | None:
    """Which way the money went."""
    return "in" if pence > 0 else "out" if pence < 0 else None


def _direction_json(pence: int) -> str:
    return '"out"' if pence < 0 else '"in"' if pence > 0 else "null"
