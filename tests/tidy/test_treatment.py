"""What the law makes of an account is asked of the chart: no rule or report lists accounts by their ids."""

from __future__ import annotations

import ast

import pytest

from tests.tidy.tree import dotted, files, parsed, walk

ROOMS = ("uk_rules", "reports", "ledger", "categoriser")
IDS = "accountsos.ledger.category_ids"
POSTED_TO = {
    "src/accountsos/ledger/vat_journals.py": "the two control accounts of unpaid invoices, which the books have once",
    "src/accountsos/ledger/category_ids.py": "the ids themselves",
    "src/accountsos/ledger/fuel_scale_journal.py": "which two accounts a scale charge posts to",
    "src/accountsos/ledger/journal_templates.py": "which two accounts a template posts to",
}
"""Where several ids stand together because the product posts to them."""


def _ids_imported(tree: ast.Module) -> set[str]:
    taken = [node for node in walk(tree) if isinstance(node, ast.ImportFrom) and node.module == IDS]
    return {alias.asname or alias.name for node in taken for alias in node.names}


def _is_id(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value.startswith("cat_")
    name = dotted(node)
    return name in names or name.startswith("category_ids.")


def _is_words_of_ids(node: ast.AST) -> bool:
    """`"cat_a cat_b".split()`, or that text alone."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    words = node.value.split()
    return len(words) > 1 and all(word.startswith("cat_") for word in words)


def sets_of_ids(path: str, tree: ast.Module) -> list[str]:
    """Sets, tuples and lists of several ids, ids asked of a category, and names bound to one id to be asked later."""
    names, found = _ids_imported(tree), []
    for node in walk(tree):
        if isinstance(node, ast.Set | ast.Tuple | ast.List) and sum(_is_id(e, names) for e in node.elts) > 1:
            found.append(f"{path}:{node.lineno} lists accounts; let the chart say what they have in common")
        elif _is_words_of_ids(node):
            found.append(f"{path}:{getattr(node, 'lineno', 0)} lists accounts in a text")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in names:
            found.append(f"{path}:{node.lineno} gives an account's id another name")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_rule_lists_accounts_by_their_ids(room: str) -> None:
    found = [c for p in files(f"src/accountsos/{room}") if p not in POSTED_TO for c in sets_of_ids(p, parsed(p))]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        f"from {IDS} import SALES, RENT\nHOW = frozenset({{SALES, RENT}})",
        f"from {IDS} import SALES, RENT\nyes = x in (SALES, RENT)",
        'HOW = frozenset("cat_sales cat_rent".split())',
        'HOW = {"cat_sales", "cat_rent"}',
        f"from {IDS} import SALES\n_SPECIAL = SALES",
    ],
)
def test_a_list_of_accounts_is_found(text: str) -> None:
    assert sets_of_ids("x.py", ast.parse(text)) != []


def test_one_account_that_is_posted_to_is_no_list() -> None:
    text = f"from {IDS} import SALES, RENT\nlines = ((SALES, -1), (RENT, 1))\nother = SALES if x else RENT"
    assert sets_of_ids("x.py", ast.parse(text)) == []
