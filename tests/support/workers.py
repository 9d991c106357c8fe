"""Which tests one worker takes together: those of a file, and all that read the sources."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # it ships without types

TOGETHER = ("tests/tidy/",)
"""Their files share what they read: the syntax trees of all sources, which each worker would make for itself."""


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # as said
    """As `--dist loadfile`, but for the folders that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    """What a worker takes whole: a file, or a folder of those."""
    path = nodeid.partition("::")[0]
    return next((folder for folder in TOGETHER if path.startswith(folder)), path)
