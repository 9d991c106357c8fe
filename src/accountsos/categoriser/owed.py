"""Stage before all others: a line that pays what the books say is owed is its settlement, and nothing of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from accountsos.categoriser.in_one_sum import Way, in_one_sum
from accountsos.categoriser.parse_line import ParsedLine
from accountsos.categoriser.suggestion import SUGGEST, BankLine, Suggestion
from accountsos.contacts.payee import payee_key
from accountsos.contacts.people import is_person_name, same_person
from accountsos.contacts.spelling import words_of
from accountsos.ledger.category_ids import UNCATEGORISED
from accountsos.ledger.open_items import OpenItem
from accountsos.money import text_from_pence
from accountsos.reconciliation.combinations import SEARCHED, adding_up, is_no_chance
from accountsos.reconciliation.payment_evidence import CandidateLine, PaidDocument, party_evidence

SOURCE = "owed"
PAPER_DAYS = timedelta(days=240)
"""So long after an invoice a part of it may be paid."""
LEAD = timedelta(days=31)
"""So long before it stands in the books it may have been paid: wages on the 28th of a payroll dated the 30th."""
_NEARER_FIRST = (timedelta(days=10), LEAD, timedelta.max)
_START = 5
_ASKS = 0.6
_NEVER_SETTLES = frozenset({"card", "fee", "interest", "cash"})


class Ties(IntEnum):
    """What ties a line to an account on which something is open, beside the amount."""

    NOTHING = 0
    DENIED = 1
    """A rule or the company's own history says something else of this payee."""
    SILENT = 2
    """Nothing is known of the payee."""
    POSSIBLE = 3
    """It is among the things that the line may be."""
    NAMED = 4
    """The line names the party, or the other stages take it for a payment of this kind."""


_SURE = {Ties.SILENT: 0.9, Ties.POSSIBLE: 0.93, Ties.NAMED: 0.97}
"""Where nothing is known of the payee, only a person's name is taken for one whom the business owes."""
_SEVERAL = 0.94


@dataclass(frozen=True, slots=True)
class OwedAccount:
    """A balance on which items are open, oldest first, and how a payment of it is known."""

    items: tuple[OpenItem, ...]
    kin: frozenset[str]
    """Categories that a payment of it would be filed under if nothing were owed: wages, of net wages payable."""
    by_party: bool = False
    """Whether only a line of the party pays it."""
    needs_word: bool = False
    """Whether the line must say what it is: money to HMRC."""
    asks_parts: bool = False
    """Whether a line that may be a part of it is asked about: it would be counted a second time."""
    asks_from: int = 0
    """Which percentage of an item it must come to at least: one buys from a supplier without bills, too."""
    office: str = ""
    """Who takes the payment of this and of other accounts in one sum."""
    set_off: bool = False
    """Whether it is owed to the business, and only ever taken off what the office is paid."""

    def __post_init__(self) -> None:
        if len({item.account for item in self.items}) != 1:
            raise ValueError("an account has at least one item, and all of them on the same balance")


@dataclass(frozen=True, slots=True)
class _Offer:
    """What of one account a line would pay."""

    account: int
    items: tuple[OpenItem, ...]
    ties: Ties


