"""A language model is reached where the operator says, inside too, and nothing it answers takes more than it may."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from accountsos.language_model import LanguageModel
from accountsos.outbound import ask_model, connection
from accountsos.outbound.ask_model import ANSWER_BYTES_MAX, NoAnswer, completion, look_at
from tests.outbound.test_closed_to_the_inside import certificate
from tests.support.language_model import toy_model
from tests.support.receiver import receiving


def test_a_model_on_this_machine_is_reached_by_http_at_its_path_with_its_key() -> None:
    with toy_model() as toy:
        toy.raw = b'{"any": "thing"}'
        assert completion(toy.settings(key="sk-1"), b"{}") == b'{"any": "thing"}'
        assert look_at(toy.settings()) == 200
        (post, asked, headers), (get, models, without) = toy.seen
    assert (post, asked, get, models) == ("POST", "/v1/chat/completions", "GET", "/v1/models")
    assert headers["authorization"] == "Bearer sk-1"
    assert headers["content-type"] == "application/json"
    assert "authorization" not in without


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("203.0.114.7", "only https will do"),
        ("169.254.169.254", "not an address that anything is sent to"),
        ("0.0.0.0", "not an address that anything is sent to"),
    ],
)
def test_by_http_nothing_leaves_the_house_and_nothing_goes_where_clouds_keep_credentials(
    address: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "look_up", lambda host, port: [address])
    with pytest.raises(NoAnswer, match=why):
        completion(LanguageModel("http://model.example/v1", "toy", seconds=2), b"{}")


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.7.7", "172.16.0.9", "127.0.0.1", "::1", "fd12::7"])
def test_networks_inside_are_the_operators_to_name(address: str) -> None:
    assert ip_address(address).is_private
    assert any(ip_address(address) in network for network in ask_model.HOUSE)


def test_by_https_the_certificate_must_be_good(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, x509.IPAddress(ip_address("127.0.0.1")))
    connection._tls.cache_clear()
    with receiving(tls=context) as receiver:
        url = receiver.url.removesuffix("/hooks")
        with pytest.raises(NoAnswer, match="certificate is not accepted") as refused:
            completion(LanguageModel(url, "toy", seconds=5), b"{}")
        assert refused.value.passes
        assert receiver.arrived == []


@pytest.mark.parametrize(("status", "passes"), [(302, False), (400, False), (404, False), (429, True), (500, True)])
def test_what_is_refused_for_good_is_told_from_what_passes(status: int, passes: bool) -> None:
    with toy_model() as toy:
        toy.statuses, toy.headers = [status], {"Location": toy.url}
        with pytest.raises(NoAnswer, match=str(status)) as refused:
            completion(toy.settings(), b"{}")
        assert len(toy.seen) == 1
    assert refused.value.passes == passes


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"x" * (ANSWER_BYTES_MAX + 1), {}),
        (b"x" * 10, {"Content-Length": "11"}),
        (b"", {"X-Head": "y" * 70_000}),
        (b"not chunks", {"Transfer-Encoding": "chunked"}),
    ],
    ids=["too long", "cut off", "a head too long", "no chunks"],
)
def test_an_answer_that_is_not_whole_is_none(body: bytes, headers: dict[str, str]) -> None:
    with toy_model() as toy:
        toy.raw, toy.headers = body, headers
        with pytest.raises(NoAnswer):
            completion(toy.settings(), b"{}")


def test_nobody_there_is_said_so() -> None:
    with toy_model() as toy:
        gone = toy.settings()
    with pytest.raises(NoAnswer, match="could not be reached"):
        look_at(gone)
