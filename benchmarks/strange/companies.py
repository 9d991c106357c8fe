"""A strange company's year of bank lines with the truth: what was paid to whom, and how its bank printed it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from accountsos.categoriser.suggestion import BankLine, CompanyProfile
from benchmarks.strange import names
from benchmarks.strange.banks import BANKS
from benchmarks.strange.forms import Payment
from benchmarks.strange.references import reference

TRADES = {
    "b": "builder", "c": "cafe", "s": "software company", "r": "online shop", "k": "management consultancy",
    "t": "haulage and transport",
}  # fmt: skip
LINES = 600
_YEAR = 2026


@dataclass(frozen=True, slots=True)
class StrangeCompany:
    """One company: what its owner would say of it, its bank, and its lines with their categories."""

    trade: str
    bank: str
    profile: CompanyProfile
    lines: tuple[tuple[BankLine, str], ...]
    parties: tuple[str, ...]
    """Who was paid, or paid, on each line, whatever the bank printed; "" where it is the bank itself, an own account,
    or a shop that everybody knows (of which several are one kind here)."""


def strange_company(seed: int, number: int) -> StrangeCompany:
    """The same seed and number give the same company."""
    rng = Random(f"{seed}/{number}")
    letter = list(TRADES)[number % len(TRADES)]
    bank = list(BANKS)[(number * 5 + seed) % len(BANKS)]
    ledger = _Ledger(rng, letter)
    payments = sorted(ledger.payments(), key=lambda row: row[0].day)[:LINES]
    printer = BANKS[bank]
    lines = []
    for payment, category in payments:
        printed = printer(payment, rng)
        lines.append(
            (
                BankLine(
                    payment.day,
                    payment.pence,
                    "GBP",
                    printed.description,
                    printed.payee,
                    printed.reference,
                    printed.kind,
                ),
                category,
            )
        )
    profile = CompanyProfile(
        trade=TRADES[letter], name=ledger.name, people=tuple(" ".join(person) for person in ledger.directors)
    )
    return StrangeCompany(letter, bank, profile, tuple(lines), tuple(payment.party for payment, _ in payments))


@dataclass(frozen=True, slots=True)
class _Party:
    forms: tuple[str, ...]
    kind: str
    style: str
    low: float
    high: float
    monthly: float
    category: str
    fixed: bool
    """About the same amount each time."""
    is_strange: bool
    """Whether its name stands on no list."""


class _Ledger:
    """The parties of a company and what passes between them and it."""

    def __init__(self, rng: Random, letter: str) -> None:
        self.rng, self.letter = rng, letter
        self.name = f"{names.stem(rng)} {rng.choice(('Ltd', 'Limited', 'Group Ltd'))}"
        self.directors = [names.person(rng) for _ in range(rng.choice((1, 1, 2)))]
        self.staff = [names.person(rng) for _ in range({"c": 5, "b": 3, "t": 4}.get(letter, 2))]
        self.parties = [*self._known(), *self._suppliers()]

    def _known(self) -> Iterator[_Party]:
        for row in _rows("printed.tsv"):
            forms, kind, low, high, often, categories, trades = row
            if trades != "*" and self.letter not in trades:
                continue
            if self.rng.random() > 0.7 and kind != "tax":
                continue
            written = forms.split("|")
            chosen = self.rng.sample(written, min(len(written), 4 if kind in ("card", "in") else 1))
            yield self._party(chosen, kind, "", (low, high, often, categories), is_strange=False)

    def _suppliers(self) -> Iterator[_Party]:
        for row in _rows("suppliers.tsv"):
            words, kind, style, low, high, count, often, categories, trades, told = row
            if trades != "*" and self.letter not in trades:
                continue
            for _ in range(int(count)):
                if self.rng.random() < 0.8:
                    name = names.merchant(self.rng, words.split(","), float(told))
                    if kind == "card":
                        name = names.terminal(name, self.rng)
                    yield self._party([name], kind, style, (low, high, often, categories), is_strange=True)

    def _party(
        self, forms: list[str], kind: str, style: str, costs: tuple[str, str, str, str], *, is_strange: bool
    ) -> _Party:
        low, high, often, categories = costs
        rng = self.rng
        settled = tuple(
            names.filled(form, rng) if "{d" in form and kind in ("dd", "tax", "in") else form for form in forms
        )
        return _Party(
            settled, kind, style, float(low), float(high), {"m": 1.0, "q": 0.33, "y": 0.09}.get(often) or float(often),
            _category(categories, self.letter), kind in ("dd", "so") or often == "m", is_strange,
        )  # fmt: skip

    def payments(self) -> Iterator[tuple[Payment, str]]:
        """Everything that happened in the year. What is very frequent is thinned out: it would drown the rest."""
        for month in range(1, 13):
            for party in self.parties:
                yield from self._paid(party, month)
            yield from self._people(month)
            yield from self._customers(month)
            yield from self._bank(month)

    def _day(self, month: int, day: int = 0) -> date:
        return date(_YEAR, month, min(day or self.rng.randint(1, 28), monthrange(_YEAR, month)[1]))

    def _amount(self, low: float, high: float) -> int:
        return int(100 * low * (high / low) ** self.rng.random())

    def _paid(self, party: _Party, month: int) -> Iterator[tuple[Payment, str]]:
        rng = self.rng
        steady = Random(f"{self.name}{party.forms[0]}")
        base = int(100 * party.low * (party.high / party.low) ** steady.random())
        day = steady.randint(1, 28)
        regular = party.fixed and party.monthly == 1
        who = party.forms[0] if party.is_strange else ""
        often = party.monthly if party.monthly < 2 else 2 + (party.monthly - 2) / 4
        times = 1 if regular else _times(often, rng)
        for _ in range(times):
            pence = int(base * rng.uniform(0.97, 1.03)) if party.fixed else self._amount(party.low, party.high)
            when = self._day(month, day if party.fixed else 0)
            name = names.filled(rng.choice(party.forms), rng)
            kind, money_in = party.kind, party.kind == "in"
            kind = {"fp": "out", "tax": rng.choice(("out", "dd")), "in": "giro"}.get(kind, kind)
            place = (
                rng.choice(names.TOWNS)
                if kind == "card" and rng.random() < 0.5 and name[-3:] not in _END_ALREADY
                else ""
            )
            style = party.style or ("sale" if party.high >= 2500 and money_in and self.letter in "bskt" else "")
            said = reference(style, when, rng) if style else ""
            category = f"cat_{rng.choice(party.category.split('/'))}"
            yield Payment(when, kind, name, said, place, pence if money_in else -pence, who), category
            if rng.random() < 0.012 and not money_in and party.kind == "card":
                yield Payment(self._day(month, 28), "refund", name, "", place, pence, who), category

    def _people(self, month: int) -> Iterator[tuple[Payment, str]]:
        rng = self.rng
        last = self._day(month, 28)
        for at, (given, surname) in enumerate(self.staff):
            weekly = self.letter in "bc" and at % 2
            for day in (6, 13, 20, 27) if weekly else (28,):
                when = self._day(month, day)
                yield self._to(given, surname, "pay", when, -self._amount(280, 620) * (1 if weekly else 4)), "cat_wages"
        for given, surname in self.directors:
            yield self._to(given, surname, "dirpay", last, -104750), "cat_directors_salary"
            if rng.random() < 0.5:
                yield self._to(given, surname, "dividend", last, -self._amount(500, 4000)), "cat_dividends"
            if rng.random() < 0.35:
                money = self._amount(100, 3000) * rng.choice((1, -1, -1))
                yield self._to(given, surname, "loan", self._day(month), money), "cat_directors_loan"
            if rng.random() < 0.2:
                yield self._to(given, surname, "mileage", last, -self._amount(20, 200)), "cat_mileage"
        if self.letter == "b":
            for _ in range(2):
                given, surname = self._regular(month % 4)
                yield self._to(given, surname, "job", self._day(month), -self._amount(300, 1500)), "cat_subcontractors"

    def _regular(self, number: int) -> tuple[str, str]:
        return names.person(Random(f"{self.name}-{number}"))

    def _to(self, given: str, surname: str, style: str, day: date, pence: int) -> Payment:
        fixed = Random(f"{self.name}{given}{surname}")
        written = fixed.choice(
            (f"{given} {surname}", f"{given[0]} {surname}", f"{surname} {given[0]}", f"Mr {given[0]} {surname}")
        )
        kind = "in" if pence > 0 else fixed.choice(("out", "out", "so")) if style in ("pay", "dirpay") else "out"
        return Payment(day, kind, written.upper(), reference(style, day, self.rng), "", pence, f"{given} {surname}")

    def _customers(self, month: int) -> Iterator[tuple[Payment, str]]:
        rng = self.rng
        regular = [names.client(Random(f"{self.name}c{n}")) for n in range(4)]
        count = {"b": 4, "c": 1, "s": 5, "r": 1, "k": 5, "t": 7}[self.letter]
        for _ in range(count):
            name = rng.choice(regular) if rng.random() < 0.7 else names.client(rng)
            day = self._day(month)
            kind = rng.choice(("in", "in", "giro"))
            yield Payment(day, kind, name, reference("sale", day, rng), "", self._amount(250, 6000), name), "cat_sales"
        private = {"b": ("homework", 5), "c": ("party", 1), "r": ("sale", 1), "t": ("sale", 1)}.get(self.letter)
        for _ in range(private[1] if private else 0):
            given, surname = names.person(rng)
            day = self._day(month)
            written = rng.choice(
                (f"{given} {surname}", f"{surname} {given[0]}", f"{given[0]} {surname}", f"MRS {given[0]} {surname}")
            )
            assert private
            said = reference(private[0], day, rng)
            person = f"{given} {surname}"
            yield Payment(day, "in", written.upper(), said, "", self._amount(60, 3500), person), "cat_sales"
            if rng.random() < 0.08:
                back = reference("refund", day, rng)
                yield (
                    Payment(self._day(month, 28), "out", written.upper(), back, "", -self._amount(20, 90), person),
                    "cat_sales",
                )

    def _bank(self, month: int) -> Iterator[tuple[Payment, str]]:
        rng = self.rng
        last = self._day(month, 31)
        yield Payment(last, "fee", "", "", "", -self._amount(5, 25)), "cat_bank_charges"
        if rng.random() < 0.4:
            yield Payment(last, "interest", "", "", "", self._amount(1, 40)), "cat_interest_income"
        for _ in range(2):
            out = rng.random() < 0.7
            day = self._day(month)
            said = reference("saving", day, rng)
            yield Payment(day, "transfer", "", said, "", self._amount(200, 4000) * (-1 if out else 1)), "cat_transfer"
        if self.letter in "cb" and rng.random() < 0.5:
            yield Payment(self._day(month), "cash", "", "", "", -rng.choice((5000, 10000, 20000))), "cat_transfer"


_END_ALREADY = frozenset("COM .UK".split())


def _times(monthly: float, rng: Random) -> int:
    whole = int(monthly)
    spread = rng.choice((-1, 0, 0, 1)) if whole > 1 else 0
    return max(0, whole + spread) + int(rng.random() < monthly - whole)


def _category(text: str, letter: str) -> str:
    """`office,c:purchases` is purchases for a café and office for everyone else; `a/b` is now one, now the other."""
    plain = ""
    for part in text.split(","):
        trade, _, category = part.rpartition(":")
        if trade == letter:
            return category
        if not trade:
            plain = plain or category
    return plain


@cache
def _rows(file: str) -> tuple[tuple[str, ...], ...]:
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))
