"""What a list may show beside its lines, read for a whole page at once."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.store.engine.in_list import rows_among
from accountsos.store.engine.sql import Reader
from accountsos.store.transactions import ONE_COLUMNS, BankTransaction, transaction_from

_ROWS = f"SELECT {ONE_COLUMNS} FROM bank_transaction WHERE company_id = :company"
_CORRECTS = "SELECT entry_no, corrects FROM journal_entry WHERE company_id = :company"
_VAT = """SELECT entry_no, vat_code, category_no, amount FROM posting
  WHERE company_id = :company AND vat_code IS NOT NULL"""
_PAPERS = "SELECT transaction_no, document_no FROM document_link WHERE company_id = :company"


def transactions_among(db: Reader, company: int, numbers: Sequence[int]) -> dict[int, BankTransaction]:
    """The lines with these numbers."""
    rows = rows_among(db, _ROWS, "transaction_no", numbers, company=company)
    return {row[0]: transaction_from(row) for row in rows}


def standing_entries(db: Reader, company: int, entries: Sequence[int]) -> dict[int, list[int]]:
    """By the entry that speaks for a line: it, and those in closed years that it corrects."""
    found = {entry: [entry] for entry in entries}
    asked = {entry: entry for entry in entries}  # the entry looked at, and whose it is
    while asked:
        rows = rows_among(db, _CORRECTS, "entry_no", list(asked), company=company)
        asked = {int(corrects): asked[entry] for entry, corrects in rows if corrects is not None}
        for corrected, whose in asked.items():
            found[whose].append(corrected)
    return found


def vat_postings(db: Reader, company: int, entries: Sequence[int]) -> dict[int, list[tuple[str, int, int]]]:
    """Of these entries the postings with a VAT code: code, category, amount."""
    found: dict[int, list[tuple[str, int, int]]] = {}
    for entry, code, category, amount in rows_among(db, _VAT, "entry_no", entries, company=company):
        found.setdefault(entry, []).append((code, category, amount))
    return found


def papers_beside(db: Reader, company: int, numbers: Sequence[int]) -> dict[int, list[int]]:
    """The documents beside each of these lines, by number."""
    found: dict[int, list[int]] = {}
    for line, document in sorted(rows_among(db, _PAPERS, "transaction_no", numbers, company=company)):
        found.setdefault(line, []).append(document)
    return found
