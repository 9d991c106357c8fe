"""Every package of the lock has a licence that may stand beside ours; read from what is installed, offline."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.tidy.tree import ROOT

PERMITTED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software|ISC|MPL|Mozilla|HPND|Zlib|zlib|Unlicense|0BSD|CC0|Public Domain|CNRI|LGPL|"
    r"Lesser General|any purpose|any-OSI"
)
"""The Lesser GPL's stand in NOTICE too."""
LESSER = re.compile("LGPL|Lesser General")
SAID_ELSEWHERE = {"axe-playwright-python": "MIT, in its repository; only tests use it"}
LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)


def _licence(name: str) -> str | None:
    """What the package says; None where it is of another platform and not installed here."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    facts = said.json
    classified = [text for text in facts.get("classifier", []) if text.startswith("License ::")]
    return str(facts.get("license_expression") or "; ".join(classified) or str(facts.get("license", ""))[:200])


def _locked() -> list[str]:
    return LOCKED.findall((ROOT / "requirements.lock").read_text())


def test_every_locked_package_has_a_licence_that_may_stand_beside_ours() -> None:
    found = {name: _licence(name) for name in _locked() if name not in SAID_ELSEWHERE}
    told = {name: licence for name, licence in found.items() if licence is not None}
    assert len(told) > 50
    assert {name: licence for name, licence in told.items() if not PERMITTED.search(licence)} == {}


def test_what_is_under_the_lesser_gpl_is_named_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text()
    lesser = [name for name in _locked() if LESSER.search(_licence(name) or "")]
    assert lesser
    assert [name for name in lesser if name not in notice] == []


@pytest.mark.parametrize("page", ["docs/RELIABILITY.md", "SECURITY.md"])
def test_every_test_that_a_promise_names_is_there(page: str) -> None:
    named = re.findall(r"`(tests/[\w/]+)(\.py)?(?:::(\w+))?`", (ROOT / page).read_text())
    assert len(named) > 10
    for path, ending, test in named:
        file = ROOT / (path + ending)
        assert file.exists(), path
        assert not test or f"def {test}(" in file.read_text(), f"{path}::{test}"
