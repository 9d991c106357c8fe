"""Companies with documents and bank lines whose truth is known: shapes of payment, and decoys that look alike."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accountsos.contacts.payee import payee_key, payee_of
from accountsos.generator import ARCHETYPES, generate
from accountsos.generator.lines import TrueLine
from accountsos.generator.payees import PLACE_WORDS
from accountsos.reconciliation.payment_evidence import CandidateLine, PaidDocument

MONTHS = 8
END = date(2026, 10, 31)
LINES = 700
_TRADES = "Timber Foods Print Joinery Catering Packaging Fabrics Couriers Bakery Paints Glass Metals Tiles".split()
_PAPERLESS = frozenset(
    "cat_wages cat_directors_salary cat_paye cat_pension cat_transfer cat_directors_loan cat_drawings cat_vat "
    "cat_corporation_tax cat_bank_charges cat_interest_paid cat_share_capital cat_interest_income".split()
)
_MEALS = frozenset({"cat_subsistence", "cat_entertaining"})
_RATES = {"EUR": 1.16, "USD": 1.29}


@dataclass(frozen=True)
class Paid:
    """What really paid a document: `lines` none for one that is not paid; `alike` other lines that say the same."""

    shape: str
    lines: frozenset[int] = frozenset()
    together: frozenset[int] = frozenset()
    alike: tuple[frozenset[int], ...] = ()


@dataclass
class Company:
    """Documents, lines and the truth by document."""

    seed: int
    documents: dict[int, PaidDocument] = field(default_factory=dict)
    lines: dict[int, CandidateLine] = field(default_factory=dict)
    truth: dict[int, Paid] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self._next = 0
        self._contacts: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._parties: dict[str, str] = {}

    def contact(self, name: str) -> int | None:
        key = payee_key(name)
        return self._contacts.setdefault(key, len(self._contacts) + 1) if key else None

    def line(self, day: date, amount: int, text: str, *, original: tuple[int, str] | None = None) -> int:
        """A bank line; its contact is made of its text, as an import does."""
        number, payee = len(self.lines) + 1, payee_of(text)
        self.lines[number] = CandidateLine(
            number, day, amount, "GBP", text, self.contact(payee.name),
            original_amount=original[0] if original else None,
            original_currency=original[1] if original else None,
            payee=payee.name,
        )  # fmt: skip
        return number

    def document(self, supplier: str, amount: int, day: date, **more: object) -> int:
        """A document with the next number of its supplier, or of our own invoices."""
        key = self._next = self._next + 1
        number = more.pop("number", None) or self.next_number(supplier, sale=amount > 0)
        shown = None if more.get("is_receipt") else str(number)
        currency = str(more.pop("currency", "GBP"))
        made = PaidDocument(amount, currency, day, None, False, supplier, self.contact(supplier), shown, key=key)
        self.documents[key] = replace(made, **more)  # type: ignore[arg-type]  # fields by name
        return key

    def next_number(self, supplier: str, *, sale: bool) -> str:
        """HL-1041, 20417, INV/2026/0012: each party numbers in its own way."""
        name = "" if sale else supplier
        if name not in self._numbers:
            prefix = "".join(word[0] for word in supplier.split()[:2]).upper()
            styles = (f"{prefix}-{{}}", "{}", "INV-{}", f"{prefix}/2026/{{}}", "SI{}")
            self._parties[name] = "INV-{}" if sale else self.rng.choice(styles)
            self._numbers[name] = self.rng.choice((120, 1040, 5220, 20310))
        self._numbers[name] += self.rng.choice((1, 1, 2, 7))
        return self._parties[name].format(self._numbers[name])

    def new_party(self) -> str:
        """A name whose words others have too."""
        rng = self.rng
        return (
            f"{rng.choice(PLACE_WORDS[:12]).title()} {rng.choice(PLACE_WORDS[12:20]).title()} {rng.choice(_TRADES)} Ltd"
        )

    def amount(self) -> int:
        """Irregular, in whole pounds, or round: a sum before its sign."""
        rng = self.rng
        return rng.choice((rng.randrange(1200, 90000), rng.randrange(1200, 90000), 100 * rng.randrange(20, 900),
                           5000 * rng.randrange(1, 16)))  # fmt: skip

    def text(self, supplier: str, numbers: Sequence[str]) -> str:
        """What the bank prints of a transfer: the name cut short by some, the number quoted by some."""
        rng = self.rng
        quoted = " ".join(numbers) if rng.random() < 0.4 else ""
        other = rng.choice(("TEASEL AND CO", f"ACC {rng.randrange(10000, 99999)}", "", "PAYMENT"))
        name, said = supplier.upper(), quoted.upper() or other
        return rng.choice(
            (f"{name[:18]:<18} {said[:40]} BBP", f"{name[:18]} {said}, FP", f"FASTER PAYMENT {name} REF {said}",
             f"{supplier} {said}")
        )  # fmt: skip


def company(seed: int) -> Company:
    """One company with everything."""
    made = Company(seed)
    _everyday(made)
    for _ in range(10):
        _several_documents(made)
        _several_lines(made)
    for _ in range(5):
        _payout(made)
        _recurring(made)
        _twins(made)
        _nearly(made)
    _decoys(made)
    return made


def _terms(made: Company, paid_on: date) -> tuple[date, date | None]:
    """When it was issued and fell due: paid at once, on time, early or late; some say no due date."""
    rng = made.rng
    days = rng.choice((0, 14, 30, 30))
    late = rng.choice((0, 0, 1, 2, 5, 9, 20, 28)) - rng.choice((0, 0, 3))
    issued = paid_on - timedelta(days=max(0, days + late)) if rng.random() < 0.7 else paid_on - timedelta(days=2)
    return issued, issued + timedelta(days=days) if days and rng.random() < 0.85 else None


def _everyday(made: Company) -> None:
    """The generator's own lines; two in three of those that somebody bills have their document."""
    rng, kinds = made.rng, list(ARCHETYPES)
    books = generate(
        made.seed, made.seed % 7, archetype=kinds[made.seed % len(kinds)], transactions=LINES, months=MONTHS
    )
    habits: dict[str, tuple[int, int | None]] = {}
    for one in books.lines():
        foreign = one.foreign
        known = foreign is not None and rng.random() < 0.6
        original = (foreign.amount, foreign.currency) if foreign is not None and known else None
        number = made.line(one.booked_on, one.amount, one.description, original=original)
        billed = (
            one.contact
            and one.category_id not in _PAPERLESS
            and one.kind in ("card", "direct_debit", "payment_out", "payment_in")
        )
        if billed and rng.random() < 0.65:
            _bill(made, one, number, habits)


