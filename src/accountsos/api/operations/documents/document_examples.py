"""Examples of documents for the documentation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accountsos.api.operations.examples import CONTACT_ID, DOCUMENT_ID, PAGE_OF_ONE, TRANSACTION_ID

_DIGEST = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

DOCUMENT: dict[str, Any] = {
    "id": DOCUMENT_ID,
    "type": "invoice",
    "status": "processed",
    "file_name": "invoice.pdf",
    "content_type": "application/pdf",
    "size": 48213,
    "sha256": _DIGEST,
    "uploaded_at": "2026-03-05T09:30:00.000001Z",
    "created_at": "2026-03-05T09:30:00.000001Z",
    "updated_at": "2026-03-05T09:31:00.000001Z",
    "direction": "purchase",
    "supplier": "Harbour Stationers Ltd",
    "number": "HS-1041",
    "date": "2026-03-02",
    "due_date": "2026-04-01",
    "currency": "GBP",
    "net": Decimal("100.00"),
    "vat": Decimal("20.00"),
    "gross": Decimal("120.00"),
    "confidence": Decimal("0.97"),
    "contact": {"id": CONTACT_ID, "name": "Harbour Stationers"},
    "transactions": [
        {
            "id": TRANSACTION_ID,
            "date": "2026-03-04",
            "description": "HARBOUR STATIONERS HS-1041",
            "amount": Decimal("-120.00"),
            "pays": Decimal("-120.00"),
            "source": "matched",
            "score": 100,
            "reason": "the same amount; the bank's text names the supplier",
        }
    ],
    "external_id": None,
    "metadata": None,
    "warnings": [],
    "reason": None,
    "booking": {
        "state": "posted",
        "reason": None,
        "category": {"id": "cat_office", "name": "Office Costs & Stationery"},
        "category_source": "line",
        "amount": Decimal("120.00"),
        "open_amount": Decimal("0.00"),
        "due_date": "2026-04-01",
        "settled_on": "2026-03-04",
        "vat_deferred": False,
        "entry_id": "je_08M0kX00000007",
    },
}
_PLACE = {
    "page": 1,
    "left": Decimal("0.71"),
    "top": Decimal("0.84"),
    "right": Decimal("0.79"),
    "bottom": Decimal("0.86"),
    "xml_path": None,
}
WHOLE_DOCUMENT: dict[str, Any] = {
    **DOCUMENT,
    "read_from": "text",
    "facts": [{"name": "gross", "value": Decimal("120.00"), "confidence": Decimal("0.99"), "place": _PLACE}],
    "vat_by_rate": [{"rate": 20, "net": Decimal("100.00"), "vat": Decimal("20.00")}],
    "lines": [
        {"description": "Paper", "quantity": 1, "net": Decimal("100.00"), "gross": None, "vat_rate": Decimal("20")}
    ],
    "checks": [{"name": "net_and_vat_make_gross", "holds": True, "message": "net 100.00 + VAT 20.00 = 120.00"}],
    "questions": [],
    "settlements": [],
}
MATCHES_FOUND: dict[str, Any] = {
    "matches": [
        {
            "transaction_id": TRANSACTION_ID,
            "date": "2026-03-04",
            "description": "HARBOUR STATIONERS HS-1041",
            "amount": Decimal("-120.00"),
            "score": 97,
            "reasons": ["the same amount", "the bank's text names the supplier", "2 days from the issue date"],
            "ready": True,
        }
    ],
    "proposals": [
        {
            "transactions": [
                {
                    "id": TRANSACTION_ID,
                    "date": "2026-03-04",
                    "description": "HARBOUR STATIONERS HS-1041",
                    "amount": Decimal("-120.00"),
                    "pays": Decimal("-120.00"),
                }
            ],
            "documents": [
                {
                    "id": DOCUMENT_ID,
                    "supplier": "Harbour Stationers Ltd",
                    "number": "HS-1041",
                    "date": "2026-03-02",
                    "open": Decimal("-120.00"),
                    "pays": Decimal("-120.00"),
                }
            ],
            "score": 97,
            "reason": "the same amount; the bank's text names the supplier; 2 days from the issue date",
            "ready": True,
        }
    ],
}
MISSING_FOUND: dict[str, Any] = {
    "missing": [
        {
            "id": TRANSACTION_ID,
            "date": "2025-01-06",
            "description": "AWS Monthly",
            "amount": Decimal("-45.99"),
            "category": "cat_software",
            "contact_id": None,
            "bank_account_id": "ba_main",
        }
    ],
    "total_amount": Decimal("-45.99"),
    "pagination": PAGE_OF_ONE,
}
JOB_ID = "job_0vdy3U000000Gd"
JOB: dict[str, Any] = {
    "id": JOB_ID,
    "kind": "read_document",
    "subject": DOCUMENT_ID,
    "state": "dead",
    "attempts": 2,
    "last_error": "This document could not be read: it takes longer than one document may.",
    "enqueued_at": "2026-03-05T09:30:00.000001Z",
    "not_before": "2026-03-05T09:30:32.000001Z",
}
JOBS: dict[str, Any] = {"jobs": [JOB], "pagination": PAGE_OF_ONE}
