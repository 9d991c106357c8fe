"""Half a year of one account as its bank prints it, month by month, with everything that banks do in between."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from msgspec.structs import replace as changed_line

from accountsos.generator import BANKS, generate
from accountsos.reconciliation.known_lines import DAYS_AROUND, Finding
from accountsos.statements.line import StatementLine
from accountsos.statements.read import read_statement
from tests.reconciliation.imports import Account

NAMED_ONLY = {"amex": "amex", "stripe": "stripe"}
PRINTED = tuple(bank for bank in BANKS if bank != "stripe")
IDS = ("as printed", "none", "constant", "counted", "random")
_SEED, _TODAY = 21, date(2030, 1, 1)


@dataclass(frozen=True, slots=True)
class Faults:
    """What the bank does, as shares of lines or days."""

    put_in: float = 0.02
    """Lines that are missing when their month is downloaded first, and stand in their day later."""
    sorted_anew: float = 0.2
    """Days that come in another order each time."""
    reworded: float = 0.02
    """Lines whose text the bank has changed when it shows them again."""
    cut_inside: float = 0.3
    """Files that end inside a day, the next one showing that day whole."""


@dataclass(slots=True)
class Outcome:
    """What became of the lines."""

    lines: int = 0
    """Lines that any file showed."""
    shown: int = 0
    """Lines of all files together."""
    lost: int = 0
    doubled: int = 0
    doubtful: int = 0
    gone: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(*(getattr(self, n) + getattr(other, n) for n in Outcome.__slots__))


@lru_cache(maxsize=32)
def history(bank: str, archetype: str = "cafe", transactions: int = 900) -> tuple[StatementLine, ...]:
    """All lines of six months as this bank prints them, oldest first, each numbered by its place."""
    company = generate(_SEED, archetype=archetype, transactions=transactions, months=6)
    account = "ba_main"
    content = company.statement(account, company.start, company.end, bank=bank)
    statement = read_statement(content, file_name=None, format=NAMED_ONLY.get(bank), today=_TODAY)
    lines = list(statement.lines())
    if statement.newest_first:
        lines.reverse()
    return tuple(changed_line(line, line=n) for n, line in enumerate(lines))


def simulate(banks: Sequence[str], ids: str, seed: int, faults: Faults = Faults(), **company: object) -> Outcome:
    """Import six months in files that follow or overlap each other; `banks` are the formats in turn."""
    draw = random.Random(seed)
    histories = [history(bank, **company) for bank in banks]
    days = [line.booked_on for line in histories[0]]
    late = {n for n in range(len(days)) if draw.random() < faults.put_in}
    account, seen, outcome = Account(), set[int](), Outcome()
    holds: dict[int, set[int]] = {}
    start, first_file = days[0], 0
    while start <= days[-1]:
        end = min(start + timedelta(days=draw.randint(24, 36)), days[-1])
        file = [line for line in histories[first_file % len(banks)] if start <= line.booked_on <= end]
        file = [line for line in file if line.line not in late or line.line in seen or line.booked_on < end - _LATE]
        file = _changed(file, seen, ids, faults, draw)
        is_cut = draw.random() < faults.cut_inside and end < days[-1]
        if is_cut and len(file) > 3:
            file = file[: -draw.randint(1, 2)]
        _load(account, file, banks[first_file % len(banks)], holds, outcome, newest_first=draw.random() < 0.5)
        seen |= {line.line for line in file}
        if end == days[-1]:
            break
        cut_at = file[-1].booked_on if is_cut and file else end
        start = cut_at - timedelta(days=draw.choice((0, 0, 1, 2, 5, 9))) if is_cut else _next_start(end, draw)
        first_file += 1
    truth = Counter((histories[0][n].booked_on, histories[0][n].amount) for n in seen)
    _weigh(account, truth, outcome)
    outcome.lines = len(seen)
    return outcome


_LATE = timedelta(days=12)


def _next_start(end: date, draw: random.Random) -> date:
    """The day after, or some days that both files show."""
    return end + timedelta(days=1) - timedelta(days=draw.choice((0, 0, 2, 4, 8, 14)))


def _changed(
    file: list[StatementLine], seen: set[int], ids: str, faults: Faults, draw: random.Random
) -> list[StatementLine]:
    """Reorder days, reword lines shown before, print balances and ids anew."""
    has_balance = any(line.balance is not None for line in file)
    by_day: dict[date, list[StatementLine]] = {}
    for line in file:
        by_day.setdefault(line.booked_on, []).append(line)
    found: list[StatementLine] = []
    for lines in by_day.values():
        if draw.random() < faults.sorted_anew:
            draw.shuffle(lines)
        found += lines
    balance = 0
    if file and file[0].balance is not None:
        balance = file[0].balance - file[0].amount
    printed = []
    for n, line in enumerate(found, 1):
        balance += line.amount
        text = line.description
        if line.line in seen and draw.random() < faults.reworded:
            text = f"VIS {text}" if draw.random() < 0.5 else f"{text} LTD YORK"
        printed.append(
            changed_line(
                line,
                description=text,
                balance=balance if has_balance else None,
                bank_id=_id(ids, line, n, draw),
            )
        )
    return printed


def _id(ids: str, line: StatementLine, n: int, draw: random.Random) -> str | None:
    return {
        "as printed": line.bank_id,
        "none": None,
        "constant": f"2026{line.line:08d}",
        "counted": str(n),
        "random": f"{draw.getrandbits(48):012x}",
    }[ids]


def _load(
    account: Account,
    file: list[StatementLine],
    bank: str,
    holds: dict[int, set[int]],
    outcome: Outcome,
    *,
    newest_first: bool,
) -> None:
    near = timedelta(days=DAYS_AROUND)
    days = [line.booked_on for line in file]
    if not days:
        return
    known = account.known
    first, last = min(days) - near, max(days) + near
    account.known = {n: line for n, line in known.items() if first <= line.booked_on <= last}
    verdicts = account.load(file[::-1] if newest_first else file, bank)
    account.known = {**known, **account.known}
    outcome.shown += len(file)
    outcome.doubtful += sum(verdict.finding is Finding.DOUBTFUL for verdict in verdicts)
    outcome.gone += len(account.gone)


def _weigh(account: Account, truth: Counter[tuple[date, int]], outcome: Outcome) -> None:
    held = Counter((line.booked_on, line.amount) for line in account.live())
    doubtful = Counter((account.known[n].booked_on, account.known[n].amount) for n in account.asked)
    outcome.lost = sum((truth - held).values())
    outcome.doubled = sum((held - truth - doubtful).values())
