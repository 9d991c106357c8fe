"""Balances by account and VAT by period, added up anew from the postings."""

from __future__ import annotations

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.store.balances import NET_OF_REVERSALS, REVERSALS
from accountsos.store.checks.sums import KeptSums, Sums

_HOLDER = """CASE WHEN p.category_no IN (SELECT c.category_no FROM category c WHERE c.company_id = :company
  AND c.details LIKE '%"per_contact"_true%') THEN COALESCE(p.contact_no, 0) ELSE 0 END"""
_POSTED = f"""SELECT p.category_no, COALESCE(p.account_no, 0), {_HOLDER}, p.entry_date, {NET_OF_REVERSALS}
  FROM posting p {REVERSALS} WHERE p.company_id = :company
  GROUP BY p.category_no, COALESCE(p.account_no, 0), {_HOLDER}, p.entry_date"""
_COLUMNS = "category_no, account_no, contact_no, day, debit, credit, postings"
_CONTROL = f"""(SELECT MIN(c.category_no) FROM category c WHERE c.company_id = :company
  AND c.category_id = '{VAT_CONTROL}')"""
_VAT = f"""SELECT vat_period, vat_code, CASE WHEN category_no = {_CONTROL} THEN 1 ELSE 0 END AS control,
  CAST(SUM(amount) AS BIGINT) AS amount, COUNT(*) AS postings
  FROM posting WHERE company_id = :company AND vat_code IS NOT NULL AND vat_period IS NOT NULL
  GROUP BY vat_period, vat_code, CASE WHEN category_no = {_CONTROL} THEN 1 ELSE 0 END"""


def _balances(span: str, recomputed: str) -> KeptSums:
    return KeptSums(
        table=f"balance_{span}",
        key=("category_no", "account_no", "contact_no", span),
        sums=("debit", "credit", "postings"),
        recomputed=recomputed,
        called="category {}, account {}, contact {}, " + span + " {}",
        counts="the postings say",
    )


CHECKS = (
    Sums(
        "balances",
        _balances("day", "SELECT * FROM common"),
        _balances(
            "month",
            """SELECT category_no, account_no, contact_no, day / 100 AS month, debit, credit, postings FROM common""",
        ),
        common=_POSTED,
        columns=_COLUMNS,
    ),
    Sums(
        "vat",
        KeptSums(
            table="vat_sum",
            key=("vat_period", "vat_code", "control"),
            sums=("amount", "postings"),
            recomputed=_VAT,
            called="VAT period {}, code {}, on VAT control {}",
            counts="the postings say",
        ),
    ),
)
