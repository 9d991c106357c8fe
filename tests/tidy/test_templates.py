"""What no template may hold: styles and handlers in place, unescaped text, colours beside the tokens."""

from __future__ import annotations

import hashlib
import re

from tests.tidy.tree import ROOT, every_file, text_of

FOLDER = "src/accountsos/dashboard/"
FORBIDDEN = {
    r"\sstyle\s*=": "a style in place",
    r"\son[a-z]+\s*=": "a handler in place",
    r"hx-on|hx-vals|hx-vars|js:": "htmx that needs eval",
    r"javascript:": "a script as an address",
    r"<script(?![^>]*\ssrc=)": "a script in place",
    r"\|\s*safe\b|Markup\(|autoescape": "text that is not escaped",
    r"https?://(?!127\.0\.0\.1)": "another site's address",
}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(")
FORM, BUTTON = re.compile(r"<form\b(.*?)</form>", re.DOTALL), re.compile(r"<button\b([^>]*)>")
HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


def of_kind(ending: str) -> list[str]:
    return [path for path in every_file() if path.startswith(FOLDER) and path.endswith(ending)]


def forbidden_in(path: str, text: str) -> list[str]:
    return [f"{path}: {why}" for pattern, why in FORBIDDEN.items() if re.search(pattern, text)]


def test_templates_hold_neither_styles_nor_handlers_nor_unescaped_text() -> None:
    templates = of_kind(".html")
    assert len(templates) > 5
    assert [found for path in templates for found in forbidden_in(path, text_of(path))] == []


def pressed_by_enter(path: str, text: str) -> list[str]:
    """Forms in which Enter does something else than what the form is for: the browser presses the first button."""
    found = []
    for form in FORM.findall(text):
        buttons = [button for button in BUTTON.findall(form) if "form=" not in button]
        quiet = ["quiet" in button for button in buttons]
        if quiet and quiet[0] and not all(quiet):
            found.append(f"{path}: {buttons[0].strip()} comes before what the form is for")
    return found


def test_enter_does_what_a_form_is_for() -> None:
    templates = of_kind(".html")
    assert [found for path in templates for found in pressed_by_enter(path, text_of(path))] == []
    assert pressed_by_enter("x", '<form><button class="quiet">More</button><button>Keep</button></form>') != []
    assert pressed_by_enter("x", '<form><button>Keep</button><button class="quiet">More</button></form>') == []


def test_only_the_tokens_name_colours() -> None:
    sheets = [path for path in of_kind(".css") if not path.endswith("/tokens.css")]
    assert len(sheets) > 3
    in_print = {"#fff", "#000"}  # paper is white
    assert [(path, c) for path in sheets for c in COLOUR.findall(text_of(path)) if c not in in_print] == []


def test_the_vendored_script_is_the_one_that_was_looked_at() -> None:
    script = ROOT / FOLDER / "static/vendor/htmx.min.js"
    assert hashlib.sha256(script.read_bytes()).hexdigest() == HTMX


def test_our_own_script_is_small() -> None:
    assert len(text_of(f"{FOLDER}static/dashboard.js")) < 5_000


def test_these_rules_notice_what_they_forbid() -> None:
    assert len(forbidden_in("x", '<p style="a" onclick=b>{{ c | safe }}</p><script>d</script>')) == 4
    assert forbidden_in("x", '<script src="/static/a.js" defer></script>') == []
