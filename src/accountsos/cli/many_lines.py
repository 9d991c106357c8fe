"""Commands that change many bank lines at once, and that take back how lines were filed."""

from __future__ import annotations

from accountsos.cli.command import (
    Command,
    Day,
    Kind,
    Number,
    OneOf,
    Parameter,
    Switch,
    Words,
    YesNo,
    argument,
    field_of,
)
from accountsos.cli.show import Said, Whole


def _matching(name: str, about: str, kind: Kind | None = None, *, typed: str = "") -> Parameter:
    """A condition of the lines that are meant."""
    return field_of(name, about, kind, inside="matching", typed=typed)


COMMANDS = (
    Command(
        words=("transactions", "change-many"),
        summary="File up to 1,000 lines elsewhere, or tick them off, in one write: those named, or all that match.",
        asks="bank.many_transactions:change_many",
        parameters=(
            field_of("transaction_ids", "A line (txn_…); once for each.", Words("TXN"), typed="line", many=True),
            _matching("from", "Only from this day on.", Day()),
            _matching("to", "Only to this day.", Day()),
            _matching("category", "Only those filed here (cat_…).", Words("CAT"), typed="of-category"),
            _matching("bank_account", "Only of this account (ba_…).", Words("BA"), typed="of-account"),
            _matching("contact", "Only with this contact (con_…).", Words("CON"), typed="of-contact"),
            _matching("search", "A part of the description or the notes."),
            _matching("reviewed", "Only those looked at, or not.", YesNo("of-not-reviewed"), typed="of-reviewed"),
            _matching("direction", "Only money in, or only money out.", OneOf(("in", "out"))),
            _matching("min_confidence", "Filed with at least this confidence, 0 to 1.", Number("SHARE")),
            _matching("max_confidence", "Filed with at most this confidence, 0 to 1.", Number("SHARE")),
            field_of("category_id", "File them here (cat_…).", Words("CAT"), typed="category"),
            field_of("reviewed", "Whether a person has looked at them.", YesNo("not-reviewed")),
            field_of("seen", "What --dry-run printed: exactly these lines, as they were then."),
            field_of("dry_run", "Only tell what would be changed.", Switch()),
        ),
        show=Whole("change"),
        anew=True,
        examples=(
            "--search aws --category cat_software --dry-run",
            "--line txn_08M0kX00000VDK --category cat_software --reviewed",
        ),
    ),
    Command(
        words=("transactions", "undo"),
        summary="Take back a change of how a line is filed: the newest one, or that of an event.",
        asks="bank.many_transactions:undo_change",
        parameters=(
            argument("transaction_id", "The transaction (txn_…)."),
            field_of("event_id", "The event of its history (evt_…).", Words("EVT"), typed="event"),
        ),
        show=Said("Filed as it was: {undone.transaction_ids}"),
        examples=("txn_08M0kX00000VDK", "txn_08M0kX00000VDK --event evt_08M0kX0000001a"),
    ),
    Command(
        words=("transactions", "undo-many"),
        summary="Take back a change of many lines at once: each is filed as it was, or none.",
        asks="bank.many_transactions:undo_event",
        parameters=(argument("event_id", "An event of that change (evt_…)."),),
        show=Said("Filed as they were: {undone.transaction_ids}"),
        examples=("evt_08M0kX0000001a",),
    ),
)
