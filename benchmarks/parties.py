"""Whether each party is one contact: `python -m benchmarks.parties`, on the generator's truth and on strange companies.

Of all pairs of lines of one party, how many are of one contact; of all pairs of lines of two, how many are. Known shops
of the strange companies are left out: there several are one kind, and nobody says which is which.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accountsos.categoriser.parse_line import parse_line
from accountsos.categoriser.parties import the_same_party, where_to_look
from accountsos.categoriser.suggestion import BankLine
from accountsos.generator import generate
from accountsos.generator.archetypes import ARCHETYPES
from benchmarks.strange.companies import strange_company

SEEDS = (3, 4)
LINES = 2_000
STRANGE_SEEDS, STRANGE = (31, 32), 26
TOGETHER, JOINED = 0.98, 0.002


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of lines: of one party and how many of these together, of two parties and how many of these joined."""

    one: int = 0
    together: int = 0
    two: int = 0
    joined: int = 0

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(
            self.one + other.one, self.together + other.together, self.two + other.two, self.joined + other.joined
        )

    @property
    def share_together(self) -> float:
        """Of the pairs of one party."""
        return self.together / max(1, self.one)

    @property
    def share_joined(self) -> float:
        """Of the pairs of two parties."""
        return self.joined / max(1, self.two)


def pairs_of(lines: Iterable[tuple[str, int]]) -> Pairs:
    """Count them; each line is its true party and the contact that it got."""
    both = Counter(lines)
    parties, contacts = Counter[str](), Counter[int]()
    for (party, contact), count in both.items():
        parties[party] += count
        contacts[contact] += count
    one, together = _pairs(parties.values()), _pairs(both.values())
    return Pairs(one, together, _pairs([parties.total()]) - one, _pairs(contacts.values()) - together)


def _pairs(counts: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


def recognised(lines: Iterable[tuple[str, BankLine]]) -> Iterator[tuple[str, int]]:
    """Each line's party and its contact, in order, as the store makes them; a line without a payee is alone."""
    known: dict[str, int] = {}
    beginning: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, (party, line) in enumerate(lines, 1):
        key = parse_line(line).payee_key
        contact = known.get(key)
        if contact is None:
            alike = [x for begins in where_to_look(key) for x in beginning[begins[:1]] if x[0].startswith(begins)]
            contact = the_same_party(key, alike) or number
            if key:
                known[key] = contact
                beginning[key[:1]].append((key, contact))
        yield party, contact


def of_generated(archetype: str, seed: int, lines: int) -> Pairs:
    """A company of the generator, as its own banks print."""
    company = generate(seed, 0, archetype=archetype, transactions=lines)
    return pairs_of(
        recognised(
            (line.contact, BankLine(line.booked_on, line.amount, line.currency, line.description))
            for line in company.lines()
            if line.contact
        )
    )


def of_strange(seed: int, number: int) -> Pairs:
    """A strange company."""
    company = strange_company(seed, number)
    rows = zip(company.parties, company.lines, strict=True)
    return pairs_of(recognised((party, line) for party, (line, _) in rows if party))


def main() -> int:
    """Print the table; 1 where a target is missed."""
    generated = [sum((of_generated(kind, seed, LINES) for seed in SEEDS), Pairs()) for kind in ARCHETYPES]
    strange = [of_strange(seed, number) for seed in STRANGE_SEEDS for number in range(STRANGE)]
    wrong = False
    for called, whole in (("generator", sum(generated, Pairs())), ("strange", sum(strange, Pairs()))):
        print(f"{called:<10} together {whole.share_together:.4f} (>= {TOGETHER}) of {whole.one:,} pairs")
        print(f"{'':<10} joined   {whole.share_joined:.5f} (<= {JOINED}) of {whole.two:,} pairs")
        wrong |= whole.share_together < TOGETHER or whole.share_joined > JOINED
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
