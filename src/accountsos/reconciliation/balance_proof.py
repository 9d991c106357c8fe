"""Whether a statement's balances follow from its lines, and from the statement before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accountsos.money import Pence, text_from_pence
from accountsos.statements.line import StatementLine


@dataclass(frozen=True, slots=True)
class BalanceProof:
    """The outcome; amounts in minor units of the account's currency."""

    opening: Pence | None
    closing: Pence | None
    difference: Pence | None
    """Stated closing balance less opening balance and lines; None where there is nothing to compare."""
    first_bad_line: int | None
    """The first line, in time, whose balance does not follow from the one before."""
    holds: bool | None
    """None: the file has no balance to prove anything by."""
    message: str


def prove_balance(
    lines: Iterable[StatementLine],
    *,
    opening: Pence | None,
    closing: Pence | None,
    previous_closing: Pence | None = None,
    newest_first: bool = False,
    currency: str = "GBP",
) -> BalanceProof:
    """Row by row, then opening + lines = closing, then that it follows the previous statement.

    `lines` come in file order; pending ones do not count. A missing opening balance is taken from the previous
    statement, a missing closing balance follows from the opening one.
    """
    chain = _Chain(newest_first=newest_first)
    for line in lines:
        if not line.pending:
            chain.see(line)
    start = opening if opening is not None else previous_closing
    end = closing if closing is not None else (start + chain.total if start is not None else None)
    if opening is None and start is None and end is not None:
        start = end - chain.total
    difference = (
        None
        if start is None or end is None or not _is_stated(opening, closing, previous_closing)
        else (end - start - chain.total)
    )
    gap = None if opening is None or previous_closing is None else opening - previous_closing
    proven = [claim == 0 for claim in (difference, gap) if claim is not None]
    proven += [chain.breaks == 0] if chain.links else []
    holds = all(proven) if proven else None
    message = _message(chain, difference, gap, holds, currency) if holds is not None else _unproved(opening, closing)
    return BalanceProof(start, end, difference, chain.first_bad_line, holds, message)


def _is_stated(opening: Pence | None, closing: Pence | None, previous_closing: Pence | None) -> bool:
    """Whether both ends are known independently of the lines."""
    return closing is not None and (opening is not None or previous_closing is not None)


class _Chain:
    """Follows the running balance in file order; in a newest-first file each row is checked against the one below."""

    def __init__(self, *, newest_first: bool) -> None:
        self._newest_first = newest_first
        self.total: Pence = 0
        self.links = self.breaks = 0
        self.first_bad_line: int | None = None
        self.first_gap: Pence = 0
        self._balance: Pence | None = None
        self._line = 0
        self._since: Pence = 0

    def see(self, line: StatementLine) -> None:
        """Take one more line; lines without a balance of their own are summed up until the next that has one."""
        self.total += line.amount
        if self._newest_first:
            self._see_backwards(line)
            return
        self._since += line.amount
        if line.balance is None:
            return
        if self._balance is not None:
            self._check(line.line, line.balance - self._balance - self._since, is_first=self.first_bad_line is None)
        self._balance, self._since = line.balance, 0

    def _see_backwards(self, line: StatementLine) -> None:
        """Going back in time the last break found is the first in time."""
        if line.balance is not None:
            if self._balance is not None:
                self._check(self._line, self._balance - line.balance - self._since, is_first=True)
            self._balance, self._line, self._since = line.balance, line.line, 0
        self._since += line.amount

    def _check(self, line: int, gap: Pence, *, is_first: bool) -> None:
        self.links += 1
        if gap:
            self.breaks += 1
            if is_first:
                self.first_bad_line, self.first_gap = line, gap


def _message(chain: _Chain, difference: Pence | None, gap: Pence | None, holds: bool, currency: str) -> str:
    if holds:
        return "The balances agree: opening balance plus lines is the closing balance."
    faults = []
    if chain.breaks:
        amount = text_from_pence(chain.first_gap, currency)
        others = f" ({chain.breaks - 1} more such breaks follow)" if chain.breaks > 1 else ""
        faults.append(f"the balance of line {chain.first_bad_line} is out by {amount} {currency}{others}")
    if difference:
        missing = text_from_pence(difference, currency)
        faults.append(f"opening balance plus lines misses the closing balance by {missing} {currency}")
    if gap:
        faults.append(
            f"the opening balance differs by {text_from_pence(gap, currency)} {currency} from where the last "
            f"statement ended: lines between the two may be missing"
        )
    return f"The balances do not agree: {'; '.join(faults)}. It can be imported as unreconciled."


def _unproved(opening: Pence | None, closing: Pence | None) -> str:
    known = "only its closing balance" if closing is not None else "only its opening balance"
    stated = "no balances" if opening is None and closing is None else known
    return f"The file states {stated}, so nothing can be proved yet. Type one balance from your bank to check it."
