"""VAT sums in, the nine boxes out, with what is behind each box. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from accountsos.ledger.vat_postings import BLOCKED, DISPATCHED, DUE, INPUT, PostingCode, read_code
from accountsos.money import Pence
from accountsos.uk_rules.flat_rate import Turnover, flat_rate_boxes
from accountsos.uk_rules.vat_boxes import TREATMENTS, Treatment, VatBoxes
from accountsos.uk_rules.vat_codes import VatCode
from accountsos.uk_rules.vat_errors import Correction, Route, correction
from accountsos.uk_rules.vat_payload import FIELD_OF_BOX

SumKey = tuple[str, bool]
"""The code on the postings, and whether they are on VAT control."""

BOX_NAMES: Mapping[int, str] = {
    1: "VAT due on sales and other outputs",
    2: "VAT due on acquisitions of goods from the EU into Northern Ireland",
    3: "Total VAT due",
    4: "VAT reclaimed on purchases and other inputs",
    5: "Net VAT to pay to HMRC or reclaim",
    6: "Total value of sales and other outputs, excluding VAT",
    7: "Total value of purchases and other inputs, excluding VAT",
    8: "Total value of goods supplied from Northern Ireland to the EU, excluding VAT",
    9: "Total value of goods acquired from the EU into Northern Ireland, excluding VAT",
}
FIELDS = FIELD_OF_BOX


@dataclass(frozen=True, slots=True)
class VatReturnFigures:
    """What the postings of one period come to."""

    boxes: VatBoxes
    """In pence; what is filed is `boxes.in_whole_pounds()`."""
    control: Pence
    """Debit less credit of the period's postings on VAT control, errors included."""
    flat_rounding: Pence
    """The flat rate on the period's turnover less what was taken line by line: goes to sales at filing."""
    claimed_without_document: Pence
    """Input VAT in box 4 that follows from the category or a person alone."""
    exempt_sales: Pence
    errors: tuple[Correction, ...] = ()
    """Corrections of filed returns: the net figure, and what is out of time."""
    placed: Sequence[tuple[int, SumKey]] = ()
    """Which sum went into which box."""

    @property
    def behind(self) -> dict[int, tuple[SumKey, ...]]:
        """The sums that each box is made of."""
        found: dict[int, list[SumKey]] = {n: [] for n in range(1, 10)}
        for box, key in self.placed:
            found[box].append(key)
        found[3] = [*found[1], *found[2]]
        found[5] = [*found[3], *found[4]]
        return {box: tuple(dict.fromkeys(keys)) for box, keys in found.items()}

    @property
    def outside_boxes(self) -> Pence:
        """Errors that must be told to HMRC separately: owed positive. They leave VAT control with the return."""
        return sum(e.net_owed for e in self.errors if e.route is Route.SEPARATE_NOTICE)

    @property
    def out_of_time(self) -> Pence:
        """Errors that are neither owed nor claimable any more."""
        return sum(e.net_owed for e in self.errors if e.route is Route.OUT_OF_TIME)


def return_of(sums: Mapping[SumKey, Pence], period_end: date) -> VatReturnFigures:
    """The boxes of the period that ended then, from its sums by code."""
    adding = _Adding()
    for key, amount in sorted(sums.items()):
        code, percentage, law = _known(key[0])
        if code.corrects is not None:
            adding.correct(key, code.corrects, amount)
        elif percentage is not None:
            adding.flat_rate(key, code, percentage, amount)
        elif law is not None:
            adding.take(key, code, law, amount)
    return adding.figures(sums, period_end)


@lru_cache(maxsize=2_000)
def _known(text: str) -> tuple[PostingCode, Decimal | None, VatCode | None]:
    """A posting's code with its flat percentage or its law: every return of every company asks for the same few."""
    code = read_code(text)
    return code, code.flat_percentage, code.law


