"""Bank lines as releases before 0027 kept them: every word in full, a key of each, an entry's digest whole."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from accountsos.reconciliation.line_key import line_key
from accountsos.statements.line import StatementLine
from accountsos.store import entry_rows, transactions
from accountsos.store.checks import journal
from accountsos.store.engine.sql import day_from
from accountsos.store.short_words import SOURCE_CODES
from accountsos.store.transactions import NewTransaction

_WORDS = " ".join(f"WHEN '{code}' THEN '{word}'" for word, code in SOURCE_CODES.items())
UNMADE = (
    "DROP INDEX bank_transaction_owed",
    f"UPDATE bank_transaction SET source = CASE source {_WORDS} END",
    """CREATE INDEX bank_transaction_unreviewed ON bank_transaction (company_id, booked_on, transaction_no)
       WHERE status = 1 AND reviewed = 0""",
    """CREATE INDEX bank_transaction_owed ON bank_transaction (company_id, booked_on, transaction_no)
       WHERE status = 1 AND reviewed = 0 AND source = 'owed'""",
)
"""What 0027 did, taken back; the triggers of the feed of changes have to be away."""


def write_as_before(patch: pytest.MonkeyPatch) -> None:
    """From now on lines and entries are written as those releases wrote them, digests included."""
    short = NewTransaction.row

    def row(line: NewTransaction, company: int) -> list[Any]:
        if not line.line_key:
            said = StatementLine(1, day_from(line.booked_on), line.amount, line.currency or "GBP", line.description)
            line = msgspec.structs.replace(line, line_key=line_key(said))
        return short(line, company)

    patch.setattr(NewTransaction, "row", row)
    patch.setattr(transactions, "kept_words", lambda _, payee, reference, kind: (payee, reference, kind))
    for module in (entry_rows, journal):
        patch.setattr(module, "DIGEST_KEPT", 16)
