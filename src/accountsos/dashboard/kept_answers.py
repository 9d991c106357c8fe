"""What pages were shown from, kept until the company's books change: the same question is not asked twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

ANSWERS = 64
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

    __slots__ = ("_books_stand", "_kept", "most")

    def __init__(self, books_stand: BooksStand | None, most: int = ANSWERS) -> None:
        self._books_stand = books_stand
        self._kept: dict[object, _Kept] = {}
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

    def __len__(self) -> int:
        return len(self._kept)