class _Adding:
    """Boxes on their way."""

    def __init__(self) -> None:
        self.boxes = dict.fromkeys(range(1, 10), 0)
        self.placed: list[tuple[int, SumKey]] = []
        self.turnover: dict[Decimal, Pence] = {}
        self.flat_posted = self.claimed = self.exempt = 0
        self.found: dict[date, Pence] = {}
        self.error_keys: list[SumKey] = []

    def take(self, key: SumKey, code: PostingCode, law: VatCode, amount: Pence) -> None:
        """A sum under a code of the law's table."""
        treatment = TREATMENTS[law.kind]
        if not key[1]:
            if code.role == BLOCKED:
                return
            for box in treatment.net:
                self._add(box, key, -amount if law.sales else amount)
            if law.exempt and code.role is None:
                self.exempt -= amount
            return
        goes_to = _control_box(code, treatment, amount)
        if goes_to is None:
            return
        self._add(goes_to, key, amount if goes_to == 4 else -amount)
        if goes_to == 4 and code.role is None and law.sales is False and not law.vat_by_hand:
            self.claimed += amount

    def flat_rate(self, key: SumKey, code: PostingCode, percentage: Decimal, amount: Pence) -> None:
        """Turnover at one percentage: both the sale and its VAT are part of the gross."""
        self.turnover[percentage] = self.turnover.get(percentage, 0) - amount
        if code.role == DISPATCHED:
            self._add(8, key, -amount)
        self.placed += ((6, key), (1, key))
        if key[1]:
            self.flat_posted -= amount

    def correct(self, key: SumKey, corrects: date, amount: Pence) -> None:
        """What changed of a filed return; only VAT is an error, the effect on boxes 6 to 9 is left out."""
        if key[1]:
            self.found[corrects] = self.found.get(corrects, 0) - amount
            self.error_keys.append(key)

    def figures(self, sums: Mapping[SumKey, Pence], period_end: date) -> VatReturnFigures:
        flat_vat = self._flat_vat() if self.turnover else 0
        errors = self._errors(period_end) if self.found else ()
        for error in errors:
            if error.box is not None:
                self.boxes[error.box] += error.amount
                self.placed += ((error.box, key) for key in self.error_keys)
        boxes = self.boxes
        return VatReturnFigures(
            boxes=VatBoxes(boxes[1], boxes[2], boxes[4], boxes[6], boxes[7], boxes[8], boxes[9]),
            control=sum([amount for (_, control), amount in sums.items() if control]),
            flat_rounding=flat_vat - self.flat_posted,
            claimed_without_document=self.claimed,
            exempt_sales=self.exempt,
            errors=errors,
            placed=self.placed,
        )

    def _flat_vat(self) -> Pence:
        """The flat rate on the turnover under it, which goes into boxes 1 and 6."""
        flat = flat_rate_boxes(tuple(Turnover(gross, percentage) for percentage, gross in self.turnover.items()))
        self.boxes[1] += flat.box1
        self.boxes[6] += flat.box6
        return flat.box1

    def _errors(self, period_end: date) -> tuple[Correction, ...]:
        """One net figure of everything found in time, and what is too old."""
        box6 = self.boxes[6]
        each = {
            end: correction(net, box6=box6, discovered_in=period_end, oldest_period_end=end)
            for end, net in sorted(self.found.items())
        }
        too_old = tuple(e for e in each.values() if e.route is Route.OUT_OF_TIME)
        in_time = {end: e.net_owed for end, e in each.items() if e.route is not Route.OUT_OF_TIME}
        if not sum(in_time.values()):
            return too_old
        net = correction(sum(in_time.values()), box6=box6, discovered_in=period_end, oldest_period_end=min(in_time))
        return (net, *too_old)

    def _add(self, box: int, key: SumKey, amount: Pence) -> None:
        self.boxes[box] += amount
        self.placed.append((box, key))


def _control_box(code: PostingCode, treatment: Treatment, amount: Pence) -> int | None:
    """Into which box a sum on VAT control goes."""
    due = treatment.vat_due[0] if treatment.vat_due else None
    if code.role == DUE:
        return due
    if code.role == INPUT:
        return 4
    if due is not None and treatment.vat_input:
        # Both sides under one plain code, as a journal by hand writes them: told apart by their side.
        return 4 if amount > 0 else due
    return 4 if treatment.vat_input else due
