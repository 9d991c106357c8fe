"""Parse a stranger's XML safely and look things up by local name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from lxml import etree

from accountsos.dates import FIRST_DAY, LAST_DAY
from accountsos.documents.facts import Fact, Place
from accountsos.money import PENCE_MAX, Pence, minor_units, rounded_half_up

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

XML_BYTES_MAX = 20 * 1024 * 1024
XML_CONFIDENCE = 0.995
_SPACES = re.compile(r"\s+")
_AMOUNT = re.compile(r"[+-]?(?:0*[0-9]{1,15}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})", re.ASCII)


_ODD = "left-out"
_NO_NUMBER, _TOO_LARGE = "is no number", "is too large"
"""The only words taken back from the mark: a stranger's file may carry an attribute of that name."""
_LINES = frozenset({"InvoiceLine", "CreditNoteLine", "IncludedSupplyChainTradeLineItem", "DettaglioLinee"})


@dataclass(frozen=True, slots=True)
class OddField:
    """A field of an e-invoice that says nothing a number can be; one of a line changes no total."""

    message: str
    in_line: bool


class UnreadableXml(Exception):
    """The XML cannot be used; the message says why."""


def parsed(content: bytes) -> Element:
    """The root element. Entities, DTDs and the network are off, and a DOCTYPE is refused before parsing."""
    if len(content) > XML_BYTES_MAX:
        raise UnreadableXml(f"the XML is larger than {XML_BYTES_MAX // 1024 // 1024} MB")
    # Without its NULs, UTF-16 and UTF-32 show the same ASCII: one search finds a DOCTYPE in any of them.
    if b"<!doctype" in content.replace(b"\x00", b"").lower():
        raise UnreadableXml("the XML declares a DOCTYPE, which an e-invoice must not")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as mistake:
        line = getattr(mistake, "lineno", None)
        where = f" at line {line}" if line else ""
        raise UnreadableXml(f"the XML is not well-formed{where}: damaged, or cut off") from mistake
    # An encoding that hides the word from the search above still shows here.
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableXml("the XML declares a DOCTYPE, which an e-invoice must not")
    return root


def local_name(element: Element) -> str:
    """The name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def all_at(element: Element | None, path: str) -> Iterator[Element]:
    """The elements at a path of local names such as `Party/PartyName/Name`, in order of the file."""
    if element is None:
        return
    first, _, rest = path.partition("/")
    for child in element:
        if local_name(child) == first:
            if rest:
                yield from all_at(child, rest)
            else:
                yield child


def first_at(element: Element | None, *paths: str) -> Element | None:
    """The first element at the first of the paths that leads anywhere."""
    for path in paths:
        for found in all_at(element, path):
            return found
    return None


def text_of(element: Element | None) -> str | None:
    """The element's text with its spaces tidied, or None where there is none."""
    if element is None:
        return None
    text = _SPACES.sub(" ", "".join(element.itertext())).strip()
    return text or None


def text_at(element: Element | None, *paths: str) -> str | None:
    """The first text that is not empty at the paths, tried in order."""
    for path in paths:
        for found in all_at(element, path):
            if text := text_of(found):
                return text
    return None


def place_of(element: Element) -> Place:
    """The element's path by local names, counting brothers of one name from 1."""
    steps: list[str] = []
    current = element
    while current is not None and isinstance(current.tag, str):
        parent = current.getparent()
        step = local_name(current)
        if parent is not None:
            twins = [child for child in parent if child.tag == current.tag]
            if len(twins) > 1:
                step = f"{step}[{twins.index(current) + 1}]"
        steps.append(step)
        current = parent
    return Place(xml_path="/" + "/".join(reversed(steps)))


def text_fact(element: Element | None, *paths: str) -> Fact[str] | None:
    """The first text that is not empty, as a fact."""
    for path in paths:
        for found in all_at(element, path):
            if text := text_of(found):
                return Fact(text, XML_CONFIDENCE, place_of(found))
    return None


def decimal_of(element: Element | None) -> Decimal | None:
    """The element's number; what is no `xsd:decimal` is marked as odd and left out."""
    text = text_of(element)
    if text is None or element is None:
        return None
    if not _AMOUNT.fullmatch(text):
        element.set(_ODD, _NO_NUMBER)
        return None
    return Decimal(text)


def pence_of(element: Element | None, currency: str) -> Pence | None:
    """The element's amount in minor units, a half rounded up: the standard allows prices, not totals, more decimals."""
    amount = decimal_of(element)
    if amount is None or element is None:
        return None
    pence = rounded_half_up(amount.scaleb(minor_units(currency)))
    if not -PENCE_MAX <= pence <= PENCE_MAX:
        element.set(_ODD, _TOO_LARGE)
        return None
    return pence


def odd_fields(root: Element) -> Iterator[OddField]:
    """What was asked for and left out, in the order of the file."""
    for element in root.iter():
        if isinstance(element.tag, str) and (what := element.get(_ODD)) in (_NO_NUMBER, _TOO_LARGE):
            above = {local_name(one) for one in element.iterancestors()}
            text = (text_of(element) or "")[:40]
            yield OddField(f"{local_name(element)} {text!r} {what} and was left out", bool(above & _LINES))


def pence_fact(element: Element | None, currency: str, *paths: str) -> Fact[Pence] | None:
    """The first amount at the paths, as a fact."""
    found = first_at(element, *paths)
    pence = pence_of(found, currency)
    return None if pence is None or found is None else Fact(pence, XML_CONFIDENCE, place_of(found))


_DATE_FORMATS = {"102": "%Y%m%d", "101": "%y%m%d", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S"}


def day_of(element: Element | None) -> date | None:
    """The element's day: ISO text (time and zone are dropped) or an UNCL 2379 format. None where unreadable."""
    text = text_of(element)
    if text is None or element is None:
        return None
    holder = next((e for e in element.iter() if isinstance(e.tag, str) and e.get("format")), None)
    try:
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            day = date.fromisoformat(text[:10])
        else:
            form = _DATE_FORMATS.get(holder.get("format") if holder is not None else "102", "%Y%m%d")
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day on paper has no time zone
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def day_fact(element: Element | None, *paths: str) -> Fact[date] | None:
    """The first readable day at the paths, as a fact."""
    for path in paths:
        for found in all_at(element, path):
            if (day := day_of(found)) is not None:
                return Fact(day, XML_CONFIDENCE, place_of(found))
    return None
