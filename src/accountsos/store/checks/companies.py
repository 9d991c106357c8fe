"""The company and what people said of it: words that are known, days that exist, keys that the audit log tells of."""

from __future__ import annotations

from accountsos.store.checks.recorded import Recorded, Told
from accountsos.store.checks.rules import (
    Rows,
    Rule,
    a_day,
    a_moment,
    a_write,
    at_least,
    between,
    digest_of,
    equals,
    flag,
    one_of,
    or_nothing,
    some_text,
)

_KEY_EVENT = """SELECT MIN(a.recorded_at) FROM audit_event a WHERE a.company_id = t.company_id
  AND a.subject = t.key_id AND a.action IN ({actions})"""
_KEY_MADE, _KEY_REVOKED = "'key.make', 'key.regenerate'", "'key.revoke'"
_KEY_REPLACED = """SELECT MIN(a.recorded_at) FROM audit_event a WHERE a.company_id = t.company_id
  AND a.recorded_at = t.revoked_at AND a.action = 'key.regenerate'"""
"""The row is about the key that came in its place."""
_DATED_LATE = f"""EXISTS (SELECT 1 FROM audit_event a
  JOIN audit_event c ON c.company_id = a.company_id AND c.seq = a.seq AND c.action = 'clock.told'
  WHERE a.company_id = t.company_id AND a.subject = t.key_id AND a.action IN ({_KEY_MADE}))"""
"""By a clock that was ahead: the key ends by the clock as it was when it was made."""
_YEARS = """SELECT MAX(y.{there}) FROM financial_year y
  WHERE y.company_id = t.company_id AND y.starts_on < t.starts_on"""


def _locked_through(told: object) -> object:
    assert isinstance(told, dict)
    day = told.get("locked_through", told.get("closed_through"))
    return None if day is None else int(str(day).replace("-", ""))


CHECKS = (
    Rows(
        "company",
        "company",
        "",
        [
            some_text("name"),
            one_of("entity_type", "ltd", "sole_trader"),
            or_nothing(a_day("incorporated_on")),
            one_of("currency", "GBP"),
            one_of("basis", "accruals", "cash"),
            flag("sandbox"),
            Rule("people", "t.people LIKE '[%]'", "a list as JSON"),
            equals(
                "created_at",
                """SELECT MIN(a.recorded_at) FROM audit_event a WHERE a.company_id = t.company_id
                   AND a.action = 'company.found'""",
                "when it was founded",
            ),
        ],
        called="company",
    ),
    Rows(
        "company",
        "membership",
        "user_id",
        [
            Rule(
                "user_id",
                "EXISTS (SELECT 1 FROM user_account u WHERE u.user_id = t.user_id)",
                "a user that exists",
                also=("user_account.user_id",),
            ),
            Rule("role", "LENGTH(t.role) > 0", "a role"),
        ],
        called="membership of {}",
    ),
    Rows(
        "keys",
        "api_key",
        "key_id",
        [
            Rule(
                "key_id",
                "EXISTS (SELECT 1 FROM audit_event a WHERE a.company_id = t.company_id AND a.subject = t.key_id "
                f"AND a.action IN ({_KEY_MADE}))",
                "a key that the audit log tells of",
            ),
            digest_of("secret_digest"),
            one_of("scope", "read", "write", "admin"),
            equals("sandbox", "SELECT c.sandbox FROM company c WHERE c.company_id = t.company_id", "as the company"),
            Rule("last_four", "LENGTH(t.last_four) = 4", "four characters"),
            equals("created_at", _KEY_EVENT.format(actions=_KEY_MADE), "when it was made"),
            equals(
                "revoked_at",
                f"COALESCE(({_KEY_EVENT.format(actions=_KEY_REVOKED)}), ({_KEY_REPLACED}))",
                "when it was revoked",
            ),
            Rule(
                "expires_at",
                f"t.expires_at IS NULL OR t.expires_at > t.created_at OR {_DATED_LATE}",
                "after it was made",
            ),
        ],
        called="key {}",
    ),
    Rows(
        "years",
        "financial_year",
        "starts_on",
        [
            a_day("starts_on"),
            a_day("ends_on"),
            Rule("ends_on", "t.ends_on > t.starts_on", "after the year starts"),
            Rule(
                "starts_on",
                f"({_YEARS.format(there='ends_on')}) IS NULL OR t.starts_on > ({_YEARS.format(there='ends_on')})",
                "after the year before ends",
                also=("financial_year.ends_on",),
            ),
        ],
        called="year from {}",
    ),
    Rows(
        "locks",
        "lock_event",
        "kind recorded_seq",
        [one_of("kind", "books", "vat"), or_nothing(a_day("locked_through"))],
        called="{} lock of write {}",
    ),
    Recorded(
        "locks",
        Told(
            table="lock_event",
            columns=("kind", "locked_through", "reason", "recorded_seq"),
            actions=("books.close", "books.reopen", "vat_return.file", "vat_return.unfile"),
            subject=lambda _company, _row: None,
            called=lambda _company, row: f"{row[0]} lock of write {row[-1]}",
            says={"locked_through": _locked_through, "reason": lambda told: told.get("reason")},
        ),
    ),
    Rows(
        "idempotency",
        "idempotency",
        "idempotency_key",
        [
            some_text("fingerprint"),
            between("status", 100, 599),
            Rule("headers", "t.headers LIKE '{%}' OR t.headers LIKE '[%]'", "JSON"),
            at_least("created_at", 0),
        ],
        called="answer to {0!r}",
    ),
    Rows(
        "deadlines",
        "own_deadline",
        "deadline_no",
        [
            at_least("deadline_no", 1),
            some_text("type"),
            some_text("title"),
            a_day("due_date"),
            or_nothing(a_day("completed_on")),
            flag("removed"),
        ],
        called="deadline {}",
    ),
    Rows(
        "deadlines",
        "obligation_done",
        "obligation_key",
        [some_text("obligation_key"), a_day("done_on")],
        called="obligation {}",
    ),
    Rows(
        "deadlines",
        "calendar_token",
        "",
        [
            digest_of("token_digest"),
            a_moment("created_at"),
            Rule("revoked_at", "t.revoked_at IS NULL OR t.revoked_at >= t.created_at", "not before it was made"),
        ],
        called="calendar token",
    ),
    Rows(
        "facts",
        "company_fact",
        "fact recorded_seq",
        [
            some_text("fact"),
            a_write("recorded_seq"),
            Rule("value", "t.value IS NULL OR t.value LIKE '{%}'", "JSON, or nothing"),
        ],
        called="fact {} of write {}",
    ),
)
