"""What pages were shown from, kept until the company's books change: the same question is not asked twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from heapq import nsmallest
from typing import Any, NamedTuple, TypeAlias, TypeVar

S = TypeVar("S")

ANSWERS = 192
"""How many one process keeps, all companies together: a page of fifty lines is about 70 kB."""

BooksStand: TypeAlias = Callable[[int], tuple[int, int]]
"""The number and the moment of a company's last write."""
Standing: TypeAlias = tuple[int, int, int]
"""Both, and the clock's hour, in which no day ends anywhere."""


class _Kept(NamedTuple):
    standing: Standing
    answer: Any
    took: float
    """Seconds, to make it."""
    worth: float
    """What it took beside what the last that went was worth: old ones lose to new ones that took as long."""


class KeptAnswers:
    """The answers that took longest and were asked for most recently: a row of small ones takes no large one's place.

    What goes first is by GreedyDual (Young, The k-server dual and loose competitiveness for paging, 1994). Only the
    event loop touches them, so nothing is locked.
    """

    __slots__ = ("_books_stand", "_kept", "_made", "_went", "most")

    def __init__(self, books_stand: BooksStand | None, most: int = ANSWERS) -> None:
        self._books_stand = books_stand
        self._kept: dict[object, _Kept] = {}
        self._made: dict[object, asyncio.Future[Any]] = {}
        """What is being worked out now."""
        self._went = 0.0
        """What the last that went was worth."""
        self.most = most

    def standing(self, company: int, now: datetime) -> Standing | None:
        """How the books stand, whoever wrote last; None where nothing is kept, because asking takes a round trip."""
        if self._books_stand is None:
            return None
        return (*self._books_stand(company), int(now.timestamp()) // 3600)

    def get(self, asked: object, standing: Standing) -> Any:
        """What was answered, if the books stand now as they stood before it was read; else None."""
        kept = self._kept.pop(asked, None)
        if kept is None or kept.standing != standing:
            return None
        self._kept[asked] = kept._replace(worth=self._went + kept.took)
        return kept.answer

    def put(self, asked: object, standing: Standing, answer: Any, took: float = 0.0) -> None:
        """Keep what was read after the books were seen to stand so. It may know more, and is never older.

        `took` is the seconds that it took.
        """
        self._kept.pop(asked, None)
        if len(self._kept) >= self.most:  # some at once, because to look through all of them takes its time
            for each in nsmallest(self.most // 8 or 1, self._kept, key=lambda each: self._kept[each].worth):
                self._went = self._kept.pop(each).worth
        self._kept[asked] = _Kept(standing, answer, took, self._went + took)

    async def answer(self, asked: object, standing: Standing, make: Callable[[], Awaitable[S]]) -> S:
        """What is kept, or what is made now, once for all who ask meanwhile; it is made to the end if they go."""
        known: S | None = self.get(asked, standing)
        if known is not None:
            return known
        made = self._made.get((asked, standing))
        if made is None:
            made = self._made[asked, standing] = asyncio.ensure_future(self._keep(asked, standing, make))
            made.add_done_callback(lambda done: self._let_go((asked, standing), done))
        fresh: S = await asyncio.shield(made)
        return fresh

    async def _keep(self, asked: object, standing: Standing, make: Callable[[], Awaitable[S]]) -> S:
        clock = asyncio.get_running_loop().time
        began = clock()
        fresh = await make()
        self.put(asked, standing, fresh, clock() - began)
        return fresh

    def _let_go(self, about: object, done: asyncio.Future[Any]) -> None:
        self._made.pop(about, None)
        if not done.cancelled():
            done.exception()  # whoever asked is told; where all have gone, nobody has to be

    def __len__(self) -> int:
        return len(self._kept)
