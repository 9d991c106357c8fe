"""Ask the categoriser about bank lines with what this company knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accountsos import ids
from accountsos.bookkeeping.category_successors import successors_of
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.bookkeeping.own_curves import curves_of
from accountsos.categoriser.calibration import Curves
from accountsos.categoriser.categorise import Categoriser, HeardLines
from accountsos.categoriser.line_shape import LineShapes
from accountsos.categoriser.matchers import REFUND_DAYS
from accountsos.categoriser.owed import Owed
from accountsos.categoriser.parties import is_one_party
from accountsos.categoriser.recent_lines import KEPT_OF_A_PAYEE, RecentLines
from accountsos.categoriser.suggestion import BankLine, CompanyProfile, PastChoice, RecentLine, Rule, Suggestion
from accountsos.contacts.names import NameIndex
from accountsos.contacts.payee import payee_key, payee_of
from accountsos.contacts.people import same_person
from accountsos.ledger.category_ids import WAGES
from accountsos.ledger.chart import Category
from accountsos.store.companies import Company
from accountsos.store.contacts import contact_of, number_of_key
from accountsos.store.engine.recent import Recent
from accountsos.store.engine.sql import Reader, Row, day_from, day_number, optional_day
from accountsos.store.names import Names, names_of
from accountsos.store.payees import (
    anything_filed,
    choices_of,
    keys_filed_as,
    known_keys,
    last_line_of,
    lines_lately,
    payees_by_reference,
    references_of,
)
from accountsos.store.rules import StoredRule, rules_of
from accountsos.store.transactions import BankTransaction

COMPANIES_AT_HAND = 200
"""Of which what their categorisers stand on is kept: about as much as their names."""
INDEXES_AT_HAND = 50
"""Of so many companies the payees' names by likeness are kept: about 300 bytes a payee."""
FEW_PAYEES = 100
"""An index of payees of whom most have gone is made anew, but not for so few."""


