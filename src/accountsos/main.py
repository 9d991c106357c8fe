"""Wires settings, clock, books and doors. The only reader of the clock and of the environment.

Everything is imported where it is needed: a command's help does not wait for a server, and of the processes of a server
none carries what only another one needs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accountsos.errors import Refused
from accountsos.settings import Settings, settings_from

if TYPE_CHECKING:
    from accountsos.cli.installation import Answered, OpenedBooks, Question
    from accountsos.store.engine.opening import Place
    from accountsos.workflows.changes.list_changes import ToldChange
    from accountsos.workflows.unit_of_work import Books


CYCLES_LOOKED_FOR = 20_000
"""After how many objects that were made and have not gone some are looked for that only hold each other.

Nearly all go by their count. Python looks after 700: a tenth of what it takes to load a command.
"""


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """The clock; in tests with a fixed day, the same hours on that day."""
    if settings.today is None:
        return lambda: datetime.now(UTC)
    day = settings.today

    def fixed() -> datetime:
        now = datetime.now(UTC)
        return datetime.combine(day, time(now.hour, now.minute, now.second, now.microsecond, UTC))

    return fixed


def open_books(settings: Settings) -> OpenedBooks:
    """Open the books where the settings say."""
    from accountsos.cli.installation import OpenedBooks
    from accountsos.store.engine.opening import open_store
    from accountsos.store.engine.rate_windows import RateWindows
    from accountsos.workflows.unit_of_work import Books

    opened = open_store(place_of(settings))
    windows = RateWindows(opened.counter, settings.limits)
    books = Books(opened.engine, clock_of(settings), opened.objects, windows.use_of, settings.webhook_networks)
    books.language_model = settings.language_model
    return OpenedBooks(books, opened.warnings, windows.last_used)


def link_of(told: ToldChange) -> str | None:
    """Where the API shows what changed."""
    from accountsos.api.operations import thing_links

    return thing_links.link_of(told)


def ask(books: Books | None, question: Question, now: datetime) -> Answered:
    """Answer a command's question as the API does: the same operation, asked without HTTP."""
    from accountsos.api.in_process import Asked, answer, operation_at
    from accountsos.cli.installation import ACTOR, Answered

    asked = Asked(question.company, question.ids, question.query, question.body, question.form)
    reply = answer(operation_at(question.operation), asked, actor=ACTOR, books=books, now=now)
    content = reply.body
    assert content is None or isinstance(content, bytes)
    return Answered(content or b"", reply.content_type.decode("latin-1"))


def application_of(settings: Settings) -> Any:
    """The ASGI application of an installation, its books open."""
    from accountsos import server

    return server.application_of(settings, place_of(settings), clock_of(settings))


def application() -> Any:
    """What the server's worker processes load. It stays, so it is not looked through for garbage again and again.

    That took a tenth of a second, of whoever asked just then.
    """
    gc.set_threshold(CYCLES_LOOKED_FOR, 10, 10)
    loaded = application_of(settings_from(os.environ, Path.home()))
    gc.freeze()
    return loaded


def place_of(settings: Settings) -> Place:
    """Where the books of these settings are."""
    from accountsos.store.engine.opening import Place

    return Place(settings.data, settings.database_url, settings.owner_url, settings.objects_url)


def _back_up(settings: Settings, destination: Path, documents: bool) -> list[str]:
    from accountsos.store.engine.backup import back_up

    lost = back_up(place_of(settings), destination, documents=documents)
    return [f"document {each.document}: {each.why}" for each in lost]


def _restore(settings: Settings, source: Path) -> bool:
    from accountsos.store.engine.backup import restore

    return restore(source, place_of(settings))


WATCH = "from accountsos.main import watch; watch()"


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Run the server until it is told to stop: this process becomes the one that watches over the others."""
    os.environ["ACCOUNTSOS_DATA"] = str(settings.data)
    sys.stdout.write(f"AccountsOS listens on http://{host}:{port} (stop with Ctrl-C)\n")
    sys.stdout.flush()
    # Another program in the place of this one: what was imported to open the books is of no use to it.
    command = [sys.executable, "-P", "-c", WATCH, str(settings.data), host, str(port), str(workers)]
    os.execv(command[0], command)  # noqa: S606 - our own command; the address was parsed


def watch() -> None:
    """Watch over the processes that answer, which read the settings from the environment, and the one beside them."""
    from accountsos import watching

    data, host, port, workers = sys.argv[1:]
    watching.serve(Path(data), host, int(port), int(workers))


def wait() -> None:
    """Be the process beside the server: wait for work, and then become the worker."""
    from accountsos.jobs.beside_server import NICENESS, working
    from accountsos.jobs.giving_way import give_way
    from accountsos.jobs.waiting import wait_for_work
    from accountsos.meters import WORKER, Meters
    from accountsos.store.engine.opening import open_to_look

    give_way(NICENESS)
    parent, upkeep = int(sys.argv[-2]), int(sys.argv[-1])
    settings = settings_from(os.environ, Path.home())
    engine = open_to_look(place_of(settings))
    meters = Meters(settings.data, WORKER, follows=str(parent))
    wanted = wait_for_work(engine, clock_of(settings), meters, lambda: os.getppid() == parent, upkeep=upkeep)
    engine.close()
    if wanted:
        command = working(parent)
        os.execv(command[0], command)  # noqa: S606 - our own command with a number of our own


def main() -> None:
    """The command line: `accountsos …`."""
    gc.set_threshold(CYCLES_LOOKED_FOR, 10, 10)
    from accountsos.cli.commands import run
    from accountsos.cli.installation import Installation
    from accountsos.cli.printing import complain

    try:
        settings = settings_from(os.environ, Path.home())
    except Refused as refusal:
        complain(f"accountsos: {refusal.message}")
        sys.exit(1)
    run(
        Installation(settings, open_books, clock_of(settings), ask, serve, _back_up, _restore, link_of),
        sys.argv[1:],
    )


if __name__ == "__main__":
    main()
