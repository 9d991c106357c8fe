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
    texts = _Texts(lines)
    of_contact: dict[int | None, list[CandidateLine]] = defaultdict(list)
    of_amount: dict[int, list[CandidateLine]] = defaultdict(list)
    for line in lines:
        of_contact[line.contact].append(line)
        of_amount[line.amount].append(line)
    groups: dict[int | None, list[PaidDocument]] = defaultdict(list)
    for invoice in invoices:
        groups[invoice.contact].append(invoice)
    for contact, theirs in groups.items():
        near = [*of_contact[contact], *(line for invoice in theirs for line in of_amount[invoice.open])]
        near += texts.naming(theirs)
        yield theirs, list({line.number: line for line in near}.values())


class _Texts:
    """What the bank printed of lines, to be found by a word in it: by the word's rarest run of letters."""

    def __init__(self, lines: Iterable[CandidateLine]) -> None:
        self._texts = [(line, squeezed(line.text.upper())) for line in lines]
        self._with_run: dict[str, list[int]] = defaultdict(list)
        for place, (_, text) in enumerate(self._texts):
            for run in _runs(text):
                self._with_run[run].append(place)

    def naming(self, invoices: Sequence[PaidDocument]) -> list[CandidateLine]:
        """Lines of whichever contact with the party's name or an invoice's number in them: somebody else paid."""
        names = {squeezed(payee_key(one.supplier)) for one in invoices if one.supplier is not None}
        numbers = {squeezed(one.number.upper()) for one in invoices if one.number is not None}
        wanted = {name for name in names if len(name) >= _NAME} | {each for each in numbers if len(each) >= _NUMBER}
        places = {place for word in wanted for place in self._having(word)}
        return [self._texts[place][0] for place in sorted(places)]

    def _having(self, word: str) -> list[int]:
        rarest: list[int] = min((self._with_run.get(run, []) for run in _runs(word)), key=len)
        return [place for place in rarest if word in self._texts[place][1]]


def _runs(text: str) -> set[str]:
    """Every run of as many letters as the shortest word that is looked for."""
    return {text[n : n + _NUMBER] for n in range(len(text) - _NUMBER + 1)}
