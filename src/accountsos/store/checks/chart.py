"""The chart and the bank accounts: numbers stand for one id each, and an account's category is that of its kind."""

from __future__ import annotations

from collections.abc import Iterator

from accountsos.ledger.category_ids import (
    CREDITORS,
    DEBTORS,
    OPENING_BALANCES,
    TRANSFER,
    UNCATEGORISED,
    VAT_CONTROL,
)
from accountsos.ledger.chart import ACCOUNT_TYPES, CONTROL_OF_KIND, OWN_MONEY, control_of
from accountsos.store.checks.fault import Fault, Walk, told
from accountsos.store.checks.rules import Rows, Rule, a_write, at_least, flag, names, one_of, some_text
from accountsos.store.engine.sql import Reader, Sql

_KINDS = " ".join(f"WHEN '{kind}' THEN '{category_id}'" for kind, category_id in CONTROL_OF_KIND.items())
_CONTROL = f"""(SELECT MIN(c.category_no) FROM category c WHERE c.company_id = t.company_id
  AND c.category_id = CASE t.kind {_KINDS} END)"""
_PUT_IN_AND_TAKEN = ", ".join(f"'{control_of(OWN_MONEY, 'sole_trader', taken=taken)}'" for taken in (False, True))
_OWNERS = f"""(t.kind = '{OWN_MONEY}' AND EXISTS (SELECT 1 FROM company o JOIN category c ON c.company_id = o.company_id
  WHERE o.company_id = t.company_id AND o.entity_type = 'sole_trader' AND c.category_no = t.category_no
  AND c.category_id IN ({_PUT_IN_AND_TAKEN})))"""

NEEDED = (*CONTROL_OF_KIND.values(), UNCATEGORISED, TRANSFER, OPENING_BALANCES, DEBTORS, CREDITORS, VAT_CONTROL)
IDS = Sql("SELECT DISTINCT category_id FROM category WHERE company_id = :company")


def needed(db: Reader, company: int) -> Iterator[Fault]:
    """The accounts that the books post to by themselves are there under their ids."""
    there = {row[0] for row in db.rows(IDS, company=company)}
    for category_id in dict.fromkeys(NEEDED):
        if category_id not in there:
            message = f"category {category_id}: it is not in the chart, and the books cannot do without it"
            columns = ("category.category_id", "category.category_no")
            yield told("chart", message, *columns, thing=f"category {category_id}", expected=category_id)


CHECKS = (
    Walk("chart", needed),
    Rows(
        "chart",
        "category",
        "category_no recorded_seq",
        [
            at_least("category_no", 1),
            a_write("recorded_seq"),
            Rule(
                "category_id",
                """t.category_id LIKE 'cat!_%' ESCAPE '!' AND NOT EXISTS (SELECT 1 FROM category o
                   WHERE o.company_id = t.company_id
                   AND (o.category_id = t.category_id) <> (o.category_no = t.category_no))""",
                "one id for one number",
                also=("category.category_no",),
            ),
            some_text("name"),
            one_of("type", *ACCOUNT_TYPES),
            some_text("nominal"),
            Rule("details", "t.details LIKE '{%}'", "JSON"),
            flag("archived"),
        ],
        called="category {} of write {}",
    ),
    Rows(
        "chart",
        "bank_account",
        "account_no",
        [
            at_least("account_no", 1),
            Rule("bank_account_id", "t.bank_account_id LIKE 'ba!_%' ESCAPE '!'", "an id that begins with ba_"),
            some_text("name"),
            one_of("kind", *CONTROL_OF_KIND),
            Rule("currency", "LENGTH(t.currency) = 3", "the three letters of a currency"),
            names("category_no", "category", "category_no", "a category"),
            Rule(
                "category_no",
                f"t.category_no = {_CONTROL} OR {_OWNERS}",
                "the category of its kind",
                _CONTROL,
                also=("bank_account.kind",),
            ),
            flag("archived"),
        ],
        called="bank account {}",
    ),
)