class StoredHistory:
    """What people filed before in this company, read payee by payee and remembered for one reading."""

    def __init__(self, db: Reader, company: int, names: Names) -> None:
        self._db, self._company, self._names = db, company, names
        self._known: dict[tuple[str, bool], Sequence[PastChoice]] = {}
        self._near: dict[tuple[str, bool], Sequence[PastChoice]] = {}
        self._by_reference: dict[tuple[str, bool], Sequence[tuple[str, int]]] = {}
        self._index: NameIndex | None = None
        self._staff: Sequence[str] | None = None
        self._of_staff: dict[str, Sequence[PastChoice]] = {}
        self._is_empty: bool | None = None

    def is_empty(self) -> bool:
        """Whether nobody has filed anything yet."""
        if self._is_empty is None:
            self._is_empty = not anything_filed(self._db, self._company)
        return self._is_empty

    def choices(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        """Past choices for exactly this payee and sign."""
        found = self._known.get((payee_key, money_in))
        if found is None:
            found = self._known[payee_key, money_in] = self._read(payee_key, money_in)
        return found

    def _read(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        rows = choices_of(self._db, self._company, payee_key, money_in=money_in)
        stems: dict[int, list[str]] = {}
        if rows:
            for category, stem in references_of(self._db, self._company, payee_key, money_in=money_in):
                stems.setdefault(category, []).append(stem)
        return [self._choice(row, stems) for row in rows]

    def near(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        """Past choices of payees whose key resembles this one: worked out once for each payee and sign."""
        found = self._near.get((payee_key, money_in))
        if found is None:
            found = self._near[payee_key, money_in] = self._near_once(payee_key, money_in)
        return found

    def _near_once(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        if self._index is None:
            self._index = _payees_by_likeness(self._db, self._company)
        for key, _ in self._index.near(payee_key):
            found = self.choices(key, money_in)
            if found:
                return found
        return ()

    def of_staff(self, payee_key: str) -> Sequence[PastChoice]:
        """What was paid to the one under another spelling whom a person filed as paid wages; empty where none is."""
        found = self._of_staff.get(payee_key)
        if found is None:
            who = [key for key in self._staff_keys() if is_one_party(key, payee_key)]
            found = self._of_staff[payee_key] = self.choices(who[0], False) if len(who) == 1 else ()
        return found

    def _staff_keys(self) -> Sequence[str]:
        if self._staff is None:
            wages = self._names.category_no.get(WAGES)
            self._staff = () if wages is None else keys_filed_as(self._db, self._company, wages)
        return self._staff

    def by_reference(self, stem: str, money_in: bool) -> Sequence[tuple[str, int]]:
        """For how many payees lines with these words as reference were filed under each category."""
        found = self._by_reference.get((stem, money_in))
        if found is None:
            rows = payees_by_reference(self._db, self._company, stem, money_in=money_in)
            found = [(self._names.category_id[category], payees) for category, payees in rows]
            self._by_reference[stem, money_in] = found
        return found

    def taught(self, payee_key: str) -> None:
        """A person filed a line of this payee meanwhile: what was read of it is read again."""
        for money_in in (True, False):
            self._known.pop((payee_key, money_in), None)
        self._is_empty = False
        self._staff = None
        self._of_staff.clear()
        self._near.clear()
        self._by_reference.clear()
        if self._index is not None:
            self._index.learn([payee_key])

    def _choice(self, row: Row, stems: Mapping[int, Sequence[str]]) -> PastChoice:
        key, money_in, category, lines, last_on, low, high = row
        category_id = self._names.category_id[category]
        return PastChoice(
            key, bool(money_in), category_id, lines, day_from(last_on), low, high, tuple(stems.get(category, ()))
        )


def _payees_by_likeness(db: Reader, company: int) -> NameIndex:
    """Those of whom a person has filed a line, and maybe some of whom nobody has any more: they have no past choices.

    To make an index takes fifty times as long as to read who is in it, so the last one learns who has come since. It
    may know some of a write that was taken back.
    """
    kept: Recent[int, NameIndex] | None = db.cache.get("payees by likeness")
    if kept is None:
        kept = db.cache.setdefault("payees by likeness", Recent(INDEXES_AT_HAND))
    keys, index = known_keys(db, company), kept.get(company)
    if index is None or len(index) > 2 * len(keys) + FEW_PAYEES:
        index = NameIndex()
        kept.put(company, index)
    index.learn(keys)
    return index


class StoredLines:
    """The lines of the books, read payee by payee; those of the days before `days` in which a refund may follow too."""

    def __init__(self, db: Reader, company: int, names: Names, days: tuple[date, date]) -> None:
        self._db, self._company, self._names = db, company, names
        self._first = days[0] - timedelta(days=REFUND_DAYS)
        self._last = day_number(days[1])
        self._last_of: dict[str, date | None] = {}

    def of_payee(self, payee_key: str, money_in: bool, after: date, until: date) -> Sequence[RecentLine]:
        """Those of the days after the one up to the other, the oldest first; the last of them."""
        if payee_key not in self._last_of:
            self._last_of[payee_key] = optional_day(last_line_of(self._db, self._company, payee_key, self._last))
        last = self._last_of[payee_key]
        if last is None or last <= after or last < self._first:
            return ()
        days = (max(day_number(after) + 1, day_number(self._first)), day_number(until))
        rows = lines_lately(self._db, self._company, payee_key, days, money_in=money_in, most=KEPT_OF_A_PAYEE)
        category_id = self._names.category_id
        return [RecentLine(day_from(day), amount, payee_key, category_id[no]) for day, amount, no in rows]


def recent_lines(db: Reader, company: int, names: Names, days: tuple[date, date]) -> RecentLines:
    """What was paid lately, to ask about lines of those days."""
    return RecentLines(StoredLines(db, company, names, days))


def categoriser_for(
    db: Reader,
    company: Company,
    history: StoredHistory | None = None,
    curves: Curves | None = None,
    *,
    owed: Owed | None = None,
) -> Categoriser:
    """The categoriser as this company has taught it, and with what is owed, where that is to be settled.

    `curves`: others than the company's own, to count these.
    """
    names = names_of(db, company.number)
    ground = _ground_of(db, company, names)
    rules = [rule_as_asked(company.number, rule, names) for rule in rules_of(db, company.number)]
    past = history or StoredHistory(db, company.number, names)
    return Categoriser(
        ground.profile,
        rules,
        past,
        ground.usable,
        owed,
        curves=curves or ground.curves,
        successors=ground.successors,
        usual=_usual_of(db, company.number, names),
        heard=None if curves else ground.heard,
        shapes=ground.shapes,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a company's categorisers stand on but its history, rules and what is owed: as long as it is the same."""

    company: Company
    names: Names
    profile: CompanyProfile
    usable: Mapping[str, Category]
    curves: Curves
    successors: Mapping[str, str]
    shapes: LineShapes
    heard: HeardLines


def _ground_of(db: Reader, company: Company, names: Names) -> _Ground:
    """The last one, with what was heard on it, unless the company's profile, chart or accounts have changed since."""
    kept: Recent[int, _Ground] | None = db.cache.get("categoriser grounds")
    if kept is None:
        kept = db.cache.setdefault("categoriser grounds", Recent(COMPANIES_AT_HAND))
    known = kept.get(company.number)
    if known is not None and known.names is names and known.company == company:
        return known
    own = [text for a in names.accounts.values() for text in (a.account_number, a.sort_code, a.name) if text]
    profile = CompanyProfile(
        entity_type=company.entity_type,
        trade=company.trade,
        name=company.name,
        people=company.people,
        own_accounts=tuple(own),
        processors_kept=tuple(a.name.lower() for a in names.accounts.values() if a.kind == "processor"),
    )
    usable = {
        c.category_id: c
        for c in names.chart.categories.values()
        if not c.archived and c.category_id not in names.chart.control_accounts
    }
    heard = HeardLines(db.cache.setdefault("heard lines", {}))
    made = _Ground(company, names, profile, usable, curves_of(names), successors_of(names), LineShapes(profile), heard)
    kept.put(company.number, made)
    return made


def _usual_of(db: Reader, company: int, names: Names) -> Callable[[str], tuple[str, str] | None]:
    """Of a payee key the category that a person keeps for its contact, and that one's name: a look-up for each payee,
    and none where nothing is kept.
    """
    known: dict[str, tuple[str, str] | None] = {}

    def asked(key: str) -> tuple[str, str] | None:
        if not names.usual:
            return None
        if key not in known:
            number = number_of_key(db, company, key)
            category_id = None if number is None else names.usual.get(number)
            contact = None if number is None or category_id is None else contact_of(db, company, number)
            known[key] = None if category_id is None or contact is None else (category_id, contact.name)
        return known[key]

    return asked


def suggestion_for(
    db: Reader, company: Company, names: Names, row: BankTransaction, owed: Owed | None = None
) -> Suggestion:
    """What the categoriser says of a stored line now."""
    return ask(categoriser_for(db, company, owed=owed), db, company.number, names, row)


def ask(categoriser: Categoriser, db: Reader, company: int, names: Names, row: BankTransaction) -> Suggestion:
    """What that categoriser says of a stored line, with what its payee was paid before."""
    line = bank_line(row, names)
    return categoriser.suggest(line, recent=recent_lines(db, company, names, (line.booked_on, line.booked_on)))


def bank_line(row: BankTransaction, names: Names) -> BankLine:
    """A stored line as the categoriser sees it."""
    account = names.account_of[row.account_no]
    return BankLine(
        booked_on=day_from(row.booked_on),
        amount=row.amount,
        currency=row.currency or account.currency,
        description=row.description,
        payee=row.payee,
        reference=row.reference,
        kind=row.kind,
        original_currency=row.original.split(" ")[1] if row.original else None,
        account_kind=account.kind,
    )


def payee_key_of(row: BankTransaction) -> str:
    """Under which key the line's payee is remembered; empty where none was recognised."""
    return payee_of(row.description, row.payee, row.reference).key


def rule_as_asked(company: int, stored: StoredRule, names: Names) -> Rule:
    """A stored rule as the categoriser asks it."""
    return Rule(
        rule_id=ids.public_id("rule_", company, stored.number),
        category_id=names.category_id[stored.category_no],
        description_contains=stored.description_contains,
        payee_key=stored.payee_key,
        money_in=stored.money_in,
        amount_min=stored.amount_min,
        amount_max=stored.amount_max,
    )


def party_of(profile: Company, payee: str, key: str) -> tuple[str, str]:
    """Name and key of the contact: a director or owner is one contact, whatever else the bank wrote beside the name."""
    for person in profile.people:
        if same_person(person, payee):
            return person, payee_key(person)
    return payee, key


GENERAL_SOURCES = frozenset({"knowledge", "keyword", "none"})


def reason_kept(suggestion: Suggestion) -> str | None:
    """The reason as it is stored: what came from the shipped knowledge can be said again and takes no room."""
    return None if suggestion.source in GENERAL_SOURCES else suggestion.reason or None


def reason_of(
    db: Reader, company: int, row: BankTransaction, names: Names, suggestion: Suggestion | None = None
) -> str | None:
    """Why the line is filed where it is, for a person; `suggestion` where the line was read just now."""
    if row.reason is not None or row.source not in GENERAL_SOURCES:
        return row.reason
    general = suggestion or categoriser_for(db, company_or_refuse(db, company)).suggest(bank_line(row, names))
    return general.reason or None


def reasons_of(db: Reader, company: Company, rows: Iterable[BankTransaction], names: Names) -> dict[int, str | None]:
    """The same of many lines, by number: the categoriser is asked with one memory for all."""
    categoriser: Categoriser | None = None
    found: dict[int, str | None] = {}
    for row in rows:
        if row.reason is not None or row.source not in GENERAL_SOURCES:
            found[row.number] = row.reason
            continue
        categoriser = categoriser or categoriser_for(db, company)
        found[row.number] = categoriser.suggest(bank_line(row, names)).reason or None
    return found
