"""Every fault is labelled with what must come of it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import pairwise

import pytest

from accountsos.errors import BadRequest
from accountsos.generator import GeneratedCompany, generate
from accountsos.generator.faults import FORMULAS, NOT_ASCII, FaultCase, fault_cases
from accountsos.money import pence_from_text
from accountsos.statements.line import StatementLine
from accountsos.statements.read import read_statement
from tests.generator.test_render import AFTER

FAULTS = set(
    "overlap mid_day_cut mid_day_cut_overlap fitid_reuse fitid_change twins encoding ambiguous_dates missing_row"
    " formula_text pending".split()
)


@pytest.fixture(scope="module")
def company() -> GeneratedCompany:
    return generate(21, archetype="cafe", transactions=4_000)


@pytest.fixture(scope="module")
def cases(company: GeneratedCompany) -> dict[str, list[FaultCase]]:
    found: dict[str, list[FaultCase]] = {}
    for case in fault_cases(company):
        found.setdefault(case.fault, []).append(case)
    return found


def _read(content: bytes, bank: str) -> list[StatementLine]:
    return [line for line in read_statement(content, format=None, today=AFTER).lines() if not line.pending]


def _true(company: GeneratedCompany, numbers: tuple[int, ...]) -> Counter[tuple[object, int]]:
    wanted = set(numbers)
    return Counter((n.booked_on, n.amount) for n in company.lines() if n.number in wanted)


def test_every_fault_is_there_and_names_its_lines(cases: dict[str, list[FaultCase]]) -> None:
    assert set(cases) == FAULTS
    for case in (case for of_fault in cases.values() for case in of_fault):
        assert case.at_fault
        if case.fault != "missing_row":
            assert set(case.at_fault) <= set(case.lines)


def test_overlapping_files_show_the_shared_days_twice(
    company: GeneratedCompany, cases: dict[str, list[FaultCase]]
) -> None:
    for case in cases["overlap"] + cases["mid_day_cut_overlap"]:
        shown = [Counter((n.booked_on, n.amount) for n in _read(file, case.bank)) for file in case.files]
        assert shown[0] | shown[1] == _true(company, case.lines)
        twice = shown[0] & shown[1]
        assert twice
        assert twice <= _true(company, case.at_fault)


def test_files_cut_inside_a_day_show_each_line_once(
    company: GeneratedCompany, cases: dict[str, list[FaultCase]]
) -> None:
    for case in cases["mid_day_cut"]:
        shown = Counter((n.booked_on, n.amount) for file in case.files for n in _read(file, case.bank))
        assert shown == _true(company, case.lines)
        days = [{n.booked_on for n in _read(file, case.bank)} for file in case.files]
        assert len(days[0] & days[1]) == 1


def test_a_reused_id_stands_at_two_lines_of_different_amounts(cases: dict[str, list[FaultCase]]) -> None:
    (case,) = cases["fitid_reuse"]
    read = _read(case.files[0], "ofx")
    reused = [n.amount for n in read if n.bank_id == "2026REUSED01"]
    assert len(reused) == len(set(reused)) == 2
    assert len(read) == len(case.lines)


def test_changed_ids_stand_at_the_same_payments(cases: dict[str, list[FaultCase]]) -> None:
    (case,) = cases["fitid_change"]
    first, second = (_read(file, "ofx") for file in case.files)
    changed = [n for n in first if (n.bank_id or "").startswith("PENDING")]
    assert len(changed) == len(case.at_fault) == 3
    known = {(n.booked_on, n.amount, n.description): n.bank_id for n in second}
    for line in changed:
        assert known[line.booked_on, line.amount, line.description] != line.bank_id


def test_twins_are_both_in_the_file(cases: dict[str, list[FaultCase]]) -> None:
    for case in cases["twins"]:
        counts = Counter((n.booked_on, n.amount, n.description) for n in _read(case.files[0], case.bank))
        assert sum(n for n in counts.values() if n > 1) >= len(case.at_fault)


def test_all_encodings_say_the_same(cases: dict[str, list[FaultCase]]) -> None:
    assert len({case.files[0] for case in cases["encoding"]}) == 4
    texts = [[(n.amount, n.description) for n in _read(case.files[0], case.bank)] for case in cases["encoding"]]
    assert all(text == texts[0] for text in texts)
    assert any(NOT_ASCII in description for _, description in texts[0])


def test_ambiguous_files_have_no_day_after_the_twelfth(cases: dict[str, list[FaultCase]]) -> None:
    for case in cases["ambiguous_dates"]:
        days = re.findall(rb"(\d\d)/\d\d/\d{4}", case.files[0])
        assert len(days) == len(case.lines)
        assert all(int(day) <= 12 for day in days)


def test_a_missing_row_breaks_the_running_balance_once(cases: dict[str, list[FaultCase]]) -> None:
    for case in cases["missing_row"]:
        text = case.files[0].decode()
        rows = [re.findall(r"-?\d+\.\d\d", row) for row in text.splitlines()[1:]]
        balances = [float(row[1]) for row in rows]
        if case.bank == "lloyds":
            balances, rows = balances[::-1], rows[::-1]
        amounts = [abs(float(row[0])) for row in rows]
        steps = [abs(later - earlier) for earlier, later in pairwise(balances)]
        broken = [
            n for n, (step, amount) in enumerate(zip(steps, amounts[1:], strict=True)) if abs(step - amount) > 0.001
        ]
        assert len(broken) == 1
        assert len(rows) == len(case.lines)


def test_formula_like_text_is_in_the_file_as_it_is(cases: dict[str, list[FaultCase]]) -> None:
    for case in cases["formula_text"]:
        text = case.files[0].decode()
        assert len(case.at_fault) == len(FORMULAS)
        assert all(formula.replace('"', '""') in text for formula in FORMULAS)


def test_a_pending_payment_is_booked_in_the_next_file(
    company: GeneratedCompany, cases: dict[str, list[FaultCase]]
) -> None:
    (case,) = cases["pending"]
    first, second = (list(csv.DictReader(io.StringIO(file.decode()))) for file in case.files)
    pending = [row for row in first if row["State"] == "PENDING"]
    true = [n.amount for n in company.lines() if n.number in case.at_fault]
    assert sorted(pence_from_text(row["Amount"]) for row in pending) == sorted(true)
    assert all(not row["Balance"] and not row["Date completed (UTC)"] for row in pending)
    assert {row["ID"] for row in pending} <= {row["ID"] for row in second if row["State"] == "COMPLETED"}


def test_a_company_too_small_for_faults_says_so() -> None:
    with pytest.raises(BadRequest, match="too few lines"):
        fault_cases(generate(1, archetype="agency", transactions=20))
