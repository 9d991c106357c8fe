"""What of several liabilities is still to be paid: money goes to the oldest first. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from accountsos.money import Pence


def left_to_pay(liabilities: Sequence[Pence], paid: Pence, received: Pence = 0) -> tuple[Pence, ...]:
    """What is left of each, oldest first. A negative one is owed to the business: money received was for it first,
    and what is left of it is set against what follows. What was received beyond them takes from what was paid.
    """
    claims: list[Pence] = []
    for owed in liabilities:
        met = min(received, -owed) if owed < 0 else 0
        claims.append(min(owed, 0) + met)
        received -= met
    left: list[Pence] = []
    money = paid - received
    for owed, claim in zip(liabilities, claims, strict=True):
        used = min(max(money, 0), owed) if owed > 0 else claim
        left.append(owed - used if owed > 0 else 0)
        money -= used
    return tuple(left)
