"""Where uploaded files are kept, by the setting."""

from __future__ import annotations

from pathlib import Path

from accountsos.store.engine.objects import DirectoryObjects, Objects


def objects_at(url: str | None, default: Path) -> Objects:
    """The store that the setting names: `s3://bucket/prefix`, `file:///path`, or the default directory."""
    if url is None:
        return DirectoryObjects(default)
    if url.startswith("file://"):
        return DirectoryObjects(Path(url.removeprefix("file://")))
    from accountsos.store.engine.bucket import BucketObjects  # noqa: PLC0415 - its library only where there is a bucket

    return BucketObjects(url)
