"""Settings tell whoever answers for a company that words of its lines leave the house, and where they go."""

from __future__ import annotations

from accountsos.language_model import LanguageModel
from tests.dashboard.world import World


def settings(world: World) -> str:
    return world.visitor("owner").get(f"/{world.ours.id}/settings").text


def test_where_none_is_set_nothing_is_said_of_one(world: World) -> None:
    assert "anguage model" not in settings(world)


def test_where_one_is_set_its_place_is_told_and_its_key_is_not(world: World) -> None:
    world.opened.books.language_model = LanguageModel("https://models.example/v1", "<b>toy</b>", "sk-secret")
    try:
        said = settings(world)
    finally:
        world.opened.books.language_model = None
    assert "Language model" in said
    assert "models.example" in said
    assert "&lt;b&gt;toy" in said
    assert "sk-secret" not in said
