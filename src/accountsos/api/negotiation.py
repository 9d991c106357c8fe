"""Which form a reply takes: by `?format=`, else by `Accept`."""

from __future__ import annotations

from collections.abc import Mapping

from accountsos.api.operation import FORMATS
from accountsos.errors import BadRequest

_PLAIN = (b"*/*", b"application/json")
_ANYTHING = {"*/*"}
_KNOWN = {media_type: name for name, media_type in FORMATS.items()}


def chosen_format(query: Mapping[str, object], accept: bytes | None, offered: Mapping[str, str]) -> str:
    """The format's name. `offered` is media type to name. JSON where the client does not care."""
    asked = query["format"]
    if isinstance(asked, str):
        return asked
    if accept is None or accept in _PLAIN:
        return "json"
    wishes = _wishes(accept.decode("latin-1"))
    if wishes.keys() == _ANYTHING and wishes["*/*"]:
        return "json"
    best, best_quality = "json", _quality(FORMATS["json"], wishes)
    for media_type, name in offered.items():
        quality = _quality(media_type, wishes)
        if quality > best_quality:
            best, best_quality = name, quality
    if best_quality == 0:
        for media_type, quality in wishes.items():
            if quality and media_type in _KNOWN:
                raise BadRequest(
                    f"Accept asks for {_KNOWN[media_type]}, which this operation does not answer; "
                    f"accepted are {', '.join(offered.values())}.",
                    param="Accept",
                )
    return best


def _wishes(accept: str) -> dict[str, float]:
    wishes: dict[str, float] = {}
    for wish in accept.split(","):
        media_type, *options = [part.strip().lower() for part in wish.split(";")]
        quality = 1.0
        for option in options:
            if option.startswith("q="):
                try:
                    quality = min(1.0, max(0.0, float(option[2:])))
                except ValueError:
                    quality = 0.0
        wishes[media_type] = max(quality, wishes.get(media_type, 0.0))
    return wishes


def _quality(media_type: str, wishes: Mapping[str, float]) -> float:
    for pattern in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        if pattern in wishes:
            return wishes[pattern]
    return 0.0
