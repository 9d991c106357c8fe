"""Run worked cases through the product's own functions: `python -m tests.golden FILE.yaml`.

Prints one line per failure and finally `N passed, N failed`; the exit code is 1 when any failed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from tests.uk_rules import golden_company, golden_extra, golden_more, golden_person, golden_vat
from tests.uk_rules.golden_input import Area, Given

AREAS: dict[str, Area] = {
    **golden_vat.AREAS,
    **golden_company.AREAS,
    **golden_person.AREAS,
    **golden_extra.AREAS,
    **golden_more.AREAS,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case came to; `differences` is empty when it passed."""

    case_id: str
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def outcomes(path: Path) -> list[Outcome]:
    """Each case of the file, in its order."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    cases = content.get("cases") if isinstance(content, dict) else content
    if not isinstance(cases, list):
        raise SystemExit(f"{path}: no list of cases")
    return [outcome(case, number) for number, case in enumerate(cases, start=1)]


def outcome(case: Mapping[str, Any], number: int = 0) -> Outcome:
    """Run one case. A case that breaks is a failure that says how."""
    case_id = str(case.get("id", f"case {number}"))
    name = str(case.get("area", ""))
    area = AREAS.get(name) or next((found for prefix, found in golden_vat.FAMILIES if name.startswith(prefix)), None)
    if area is None:
        return Outcome(case_id, (f"the area {name!r} is unknown",))
    given = Given(case.get("input") or {})
    try:
        got = area(given)
    except Exception as problem:  # a case that breaks must not hide the others
        return Outcome(case_id, (f"expected {case.get('expected')}, got {type(problem).__name__}: {problem}",))
    expected = case.get("expected") or {}
    found = differences(expected, got)
    if found and given.unused:
        found = [*found, f"input not used: {', '.join(sorted(given.unused))}"]
    return Outcome(case_id, tuple(found) if expected else ("nothing is expected",))


def differences(expected: object, got: object, path: str = "") -> list[str]:
    """What of the expected is not so; figures that nobody expects are not looked at."""
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return [f"{path or 'result'}: expected {expected}, got {got}"]
        found: list[str] = []
        for key, value in expected.items():
            here = f"{path}.{key}" if path else str(key)
            found += differences(value, got[key], here) if key in got else [f"{here}: expected {value}, got nothing"]
        return found
    if isinstance(expected, list):
        if not isinstance(got, list | tuple) or len(got) != len(expected):
            return [f"{path}: expected {expected}, got {got}"]
        if path.endswith("fields"):  # the fields at fault have no order of their own
            expected, got = sorted(expected), sorted(got)
        pairs = zip(expected, got, strict=True)
        return [text for n, (want, have) in enumerate(pairs) for text in differences(want, have, f"{path}[{n}]")]
    return [] if _plain(expected) == _plain(got) else [f"{path}: expected {expected}, got {got}"]


def _plain(value: object) -> object:
    """Dates as ISO text, numbers and decimal texts as numbers, so that only the value counts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)


def main(arguments: list[str]) -> int:
    """The command."""
    if len(arguments) != 1:
        print("usage: python -m tests.golden FILE.yaml", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    if not path.is_file():
        print(f"{path}: no such file", file=sys.stderr)
        return 2
    results = outcomes(path)
    for each in results:
        if not each.passed:
            print(f"{each.case_id}: {'; '.join(each.differences)}")
    failed = sum(not each.passed for each in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
