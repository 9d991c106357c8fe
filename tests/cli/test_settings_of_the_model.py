"""A language model is set whole or not at all, and its key is told nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountsos.language_model import LanguageModel
from accountsos.settings import BadSetting, settings_from

WHOLE = {
    "ACCOUNTSOS_LANGUAGE_MODEL_URL": "http://127.0.0.1:11434/v1/",
    "ACCOUNTSOS_LANGUAGE_MODEL": "toy",
    "ACCOUNTSOS_LANGUAGE_MODEL_KEY": "sk-secret",
}


def test_without_an_address_there_is_none() -> None:
    assert settings_from({}, Path("home")).language_model is None


def test_a_model_that_is_said_whole_is_kept_and_its_key_is_not_shown() -> None:
    more = {"ACCOUNTSOS_LANGUAGE_MODEL_LINES_A_DAY": "7", "ACCOUNTSOS_LANGUAGE_MODEL_SECONDS": "9"}
    settings = settings_from({**WHOLE, **more}, Path("home"))
    assert settings.language_model == LanguageModel(
        "http://127.0.0.1:11434/v1", "toy", "sk-secret", lines_a_day=7, lines_at_once=20, seconds=9
    )
    assert settings.language_model.host == "127.0.0.1"
    assert "sk-secret" not in repr(settings)


def test_the_key_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("sk-of-a-file\n", encoding="ascii")
    named = {**WHOLE, "ACCOUNTSOS_LANGUAGE_MODEL_KEY": "", "ACCOUNTSOS_LANGUAGE_MODEL_KEY_FILE": str(file)}
    model = settings_from(named, tmp_path).language_model
    assert model is not None
    assert model.key == "sk-of-a-file"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ACCOUNTSOS_LANGUAGE_MODEL": ""}, "needs ACCOUNTSOS_LANGUAGE_MODEL beside it"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_URL": ""}, "needs ACCOUNTSOS_LANGUAGE_MODEL_URL beside it"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_URL": "127.0.0.1:11434/v1"}, "begins with https:// or http://"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_URL": "file:///etc/passwd"}, "begins with https:// or http://"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_URL": "https://user:sk-secret@host/v1"}, "no user"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_URL": "https://host:99999/v1"}, "LANGUAGE_MODEL_URL"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_KEY": "sk-secret\r\nX-Other: 1"}, "without blanks"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_KEY_FILE": "key"}, "give one of the two"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_KEY": "", "ACCOUNTSOS_LANGUAGE_MODEL_KEY_FILE": "none"}, "cannot be read"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_LINES_AT_ONCE": "101"}, "from 1 to 100"),
        ({"ACCOUNTSOS_LANGUAGE_MODEL_SECONDS": "0"}, "from 1 to 600"),
    ],
)
def test_half_of_it_starts_nothing(change: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting) as refused:
        settings_from({**WHOLE, **change}, Path("home"))
    assert said in str(refused.value)
    assert "sk-secret" not in str(refused.value)
