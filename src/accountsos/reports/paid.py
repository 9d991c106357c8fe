"""What of several liabilities is still to be paid: money goes to the oldest first. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.money import Pence


def left_to_pay(liabilities: Sequence[Pence], paid: Pence) -> tuple[Pence, ...]:
    """What is left of each, oldest first. A negative one is owed to the business, and set against what follows."""
    left: list[Pence] = []
    money = paid
    for owed in liabilities:
        used = min(max(money, 0), owed) if owed > 0 else owed
        left.append(owed - used)
        money -= used
    return tuple(left)
