"""Statement imports: what they brought is there, what they showed is known, and the audit log tells of them."""

from __future__ import annotations

from accountsos import ids
from accountsos.store.checks.recorded import Recorded, Told
from accountsos.store.checks.rules import (
    Rows,
    Rule,
    a_day,
    at_least,
    digest_of,
    equals,
    flag,
    found_in,
    names,
    one_of,
    or_nothing,
    some_text,
)
from accountsos.store.engine.sql import Row

_BROUGHT = """SELECT COUNT(*) FROM bank_transaction b WHERE b.company_id = t.company_id AND b.import_no = t.import_no
  AND b.account_no = t.account_no AND b.transaction_no BETWEEN t.first_transaction AND t.last_transaction"""
_RANGE = f"""(t.first_transaction IS NULL AND t.lines_new = 0) OR (({_BROUGHT}) = t.lines_new
  AND t.last_transaction - t.first_transaction + 1 = t.lines_new)"""
_DOUBTS = """SELECT COUNT(DISTINCT d.transaction_no) FROM doubtful_line d WHERE d.company_id = t.company_id
  AND d.transaction_no BETWEEN t.first_transaction AND t.last_transaction"""
_BRINGS = ("first_transaction", "last_transaction", "lines_new", "import_no", "account_no")


def _of_import(company: int, row: Row) -> str:
    return ids.public_id("imp_", company, row[0])


CHECKS = (
    Rows(
        "imports",
        "statement_import",
        "import_no",
        [
            Rule(
                "lines_new",
                _RANGE,
                "the lines that it brought, from first_transaction to last_transaction",
                also=tuple(f"statement_import.{name}" for name in _BRINGS),
            ),
            Rule(
                "lines",
                "t.lines = t.lines_new + t.lines_duplicate",
                "lines_new and lines_duplicate together",
                "t.lines_new + t.lines_duplicate",
            ),
            equals("lines_doubtful", _DOUBTS, "the lines that may be duplicates"),
            names("account_no", "bank_account", "account_no", "a bank account"),
            one_of("status", "committed", "undone"),
            equals(
                "undone_seq",
                """SELECT MIN(a.seq) FROM audit_event a WHERE a.company_id = t.company_id AND a.seq = t.undone_seq
                   AND a.action = 'statement.undo' AND t.status = 'undone'""",
                "the write that undid it",
                also=("statement_import.status",),
            ),
            Rule(
                "status",
                "(t.status = 'undone') = (t.undone_seq IS NOT NULL)",
                "undone where a write undid it, else committed",
                also=("statement_import.undone_seq",),
            ),
            some_text("format"),
            digest_of("file_digest"),
            or_nothing(a_day("first_day")),
            or_nothing(a_day("last_day")),
            or_nothing(a_day("opening_on")),
            or_nothing(a_day("closing_on")),
            or_nothing(at_least("first_bad_line", 1)),
            Rule("opening", "(t.opening IS NULL) = (t.opening_on IS NULL)", "there where its day is"),
            Rule("closing", "(t.closing IS NULL) = (t.closing_on IS NULL)", "there where its day is"),
            Rule("warnings", "t.warnings LIKE '[%]'", "a list as JSON"),
        ],
        called="import",
        prefix="imp_",
    ),
    Recorded(
        "imports",
        Told(
            table="statement_import",
            columns=("import_no", "lines_new", "lines_duplicate", "recorded_seq"),
            actions=("statement.import",),
            subject=_of_import,
            called=lambda company, row: f"import {_of_import(company, row)}",
            says={"lines_new": lambda told: told["new"], "lines_duplicate": lambda told: told["duplicate"]},
        ),
    ),
    Rows(
        "orphan",
        "observation",
        "transaction_no import_no line",
        [
            found_in("transaction_no", "bank_transaction", "transaction_no", "a bank line"),
            found_in("import_no", "statement_import", "import_no", "an import"),
            at_least("line", 1),
        ],
        called="transaction {} as import {} shows it in line {}",
    ),
    Rows(
        "orphan",
        "doubtful_line",
        "transaction_no resembles",
        [
            found_in("transaction_no", "bank_transaction", "transaction_no", "a bank line"),
            found_in("resembles", "bank_transaction", "transaction_no", "a bank line"),
            flag("resolved"),
            Rule("transaction_no", "t.transaction_no > t.resembles", "the later of the two"),
        ],
        called="transaction {} that resembles {}",
    ),
    Rows(
        "orphan",
        "gone_line",
        "transaction_no import_no",
        [
            found_in("transaction_no", "bank_transaction", "transaction_no", "a bank line"),
            found_in("import_no", "statement_import", "import_no", "an import"),
            flag("resolved"),
        ],
        called="transaction {} that import {} no longer shows",
    ),
)
