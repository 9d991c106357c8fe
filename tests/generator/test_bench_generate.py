"""The command writes what the books must come to beside the files to read."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from benchmarks.generate import main

from accountsos.generator.coding import PROFIT_AND_LOSS
from accountsos.money import pence_from_text
from accountsos.statements.read import read_statement


def test_each_company_has_statements_and_a_truth_that_agree(tmp_path: Path) -> None:
    assert (
        main(["--transactions", "1001", "--companies", "4", "--seed", "3", "--out", str(tmp_path), "--months", "14"])
        == 0
    )
    folders = sorted(tmp_path.iterdir())
    assert [folder.name for folder in folders] == [f"company_{n:04d}" for n in range(4)]
    total = 0
    for folder in folders:
        with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        total += len(rows)
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        sums: dict[str, int] = defaultdict(int)
        for row in rows:
            sums[row["bank_account"]] += pence_from_text(row["amount"])
            sums[row["category_id"]] -= pence_from_text(row["amount"])
        assert truth["trial_balance"]["lines"] == {name: pence for name, pence in sorted(sums.items()) if pence}
        profit = sum(year["profit"] for year in truth["profit_and_loss"])
        assert profit == -sum(pence for name, pence in sums.items() if name in PROFIT_AND_LOSS)
        for account in truth["accounts"]:
            (path,) = folder.glob(f"{account['ref']}.*")
            wanted = [row for row in rows if row["bank_account"] == account["ref"]]
            assert read_statement(path.read_bytes(), today=date(2026, 12, 1)).line_count == len(wanted)
    assert total == 1_001


def test_the_columns_of_the_categoriser_lead(tmp_path: Path) -> None:
    main(["--transactions", "20", "--out", str(tmp_path), "--archetype", "contractor", "--vat-registered"])
    head = (tmp_path / "company_0000" / "truth.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith("date,description,amount,category_id,contact,vat_code,bank_account,transfer_pair")


def test_more_companies_than_transactions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--transactions", "3", "--companies", "4", "--out", str(tmp_path)])
