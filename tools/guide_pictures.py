"""The pictures of help: pages of the demo as a real browser shows them, in both schemes, small enough to be kept."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from tests.dashboard.all_pages import DEMO, installation
from tests.dashboard.browser import SCHEMES, a_browser

from accountsos.dashboard.help_words import GUIDE, PICTURE_HEIGHT, PICTURE_WIDTH

FOLDER = Path(__file__).parents[1] / "src" / "accountsos" / "dashboard" / "static" / "guide"
MOST_BYTES = 40_000
"""Of one picture: ten of them make no more than a page of a paper."""
QUALITIES = (80, 70, 60, 50, 40)


def small(picture: bytes) -> bytes:
    """The picture as WebP, as good as its bytes allow."""
    for quality in QUALITIES:
        out = io.BytesIO()
        Image.open(io.BytesIO(picture)).convert("RGB").save(out, "webp", quality=quality, method=6)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise SystemExit(f"a picture has more than {MOST_BYTES:,} bytes however coarse it is")


def main() -> None:
    """Open each page that the guide names, and keep what it looks like."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as books, installation(Path(books)) as installed, a_browser() as browser:
        context = installed.tab(browser)
        page = context.new_page()
        page.set_viewport_size({"width": PICTURE_WIDTH, "height": PICTURE_HEIGHT})
        addresses = installed.addresses(context.request, DEMO)
        for picture in (chapter.picture for chapter in GUIDE):
            page.goto(installed.served.url + addresses[picture.page])
            if not page.locator("h1").first.inner_text().startswith(picture.heading):
                raise SystemExit(f"{picture.page} begins otherwise than help says: {picture.heading}")
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                (FOLDER / f"{picture.page}-{scheme}.webp").write_bytes(small(page.screenshot()))
        context.close()


if __name__ == "__main__":
    main()
