"""How UK banks print a payment: one function a bank, from the parts of a payment to the columns of its export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.strange.names import TOWNS, digits

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


@dataclass(frozen=True, slots=True)
class Payment:
    """What a bank knows when it prints a line."""

    day: date
    kind: str
    """card dd so out in giro transfer fee interest cash refund"""
    name: str
    reference: str
    place: str
    """A shop's town, empty where the name has it or there is none."""
    pence: int
    party: str = ""
    """Who it is, however it is written."""

    @property
    def dmy(self) -> str:
        """30AUG26"""
        return f"{self.day.day:02d}{_MONTHS[self.day.month - 1]}{self.day:%y}"


@dataclass(frozen=True, slots=True)
class Printed:
    """The columns of a line that say what it is."""

    description: str
    payee: str | None = None
    reference: str | None = None
    kind: str | None = None


Printer = Callable[[Payment, Random], Printed]


def joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def hsbc(payment: Payment, rng: Random) -> Printed:
    """A code in front, the name cut at 18, the reference behind it; foreign ones with INT'L and a number."""
    name, ref = payment.name[:18], payment.reference.upper()[:18]
    match payment.kind:
        case "card" if rng.random() < 0.12:
            return Printed(f"VIS INT'L 00{digits(rng, 8)} {name}")
        case "card":
            return Printed(joined(rng.choice((")))", "VIS", ")))")), name, payment.place))
        case "refund":
            return Printed(joined("CR", name, payment.place))
        case "dd":
            return Printed(joined("DD", name, rng.choice(("", ref))))
        case "so":
            return Printed(joined("SO", name, ref))
        case "out":
            return Printed(joined("BP", name, ref))
        case "transfer":
            return Printed(joined("TFR" if payment.pence < 0 else "CR", "40" + digits(rng, 4), digits(rng, 8), ref))
        case "fee":
            return Printed("DR TOTAL CHARGES TO " + payment.dmy)
        case "interest":
            return Printed("CR GROSS INTEREST TO " + payment.dmy)
        case "cash":
            return Printed(
                f"ATM CASH {rng.choice(TOWNS)[:9]} {payment.dmy[:5]} {rng.choice(TOWNS)} @{rng.randint(8, 21)}:36"
            )
    return Printed(joined("CR", name, ref))


def hsbc_behind(payment: Payment, rng: Random) -> Printed:
    """The CSV of business internet banking: the code stands behind the text."""
    front = hsbc(payment, rng).description
    code, _, rest = front.partition(" ")
    return Printed(f"{rest} {code}" if code in (")))", "VIS", "CR", "DD", "SO", "BP", "TFR", "ATM", "DR") else front)


def barclays(payment: Payment, rng: Random) -> Printed:
    """A fixed-width memo: name in 18, reference in 18, the form's letters; cards with their day."""
    name, ref = payment.name.upper()[:18], payment.reference.upper()[:18]
    letters = {
        "card": "BCC",
        "refund": "BCC",
        "dd": "DDR",
        "so": "STO",
        "out": rng.choice(("BBP", "FT")),
        "in": "FPI",
        "giro": "BGC",
        "transfer": "FT",
        "cash": "ATM",
    }.get(payment.kind)
    kind = {"card": "Card Purchase", "dd": "Direct Debit", "in": "Counter Credit", "giro": "Counter Credit"}.get(
        payment.kind
    )
    if payment.kind == "card":
        shop = joined(name, payment.place)[:18]
        return Printed(f"{shop:<18} ON {payment.day.day:02d} {_MONTHS[payment.day.month - 1]} {letters}", kind=kind)
    if letters is None:
        return Printed("COMMISSION CHARGES FOR PERIOD" if payment.kind == "fee" else "INTEREST PAID GROSS")
    if payment.kind == "transfer":
        return Printed(f"20-{digits(rng, 2)}-{digits(rng, 2)} {digits(rng, 8)} {ref} {letters}", kind=kind)
    return Printed(f"{name:<18} {ref:<18} {letters}", kind=kind)


