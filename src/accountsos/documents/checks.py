"""Proofs and comparisons: do the figures add up, is the VAT plausible, was it seen before, has the bank changed."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accountsos.documents.facts import BankDetails, Check, DocumentFacts, Fact
from accountsos.documents.names import same_name
from accountsos.money import Pence, minor_units, rounded_half_up, text_from_pence
from accountsos.uk_rules.vat_rates import VatRate, vat_rate

_HUNDRED = Decimal(100)
_HARDLY_READ = 0.5


def arithmetic_checks(facts: DocumentFacts) -> tuple[Check, ...]:
    """Everything on the document that can be added up."""
    return (*_totals(facts), *_rates(facts), *_lines(facts), *_payable(facts))


def _totals(facts: DocumentFacts) -> Iterator[Check]:
    net, vat, gross = facts.net, facts.vat, facts.gross
    if net is None or vat is None or gross is None:
        return
    holds = net.value + vat.value == gross.value
    yield Check(
        "net_and_vat_make_gross",
        holds,
        f"net {_text(net.value, facts)} + VAT {_text(vat.value, facts)}"
        f" {'=' if holds else 'is not'} {_text(gross.value, facts)}",
    )


def _rates(facts: DocumentFacts) -> Iterator[Check]:
    parts = facts.vat_by_rate
    # Rounded line by line, a document's VAT may be out by up to half a penny a line; by one penny always.
    slack = max(1, (len(facts.lines) + 1) // 2)
    for part in parts:
        if part.rate is not None and part.net is not None and part.vat is not None:
            due = rounded_half_up(Decimal(part.net) * part.rate / _HUNDRED)
            yield Check(
                "vat_is_rate_times_net",
                abs(due - part.vat) <= slack,
                f"{_percent(part.rate)} of {_text(part.net, facts)} is {_text(due, facts)}; "
                f"the document says {_text(part.vat, facts)}",
            )
    vats, nets = [part.vat for part in parts], [part.net for part in parts]
    if parts and facts.vat is not None and None not in vats:
        total = sum(vat or 0 for vat in vats)
        # EN 16931 computes each rate's VAT on its own: the sum may be out by a penny a rate.
        yield Check(
            "rates_make_vat",
            abs(total - facts.vat.value) <= len(parts) - 1,
            f"the VAT of all rates comes to {_text(total, facts)}, the document's to {_text(facts.vat.value, facts)}",
        )
    if parts and facts.net is not None and None not in nets:
        total = sum(net or 0 for net in nets)
        yield Check(
            "rates_make_net",
            abs(total - facts.net.value) <= len(parts) - 1,
            f"the net of all rates comes to {_text(total, facts)}, the document's to {_text(facts.net.value, facts)}",
        )


def _lines(facts: DocumentFacts) -> Iterator[Check]:
    currency = facts.currency.value if facts.currency else "GBP"
    for line in facts.lines:
        if line.quantity is None or line.unit_price is None or line.net is None:
            continue
        due = rounded_half_up((line.quantity * line.unit_price).scaleb(minor_units(currency))) + line.charges
        # Printed unit prices are rounded: half a minor unit each, and never less than two in all.
        slack = max(2, int(abs(line.quantity) / 2) + 1) if _is_rounded(line.unit_price) else 2
        if abs(abs(due) - abs(line.net)) > slack:
            yield Check(
                "quantity_times_price",
                False,
                f"line {line.number or line.description[:30]!r}: {line.quantity.normalize():f} x {line.unit_price}"
                f" is {_text(due, facts)}, the line says {_text(line.net, facts)}",
                stops=False,
            )


def _is_rounded(price: Decimal) -> bool:
    return -int(price.normalize().as_tuple().exponent) >= 2


def _payable(facts: DocumentFacts) -> Iterator[Check]:
    if facts.gross is None or facts.payable is None or facts.prepaid is None:
        return
    rounding = facts.rounding.value if facts.rounding else 0
    due = facts.gross.value - facts.prepaid.value + rounding
    yield Check(
        "prepaid_and_payable_make_gross",
        due == facts.payable.value,
        f"gross less prepaid is {_text(due, facts)}, payable is {_text(facts.payable.value, facts)}",
        stops=False,
    )


def _text(pence: Pence, facts: DocumentFacts) -> str:
    return text_from_pence(pence, facts.currency.value if facts.currency else "GBP")


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f} %"


_RATES_KNOWN_FROM = date(2008, 12, 1)


def uk_vat_rates(day: date) -> tuple[Decimal, ...]:
    """The UK's VAT rates on that day, in percent; none before the day from which the rules hold them."""
    if day < _RATES_KNOWN_FROM:
        return ()
    liabilities = (VatRate.STANDARD, VatRate.REDUCED, VatRate.HOSPITALITY, VatRate.ZERO)
    return tuple({vat_rate(liability, day) * _HUNDRED for liability in liabilities})


