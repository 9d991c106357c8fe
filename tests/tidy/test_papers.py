"""What stands in the tree beside code: addresses, paths, the lock, the guides and the decisions."""

from __future__ import annotations

import re

from tests.tidy.tree import ROOT, every_file, files, text_of

MACHINE_PATH = re.compile(r"(^|[\s\"'`=(:,\[])/(root|home|work|Users)/[A-Za-z.]", re.MULTILINE)
PACKAGE_FILE = re.compile(r"https?://[^\s\"']+\.(whl|tgz|tar\.gz|deb)\b")
INDEX_WORDS = re.compile(r"index[-_]url\b|\"resolved\":|^registry\s*=", re.MULTILINE)
INDEX_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
)
THIS_FILE = "tests/tidy/test_papers.py"

LINK = re.compile(r"(?<!\!)\[[^\]\n]*\]\(([^)\s]+)\)|!\[[^\]\n]*\]\(([^)\s]+)\)|\bsrc=\"([^\"]+)\"")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
ADR = re.compile(r"docs/decisions/(\d{4})-[a-z0-9-]+\.md")
ADR_PARTS = ("## Context", "## Decision", "## What was measured", "## Consequences")
DECISIONS = "docs/decisions/README.md"


def addresses_of_packages(path: str, text: str) -> list[str]:
    found = [m[0] for pattern in (PACKAGE_FILE, INDEX_WORDS) for m in pattern.finditer(text)]
    return [f"{path}: {address}" for address in [*found, *(host for host in INDEX_HOSTS if host in text)]]


def paths_of_a_machine(path: str, text: str) -> list[str]:
    return [f"{path}: {m[0].strip()}…" for m in MACHINE_PATH.finditer(text)]


def anchor(heading: str) -> str:
    """The anchor that a heading gets."""
    plain = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")


def broken_links(path: str, text: str) -> list[str]:
    """Relative links that lead nowhere, and anchors that no heading has."""
    found = []
    for groups in LINK.findall(FENCE.sub("", text)):
        target = next(g for g in groups if g)
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        there = (ROOT / path).parent / name if name else ROOT / path
        if not there.exists():
            found.append(f"{path}: {target} is not there")
        elif fragment and there.suffix == ".md":
            anchors = {anchor(h) for h in HEADING.findall(FENCE.sub("", there.read_text("utf-8")))}
            if fragment not in anchors:
                found.append(f"{path}: {target} is no heading there")
    return found


def unhashed(lock: str) -> list[str]:
    """Requirements of the lock that are not pinned to a version and to bytes."""
    found = []
    for requirement in re.split(r"\n(?=\S)", lock.strip()):
        if requirement.startswith("#"):
            continue
        if not re.match(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==\S+", requirement):
            found.append(f"{requirement.splitlines()[0]} is not one version")
        if not re.search(r"--hash=sha256:[0-9a-f]{64}", requirement):
            found.append(f"{requirement.splitlines()[0]} has no hash")
    return found


def adrs() -> list[str]:
    return [name for name in files("docs/decisions", ".md") if name != DECISIONS]


def test_no_address_of_a_package_or_an_index_is_in_the_tree() -> None:
    found = [c for path in every_file() if path != THIS_FILE for c in addresses_of_packages(path, text_of(path))]
    assert found == []


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    assert [c for path in every_file() if path != THIS_FILE for c in paths_of_a_machine(path, text_of(path))] == []


def test_every_requirement_of_the_lock_is_one_version_with_its_hashes() -> None:
    lock = text_of("requirements.lock")
    assert unhashed(lock) == []
    assert "://" not in lock


def test_every_relative_link_of_the_guides_leads_somewhere() -> None:
    guides = [name for name in every_file() if name.endswith(".md")]
    assert guides, "the guides were not found"
    assert [c for path in guides for c in broken_links(path, text_of(path))] == []


def test_the_readme_names_both_commands() -> None:
    readme = text_of("README.md")
    assert "make demo" in readme
    assert "make test" in readme


def test_the_ci_run_checks_and_tests() -> None:
    lines = text_of(".ci/run").splitlines()
    assert "make check" in lines
    assert "make test" in lines


def test_every_decision_is_numbered_without_a_gap_and_listed() -> None:
    names = adrs()
    numbers = [int(match[1]) for name in names if (match := ADR.fullmatch(name))]
    assert numbers == list(range(1, len(names) + 1))
    listed = text_of(DECISIONS)
    assert [name for name in names if f"]({name.rpartition('/')[2]})" not in listed] == []


def test_every_decision_has_its_four_parts_under_its_number() -> None:
    for name in adrs():
        text = text_of(name)
        number = name.rpartition("/")[2][:4]
        assert text.startswith(f"# {number} "), f"{name} does not start with its number"
        assert [part for part in ADR_PARTS if part not in text] == [], name


def test_these_rules_notice_what_they_forbid() -> None:
    assert addresses_of_packages("x", "see https://example.test/a-1.0" + ".whl") != []
    assert addresses_of_packages("x", "--index" + "-url here") != []
    assert addresses_of_packages("x", f"https://{INDEX_HOSTS[0]}/simple") != []
    assert paths_of_a_machine("x", "cd /" + "home/ann") != []
    assert paths_of_a_machine("x", "a path such as /api/work/x") == []
    assert unhashed("alembic==1.0 \\\n    --hash=sha256:" + "0" * 64) == []
    assert len(unhashed("alembic>=1.0")) == 2
    assert broken_links("README.md", "[x](no-such-file.md)") != []
    assert broken_links("README.md", "[x](README.md#no-such-heading-at-all)") != []
    assert broken_links("README.md", "`[x](no-such-file.md)` is [here](Makefile)") != []
