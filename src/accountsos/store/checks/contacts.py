"""Contacts: their totals are those of their bank lines, and each is known by its key."""

from __future__ import annotations

from accountsos.store.checks.rules import Rows, Rule, flag, found_in, one_of, or_nothing, some_text
from accountsos.store.checks.sums import KeptSums, Sums

CHECKS = (
    Sums(
        "contacts",
        KeptSums(
            table="contact",
            key=("contact_no",),
            sums=("lines", "total_in", "total_out"),
            recomputed="""SELECT contact_no, COUNT(*) AS lines,
              CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT) AS total_in,
              CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT) AS total_out
              FROM bank_transaction WHERE company_id = :company AND status = 1 AND contact_no IS NOT NULL
              GROUP BY contact_no""",
            called="contact {}",
            counts="the lines say",
            own_rows=False,
        ),
        also=("bank_transaction.contact_no",),
    ),
    Rows(
        "contacts",
        "contact",
        "contact_no",
        [
            some_text("name"),
            Rule(
                "payee_key",
                """EXISTS (SELECT 1 FROM contact_key k WHERE k.company_id = t.company_id AND k.payee_key = t.payee_key
                   AND (k.contact_no = t.contact_no OR t.archived = 1))""",
                "a key under which the contact is known, or was before it became another",
                also=("contact_key.payee_key", "contact_key.contact_no"),
            ),
            or_nothing(one_of("type", "client", "supplier")),
            flag("archived"),
        ],
        called="contact",
        prefix="con_",
    ),
    Rows(
        "contacts",
        "contact_key",
        "payee_key",
        [found_in("contact_no", "contact", "contact_no", "a contact")],
        called="payee key {0!r}",
    ),
)