def _bill(made: Company, one: TrueLine, number: int, habits: dict[str, tuple[int, int | None]]) -> None:
    rng, foreign = made.rng, one.foreign
    supplier = (
        one.contact + rng.choice(("", " Ltd", " Limited", " UK Ltd"))
        if not one.contact.endswith("Ltd")
        else one.contact
    )
    amount, currency = (foreign.amount, foreign.currency) if foreign is not None else (one.amount, "GBP")
    if one.kind == "card" and foreign is None:
        if one.category_id in _MEALS and rng.random() < 0.15:
            key = made.document(supplier, round(amount / 1.1), one.occurred_on, is_receipt=True)
            made.truth[key] = Paid("tip", frozenset({number}), frozenset({key}))
            return
        key = made.document(supplier, amount, one.occurred_on, is_receipt=True)
        made.truth[key] = Paid("receipt", frozenset({number}), frozenset({key}))
        return
    if one.kind == "direct_debit" or foreign is not None:
        # A subscription keeps its habit: billed so many days before, with or without a due date.
        delay, due = habits.setdefault(
            one.contact,
            rng.choice(((0, None), (1, None), (3, None), (14, 14), (15, 14), (30, 30), (2, 30), (30, None))),
        )
        issued = one.booked_on - timedelta(days=delay)
        due_on = issued + timedelta(days=due) if due else None
    else:
        issued, due_on = _terms(made, one.booked_on)
    told = one.reference.replace(" ", "-") if one.reference.startswith("INV ") and rng.random() < 0.9 else None
    key = made.document(supplier, amount, issued, due_on=due_on, currency=currency, number=told)
    shape = "one to one" if foreign is None else "abroad"
    made.truth[key] = Paid(shape, frozenset({number}), frozenset({key}))


