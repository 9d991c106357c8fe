"""The reports in the examples of the documentation: one small company, so that the figures agree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accountsos.api.operations.examples import CONTACT_ID, ENTRY_ID, PAGE_OF_ONE, TRANSACTION_ID

_PROFIT = "/api/reports/sources?report=profit_loss&figure={}&from=2025-04-01&to=2026-03-31"
_SHEET = "/api/reports/sources?report=balance_sheet&figure={}&to=2026-03-31"


def _block(link: str, name: str, *lines: dict[str, Any]) -> dict[str, Any]:
    total = sum((line["amount"] for line in lines), Decimal("0.00"))
    return {"total": total, "lines": list(lines), "link": link.format(name)}


def _line(link: str, category_id: str, name: str, amount: str) -> dict[str, Any]:
    return {
        "category": {"id": category_id, "name": name},
        "amount": Decimal(amount),
        "link": link.format(category_id),
    }


PROFIT_LOSS_REPORT: dict[str, Any] = {
    "report": {
        "type": "profit_loss",
        "from": "2025-04-01",
        "to": "2026-03-31",
        "currency": "GBP",
        "basis": "accruals",
        "income": _block(_PROFIT, "income", _line(_PROFIT, "cat_sales", "Sales", "84000.00")),
        "cost_of_sales": _block(_PROFIT, "cost_of_sales", _line(_PROFIT, "cat_materials", "Materials", "9000.00")),
        "gross_profit": Decimal("75000.00"),
        "other_income": _block(_PROFIT, "other_income"),
        "expenses": _block(_PROFIT, "expenses", _line(_PROFIT, "cat_software", "Software & Subscriptions", "21000.00")),
        "operating_profit": Decimal("54000.00"),
        "finance": _block(_PROFIT, "finance"),
        "tax": _block(_PROFIT, "tax"),
        "net_profit": Decimal("54000.00"),
        "comparison": None,
        "warnings": [],
        "findings": [],
        "columns": [],
        "known_at": None,
        "links": {name: _PROFIT.format(name) for name in ("gross_profit", "operating_profit", "net_profit")},
    }
}
BALANCE_SHEET_REPORT: dict[str, Any] = {
    "report": {
        "type": "balance_sheet",
        "as_of": "2026-03-31",
        "currency": "GBP",
        "basis": "accruals",
        "fixed_assets": _block(_SHEET, "fixed_assets"),
        "current_assets": _block(
            _SHEET,
            "current_assets",
            {
                **_line(_SHEET, "cat_bank", "Bank Accounts", "61000.00"),
                "link": _SHEET.format("cat_bank") + "&bank_account=ba_main",
                "bank_account_id": "ba_main",
            },
        ),
        "total_assets": Decimal("61000.00"),
        "creditors_due_within_one_year": _block(
            _SHEET,
            "creditors_due_within_one_year",
            _line(_SHEET, "cat_paye", "PAYE and National Insurance", "7000.00"),
        ),
        "creditors_due_after_one_year": _block(_SHEET, "creditors_due_after_one_year"),
        "total_liabilities": Decimal("7000.00"),
        "net_assets": Decimal("54000.00"),
        "capital_and_reserves": _block(
            _SHEET, "capital_and_reserves", _line(_SHEET, "profit_of_year", "Profit for the year", "54000.00")
        ),
        "balanced": True,
        "uncategorised": Decimal("0.00"),
        "warnings": [],
        "findings": [],
        "suspense": {"in": Decimal("0.00"), "out": Decimal("0.00"), "count": 0},
        "comparison": None,
        "known_at": None,
        "links": {
            name: _SHEET.format(name) for name in ("total_assets", "total_liabilities", "net_assets", "uncategorised")
        },
    }
}
_TRIAL = "/api/reports/sources?report=trial_balance&figure={}&to=2026-03-31"
TRIAL_BALANCE_REPORT: dict[str, Any] = {
    "report": {
        "type": "trial_balance",
        "as_of": "2026-03-31",
        "year_start": "2025-04-01",
        "currency": "GBP",
        "basis": "accruals",
        "lines": [
            {
                "category": {"id": "cat_bank", "name": "Bank Accounts"},
                "nominal": "1200",
                "debit": Decimal("61000.00"),
                "credit": Decimal("0.00"),
                "link": _TRIAL.format("cat_bank") + "&bank_account=ba_main",
                "bank_account_id": "ba_main",
            },
            {
                "category": {"id": "cat_sales", "name": "Sales"},
                "nominal": "4000",
                "debit": Decimal("0.00"),
                "credit": Decimal("61000.00"),
                "link": _TRIAL.format("cat_sales"),
            },
        ],
        "total_debit": Decimal("61000.00"),
        "total_credit": Decimal("61000.00"),
        "balanced": True,
        "known_at": None,
    }
}
SOURCES: dict[str, Any] = {
    "postings": [
        {
            "entry_id": ENTRY_ID,
            "date": "2025-01-06",
            "description": "AWS Monthly",
            "category": {"id": "cat_software", "name": "Software & Subscriptions"},
            "amount": Decimal("45.99"),
            "counts": Decimal("45.99"),
            "bank_account_id": None,
            "contact_id": CONTACT_ID,
            "vat_code": None,
            "source": "transaction",
            "transaction_id": TRANSACTION_ID,
            "document_ids": [],
        }
    ],
    "pagination": PAGE_OF_ONE,
}
LEDGER_REPORT: dict[str, Any] = {
    "report": {
        "type": "ledger",
        "account": "cat_software",
        "category": {"id": "cat_software", "name": "Software & Subscriptions"},
        "from": "2024-04-01",
        "to": "2025-03-31",
        "currency": "GBP",
        "opening_balance": Decimal("0.00"),
        "lines": [
            {
                "entry_id": ENTRY_ID,
                "date": "2025-01-06",
                "description": "AWS Monthly",
                "debit": Decimal("45.99"),
                "credit": Decimal("0.00"),
                "balance": Decimal("45.99"),
                "bank_account_id": None,
                "contact_id": CONTACT_ID,
                "vat_code": None,
                "source": "transaction",
                "transaction_id": TRANSACTION_ID,
            }
        ],
        "closing_balance": Decimal("45.99"),
        "known_at": None,
        "links": {
            "closing_balance": "/api/reports/sources?report=ledger&figure=cat_software&from=2024-04-01&to=2025-03-31"
        },
    },
    "pagination": PAGE_OF_ONE,
}
_SERIES = "/api/reports/sources?report=profit_loss&figure={}&from=2026-03-01&to=2026-03-31"
SERIES_REPORT: dict[str, Any] = {
    "report": {
        "type": "series",
        "series": "profit",
        "from": "2026-03-01",
        "to": "2026-03-31",
        "by": "month",
        "currency": "GBP",
        "points": [
            {
                "from": "2026-03-01",
                "to": "2026-03-31",
                "name": "2026-03",
                "category_id": None,
                "figures": [
                    {"measure": name, "amount": Decimal(amount), "link": _SERIES.format(name)}
                    for name, amount in (("earned", "7000.00"), ("spent", "2500.00"), ("profit_before_tax", "4500.00"))
                ],
            }
        ],
        "warnings": [],
        "known_at": None,
    }
}
