"""Pages from templates: the whole page, or one block of it where only that was asked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import markupsafe
from jinja2 import Environment, PackageLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from accountsos import ids
from accountsos.dashboard import figures

_WORTH_PACKING = 1_000
EFFORTS, PACKED_MOST, PACKED_LIGHT = (3, 4, 5), 9_200, 8_000
"""How hard a page is compressed, and with how many bytes it is too heavy for its headers: then harder, a twentieth
smaller in twice the time, and a tenth in three times. One that has become so light is compressed less hard again."""
KEPT_PARTS = 2 * 1024 * 1024
"""How many characters of parts are kept at most."""
_escaped_text = markupsafe._escape_inner  # type: ignore[attr-defined]  # what `escape` asks, without a Markup around it


class KeptParts:
    """What a macro makes of one value, kept as long as that very value is asked about: long lists, charts, the menu."""

    def __init__(self, most: int = KEPT_PARTS) -> None:
        self.most = most
        self.size = 0
        """Characters that are kept now."""
        self._kept: dict[tuple[str, int], tuple[Any, str]] = {}

    def __call__(self, macro: Any, value: Any) -> str:
        """`macro(value)`; the value must never change, and the macro must look at nothing else."""
        asked = (macro.name, id(value))
        known = self._kept.pop(asked, None)
        if known is not None and known[0] is value:
            self._kept[asked] = known  # the last to go
            return known[1]
        if known is not None:
            self.size -= len(known[1])
        made: str = macro(value)
        self._kept[asked] = (value, made)
        self.size += len(made)
        while self.size > self.most:
            self.size -= len(self._kept.pop(next(iter(self._kept)))[1])
        return made


def escaped(value: Any) -> str:
    """As it stands in a page: what `markupsafe.escape` says, as plain text."""
    if type(value) is str:
        return _escaped_text(value)
    if hasattr(value, "__html__"):
        return value.__html__()  # type: ignore[no-any-return]  # as Markup has it
    return _escaped_text(str(value))


class _Compiler(CodeGenerator):
    """Escapes whatever a template shows by `escaped`: most of a page's time went into a Markup around each value."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("(environment.escaped_text(shown) if type(shown := (")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")) is str else environment.escaped(shown))")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """A block is one piece of what stands around it: its own pieces need not pass through every template."""
        if x.startswith("yield from "):
            x = f"yield concat({x.removeprefix('yield from ')})"
        super().writeline(x, node, extra)


class _Context(Context):
    """Calls what a template calls as it stands: nothing of ours asks for the context or the environment."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja names it
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class _Template(Template):
    """A template whose parts are imported without comparing globals: all have the environment's, and no other."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class _Environment(Environment):
    """Everything is escaped, wherever it stands."""

    template_class = _Template
    code_generator_class = _Compiler
    context_class = _Context
    escaped = staticmethod(escaped)
    escaped_text = staticmethod(_escaped_text)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`; a name of a dict at once, instead of after an attribute of that name was missed."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@cache
def environment() -> Environment:
    """What is not there is an error."""
    templates = _Environment(
        loader=PackageLoader("accountsos.dashboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals["kept_part"] = KeptParts()
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


class Packing:
    """Compresses pages, and remembers how hard each had to be compressed last: none is compressed twice for long."""

    def __init__(self) -> None:
        self._effort: dict[str, int] = {}

    def __call__(self, page: str, body: bytes, accept_encoding: bytes) -> bytes | None:
        """The body compressed; None where it is too short, or the browser does not read that."""
        if len(body) < _WORTH_PACKING or b"gzip" not in accept_encoding:
            return None
        effort = self._effort.get(page, 0)
        small = gzip.compress(body, EFFORTS[effort], mtime=0)
        while len(small) > PACKED_MOST and effort + 1 < len(EFFORTS):
            effort += 1
            small = gzip.compress(body, EFFORTS[effort], mtime=0)
        self._effort[page] = effort - 1 if effort and len(small) <= PACKED_LIGHT else effort
        return small