def _several_documents(made: Company) -> None:
    """A month's invoices, less a credit note at times, in one transfer; at times with others that are still open."""
    rng, party = made.rng, made.new_party()
    sign = rng.choice((-1, -1, 1))
    first = date(2026, rng.randrange(3, 9), rng.randrange(1, 6))
    keys = [
        made.document(
            party, sign * made.amount(), first + timedelta(days=rng.randrange(25)), due_on=first + timedelta(days=50)
        )
        for _ in range(rng.choice((2, 2, 3, 3, 4, 5, 7)))
    ]
    total = sum(made.documents[key].amount for key in keys)
    if rng.random() < 0.3:
        credit = -sign * max(100, abs(total) // rng.choice((7, 11, 30)))
        keys.append(made.document(party, credit, first + timedelta(days=26), is_credit=True))
        total += credit
    numbers = [made.documents[key].number or "" for key in keys]
    number = made.line(first + timedelta(days=rng.randrange(28, 60)), total, made.text(party, numbers))
    missing = keys[0] if rng.random() < 0.1 else None
    for key in keys:
        made.truth[key] = Paid("several documents", frozenset({number}), frozenset(keys))
    if missing is not None:
        del made.documents[missing], made.truth[missing]
        for key in keys[1:]:
            made.truth[key] = Paid("incomplete", frozenset({number}), frozenset(keys[1:]))
    for _ in range(rng.choice((0, 0, 1, 2))):
        key = made.document(party, sign * made.amount(), first + timedelta(days=rng.randrange(20, 40)))
        made.truth[key] = Paid("unpaid")


def _several_lines(made: Company) -> None:
    """A deposit and the rest, halves, or monthly instalments."""
    rng, party = made.rng, made.new_party()
    sign = rng.choice((-1, -1, 1))
    issued = date(2026, rng.randrange(3, 6), rng.randrange(1, 28))
    total = made.amount() * rng.choice((1, 3))
    how = rng.choice(("deposit", "deposit", "halves", "months"))
    if how == "deposit":
        deposit = total * rng.choice((20, 25, 30, 40)) // 100
        parts = [
            (issued - timedelta(days=rng.randrange(-3, 30)), deposit),
            (issued + timedelta(days=rng.randrange(8, 40)), total - deposit),
        ]
    elif how == "halves":
        total += total % 2
        parts = [(issued + timedelta(days=3), total // 2), (issued + timedelta(days=33), total // 2)]
    else:
        count = rng.choice((3, 4, 6))
        total -= total % count
        parts = [(issued + timedelta(days=4 + 30 * n), total // count) for n in range(count)]
    key = made.document(party, sign * total, issued, due_on=issued + timedelta(days=30))
    number = made.documents[key].number or ""
    lines = frozenset(made.line(day, sign * part, made.text(party, [number])) for day, part in parts)
    made.truth[key] = Paid("several lines", lines, frozenset({key}))


def _payout(made: Company) -> None:
    """A processor pays several sales at once, with or without its fee."""
    rng = made.rng
    day = date(2026, rng.randrange(3, 10), rng.randrange(5, 28))
    sales = [(made.new_party(), made.amount()) for _ in range(rng.choice((2, 3, 4)))]
    keys = [made.document(who, amount, day - timedelta(days=rng.randrange(2, 8))) for who, amount in sales]
    total = sum(amount for _, amount in sales)
    fee = 0 if rng.random() < 0.5 else total * 19 // 1000 + 20 * len(sales)
    number = made.line(day, total - fee, rng.choice(("STRIPE PAYMENTS UK L STRIPE BGC", "GOCARDLESS LTD TEASEL BGC")))
    for key in keys:
        made.truth[key] = Paid("payout", frozenset({number}), frozenset(keys))


def _recurring(made: Company) -> None:
    """The same amount each month; some invoices or the newest payments are missing, some habits are a month late."""
    rng, party, amount = made.rng, made.new_party(), made.amount()
    sign = rng.choice((-1, -1, 1))
    delay, due = rng.choice(
        ((0, None), (2, None), (31, None), (14, 14), (16, 14), (31, 30), (33, 30), (2, 30), (45, 30))
    )
    lines = {}
    issued_days = [date(2026, month, 3) for month in range(3, 11)]
    numbers = [made.next_number(party, sale=sign > 0) for _ in issued_days]
    quoting = rng.random() < 0.3
    for n, issued in enumerate(issued_days):
        paid_on = issued + timedelta(days=delay + rng.randrange(2))
        if paid_on <= END:
            text = f"{party.upper()[:18]} {numbers[n] if quoting else 'TEASEL AND CO'} STO"
            lines[n] = made.line(paid_on, sign * amount, text)
    start = rng.choice((0, 0, 1, 3))
    for n, issued in enumerate(issued_days):
        if n < start or rng.random() < 0.1:
            continue
        due_on = issued + timedelta(days=due) if due else None
        key = made.document(party, sign * amount, issued, due_on=due_on, number=numbers[n])
        paid = frozenset({lines[n]}) if n in lines else frozenset()
        made.truth[key] = Paid("recurring" if paid else "unpaid", paid, frozenset({key}))


def _twins(made: Company) -> None:
    """Two equal invoices of one day and two equal payments: whichever is whose, only a person may say so."""
    rng, party, amount = made.rng, made.new_party(), made.amount()
    issued = date(2026, rng.randrange(2, 9), rng.randrange(1, 28))
    keys = [made.document(party, -amount, issued) for _ in range(2)]
    text = made.text(party, [])
    lines = [made.line(issued + timedelta(days=9), -amount, text) for _ in range(2)]
    for key, number, other in zip(keys, lines, lines[::-1], strict=True):
        made.truth[key] = Paid("twins", frozenset({number}), frozenset({key}), (frozenset({other}),))


def _nearly(made: Company) -> None:
    """A payment less a discount or the bank's fee, and a bill in euros or dollars paid in pounds."""
    rng, party, amount = made.rng, made.new_party(), made.amount()
    paid_on = date(2026, rng.randrange(3, 10), rng.randrange(1, 28))
    issued, due_on = _terms(made, paid_on)
    key = made.document(party, amount, issued, due_on=due_on)
    less = max(1, amount * rng.choice((10, 20, 35)) // 1000)
    number = made.line(paid_on, amount - less, made.text(party, [made.documents[key].number or ""]))
    made.truth[key] = Paid("fee", frozenset({number}), frozenset({key}))
    currency = rng.choice(("EUR", "USD"))
    key = made.document(made.new_party(), -amount, issued, due_on=due_on, currency=currency)
    pounds = round(amount / (_RATES[currency] * rng.uniform(0.96, 1.03)))
    document = made.documents[key]
    number = made.line(paid_on, -pounds, made.text(document.supplier or "", [document.number or ""]))
    made.truth[key] = Paid("rate", frozenset({number}), frozenset({key}))


def _decoys(made: Company) -> None:
    """Unpaid documents that look like somebody's payment: the same amount and days, another supplier."""
    rng = made.rng
    for line in rng.sample(sorted(made.lines.values(), key=lambda one: one.number), 40):
        issued = line.booked_on - timedelta(days=rng.randrange(0, 20))
        words = made.lines[line.number].payee.split()
        name = made.new_party()
        if words and rng.random() < 0.4:
            name = f"{words[0].title()} {rng.choice(_TRADES)} Ltd"
        key = made.document(name, line.amount, issued, is_receipt=line.amount < 0 and rng.random() < 0.3)
        made.truth[key] = Paid("unpaid")
