"""Which bank lines may pay the invoices of a party: its own, those of exactly an open amount, those that name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from accountsos.contacts.payee import payee_key
from accountsos.reconciliation.payment_evidence import CandidateLine, PaidDocument, squeezed

_NAME, _NUMBER = 8, 4
"""So many letters a name or number has that is looked for in what banks print; what it proves is asked after."""


def by_party(
    invoices: Sequence[PaidDocument], lines: Sequence[CandidateLine]
) -> Iterator[tuple[list[PaidDocument], list[CandidateLine]]]:
    """The invoices of each party, with its lines, those of exactly an amount that is open, and those that name it."""
    of_contact: dict[int | None, list[CandidateLine]] = defaultdict(list)
    of_amount: dict[int, list[CandidateLine]] = defaultdict(list)
    for line in lines:
        of_contact[line.contact].append(line)
        of_amount[line.amount].append(line)
    groups: dict[int | None, list[PaidDocument]] = defaultdict(list)
    for invoice in invoices:
        groups[invoice.contact].append(invoice)
    wanted = {contact: _words_of(theirs) for contact, theirs in groups.items()}
    naming = _lines_with(set().union(*wanted.values()), lines)
    for contact, theirs in groups.items():
        near = [*of_contact[contact], *(line for invoice in theirs for line in of_amount[invoice.open])]
        near += (line for word in sorted(wanted[contact]) for line in naming.get(word, ()))
        yield theirs, list({line.number: line for line in near}.values())


def _words_of(invoices: Iterable[PaidDocument]) -> set[str]:
    """The party's names and its invoices' numbers, as they are looked for in what banks print."""
    names = {squeezed(payee_key(one.supplier)) for one in invoices if one.supplier is not None}
    numbers = {squeezed(one.number.upper()) for one in invoices if one.number is not None}
    return {name for name in names if len(name) >= _NAME} | {each for each in numbers if len(each) >= _NUMBER}


def _lines_with(words: Iterable[str], lines: Iterable[CandidateLine]) -> dict[str, list[CandidateLine]]:
    """Of each word the lines of whichever contact with it in their text: somebody else paid.

    Each text is gone through once, and only where a word may begin is more of it looked at.
    """
    beginning: dict[str, list[str]] = defaultdict(list)
    for word in words:
        beginning[word[:_NUMBER]].append(word)
    found: dict[str, list[CandidateLine]] = defaultdict(list)
    for line in lines:
        text = squeezed(line.text.upper())
        places = ((n, beginning.get(text[n : n + _NUMBER])) for n in range(len(text) - _NUMBER + 1))
        for word in {word for n, begun in places if begun for word in begun if text.startswith(word, n)}:
            found[word].append(line)
    return found
