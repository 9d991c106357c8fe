"""Ask a language model through an OpenAI-compatible service: one request, whose answer is whole or is none."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPResponse
from ipaddress import ip_network
from time import monotonic

from accountsos import __version__
from accountsos.language_model import LanguageModel
from accountsos.outbound.connection import CAUSES, Bounds, exchange, in_words
from accountsos.workflows.webhooks.endpoint_address import Networks, target_of

HOUSE: Networks = tuple(
    ip_network(one)
    for one in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7",
    )
)  # fmt: skip
"""This machine and networks inside, where a model may answer by http too: who runs the installation has named it."""
ANSWER_BYTES_MAX = 262_144
ERROR_CHARACTERS = 300
OK, PASSING = 200, frozenset({408, 409, 425, 429})
"""Statuses of an answer, and of refusals that pass; those from 500 on do too."""
OTHER_FAULTS = 500
LOOK_SECONDS = 5.0


class NoAnswer(Exception):
    """There was none, in words for whoever runs the installation."""

    def __init__(self, why: str, *, passes: bool) -> None:
        super().__init__(why[:ERROR_CHARACTERS])
        self.passes = passes
        """Whether it may be otherwise a little later."""


def completion(model: LanguageModel, body: bytes) -> bytes:
    """The answer to one request; NoAnswer where the service does not give one."""
    status, content = _asked(model, "POST", "/chat/completions", body, model.seconds)
    if status == OK:
        return content
    raise NoAnswer(f"the language model answered {status}", passes=status in PASSING or status >= OTHER_FAULTS)


def look_at(model: LanguageModel) -> int:
    """With which status the service answers when it is asked which models it has; NoAnswer where it does not."""
    return _asked(model, "GET", "/models", b"", LOOK_SECONDS)[0]


def _asked(model: LanguageModel, method: str, path: str, body: bytes, seconds: float) -> tuple[int, bytes]:
    bounds = Bounds(monotonic() + seconds, 2 * ANSWER_BYTES_MAX, HOUSE)
    try:
        target = target_of(model.url + path, HOUSE)
        request = _request(model, f"{method} {target.path} HTTP/1.1", {"Host": target.authority}, body)
        return exchange(target, request, bounds, _whole)
    except CAUSES as wrong:
        raise NoAnswer(f"the language model: {in_words(wrong, seconds)}", passes=True) from wrong


def _request(model: LanguageModel, line: str, where: Mapping[str, str], body: bytes) -> bytes:
    headers = {
        **where,
        "User-Agent": f"AccountsOS/{__version__}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    if model.key is not None:
        headers["Authorization"] = f"Bearer {model.key}"
    return "\r\n".join([line, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode("ascii") + body


def _whole(response: HTTPResponse) -> tuple[int, bytes]:
    content = response.read(ANSWER_BYTES_MAX)
    if response.read(1) or response.length:
        raise ValueError("its answer is too long, or was cut off")
    return response.status, content
