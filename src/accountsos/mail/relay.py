"""Hand a letter to an SMTP relay: encrypted wherever it leaves this machine, off the event loop."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from accountsos.mail.address import Relay

SECONDS = 10.0
"""So long the relay may take for each answer."""
AT_ONCE, WAITING_MOST = 2, 100
_HERE = ("localhost", "127.0.0.1", "::1")


class Outgoing:
    """Letters on their way. What could not be handed over is told to the log, and to whoever waits for it."""

    def __init__(self, relay: Relay, told: Callable[[BaseException], None]) -> None:
        self._relay = relay
        self._told = told
        self._threads = ThreadPoolExecutor(AT_ONCE, "mail")
        self._waiting = 0

    async def send(self, to: str, subject: str, text: str) -> bool:
        """Whether the relay took it."""
        return await asyncio.wrap_future(self.send_later(to, subject, text))

    def send_later(self, to: str, subject: str, text: str) -> Future[bool]:
        """The same without waiting: nobody can tell by the time whether a letter was written at all."""
        if self._waiting >= WAITING_MOST:
            full: Future[bool] = Future()
            full.set_result(False)
            return full
        self._waiting += 1
        return self._threads.submit(self._handed_over, to, subject, text)

    def _handed_over(self, to: str, subject: str, text: str) -> bool:
        try:
            _deliver(self._relay, _message(self._relay.sender, to, subject, text))
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            self._told(fault)
            return False
        finally:
            self._waiting -= 1
        return True


def _message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, to
    message["Subject"] = "".join(c if c.isprintable() else " " for c in subject)
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=_domain(sender))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _deliver(relay: Relay, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    greeting = _domain(relay.sender)
    if relay.encrypted:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(relay.host, relay.port, greeting, timeout=SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(relay.host, relay.port, greeting, timeout=SECONDS)
    with smtp:
        if not relay.encrypted and relay.host not in _HERE:
            smtp.starttls(context=context)
        if relay.user:
            smtp.login(relay.user, relay.password)
        smtp.send_message(message)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
