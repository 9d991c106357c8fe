"""Every package of the lock has a licence that may stand beside ours; read from what is installed, offline."""

from __future__ import annotations

import re

import pytest
from tools.sbom import bill, licence_of

from tests.tidy.tree import ROOT

PERMITTED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software|ISC|MPL|Mozilla|HPND|Zlib|zlib|Unlicense|0BSD|CC0|Public Domain|CNRI|LGPL|"
    r"Lesser General|any purpose|any-OSI"
)
"""The Lesser GPL's stand in NOTICE too."""
LESSER = re.compile("LGPL|Lesser General")
SAID_ELSEWHERE = {"axe-playwright-python": "MIT, in its repository; only tests use it"}
LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)


def _locked() -> list[str]:
    return LOCKED.findall((ROOT / "requirements.lock").read_text())


def test_every_locked_package_has_a_licence_that_may_stand_beside_ours() -> None:
    found = {name: licence_of(name) for name in _locked() if name not in SAID_ELSEWHERE}
    told = {name: licence for name, licence in found.items() if licence is not None}
    assert len(told) > 50
    assert {name: licence for name, licence in told.items() if not PERMITTED.search(licence)} == {}


def test_the_bill_of_materials_names_every_locked_package_with_its_digests() -> None:
    components = bill()["components"]
    assert isinstance(components, list)
    assert [component["name"] for component in components] == _locked()
    assert [c["name"] for c in components if not c["properties"]] == []


def test_what_is_under_the_lesser_gpl_is_named_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text()
    lesser = [name for name in _locked() if LESSER.search(licence_of(name) or "")]
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