class Owed:
    """What is owed while lines are read one after the other: what one line pays, no other pays again."""

    def __init__(
        self, accounts: Iterable[OwedAccount], contact_of: Callable[[str], int | None], *, currency: str = "GBP"
    ) -> None:
        self._accounts = tuple(accounts)
        self._open = [list(account.items) for account in self._accounts]
        self._totals = [sum(item.amount for item in items) for items in self._open]
        self._contact_of, self._currency = contact_of, currency
        self._by_contact: dict[int, list[int]] = defaultdict(list)
        self._by_start: dict[str, list[int]] = defaultdict(list)
        self._of_no_party: list[int] = []
        for n, account in enumerate(self._accounts):
            party = account.items[0].party
            if account.set_off:
                continue
            if not account.by_party or party is None:
                self._of_no_party.append(n)
                continue
            self._by_contact[party.contact].append(n)
            for start in _starts(payee_key(party.name).split()):
                self._by_start[start].append(n)
        self._with_party = frozenset(n for of_contact in self._by_contact.values() for n in of_contact)

    @property
    def left(self) -> list[OpenItem]:
        """What no line read so far has paid."""
        return [item for items in self._open for item in items]

    def settled_by(self, line: BankLine, parsed: ParsedLine, usual: Suggestion) -> Suggestion | None:
        """The reading of a line that pays what is open, or may: then it asks. None where it does not concern it."""
        if line.currency != self._currency or line.amount == 0 or parsed.is_refund:
            return None
        fitting = [n for n, total in enumerate(self._totals) if total and (total > 0) == (line.amount > 0)]
        tied = self._tied(frozenset(fitting), line, parsed, usual) if fitting else []
        if not tied:
            return None
        offers = [offer for n, ties in tied if (offer := self._exact(n, ties, line)) is not None]
        papers = [offer for offer in offers if any(item.document is not None for item in offer.items)]
        if any(len(offer.items) == 1 for offer in papers):
            return None  # an invoice is matched with its payment by itself
        if papers:
            return self._ask(papers[0], usual, f"may pay {_called(papers[0].items)}")
        best = max((offer.ties for offer in offers), default=Ties.NOTHING)
        leading = [offer for offer in offers if offer.ties is best]
        alike = len({offer.items[0].account for offer in leading}) == 1
        known = best > Ties.SILENT or (best is Ties.SILENT and is_person_name(parsed.payee))
        if alike and known:
            return self._settle(leading[0], line, parsed, usual)
        if leading:
            options = [_called(offer.items) for offer in leading]
            return self._ask(leading[0], usual, f"may pay {' or '.join(options)}: say which")
        return self._in_one_sum(tied, line, parsed, usual) or self._part(tied, line, parsed, usual)

    def _tied(
        self, fitting: frozenset[int], line: BankLine, parsed: ParsedLine, usual: Suggestion
    ) -> list[tuple[int, Ties]]:
        """What ties the line to which of the accounts whose balance it would lower."""
        of_party = [] if self._with_party.isdisjoint(fitting) else self._of_party(line, parsed)
        found = [(n, Ties.NAMED) for n in of_party if n in fitting]
        for n in self._of_no_party:
            ties = _ties(self._accounts[n], parsed, usual) if n in fitting else Ties.NOTHING
            if ties is not Ties.NOTHING:
                found.append((n, ties))
        return found

    def _of_party(self, line: BankLine, parsed: ParsedLine) -> list[int]:
        """The accounts whose party the line names."""
        contact = self._contact_of(parsed.payee_key) if parsed.payee_key else None
        found = dict.fromkeys(self._by_contact.get(contact or -1, ()))
        text = " ".join(filter(None, (line.payee, line.description, line.reference)))
        for start in _starts(words_of(text)):
            for n in self._by_start.get(start, ()):
                party = self._accounts[n].items[0].party
                if party is not None and n not in found and _names(party.name, line, text, parsed.payee):
                    found[n] = None
        return list(found)

    def _exact(self, n: int, ties: Ties, line: BankLine) -> _Offer | None:
        """One item, or several of the account, that the line pays to the penny; the oldest of equal ones."""
        items = [item for item in self._open[n] if self._in_time(item, line)]
        one = [item for item in items if item.amount == line.amount and _may_be_of(item, line)]
        if one:
            return _Offer(n, (one[0],), ties)
        if ties is not Ties.NAMED or not 1 < len(items) <= SEARCHED:
            return None
        in_turn = _oldest_that_make(items, line.amount)
        if in_turn:
            return _Offer(n, in_turn, ties)
        chosen = adding_up([item.amount for item in items], line.amount)
        # Which of the items it pays makes no difference to the balance; whether they are its own does.
        if not chosen.found or not (self._accounts[n].by_party or is_no_chance([item.amount for item in items])):
            return None
        return _Offer(n, tuple(items[k] for k in chosen.found[0]), ties)

    def _in_time(self, item: OpenItem, line: BankLine) -> bool:
        late = item.document is not None and line.booked_on > item.since + PAPER_DAYS
        return line.booked_on >= item.since - LEAD and not late

    def _settle(self, offer: _Offer, line: BankLine, parsed: ParsedLine, usual: Suggestion) -> Suggestion:
        left = self._open[offer.account][:]
        for item in offer.items:
            left.remove(item)
        self._leave(offer.account, left)
        sure = _SURE[offer.ties]
        if len(offer.items) > 1:
            sure = min(sure, _SEVERAL)
        category, contact = offer.items[0].account
        agrees = usual.category_id == category
        return Suggestion(
            category,
            max(sure, usual.confidence if agrees and usual.confidence < 1 else 0.0),
            SOURCE,
            f"pays {_called(offer.items)}",
            parsed.payee,
            parsed.payee_key,
            () if agrees or usual.category_id == UNCATEGORISED else ((usual.category_id, round(1 - sure, 4)),),
            contact if self._accounts[offer.account].by_party else None,
        )

    def _leave(self, account: int, items: list[OpenItem]) -> None:
        self._open[account] = items
        self._totals[account] = sum(item.amount for item in items)

    def _in_one_sum(
        self, tied: Sequence[tuple[int, Ties]], line: BankLine, parsed: ParsedLine, usual: Suggestion
    ) -> Suggestion | None:
        """One payment of what several accounts owe the same office: PAYE and CIS under one reference."""
        named = [n for n, ties in tied if ties is Ties.NAMED and self._accounts[n].office and self._open[n]]
        offices = {self._accounts[n].office for n in named}
        if len(offices) != 1:
            return None
        others = [n for n, one in enumerate(self._accounts) if one.set_off and one.office in offices and self._open[n]]
        open_now = [[item for item in self._open[n] if self._in_time(item, line)] for n in (*named, *others)]
        ways = in_one_sum(open_now, line.amount)
        if not ways:
            return None
        said = [_way_called(way) for way in ways]
        if len(ways) > 1:
            offer = _Offer(named[0], ways[0][0] or ways[0][1], Ties.NAMED)
            return self._ask(offer, usual, f"may pay {', or '.join(said[:3])}: split it as it was meant")
        for n, items in zip((*named, *others), ways[0], strict=True):
            self._leave(n, [item for item in self._open[n] if item not in items])
        parts = tuple((items[0].category, sum(item.amount for item in items)) for items in ways[0] if items)
        category = max(parts, key=lambda part: abs(part[1]))[0]
        reason = f"pays {said[0]}"
        return Suggestion(category, _SEVERAL, SOURCE, reason, parsed.payee, parsed.payee_key, contact=None, parts=parts)

    def _part(
        self, tied: Sequence[tuple[int, Ties]], line: BankLine, parsed: ParsedLine, usual: Suggestion
    ) -> Suggestion | None:
        """A line of the party, or of a person of whom nothing is known, that adds up to nothing, but is less than what
        is open: a part of it, or its own?
        """
        person = is_person_name(parsed.payee)
        for n, ties in tied:
            account = self._accounts[n]
            items = tuple(item for item in self._open[n] if self._in_time(item, line))
            total = sum(item.amount for item in items)
            near = ties is Ties.NAMED or (ties in (Ties.SILENT, Ties.POSSIBLE) and person)
            asks = account.asks_parts and near and usual.category_id != items_category(items)
            large = any(abs(line.amount) * 100 >= abs(item.amount) * account.asks_from for item in items)
            if asks and large and abs(line.amount) < abs(total) and (total > 0) == (line.amount > 0):
                offer = _Offer(n, items, ties)
                what = text_from_pence(abs(total))
                return self._ask(offer, usual, f"may be a part of {_called(items)}, of which {what} is open")
        return None

    def _ask(self, offer: _Offer, usual: Suggestion, reason: str) -> Suggestion:
        """No answer, but the options."""
        category = offer.items[0].category
        options = [(category, _ASKS)] if offer.items[0].document is None else []
        others = [(usual.category_id, usual.confidence), *usual.alternatives]
        options += [(c, min(share, _ASKS)) for c, share in others if c not in (category, UNCATEGORISED)]
        contact = offer.items[0].account[1] if self._accounts[offer.account].by_party else None
        return Suggestion(
            UNCATEGORISED, _ASKS, SOURCE, reason, usual.payee, usual.payee_key, tuple(options[:3]), contact
        )


