"""The gallery: every case by subject, what is said in each, and the place in the source that says it."""

from __future__ import annotations

import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import accountsos
from accountsos.errors import Refused
from accountsos.workflows.unit_of_work import Books
from tests.refusals.desk import Cases, Desk

SUBJECTS = (
    "access",
    "assets",
    "bank",
    "called",
    "companies",
    "construction",
    "contacts",
    "currencies",
    "documents",
    "doubtful",
    "invited",
    "invoices",
    "journals",
    "law",
    "mileage",
    "people",
    "reports",
    "review",
    "rules",
    "settled_otherwise",
    "stated",
    "statements",
    "typed_invoices",
    "vat",
    "webhooks",
)
SOURCE = Path(accountsos.__file__).parent
WORDS = Path(__file__).parent / "words"
_ID = re.compile(r"\b(co|txn|imp|con|doc|je|key|stl|job|trip|rule|rfl|ast|ddl|whk)_[0-9A-Za-z]{6,14}\b")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the source, by file below `accountsos/`."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a person is told; ids of things are shown as `txn_…`."""

    code: str
    param: str | None
    words: str
    see: str | None = None
    """The operation that helps, where one does."""


@dataclass(frozen=True, slots=True)
class Provoked:
    """A case that was run: what was said, and where that was made up."""

    said: Said
    places: tuple[Place, ...]


def cases_of(subject: str) -> Cases:
    """The cases of a subject."""
    cases: Cases = importlib.import_module(f"tests.refusals.{subject}").CASES
    return cases


def words_of(subject: str) -> dict[str, Said]:
    """What is kept of them, in the file of words."""
    read = tomllib.loads((WORDS / f"{subject}.toml").read_text("utf-8"))
    return {name: Said(each["code"], each.get("param"), each["words"], each.get("see")) for name, each in read.items()}


def provoked(books: Books, subject: str) -> dict[str, Provoked]:
    """Run every case of a subject, each with companies of its own."""
    found: dict[str, Provoked] = {}
    for name, case in cases_of(subject).items():
        with _birthplaces() as births:
            try:
                case(Desk(books))
            except Refused as refusal:
                said = Said(refusal.code, refusal.param, _ID.sub(r"\1_…", refusal.message), refusal.see)
                found[name] = Provoked(said, tuple(births[r] for r in _chain(refusal) if r in births))
            else:
                raise AssertionError(f"{subject}: {name!r} is not refused")
    return found


def _chain(refusal: BaseException | None) -> Iterator[BaseException]:
    """The refusal that reached the person, and the one whose words it passes on."""
    while refusal is not None:
        yield refusal
        refusal = refusal.__cause__


@contextmanager
def _birthplaces() -> Iterator[dict[BaseException, Place]]:
    """Where each refusal is made, as it is made: the line that calls the class, not the line that raises."""
    births: dict[BaseException, Place] = {}
    plain = Refused.__init__

    def remembered(self: Refused, *args: object, **more: object) -> None:
        plain(self, *args, **more)  # type: ignore[arg-type]  # passed through
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_name == "__init__":
            frame = frame.f_back
        if frame is not None and frame.f_code.co_filename.startswith(str(SOURCE)):
            births[self] = Place(str(Path(frame.f_code.co_filename).relative_to(SOURCE)), frame.f_lineno)

    Refused.__init__ = remembered  # type: ignore[method-assign]  # listened to, and given back
    try:
        yield births
    finally:
        Refused.__init__ = plain  # type: ignore[method-assign]  # listened to, and given back


def as_toml(said: dict[str, Said]) -> str:
    """The file of words of one subject."""
    lines = []
    for name, each in said.items():
        said_of = {"code": each.code, "param": each.param, "words": each.words, "see": each.see}
        lines += [f"[{_quoted(name)}]", *(f"{k} = {_quoted(v)}" for k, v in said_of.items() if v is not None), ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
