"""Help: open to everybody, each word once, and none of the words on pages left unexplained."""

from __future__ import annotations

import re

from accountsos.dashboard.help_words import GUIDE, WORDS
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
