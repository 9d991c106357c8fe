"""What AccountsOS is installed beside, as CycloneDX 1.6: every package of the lock, with its licence and digests."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;\\]+)(.*?)(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
HASH = re.compile("--hash=sha256:([0-9a-f]{64})")


def bill() -> dict[str, object]:
    """The whole of it. A package of another platform is named without its licence."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "accountsos", "version": version("accountsos")}},
        "components": [_component(*found.groups()) for found in PINNED.finditer(lock)],
    }


def _component(name: str, pinned: str, rest: str) -> dict[str, object]:
    licence = licence_of(name)
    return {
        "type": "library",
        "name": name,
        "version": pinned,
        "purl": f"pkg:pypi/{name.lower()}@{pinned}",
        "licenses": [{"license": {"name": licence}}] if licence else [],
        "properties": [{"name": "accountsos:sha256", "value": digest} for digest in HASH.findall(rest)],
    }


def licence_of(name: str) -> str | None:
    """What the installed package says; None where it is of another platform and not installed here."""
    try:
        facts = metadata(name).json
    except PackageNotFoundError:
        return None
    classified = [text for text in facts.get("classifier", []) if text.startswith("License ::")]
    return str(facts.get("license_expression") or "; ".join(classified) or str(facts.get("license", ""))[:200])


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
