"""How well documents find their payments: `python -m benchmarks.matching [--companies 12]`.

Precision of what is linked without asking, and how many documents are linked or have the right proposal on top.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from accountsos.reconciliation.match_groups import Proposal
from accountsos.reconciliation.match_open import proposed, surely_paid
from benchmarks.matching_truth import Company, company


@dataclass
class Figures:
    """Counts over companies; by shape how many documents were paid, linked, and rightly proposed first."""

    links: int = 0
    right_links: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    linked: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        """Of the links made without asking, how many are right."""
        return self.right_links / max(1, self.links)

    @property
    def linked_share(self) -> float:
        """Of the paid documents, how many are rightly linked without asking."""
        return self.linked.total() / max(1, self.documents.total())

    @property
    def found_share(self) -> float:
        """Of the paid documents, how many are rightly linked, or have the right proposal first."""
        return (self.linked.total() + self.first.total()) / max(1, self.documents.total())


def measure(companies: Sequence[Company]) -> Figures:
    """Match each company's documents as an import would, and ask for proposals for the rest."""
    figures = Figures()
    for one in companies:
        started = time.perf_counter()
        made = surely_paid(one.documents.values(), one.lines.values())
        _count_links(figures, one, made)
        _count_proposals(figures, one, made)
        figures.seconds += time.perf_counter() - started
    return figures


def _count_links(figures: Figures, one: Company, made: Sequence[Proposal]) -> None:
    lines: dict[int, set[int]] = {}
    for proposal in made:
        for share in proposal.shares:
            paid = one.truth[share.document]
            right = share.line in paid.lines
            figures.links += 1
            figures.right_links += right
            lines.setdefault(share.document, set()).add(share.line)
            if not right:
                figures.wrong.append(f"seed {one.seed} {paid.shape}: {_shown(one, proposal)}")
    for key, paid in one.truth.items():
        if paid.lines:
            figures.documents[paid.shape] += 1
            figures.linked[paid.shape] += lines.get(key) == set(paid.lines)


def _count_proposals(figures: Figures, one: Company, made: Sequence[Proposal]) -> None:
    done = {key for proposal in made for key in proposal.documents}
    used = {number for proposal in made for number in proposal.lines}
    left = [d for d in one.documents.values() if d.key not in done]
    lines = [
        replace(line, has_documents=True, used=line.amount) if line.number in used else line
        for line in one.lines.values()
    ]
    for document in left:
        paid = one.truth[document.key]
        if paid.lines:
            proposals = proposed(document, left, lines)
            figures.first[paid.shape] += bool(proposals) and _is_right(one, proposals[0], document.key)


def _is_right(one: Company, proposal: Proposal, key: int) -> bool:
    paid = one.truth[key]
    lines = frozenset(share.line for share in proposal.shares if share.document == key)
    return (lines == paid.lines or lines in paid.alike or _say_the_same(one, lines, paid.lines)) and (
        frozenset(proposal.documents) == paid.together or paid.shape == "incomplete"
    )


def _say_the_same(one: Company, lines: frozenset[int], others: frozenset[int]) -> bool:
    """Whether nobody could tell the lines apart: the same day, amount and payee."""

    def said(numbers: frozenset[int]) -> list[tuple[object, ...]]:
        found = [one.lines[number] for number in numbers]
        return sorted((line.booked_on, line.amount, line.payee) for line in found)

    return said(lines) == said(others)


def _shown(one: Company, proposal: Proposal) -> str:
    documents = [one.documents[key] for key in proposal.documents]
    lines = [one.lines[number] for number in proposal.lines]
    return (
        "; ".join(f"{d.supplier} {d.number} {d.amount} {d.issued_on} due {d.due_on}" for d in documents)
        + " -> "
        + "; ".join(f"{line.booked_on} {line.amount} {line.text}" for line in lines)
        + f" ({proposal.reason})"
    )


def report(figures: Figures) -> str:
    """The figures, one on a line."""
    rows = [
        f"links made without asking  {figures.links}",
        f"precision of these         {figures.precision:.4f}",
        f"paid documents             {figures.documents.total()}",
        f"linked without asking      {figures.linked_share:.4f}",
        f"linked or proposed first   {figures.found_share:.4f}",
        f"seconds                    {figures.seconds:.1f}",
        "",
        f"{'shape':<20}{'documents':>10}{'linked':>10}{'first':>10}{'together':>10}",
    ]
    for shape in sorted(figures.documents):
        count, linked, first = figures.documents[shape], figures.linked[shape], figures.first[shape]
        rows.append(
            f"{shape:<20}{count:>10}{linked / count:>10.3f}{first / count:>10.3f}{(linked + first) / count:>10.3f}"
        )
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--companies", type=int, default=12)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--wrong", action="store_true", help="show every wrong link")
    options = parser.parse_args(arguments)
    figures = measure([company(options.first_seed + n) for n in range(options.companies)])
    print(report(figures))
    if options.wrong:
        print("\n".join(["", *figures.wrong]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