def barclays_words(payment: Payment, rng: Random) -> Printed:
    """The printed statement of Barclays: the form in words, the reference after Ref:."""
    day = f"On {payment.day.day:02d} {_MONTHS[payment.day.month - 1].title()}"
    name, ref = payment.name.title() if payment.name.isupper() else payment.name, payment.reference
    behind = f"Ref: {ref}" if ref else ""
    match payment.kind:
        case "card":
            form = rng.choice(("Card Payment to", "Contactless Payment to", "Card Purchase"))
            return Printed(joined(form, name, payment.place.title(), day))
        case "refund":
            return Printed(joined("Refund From", name, day))
        case "dd":
            return Printed(joined("Direct Debit to", name, behind))
        case "so":
            return Printed(joined("Standing Order to", name, behind))
        case "out":
            return Printed(joined(rng.choice(("Bill Payment to", "On-Line Banking Bill Payment to")), name, behind))
        case "in":
            return Printed(joined(rng.choice(("Received From", "Direct Credit From")), name, behind))
        case "giro":
            return Printed(joined("Direct Credit From", name, behind))
        case "transfer":
            word = "to" if payment.pence < 0 else "from"
            return Printed(
                f"Funds Transfer {word} Sort Code 20-{digits(rng, 2)}-{digits(rng, 2)} Account {digits(rng, 8)}"
            )
        case "fee":
            return Printed("Commission Charges For The Period 13 Jan/ 12 Feb")
        case "cash":
            return Printed(f"Cash Machine Withdrawal at {rng.choice(TOWNS).title()} Timed at 10.42 {day}")
    return Printed("Interest Earned Gross")


def lloyds(payment: Payment, rng: Random) -> Printed:
    """A type in its own column; faster payments with a long number, a sort code and the time."""
    name, ref = payment.name.upper()[:18], payment.reference.upper()[:18]
    stamp = f"{payment.dmy} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}"
    number, code = digits(rng, 18), digits(rng, 6)
    match payment.kind:
        case "card":
            return Printed(f"{joined(payment.name.upper(), payment.place)[:22]} CD {digits(rng, 4)}", kind="DEB")
        case "refund":
            return Printed(f"{payment.name.upper()[:22]} CD {digits(rng, 4)}", kind="DEB")
        case "dd":
            return Printed(joined(name, digits(rng, 8) if rng.random() < 0.4 else ref), kind="DD")
        case "so":
            return Printed(joined(name, ref), kind="SO")
        case "out":
            return Printed(joined(name, number, ref, code, "    10", stamp), kind="FPO")
        case "in":
            return Printed(joined(name, ref, number, code, "10", stamp), kind="FPI")
        case "giro":
            return Printed(joined(name, ref), kind="BGC")
        case "transfer":
            return Printed(joined(ref, f"30{digits(rng, 4)} {digits(rng, 8)}"), kind="TFR")
        case "fee":
            return Printed(f"SERVICE CHARGES REF : {digits(rng, 9)}", kind="PAY")
        case "cash":
            return Printed(f"LNK {rng.choice(TOWNS)} CD {digits(rng, 4)} {payment.dmy[:5]}", kind="CPT")
    return Printed("INTEREST (GROSS)", kind="DEP")


def natwest(payment: Payment, rng: Random) -> Printed:
    """Parts between ` , `; a card line begins with the card's last digits and the day."""
    name, ref = payment.name.upper()[:18], payment.reference.upper()[:18]
    fp = f"FP {payment.day:%d/%m/%y} {digits(rng, 2)} {digits(rng, 17)}"
    match payment.kind:
        case "card":
            place = payment.place or rng.choice(TOWNS)
            return Printed(
                f"{digits(rng, 4)} {payment.dmy} {rng.choice(('C ', 'CD ', ''))}, {payment.name.upper()} , {place} GB",
                kind="POS",
            )
        case "refund":
            return Printed(
                f"{digits(rng, 4)} {payment.dmy} , {payment.name.upper()} , {rng.choice(TOWNS)} GB", kind="POS"
            )
        case "dd":
            return Printed(payment.name.upper(), kind="D/D")
        case "so":
            return Printed(joined(name, ref), kind="S/O")
        case "out":
            return Printed(f"{name} , {ref or name} , VIA MOBILE - PYMT , {fp}", kind="DPC")
        case "in":
            return Printed(f"{name} , {ref} , {fp}", kind="BAC")
        case "giro":
            return Printed(joined(name, ",", ref), kind="BAC")
        case "transfer":
            return Printed(
                f"{'TO' if payment.pence < 0 else 'FROM'} A/C {digits(rng, 8)} , VIA MOBILE - XFER", kind="DPC"
            )
        case "fee":
            return Printed(f"CHARGES , {payment.day:%d%b} A/C {digits(rng, 8)}".upper(), kind="CHG")
        case "cash":
            return Printed(f"{digits(rng, 4)} {payment.dmy} , NATWEST {rng.choice(TOWNS)}", kind="ATM")
    return Printed(f"{payment.dmy} GRS {digits(rng, 8)}", kind="INT")


