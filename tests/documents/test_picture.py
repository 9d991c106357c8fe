from __future__ import annotations

import importlib
import io
import random
import re
import struct
import zlib
from datetime import date
from types import ModuleType

import pytest
from benchmarks.generate_documents import documents, photographed
from PIL import Image, ImageDraw

from accountsos.documents import picture
from accountsos.documents.extract.rows import Piece
from accountsos.documents.facts import ReadStatus
from accountsos.documents.kinds import Kind, kind_of
from accountsos.documents.pdf_text import LONGEST_SIDE, PIXELS_MAX, render_scale
from accountsos.documents.read import read_document
from tests.documents.heic import heic_of

TODAY = date(2026, 6, 30)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size; its data are never reached."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")


def test_a_picture_of_400_megapixels_is_refused_by_its_header() -> None:
    outcome = read_document(png_of_size(20_000, 20_000), today=TODAY)
    smaller = read_document(png_of_size(9_000, 9_000), today=TODAY)
    assert outcome.status is smaller.status is ReadStatus.FAILED
    assert "more pixels than are safe" in (outcome.reason or "")
    assert "9000 x 9000 pixels" in (smaller.reason or "")


def test_a_webp_is_refused_sooner_for_it_is_kept_four_times_while_it_is_opened() -> None:
    out = io.BytesIO()
    Image.new("L", (8_000, 5_000)).save(out, "WEBP", quality=1)
    assert "up to 32 million are read" in (read_document(out.getvalue(), today=TODAY).reason or "")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK"])
def test_a_very_large_picture_is_made_smaller_before_it_is_copied_and_still_stands_upright(mode: str) -> None:
    """Seen through a corner: what was at the top left of a page that lay on its side is at the top right."""
    page = Image.new("RGB", (6_600, 300), "white")
    page.paste("black", (0, 0, 600, 100))
    out = io.BytesIO()
    page.convert(mode).save(out, "TIFF", tiffinfo={0x0112: 6})
    (frame,) = picture.frames_of(out.getvalue(), Kind.TIFF)
    assert (frame.mode, frame.size) == ("RGB", (150, 3_300))
    assert frame.getpixel((140, 10)) < (60, 60, 60)
    assert frame.getpixel((10, 10)) > (200, 200, 200)


