"""Lines of a payment processor's own account: gross sales, fees, refunds, and the payouts that leave for the bank."""

from __future__ import annotations

from collections.abc import Iterator

from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.suggestion import BankLine, Reading
from accountsos.contacts.spelling import words_of

_PAYOUTS = frozenset("PAYOUT PAYOUTS TRANSFER WITHDRAWAL DEPOSIT DISBURSEMENT SETTLEMENT".split())
_FEES = frozenset("FEE FEES COMMISSION SUBSCRIPTION LABEL TARIFF".split())
_BACK = frozenset("REFUND REFUNDED CHARGEBACK DISPUTE REVERSAL CLAIM".split())
_SALES = frozenset("CHARGE PAYMENT ORDER SALE CHECKOUT CAPTURE INVOICE".split())


def processor_line(line: BankLine, parsed: ParsedLine) -> Iterator[Reading]:
    """By the processor's own word for the row; a purchase that was paid from its balance is as any other payment."""
    if line.account_kind != "processor":
        return
    if not line.kind:
        if line.amount < 0 and " FEE" in parsed.text:
            yield Reading("cat_bank_charges", 0.93, "knowledge", "the processor's fee, by its words")
        return
    said = frozenset(words_of(line.kind.replace("_", " ")))
    money_in = line.amount >= 0
    if said & _FEES:
        yield Reading("cat_bank_charges", 0.95, "knowledge", "the processor's fee", refunds=money_in)
    elif said & _BACK:
        if not money_in:
            yield Reading("cat_sales", 0.95, "refund", "a sale that was given back", refunds=True)
    elif said & _PAYOUTS:
        yield Reading("cat_transfer", 0.96, "transfer", "the processor's payout, or money put in")
    elif said & _SALES and money_in:
        yield from _sale(parsed)


def _sale(parsed: ParsedLine) -> Iterator[Reading]:
    if parsed.currency is None:
        yield Reading("cat_sales", 0.93, "knowledge", "a sale through the processor, before its fee")
        return
    for category, sure in (("cat_sales", 0.6), ("cat_sales_overseas", 0.3)):
        yield Reading(category, sure, "knowledge", f"a sale through the processor, paid in {parsed.currency}")
