"""An e-mail file to the attachments worth reading, with caps on parts, depth and size."""

from __future__ import annotations

import email
import email.policy
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from accountsos.documents.kinds import Kind, kind_of
from accountsos.errors import UnsupportedMediaType

PARTS_MAX = 100
DEPTH_MAX = 6
ATTACHMENTS_MAX = 5
BYTES_MAX = 25 * 1024 * 1024
_SMALLEST_PICTURE = 8 * 1024
_NAME_MAX = 120


class UnreadableEmail(Exception):
    """The e-mail cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that may be a document. The name is for showing only and never becomes a path."""

    name: str
    kind: Kind
    content: bytes


def attachments_of(content: bytes) -> tuple[Attachment, ...]:
    """The attachments that can be read, documents before pictures; forwarded e-mails are looked into."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
    except (ValueError, LookupError, RecursionError) as mistake:
        raise UnreadableEmail("The e-mail is damaged and cannot be opened.") from mistake
    found: list[Attachment] = []
    total = 0
    for part in parts_of(message):
        decoded = part.get_payload(decode=True)
        if not isinstance(decoded, bytes) or not decoded:
            continue
        total += len(decoded)
        if total > BYTES_MAX:
            raise UnreadableEmail(f"The attachments are larger than {BYTES_MAX // 1024 // 1024} MB together.")
        try:
            kind = kind_of(decoded)
        except UnsupportedMediaType:
            continue
        # Signatures carry small logos: those are no receipts. An e-mail in an e-mail is walked, not attached.
        if kind is Kind.EMAIL or (kind.is_picture and len(decoded) < _SMALLEST_PICTURE):
            continue
        found.append(Attachment(_shown_name(part), kind, decoded))
    found.sort(key=lambda a: (a.kind is not Kind.EINVOICE, a.kind is not Kind.PDF))
    return tuple(found[:ATTACHMENTS_MAX])


def parts_of(message: Message) -> Iterator[Message]:
    """The leaves of an e-mail, in order, without recursion of Python's own. Raises UnreadableEmail beyond the caps."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > PARTS_MAX:
            raise UnreadableEmail(f"The e-mail has more than {PARTS_MAX} parts.")
        if depth > DEPTH_MAX:
            raise UnreadableEmail(f"The e-mail is nested deeper than {DEPTH_MAX} levels.")
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            waiting = [(child, depth + 1) for child in inner if isinstance(child, Message)] + waiting
        else:
            yield part


def _shown_name(part: Message) -> str:
    try:
        name = part.get_filename() or "attachment"
    except (ValueError, LookupError):
        name = "attachment"
    # Control characters and those that turn the writing direction could disguise the ending.
    kept = "".join(c for c in name if c.isprintable() and unicodedata.category(c) != "Cf")
    return kept[:_NAME_MAX] or "attachment"
