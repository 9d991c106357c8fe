"""Commands of the installation: serve, demo, verify, back up, restore, look at it."""

from __future__ import annotations

from accountsos.cli.command import Command, FolderPath, Switch, WholeNumber, Words, own
from accountsos.cli.show import Nothing

_PORT = own("port", "The port.", WholeNumber(1, 65535), default=8000)

COMMANDS = (
    Command(
        words=("serve",),
        summary="Answer the REST API. Creates and migrates the database first.",
        runs="running:serve",
        parameters=(
            own("host", "The address to listen on.", Words("ADDRESS"), default="127.0.0.1"),
            _PORT,
            own("workers", "Processes that answer.", WholeNumber(1, 64), default=1),
        ),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("--port 8000 --workers 2",),
    ),
    Command(
        words=("demo",),
        summary="A demo company with three years of books, in a data directory of its own.",
        runs="running:demo",
        parameters=(_PORT, own("no_serve", "Make the books only.", Switch())),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("--no-serve",),
    ),
    Command(
        words=("verify",),
        summary="Recompute everything that is kept and name what does not agree. Exit 1 if anything is wrong.",
        runs="running:verify",
        parameters=(own("company", "Only this company (co_…); default: all.", Words("CO")),),
        show=Nothing(),
        of_company=False,
        examples=("", "--company co_08M0kX"),
    ),
    Command(
        words=("backup",),
        summary="Copy database and documents to DESTINATION, a new folder, also while the server runs.",
        runs="running:backup",
        parameters=(
            own("destination", "A folder that does not exist yet.", FolderPath(), argument=True, required=True),
            own("books_only", "Leave the documents out, where they are kept by other means.", Switch()),
        ),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("backup-2026-11-22",),
    ),
    Command(
        words=("restore",),
        summary="Restore the backup in SOURCE into an empty data directory (or an empty PostgreSQL database).",
        runs="running:restore",
        parameters=(
            own("source", "The backup.", FolderPath(there=True), argument=True, required=True),
            own("verify", "Verify the restored books.", Switch()),
        ),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("backup-2026-11-22 --data restored --verify",),
    ),
    Command(
        words=("doctor",),
        summary="Look at the installation: where the books are, which versions, what is unsafe.",
        runs="running:doctor",
        parameters=(own("repair", "Back up, then rebuild kept values that do not agree.", Switch()),),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("", "--repair"),
    ),
)
