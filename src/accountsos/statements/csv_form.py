"""What a bank's CSV looks like: which heading holds what. A form is data; `csv_reader` reads by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from accountsos.statements.reading import Decisions

_ANY_CURRENCY = " (*)"
_HEADING_CURRENCY = re.compile(r"\(([a-z]{3})\)")


@dataclass(frozen=True, slots=True)
class CsvForm:
    """One layout of one bank. Headings are written in lower case; `a|b` is either; `amount (*)` any currency there."""

    name: str
    title: str
    needs: tuple[str, ...]
    """The headings by which the form is recognised: all of them must be there."""
    date: str
    text: tuple[str, ...]
    """The columns that make up the description, joined by ' / '."""
    amount: str = ""
    paid_out: str = ""
    paid_in: str = ""
    balance: str = ""
    currency: str = ""
    bank_id: str = ""
    kind: str = ""
    payee: tuple[str, ...] = ()
    """The first of these columns that is filled."""
    reference: tuple[str, ...] = ()
    """The first of these columns that is filled."""
    fee: tuple[str, ...] = ()
    """Charges beside the amount, which together become a line of their own."""
    fee_currency: str = ""
    fee_is_inside: bool = False
    """Whether the amount is what was left after the fee."""
    total: str = ""
    """Amount and fee together, where the bank prints it: checked."""
    fee_is_rest: bool = False
    """Whether the fee is what the total differs from the amount by, whichever sign it is printed with."""
    amount_currency: str = ""
    """The amount's own currency, where only the total is certain to be in the account's."""
    elsewhere: tuple[str, ...] = ()
    """What of the amount did not pass through the account: cash in a till."""
    state: str = ""
    states_kept: frozenset[str] = frozenset()
    """In lower case; rows in any other state are left out and counted."""
    states_pending: frozenset[str] = frozenset()
    states_left_out: frozenset[str] = frozenset()
    """Where these are named, a state that is in no list is a mistake."""
    kinds_left_out: frozenset[str] = frozenset()
    """In lower case: rows of these kinds move no money."""
    empty_is_no_line: bool = False
    """Whether a row without any amount tells more of the row before and is no line."""
    pending_date: str = ""
    """The day of a row that has none in `date` yet: it is pending."""
    impact: str = ""
    """PayPal's `Balance Impact`: rows that do not touch the balance are left out."""
    direction: str = ""
    """A column of words such as Debit and Credit that gives an unsigned amount its sign."""
    original_amount: str = ""
    original_currency: str = ""
    exchange_rate: str = ""
    exchange_from: str = ""
    """The currency that the payment's own came from, where `original_currency` may be the account's."""
    mcc: str = ""
    payout_id: str = ""
    """A processor's payout that the row is part of; it takes the sum of its rows away."""
    payout_date: str = ""
    """The day on which that payout reaches the bank."""
    account: tuple[str, ...] = ()
    """Columns that together name the account of a row."""
    sort_code: str = ""
    account_number: str = ""
    exact: bool = False
    """Whether the header has no other columns than `needs`."""
    sign: int = 1
    """-1 where the bank prints spending as positive."""
    fee_sign: int = -1
    """-1 where a fee is printed as a positive cost."""
    paid_out_signed: bool = False
    """Whether the column of payments prints them as negative."""
    paid_in_signed: bool = False
    """Whether the column of receipts prints them as negative."""
    sign_by_balance: bool = True
    newest_first: bool = False
    locale_numbers: bool = False
    """Whether the decimal sign follows the customer's locale and must be found out per file."""
    kind_in_text: re.Pattern[str] | None = None
    """Finds the bank's code in the description, where it has no column; group 1."""
    parts_in_text: re.Pattern[str] | None = None
    """Finds `name` and `reference` in the description as the file pads it, where they have no columns."""
    apostrophes: bool = False
    """Whether text cells may start with an apostrophe that is none of the bank's text."""
    footers: tuple[str, ...] = ()
    """Rows whose first filled cell starts so (lower case) and which are no lines."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a form's columns stand in one file, from 0; -1 where the file has none."""

    date: int = -1
    text: tuple[int, ...] = ()
    amount: int = -1
    paid_out: int = -1
    paid_in: int = -1
    balance: int = -1
    currency: int = -1
    bank_id: int = -1
    kind: int = -1
    payee: tuple[int, ...] = ()
    reference: tuple[int, ...] = ()
    fee: tuple[int, ...] = ()
    fee_currency: int = -1
    total: int = -1
    amount_currency: int = -1
    elsewhere: tuple[int, ...] = ()
    state: int = -1
    impact: int = -1
    direction: int = -1
    original_amount: int = -1
    original_currency: int = -1
    exchange_rate: int = -1
    exchange_from: int = -1
    mcc: int = -1
    pending_date: int = -1
    payout_id: int = -1
    payout_date: int = -1
    account: tuple[int, ...] = ()
    sort_code: int = -1
    account_number: int = -1

    @property
    def needed(self) -> int:
        """How many cells a row must have at least."""
        return 1 + max(
            *(self.date, self.amount, self.paid_out, self.paid_in, self.direction),
            *(self.balance, self.currency, self.state),
            *self.text,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A form found in a file."""

    form: CsvForm
    columns: Columns
    delimiter: str = ","
    header_line: int = 0
    """The line of the header; 0 where there is none."""
    width: int = 0
    """Columns of the header, without empty ones at the end."""
    currency: str | None = None
    """Named by a heading, as in `Amount (EUR)`."""
    first_guess: Decisions = field(default_factory=Decisions)
    date_order_known: bool = False


def match(form: CsvForm, names: Sequence[str], *, delimiter: str, header_line: int) -> Table | None:
    """The form's columns under these headings, or None where one that it needs is missing."""
    if form.exact and len(names) != len(form.needs):
        return None
    if any(_position(names, needed) < 0 for needed in form.needs):
        return None
    found: dict[str, int | tuple[int, ...]] = {}
    for column in fields(Columns):
        wanted = getattr(form, column.name)
        if isinstance(wanted, tuple):
            found[column.name] = tuple(p for p in (_position(names, name) for name in wanted) if p >= 0)
        else:
            found[column.name] = _position(names, wanted) if wanted else -1
    return Table(
        form,
        Columns(**found),  # type: ignore[arg-type]  # built by the fields' own names and kinds
        delimiter=delimiter,
        header_line=header_line,
        width=len(names),
        currency=_currency_in(names, form.amount),
        first_guess=Decisions(newest_first=form.newest_first),
        # A known bank's order is never guessed from its rows; only PayPal's follows the customer's locale.
        date_order_known=not form.locale_numbers,
    )


def _position(names: Sequence[str], wanted: str) -> int:
    for name in wanted.split("|"):
        for position, heading in enumerate(names):
            if heading == name or (name.endswith(_ANY_CURRENCY) and _is_currency_heading(heading, name)):
                return position
    return -1


def _is_currency_heading(heading: str, name: str) -> bool:
    stem = name[: -len(_ANY_CURRENCY)]
    return heading.startswith(stem) and _HEADING_CURRENCY.fullmatch(heading[len(stem) :].strip()) is not None


def _currency_in(names: Sequence[str], amount: str) -> str | None:
    if not amount.endswith(_ANY_CURRENCY):
        return None
    found = _HEADING_CURRENCY.search(names[_position(names, amount)])
    return found[1].upper() if found else None
