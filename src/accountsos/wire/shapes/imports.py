"""Statement imports as the contract has them: what was new, what was there, and the balance proof."""

from __future__ import annotations

from typing import Literal

import msgspec

from accountsos import ids
from accountsos.money import Pence
from accountsos.wire.encode import encode_json
from accountsos.wire.fields import ConfidenceOut, DateOut, MoneyOut, confidence_out, money_out
from accountsos.workflows.commit_import import Imported, ImportPage
from accountsos.workflows.import_statement import PreparedLine

ImportStatus = Literal["preview", "committed", "already_imported", "undone"]


class BalanceProofOut(msgspec.Struct, frozen=True):
    """Whether opening balance and lines come to the closing balance."""

    opening: MoneyOut | None
    closing: MoneyOut | None
    difference: MoneyOut | None
    first_bad_line: int | None


class LineMistake(msgspec.Struct, frozen=True):
    """A line that could not be read."""

    line: int
    message: str


class PreviewLine(msgspec.Struct, frozen=True):
    """A line of the file, what it was found to be, and how it would be filed."""

    line: int
    date: DateOut
    description: str
    amount: MoneyOut
    finding: str
    """new, duplicate, doubtful or replaces_pending."""
    category_id: str | None
    confidence: ConfidenceOut | None
    reason: str | None


class ImportOut(msgspec.Struct, frozen=True):
    """One file."""

    id: str | None
    """None for a preview."""
    status: ImportStatus
    bank_account_id: str
    file_name: str | None
    format: str
    lines: int
    new: int
    duplicate: int
    doubtful: int
    from_: DateOut | None = msgspec.field(name="from")
    to: DateOut | None
    errors: list[LineMistake]
    """Empty: a file with mistakes is refused whole, and the refusal lists them."""
    warnings: list[str]
    balance_proof: BalanceProofOut
    lines_preview: list[PreviewLine]


class OneImport(msgspec.Struct, frozen=True):
    """An import."""

    import_: ImportOut = msgspec.field(name="import")


def one_import(imported: Imported) -> OneImport:
    """The import as the contract has it."""
    return OneImport(import_out(imported))


def import_bytes(imported: Imported) -> bytes:
    """The same as JSON."""
    return bytes(encode_json(one_import(imported)))


def import_rows(page: ImportPage) -> list[ImportOut]:
    """A page of imports, without their lines."""
    return [import_out(row) for row in page.rows]


def import_out(imported: Imported) -> ImportOut:
    """One import, its preview included where there is one."""
    done = imported.done
    return ImportOut(
        id=ids.public_id("imp_", imported.company, imported.number) if imported.number else None,
        status=_status(imported.status),
        bank_account_id=imported.account.bank_account_id,
        file_name=done.file_name,
        format=done.format,
        lines=done.lines,
        new=done.lines_new,
        duplicate=done.lines_duplicate,
        doubtful=done.lines_doubtful,
        from_=done.first_day.isoformat() if done.first_day else None,
        to=done.last_day.isoformat() if done.last_day else None,
        errors=[],
        warnings=list(done.warnings),
        balance_proof=BalanceProofOut(
            _money(done.opening[1] if done.opening else None),
            _money(done.closing[1] if done.closing else None),
            _money(done.difference),
            done.first_bad_line,
        ),
        lines_preview=[_line(prepared) for prepared in imported.preview],
    )


def _status(text: str) -> ImportStatus:
    for known in ("preview", "committed", "already_imported", "undone"):
        if text == known:
            return known
    raise AssertionError(text)


def _money(pence: Pence | None) -> MoneyOut | None:
    return None if pence is None else money_out(pence)


def _line(prepared: PreparedLine) -> PreviewLine:
    line, suggestion = prepared.line, prepared.suggestion
    return PreviewLine(
        line=line.line,
        date=line.booked_on.isoformat(),
        description=line.description,
        amount=money_out(line.amount, line.currency),
        finding=prepared.finding.value,
        category_id=suggestion.category_id if suggestion else None,
        confidence=confidence_out(suggestion.confidence) if suggestion else None,
        reason=suggestion.reason or None if suggestion else None,
    )
