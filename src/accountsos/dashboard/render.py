"""Pages from templates: the whole page, or one block of it where only that was asked for."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from accountsos import ids
from accountsos.dashboard import figures

_WORTH_PACKING = 1_000
PACKED = 5
"""How hard a page is compressed: a tenth smaller than by 3, in five thirds of the time; the largest needs it."""
KEPT_PARTS = 256


class KeptParts:
    """What a macro makes of one value, kept as long as that very value is asked about: long lists of choices."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], tuple[Any, Any]] = {}

    def __call__(self, macro: Any, value: Any) -> Any:
        """`macro(value)`; the value must never change."""
        known = self._kept.get((macro.name, id(value)))
        if known is not None and known[0] is value:
            return known[1]
        made = macro(value)
        if len(self._kept) >= KEPT_PARTS:
            self._kept.clear()
        self._kept[macro.name, id(value)] = (value, made)
        return made


@cache
def environment() -> Environment:
    """Everything is escaped, and what is not there is an error."""
    templates = Environment(
        loader=PackageLoader("accountsos.dashboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals["kept"] = KeptParts()
    templates.filters.update(
        money=figures.money,
        short_day=figures.short_day,
        full_day=figures.full_day,
        weekday=figures.weekday,
        counted=figures.counted,
        company_id=ids.company_id,
    )
    return templates


class Templates:
    """The dashboard's templates, compiled when first used."""

    def __init__(self) -> None:
        self._environment = environment()

    def page(self, name: str, context: Mapping[str, Any], *, block: str = "") -> bytes:
        """The page of that name as it goes out."""
        template = self._environment.get_template(f"pages/{name}.html")
        if not block:
            return template.render(context).encode("utf-8", "replace")
        inside = template.new_context(dict(context))
        return "".join(template.blocks[block](inside)).encode("utf-8", "replace")


def packed(body: bytes, accept_encoding: bytes) -> bytes | None:
    """The body compressed; None where it is too short, or the browser does not read that."""
    if len(body) < _WORTH_PACKING or b"gzip" not in accept_encoding:
        return None
    return gzip.compress(body, PACKED, mtime=0)
