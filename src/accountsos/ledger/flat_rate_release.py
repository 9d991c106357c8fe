"""VAT that waited under cash accounting and is paid for by a flat rate trader: turnover and purchases of the scheme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import Posting
from accountsos.ledger.vat_postings import flat_code, read_code
from accountsos.money import Pence, rounded_half_up, share
from accountsos.uk_rules.vat_boxes import VatKind
from accountsos.uk_rules.vat_codes import VatCode

_OUTSIDE = frozenset({VatKind.OVERSEAS_SERVICE_SALE, VatKind.DOMESTIC_RC_SALE})


def as_flat_rate_trader(released: Sequence[Posting], percentage: Decimal, claimed: frozenset[str]) -> list[Posting]:
    """What a payment brings of a supply from before the flat rate, paid under it: it is of the flat rate's turnover.

    A sale bears the percentage of all that is paid; of a purchase no VAT is claimed, but of capital goods: `claimed`
    are the accounts of these. Adds up to nothing as before. Source: SI 1995/2518 reg 55C(3) and reg 55E(1).
    """
    plain = [p for p in released if _law(p) is None]
    coded: dict[str, list[Posting]] = defaultdict(list)
    for posting in released:
        if posting.vat_code is not None and _law(posting) is not None:
            coded[read_code(posting.vat_code).base].append(posting)
    found = list(plain)
    for postings in coded.values():
        law = _law(postings[0])
        assert law is not None, "sorted by it"
        if law.sales is None or law.kind in _OUTSIDE or any(p.category_id in claimed for p in postings):
            found += postings
        elif law.sales:
            found += _turnover(postings, percentage)
        else:
            found += _cost(postings)
    return [p for p in found if p.amount]


def _law(posting: Posting) -> VatCode | None:
    return None if posting.vat_code is None else read_code(posting.vat_code).law


def _turnover(postings: Sequence[Posting], percentage: Decimal) -> list[Posting]:
    """The flat rate of everything paid under one code; what is kept of the VAT goes to the sale."""
    sales = [p for p in postings if p.category_id != VAT_CONTROL]
    gross = sum(p.amount for p in postings)
    due, code = share(gross, percentage), flat_code(percentage)
    kept = _spread(gross - due, sales)
    control = replace(postings[0], category_id=VAT_CONTROL, contact=None, bank_account=None)
    return [*(replace(p, vat_code=code) for p in kept), replace(control, amount=due, vat_code=code)]


def _cost(postings: Sequence[Posting]) -> list[Posting]:
    """VAT is part of what it cost, and in no box."""
    costs = [p for p in postings if p.category_id != VAT_CONTROL]
    spread = _spread(sum(p.amount for p in postings), costs)
    return [replace(p, vat_code=None, vat_period=None, tax_point=None) for p in spread]


def _spread(total: Pence, over: Sequence[Posting]) -> list[Posting]:
    """The total over postings in proportion, the last one with what is left."""
    whole, done, found = sum(p.amount for p in over), 0, []
    for posting in over[:-1]:
        part = rounded_half_up(Decimal(total * posting.amount) / whole) if whole else 0
        done += part
        found.append(replace(posting, amount=part))
    return [*found, replace(over[-1], amount=total - done)]
