"""An e-mail whose own text is the receipt: its body as lines and cells on a page. Nothing is fetched, nothing runs."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Iterable, Iterator
from email.header import decode_header, make_header
from email.message import Message
from html.parser import HTMLParser

from accountsos.documents.email_file import parts_of
from accountsos.documents.extract.amounts import amounts_in
from accountsos.documents.extract.days import days_in
from accountsos.documents.extract.name_lines import DEPARTMENT
from accountsos.documents.extract.name_witnesses import SENDER
from accountsos.documents.extract.rows import Piece
from accountsos.documents.facts import Box

CHARACTERS_MAX = 400_000
ROWS_MAX = 1_500
_CELLS_MAX = 24
_LINE = 0.012
"""The height of a line as a share of a page: only what stands beside and above each other matters."""
_HEADING = 1.6
_UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe", "select"))
_BREAKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "blockquote", "center")
)
_VOID = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr")
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)", re.IGNORECASE
)
_COLUMNS = re.compile(r"\t+|\s{3,}")
_FORWARDED = re.compile(r"^\s*(?:FWD?|WG|TR)\s*:", re.IGNORECASE)

Line = list[tuple[str, bool]]
"""The cells of a line, each with whether it is a heading."""


def pieces_of_body(content: bytes) -> tuple[Piece, ...]:
    """The text of an e-mail as a page; empty where it shows no amount of money, for then it is no receipt."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    lines = _lines_of(message)
    text = "\n".join(cell for line in lines for cell, _ in line)
    if not any(amount.has_decimals for line in lines for cell, _ in line for amount in amounts_in(cell)):
        return ()
    return tuple(_placed([*_header_lines(message, text), *lines]))


def _lines_of(message: Message) -> list[Line]:
    """The body's lines: of its HTML where it has one that shows amounts, else of its plain text."""
    plain: list[Line] = []
    for part in parts_of(message):
        kind = part.get_content_type()
        if part.get_filename() or kind not in ("text/html", "text/plain"):
            continue
        text = _decoded(part)
        lines = _html_lines(text) if kind == "text/html" else [_columns(line) for line in text.splitlines()]
        lines = [line for line in lines if line][:ROWS_MAX]
        if kind == "text/html" and any(a.has_decimals for line in lines for cell, _ in line for a in amounts_in(cell)):
            return lines
        plain = plain or lines
    return plain


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content[: 4 * CHARACTERS_MAX].decode(part.get_content_charset() or "utf-8", "replace")[:CHARACTERS_MAX]
    except LookupError:
        return content[:CHARACTERS_MAX].decode("latin-1")


def _columns(line: str) -> Line:
    return [(cell.strip(), False) for cell in _COLUMNS.split(line.strip().lstrip("> ")) if cell.strip()][:_CELLS_MAX]


def _header_lines(message: Message, text: str) -> Iterator[Line]:
    """Who sent it and about what; and when, where the text names no day. Who forwards a receipt did not write it."""
    subject, sender = _header(message, "Subject"), _header(message, "From")
    forwarded = _FORWARDED.match(subject) is not None
    name, address = email.utils.parseaddr(sender)
    if name and not forwarded:
        yield [(f"{SENDER}{_without_department(name, address, text)}", False)]
    if subject:
        yield [(_FORWARDED.sub("", subject).strip(), False)]
    sent = email.utils.parsedate_tz(_header(message, "Date"))
    if sent is not None and not any(True for _ in days_in(text)) and not forwarded:
        yield [("Date", False), (f"{sent[0]:04}-{sent[1]:02}-{sent[2]:02}", False)]


def _without_department(name: str, address: str, text: str) -> str:
    """The sender without `Billing` or `Accounts`, where its address or the text calls it so."""
    shorter = DEPARTMENT.sub("", name)
    host = address.rpartition("@")[2].lower().split(".")
    squeezed = "".join(letter for letter in shorter.lower() if letter.isalnum())
    if squeezed and any(part.replace("-", "") == squeezed for part in host):
        return shorter
    # Where the text speaks of `Bright` and of no `Bright Accounts`, the second word was the department's.
    called = re.search(rf"\b{re.escape(shorter)}\b", text.replace(name, " "), re.IGNORECASE)
    return shorter if squeezed and called else name


def _header(message: Message, name: str) -> str:
    try:
        text = str(make_header(decode_header(str(message.get(name, "")))))
    except (ValueError, LookupError, UnicodeError):
        return ""
    return " ".join(text.split())[:200]


def _placed(lines: Iterable[Line]) -> Iterator[Piece]:
    """Each cell from its left edge to the next one's: in a table no gap parts a label from its value."""
    for number, line in enumerate(lines):
        width = 0.9 / len(line)
        for column, (text, heading) in enumerate(line):
            left = 0.05 + column * width
            tall = _LINE * (_HEADING if heading else 1)
            top = 0.02 + number * 0.02
            page, top = 1 + int(top // 0.96), top % 0.96
            yield Piece(text, page, Box(left, top, left + width - 0.01, top + tall), tall)


def _html_lines(text: str) -> list[Line]:
    reader = _Body()
    reader.feed(text)
    reader.close()
    reader.ends()
    return reader.lines


class _Body(HTMLParser):
    """The visible text of HTML. The lines of a table's cells stand side by side, as a person sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._cells: list[list[tuple[str, bool]]] = [[]]
        self._words: list[str] = []
        self._unseen: list[str] = []
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line, a new cell, or something that nobody sees."""
        if tag in _VOID:
            if tag in _BREAKS:
                self._end_line()
            return
        hidden = any(name == "hidden" or (name == "style" and _HIDDEN.search(value or "")) for name, value in attrs)
        if self._unseen or tag in _UNSEEN or hidden:
            self._unseen.append(tag)
            return
        if tag in ("td", "th"):
            self._end_line()
            if self._cells != [[]]:
                self._cells.append([])
        elif tag in ("tr", "table", "tbody", "thead"):
            self._end_row()
        elif tag in _BREAKS:
            self._end_line()
        if tag in ("h1", "h2"):
            self._heading = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` is a break; `<td/>` an empty cell."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """The end of a line, a row or of what nobody sees; tags that were never closed are closed with it."""
        if self._unseen:
            if tag in self._unseen:
                del self._unseen[len(self._unseen) - 1 - self._unseen[::-1].index(tag) :]
            return
        if tag in ("tr", "table"):
            self._end_row()
        elif tag in _BREAKS or tag in ("td", "th"):
            self._end_line()
        if tag in ("h1", "h2"):
            self._heading = False

    def handle_data(self, data: str) -> None:
        """Text, which counts where it is seen."""
        if not self._unseen:
            self._words.append(data)

    def ends(self) -> None:
        """The last row is complete."""
        self._end_row()

    def _end_line(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            self._cells[-1].append((text[:2000], self._heading))

    def _end_row(self) -> None:
        self._end_line()
        cells = [cell for cell in self._cells if cell][:_CELLS_MAX]
        self._cells = [[]]
        for number in range(max((len(cell) for cell in cells), default=0)):
            if len(self.lines) < ROWS_MAX:
                self.lines.append([cell[number] for cell in cells if number < len(cell)])
