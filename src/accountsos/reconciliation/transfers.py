"""Which lines of a company's own accounts are two halves of one transfer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.contacts.spelling import words_of
from accountsos.money import Pence

DAYS = 4
_TRANSFER_WORDS = frozenset(
    "TRANSFER TFR TRF XFER FT SAVINGS SAVER POT RESERVE INTERNAL SWEEP TOPUP CREDITCARD WITHDRAWAL DEPOSIT PAYOUT AMEX "
    "BARCLAYCARD".split()
)
_EXCHANGE_WORDS = frozenset("CONVERTED CONVERSION EXCHANGE EXCHANGED FX".split())
"""Of money that is changed from one currency into another."""
_TRANSFER_PHRASES = (
    "THANK YOU",
    "TOP UP",
    "CREDIT CARD",
    "AMERICAN EXPRESS",
    "CAPITAL ON TAP",
    "OWN ACCOUNT",
    "PAYPAL",
)
_NEVER_SILENT = frozenset({"card", "direct_debit", "fee", "interest", "cheque"})
"""Such lines are halves of a transfer only where a text says so: a card settled by direct debit, a wallet topped up."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of one of the company's own bank accounts."""

    line_id: str
    account_id: str
    booked_on: date
    amount: Pence
    currency: str
    text: str
    """Description, payee and reference together."""
    kind: str | None = None
    account_names: tuple[str, ...] = ()
    """What a line of another account would call this line's account: its name, number, bank."""
    own_currency: str = "GBP"
    """The currency of its account; `amount` is in `currency` all the same."""
    bank_id: str | None = None
    """The bank's id of the line: both sides of an exchange bear the same."""


@dataclass(frozen=True, slots=True)
class TransferPair:
    """Money out of one own account and into another."""

    out_id: str
    in_id: str
    days_apart: int
    mentions: int
    """How many of the two texts speak of a transfer or name the other account: 0 to 2."""
    rivals: tuple[str, ...] = ()
    """Other lines that fit just as well, by id. Where there are any, a person must decide: nothing is paired."""

    @property
    def is_ambiguous(self) -> bool:
        """Whether this is only a question to a person, not a pair."""
        return bool(self.rivals)


def pair_exchanges(lines: Iterable[OwnLine], *, days: int = DAYS) -> list[TransferPair]:
    """Money changed from one own account into another of another currency, as the bank's id on both sides says.

    What the two are in pounds may differ, by the bank's fee or by a rate of its own.
    """
    by_id: dict[str, list[OwnLine]] = defaultdict(list)
    for line in lines:
        if line.bank_id is not None and line.amount:
            by_id[line.bank_id].append(line)
    found = []
    for halves in by_id.values():
        if len(halves) != 2:
            continue
        out, into = sorted(halves, key=lambda line: line.amount)
        apart = abs((into.booked_on - out.booked_on).days)
        of_two = out.own_currency != into.own_currency and out.account_id != into.account_id
        if of_two and out.amount < 0 < into.amount and apart <= days:
            found.append(TransferPair(out.line_id, into.line_id, apart, 2))
    return sorted(found, key=lambda pair: (pair.out_id, pair.in_id))


def pair_transfers(lines: Iterable[OwnLine], *, days: int = DAYS) -> list[TransferPair]:
    """Pairs of opposite amounts on two own accounts at most `days` apart, each line in one pair at most.

    Of several possibilities the one whose texts speak of it wins, then the nearer date. Where two fit equally well, the
    pair comes with its `rivals` and is only a question.
    """
    found: list[TransferPair] = []
    for outs, ins in _by_amount(lines):
        found.extend(_paired(_candidates(outs, ins, days)))
    found.sort(key=lambda pair: (pair.out_id, pair.in_id))
    return found


@dataclass(frozen=True, slots=True)
class _Candidate:
    out: OwnLine
    into: OwnLine
    days_apart: int
    mentions: int

    @property
    def rank(self) -> tuple[int, int, bool]:
        """Texts first, then nearness; money arrives when it left or later, so the other order comes last."""
        return -self.mentions, self.days_apart, self.into.booked_on < self.out.booked_on


def _by_amount(lines: Iterable[OwnLine]) -> list[tuple[list[OwnLine], list[OwnLine]]]:
    sides: dict[tuple[str, Pence], tuple[list[OwnLine], list[OwnLine]]] = defaultdict(lambda: ([], []))
    for line in lines:
        if line.amount:
            sides[line.currency, abs(line.amount)][line.amount > 0].append(line)
    return [(outs, ins) for outs, ins in sides.values() if outs and ins]


