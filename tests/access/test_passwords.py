"""What is accepted as a password, in words, and that a digest fits its own password only."""

from __future__ import annotations

import pytest

from accountsos.access.passwords import LONGEST, password_digest, password_fits, password_mistake


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("eleven char", "12 characters or more"),
        ("a b c d e f" * LONGEST, "200 characters or fewer"),
        ("abababababababab", "repeats too few characters"),
        ("Owner@harbour-lane.example", "not be the e-mail address"),
        ("warehouse.keeper", "not be the e-mail address"),
    ],
)
def test_what_is_wrong_with_a_password_is_said(password: str, words: str) -> None:
    email = "owner@harbour-lane.example" if "@" in password else "warehouse.keeper@harbour-lane.example"
    mistake = password_mistake(password, email)
    assert mistake is not None
    assert words in mistake


@pytest.mark.parametrize("password", ["three plain words", "x" * 9 + "yzw", "a b c d e f " * 16 + "abcdefgh"])
def test_what_is_long_enough_and_varied_is_taken(password: str) -> None:
    assert password_mistake(password, "owner@harbour-lane.example") is None


def test_a_digest_fits_its_password_in_any_spelling_of_its_letters_and_no_other() -> None:
    digest = password_digest("café au lait twice")
    assert password_fits(digest, "cafe\u0301 au lait twice")
    assert not password_fits(digest, "cafe au lait twice")
    assert not password_fits(None, "nobody has this password")
    assert not password_fits("no digest", "nobody has this password")
