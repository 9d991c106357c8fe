"""Every column of every table: how a test spoils it and verify must notice, or why nothing can recompute it.

`found`: verify must name the column; the SQL is what it is spoilt to. `facts`: what somebody said or a paper shows, by
the reason why nothing can work it out again. `nonsense`: what verify refuses in a fact all the same. `rebuilt`: what a
repair puts back as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

AWAY = 100_000
TYPED = "what a person typed"
READ = "what was read from the paper or a person put right: the file itself is its proof"
SECRET = "only the holder of the secret can make it again"
CLOCK = "a moment that only the clock knew"


@dataclass(frozen=True)
class Table:
    """The columns of a table."""

    found: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    """By reason, the names of columns."""
    nonsense: dict[str, str] = field(default_factory=dict)
    rebuilt: str = ""
    """Columns that a repair puts back as they were."""


def moved(names: str) -> dict[str, str]:
    """Numbers that name something: spoilt to one that does not exist."""
    return {name: f"{name} + {AWAY}" for name in names.split()}


def more(names: str) -> dict[str, str]:
    """Numbers one too high."""
    return {name: f"{name} + 1" for name in names.split()}


def one(name: str, to: str) -> dict[str, str]:
    """A single column."""
    return {name: to}


STRAY = {"company_id": "company_id + 1"}
DIGEST = "{blob}"
LINE_SUMS = "lines money_in money_out questions questions_in questions_out sure sure_in sure_out"

TABLES: dict[str, Table] = {
    "company": Table(
        {"company_id": "company_id + 1", **more("created_at")},
        {TYPED: "name entity_type company_number incorporated_on trade currency basis sandbox people"},
        {
            "name": "''",
            "entity_type": "'club'",
            "incorporated_on": "20230231",
            "currency": "'EUR'",
            "basis": "'hope'",
            "sandbox": "2",
            "people": "'nobody'",
        },
    ),
    "company_head": Table(
        {
            **STRAY,
            "seq": "1",
            "recorded_at": "1",
            "digest": DIGEST,
            "last_number": "3",
            **more("last_transaction last_entry"),
        },
        {"only counts changes, so that what is remembered of the chart is read again": "chart_version"},
        {"chart_version": "-1"},
        rebuilt="last_transaction",
    ),
    "user_account": Table(
        {"user_id": "user_id || 'x'"},
        {TYPED: "email name password_hash", CLOCK: "created_at"},
    ),
    "membership": Table({**STRAY, "user_id": "user_id || 'x'"}, {TYPED: "role may_close"}, {"role": "''"}),
    "api_key": Table(
        {**STRAY, "key_id": "key_id || 'x'", "sandbox": "1 - sandbox", **more("created_at"), "revoked_at": "12345"},
        {TYPED: "name scope expires_at", SECRET: "secret_digest last_four"},
        {"scope": "'all'", "secret_digest": "SUBSTR(secret_digest, 1, 3)", "last_four": "'12345'", "expires_at": "1"},
    ),
    "category": Table(
        {**STRAY, **moved("recorded_seq"), "category_no": "category_no + 3000", "category_id": "category_id || 'x'"},
        {TYPED: "name type nominal details archived"},
        {"category_id": "'rent'", "name": "''", "type": "'odd'", "nominal": "''", "details": "'x'", "archived": "2"},
    ),
    "bank_account": Table(
        {**STRAY, **moved("account_no"), "opening_entry": "1", "category_no": "1", "kind": "'cash'"},
        {TYPED: "bank_account_id name currency sort_code account_number archived"},
        {"bank_account_id": "'x' || account_no", "name": "''", "currency": "'GBPS'", "archived": "5"},
        rebuilt="opening_entry",
    ),
    "financial_year": Table(
        STRAY, {TYPED: "starts_on ends_on"}, {"starts_on": "starts_on + 31", "ends_on": "starts_on"}
    ),
    "lock_event": Table(
        {**STRAY, **moved("recorded_seq"), "locked_through": "20250331", "reason": "'because'"},
        {"told by the write that it came with": "kind"},
        {"kind": "'odd' || recorded_seq"},
    ),
    "contact": Table(
        {
            **STRAY,
            **moved("contact_no"),
            **more("lines total_in total_out"),
            "payee_key": "payee_key || 'x'",
        },
        {TYPED: "name type email phone vat_number archived"},
        {"name": "''", "type": "'friend'", "archived": "3"},
        rebuilt="lines total_in total_out",
    ),
    "contact_key": Table({**STRAY, **moved("contact_no"), "payee_key": "payee_key || 'x'"}),
    "statement_import": Table(
        {
            **STRAY,
            **moved("account_no"),
            "import_no": "import_no + 1000000",
            **more("lines lines_new lines_duplicate lines_doubtful first_transaction last_transaction"),
            "status": "'undone'",
            "recorded_seq": "recorded_seq + 1",
            "undone_seq": "recorded_seq",
        },
        {
            "what the file said": "format file_name first_day last_day opening_on opening closing_on closing",
            "only the file itself can tell": "file_digest difference first_bad_line warnings",
        },
        {
            "format": "''",
            "file_digest": DIGEST,
            "first_day": "1",
            "last_day": "1",
            "opening_on": "1",
            "closing_on": "1",
            "opening": "CASE WHEN opening IS NULL THEN 1 END",
            "closing": "CASE WHEN closing IS NULL THEN 1 END",
            "first_bad_line": "-1",
            "warnings": "'none'",
        },
    ),
    "observation": Table(
        {**STRAY, **moved("transaction_no import_no")}, {"where in the file it stood": "line"}, {"line": "0"}
    ),
    "doubtful_line": Table(
        {**STRAY, **moved("transaction_no resembles")}, {"what a person decided": "resolved"}, one("resolved", "7")
    ),
    "gone_line": Table(
        {**STRAY, **moved("transaction_no import_no")}, {"what a person decided": "resolved"}, one("resolved", "7")
    ),
    "foreign_line": Table(
        {**STRAY, **moved("transaction_no"), **more("amount"), "rate": "'0.5'"},
        {"where the rate was found": "source"},
        {"rate": "'much'", "source": "'hearsay'"},
    ),
    "bank_transaction": Table(
        {
            **STRAY,
            **moved("transaction_no account_no category_no contact_no"),
            **more("booked_on amount line_key recorded_seq parts"),
            "currency": "'XXX'",
            **dict.fromkeys("description payee reference kind bank_ref original".split(), "'spoilt'"),
            "balance": "77",
            "import_no": "77",
            "line": "77",
            "status": "3",
            "reviewed": "1",
            "entry_no": "NULL",
        },
        {
            "what the categoriser made of it when it came, or a person": "confidence source reason",
            TYPED: "notes",
            "counts changes": "version",
        },
        {"confidence": "10001", "source": "'god'", "version": "0", "reviewed": "2", "status": "9", "parts": "-1"},
        rebuilt="entry_no",
    ),
    "categorisation_part": Table(
        {
            **STRAY,
            **moved("transaction_no category_no"),
            "part_no": "part_no + 7",
            **more("amount"),
            "vat_amount": "amount * 2",
        },
        {"what a person or a VAT invoice said": "vat_code contact_no business_percent notes vat_given"},
        {"vat_code": "''", "contact_no": "9999", "business_percent": "101", "vat_given": "3"},
    ),
    "journal_entry": Table(
        {
            **STRAY,
            **moved("entry_no recorded_seq source_no"),
            **more("entry_date source"),
            "reverses": "1",
            "corrects": "1",
            "replaces": "1",
            "digest": DIGEST,
        }
    ),
    "narration": Table({**STRAY, **moved("entry_no")}, {TYPED + ", and may be erased": "narration"}),
    "posting": Table(
        {
            **STRAY,
            **moved("entry_no line_no category_no"),
            **more("entry_date amount"),
            "account_no": "77",
            "contact_no": "77",
            "vat_code": "'X'",
            "vat_period": "20300331",
            "tax_point": "20300331",
        }
    ),
    "manual_journal": Table(
        {
            **STRAY,
            **moved("journal_no entry_no"),
            **more("entry_date recorded_seq"),
            "template": "'opening_balances'",
            "auto_reverse_on": "20300331",
            "reversal_no": "1",
            "undone_seq": "CASE WHEN undone_seq IS NULL THEN 5 END",
        },
        rebuilt="entry_no entry_date recorded_seq auto_reverse_on reversal_no undone_seq",
    ),
    "balance_month": Table(
        {**STRAY, **moved("category_no account_no contact_no month"), **more("debit credit postings")},
        rebuilt="category_no account_no contact_no month debit credit postings",
    ),
    "balance_day": Table(
        {**STRAY, **moved("category_no account_no contact_no day"), **more("debit credit postings")},
        rebuilt="category_no account_no contact_no day debit credit postings",
    ),
    "line_count_month": Table(
        {**STRAY, **moved("category_no month"), **more(LINE_SUMS)},
        rebuilt="category_no month " + LINE_SUMS,
    ),
    "line_count_day": Table(
        {**STRAY, **moved("category_no day"), **more(LINE_SUMS)},
        rebuilt="category_no day " + LINE_SUMS,
    ),
    "payee_choice": Table(
        {
            **STRAY,
            "payee_key": "payee_key || 'x'",
            "money_in": "1 - money_in",
            **moved("category_no"),
            **more("lines amount_low"),
            "last_on": "last_on - 10000",
            "amount_high": "amount_high - 1",
        },
        rebuilt="payee_key money_in lines amount_low last_on amount_high",
    ),
    "payee_reference": Table(
        {
            **STRAY,
            "payee_key": "payee_key || 'x'",
            "money_in": "1 - money_in",
            **moved("category_no"),
            "stem": "stem || 'x'",
            **more("lines"),
            "last_on": "last_on - 10000",
        },
        rebuilt="payee_key money_in stem lines last_on",
    ),
    "refiling": Table(
        {
            **STRAY,
            **moved("refiling_no recorded_seq"),
            **more("lines"),
            "undone_seq": "recorded_seq",
        },
        {"told by the write that it came with": "rule_no"},
        {"rule_no": "0"},
        rebuilt="lines",
    ),
    "refiled_line": Table(
        {**STRAY, **moved("refiling_no transaction_no old_category new_category")},
        {"told by the write that it came with": "old_confidence old_source old_reason new_source"},
        {"old_confidence": "10001", "old_source": "'god'", "new_source": "'god'"},
    ),
    "column_layout": Table(
        {**STRAY, **moved("import_no")},
        {TYPED: "headings columns"},
        {"headings": "'x'", "columns": "''"},
    ),
    "model_answer": Table(
        {**STRAY, **moved("category_no")},
        {
            "asked and answered elsewhere; what is filed by it is told by its write": (
                "question asked_on times answered sure"
            )
        },
        {"question": "{blob}", "asked_on": "20260231", "times": "0", "answered": "2", "sure": "3"},
    ),
    "rule": Table(
        STRAY,
        {TYPED: "rule_no position category_no description_contains payee_key money_in amount_min amount_max"},
        {
            "rule_no": "-rule_no",
            "position": "-1",
            "category_no": "9999",
            "money_in": "2",
            "amount_min": "-1",
            "amount_max": "1",
        },
    ),
}
