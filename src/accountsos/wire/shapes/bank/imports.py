"""Statement imports: what a file would do, did, or was refused for."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
from msgspec import Raw

from accountsos import ids
from accountsos.categoriser.suggestion import Suggestion
from accountsos.dates import rfc3339
from accountsos.statements.line import UnreadableStatement
from accountsos.wire.encode import encode_json
from accountsos.wire.fields import DateOut, MoneyOut, TimeOut, confidence_out, money_out
from accountsos.wire.list_table import list_table
from accountsos.wire.shapes.common import CategoryRef, CursorPageOut, Paging, ShortNumber, confidence_text, optional_id
from accountsos.wire.shapes.reports.report_tables import Table
from accountsos.workflows.bank.commit_import import Imported
from accountsos.workflows.bank.list_imports import ImportPage
from accountsos.workflows.bank.prepared_line import PreparedLine


class LineErrorOut(msgspec.Struct, frozen=True):
    """A mistake in the file."""

    line: int
    message: str


class BalanceProofOut(msgspec.Struct, frozen=True):
    """Whether opening balance and lines come to the closing balance."""

    opening: MoneyOut | None
    closing: MoneyOut | None
    difference: MoneyOut | None
    """Null where the file states too little to prove anything; 0.00 where it is proved."""
    first_bad_line: int | None


class PreviewLine(msgspec.Struct, frozen=True):
    """A line of the file and what it was found to be."""

    line: int
    date: DateOut
    description: str
    amount: MoneyOut
    currency: str
    in_pounds: MoneyOut | None
    """What it would be posted as; null on an account in pounds, and for a duplicate."""
    status: str
    """`new`, `duplicate`, `doubtful` or `replaces_pending`."""
    category: CategoryRef | None
    """How it would be filed; null for a duplicate."""
    confidence: ShortNumber | None
    transaction_id: str | None
    """The transaction that it repeats or replaces."""
    resembles: list[str]
    """Transactions of which a doubtful line may be a duplicate."""


class ImportOut(msgspec.Struct, frozen=True):
    """A statement import."""

    id: str | None
    """Null for a preview."""
    status: Literal["preview", "committed", "already_imported", "undone", "unreadable"]
    format: str | None
    bank_account_id: str
    file_name: str | None
    from_: DateOut | None = msgspec.field(name="from")
    to: DateOut | None
    lines: int
    new: int
    """Doubtful lines are among the new ones."""
    duplicate: int
    doubtful: int
    errors: list[LineErrorOut]
    """Why the file cannot be read, line by line; it is read whole or not at all."""
    balance_proof: BalanceProofOut
    warnings: list[str]
    lines_preview: list[PreviewLine]
    """The first lines of the file."""
    created_at: TimeOut | None
    """Null while nothing is in the books."""
    updated_at: TimeOut | None
    """Null while nothing is in the books."""


class OneImport(msgspec.Struct, frozen=True):
    """A statement import."""

    import_: ImportOut = msgspec.field(name="import")


class ImportList(msgspec.Struct, frozen=True):
    """A page of imports, newest first."""

    imports: list[ImportOut]
    pagination: CursorPageOut


def import_bytes(imported: Imported) -> bytes:
    """The reply to an import, a preview or an undo."""
    return encode_json(OneImport(import_out(imported)))


def import_list(page: ImportPage, *, paging: Paging) -> ImportList:
    """A page of imports."""
    shown, told = paging.page(page.rows, page.total, lambda row: ("", row.number or 0))
    return ImportList([import_out(row) for row in shown], told)


def import_table(page: ImportPage) -> Table:
    """The rows of a file."""
    columns = (
        *("id", "created_at", "file_name", "format", "bank_account_id", "status", "from", "to", "lines", "new"),
        *("duplicate", "doubtful", "closing: balance_proof.closing", "difference: balance_proof.difference"),
    )
    heads, rows = list_table([import_out(row) for row in page.rows], columns)
    names = [row.account.name for row in page.rows]
    return [*heads, "account"], [[*row, name] for row, name in zip(rows, names, strict=True)]


def import_out(imported: Imported) -> ImportOut:
    """One import."""
    done, currency = imported.done, imported.account.currency
    return ImportOut(
        id=ids.public_id("imp_", imported.company, imported.number) if imported.number else None,
        status=imported.status,  # type: ignore[arg-type]  # the workflow's words are those of the literal
        format=done.format or None,
        bank_account_id=imported.account.bank_account_id,
        file_name=done.file_name,
        from_=_iso(done.first_day),
        to=_iso(done.last_day),
        lines=done.lines,
        new=done.lines_new,
        duplicate=done.lines_duplicate,
        doubtful=done.lines_doubtful,
        errors=[],
        balance_proof=BalanceProofOut(
            money_out(done.opening[1], currency) if done.opening else None,
            money_out(done.closing[1], currency) if done.closing else None,
            money_out(done.difference, currency) if done.difference is not None else None,
            done.first_bad_line,
        ),
        warnings=list(done.warnings),
        lines_preview=[_preview_line(imported, line) for line in imported.preview],
        created_at=rfc3339(imported.moments.created_at) if imported.moments else None,
        updated_at=rfc3339(imported.moments.updated_at) if imported.moments else None,
    )


def unreadable_out(refusal: UnreadableStatement, bank_account_id: str, file_name: str | None) -> OneImport:
    """The preview of a file with mistakes: all of them, and nothing else."""
    return OneImport(
        ImportOut(
            id=None,
            status="unreadable",
            format=None,
            bank_account_id=bank_account_id,
            file_name=file_name,
            from_=None,
            to=None,
            lines=0,
            new=0,
            duplicate=0,
            doubtful=0,
            errors=[LineErrorOut(error.line, error.message) for error in refusal.errors],
            balance_proof=BalanceProofOut(None, None, None, None),
            warnings=[refusal.message],
            lines_preview=[],
            created_at=None,
            updated_at=None,
        )
    )


def _preview_line(imported: Imported, prepared: PreparedLine) -> PreviewLine:
    line, suggestion = prepared.line, prepared.suggestion
    amount, currency = prepared.shown
    return PreviewLine(
        line.line,
        line.booked_on.isoformat(),
        line.description,
        money_out(amount, currency),
        currency,
        None if prepared.foreign is None else money_out(line.amount),
        prepared.finding.value,
        _category(imported, suggestion),
        None if suggestion is None else _confidence(suggestion.confidence),
        optional_id("txn_", imported.company, prepared.known),
        [ids.public_id("txn_", imported.company, number) for number in prepared.resembles],
    )


def _category(imported: Imported, suggestion: Suggestion | None) -> CategoryRef | None:
    if suggestion is None or imported.names is None:
        return None
    return CategoryRef(suggestion.category_id, imported.names.chart[suggestion.category_id].name)


def _confidence(confidence: float) -> Raw:
    return Raw(confidence_text(round(confidence_out(confidence) * 10_000)).encode())


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
