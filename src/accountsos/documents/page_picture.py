"""A page of a document as a PNG made of pixels: what is shown to people instead of the file itself."""

from __future__ import annotations

import io
from itertools import islice
from typing import Any

from accountsos.documents.email_file import UnreadableEmail, attachments_of
from accountsos.documents.facts import PageTurn
from accountsos.documents.kinds import Kind, kind_of
from accountsos.documents.pdf_text import picture_of_page
from accountsos.documents.picture import OcrMissing, UnreadablePicture, frames_of
from accountsos.documents.streams import PAGES_READ_MAX, UnreadablePdf, opened, refuse_bombs
from accountsos.errors import UnsupportedMediaType

LONGEST_SIDE = 1_400
COLOURS = 128
_NO_PAGE = (UnsupportedMediaType, UnreadablePdf, UnreadableEmail, UnreadablePicture, OcrMissing)


def picture_of(content: bytes, page: int, *, inside: str | None = None, turn: PageTurn | None = None) -> bytes | None:
    """The page (from 1) as it was read; None where the file has no such page, or none that can be drawn.

    Run it in a process with limits.
    """
    try:
        image = _image(content, page, inside)
    except _NO_PAGE:
        return None
    return None if image is None else _png(_turned(image, turn or PageTurn(page)))


def _image(content: bytes, page: int, inside: str | None) -> Any:
    kind = kind_of(content)
    if kind is Kind.EMAIL:
        attached = next((one for one in attachments_of(content) if one.name == inside), None)
        return None if attached is None else _image(attached.content, page, None)
    if kind is Kind.EINVOICE:
        return None
    if kind is Kind.PDF:
        with opened(content) as pdf:
            refuse_bombs(pdf)
            if not 1 <= page <= min(len(pdf.pages), PAGES_READ_MAX):
                return None
        return picture_of_page(content, page)
    return next(islice(frames_of(content, kind), page - 1, None), None) if page >= 1 else None


def _turned(image: Any, turn: PageTurn) -> Any:
    """The page lies as it did when it was read, so that the places fit."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if turn.degrees:
        image = image.rotate(turn.degrees, expand=True)
    if turn.slope:
        image = image.rotate(turn.slope, expand=False, fillcolor="white")
    return image


def _png(image: Any) -> bytes:
    """Nothing of the file is in it but its colours, of which a few are enough to read by."""
    file = io.BytesIO()
    image.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()