def natwest_glued(payment: Payment, rng: Random) -> Printed:
    """NatWest through other software: name cut at 18 and reference run together without a space."""
    name, ref = payment.name.upper()[:18], payment.reference.upper()[:18]
    fp = f"FP {payment.day:%d/%m/%y} {digits(rng, 2)} {digits(rng, 16)}"
    match payment.kind:
        case "card" | "refund":
            return Printed(
                f"{digits(rng, 4)} {payment.dmy} C {payment.name.upper()} {payment.place or rng.choice(TOWNS)} GB"
            )
        case "out":
            glue = "" if len(payment.name) >= 18 else " "
            return Printed(f"OnLine Transaction {name}{glue}{ref} VIA MOBILE - PYMT {fp}")
        case "in":
            glue = "" if len(payment.name) >= 18 else " "
            return Printed(f"Automated Credit {name}{glue}{ref} {fp}")
        case "giro":
            return Printed(joined("Automated Credit", name, ref))
        case "dd":
            return Printed(f"Direct Debit {payment.name.upper()}")
        case "so":
            return Printed(f"Standing Order {joined(name, ref)}")
        case "transfer":
            return Printed(
                f"OnLine Transaction {'To' if payment.pence < 0 else 'From'} A/C {digits(rng, 8)} Via Mobile Xfer"
            )
    return natwest(payment, rng)


def santander(payment: Payment, rng: Random) -> Printed:
    """Everything in words, the amount and its rate behind a card's name."""
    name, ref = payment.name.upper()[:32], payment.reference.upper()[:18]
    on, mandate = f"ON {payment.day:%d-%m-%Y}", f"MANDATE NO {rng.randint(1, 99):04d}"
    pounds = f"{abs(payment.pence) / 100:.2f}"
    match payment.kind:
        case "card" if rng.random() < 0.3:
            return Printed(f"{name} ({rng.choice(('VIA APPLE PAY', 'VIA GOOGLE PAY'))}), {on}")
        case "card":
            return Printed(f"CARD PAYMENT TO {name},{pounds} GBP, RATE 1.00/GBP {on}")
        case "refund":
            return Printed(f"CREDIT FROM {name} {on}")
        case "dd":
            return Printed(f"DIRECT DEBIT PAYMENT TO {name} REF {ref or digits(rng, 10)}, {mandate}")
        case "so":
            return Printed(f"STANDING ORDER VIA FASTER PAYMENT TO {name} REFERENCE {ref}, {mandate}")
        case "out":
            made = rng.choice(("BILL PAYMENT VIA FASTER PAYMENT TO", "THIRD PARTY PAYMENT MADE VIA FASTER PAYMENT TO"))
            return Printed(f"{made} {name} REFERENCE {ref} , {mandate}")
        case "in":
            return Printed(f"FASTER PAYMENTS RECEIPT REF.{ref} FROM {name[:18]}")
        case "giro":
            return Printed(f"BANK GIRO CREDIT REF {name[:18]}, {ref}")
        case "transfer":
            return Printed(f"TRANSFER {'TO' if payment.pence < 0 else 'FROM'} ACCOUNT SAVING")
        case "fee":
            return Printed("MONTHLY ACCOUNT FEE")
        case "cash":
            return Printed(f"CASH WITHDRAWAL AT LINK ATM {rng.choice(TOWNS)},{pounds} GBP {on}")
    return Printed("INTEREST PAID AFTER TAX 0.00 DEDUCTED")


def nationwide(payment: Payment, rng: Random) -> Printed:
    """The form in words, the phone that paid behind the country."""
    name = payment.name.upper()
    match payment.kind:
        case "card":
            form = rng.choice(("Contactless Payment", "Visa purchase", "Card payment"))
            return Printed(joined(form, name, payment.place, "GB", rng.choice(("", f"APPLEPAY {digits(rng, 4)}"))))
        case "refund":
            return Printed(joined("Visa credit", name, "GB"))
        case "dd":
            return Printed(f"Direct debit {name}")
        case "so":
            return Printed(joined("Standing order", name, payment.reference))
        case "out":
            return Printed(joined("Payment to", name, payment.reference))
        case "in" | "giro":
            return Printed(joined("Bank credit", name, payment.reference))
        case "transfer":
            return Printed(f"Transfer {'to' if payment.pence < 0 else 'from'} {digits(rng, 6)} {digits(rng, 8)}")
        case "fee":
            return Printed("Account charge")
        case "cash":
            return Printed(f"ATM Withdrawal {rng.choice(TOWNS)} GB")
    return Printed("Interest added")
