"""Write test companies with their truth: `python -m benchmarks.generate --transactions N --out DIR`.

Each company has a folder: one statement file per bank account, `truth.csv` (one row per bank line) and `truth.json`
(profile, accounts, profit and loss per year, balance sheet per year end, trial balance). Memory does not grow with N.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from accountsos.errors import BadRequest
from accountsos.generator import ARCHETYPES, GeneratedCompany, TrueLine, generate
from accountsos.generator.company import DEFAULT_END, DEFAULT_MONTHS
from accountsos.money import text_from_pence

COLUMNS = (
    "date,description,amount,category_id,contact,vat_code,bank_account,transfer_pair,refund_of,duplicate_group,number,"
    "occurred_on,currency,kind,reference,foreign_currency,foreign_amount,rate"
).split(",")
_EXTENSIONS = {"santander": "txt", "ofx": "ofx"}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    options = _options(arguments)
    started, lines = time.perf_counter(), 0
    quota, rest = divmod(options.transactions, options.companies)
    for number in range(options.companies):
        wanted = quota + (number < rest)
        if not wanted:
            continue
        try:
            company = generate(
                options.seed,
                number,
                archetype=options.archetype,
                transactions=wanted,
                months=options.months,
                end=options.end,
                vat_registered=options.vat_registered,
            )
        except BadRequest as refused:
            print(refused.message, file=sys.stderr)
            return 2
        folder = options.out / f"company_{number:04d}"
        write_company(company, folder, bank=options.bank)
        lines += wanted
        print(f"{folder}  {company.profile.name}  {company.profile.trade}  {wanted:,} lines")
    seconds = time.perf_counter() - started
    print(f"{lines:,} lines in {seconds:.1f} s: {lines / seconds:,.0f} lines/s, statements and truth included")
    return 0


def write_company(company: GeneratedCompany, folder: Path, *, bank: str | None = None) -> None:
    """Write the company's files into the folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_row(line) for line in company.lines())
    for account in company.accounts:
        printer = bank or account.bank
        name = f"{account.ref}.{printer}.{_EXTENSIONS.get(printer, 'csv')}"
        with (folder / name).open("wb") as out:
            for chunk in company.statement_chunks(account.ref, company.start, company.end, bank=bank):
                out.write(chunk)
    text = json.dumps(truth_of(company), indent=1, ensure_ascii=False, default=date.isoformat)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def truth_of(company: GeneratedCompany) -> dict[str, object]:
    """Profile, accounts and the totals that the books must come to, all amounts in pence."""
    truth = company.truth
    years = truth.years()
    return {
        "signs": "pence; profit and loss: income positive, costs negative; the other two: debit positive",
        "profile": asdict(company.profile),
        "accounts": [asdict(account) for account in company.accounts],
        "start": company.start,
        "end": company.end,
        "transactions": company.transactions,
        "profit_and_loss": [
            {"from": start, "to": end, "profit": truth.profit(start, end), "lines": truth.profit_and_loss(start, end)}
            for start, end in years
        ],
        "balance_sheet": [
            {"as_of": min(end, company.end), "lines": truth.balance_sheet(min(end, company.end))} for _, end in years
        ],
        "trial_balance": {"as_of": company.end, "lines": truth.trial_balance(company.end)},
    }


def _row(line: TrueLine) -> Iterator[object]:
    foreign = line.foreign
    yield from (line.booked_on, line.description, text_from_pence(line.amount), line.category_id, line.contact)
    yield from (line.vat_code, line.account, line.transfer_pair, line.refund_of, line.duplicate_group, line.number)
    yield from (line.occurred_on, line.currency, line.kind, line.reference)
    yield from (
        ("", "", "")
        if foreign is None
        else (
            foreign.currency,
            text_from_pence(foreign.amount, foreign.currency),
            foreign.rate,
        )
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__.splitlines()[0])
    parser.add_argument("--transactions", type=int, required=True, help="bank lines in all, shared among the companies")
    parser.add_argument("--companies", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--months", type=int, default=DEFAULT_MONTHS)
    parser.add_argument("--end", type=date.fromisoformat, default=DEFAULT_END, help="a day of the last month")
    parser.add_argument("--archetype", choices=tuple(ARCHETYPES), help="default: each company another one")
    parser.add_argument("--bank", help="print all accounts in this bank's form")
    parser.add_argument("--vat-registered", action="store_true")
    options = parser.parse_args(arguments)
    if options.companies < 1 or options.transactions < options.companies:
        parser.error("at least one company, and a transaction for each")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
