"""Replies kept until the company's books change: the same question is answered with the same bytes."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from accountsos.web.request import Reply

KEPT_BYTES = 8 * 1024 * 1024
"""What one process keeps at most, all companies together."""
ONE_REPLY_BYTES = 512 * 1024
"""A longer reply costs more to keep than to make: it would push out dozens of others."""
ENTRY_BYTES = 1024
"""What Python needs around a reply and its question, roughly."""

Asked: TypeAlias = tuple[int, str, str, bytes, bytes | None]
"""Company, scope, path, query and `Accept`: two requests that have all of them in common are answered the same."""
Standing: TypeAlias = tuple[int, int, int]
"""The number and the moment of the company's last write, and the clock's hour, in which no day ends anywhere."""


class _Kept(NamedTuple):
    standing: Standing
    reply: Reply
    size: int


class KeptReplies:
    """The replies that were asked for most recently. Only the event loop touches them, so nothing is locked."""

    __slots__ = ("_kept", "most", "size")

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self.most = most
        self.size = 0
        """Bytes that are kept now."""
        self._kept: dict[Asked, _Kept] = {}

    def get(self, asked: Asked, standing: Standing) -> Reply | None:
        """What was answered, if the books stand now as they stood before it was made."""
        kept = self._kept.pop(asked, None)
        if kept is None:
            return None
        if kept.standing != standing:
            self.size -= kept.size
            return None
        self._kept[asked] = kept  # the last to go
        return kept.reply

    def put(self, asked: Asked, standing: Standing, reply: Reply) -> None:
        """Keep a reply that was made after the books were seen to stand so. It may know more, and is never older."""
        assert isinstance(reply.body, bytes), "what is kept is what was sent"
        size = ENTRY_BYTES + len(reply.body) + len(asked[2]) + len(asked[3]) + len(asked[4] or b"")
        if size > ONE_REPLY_BYTES:
            return
        before = self._kept.pop(asked, None)
        if before is not None:
            self.size -= before.size
        self._kept[asked] = _Kept(standing, reply, size)
        self.size += size
        while self.size > self.most:
            self.size -= self._kept.pop(next(iter(self._kept))).size

    def __len__(self) -> int:
        return len(self._kept)
