"""What pages were shown from, kept until the company's books change: the same question is not asked twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
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


class KeptAnswers:
    """The answers that were asked for most recently. Only the event loop touches them, so nothing is locked."""

    __slots__ = ("_books_stand", "_kept", "_made", "most")

    def __init__(self, books_stand: BooksStand | None, most: int = ANSWERS) -> None:
        self._books_stand = books_stand
        self._kept: dict[object, _Kept] = {}
        self._made: dict[object, asyncio.Future[Any]] = {}
        """What is being worked out now."""
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
        self._kept[asked] = kept  # the last to go
        return kept.answer

    def put(self, asked: object, standing: Standing, answer: Any) -> None:
        """Keep what was read after the books were seen to stand so. It may know more, and is never older."""
        self._kept.pop(asked, None)
        self._kept[asked] = _Kept(standing, answer)
        while len(self._kept) > self.most:
            del self._kept[next(iter(self._kept))]

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
        fresh = await make()
        self.put(asked, standing, fresh)
        return fresh

    def _let_go(self, about: object, done: asyncio.Future[Any]) -> None:
        self._made.pop(about, None)
        if not done.cancelled():
            done.exception()  # whoever asked is told; where all have gone, nobody has to be

    def __len__(self) -> int:
        return len(self._kept)
