"""What a command is, as a value: the words, what it takes, which question it asks, and how the answer is shown.

Nothing here is slow to import: help and usage errors are made from these values alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import TypeAlias, TypedDict, Unpack

from msgspec import Struct, field

from accountsos.cli.show import Show, Whole


class Words(Struct, frozen=True):
    """Text; `metavar` says of what kind."""

    metavar: str = "TEXT"


class Day(Struct, frozen=True):
    """A date as YYYY-MM-DD."""


class Moment(Struct, frozen=True):
    """A date, or a time with its zone."""


class WholeNumber(Struct, frozen=True):
    """An int from `least` to `most`."""

    least: int
    most: int


class Number(Struct, frozen=True):
    """An exact decimal number: pounds and pence, miles, a share."""

    metavar: str = "AMOUNT"


class OneOf(Struct, frozen=True):
    """One of a few words; a dash may be typed for an underscore."""

    values: tuple[str, ...]


class Listed(Struct, frozen=True):
    """Several words with commas between them."""

    metavar: str = "WORDS"


class YesNo(Struct, frozen=True):
    """A pair of options, `--reviewed` and `--not-reviewed`."""

    no: str
    """The other word, without dashes."""


class Switch(Struct, frozen=True):
    """An option that is there or not."""


class Parts(Struct, frozen=True):
    """`cat_travel=30.00` or `cat_travel=30.00,notes=to Leeds`: one part of several; the first two have no names."""

    first: str
    second: str
    numbers: tuple[str, ...] = ()
    """Which of the fields are numbers; `second` is one."""
    signed: tuple[str, str] | None = None
    """Where set, a positive second is the first of these fields and a negative one the other: debit and credit."""


class Fields(Struct, frozen=True):
    """`amount=500.00`: one value of a template, by the name of its field."""


class Named(Struct, frozen=True):
    """`from=2025-04-01,scheme=cash`: one thing of several, by the names of its fields."""

    numbers: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    """Fields that are `yes` or `no`."""


class ReadablePath(Struct, frozen=True):
    """A file that is there."""


class FolderPath(Struct, frozen=True):
    """A folder; `there` where it has to exist."""

    there: bool = False


class NewPath(Struct, frozen=True):
    """A file to be written."""


Kind: TypeAlias = (
    Words | Day | Moment | WholeNumber | Number | OneOf | Listed | YesNo | Switch | Parts | Fields | Named
    | ReadablePath | FolderPath | NewPath
)  # fmt: skip


class Goes(Enum):
    """Where a parameter's value goes in the question."""

    QUERY = auto()
    BODY = auto()
    PATH = auto()
    NOWHERE = auto()
    """It is the command line's own."""


class Parameter(Struct, frozen=True, kw_only=True):
    """One option, or one argument, of a command."""

    name: str
    """As the question has it: `bank_account`, `contact_id`."""
    kind: Kind = field(default_factory=Words)
    help: str = ""
    goes: Goes = Goes.QUERY
    typed: str = ""
    """The option's word where it is not the name's own: `contact` for `contact_id`."""
    required: bool = False
    argument: bool = False
    many: bool = False
    default: str | int | None = None
    inside: str = ""
    """The field of the body in which it stands, where it does not stand in the body itself."""
    clears: bool = False
    """Whether `--clear` may take the value away."""

    @property
    def key(self) -> str:
        """Under which name the typed value is kept: a field may be called alike inside another one and outside."""
        return f"{self.inside}_{self.name}" if self.inside else self.name

    @property
    def option(self) -> str:
        """As it is typed, `--bank-account`; an argument's name in capitals."""
        word = self.typed or self.name
        if self.argument:
            return word.removesuffix("_id").replace("-", "_").upper()
        return "--" + word.replace("_", "-")


