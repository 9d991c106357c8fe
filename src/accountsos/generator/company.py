"""A test company: who it is, its bank lines with the truth, and the files its banks would print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accountsos.errors import BadRequest
from accountsos.generator import working_days
from accountsos.generator.archetypes import ARCHETYPES, Archetype
from accountsos.generator.blueprint import CARD, IDENTITY, MAIN, QUOTA, SAVINGS, Blueprint
from accountsos.generator.draws import Draws
from accountsos.generator.lines import Account, Person, Profile, TrueLine
from accountsos.generator.market import person_name
from accountsos.generator.months import Months
from accountsos.generator.payees import PLACE_WORDS, title
from accountsos.generator.printing import PLAIN, StatementOptions, StatementRequest
from accountsos.generator.render import chunks
from accountsos.generator.truth import Truth
from accountsos.money import Pence

_PENDING_DAYS = 7
"""No card payment waits longer than over Easter or Christmas."""
DEFAULT_END, DEFAULT_MONTHS = date(2026, 10, 31), 36
_SORT_CODES = {
    "barclays": "209900", "hsbc": "409900", "lloyds": "309900", "natwest": "609900", "nationwide": "079900",
    "starling": "608371", "monzo": "040004", "revolut_business": "042909", "wise": "231470", "santander": "090129",
}  # fmt: skip
_TITLES = {
    "barclays": "Barclays", "hsbc": "HSBC", "lloyds": "Lloyds", "natwest": "NatWest", "nationwide": "Nationwide",
    "starling": "Starling", "monzo": "Monzo", "revolut_business": "Revolut", "wise": "Wise", "amex": "American Express",
}  # fmt: skip


class GeneratedCompany:
    """One company. Nothing is kept but totals: lines are made month by month whenever they are asked for."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.profile: Profile = blueprint.profile
        self.accounts: tuple[Account, ...] = blueprint.accounts
        self.start: date = blueprint.start
        self.end: date = date.fromordinal(blueprint.month(len(blueprint.quotas)).toordinal() - 1)
        self.transactions: int = sum(blueprint.quotas)
        self._blueprint = blueprint
        self._months = Months(blueprint)
        self.truth = Truth(self._months, self.profile.incorporated_on, self.profile.year_end)

    def account(self, ref: str) -> Account:
        """The account of that ref."""
        for account in self.accounts:
            if account.ref == ref:
                return account
        raise BadRequest(
            f"{self.profile.name} has no account {ref!r}; it has {', '.join(a.ref for a in self.accounts)}"
        )

    def lines(self, start: date | None = None, end: date | None = None) -> Iterator[TrueLine]:
        """The lines booked from `start` to `end`, in date order; months outside are not made."""
        start, end = start or self.start, end or self.end
        for offset in self._offsets(start, end):
            for line in self._months.lines(offset):
                if start <= line.booked_on <= end:
                    yield line

    def statement(
        self,
        account_ref: str,
        start: date,
        end: date,
        *,
        bank: str | None = None,
        options: StatementOptions = PLAIN,
    ) -> bytes:
        """The account's file for those days, as its own bank or another one prints it."""
        return b"".join(self.statement_chunks(account_ref, start, end, bank=bank, options=options))

    def statement_chunks(
        self,
        account_ref: str,
        start: date,
        end: date,
        *,
        bank: str | None = None,
        options: StatementOptions = PLAIN,
    ) -> Iterator[bytes]:
        """The same month by month, for files larger than memory."""
        account = self.account(account_ref)
        if start > end:
            raise BadRequest(f"a statement cannot start on {start} and end on {end}")
        closing = self.truth.bank_balance(account_ref, end)
        if options.until_line is not None:
            of_last_month = self.lines(max(start, end.replace(day=1)), end)
            closing -= sum(
                n.amount for n in of_last_month if n.account == account_ref and n.number > options.until_line
            )
        pending: tuple[TrueLine, ...] = ()
        if options.pending:
            soon = self.lines(date.fromordinal(end.toordinal() + 1), date.fromordinal(end.toordinal() + _PENDING_DAYS))
            pending = tuple(n for n in soon if n.account == account_ref and n.kind == "card" and n.occurred_on <= end)
        request = StatementRequest(
            self.profile.name, account, start, end, closing, bank or account.bank, options, pending
        )
        return chunks(request, self._blocks)

    def _blocks(
        self, account_ref: str, start: date, end: date, *, newest_first: bool
    ) -> Iterator[list[tuple[TrueLine, Pence]]]:
        """The account's lines with the balance after each, a month at a time."""
        offsets = self._offsets(start, end)
        balance = self.truth.bank_balance(account_ref, date.fromordinal(start.toordinal() - 1))
        openings: dict[int, Pence] = {}
        for offset in offsets:
            openings[offset] = balance
            totals = self._months.totals(offset).items()
            balance += sum(p for (day, name), p in totals if name == account_ref and start <= day <= end)
        for offset in reversed(offsets) if newest_first else offsets:
            balance = openings[offset]
            block: list[tuple[TrueLine, Pence]] = []
            for line in self._months.lines(offset):
                if line.account == account_ref and start <= line.booked_on <= end:
                    balance += line.amount
                    block.append((line, balance))
            yield block[::-1] if newest_first else block

    def _offsets(self, start: date, end: date) -> list[int]:
        months = range(len(self._blueprint.quotas))
        return [n for n in months if self._blueprint.month(n) <= end and self._blueprint.month(n + 1) > start]


