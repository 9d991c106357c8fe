"""No sign is lost between the reader of a document and the ledger: `abs()` of money needs an excuse."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.tidy.tree import dotted, files, parsed, without

ROOMS = ("documents", "reconciliation", "bookkeeping", "workflows/documents", "workflows/invoices")
EXCUSES = {
    "documents/checks.py _lines": (
        "quantity and price of a line may carry the sign or not; a line that differs only warns"
    ),
    "documents/checks.py page_check": (
        "a credit's page may print what its XML holds without the minus; the sum is shown to a person"
    ),
    "documents/corrections.py _alike": (
        "a label is learnt by the size of what stands beside it; the sign is read from the page"
    ),
    "documents/extract/facts.py _gross": (
        "places of one amount are gathered whatever their sign; that of the best place is kept"
    ),
    "documents/extract/sheet.py decimals": "what `page_check` compares with",
    "documents/extract/total.py value": "features of a candidate; whether it is negative is a feature of its own",
    "documents/extract/total.py total_candidates": "a limit to what is looked at",
    "documents/picture.py _slope": "an angle",
    "documents/read.py _whole": "what `page_check` compares with",
    "reconciliation/account_proof.py message": "the sentence says in words which way round it is",
    "reconciliation/combinations.py is_no_chance": "how large the amounts are, as a measure of chance",
    "reconciliation/match_documents.py _amounts": (
        "money in and money out were told apart before; feeds write the amount abroad without a sign"
    ),
    "reconciliation/match_documents.py _nearly": "money in and money out were told apart before",
    "reconciliation/match_documents.py _at_a_rate": "money in and money out were told apart before; a rate has no sign",
    "reconciliation/match_groups.py _is_part": "both have the same sign, which is asked first",
    "reconciliation/match_groups.py _of_document": "a sentence",
    "reconciliation/open_payments.py _add": "feeds write the amount abroad without a sign: it takes that of the line",
    "reconciliation/transfers.py _by_amount": "the two halves of a transfer stand under one size, apart by sign",
    "reconciliation/transfers.py _candidates": "days between the halves",
    "bookkeeping/deposit_lines.py takes_off": "a deposit is taken off with or without a minus before it",
    "bookkeeping/file_line.py _changed": "the largest part of a split, whose parts share the sign of the line",
    "bookkeeping/file_line.py _with_vat": "a person says VAT without a sign: it takes that of the money",
    "bookkeeping/file_line.py _part": "a person says VAT without a sign: it takes that of the money",
    "bookkeeping/find_double_counts.py _beside_invoice": "what is at stake is a size; both have the same sign",
    "bookkeeping/find_double_counts.py _deposit": "what is at stake is a size; both papers are sales or both bills",
    "bookkeeping/find_double_counts.py _pounds": "a sentence",
    "bookkeeping/find_double_counts.py _stakes": "what is at stake is a size",
    "bookkeeping/find_double_counts.py _twice": "what is at stake is a size",
    "bookkeeping/put_paper_beside_line.py _tell_line": (
        "the paper was proved to be the line's, sign and all; VAT takes the sign of the money"
    ),
    "bookkeeping/put_paper_beside_line.py _proves_vat": "the most VAT in a total, whose sign was compared before",
    "bookkeeping/put_paper_beside_line.py _take_back_vat": "takes back what `_tell_line` told, however it is signed",
    "bookkeeping/put_paper_beside_line.py file_payments": (
        "whether a payment is used up by what it pays, which has its sign"
    ),
    "bookkeeping/settle_line.py _claimed": "a note on capital goods is of the size of what it takes back",
    "bookkeeping/settle_line.py settled_by": "both have the same sign, which is asked first",
    "bookkeeping/invoice_vat.py parts_shown": "which code the invoice has that a note takes back",
    "bookkeeping/post_line.py _capital_of": "how large the one purchase is whose parts or return these are",
    "bookkeeping/typed_lines.py _usual_code": "what is typed has no sign as money: a sale comes in, a bill goes out",
    "bookkeeping/typed_lines.py _split": "a person types VAT without a sign: it takes that of its line",
    "workflows/invoices/enter_invoice.py with_lines": "VAT larger than its total is refused, whichever way round",
    "bookkeeping/unpaid_vat.py _vat_of": "only bills and debts, never credits: both have the sign of the total",
    "bookkeeping/vat_choice.py _checked_amount": "a person says VAT without a sign: it takes that of the money",
    "workflows/documents/propose_matches.py _amounts": "how far to look; the sign limits the other end",
    "workflows/invoices/cis_return.py _deductions": "a return and a statement name deductions without a sign",
    "workflows/invoices/open_invoice.py part_of_open": (
        "a person says a part without a sign: it takes that of what is open"
    ),
    "workflows/invoices/settle_invoice.py _still_too_much": "both have the same sign, which is asked first",
    "workflows/invoices/settle_otherwise.py _contra": "a bill and a sale have opposite signs, which is asked first",
    "workflows/invoices/settle_otherwise.py _journal": "its posting has the sign of what is open, which is asked first",
    "workflows/invoices/settle_otherwise.py _deposit": "a person says an amount without a sign: it takes the invoice's",
    "workflows/invoices/settle_otherwise.py _overpayment": "a person says it without a sign: it takes the line's",
    "workflows/invoices/settle_otherwise.py _labour_and_materials": "sizes of the two kinds, of which a share is taken",
    "workflows/invoices/settle_invoice.py _set_off": "the two have opposite signs, which is asked first",
}


def signs_lost(path: str, tree: ast.AST, function: str = "") -> Iterator[str]:
    """Each `abs(…)` and its function. How far two things are apart has no sign to lose: `abs(a - b)` is free."""
    short = path.removeprefix("src/accountsos/")
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.FunctionDef) else function
        if isinstance(node, ast.Call) and dotted(node.func) == "abs" and not _is_distance(node.args[0]):
            yield f"{short} {inside}: loses a sign"
        if isinstance(node, ast.keyword) and dotted(node.value) == "abs":
            yield f"{short} {inside}: compares without signs"
        yield from signs_lost(path, node, inside)


def _is_distance(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Attribute) and argument.attr == "days":
        argument = argument.value
    return isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Sub)


def test_no_sign_of_money_is_lost_between_reader_and_ledger() -> None:
    found = [c for room in ROOMS for path in files(f"src/accountsos/{room}") for c in signs_lost(path, parsed(path))]
    assert without(found, EXCUSES) == []


@pytest.mark.parametrize("text", ["def f():\n return abs(gross)", "def f():\n return max(found, key=abs)"])
def test_this_rule_notices_what_it_forbids(text: str) -> None:
    assert list(signs_lost("x.py", ast.parse(text))) != []


@pytest.mark.parametrize("text", ["abs(due - vat)", "abs((a.day - b.day).days)"])
def test_a_distance_is_no_sign(text: str) -> None:
    assert list(signs_lost("x.py", ast.parse(text))) == []
