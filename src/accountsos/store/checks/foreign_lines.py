"""Lines of accounts in other currencies: each has an amount as the bank said it, and its rate gives the pounds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from accountsos import ids
from accountsos.exchange import SOURCES, ForeignAmount, rate_read
from accountsos.money import HOME_CURRENCY
from accountsos.reconciliation.line_key import line_key
from accountsos.statements.line import StatementLine
from accountsos.store.checks.fault import Fault, Walk, told
from accountsos.store.checks.rules import Rows, Rule, found_in, one_of
from accountsos.store.engine.sql import Reader, Sql, day_from

EACH = Sql(
    """SELECT f.transaction_no, f.amount, f.rate, f.source, t.amount, t.booked_on, t.description, t.line_key, a.currency
       FROM foreign_line f JOIN bank_transaction t ON t.company_id = f.company_id
         AND t.transaction_no = f.transaction_no
       JOIN bank_account a ON a.company_id = t.company_id AND a.account_no = t.account_no
       WHERE f.company_id = :company ORDER BY f.transaction_no"""
)
BARE = Sql(
    f"""SELECT t.transaction_no, a.currency FROM bank_account a JOIN bank_transaction t
       ON t.company_id = a.company_id AND t.account_no = a.account_no
       WHERE a.company_id = :company AND a.currency <> '{HOME_CURRENCY}' AND (t.currency IS NULL
         OR t.currency <> '{HOME_CURRENCY}' OR NOT EXISTS (SELECT 1 FROM foreign_line f
         WHERE f.company_id = t.company_id AND f.transaction_no = t.transaction_no))
       ORDER BY t.transaction_no LIMIT 200"""
)
"""Lines that say nothing of the account's own currency, or take their amount for one of it."""

SAID = "what its line key was made of"


def worth(db: Reader, company: int) -> Iterator[Fault]:
    """The amount is what the line is known again by; at its rate it comes to what the line says in pounds."""
    for number, amount, rate, source, pounds, day, description, key, currency in db.stream(EACH, company=company):
        thing = f"transaction {ids.public_id('txn_', company, number)}"
        if line_key(StatementLine(1, day_from(day), amount, currency, description)) != key:
            message = f"{thing}: {amount} {currency} is not what the bank said of it"
            yield told("foreign", message, "foreign_line.amount", "bank_account.currency", thing=thing, expected=SAID)
            continue
        try:
            rate_read(rate)
        except ValueError:
            yield told("foreign", f"{thing}: {rate} is no rate", "foreign_line.rate", thing=thing, expected="a rate")
            continue
        comes_to = ForeignAmount(amount, currency, rate, source).pounds
        if comes_to != pounds:
            message = f"{thing}: {amount} {currency} at {Decimal(rate)} come to {comes_to}, and it says {pounds}"
            columns = ("foreign_line.rate", "foreign_line.amount", "bank_transaction.amount")
            yield told("foreign", message, *columns, thing=thing, expected=str(comes_to))
    for number, currency in db.rows(BARE, company=company):
        thing = f"transaction {ids.public_id('txn_', company, number)}"
        message = f"{thing}: nothing says what it moved in {currency}, the currency of its account"
        columns = ("foreign_line.transaction_no", "bank_transaction.currency", "bank_account.currency")
        yield told("foreign", message, *columns, thing=thing, expected="a row of its own")


CHECKS = (
    Rows(
        "foreign",
        "foreign_line",
        "transaction_no",
        [
            found_in("transaction_no", "bank_transaction", "transaction_no", "a bank line"),
            one_of("source", *SOURCES),
            Rule(
                "rate", "LENGTH(t.rate) > 0 AND TRIM(t.rate, '0123456789.') = ''", "units of the currency for one pound"
            ),
        ],
        called="transaction",
        prefix="txn_",
    ),
    Walk("foreign", worth),
)
