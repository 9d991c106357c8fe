"""`doctor` says whether a language model is set, where, and whether it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accountsos.cli.installation import Installation
from accountsos.language_model import LanguageModel
from accountsos.store.engine.opening import Place
from tests.cli.shell import Shell
from tests.support.engines import Clock
from tests.support.language_model import toy_model


@dataclass(frozen=True)
class ShellWithModel(Shell):
    model: LanguageModel | None = None

    def installation(self) -> Installation:
        whole = super().installation()
        return replace(whole, settings=replace(whole.settings, language_model=self.model))


def test_the_doctor_says_that_none_is_set(sqlite_place: Place) -> None:
    assert "language model  off" in Shell(sqlite_place, Clock()).type("doctor").text


def test_the_doctor_looks_whether_it_answers_and_takes_its_key(sqlite_place: Place) -> None:
    with toy_model() as toy:
        shell = ShellWithModel(sqlite_place, Clock(), toy.settings(key="sk-secret"))
        well = shell.type("doctor")
        assert f"language model  toy at {toy.url}" in well.text
        assert "the language model" not in well.errors
        toy.statuses = [401]
        assert "does not accept its key" in shell.type("doctor").errors
        assert toy.asked == []
    gone = shell.type("doctor")
    assert "the language model: it could not be reached" in gone.errors
    assert "sk-secret" not in gone.text + gone.errors
