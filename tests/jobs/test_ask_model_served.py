"""The real server and its worker: a file is uploaded, and what the model says stands there a moment later."""

from __future__ import annotations

import json
from typing import Any

from accountsos.store.engine.opening import Place
from tests.support.language_model import toy_model
from tests.support.served import Served, in_time, served

FILE = b"02/09/2026,ZORBLATT QUIXNOD,-12.34\n03/09/2026,WUMPLEDOR FANGLIMO,-30.00\n"
FIELDS = {"bank_account_id": "ba_main", "mode": "commit", "format": "hsbc"}


def upload(server: Served) -> int:
    """The status of an import."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in FIELDS.items()]
    parts.append(f'Content-Disposition: form-data; name="file"; filename="july.csv"\r\n\r\n{FILE.decode()}')
    body = "".join(f"--bound\r\n{part}\r\n" for part in parts) + "--bound--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=bound"}
    return server.ask("POST", "/api/imports", body.encode(), **kind)[0]


def lines(server: Served) -> list[dict[str, Any]]:
    _, body = server.ask("GET", "/api/transactions")
    found: list[dict[str, Any]] = json.loads(body)["transactions"]
    return found


def test_an_import_answers_while_the_model_hangs_and_is_suggested_for_when_it_answers(place: Place) -> None:
    with toy_model() as model:
        model.hang()
        environment = {
            "ACCOUNTSOS_LANGUAGE_MODEL_URL": model.url,
            "ACCOUNTSOS_LANGUAGE_MODEL": "toy",
            "ACCOUNTSOS_LANGUAGE_MODEL_KEY": "sk-secret",
        }
        with served(place, environment=environment) as server:
            assert in_time(server.is_ready)
            assert upload(server) == 201
            assert {line["category_source"] for line in lines(server)} == {"none"}
            assert in_time(lambda: bool(model.asked)), "nobody asked"
            assert {line["category_source"] for line in lines(server)} == {"none"}
            model.holds.set()
            assert in_time(lambda: {line["category_source"] for line in lines(server)} == {"language_model"})
            assert all(line["confidence"] <= 0.8 for line in lines(server))
        assert len(model.asked) == 1
        assert {headers["authorization"] for _, _, headers in model.seen} == {"Bearer sk-secret"}


def test_a_server_ends_in_time_though_the_model_hangs(sqlite_place: Place) -> None:
    with toy_model() as model:
        model.hang()
        environment = {"ACCOUNTSOS_LANGUAGE_MODEL_URL": model.url, "ACCOUNTSOS_LANGUAGE_MODEL": "toy"}
        with served(sqlite_place, environment=environment) as server:
            assert in_time(server.is_ready)
            assert upload(server) == 201
            assert in_time(lambda: bool(model.asked))
            server.process.terminate()
            assert server.process.wait(20) is not None
