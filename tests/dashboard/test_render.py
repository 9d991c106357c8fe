"""What a template shows is escaped, and a part is kept for as long as its value is the same."""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from accountsos.dashboard.render import PACKED_MOST, KeptParts, Packing, environment, escaped


@dataclass(frozen=True)
class Named:
    name: str
    keys: str = "of its own"


class Macro:
    """Counts how often it is asked."""

    name = "rows"

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, value: list[str]) -> str:
        self.asked += 1
        return "".join(value)


@given(st.one_of(st.text(), st.integers(), st.none(), st.builds(Markup, st.text()), st.lists(st.text())))
def test_what_is_shown_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == str(escape(value))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ text }}", "&lt;b&gt; &amp; &#34;it&#39;s&#34;"),
        ('<p title="{{ text }}">{{ thing.name }}</p>', '<p title="&lt;b&gt; &amp; &#34;it&#39;s&#34;">&lt;i&gt;</p>'),
        ("{% macro m(x) %}<u>{{ x }}</u>{% endmacro %}{{ m(text) }}", "<u>&lt;b&gt; &amp; &#34;it&#39;s&#34;</u>"),
        ("{{ text ~ 1 }}{{ thing.name | upper }}", "&lt;b&gt; &amp; &#34;it&#39;s&#34;1&lt;I&gt;"),
        ("{% set x %}<u>{{ text }}</u>{% endset %}{{ x }}", "<u>&lt;b&gt; &amp; &#34;it&#39;s&#34;</u>"),
        ("{{ held.name }}{{ held.keys }}{{ held.values() | list }}", "&lt;i&gt;k[&#39;&lt;i&gt;&#39;, &#39;k&#39;]"),
        ("{{ '<b>' }}{{ number }}{{ '<b>' | safe }}", "&lt;b&gt;7<b>"),
    ],
)
def test_no_way_through_a_template_leads_past_it(source: str, shown: str) -> None:
    template = environment().from_string(source)
    held = {"name": "<i>", "keys": "k"}
    assert template.render(text='<b> & "it\'s"', thing=Named("<i>"), held=held, number=7) == shown


@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ thing.nothing }}", "{{ held.nothing }}"])
def test_what_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        environment().from_string(source).render(thing=Named("<i>"), held={"name": "<i>"})


def test_a_part_is_made_once_for_a_value_and_again_for_an_equal_one() -> None:
    kept, macro, rows = KeptParts(), Macro(), ["a", "b"]
    assert [kept(macro, rows), kept(macro, rows)] == ["ab", "ab"]
    assert macro.asked == 1
    assert kept(macro, ["a", "b"]) == "ab"
    assert macro.asked == 2


def test_what_was_not_asked_for_longest_goes_where_there_is_too_much() -> None:
    kept, macro = KeptParts(most=10), Macro()
    first, second, third = ["aaaa"], ["bbbb"], ["cccc"]
    for value in (first, second, first, third, first):
        kept(macro, value)
    assert (macro.asked, kept.size) == (3, 8)
    kept(macro, second)
    assert macro.asked == 4
    kept(macro, ["much too long to keep"])
    assert kept.size == 0


def text_of_about(size: int) -> bytes:
    """Text that compresses to about that size, quickly or not."""
    return random.Random(size).randbytes(size // 2).hex().encode()


@pytest.mark.parametrize("size", [300, 3_000, 8_500, 9_300, 20_000])
def test_a_page_comes_out_of_its_compression_as_it_went_in(size: int) -> None:
    packing, body = Packing(), text_of_about(size)
    for _ in range(3):
        small = packing("page", body, b"gzip, br")
        assert body == (body if small is None else gzip.decompress(small))
    assert packing("page", body, b"br") is None


def test_a_page_that_was_too_heavy_is_compressed_hard_until_it_is_light(monkeypatch: pytest.MonkeyPatch) -> None:
    levels: list[int] = []
    real = gzip.compress

    def compress(body: bytes, level: int, *, mtime: int) -> bytes:
        levels.append(level)
        return real(body, level, mtime=mtime)

    monkeypatch.setattr(gzip, "compress", compress)
    packing, heavy, light = Packing(), text_of_about(PACKED_MOST * 3), text_of_about(5_000)
    for page, body, expected in (
        ("a", light, [3]),
        ("a", heavy, [3, 4, 5]),
        ("a", heavy, [5]),
        ("b", light, [3]),
        ("a", light, [5]),
        ("a", light, [4]),
        ("a", light, [3]),
    ):
        levels.clear()
        assert packing(page, body, b"gzip") is not None
        assert levels == expected