def test_a_picture_of_a_few_pixels_is_refused() -> None:
    outcome = read_document(png_of_size(3, 400), today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "only 3 x 400" in (outcome.reason or "")


def test_a_cut_off_picture_fails_with_a_reason() -> None:
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(file, "JPEG")
    outcome = read_document(file.getvalue()[:300], today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "damaged or cut off" in (outcome.reason or "")


@pytest.mark.parametrize(("width", "height"), [(595, 842), (14_400, 14_400), (200, 14_400), (72, 72)])
def test_a_page_is_never_drawn_larger_than_the_bounds(width: float, height: float) -> None:
    scale = render_scale(width, height)
    assert width * height * scale**2 <= PIXELS_MAX
    assert max(width, height) * scale <= LONGEST_SIDE


def test_without_the_ocr_extra_a_photo_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    picture._engine.cache_clear()
    real = importlib.import_module

    def without_ocr(name: str, package: str | None = None) -> ModuleType:
        if name == "rapidocr":
            raise ImportError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", without_ocr)
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(file, "PNG")
    outcome = read_document(file.getvalue(), today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "accountsos[ocr]" in (outcome.reason or "")


def photo(turned: int) -> tuple[bytes, dict[str, str]]:
    name, content, truth = next(made for made in documents(1) if made[0].startswith("receipt3"))
    image = Image.open(io.BytesIO(photographed(content, random.Random(name))))
    file = io.BytesIO()
    image.rotate(turned, expand=True).save(file, "JPEG", quality=85)
    return file.getvalue(), truth


@pytest.mark.parametrize("turned", [0, 90, 180])
def test_a_photographed_receipt_is_read_whichever_way_up_it_lies(turned: int) -> None:
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    content, truth = photo(turned)
    outcome = read_document(content, today=TODAY)
    assert outcome.facts is not None
    assert outcome.facts.gross is not None
    assert f"{outcome.facts.gross.value / 100:,.2f}" == truth["total"]
    assert outcome.facts.date is not None
    assert outcome.facts.date.value.isoformat() == truth["day"]
    assert outcome.source == "picture"


@pytest.mark.parametrize("kind", [Kind.HEIC, Kind.WEBP, Kind.TIFF, Kind.PNG])
def test_a_photographed_receipt_is_read_in_every_format_that_phones_and_scanners_write(kind: Kind) -> None:
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    content, truth = photo(0)
    image = Image.open(io.BytesIO(content))
    file = io.BytesIO()
    if kind is Kind.HEIC:
        file.write(heic_of(image))
    else:
        image.save(file, picture._PILLOW_NAMES[kind])
    assert kind_of(file.getvalue()) is kind
    outcome = read_document(file.getvalue(), today=TODAY)
    assert outcome.facts is not None
    assert outcome.facts.gross is not None
    assert f"{outcome.facts.gross.value / 100:,.2f}" == truth["total"]
    assert outcome.facts.date is not None
    assert outcome.facts.date.value.isoformat() == truth["day"]


def test_every_page_of_a_tiff_is_read_and_each_fact_says_on_which_it_stands() -> None:
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    cover = Image.new("RGB", (900, 700), "white")
    ImageDraw.Draw(cover).text((80, 80), "Scanned on Monday", fill="black", font_size=48)
    content, truth = photo(0)
    file = io.BytesIO()
    cover.save(file, "TIFF", save_all=True, append_images=[Image.open(io.BytesIO(content)).convert("RGB")])
    outcome = read_document(file.getvalue(), today=TODAY)
    assert {piece.page for piece in picture.pieces_of_picture(file.getvalue(), Kind.TIFF).pieces} == {1, 2}
    assert outcome.facts is not None
    assert outcome.facts.gross is not None
    assert f"{outcome.facts.gross.value / 100:,.2f}" == truth["total"]
    assert outcome.facts.gross.place is not None
    assert outcome.facts.gross.place.page == 2


@pytest.mark.parametrize(
    "start", [b"\xff\xd8\xff", b"II*\x00", b"RIFF\x10\x00\x00\x00WEBP", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_said_of_a_damaged_file_is_for_a_person(start: bytes) -> None:
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    outcome = read_document(start + b"\x07" * 400, today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    reason = outcome.reason or ""
    assert re.fullmatch(r"The (?:picture|PDF) is damaged [A-Za-z ,]+\. (?:Take|Save) [A-Za-z ,]+\.", reason), reason


def test_a_blank_photo_fails_with_advice() -> None:
    pytest.importorskip("rapidocr", reason="the OCR extra is not installed")
    file = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(file, "JPEG")
    outcome = read_document(file.getvalue(), today=TODAY)
    assert outcome.status is ReadStatus.FAILED
    assert "No text was found" in (outcome.reason or "")


def test_a_sloping_page_is_levelled() -> None:
    line = picture._Line("TOTAL 12.00", 0.9, ((100.0, 100.0), (500.0, 120.0), (499.0, 140.0), (99.0, 120.0)))
    low = picture._Line("CASH TO PAY", 0.9, ((98.0, 200.0), (498.0, 220.0), (497.0, 240.0), (97.0, 220.0)))
    found = picture._Reading((line, low), 600, 400)
    levelled = picture._level(found)
    assert abs(levelled[0].corners[0][1] - levelled[0].corners[1][1]) < 1
    piece = picture._piece(levelled[0], found, 1)
    assert isinstance(piece, Piece)
    assert piece.box.bottom - piece.box.top < 0.06


def test_the_kind_names_of_the_pictures_are_all_known_to_the_decoder() -> None:
    assert set(picture._PILLOW_NAMES) == {kind for kind in Kind if kind.is_picture}
