"""Values that the examples of the documentation are made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

COMPANY_ID = "co_08M0kX"
TRANSACTION_ID = "txn_08M0kX00000VDK"
CONTACT_ID = "con_08M0kX000000WG"
ENTRY_ID = "je_08M0kX00000VDK"
DOCUMENT_ID = "doc_08M0kX000000GF"
IMPORT_ID = "imp_08M0kX000000GD"
KEY_ID = "key_08M0kX000000GE"
EVENT_ID = "evt_08M0kX0000001a"

_ROW: dict[str, Any] = {
    "id": TRANSACTION_ID,
    "date": "2025-01-06",
    "description": "AWS Monthly",
    "amount": Decimal("-45.99"),
    "currency": "GBP",
    "category": {"id": "cat_software", "name": "Software & Subscriptions"},
    "confidence": Decimal("0.95"),
    "bank_account_id": "ba_main",
    "notes": None,
    "contact": {"id": CONTACT_ID, "name": "Amazon Web Services"},
    "reviewed": False,
    "category_source": "history",
}
_NOT_CALLED: dict[str, Any] = {"external_id": None, "metadata": None}
_MOMENTS = {"created_at": "2026-03-05T09:30:00.000001Z", "updated_at": "2026-03-05T09:31:00.000001Z"}
TRANSACTION_LIST: dict[str, Any] = {
    "transactions": [{**_ROW, "direction": "out", "split_count": 0, **_MOMENTS}],
    "pagination": {
        "total": 156,
        "limit": 10,
        "offset": 0,
        "has_more": True,
        "next_cursor": "AAAdnTIwMjUtMDEtMDaqCyIWgZ0",
    },
}
ENTRY: dict[str, Any] = {
    "id": ENTRY_ID,
    "date": "2025-01-06",
    "narration": None,
    "postings": [
        {
            "category": {"id": "cat_bank", "name": "Bank Accounts"},
            "amount": Decimal("-45.99"),
            "bank_account_id": "ba_main",
            "contact_id": None,
            "vat_code": None,
            "vat_period": None,
        },
        {
            "category": {"id": "cat_software", "name": "Software & Subscriptions"},
            "amount": Decimal("45.99"),
            "bank_account_id": None,
            "contact_id": CONTACT_ID,
            "vat_code": None,
            "vat_period": None,
        },
    ],
    "corrects": None,
    "replaces": None,
    "reverses": None,
}
EVENT: dict[str, Any] = {
    "id": EVENT_ID,
    "at": "2025-01-07T09:30:00.000001Z",
    "actor": f"key:{KEY_ID}",
    "action": "transaction.change",
    "subject": TRANSACTION_ID,
    "before": {"category_id": "cat_uncategorised"},
    "after": {"category_id": "cat_software"},
}


def transaction_example(*, history: bool = False) -> dict[str, Any]:
    """A reply with one transaction."""
    transaction = {
        **_ROW,
        "category_reason": "you filed 14 of 14 lines from this payee here",
        "direction": "out",
        "vat": None,
        "net": Decimal("-45.99"),
        "split_count": 0,
        "splits": [],
        "payee": None,
        "reference": None,
        "original": None,
        "foreign": None,
        "source": {"import_id": IMPORT_ID, "file_name": "january.csv", "line": 7},
        "journal_entry": ENTRY,
        "earlier_entries": [],
        "documents": [],
        **_NOT_CALLED,
        **_MOMENTS,
    }
    if history:
        transaction["history"] = [EVENT]
    return {"transaction": transaction}


CONTACT: dict[str, Any] = {
    "id": CONTACT_ID,
    "name": "Amazon Web Services",
    "type": "supplier",
    "email": None,
    "phone": None,
    "vat_number": None,
    "transaction_count": 14,
    "total_in": Decimal("0.00"),
    "total_out": Decimal("643.86"),
    "last_transaction_date": "2025-01-06",
    "external_id": "crm-204",
    "metadata": {"team": "platform"},
    **_MOMENTS,
}
PAGE_OF_ONE: dict[str, Any] = {"total": 1, "limit": 50, "offset": 0, "has_more": False, "next_cursor": None}
BANK_ACCOUNT: dict[str, Any] = {
    "id": "ba_main",
    "name": "Main account",
    "kind": "current",
    "currency": "GBP",
    "sort_code": "20-00-00",
    "account_number": "12345678",
    "balance": Decimal("61000.00"),
    "foreign_balance": None,
    "agrees_with_bank": {
        "as_of": "2026-03-31",
        "statement_balance": Decimal("61000.00"),
        "difference": Decimal("0.00"),
    },
    "category": "cat_bank",
    "archived": False,
}
CATEGORY: dict[str, Any] = {
    "id": "cat_software",
    "name": "Software & Subscriptions",
    "type": "expense",
    "nominal": "7505",
    "vat_default": "standard",
    "vat_reclaim": "full",
    "ct_allowable": "full",
    "statutory_line": "PL.F",
    "management_block": None,
    "place_of_supply": "uk",
    "supply": "services",
    "vat_behaviour": "plain",
    "allowance_class": "none",
    "sa103_box": "23",
    "note": "",
    "archived": False,
}
KEY: dict[str, Any] = {
    "id": KEY_ID,
    "name": "till",
    "scopes": ["read", "write"],
    "sandbox": False,
    "last_four": "x1Yz",
    "created_at": "2025-01-07T09:30:00.000001Z",
    "expires_at": None,
    "revoked_at": None,
    "last_used_at": None,
    "calls_this_hour": 0,
}
YEARS: dict[str, Any] = {
    "years": [
        {"starts_on": "2024-04-01", "ends_on": "2025-03-31", "closed": True},
        {"starts_on": "2025-04-01", "ends_on": "2026-03-31", "closed": False},
    ]
}
COMPANY: dict[str, Any] = {
    "company": {
        "id": COMPANY_ID,
        "name": "Harbour Lane Ltd",
        "entity_type": "ltd",
        "company_number": "01234567",
        "incorporated_on": "2024-04-01",
        "trade": "web shop",
        "people": ["Alex Morgan"],
        "currency": "GBP",
        "basis": "accruals",
        "sandbox": False,
        "years": YEARS["years"],
        "closed_through": "2025-03-31",
        "created_at": "2025-01-07T09:30:00.000001Z",
    }
}
IMPORT: dict[str, Any] = {
    "id": IMPORT_ID,
    "status": "committed",
    "format": "monzo",
    "bank_account_id": "ba_main",
    "file_name": "january.csv",
    "from": "2025-01-01",
    "to": "2025-01-31",
    "lines": 61,
    "new": 60,
    "duplicate": 1,
    "doubtful": 0,
    "errors": [],
    "balance_proof": {
        "opening": Decimal("1000.00"),
        "closing": Decimal("954.01"),
        "difference": Decimal("0.00"),
        "first_bad_line": None,
    },
    "warnings": [],
    "lines_preview": [
        {
            "line": 7,
            "date": "2025-01-06",
            "description": "AWS Monthly",
            "amount": Decimal("-45.99"),
            "currency": "GBP",
            "in_pounds": None,
            "status": "new",
            "category": {"id": "cat_software", "name": "Software & Subscriptions"},
            "confidence": Decimal("0.95"),
            "transaction_id": None,
            "resembles": [],
        }
    ],
    **_MOMENTS,
}
JOURNAL: dict[str, Any] = {
    "id": ENTRY_ID,
    "date": "2025-01-06",
    "narration": "Hosting paid by the director",
    "kind": "manual",
    "auto_reverse_on": None,
    "undone": False,
    "entry": {**ENTRY, "narration": "Hosting paid by the director"},
    "reversal": None,
    **_NOT_CALLED,
    **_MOMENTS,
}
