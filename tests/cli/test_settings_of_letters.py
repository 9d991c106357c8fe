"""Where letters go is said whole, or nothing is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountsos.settings import BadSetting, settings_from

WHOLE = {
    "ACCOUNTSOS_SMTP_URL": "smtps://ann:secret@mail.example.org",
    "ACCOUNTSOS_MAIL_FROM": "books@example.org",
    "ACCOUNTSOS_PUBLIC_URL": "https://books.example.org",
}


def test_a_relay_that_is_said_whole_is_kept() -> None:
    relay = settings_from(WHOLE, Path("home")).relay
    assert relay is not None
    assert (relay.host, relay.port, relay.user, relay.sender) == ("mail.example.org", 465, "ann", "books@example.org")
    assert settings_from({}, Path("home")).relay is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ACCOUNTSOS_MAIL_FROM": ""}, "needs ACCOUNTSOS_MAIL_FROM beside it"),
        ({"ACCOUNTSOS_PUBLIC_URL": ""}, "needs ACCOUNTSOS_PUBLIC_URL beside it"),
        ({"ACCOUNTSOS_SMTP_URL": "mail.example.org"}, "begins with smtp://"),
        ({"ACCOUNTSOS_MAIL_FROM": "books"}, "no e-mail address"),
    ],
)
def test_half_of_it_starts_nothing(change: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting) as refused:
        settings_from({**WHOLE, **change}, Path("home"))
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)
