"""Who a company deals with: known merchants by Zipf, local ones and clients that join month by month."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from accountsos.generator.blueprint import PAYEES, Blueprint
from accountsos.generator.draws import Column, Draws, below, pick
from accountsos.generator.payees import (
    CLIENT_NOUNS,
    GROUPS,
    PLACE_WORDS,
    SECOND_WORDS,
    Group,
    Payee,
    title,
)

FIRST_NAMES = (
    "Orla,Tobias,Isla,Gareth,Wilfa,Ambrose,Tamsin,Idris,Philippa,Rufus,Maren,Cormac,Elspeth,Barnaby,Niamh,Lowen,Sunniva,"
    "Jago,Ottilie,Fergus,Beatrix,Alasdair,Romilly,Caspian,Verity,Emrys,Saskia,Lorcan,Hester,Torin"
).split(",")
LAST_NAMES = (
    "Fennimore,Wrenfield,Marchbank,Pellowe,Ashgrove,Thistlewood,Larkham,Quillfeather,Brackenbury,Stonehewer,Hollowell,"
    "Pennywell,Ravensdale,Copperwaite,Merrifield,Oakensen,Tidewater,Winterbourne,Fallowfield,Greengrass,Millerby,Sandringfold,"
    "Tanglewick,Underhay,Vellacourt,Whitlowe,Yarnell,Addlestrop,Birchenough,Cloverley"
).split(",")
_CLIENTS_FROM = 1_000_000
_LOCAL_SHARE, _NEWEST_SHARE = 300, 300
"""Of a thousand shopping lines how many are local; of a thousand local ones how many are this month's new payees."""


def person_name(draws: Draws) -> str:
    """An invented first and last name."""
    return f"{draws.choice(FIRST_NAMES)} {draws.choice(LAST_NAMES)}"


class Market:
    """The payees of one company. Each is a function of its number, so no month needs another."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        volume = blueprint.quotas[len(blueprint.quotas) // 2]
        spending = blueprint.archetype.spending
        self.known: list[tuple[Group, Payee]] = []
        self._weights: list[int] = []
        for key, weight in spending:
            for rank, payee in enumerate(GROUPS[key].payees, 1):
                self.known.append((GROUPS[key], payee))
                self._weights.append(weight * 1_000 // rank)
        self._local_groups = [GROUPS[key] for key, weight in spending if GROUPS[key].nouns for _ in range(weight)]
        self._locals: list[tuple[Group, Payee]] = []
        self._locals_first = 12 + min(volume // 10, 2_000)
        self._locals_new = max(1, (len(self.known) + self._locals_first) * 65 // 1_000)
        self._clients_first = 6 + min(volume // 25, 1_500)
        self.client = lru_cache(maxsize=8_192)(self._client)

    def pool(self, offset: int) -> list[tuple[Group, Payee]]:
        """Everyone the company shops with by that month: the known, then the local in order of appearance."""
        needed = self._locals_first + (offset + 1) * self._locals_new
        while len(self._locals) < needed:
            self._locals.append(self._local(len(self._locals)))
        return self.known + self._locals[:needed]

    def visits(self, offset: int, who: Column, where: Column) -> Column:
        """Indexes into the pool, one per row of draws."""
        newest = np.uint64(self._locals_new)
        older = self._locals_first + offset * self._locals_new
        among_older = pick(who, [1_000_000 // (rank + 4) for rank in range(older)])
        among_newest = np.uint64(older) + below(who, int(newest))
        fraction = below(where, 1_000_000)
        is_local = fraction < _LOCAL_SHARE * 1_000
        is_newest = fraction < _LOCAL_SHARE * _NEWEST_SHARE
        local = np.where(is_newest, among_newest, among_older) + np.uint64(len(self.known))
        return np.where(is_local, local, pick(who, self._weights)).astype(np.uint64)

    def clients(self, offset: int, who: Column) -> list[str]:
        """One client name per row: old ones come back most, one or two join each month."""
        count = self._clients_first + offset * max(1, self._clients_first // 15)
        slots = pick(who, [1_000_000 // (rank + 3) for rank in range(count)])
        return [self.client(slot) for slot in slots.tolist()]

    def _local(self, slot: int) -> tuple[Group, Payee]:
        draws = Draws(self._blueprint.seed, self._blueprint.company, slot, PAYEES)
        group = draws.choice(self._local_groups)
        like = draws.choice(group.payees)
        text = f"{draws.choice(PLACE_WORDS)} {draws.choice(SECOND_WORDS)} {draws.choice(group.nouns)}"
        return group, Payee(title(text), text, like.low, like.high)

    def _client(self, slot: int) -> str:
        draws = Draws(self._blueprint.seed, self._blueprint.company, _CLIENTS_FROM + slot, PAYEES)
        private = self._blueprint.profile.entity_type == "sole_trader" or self._blueprint.archetype.key == "lettings"
        if private and not draws.one_in(3):
            return person_name(draws)
        return f"{title(draws.choice(PLACE_WORDS))} {draws.choice(CLIENT_NOUNS)} Ltd"
