"""An SMTP relay on loopback that keeps what it is given; it knows as much of the protocol as a letter needs."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue


@dataclass
class LetterBox:
    """What came."""

    port: int = 0
    letters: Queue[EmailMessage] = field(default_factory=Queue)
    refusing: bool = False
    """Whether it takes nothing."""

    def next(self) -> EmailMessage:
        """The letter that came first, waited for."""
        return self.letters.get(timeout=20)


@contextmanager
def a_letter_box() -> Iterator[LetterBox]:
    """A relay on a free port."""
    box = LetterBox()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 box\r\n")
            for raw in self.rfile:
                word = raw.strip().upper()
                if word.startswith(b"DATA"):
                    self.wfile.write(b"354 go on\r\n")
                    box.letters.put(self._letter())
                elif word.startswith(b"RCPT") and box.refusing:
                    self.wfile.write(b"550 nobody here\r\n")
                    continue
                elif word.startswith(b"QUIT"):
                    self.wfile.write(b"221 bye\r\n")
                    return
                self.wfile.write(b"250 ok\r\n")

        def _letter(self) -> EmailMessage:
            lines = []
            for raw in self.rfile:
                if raw == b".\r\n":
                    break
                lines.append(raw[1:] if raw.startswith(b".") else raw)
            return message_from_bytes(b"".join(lines), policy=policy.default)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        box.port = server.server_address[1]
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield box
        server.shutdown()
        serving.join()
