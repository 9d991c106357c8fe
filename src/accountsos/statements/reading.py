"""One pass over a file: what was decided about it, what it says of itself, and the mistakes found on the way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from accountsos.statements.days import DayReader
from accountsos.statements.line import LineError, StatedBalance, StatementLine, UnreadableStatement
from accountsos.statements.source import Source

MISTAKES_MAX = 1_000
_ACCOUNTS_MAX = 50
_SHOWN = 5
_SORT_CODE, _ACCOUNT_NUMBER = 6, 8
_SEPARATORS = str.maketrans("", "", " '-/\u00a0")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is settled once per file and holds for all of its rows."""

    day_first: bool = True
    newest_first: bool = False
    sign: int = 1
    """-1 where the running balance shows that the column's sign is the other way round."""
    decimal_comma: bool = False
    account: str | None = None
    """The account whose lines are taken, where a file has several."""


@dataclass(slots=True)
class Facts:
    """What the file says beside its lines."""

    currency: str = ""
    opening: StatedBalance | None = None
    closing: StatedBalance | None = None
    account_number: str | None = None
    sort_code: str | None = None
    left_out: Counter[str] = field(default_factory=Counter)
    """How many rows were left out by rule, by reason."""
    warnings: list[str] = field(default_factory=list)
    accounts: Counter[str] = field(default_factory=Counter)
    """The accounts that rows were seen for, where the format names one per row."""

    def warn(self, text: str) -> None:
        """Note it once."""
        if text not in self.warnings:
            self.warnings.append(text)


class Reading:
    """The state of one pass. A reader asks it for days and notes its mistakes in it."""

    def __init__(self, decisions: Decisions, *, currency: str, today: date) -> None:
        self.decisions = decisions
        self.currency = currency
        """The account's currency, for files that do not name one."""
        self.today = today
        self.days = DayReader(today, day_first=decisions.day_first)
        self.facts = Facts(currency=currency)
        self.mistakes: list[LineError] = []
        self.decimal_commas = 0

    def mistake(self, line: int, message: str) -> None:
        """Note a mistake; reading stops at the thousandth."""
        self.mistakes.append(LineError(line, message))
        if len(self.mistakes) >= MISTAKES_MAX:
            raise TooManyMistakes

    def account_seen(self, label: str) -> bool:
        """Count a row of that account; whether it is to be taken."""
        accounts = self.facts.accounts
        if label in accounts or len(accounts) < _ACCOUNTS_MAX:
            accounts[label] += 1
        return self.takes(label)

    def takes(self, label: str) -> bool:
        """Whether the lines of that account are wanted."""
        wanted = self.decisions.account
        return wanted is None or same_account(wanted, label)


class TooManyMistakes(Exception):
    """A thousand mistakes were noted; the pass stops there."""


class Reader(ABC):
    """One way to read a file: a bank's CSV, OFX, camt …"""

    name: str
    """As in `formats()`."""
    title: str
    """For messages: `Barclays CSV`."""
    first_guess = Decisions()
    """What is usual for the format; the file itself decides."""
    sign_by_balance = False
    """Whether the running balance may turn the sign round."""
    splits_rows = False
    """Whether one row may become two lines (an amount and its fee), whose order then follows the file's."""
    date_order_known = False
    """Whether `first_guess` says for certain if the day or the month comes first."""
    locale_numbers = False
    """Whether the decimal sign must be found out per file."""

    @abstractmethod
    def lines(self, source: Source, reading: Reading) -> Iterator[StatementLine]:
        """Each line in file order; mistakes go to `reading.mistake` and their rows are left out."""


def same_account(wanted: str, label: str) -> bool:
    """Equal as text, or in their digits where there are at least four."""
    if wanted.strip().casefold() == label.strip().casefold():
        return True
    digits = digits_of(wanted)
    return len(digits) >= 4 and digits == digits_of(label)


def digits_of(text: str) -> str:
    """Only the digits 0-9 of the text."""
    return "".join(character for character in text if character in "0123456789")


def account_and_sort_code(account: str, sort_code: str = "") -> tuple[str | None, str | None]:
    """Account number and sort code in digits only; a masked or lettered number is None. Fourteen digits are both."""
    number, code = (text.translate(_SEPARATORS) for text in (account, sort_code))
    if not (number.isascii() and number.isdigit()):
        return None, None
    if len(number) == _SORT_CODE + _ACCOUNT_NUMBER:
        return number[_SORT_CODE:], number[:_SORT_CODE]
    return number, code if len(code) == _SORT_CODE and code.isascii() and code.isdigit() else None


def refusal(title: str, mistakes: list[LineError]) -> UnreadableStatement:
    """The refusal of a whole file, listing what is wrong line by line."""
    bad = len({mistake.line for mistake in mistakes})
    count = f"at least {bad:,}" if len(mistakes) >= MISTAKES_MAX else f"{bad:,}"
    noun = "line" if bad == 1 else "lines"
    shown = "; ".join(f"line {m.line}: {m.message}" for m in mistakes[:_SHOWN])
    more = f"; and {len(mistakes) - _SHOWN:,} more mistakes" if len(mistakes) > _SHOWN else ""
    return UnreadableStatement(
        f"This {title} file was not imported: {count} {noun} could not be read ({shown}{more}). Download it from "
        f"the bank again and upload it without opening it in a spreadsheet; if it still fails, correct these lines.",
        tuple(mistakes),
    )
