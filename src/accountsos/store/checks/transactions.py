"""Bank lines: what the bank said, our reading of it, the entry that stands for it, and what is counted of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby, product
from operator import itemgetter

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.store.checks.fault import Fault, Finding, Fix, Walk, set_column, told
from accountsos.store.checks.rules import (
    Rows,
    Rule,
    at_least,
    between,
    flag,
    found_in,
    names,
    one_of,
    or_nothing,
)
from accountsos.store.checks.sums import KeptSums, Sums
from accountsos.store.engine.sql import Reader, Sql, optional_day_number
from accountsos.store.head import BANK_FACTS as FACTS_DIGEST
from accountsos.store.line_counter import COUNTED, SURE
from accountsos.store.manual_journals import conversion_day
from accountsos.store.short_words import SOURCE_OF
from accountsos.store.transactions import BANK_FACTS, fact_bytes

FACTS = Sql(
    f"SELECT recorded_seq, {BANK_FACTS} FROM bank_transaction WHERE company_id = :company ORDER BY transaction_no"
)
FACTS_TOLD = Sql(
    f"""SELECT e.seq, e.subject, t.after FROM audit_event e
       JOIN audit_text t ON t.company_id = e.company_id AND t.seq = e.seq AND t.part = e.part
       WHERE e.company_id = :company AND e.part = 0 AND t.after LIKE '%"{FACTS_DIGEST}"%' ORDER BY e.seq"""
)
FACT_COLUMNS = (*(f"bank_transaction.{name}" for name in BANK_FACTS.split(", ")), "bank_transaction.recorded_seq")
UNPOSTED = Sql(
    """SELECT transaction_no FROM bank_transaction WHERE company_id = :company AND status = 1 AND entry_no IS NULL
       AND amount <> 0 AND booked_on >= :first ORDER BY transaction_no LIMIT 200"""
)
GONE = """SELECT v.reverses FROM journal_entry v WHERE v.company_id = :company AND v.source = 1
  AND v.reverses IS NOT NULL"""
UNNAMED = Sql(
    f"""SELECT e.source_no, e.entry_no, t.transaction_no, t.status, t.entry_no,
       (SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM posting p JOIN journal_entry o
         ON o.company_id = p.company_id AND o.entry_no = p.entry_no
         WHERE p.company_id = e.company_id AND p.account_no IS NOT NULL AND o.source = 1 AND o.source_no = e.source_no)
       FROM journal_entry e LEFT JOIN bank_transaction t
       ON t.company_id = e.company_id AND t.transaction_no = e.source_no
       WHERE e.company_id = :company AND e.source = 1 AND e.reverses IS NULL
       AND (t.transaction_no IS NULL OR t.entry_no IS NULL OR t.entry_no <> e.entry_no)
       AND e.entry_no NOT IN ({GONE})
       AND e.entry_no NOT IN (SELECT c.corrects FROM journal_entry c WHERE c.company_id = :company AND c.source = 1
         AND c.corrects IS NOT NULL AND c.entry_no NOT IN ({GONE}))
       ORDER BY e.entry_no LIMIT 200"""
)
"""Entries that stand for a line, the last of each chain, which it does not name; and all the bank's side of it."""
CORRECTED = Sql(
    """WITH RECURSIVE chain (transaction_no, amount, account_no, entry_no) AS (
         SELECT t.transaction_no, t.amount, t.account_no, t.entry_no FROM journal_entry e
         JOIN bank_transaction t ON t.company_id = e.company_id AND t.transaction_no = e.source_no
           AND t.entry_no = e.entry_no
         WHERE e.company_id = :company AND e.source = 1 AND e.corrects IS NOT NULL AND t.status = 1
         UNION SELECT c.transaction_no, c.amount, c.account_no, e.corrects FROM chain c JOIN journal_entry e
           ON e.company_id = :company AND e.entry_no = c.entry_no WHERE e.corrects IS NOT NULL)
       SELECT c.transaction_no, c.amount, CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM chain c
       LEFT JOIN posting p ON p.company_id = :company AND p.entry_no = c.entry_no AND p.account_no = c.account_no
       GROUP BY c.transaction_no, c.amount HAVING COALESCE(SUM(p.amount), 0) <> c.amount
       ORDER BY c.transaction_no LIMIT 200"""
)
_OWN_ENTRY = f"""EXISTS (SELECT 1 FROM journal_entry e WHERE e.company_id = t.company_id AND e.entry_no = t.entry_no
  AND e.source = 1 AND e.source_no = t.transaction_no AND e.reverses IS NULL) AND t.entry_no NOT IN ({GONE})"""
