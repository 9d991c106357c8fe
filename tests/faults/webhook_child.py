"""The two processes that are killed: the worker that tells a webhook, and the receiver that is told.

`python -m tests.faults.webhook_child worker '{"data": …, "database_url": …}'` delivers until killed.
`python -m tests.faults.webhook_child receiver '{"port": …, "secret": …, "file": …}'` verifies each message by
`standardwebhooks`, and appends its id to the file before it answers.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook

from accountsos.api.operations.thing_links import link_of
from accountsos.jobs.deliver_webhooks import Deliverer
from accountsos.store.engine.opening import Place, open_store
from accountsos.workflows.unit_of_work import Books
from tests.support.receiver import LOOPBACK


def work(told: dict[str, Any]) -> None:
    store = open_store(Place(Path(told["data"]), told["database_url"]))
    books = Books(store.engine, lambda: datetime.now(UTC), reachable=LOOPBACK)
    print("ready", flush=True)
    Deliverer(books, link_of, waits=(0,), lease_seconds=2).run()


def receive(told: dict[str, Any]) -> None:
    webhook = Webhook(told["secret"])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            webhook.verify(body, dict(self.headers.items()))
            with Path(told["file"]).open("a", encoding="utf-8") as kept:
                kept.write(self.headers["webhook-id"] + "\n")
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    ThreadingHTTPServer.allow_reuse_address = True
    server = ThreadingHTTPServer(("127.0.0.1", told["port"]), Handler)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    {"worker": work, "receiver": receive}[sys.argv[1]](json.loads(sys.argv[2]))