def _candidates(outs: Sequence[OwnLine], ins: Sequence[OwnLine], days: int) -> list[_Candidate]:
    ordered = sorted(ins, key=lambda line: (line.booked_on, line.line_id))
    found: list[_Candidate] = []
    start = 0
    for out in sorted(outs, key=lambda line: (line.booked_on, line.line_id)):
        while start < len(ordered) and (out.booked_on - ordered[start].booked_on).days > days:
            start += 1
        for at in range(start, len(ordered)):
            into = ordered[at]
            apart = (into.booked_on - out.booked_on).days
            if apart > days:
                break
            if out.account_id == into.account_id:
                continue
            mentions = _speaks_of(out, into) + _speaks_of(into, out)
            if mentions or not {out.kind, into.kind} & _NEVER_SILENT:
                found.append(_Candidate(out, into, abs(apart), mentions))
    return found


def _speaks_of(line: OwnLine, other: OwnLine) -> bool:
    """Whether a line's text says that it is a transfer, or names the other line's account."""
    words = list(words_of(line.text))
    text = f" {' '.join(words)} "
    if any(word in _TRANSFER_WORDS for word in words) or any(f" {phrase} " in text for phrase in _TRANSFER_PHRASES):
        return True
    if line.own_currency != other.own_currency and any(word in _EXCHANGE_WORDS for word in words):
        return True
    names = (" ".join(words_of(name)) for name in other.account_names)
    digits = "".join(c for c in line.text if c.isdigit())
    return any(
        len(n) >= 3 and (f" {n} " in text or (len(n) >= 6 and n.replace(" ", "").isdigit() and n in digits))
        for n in names
    )


def _paired(candidates: Sequence[_Candidate]) -> list[TransferPair]:
    """Best rank first. Within a rank, lines that only fit each other are pairs; a tangle of them is a question."""
    found: list[TransferPair] = []
    used: set[str] = set()
    for rank in sorted({candidate.rank for candidate in candidates}):
        level = [c for c in candidates if c.rank == rank and c.out.line_id not in used and c.into.line_id not in used]
        for tangle in _tangles(level):
            found.extend(_settled(tangle))
            used.update(line for c in tangle for line in (c.out.line_id, c.into.line_id))
    return found


def _tangles(level: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Groups of candidates that share lines."""
    group_of: dict[str, int] = {}
    groups: dict[int, list[_Candidate]] = {}
    for number, candidate in enumerate(level):
        ends = (candidate.out.line_id, candidate.into.line_id)
        joined = sorted({group_of[end] for end in ends if end in group_of})
        members = [candidate]
        for old in joined:
            members = [*groups.pop(old), *members]
        groups[number] = members
        for member in members:
            group_of[member.out.line_id] = group_of[member.into.line_id] = number
    return list(groups.values())


def _settled(tangle: list[_Candidate]) -> list[TransferPair]:
    if len(tangle) == 1:
        only = tangle[0]
        return [TransferPair(only.out.line_id, only.into.line_id, only.days_apart, only.mentions)]
    outs = {c.out.line_id: c.out for c in tangle}
    ins = {c.into.line_id: c.into for c in tangle}
    if _are_twins(list(outs.values()), list(ins.values()), tangle):
        by_ends = {(c.out.line_id, c.into.line_id): c for c in tangle}
        pairs = zip(_in_order(outs), _in_order(ins), strict=True)
        return [TransferPair(o, i, by_ends[o, i].days_apart, by_ends[o, i].mentions) for o, i in pairs]
    questions = []
    for candidate in tangle:
        ends = (candidate.out.line_id, candidate.into.line_id)
        rivals = sorted(
            {end for c in tangle for end in (c.out.line_id, c.into.line_id) if _shares_an_end(c, candidate)} - {*ends}
        )
        questions.append(TransferPair(*ends, candidate.days_apart, candidate.mentions, tuple(rivals)))
    return questions


def _are_twins(outs: list[OwnLine], ins: list[OwnLine], tangle: list[_Candidate]) -> bool:
    """As many out as in between the same two accounts, each fitting each: it does not matter which is which."""
    same_accounts = len({line.account_id for line in outs}) == len({line.account_id for line in ins}) == 1
    return same_accounts and len(outs) == len(ins) and len(tangle) == len(outs) * len(ins)


def _in_order(lines: dict[str, OwnLine]) -> list[str]:
    return [line.line_id for line in sorted(lines.values(), key=lambda line: (line.booked_on, line.line_id))]


def _shares_an_end(one: _Candidate, other: _Candidate) -> bool:
    return one.out.line_id == other.out.line_id or one.into.line_id == other.into.line_id
