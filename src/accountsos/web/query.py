"""A query string as the declared parameters: one reader per operation, made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from accountsos.errors import BadRequest
from accountsos.web.parameters import Amount, Kind
from accountsos.wire.json_gate import clean, shown

KNOWN_MOST, KNOWN_BYTES = 64, 256
"""So many queries of an operation are remembered as they were read, none longer than that."""


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """One declared parameter of a query or a field of a form."""

    name: str
    kind: Kind
    description: str
    default: object = None
    required: bool = False
    example: object = None


class QueryReader:
    """Reads the query strings of one operation."""

    __slots__ = ("_defaults", "_exclusive", "_known", "_operation", "_ordered", "_parameters", "_readers", "_required")

    def __init__(
        self,
        operation: str,
        parameters: Sequence[QueryParameter],
        *,
        ordered: Sequence[tuple[str, str]] = (),
        exclusive: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._operation = operation
        self._parameters = {p.name: p for p in parameters}
        self._readers: dict[bytes, tuple[str, Callable[[str], object]]] = {
            p.name.encode("ascii"): (p.name, p.kind.read) for p in parameters
        }
        self._defaults = {p.name: p.default for p in parameters}
        self._required = frozenset(p.name for p in parameters if p.required)
        self._ordered = tuple(ordered)
        self._exclusive = tuple(exclusive)
        self._known: dict[bytes, dict[str, object]] = {}
        """What was asked lately, as it was read: the same is asked again and again."""

    def read(self, raw: bytes) -> dict[str, object]:
        """Every declared parameter with its value or default. BadRequest names the parameter that is wrong."""
        known = self._known.get(raw)
        if known is None:
            known = self._read(raw)
            if len(raw) <= KNOWN_BYTES:
                if len(self._known) >= KNOWN_MOST:
                    self._known.clear()
                self._known[raw] = known
        return known.copy()

    def _read(self, raw: bytes) -> dict[str, object]:
        values = self._defaults.copy()
        given: set[str] = set()
        if raw:
            for piece in raw.split(b"&"):
                name, _, text = piece.partition(b"=")
                self._take(name, text, values, given)
        if self._required and not self._required <= given:
            missing = min(self._required - given)
            parameter = self._parameters[missing]
            raise BadRequest(f"`{missing}` is missing; expected {parameter.kind.accepted}.", param=missing)
        for first, second in self._ordered:
            if (low := values[first]) is not None and (high := values[second]) is not None:
                self._refuse_disorder(first, low, second, high)
        for first, second in self._exclusive:
            if first in given and second in given:
                raise BadRequest(f"`{first}` and `{second}` exclude each other; send one of them.", param=first)
        return values

    def _take(self, raw_name: bytes, text: bytes, values: dict[str, object], given: set[str]) -> None:
        known = self._readers.get(raw_name) or self._readers.get(_decoded(raw_name).encode())
        if known is None:
            self._refuse_unknown(_decoded(raw_name))
        name, reader = known
        if name in given:
            raise BadRequest(f"`{name}` is given twice; send it once.", param=name)
        given.add(name)
        if not text:
            accepted = self._parameters[name].kind.accepted
            raise BadRequest(f"`{name}` is empty; expected {accepted}, or leave it out.", param=name)
        value = _decoded(text, name)
        try:
            values[name] = reader(value)
        except ValueError:
            accepted = self._parameters[name].kind.accepted
            raise BadRequest(f"`{name}` is {shown(value)}; expected {accepted}.", param=name) from None

    def _refuse_disorder(self, first: str, low: object, second: str, high: object) -> None:
        if low > high:  # type: ignore[operator]  # both are read by one kind
            kind = self._parameters[first].kind
            words = [kind.told(one) if isinstance(kind, Amount) else str(one) for one in (low, high)]
            above = "after" if isinstance(low, date) else "above"
            raise BadRequest(
                f"`{first}` ({words[0]}) is {above} `{second}` ({words[1]}); both are inclusive.", param=first
            )

    def _refuse_unknown(self, name: str) -> NoReturn:
        known = ", ".join(self._parameters) or "none"
        raise BadRequest(
            f"`{clean(name)}` is not a parameter of {self._operation}; accepted are: {known}.", param=clean(name, 200)
        )


def _decoded(raw: bytes, name: str | None = None) -> str:
    if b"%" in raw or b"+" in raw:
        raw = unquote_to_bytes(raw.replace(b"+", b" "))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        where = f"`{name}`" if name else "The query"
        raise BadRequest(f"{where} is not percent-encoded UTF-8.", param=name) from None
