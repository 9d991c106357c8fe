"""What every bank's printer shares: the request, the options and how cells are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from accountsos.generator.lines import Account, TrueLine
from accountsos.generator.wording import Words, words_of
from accountsos.money import Pence, text_from_pence

_MONTH = ("", *"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())


@dataclass(frozen=True, slots=True)
class StatementOptions:
    """How a file differs from what the bank prints by itself. Lines are named by their numbers."""

    encoding: str | None = None
    newest_first: bool | None = None
    line_ending: str | None = None
    variant: str | None = None
    """lloyds, natwest: `older`; nationwide: `midata`; monzo: `personal`; amex: `member` `long`; ofx: `xml`."""
    after_line: int | None = None
    """A cut inside the first day: only lines with higher numbers."""
    until_line: int | None = None
    """A cut inside the last day: this line is the last."""
    leave_out: frozenset[int] = frozenset()
    """Rows that are missing though the balances count them."""
    ids: Mapping[int, str] = field(default_factory=dict)
    """The bank's ids of these lines instead of their own."""
    texts: Mapping[int, str] = field(default_factory=dict)
    """What stands for the other side's name in these lines."""
    pending: bool = False
    """Card payments of the last days that are not booked yet, where the format knows them (Revolut)."""


PLAIN = StatementOptions()


@dataclass(frozen=True, slots=True)
class StatementRequest:
    """One file to print."""

    holder: str
    account: Account
    start: date
    end: date
    closing: Pence
    """The balance after the last line shown."""
    bank: str
    """The printer's name; not always the account's own bank."""
    options: StatementOptions = PLAIN
    pending: tuple[TrueLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Printer:
    """A bank's export: its order, its encoding and its rows."""

    head: Callable[[StatementRequest], str]
    """All before the first line, with \\n."""
    row: Callable[[StatementRequest, TrueLine, Words, Pence], str]
    """One line with the balance after it."""
    tail: Callable[[StatementRequest], str] = lambda _: ""
    pending: Callable[[StatementRequest, TrueLine, Words], str] | None = None
    newest_first: bool = False
    encoding: str = "utf-8"
    line_ending: str = "\n"


def csv_row(cells: Sequence[str]) -> str:
    """Comma-separated cells; those with a comma, a quote or a line break in quotes."""
    return ",".join(cell if cell.isalnum() else _quoted_if_needed(cell) for cell in cells) + "\n"


def quoted_row(cells: Sequence[str]) -> str:
    """Comma-separated cells, all in quotes."""
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def _quoted_if_needed(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell or "\n" in cell else cell


def pounds(pence: Pence) -> str:
    """`-1234.50`."""
    return text_from_pence(pence)


def grouped(pence: Pence) -> str:
    """`-1,234.50`."""
    whole, _, rest = text_from_pence(abs(pence)).partition(".")
    return f"{'-' if pence < 0 else ''}{int(whole):,}.{rest}"


def slashed(day: date) -> str:
    """`02/09/2026`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def dashed(day: date) -> str:
    """`02-09-2026`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def spelled(day: date) -> str:
    """`02 Sep 2026`, in English whatever the machine's language."""
    return f"{day.day:02d} {_MONTH[day.month]} {day.year}"


def hyphenated(sort_code: str) -> str:
    """`20-99-00`."""
    return f"{sort_code[:2]}-{sort_code[2:4]}-{sort_code[4:]}"


def bank_id(request: StatementRequest, line: TrueLine, length: int = 20) -> str:
    """The bank's own id of the line in letters and digits: the same in every file that shows it."""
    given = request.options.ids.get(line.number)
    if given is not None:
        return given
    text = f"{request.holder}|{request.account.account_number}|{line.number}"
    return sha256(text.encode()).hexdigest()[:length]


def words_for(request: StatementRequest, line: TrueLine) -> Words:
    """The line's words, or the text that the options put in their place."""
    words = words_of(line)
    text = request.options.texts.get(line.number)
    return words if text is None else words._replace(text=text, contact=text, reference="")


def time_of(line: TrueLine) -> str:
    """A time of day for formats that print one, a second later with each line from 8 to 18 o'clock."""
    minutes, second = divmod(line.number % 36_000, 60)
    return f"{8 + minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"