_FIRST = """NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.company_id = t.company_id AND e.entry_no = t.entry_no
  AND e.corrects IS NOT NULL)"""
_BANK_SIDE = """COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.company_id = t.company_id
  AND p.entry_no = t.entry_no AND p.account_no = t.account_no), 0)"""
_FILED = f"""t.status <> 1 OR t.entry_no IS NULL OR t.parts <> 0 OR t.amount = 0
  OR EXISTS (SELECT 1 FROM posting p WHERE p.company_id = t.company_id AND p.entry_no = t.entry_no
    AND p.category_no = t.category_no AND p.contact_no IS NOT DISTINCT FROM t.contact_no)
  OR t.category_no IN (SELECT c.category_no FROM category c WHERE c.company_id = :company
    AND c.category_id = '{VAT_CONTROL}')
  OR EXISTS (SELECT 1 FROM document_link l WHERE l.company_id = t.company_id AND l.transaction_no = t.transaction_no)
  OR NOT {_FIRST}"""
"""Where a line is filed under one category, its entry has a posting there. Lines that pay invoices, payments of VAT and
corrections of closed years are posted elsewhere."""
_SPLIT = "FROM categorisation_part c WHERE c.company_id = t.company_id AND c.transaction_no = t.transaction_no"
_PARTS = f"""(t.parts = 0 AND t.transaction_no NOT IN (SELECT c.transaction_no FROM categorisation_part c
    WHERE c.company_id = :company))
  OR (t.parts = (SELECT COUNT(*) {_SPLIT}) AND t.amount = (SELECT SUM(c.amount) {_SPLIT}))"""
_PARTS_KEPT = f"(SELECT CASE WHEN SUM(c.amount) = t.amount THEN COUNT(*) END {_SPLIT})"


def bank_facts(db: Reader, company: int) -> Iterator[Fault]:
    """What the bank said is what it said when the line was recorded: the audit row of that write tells the digest."""
    recorded = {
        seq: (subject, json.loads(after)[FACTS_DIGEST]) for seq, subject, after in db.rows(FACTS_TOLD, company=company)
    }
    for seq, lines in groupby(db.stream(FACTS, company=company), key=itemgetter(0)):
        running, first, last = hashlib.sha256(), None, None
        for line in lines:
            running.update(fact_bytes(line[1:]))
            first, last = first or line[1], line[1]
        subject, digest = recorded.pop(seq, (None, None))
        if subject is not None and running.hexdigest() != digest:
            message = f"{subject}: day, amount or text of a line from {first} to {last} is not what was recorded"
            yield told("bank", message, *FACT_COLUMNS, thing=str(subject))
    for subject, _ in recorded.values():
        message = f"{subject}: the bank lines that it brought are not there"
        yield told("bank", message, *FACT_COLUMNS, thing=str(subject))


def standing(db: Reader, company: int) -> Iterator[Fault]:
    """Every line in the books has exactly the entry it names standing; a line out of the books has none."""
    for source, entry, line, status, named, bank_side in db.rows(UNNAMED, company=company):
        if line is None:
            message = f"entry {entry} belongs to transaction {source}, which is not there"
            yield told("orphan", message, "bank_transaction.transaction_no", thing=f"transaction {source}")
        elif status == 1:
            thing = f"transaction {source}"
            message = f"{thing}: entry_no is {named or 'nothing'}, it should be {entry}, the entry that stands for it"
            finding = Finding("entries", message, thing, ("bank_transaction.entry_no",), str(entry), repairable=True)
            values = {"company": company, "transaction_no": source, "to_be": entry}
            did = f"{thing}: entry_no was {named or 'nothing'}, it is {entry} now"
            yield Fault(finding, Fix(set_column("bank_transaction", ("transaction_no",), "entry_no"), values, did))
        elif bank_side:
            message = f"transaction {source}: it is out of the books, but entry {entry} stands for it"
            yield told("entries", message, "bank_transaction.status", thing=f"transaction {source}")
    for line, amount, bank_side in db.rows(CORRECTED, company=company):
        yield _unsaid(line, amount, bank_side)
    posted_from = optional_day_number(conversion_day(db, company)) or 0
    for (line,) in db.rows(UNPOSTED, company=company, first=posted_from):
        thing = f"transaction {line}"
        message = f"{thing}: it was never posted"
        columns = ("bank_transaction.entry_no", "bank_transaction.status")
        yield told("entries", message, *columns, thing=thing)


def _unsaid(line: int, amount: int, bank_side: int) -> Fault:
    thing = f"transaction {line}"
    message = f"{thing}: the books do not say what the bank said: {bank_side} of {amount}"
    return told("entries", message, "bank_transaction.entry_no", "bank_transaction.amount", thing=thing)


