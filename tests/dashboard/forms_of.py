"""The forms of a page as a browser without scripts has them: where each goes, and what a press of a button sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class SentForm:
    """A form, what it holds untouched, and its buttons."""

    name: str
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    offered: set[str] = field(default_factory=set)
    """Every name that a person can fill in or tick."""
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: bool = False
    typed_in: bool = False
    """Whether there is anything that a person can type in, and so send by Enter."""

    @property
    def does(self) -> list[str]:
        """What its fields and buttons name as what is to be done; empty where there is one thing only."""
        return [value for key, value in (*self.fields, *self.buttons) if key == "do"] or [""]

    def pressed(self, does: str) -> dict[str, str]:
        """What is sent by the button that does that, or by the first one."""
        wanted = [pair for pair in self.buttons if pair == ("do", does)] or self.buttons[:1]
        return dict([*self.fields, *(pair for pair in wanted if pair[0])])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.open: SentForm | None = None
        self.of_others: list[tuple[str, str, dict[str, str]]] = []
        self.select: tuple[dict[str, str], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.open = SentForm(said.get("id", ""), said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.open)
        elif tag == "option" and self.select is not None:
            self.select[1].append(said.get("value", ""))
            if "selected" in said:
                self.select[0]["value"] = said.get("value", "")
        elif tag == "select":
            self.select = (said, [])
        elif tag in ("input", "button", "textarea"):
            self._control(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select" and self.select is not None:
            said, options = self.select
            said.setdefault("value", options[0] if options else "")
            self._control(tag, said)
            self.select = None

    def _control(self, tag: str, said: dict[str, str]) -> None:
        if "form" in said:
            self.of_others.append((said["form"], tag, said))
        elif self.open is not None:
            added(self.open, tag, said)


def added(form: SentForm, tag: str, said: dict[str, str]) -> None:
    """Put a control where it belongs."""
    name, value, kind = said.get("name", ""), said.get("value", ""), said.get("type", "")
    if tag == "button":
        if kind not in ("button", "reset"):
            form.buttons.append((name, value))
        return
    if kind == "file":
        form.files = True
    elif name and (kind not in ("checkbox", "radio") or "checked" in said):
        form.fields.append((name, value or ("on" if kind in ("checkbox", "radio") else "")))
    if kind != "hidden":
        form.typed_in = True
        form.offered.add(name)


def forms_of(text: str) -> list[SentForm]:
    """All forms of the page."""
    reader = _Reader()
    reader.feed(text)
    for name, tag, said in reader.of_others:
        for form in reader.forms:
            if form.name == name:
                added(form, tag, said)
    return reader.forms