def uk_rate_check(facts: DocumentFacts) -> Check | None:
    """Whether each printed rate existed on the document's day; only for documents in sterling."""
    if facts.date is None or facts.currency is None or facts.currency.value != "GBP":
        return None
    allowed = uk_vat_rates(facts.date.value)
    strange = [part.rate for part in facts.vat_by_rate if part.rate is not None and part.rate not in allowed]
    if not facts.vat_by_rate or not allowed:
        return None
    if strange:
        names = ", ".join(_percent(rate) for rate in strange)
        return Check("uk_vat_rate", False, f"{names} was no UK VAT rate on {facts.date.value.isoformat()}", stops=False)
    return Check("uk_vat_rate", True, "the VAT rates are those of that day")


def vat_number_check(number: str) -> Check:
    """Whether the checksum is right. A wrong one is shown, never a reason to refuse: misreadings happen."""
    country, digits = number[:2].upper(), number[2:]
    module = {"GB": "gb.vat", "XI": "gb.vat", "IE": "ie.vat"}.get(country, "eu.vat")
    try:
        rules = importlib.import_module(f"stdnum.{module}")
    except ImportError:
        return Check("vat_number", None, f"no rule is known for VAT number {number}", stops=False)
    if bool(rules.is_valid(digits if module == "gb.vat" else number)):
        return Check("vat_number", True, f"the checksum of VAT number {number} is right", stops=False)
    return Check("vat_number", False, f"the checksum of VAT number {number} is wrong; look at it again", stops=False)


@dataclass(frozen=True, slots=True)
class EarlierDocument:
    """What is remembered of a document already in the books."""

    id: str
    supplier: str
    number: str | None
    date: date | None
    gross: Pence | None
    currency: str | None


def duplicate_check(facts: DocumentFacts, earlier: Iterable[EarlierDocument]) -> Check | None:
    """The earlier document that this one repeats: same supplier and number, or same supplier, day and total."""
    name = facts.supplier.name.value if facts.supplier.name else None
    if name is None:
        return None
    # A guess may be any number that its supplier prints on every paper: it tells no two papers apart.
    number = facts.number if facts.number is not None and facts.number.confidence >= _HARDLY_READ else None
    for other in earlier:
        if not same_name(name, other.supplier):
            continue
        if number and other.number and _plain(number.value) == _plain(other.number):
            return Check(
                "duplicate", False, f"{other.supplier} {other.number} is already in the books ({other.id}); paid twice?"
            )
        both_numbered = number is not None and other.number is not None
        if not both_numbered and _same(facts.gross, other.gross) and _same(facts.date, other.date):
            return Check(
                "duplicate", False, f"a document of {other.supplier} with the same day and total is there ({other.id})"
            )
    return Check("duplicate", True, "no earlier document of this supplier has this number", stops=False)


def _same(fact: Fact[Pence] | Fact[date] | None, value: object) -> bool:
    return fact is not None and value is not None and fact.value == value


def _plain(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum()).lstrip("0")


def bank_check(facts: DocumentFacts, known: Iterable[BankDetails]) -> Check | None:
    """Whether the supplier asks to be paid where it always did: a change is the commonest invoice fraud."""
    accounts = [details for details in known if _account(details)]
    if facts.bank is None or not accounts or not _account(facts.bank.value):
        return None
    if any(_account(details) == _account(facts.bank.value) for details in accounts):
        return Check("bank_details", True, "the bank details are the known ones")
    return Check(
        "bank_details",
        False,
        "the bank details differ from those used before; call the supplier on a number you know before paying",
    )


def _account(details: BankDetails) -> str | None:
    if details.iban:
        iban = details.iban.replace(" ", "").upper()
        # A UK IBAN ends in sort code and account number, so both ways of writing it compare.
        return iban[8:22] if iban.startswith("GB") and len(iban) == 22 else iban
    if details.account_number:
        return (details.sort_code or "").replace("-", "") + details.account_number
    return None


def page_check(facts: DocumentFacts, page: DocumentFacts, amounts_on_page: frozenset[Pence]) -> Check | None:
    """Whether the page shows the total that the e-invoice inside claims; a difference may be fraud."""
    if facts.gross is None or not amounts_on_page:
        return None
    wanted = {abs(facts.gross.value)} | ({abs(facts.payable.value)} if facts.payable else set())
    shown = page.gross
    inside = _text(facts.gross.value, facts)
    if wanted & amounts_on_page:
        if shown is not None and shown.confidence >= 0.9 and abs(shown.value) not in wanted:
            return Check(
                "xml_and_page",
                False,
                f"the page's total looks like {_text(shown.value, facts)}, the e-invoice inside says {inside}",
            )
        return Check("xml_and_page", True, f"the page shows the total {inside} of the e-invoice inside")
    seen = f"the page's total is {_text(shown.value, facts)}" if shown else "that amount is nowhere on the page"
    return Check("xml_and_page", False, f"the e-invoice inside says {inside}, but {seen}; ask the supplier which holds")


def plausible_date_check(day: date, today: date) -> Check:
    """A document from the future, or older than the years that books are kept, deserves a look."""
    if day > today + timedelta(days=31):
        return Check("date_plausible", False, f"the date {day.isoformat()} lies in the future")
    if day < today - timedelta(days=7 * 366):
        return Check("date_plausible", False, f"the date {day.isoformat()} is more than seven years ago", stops=False)
    return Check("date_plausible", True, "the date is plausible", stops=False)
