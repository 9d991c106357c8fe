"""Help: open to everybody, each word once, and none of the words on pages left unexplained."""

from __future__ import annotations

import io
import re

from PIL import Image

from accountsos.dashboard.assets import assets
from accountsos.dashboard.help_words import GUIDE, PICTURE_HEIGHT, PICTURE_SCHEMES, PICTURE_WIDTH, WORDS
from accountsos.dashboard.pages import PAGES
from tests.dashboard.test_every_page import Tree
from tests.dashboard.world import World

HUB = ("Profit and loss", "Balance sheet", "Trial balance", "Ledger", "Journal", "Opening balance", "Mileage")
"""Words at which the page of reports and its neighbours lead somewhere."""


def test_help_is_open_to_everybody_and_the_menu_leads_to_it(world: World) -> None:
    for visitor in (world.visitor("reader"), world.visitor("")):
        answer = visitor.get("/help")
        assert answer.status == 200
        said = " ".join(Tree(answer.text).words)
        assert "What to do when, and what the words mean" in said
        assert all(step in answer.text.replace("&#39;", "'") for chapter in GUIDE for step in chapter.steps)
    for path in ("", "more"):
        assert 'href="/help"' in world.visitor("reader").get(f"/{world.ours.id}/{path}").text


def test_each_word_stands_once_with_an_address_and_a_sentence() -> None:
    words = [word for _, group in WORDS for word in group]
    keys = [word.key for word in words] + [chapter.key for chapter in GUIDE]
    assert len(set(keys)) == len(keys)
    assert len({word.word for word in words}) == len(words) > 30
    assert all(re.fullmatch(r"[A-Z].{20,140}\.", word.means) for word in words)
    assert set(HUB) <= {word.word for word in words}


MOST_BYTES, MOST_OF_ONE = 400_000, 40_000


def test_each_picture_of_the_guide_is_there_and_small_and_of_the_size_that_the_page_keeps_free() -> None:
    sizes = []
    for chapter in GUIDE:
        for scheme in PICTURE_SCHEMES:
            asset = assets().find(f"{assets().base}guide/{chapter.picture.page}-{scheme}.webp")
            assert asset is not None
            assert dict(asset.headers)[b"content-type"] == b"image/webp"
            assert Image.open(io.BytesIO(asset.content)).size == (PICTURE_WIDTH, PICTURE_HEIGHT)
            sizes.append(len(asset.content))
    assert max(sizes) <= MOST_OF_ONE
    assert sum(sizes) <= MOST_BYTES
    assert len(sizes) <= 10


def test_each_page_of_which_the_guide_has_a_picture_is_there_and_begins_as_it_shows(sqlite_world: World) -> None:
    for chapter in GUIDE:
        page = next(page for page in PAGES if page.name == chapter.picture.page)
        text = sqlite_world.visitor("owner").get(sqlite_world.ours.fill(page.path)).text
        assert re.findall(r"<h1[^>]*>([^<]*)", text)[0].startswith(chapter.picture.heading)


def test_a_browser_waits_with_the_pictures_and_keeps_their_place(sqlite_world: World) -> None:
    shown = [attributes for tag, attributes in Tree(sqlite_world.visitor().get("/help").text).tags if tag == "img"]
    assert len(shown) >= len(GUIDE)
    for attributes in shown:
        assert attributes["loading"] == "lazy"
        assert (attributes["width"], attributes["height"]) == (str(PICTURE_WIDTH), str(PICTURE_HEIGHT))
        assert len(attributes["alt"] or "") > 20
