"""The text of a PDF's pages as pieces with places, and pages as pictures where there is no text."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from accountsos.documents.extract.rows import Piece
from accountsos.documents.facts import Box
from accountsos.documents.streams import DAMAGED_PDF, PAGES_READ_MAX, NeedsPassword, UnreadablePdf

PIXELS_MAX = 12_000_000
LONGEST_SIDE = 1_800
LETTERS_MAX = 60_000
_TEXT_AT_LEAST = 12
# A gap wider than most of the letters' height parts two columns; a space between words is a quarter of it.
_COLUMN_GAP = 0.85


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PdfText:
    """What the pages say: their pieces, which pages are pictures only, and how many pages there are."""

    pieces: tuple[Piece, ...]
    pages_without_text: tuple[int, ...]
    page_count: int


def text_of_pdf(content: bytes) -> PdfText:
    """The text of the first pages. The caller has refused bombs before. Raises UnreadablePdf or NeedsPassword."""
    document = _opened(content)
    try:
        count = len(document)
        pieces: list[Piece] = []
        bare: list[int] = []
        for number in range(min(count, PAGES_READ_MAX)):
            found = _pieces_of_page(document, number)
            if sum(len(piece.text) for piece in found) < _TEXT_AT_LEAST:
                bare.append(number + 1)
            elif _splits_letters(found):
                found = _pieces_by_pdfplumber(content, number) or found
            pieces += found
        return PdfText(tuple(pieces), tuple(bare), count)
    finally:
        document.close()


def picture_of_page(content: bytes, page: int) -> Any:
    """A page (from 1) as a Pillow image whose size was computed before anything is drawn."""
    document = _opened(content)
    try:
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = render_scale(width, height)
        picture = sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        sheet.close()
        return picture
    finally:
        document.close()


def render_scale(width: float, height: float) -> float:
    """Pixels a point, so that the longest side and the whole stay within bounds whatever size the page claims."""
    if width <= 0 or height <= 0:
        raise UnreadablePdf("A page of the PDF has no size.")
    scale = min(LONGEST_SIDE / max(width, height), math.sqrt(PIXELS_MAX / (width * height)), 4.0)
    if min(width, height) * scale < 8:
        raise UnreadablePdf("A page of the PDF has a shape that no paper has.")
    return scale


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as mistake:
        if "password" in str(mistake).lower():
            raise NeedsPassword("The PDF needs a password; save it without one and upload it again.") from mistake
        raise UnreadablePdf(DAMAGED_PDF) from mistake


def _pieces_of_page(document: pypdfium2.PdfDocument, number: int) -> list[Piece]:
    try:
        page = document[number]
    except pypdfium2.PdfiumError as mistake:
        raise UnreadablePdf(f"Page {number + 1} of the PDF is damaged. Save or download the PDF again.") from mistake
    text_page = page.get_textpage()
    try:
        turn = _Turn(page)
        letters = _letters(text_page, turn)
        return [_piece(_in_words(run), number + 1, turn) for run in _runs(letters)]
    finally:
        text_page.close()
        page.close()


class _Turn:
    """From the PDF's own coordinates to shares of the page as people see it."""

    def __init__(self, page: Any) -> None:
        self.left, self.bottom, right, top = page.get_cropbox()
        self.width, self.height = max(1.0, right - self.left), max(1.0, top - self.bottom)
        self.rotation = page.get_rotation()

    @property
    def aspect(self) -> float:
        """Height of the seen page over its width."""
        ratio = float(self.height / self.width)
        return 1 / ratio if self.rotation in (90, 270) else ratio

    def seen(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as shares."""
        x0, x1 = (left - self.left) / self.width, (right - self.left) / self.width
        y0, y1 = 1 - (top - self.bottom) / self.height, 1 - (bottom - self.bottom) / self.height
        if self.rotation == 90:
            return 1 - y1, x0, 1 - y0, x1
        if self.rotation == 180:
            return 1 - x1, 1 - y1, 1 - x0, 1 - y0
        if self.rotation == 270:
            return y0, 1 - x1, y1, 1 - x0
        return x0, y0, x1, y1


def _letters(text_page: Any, turn: _Turn) -> Iterator[_Letter | None]:
    """The letters in the order of the file; None where a space or line end stands."""
    raw = text_page.raw
    rectangle = pdfium.FS_RECTF()
    count = min(pdfium.FPDFText_CountChars(raw), LETTERS_MAX)
    for n in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, n)
        letter = "-" if code in (0xFFFE, 0x02, 0xAD) else chr(code) if 0 < code < 0x110000 else " "
        if letter.isspace() or not letter.isprintable():
            yield None
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, n, ctypes.byref(rectangle)):
            continue
        yield _Letter(letter, *turn.seen(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))


def _runs(letters: Iterator[_Letter | None]) -> Iterator[list[_Letter]]:
    """Letters on one line without a gap as wide as a column's."""
    run: list[_Letter] = []
    space = False
    for letter in letters:
        if letter is None:
            space = True
            continue
        if run and not _continues(run[-1], letter):
            yield run
            run, space = [], False
        if run and space:
            run.append(_Letter(" ", run[-1].right, letter.top, letter.left, letter.bottom))
        run.append(letter)
        space = False
    if run:
        yield run


def _in_words(run: list[_Letter]) -> list[_Letter]:
    """The run as it is; a heading set in spaced letters (`A C M E`) in its words, which wider gaps part."""
    words = "".join(letter.text for letter in run).split()
    if len(words) < _SPACED_LEAST or sum(len(word) == 1 for word in words) < _SPACED_SHARE * len(words):
        return run
    inked = [letter for letter in run if letter.text != " "]
    gaps = [after.left - before.right for before, after in pairwise(inked)]
    usual = median(gaps)
    if usual <= 0:
        return run
    words_of = [inked[0]]
    for gap, letter in zip(gaps, inked[1:], strict=True):
        if gap > _WORD_GAP * usual:
            words_of.append(_Letter(" ", words_of[-1].right, letter.top, letter.left, letter.bottom))
        words_of.append(letter)
    return words_of


_SPACED_LEAST, _SPACED_SHARE, _WORD_GAP = 6, 0.8, 1.8


def _continues(last: _Letter, letter: _Letter) -> bool:
    height = max(last.bottom - last.top, 1e-6)
    shared = min(last.bottom, letter.bottom) - max(last.top, letter.top)
    if shared < 0.5 * min(height, letter.bottom - letter.top):
        return False
    gap = letter.left - last.right
    # Widths and heights are shares of different sides; 1.41 is near enough for A4, and receipts are narrower.
    return -3 * height < gap < _COLUMN_GAP * height * 1.41


def _piece(run: Sequence[_Letter], page: int, turn: _Turn) -> Piece:
    box = Box(
        _share(min(letter.left for letter in run)),
        _share(min(letter.top for letter in run)),
        _share(max(letter.right for letter in run)),
        _share(max(letter.bottom for letter in run)),
    )
    height = max(letter.bottom - letter.top for letter in run) * turn.aspect
    return Piece("".join(letter.text for letter in run), page, box, height)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _splits_letters(pieces: Sequence[Piece]) -> bool:
    """Whether most words are single letters: the PDF sets each glyph on its own."""
    words = [word for piece in pieces for word in piece.text.split()]
    return len(words) > 40 and sum(len(word) == 1 and word.isalpha() for word in words) > 0.4 * len(words)


def _pieces_by_pdfplumber(content: bytes, number: int) -> list[Piece]:
    """The same page by the slower reader, which puts split glyphs together."""
    with pdfplumber.open(io.BytesIO(content), pages=[number + 1]) as document:
        page = document.pages[0]
        words = page.extract_words(x_tolerance_ratio=0.35, keep_blank_chars=True)
        width, height = float(page.width) or 1.0, float(page.height) or 1.0
        return [
            Piece(
                str(word["text"]),
                number + 1,
                Box(
                    _share(float(word["x0"]) / width),
                    _share(float(word["top"]) / height),
                    _share(float(word["x1"]) / width),
                    _share(float(word["bottom"]) / height),
                ),
                (float(word["bottom"]) - float(word["top"])) / width,
            )
            for word in words
        ]