_PARTS_COUNTED = ("TRUE", f"reviewed = 0 AND confidence < {SURE}", f"reviewed = 0 AND confidence >= {SURE}")
_SIDES_COUNTED = ("1", "CASE WHEN amount > 0 THEN amount ELSE 0 END", "CASE WHEN amount < 0 THEN -amount ELSE 0 END")
_SUMS_COUNTED = ", ".join(
    f"SUM(CASE WHEN {part} THEN {side} ELSE 0 END) AS {name}"
    for (part, side), name in zip(product(_PARTS_COUNTED, _SIDES_COUNTED), COUNTED, strict=True)
)
_COUNTED = f"""SELECT category_no, booked_on AS day, {_SUMS_COUNTED}
  FROM bank_transaction WHERE company_id = :company AND status = 1 GROUP BY category_no, booked_on"""


def _counters(span: str, by: str) -> KeptSums:
    sums = ", ".join(COUNTED)
    return KeptSums(
        table=f"line_count_{span}",
        key=("category_no", span),
        sums=COUNTED,
        recomputed=f"""SELECT category_no, {by} AS {span}, {sums} FROM common
          UNION ALL SELECT 0, {by}, {sums} FROM common""",
        called="category {}, " + span + " {}",
        counts="the lines say",
    )


LINES = Rows(
    "entries",
    "bank_transaction",
    "transaction_no",
    [
        Rule(
            "entry_no",
            f"t.entry_no IS NULL OR (t.status = 1 AND {_OWN_ENTRY})",
            "an entry that stands for this line, of a line in the books",
        ),
        Rule(
            "amount",
            f"t.status <> 1 OR t.entry_no IS NULL OR t.amount = {_BANK_SIDE} OR NOT {_FIRST}",
            "what its entry says",
            f"CASE WHEN t.entry_no IS NULL THEN NULL ELSE CAST({_BANK_SIDE} AS BIGINT) END",
            also=("bank_transaction.entry_no", "bank_transaction.account_no"),
        ),
        Rule(
            "category_no",
            _FILED,
            "where its entry posts it, with that contact",
            also=("bank_transaction.contact_no", "bank_transaction.parts"),
        ),
        Rule(
            "parts",
            _PARTS,
            "as many as are kept, and they add up to the line",
            _PARTS_KEPT,
            mends=True,
            also=("categorisation_part.amount", "categorisation_part.part_no", "categorisation_part.transaction_no"),
        ),
        names("account_no", "bank_account", "account_no", "a bank account"),
        or_nothing(names("contact_no", "contact", "contact_no", "a contact")),
        one_of("status", 1, 2, 3, 4, 5),
        Rule(
            "status",
            "t.status NOT IN (4, 5) OR (t.import_no IS NOT NULL AND t.entry_no IS NULL)",
            "pending or lapsed only where a bank's file brought the line",
            also=("bank_transaction.import_no", "bank_transaction.entry_no"),
        ),
        between("confidence", 0, 10_000),
        one_of("source", *SOURCE_OF),
        flag("reviewed"),
        at_least("version", 1),
    ],
    called="transaction",
    prefix="txn_",
)

CHECKS = (
    LINES,
    Walk("entries", standing),
    Walk("bank", bank_facts),
    Sums(
        "counters",
        _counters("day", "day"),
        _counters("month", "day / 100"),
        common=_COUNTED,
        columns=f"category_no, day, {', '.join(COUNTED)}",
        also=tuple(f"bank_transaction.{name}" for name in ("category_no", "status", "reviewed", "confidence")),
    ),
    Rows(
        "parts",
        "categorisation_part",
        "transaction_no part_no",
        [
            found_in("transaction_no", "bank_transaction", "transaction_no", "a bank line"),
            Rule(
                "part_no",
                """t.part_no >= 1 AND t.part_no <= (SELECT b.parts FROM bank_transaction b
                   WHERE b.company_id = t.company_id AND b.transaction_no = t.transaction_no)""",
                "numbered from 1, as many as the line says",
                also=("bank_transaction.parts",),
            ),
            names("category_no", "category", "category_no", "a category"),
            Rule("vat_amount", "ABS(t.vat_amount) <= ABS(t.amount)", "at most the part's amount"),
            or_nothing(names("contact_no", "contact", "contact_no", "a contact")),
            between("business_percent", 0, 100),
            between("vat_given", 0, 2),
            or_nothing(Rule("vat_code", "LENGTH(t.vat_code) > 0", "a VAT code")),
        ],
        called="transaction {}, part {}",
    ),
)