def generate(
    seed: int,
    company: int = 0,
    *,
    archetype: str | None = None,
    transactions: int,
    start: date | None = None,
    months: int | None = None,
    end: date = DEFAULT_END,
    vat_registered: bool = False,
) -> GeneratedCompany:
    """The company of that seed and number, with exactly `transactions` bank lines over whole months.

    The months end with `end`'s month, or begin with `start`'s where that is given.
    """
    count = months if months is not None else DEFAULT_MONTHS
    if transactions < 1 or count < 1:
        raise BadRequest(f"{transactions} transactions over {count} months: both must be at least 1")
    if archetype is not None and archetype not in ARCHETYPES:
        raise BadRequest(f"no archetype {archetype!r}; there are {', '.join(ARCHETYPES)}", param="archetype")
    kind = ARCHETYPES[archetype or list(ARCHETYPES)[company % len(ARCHETYPES)]]
    first = working_days.month_at(start, 0) if start else working_days.month_at(end, 1 - count)
    if vat_registered and first < date(2011, 2, 1):
        raise BadRequest("VAT is reckoned at 20 %: a registered company can start in February 2011 at the earliest")
    draws = Draws(seed, company, list(ARCHETYPES).index(kind.key), IDENTITY)
    blueprint = Blueprint(
        seed=seed,
        company=company,
        archetype=kind,
        profile=_profile(kind, company, first, draws, vat_registered=vat_registered),
        accounts=_accounts(kind, draws),
        start=first,
        quotas=_quotas(Draws(seed, company, 0, QUOTA), transactions, first, count),
    )
    return GeneratedCompany(blueprint)


def _profile(kind: Archetype, company: int, first: date, draws: Draws, *, vat_registered: bool) -> Profile:
    people: list[Person] = []
    for role, net_pay in kind.staff:
        name = person_name(draws)
        while any(name == person.name for person in people):
            name = person_name(draws)
        people.append(Person(name, role, net_pay))
    first_word = draws.choice(PLACE_WORDS)
    second_word = draws.choice([word for word in PLACE_WORDS if word != first_word])
    stagger = draws.between(1, 3)
    name = kind.first_name if company == 0 else f"{title(first_word)} {title(second_word)} {kind.suffix}"
    return Profile(
        name=name,
        entity_type=kind.entity_type,
        trade=kind.trade,
        archetype=kind.key,
        incorporated_on=first,
        year_end=kind.year_end,
        people=tuple(people),
        vat_registered=vat_registered,
        vat_stagger=stagger,
    )


def _accounts(kind: Archetype, draws: Draws) -> tuple[Account, ...]:
    main, savings, card = kind.banks
    numbers = [f"99{draws.below(10**6):06d}" for _ in range(2)]
    accounts = [
        Account(MAIN, f"{_TITLES[main]} Business Current", "current", main, "GBP", _SORT_CODES[main], numbers[0]),
        Account(SAVINGS, f"{_TITLES[savings]} Savings", "savings", savings, "GBP", _SORT_CODES[savings], numbers[1]),
    ]
    if card is not None:
        number = f"-{draws.below(100_000):05d}"
        accounts.append(Account(CARD, f"{_TITLES[card]} Card", "card", card, "GBP", "", number))
    return tuple(accounts)


def _quotas(draws: Draws, transactions: int, first: date, count: int) -> tuple[int, ...]:
    """Lines per month: by working days, a little up or down, and exactly the total (largest remainders)."""
    weights = [
        len(working_days.working_days(working_days.month_at(first, n))) * draws.between(900, 1_100)
        for n in range(count)
    ]
    whole = sum(weights)
    quotas = [transactions * weight // whole for weight in weights]
    left = transactions - sum(quotas)
    by_remainder = sorted(range(count), key=lambda n: (-(transactions * weights[n] % whole), n))
    for n in by_remainder[:left]:
        quotas[n] += 1
    if quotas[0] == 0:
        quotas[quotas.index(max(quotas))] -= 1
        quotas[0] = 1
    return tuple(quotas)
