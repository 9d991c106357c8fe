"""Whether the books of a bank account, with a file's new lines in them, come to the bank's own balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accountsos.money import Pence, text_from_pence


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line that may be why books and bank differ."""

    day: date
    amount: Pence
    """What it adds to the books beyond what the bank has: negative where the bank has a line and the books do not."""
    what: str
    """In words for a person."""


@dataclass(frozen=True, slots=True)
class AccountProof:
    """By how much the books will differ from the bank on the file's last day, since when, and perhaps why."""

    difference: Pence
    """Books less bank; 0 where they agree."""
    since: date | None = None
    """The first day of the file on which they differ; None where they already do when it begins."""
    suspect: Suspect | None = None

    def message(self, last: date, currency: str) -> str | None:
        """What to say before committing; None where nothing is wrong."""
        if not self.difference:
            return None
        side = "more" if self.difference > 0 else "less"
        amount = f"{text_from_pence(abs(self.difference), currency)} {currency}"
        since = f"since {self.since:%d %B %Y}" if self.since else "since before the first day of this file"
        why = f"; most likely at fault: {self.suspect.what}" if self.suspect else ""
        return (
            f"With this file the books of the account have {amount} {side} than the bank says on {last:%d %B %Y}, "
            f"{since}{why}."
        )


def prove_account(
    before: Pence, opening: Pence, surplus: Mapping[date, Pence], days: tuple[date, date], suspects: Sequence[Suspect]
) -> AccountProof:
    """`before` is the books' balance on the eve of the file, `opening` the bank's.

    `surplus` is, by day, what known lines come to that the file does not show, less what it shows of lines that are
    no longer in the books. A file may end inside its last day: what is known of that day beyond it is no difference;
    and one of a single day may be cut on both sides, so there nothing is said where more is known of that day.
    """
    first, last = days
    gap = running = before - opening
    since: date | None = None
    is_broken = False
    for day in sorted({first, *(day for day in surplus if first <= day <= last)}):
        running += surplus.get(day, 0)
        if running and not is_broken:
            since = None if day == first and running == gap else day
        is_broken = running != 0
    if running and running == surplus.get(last, 0) and first < last:
        return AccountProof(0)
    if not running or (first == last and surplus.get(first)):
        return AccountProof(0)
    suspect = next((s for s in suspects if s.amount == running and (since is None or s.day == since)), None)
    return AccountProof(running, since, suspect or next((s for s in suspects if s.amount == running), None))
