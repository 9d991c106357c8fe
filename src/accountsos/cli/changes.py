"""Commands of the feed: what changed in the books, in order."""

from __future__ import annotations

from accountsos.cli.command import Command, OneOf, WholeNumber, Words, option
from accountsos.cli.show import Listing, columns

COMMANDS = (
    Command(
        words=("changes", "list"),
        summary="What changed in the books, oldest first; --json tells the cursor to go on from.",
        asks="changes:list_changes",
        parameters=(
            option("after", "Only what comes after this cursor.", Words("CURSOR")),
            option("start", "now: no changes, but the cursor of the end.", OneOf(("now",))),
            option("types", "Only these, such as transaction,invoice.", Words("TYPES")),
            option("limit", "How many at most.", WholeNumber(1, 1000), default=100),
        ),
        show=Listing("changes", columns("at", "type", "change", "thing_id", "version", "id"), empty="Nothing changed."),
        examples=("", "--types transaction,invoice --limit 20", "--start now"),
    ),
)
