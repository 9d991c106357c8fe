"""A language model on loopback that speaks the protocol of OpenAI's chat completions, and answers as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from accountsos.language_model import LanguageModel


@dataclass
class ToyModel:
    """What was asked, and how it answers: with that category, fairly sure or not."""

    url: str = ""
    category: str = "cat_office"
    sure: str = "yes"
    statuses: list[int] = field(default_factory=list)
    """Still to be answered with, one a request; then 200."""
    raw: bytes | None = None
    """The whole body of each answer instead."""
    content: str | None = None
    """The message of each answer instead."""
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    """The requests, as they came."""
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path and headers by lower-case names."""
    meanwhile: Callable[[], None] = lambda: None
    holds: threading.Event = field(default_factory=threading.Event)
    """Set: it answers. Cleared by `hang`."""

    def __post_init__(self) -> None:
        self.holds.set()

    def hang(self) -> None:
        self.holds.clear()

    def settings(self, **more: Any) -> LanguageModel:
        """As an installation would have it."""
        return LanguageModel(self.url, "toy", **{"seconds": 5, **more})

    @property
    def lines(self) -> list[dict[str, Any]]:
        """All lines that were asked about, in their order."""
        return [line for asked in self.asked for line in self.question(asked)["lines"]]

    @property
    def texts(self) -> str:
        """Everything that left for it."""
        return json.dumps([self.asked, [(path, headers) for _, path, headers in self.seen]], ensure_ascii=False)

    @staticmethod
    def question(asked: Mapping[str, Any]) -> dict[str, Any]:
        """What the user's message says."""
        said: dict[str, Any] = json.loads(asked["messages"][1]["content"])
        return said

    def answer(self, asked: Mapping[str, Any]) -> bytes:
        if self.raw is not None:
            return self.raw
        content = self.content
        if content is None:
            lines = self.question(asked)["lines"]
            answers = [{"line": line["line"], "category": self.category, "sure": self.sure} for line in lines]
            content = json.dumps({"answers": answers})
        message = {"role": "assistant", "content": content}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return json.dumps({"id": "x", "object": "chat.completion", "choices": [choice], "usage": {}}).encode()


@contextmanager
def toy_model() -> Iterator[ToyModel]:
    """One on a port of its own, for as long as the block lasts."""
    model = ToyModel()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._seen()
            self._say(model.statuses.pop(0) if model.statuses else 200, b'{"object": "list", "data": []}')

        def do_POST(self) -> None:
            self._seen()
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(asked)
            model.meanwhile()
            while not model.holds.wait(0.05):
                time.sleep(0)
            if model.statuses:
                self._say(model.statuses.pop(0), b"{}")
            else:
                self._say(200, model.answer(asked))

        def _seen(self) -> None:
            model.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **model.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked may have had enough of it
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    try:
        yield model
    finally:
        model.holds.set()
        server.shutdown()
        server.server_close()
        serving.join()