class Command(Struct, frozen=True, kw_only=True):
    """A command. Either it `asks` an operation that the API has too, or it `runs` work of its own."""

    words: tuple[str, ...]
    summary: str
    examples: tuple[str, ...]
    """What a person would type after `accountsos`, without `--company`."""
    asks: str = ""
    """Module and name of the operation: `bank.transactions:list_transactions`."""
    runs: str = ""
    """Module of the command line and name of a function: `import_file:import_statement`."""
    parameters: tuple[Parameter, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Values of the question that the words themselves say."""
    show: Show = field(default_factory=Whole)
    of_company: bool = True
    with_data: bool = True
    json: bool = True
    """Whether `--json` prints what the API would answer."""
    csv: bool = False
    """Whether `--format csv` prints the table of the API."""
    anew: bool = False
    """Whether it changes something, so that at least one of the body's options has to be given."""
    description: str = ""

    def __post_init__(self) -> None:
        title = " ".join(self.words)
        assert bool(self.asks) != bool(self.runs), f"{title}: either asks or runs"
        assert self.examples, f"{title}: how is it used?"
        assert self.summary.endswith((".", "?")), f"{title}: the summary is a sentence"
        options = [p.option for p in self.parameters]
        assert len(set(options)) == len(options), f"{title}: an option twice"

    @property
    def clearable(self) -> tuple[Parameter, ...]:
        """What `--clear` may name."""
        return tuple(p for p in self.parameters if p.clears)


class More(TypedDict, total=False):
    """What else a parameter may say of itself."""

    typed: str
    required: bool
    argument: bool
    many: bool
    default: str | int | None
    inside: str
    clears: bool


def argument(name: str, about: str) -> Parameter:
    """An id that stands in the path."""
    return Parameter(name=name, help=about, goes=Goes.PATH, argument=True, required=True)


def option(name: str, about: str, kind: Kind | None = None, **more: Unpack[More]) -> Parameter:
    """A parameter of the query."""
    return Parameter(name=name, help=about, kind=kind or Words(), **more)


def field_of(name: str, about: str, kind: Kind | None = None, **more: Unpack[More]) -> Parameter:
    """A field of the body."""
    return Parameter(name=name, help=about, kind=kind or Words(), goes=Goes.BODY, **more)


def own(name: str, about: str, kind: Kind | None = None, **more: Unpack[More]) -> Parameter:
    """A parameter of the command line's own work."""
    return Parameter(name=name, help=about, kind=kind or Words(), goes=Goes.NOWHERE, **more)


CONFIRM_DATE = field_of(
    "confirm_date",
    "The date is meant though it has not come yet, or is before the first year or the conversion date.",
    Switch(),
)
_CALLED_HELP = "What another system calls it, to find it by."
_PAIRS_HELP = "A pair of text to keep beside it, as order=A-17; once for each, in place of all that were there."
CALLED = (
    field_of("external_id", _CALLED_HELP, Words("ID")),
    field_of("metadata", _PAIRS_HELP, Fields(), many=True),
)
"""Of what is made; then of what is changed, and of a list."""
CALLED_ANEW = (
    field_of("external_id", _CALLED_HELP, Words("ID"), clears=True),
    field_of("metadata", _PAIRS_HELP, Fields(), many=True, clears=True),
)
BY_EXTERNAL_ID = option("external_id", "Only the one that another system calls so.", Words("ID"))
FROM = option("from", "The first day.", Day())
TO = option("to", "The last day, included.", Day())
KNOWN_AT = option("known_at", "As the books stood then: a date, or a time such as 2026-04-06T12:00:00Z.", Moment())
UPDATED_SINCE = option("updated_since", "Only what was made or changed since: a date, or a time.", Moment())
LIMIT = option("limit", "How many at most.", WholeNumber(1, 200), default=50)
OFFSET = option("offset", "How many to pass over.", WholeNumber(0, 10**9), default=0)
PAGE = (LIMIT, OFFSET)
LIMIT_OR_ALL = option("limit", "How many at most; as a file all there are.", WholeNumber(1, 200))
PAGE_OR_ALL = (LIMIT_OR_ALL, OFFSET)
