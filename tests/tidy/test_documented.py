"""What the code offers to users is written down where they look for it: events, scopes, reports, tables."""

from __future__ import annotations

import ast
import re

from accountsos.access.rights import SCOPES
from accountsos.api.operations.registry import OPERATIONS
from accountsos.cli.commands import COMMANDS
from tests.tidy.tree import files, parsed, text_of, walk

VERSIONS = "src/accountsos/store/migrations/versions"
_ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\{table_end\}", re.DOTALL)


def section(path: str, heading: str) -> str:
    """The text under a heading of the second level."""
    found = text_of(path).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert found, f"{path} has no heading {heading!r}"
    return found


def actions_of(path: str, tree: ast.Module) -> dict[str, set[str]]:
    """What `cause.note` is told; where a helper is handed the action, what its callers in the file hand over."""
    found: set[str] = set()
    unknown: set[str] = set()
    for node in walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note"):
            continue
        if len(node.args) < 2:
            continue  # a value that tells the log of itself; what it tells is noted where it is defined
        action = node.args[0]
        if isinstance(action, ast.Constant):
            found.add(str(action.value))
        elif isinstance(action, ast.Name) and (handed := _handed(tree, action.id)):
            found |= handed
        else:
            unknown.add(f"{path}:{node.lineno}")
    return {"found": found, "unknown": unknown}


def _handed(tree: ast.Module, parameter: str) -> set[str]:
    """The texts of an action's form that calls give to the functions of this file that take such a parameter."""
    takers = {
        node.name: [each.arg for each in node.args.args].index(parameter)
        for node in walk(tree)
        if isinstance(node, ast.FunctionDef) and parameter in [each.arg for each in node.args.args]
    }
    given = [
        node.args[takers[node.func.id]]
        for node in walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in takers
    ]
    return {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def every_action() -> set[str]:
    told = [actions_of(path, parsed(path)) for path in files("src")]
    unknown = set().union(*(each["unknown"] for each in told))
    assert not unknown, f"which events are these? {sorted(unknown)}"
    return set().union(*(each["found"] for each in told))


def test_every_event_of_the_audit_log_is_in_the_guide_to_the_api_and_no_other() -> None:
    written = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", section("docs/API.md", "The audit log")))
    assert all(_ACTION.fullmatch(action) for action in every_action())
    assert written == every_action()


def test_every_scope_is_explained() -> None:
    keys = section("docs/API.md", "Keys")
    assert [scope for scope in SCOPES if f"`{scope}`" not in keys] == []


def test_every_report_is_in_the_users_guide_by_its_command() -> None:
    reports = [c for c in COMMANDS if c.words[0] == "report" and c.asks]
    assert len(reports) > 10
    guide = section("docs/USER_GUIDE.md", "Reports")
    assert [" ".join(c.words) for c in reports if f"`report {c.words[1]}`" not in guide] == []


def test_every_report_of_the_api_has_its_place_in_the_guide_to_the_api() -> None:
    reports = [o for o in OPERATIONS if "csv" in o.formats]
    table = section("docs/API.md", "Reports")
    assert [o.path for o in reports if f"`{o.path}`" not in table] == []


def test_every_table_of_a_company_is_distributed_with_it() -> None:
    made = "".join(text_of(path) for path in files(VERSIONS))
    tables = {name for name, columns in _TABLE.findall(made) if "company_id" in columns}
    kept = {name for name in tables if not name.endswith("_with_parts")}
    assert len(kept) > 30
    page = section("docs/SCALING.md", "Citus")
    assert sorted(name for name in kept if not re.search(rf"\b{name}\b", page)) == []


def test_these_rules_notice_what_they_forbid() -> None:
    tree = ast.parse("cause.note('thing.lost', 'x')\ncause.note(what(), 'x')\n")
    assert actions_of("x", tree) == {"found": {"thing.lost"}, "unknown": {"x:2"}}
    helped = ast.parse("def _tell(cause, what):\n    cause.note(what, 'x')\n_tell(c, 'thing.found')\n")
    assert actions_of("x", helped) == {"found": {"thing.found"}, "unknown": set()}
    assert _TABLE.findall("CREATE TABLE lost (\n  company_id INT\n){table_end};") == [("lost", "\n  company_id INT\n)")]