def _oldest_that_make(items: Sequence[OpenItem], amount: int) -> tuple[OpenItem, ...]:
    """The oldest items, without a gap, that come to exactly the amount: all that was deducted in a month, say."""
    total = 0
    for n, item in enumerate(items, 1):
        total += item.amount
        if total == amount:
            return tuple(items[:n])
    return ()


def _called(items: Sequence[OpenItem]) -> str:
    named = [item.called for item in items]
    return " and ".join(named) if len(named) <= 3 else f"{named[0]}, {named[1]} and {len(named) - 2} more"


def _way_called(way: Way) -> str:
    """In words: what is paid, and what is taken off it."""
    paid = _called([item for items in way for item in items if item.amount < 0])
    taken = [item for items in way for item in items if item.amount > 0]
    return f"{paid}, less {_called(taken)}" if taken else paid


def items_category(items: Sequence[OpenItem]) -> str:
    """Where a payment of them is filed."""
    return items[0].category if items else ""


def _ties(account: OwedAccount, parsed: ParsedLine, usual: Suggestion) -> Ties:
    """Of an account without a party: what the other stages make of the line."""
    kin = account.kin | {items_category(account.items)}
    if usual.category_id in kin:
        return Ties.NAMED
    if parsed.kind in _NEVER_SETTLES:
        return Ties.NOTHING
    if usual.category_id == UNCATEGORISED:
        if any(category in kin for category, _ in usual.alternatives):
            return Ties.POSSIBLE
        return Ties.NOTHING if account.needs_word or usual.source == "hmrc" else Ties.SILENT
    denied = usual.source in ("rule", "history") and usual.confidence >= SUGGEST and not account.needs_word
    return Ties.DENIED if denied else Ties.NOTHING


