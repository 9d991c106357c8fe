"""The banks with columns of their own for payee, reference and kind, and the list of all banks."""

from __future__ import annotations

from random import Random

from benchmarks.strange.forms import (
    Payment,
    Printed,
    Printer,
    barclays,
    barclays_words,
    hsbc,
    hsbc_behind,
    joined,
    lloyds,
    nationwide,
    natwest,
    natwest_glued,
    santander,
)
from benchmarks.strange.names import TOWNS, digits


def coop(payment: Payment, rng: Random) -> Printed:
    """Short codes and no forms: name and reference in one, the kind in its own column."""
    kinds = {
        "card": "Card",
        "dd": "DirectDebit",
        "so": "Standing Order",
        "out": "FasterPayment",
        "in": "FasterPayment",
        "giro": "BACS",
        "fee": "Charge",
        "interest": "Interest",
        "transfer": "Transfer",
        "cash": "ATM",
        "refund": "Card",
    }
    name = payment.name.upper()
    text = (
        joined(name[:18], payment.reference.upper())
        if payment.kind not in ("card", "refund")
        else joined(name, payment.place)
    )
    plain = {"fee": "SERVICE CHARGE", "interest": "INTEREST", "cash": f"LINK {payment.dmy} {rng.choice(TOWNS)}"}
    if payment.kind == "transfer":
        return Printed(f"TFR {digits(rng, 8)} {payment.reference.upper()}", kind="Transfer")
    return Printed(plain.get(payment.kind, text), kind=kinds[payment.kind])


def starling(payment: Payment, rng: Random) -> Printed:
    """Counter party, reference and type in columns of their own."""
    kinds = {
        "card": "CHIP & PIN",
        "dd": "DIRECT DEBIT",
        "so": "STANDING ORDER",
        "out": "FASTER PAYMENT",
        "in": "FASTER PAYMENT",
        "giro": "DIRECT CREDIT",
        "fee": "FEE",
        "interest": "INTEREST",
        "transfer": "TRANSFER",
        "cash": "ATM",
        "refund": "CHIP & PIN",
    }
    own = {
        "fee": "Starling Bank",
        "interest": "Starling Bank",
        "cash": "Cash Machine",
        "transfer": payment.reference or "Savings",
    }
    name = own.get(payment.kind, payment.name)
    ref = f"{payment.name} {payment.place}".strip() if payment.kind in ("card", "refund") else payment.reference
    if payment.kind == "fee":
        ref = "Monthly fee"
    return Printed(joined(name, "/", ref) if ref else name, payee=name, reference=ref or None, kind=kinds[payment.kind])


def monzo(payment: Payment, rng: Random) -> Printed:
    """Name, notes and type in columns; pots for transfers; the card scheme's text as the description."""
    kinds = {
        "card": "Card payment",
        "dd": "Direct Debit",
        "so": "Faster payment",
        "out": "Faster payment",
        "in": "Faster payment",
        "giro": "Bacs (Direct Credit)",
        "fee": "Account Fee",
        "interest": "Interest",
        "transfer": "Pot transfer",
        "cash": "ATM",
        "refund": "Card payment",
    }
    name = f"{payment.reference.title() or 'Tax'} Pot" if payment.kind == "transfer" else payment.name
    if payment.kind in ("card", "refund"):
        return Printed(
            f"{payment.name.upper():<22} {payment.place or rng.choice(TOWNS):<13} GBR", payee=name, kind="Card payment"
        )
    if payment.kind in ("fee", "interest"):
        return Printed(
            "Monzo Business Pro" if payment.kind == "fee" else "Interest", payee="Monzo", kind=kinds[payment.kind]
        )
    return Printed(payment.reference or name, payee=name, reference=payment.reference or None, kind=kinds[payment.kind])


def tide(payment: Payment, rng: Random) -> Printed:
    """Name and reference in one text with `ref:` between them."""
    behind = f"ref: {payment.reference}" if payment.reference else ""
    match payment.kind:
        case "card" | "refund":
            return Printed(joined(payment.name, payment.place))
        case "fee":
            return Printed("Tide platform charge monthly fee")
        case "transfer":
            return Printed(
                joined("Transfer to" if payment.pence < 0 else "Transfer from", payment.reference or "savings")
            )
        case "cash":
            return Printed("ATM withdrawal " + rng.choice(TOWNS))
        case "interest":
            return Printed("Interest earned")
        case "dd":
            return Printed(joined(payment.name, "Direct Debit", behind))
    return Printed(joined(payment.name, behind))


BANKS: dict[str, Printer] = {
    "hsbc": hsbc,
    "hsbc behind": hsbc_behind,
    "barclays": barclays,
    "barclays words": barclays_words,
    "lloyds": lloyds,
    "natwest": natwest,
    "natwest glued": natwest_glued,
    "santander": santander,
    "nationwide": nationwide,
    "co-op": coop,
    "starling": starling,
    "monzo": monzo,
    "tide": tide,
}
