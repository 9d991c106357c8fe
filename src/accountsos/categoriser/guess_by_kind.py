"""A guess by the kind of payment, where the payee tells nothing: only ever an alternative or a weak answer."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.categoriser.knowledge.concepts import ASSET_FROM, SMALL_BELOW
from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.sides import merged
from accountsos.categoriser.suggestion import Reading
from accountsos.categoriser.whose_money import WhoseMoney
from accountsos.money import Pence


def by_kind(parsed: ParsedLine, amount: Pence, whose: WhoseMoney, trade: str) -> list[Reading]:
    """What such a payment most often is."""
    money_in = amount >= 0
    ranked = _guess_in(parsed, trade) if money_in else _of_a_trader(parsed, abs(amount), whose, trade)
    ranked = ranked or _guess_out(parsed, trade, abs(amount))
    placed = merged((whose.category(c, money_in=money_in), share) for c, share in ranked)
    return [Reading(c, share, "none", "a guess by the kind of payment", refunds=False) for c, share in placed]


def _guess_in(parsed: ParsedLine, trade: str) -> Sequence[tuple[str, float]]:
    if parsed.kind == "transfer":
        return (("cat_transfer", 0.6), ("cat_sales", 0.2))
    if parsed.kind == "cash":
        return (("cat_sales", 0.72), ("cat_transfer", 0.14))
    if parsed.kind == "card":
        return (("cat_purchases", 0.3), ("cat_sales", 0.28), ("cat_general", 0.1))
    if trade == "community":
        return (("cat_sales", 0.5), ("cat_grants", 0.2), ("cat_other_income", 0.2))
    if trade == "property":
        return (("cat_rental_income", 0.7), ("cat_sales", 0.14), ("cat_deposits_paid", 0.03))
    if parsed.currency:
        return (
            ("cat_sales_zero" if trade in ("shop", "make", "food") else "cat_sales_overseas", 0.66),
            ("cat_sales", 0.22),
        )
    return (("cat_sales", 0.74), ("cat_customer_deposits", 0.04), ("cat_other_income", 0.04))


def _of_a_trader(parsed: ParsedLine, size: Pence, whose: WhoseMoney, trade: str) -> Sequence[tuple[str, float]] | None:
    """What a sole trader pays otherwise than a company: the household is fed from the same account."""
    if not whose.is_a_traders:
        return None
    if parsed.kind == "cash":
        return _CASH_OF_A_TRADER
    if parsed.is_person and parsed.kind not in ("card", "direct_debit") and "INV" not in parsed.reference_words:
        return _PERSON_OF_A_TRADER.get(trade, _PERSON_OF_A_TRADER[""])
    if parsed.kind == "card" and whose.is_at_home and trade not in _CARD_OUT:
        return _CARD_OF_A_HOME_SMALL if size < SMALL_BELOW else _CARD_OF_A_HOME
    return None


_CASH_OF_A_TRADER = (("cat_drawings", 0.5), ("cat_transfer", 0.36), ("cat_wages", 0.03))
_OWNER_FIRST = (("cat_drawings", 0.42), ("cat_subcontractors", 0.24), ("cat_wages", 0.12))
_HELPERS_FIRST = (("cat_subcontractors", 0.36), ("cat_drawings", 0.28), ("cat_wages", 0.2))
_PERSON_OF_A_TRADER = {
    "": _OWNER_FIRST, "builder": _HELPERS_FIRST, "haulage": _HELPERS_FIRST, "cleaning": _HELPERS_FIRST,
    "food": (("cat_wages", 0.4), ("cat_drawings", 0.26), ("cat_subcontractors", 0.12)),
    "shop": (("cat_drawings", 0.34), ("cat_wages", 0.3), ("cat_purchases", 0.14)),
}  # fmt: skip
_CARD_OF_A_HOME_SMALL = (("cat_drawings", 0.4), ("cat_subsistence", 0.36), ("cat_software", 0.1))
_CARD_OF_A_HOME = (("cat_drawings", 0.46), ("cat_software", 0.2), ("cat_subsistence", 0.1))
_CARD_OUT = {
    "food": (("cat_purchases", 0.5), ("cat_subsistence", 0.1), ("cat_repairs", 0.06)),
    "shop": (("cat_purchases", 0.42), ("cat_software", 0.16), ("cat_office", 0.08)),
    "make": (("cat_purchases", 0.52), ("cat_subsistence", 0.1), ("cat_repairs", 0.06)),
    "builder": (("cat_purchases", 0.52), ("cat_vehicle_running", 0.16), ("cat_subsistence", 0.08)),
    "care": (("cat_purchases", 0.4), ("cat_staff_training", 0.1), ("cat_office", 0.06)),
    "garage": (("cat_purchases", 0.6), ("cat_subsistence", 0.1), ("cat_vehicle_running", 0.07)),
    "cleaning": (("cat_purchases", 0.44), ("cat_vehicle_running", 0.12), ("cat_subsistence", 0.08)),
    "fitness": (("cat_purchases", 0.44), ("cat_software", 0.12), ("cat_staff_training", 0.08)),
    "farm": (("cat_purchases", 0.5), ("cat_repairs", 0.14), ("cat_vehicle_running", 0.08)),
    "childcare": (("cat_purchases", 0.5), ("cat_staff_training", 0.1), ("cat_office", 0.06)),
    "vet": (("cat_purchases", 0.44), ("cat_staff_training", 0.08), ("cat_subsistence", 0.08)),
    "community": (("cat_purchases", 0.4), ("cat_software", 0.12), ("cat_subsistence", 0.08)),
    "property": (("cat_repairs", 0.5), ("cat_purchases", 0.1), ("cat_general", 0.08)),
    "haulage": (("cat_vehicle_running", 0.5), ("cat_accommodation", 0.1), ("cat_subsistence", 0.1)),
    "": (("cat_software", 0.3), ("cat_subsistence", 0.14), ("cat_accommodation", 0.1)),
}
_CARD_OUT_SMALL = {
    "food": (("cat_purchases", 0.42), ("cat_software", 0.12), ("cat_subsistence", 0.1)),
    "shop": (("cat_purchases", 0.3), ("cat_software", 0.24), ("cat_subsistence", 0.1)),
    "builder": (("cat_subsistence", 0.42), ("cat_purchases", 0.26), ("cat_travel", 0.1)),
    "haulage": (("cat_subsistence", 0.5), ("cat_travel", 0.16), ("cat_vehicle_running", 0.1)),
    "": (("cat_subsistence", 0.42), ("cat_software", 0.22), ("cat_travel", 0.14)),
}
_BUSINESS_OUT = (("cat_subcontractors", 0.2), ("cat_purchases", 0.16), ("cat_legal", 0.1))


def _card_out(trade: str, size: Pence) -> Sequence[tuple[str, float]]:
    if size < SMALL_BELOW:
        return _CARD_OUT_SMALL.get(trade) or _CARD_OUT.get(trade) or _CARD_OUT_SMALL[""]
    return _CARD_OUT.get(trade) or _CARD_OUT[""]


def _guess_out(parsed: ParsedLine, trade: str, size: Pence) -> Sequence[tuple[str, float]]:
    builds = trade == "builder"
    if parsed.kind == "transfer":
        return (("cat_transfer", 0.6), ("cat_directors_loan", 0.08), ("cat_subcontractors", 0.06))
    if parsed.kind == "cash":
        return (("cat_transfer", 0.58), ("cat_drawings", 0.2), ("cat_wages", 0.04))
    if parsed.kind == "cheque":
        return (("cat_purchases", 0.2), ("cat_rent", 0.12), ("cat_repairs", 0.12))
    if parsed.kind == "card":
        return _card_out(trade, size)
    if parsed.kind == "direct_debit":
        return (("cat_software", 0.22), ("cat_insurance", 0.18), ("cat_utilities", 0.14))
    if parsed.is_person and parsed.kind == "standing_order":
        return (("cat_wages", 0.36), ("cat_rent", 0.2), ("cat_directors_salary", 0.14))
    if parsed.is_person and "INV" in parsed.reference_words and not builds:
        return (("cat_subcontractors", 0.4), ("cat_purchases", 0.3), ("cat_wages", 0.1))
    if parsed.is_person:
        return (
            ("cat_subcontractors", 0.56 if builds else 0.3),
            ("cat_wages", 0.26 if builds else 0.4),
            ("cat_directors_loan", 0.06),
        )
    if parsed.kind == "standing_order":
        return (("cat_rent", 0.36), ("cat_loans", 0.14), ("cat_accountancy", 0.1))
    if parsed.kind is None and size < ASSET_FROM:
        return _card_out(trade, size)
    if trade == "haulage":
        return (("cat_subcontractors", 0.36), ("cat_vehicle_running", 0.3), ("cat_purchases", 0.06))
    return _CARD_OUT.get(trade, _BUSINESS_OUT)
