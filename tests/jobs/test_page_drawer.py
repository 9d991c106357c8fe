"""Pages are drawn by a confined process: made of pixels, turned as they were read, and nothing of the file in them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from accountsos.documents.facts import PageTurn
from accountsos.jobs.frames import DrawRequest
from accountsos.jobs.page_drawer import PageDrawer
from accountsos.jobs.reader_process import ReaderProcess
from tests.jobs.hostile import HOSTILE
from tests.workflows.documents.papers import einvoice, page

READER = ReaderProcess(wall_seconds=60)


@pytest.fixture(scope="module")
def drawer() -> Iterator[PageDrawer]:
    """One for all: a drawer has its reader to itself."""
    yield PageDrawer(READER)
    READER.close()


def seen(picture: bytes | None) -> Image.Image:
    assert picture is not None
    return Image.open(io.BytesIO(picture), formats=["PNG"])


def photo(**more: object) -> bytes:
    """A landscape picture, dark on its left."""
    image = Image.new("RGB", (400, 200), "white")
    image.paste("black", (0, 0, 100, 200))
    file = io.BytesIO()
    image.save(file, "JPEG", **more)
    return file.getvalue()


def test_a_page_of_a_pdf_is_drawn_and_a_page_that_is_not_there_is_none(drawer: PageDrawer) -> None:
    paper = page(("Harbour Stationers Ltd",), ("Total", "12.00"))
    picture = seen(drawer.draw(DrawRequest(1), paper))
    assert picture.height > picture.width > 800
    assert [drawer.draw(DrawRequest(n), paper) for n in (0, 2, 99)] == [None, None, None]
    assert drawer.draw(DrawRequest(1), einvoice()) is None
    assert drawer.draw(DrawRequest(1), b"no document at all") is None


def test_what_was_drawn_is_kept_for_the_next_look(drawer: PageDrawer) -> None:
    paper = page(("Kept",))
    first = drawer.draw(DrawRequest(1), paper)
    READER.close()
    started = READER.started
    assert drawer.draw(DrawRequest(1), paper) == first
    assert READER.started == started


def test_a_photo_lies_as_it_did_when_it_was_read(drawer: PageDrawer) -> None:
    turned = seen(drawer.draw(DrawRequest(1, turn=PageTurn(1, 90)), photo())).convert("L")
    assert turned.size == (200, 400)
    assert (turned.getpixel((100, 390)), turned.getpixel((100, 10))) == (0, 255)


def test_nothing_that_a_camera_wrote_into_the_file_is_in_the_picture(drawer: PageDrawer) -> None:
    exif = Image.Exif()
    exif[0x010E] = "51.5 N 0.1 W, a secret place"
    content = photo(exif=exif)
    assert b"secret place" in content
    picture = drawer.draw(DrawRequest(1), content)
    assert b"secret place" not in (picture or b"")
    assert dict(seen(picture).getexif()) == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_drawn_or_not_and_the_next_one_is(name: str, drawer: PageDrawer) -> None:
    picture = drawer.draw(DrawRequest(1), HOSTILE[name]())
    assert picture is None or seen(picture).width * seen(picture).height <= 1400 * 1400
    assert drawer.draw(DrawRequest(1), page((name,))) is not None