def _may_be_of(item: OpenItem, line: BankLine) -> bool:
    """Whether nothing says that the line is of another person than the item."""
    payee = line.payee or line.description
    if item.party is None or not is_person_name(payee):
        return True
    text = " ".join(filter(None, (line.payee, line.description, line.reference)))
    return _names(item.party.name, line, text, payee)


def _names(name: str, line: BankLine, text: str, payee: str) -> bool:
    """Whether the bank's words name the party."""
    if same_person(name, text):
        return True
    owed = PaidDocument(line.amount, line.currency, line.booked_on, supplier=name)
    seen = CandidateLine(0, line.booked_on, line.amount, line.currency, text, payee=payee)
    return party_evidence(owed, seen).strong


def _starts(words: Iterable[str]) -> set[str]:
    """The first letters of every word and of every two written together: what the first word of a name may be."""
    found: set[str] = set()
    before = ""
    for word in words:
        found.add(word[:_START])
        if before and len(before) < _START:
            found.add((before + word)[:_START])
        before = word
    return found


@dataclass(frozen=True, slots=True)
class PartLine:
    """A bank line that may be a part of what is open on an account."""

    number: int
    amount: int
    booked_on: date


def paid_together(item: OpenItem, lines: Sequence[PartLine]) -> tuple[int, ...]:
    """The lines that add up to the item to the penny, where there is one way only; else none.

    The same people are paid the same every month: lines about its day come first, then those of the month around it.
    """
    for within in _NEARER_FIRST:
        near = [line for line in lines if abs(line.booked_on - item.since) <= within]
        if not 1 < len(near) <= SEARCHED:
            continue
        chosen = adding_up([line.amount for line in near], item.amount)
        if len(chosen.found) == 1 and chosen.complete:
            return tuple(near[n].number for n in chosen.found[0])
    return ()


def part_of(suggestion: Suggestion) -> tuple[str, int | None] | None:
    """The account of which a line that asks may pay a part."""
    if suggestion.source != SOURCE or suggestion.category_id != UNCATEGORISED or not suggestion.alternatives:
        return None
    return suggestion.alternatives[0][0], suggestion.contact


def settles_together(suggestion: Suggestion, item: OpenItem, others: int) -> Suggestion:
    """The reading of a line that pays the item together with others."""
    what = "another line" if others == 1 else f"{others} other lines"
    category, _ = item.account
    return replace(
        suggestion,
        category_id=category,
        confidence=_SEVERAL,
        reason=f"pays {item.called} together with {what}",
        alternatives=(),
    )
