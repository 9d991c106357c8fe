"""A company's past choices held in memory, for what is said of any history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accountsos.categoriser.history import reference_stem
from accountsos.categoriser.parties import is_one_party
from accountsos.categoriser.suggestion import BankLine, PastChoice
from accountsos.contacts.names import NameIndex

_NEAR_AT_LEAST = 0.72
_REFERENCES_KEPT = 20


class PastChoices:
    """Counts of what people filed, by payee and sign: a `PayeeHistory`. Grows with distinct payees, not with lines."""

    def __init__(self) -> None:
        self._choices: dict[tuple[str, bool], dict[str, PastChoice]] = {}
        self._names = {True: NameIndex(), False: NameIndex()}

    def remember(self, line: BankLine, payee_key: str, category_id: str, reference: str | None = None) -> None:
        """A person filed this line here. A line without a payee teaches nothing."""
        if not payee_key:
            return
        money_in = line.amount >= 0
        size = abs(line.amount)
        filed = self._choices.setdefault((payee_key, money_in), {})
        before = filed.get(category_id)
        stem = reference_stem(reference)
        if before is None:
            first = (stem,) if stem else ()
            filed[category_id] = PastChoice(payee_key, money_in, category_id, 1, line.booked_on, size, size, first)
            self._names[money_in].learn([payee_key])
            return
        stems = before.references if not stem or stem in before.references else (*before.references, stem)
        filed[category_id] = replace(
            before,
            count=before.count + 1,
            last_on=max(before.last_on, line.booked_on),
            amount_low=min(before.amount_low, size),
            amount_high=max(before.amount_high, size),
            references=stems[-_REFERENCES_KEPT:],
        )

    def is_empty(self) -> bool:
        """Whether nobody has filed anything yet."""
        return not self._choices

    def choices(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        """Past choices for exactly this payee and sign."""
        return tuple(self._choices.get((payee_key, money_in), {}).values())

    def near(self, payee_key: str, money_in: bool) -> Sequence[PastChoice]:
        """Past choices of the payee whose key resembles this one most; empty where none does."""
        nearest = self._names[money_in].near(payee_key, at_least=_NEAR_AT_LEAST, most=1)
        return self.choices(nearest[0][0], money_in) if nearest else ()

    def of_staff(self, payee_key: str) -> Sequence[PastChoice]:
        """What was paid to the one under another spelling whom a person filed as paid wages; empty where none is."""
        staff = [key for (key, money_in), filed in self._choices.items() if not money_in and "cat_wages" in filed]
        who = [key for key in staff if is_one_party(key, payee_key)]
        return self.choices(who[0], False) if len(who) == 1 else ()

    def by_reference(self, stem: str, money_in: bool) -> Sequence[tuple[str, int]]:
        """For how many payees lines with these words as reference were filed under each category."""
        counts: dict[str, int] = {}
        for (_, side), filed in self._choices.items():
            for category_id, choice in filed.items():
                if side == money_in and stem in choice.references:
                    counts[category_id] = counts.get(category_id, 0) + 1
        return sorted(counts.items())
