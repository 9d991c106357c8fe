"""Nothing is sent inside: each kind of target is refused when it is given, and again when it is to be connected to."""

from __future__ import annotations

import datetime
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from accountsos.errors import BadRequest
from accountsos.outbound import connection
from accountsos.outbound import send as sending
from accountsos.outbound.send import Message, Outcome, send
from accountsos.settings import BadSetting, settings_from
from accountsos.workflows.webhooks.endpoint_address import target_of, why_not
from tests.support.receiver import LOOPBACK, receiving

MESSAGE = Message("chg_1", 1_800_000_000, b"{}", (b"k" * 32,))
PUBLIC = "192.0.43.8"
REFUSED = (
    "https://127.0.0.1/",
    "https://127.8.9.1:8443/x",
    "https://localhost/",
    "https://localhost./",
    "https://api.localhost/",
    "https://printer/",
    "https://nas.local/",
    "https://vault.internal/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://router.home.arpa/",
    "https://10.0.0.5/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/admin",
    "https://169.254.169.254/latest/meta-data/",
    "https://169.254.170.2/v2/credentials",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://192.0.0.192/opc/v2/",
    "https://0.0.0.0/",
    "https://0/",
    "https://192.0.2.7/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://240.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.0.01/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/latest/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "http://example.com/",
    "http://127.0.0.1/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "https://user:secret@example.com/",
    "https://example.com@127.0.0.1/",
    "https://127.0.0.1#@example.com/",
    "https://127.0.0.1\\@example.com/",
    "https://example.com:0/",
    "https://example.com:99999/",
    "https://exa mple.com/",
    "https://example.com/\r\nX: y",
    "https://-example.com/",
    "https://example..com/",
    "https://",
    "example.com",
    "https://１２７.0.0.1/",
    "https://example.com/" + "x" * 2000,
)
INSIDE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.20.0.9",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.1.1",
    "0.0.0.0",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%1",
    "fd12:3456::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:0:a00:1::",
    "ff02::1",
    "224.0.0.251",
    "255.255.255.255",
    "nonsense",
)


def to(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    return lambda host, port: addresses


@pytest.mark.parametrize("url", REFUSED)
def test_it_is_refused_when_it_is_given_and_again_when_it_is_to_be_sent_to(url: str) -> None:
    with pytest.raises(BadRequest) as refused:
        target_of(url, ())
    assert refused.value.param == "url"
    outcome = send(url, MESSAGE, ())
    assert outcome.status is None
    assert (outcome.error or "").startswith("nothing was sent: ")


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://example.com", "example.com", 443, "/"),
        ("https://example.com:8443/hooks?a=b%20c", "example.com", 8443, "/hooks?a=b%20c"),
        ("https://hooks.example.co.uk?x", "hooks.example.co.uk", 443, "/?x"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", 443, "/"),
        ("https://192.0.43.8/", "192.0.43.8", 443, "/"),
        ("https://[2620:0:2d0:200::8]/", "2620:0:2d0:200::8", 443, "/"),
        ("https://[64:ff9b::c000:2b08]/", "64:ff9b::c000:2b08", 443, "/"),
    ],
)
def test_what_is_public_is_taken(url: str, host: str, port: int, path: str) -> None:
    target = target_of(url, ())
    assert (target.host, target.port, target.path) == (host, port, path)


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused_when_it_is_connected_to(address: str) -> None:
    for answers in ((address,), (PUBLIC, address), (address, PUBLIC)):
        outcome = send("https://example.com/", MESSAGE, (), resolve=to(*answers))
        assert (outcome.status, outcome.error) == (
            None,
            f"nothing was sent: example.com leads to {address}, which {why_not(address, ())}",
        )


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "fe80::1", "224.0.0.1", "fd00:ec2::254"])
def test_no_setting_opens_what_nothing_is_ever_sent_to(address: str) -> None:
    everything = (ip_network("0.0.0.0/0"), ip_network("::/0"))
    assert why_not(address, everything) is not None
    assert why_not("10.0.0.1", everything) is None


def test_outside_of_the_networks_that_are_allowed_http_will_not_do() -> None:
    outcome = send("http://example.com/", MESSAGE, LOOPBACK, resolve=to(PUBLIC))
    assert outcome.error == f"nothing was sent: example.com leads to {PUBLIC}; outside, only https will do"


def test_a_name_that_leads_elsewhere_on_the_second_look_is_looked_up_once() -> None:
    """DNS rebinding: the address that was checked is the one that is connected to."""
    asked: list[str] = []

    def turning(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("169.254.169.254",)

    with receiving() as receiver:
        port = receiver.server.server_address[1]
        outcome = send(f"http://rebind.example.com:{port}/", MESSAGE, LOOPBACK, resolve=turning)
        assert outcome.status == 204
        assert receiver.arrived[0].headers["host"] == f"rebind.example.com:{port}"
    assert asked == ["rebind.example.com"]


def test_a_name_without_an_address_is_a_failure_like_any_other() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert "could not be reached" in (send("https://example.com/", MESSAGE, (), resolve=unknown).error or "")
    assert send("https://example.com/", MESSAGE, (), resolve=to()).error == (
        "nothing was sent: example.com has no address"
    )


@contextmanager
def answering(say: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that says whatever it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                try:
                    say(connection)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def _drip(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def _endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"y" * 65_536)


def _endless_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Header: " + b"z" * 1000 + b"\r\n")


def _continuing(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize(
    ("say", "told"),
    [
        (_drip, (None, "there was no answer within")),
        (_endless_head, (200, "")),
        (_continuing, (None, "did not speak HTTP")),
        (lambda c: c.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"), (None, "did not speak HTTP")),
        (lambda c: None, (None, "did not speak HTTP")),
    ],
)
def test_whatever_is_answered_an_attempt_ends_in_time_and_takes_no_more_than_it_may(
    say: Callable[[socket.socket], None], told: tuple[int | None, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 1.0)
    with answering(say) as url:
        outcome = send(url, MESSAGE, LOOPBACK)
    assert outcome.status == told[0]
    assert told[1] in (outcome.error or "")
    assert outcome.milliseconds < 3_000


def test_of_an_answer_without_end_the_beginning_is_kept() -> None:
    with answering(_endless) as url:
        outcome = send(url, MESSAGE, LOOPBACK)
    assert outcome == Outcome(200, None, "y" * 1000, outcome.milliseconds)


def certificate(folder: Path, *names: x509.GeneralName) -> tuple[ssl.SSLContext, Path]:
    """A server's certificate that signs itself, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "trusted.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return context, trusted


def test_by_https_the_certificate_is_that_of_the_name_and_not_of_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path, x509.DNSName("hooks.example.com"), x509.IPAddress(ip_address("127.0.0.9")))
    with receiving(tls=context) as receiver:
        port = receiver.server.server_address[1]
        url, resolve = f"https://hooks.example.com:{port}/", to("127.0.0.1")
        connection._tls.cache_clear()
        assert "certificate is not accepted" in (send(url, MESSAGE, LOOPBACK, resolve=resolve).error or "")
        monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(trusted))
        connection._tls.cache_clear()
        assert send(url, MESSAGE, LOOPBACK, resolve=resolve).status == 204
        other = send(f"https://other.example.com:{port}/", MESSAGE, LOOPBACK, resolve=resolve)
        assert "certificate is not accepted" in (other.error or "")
        assert len(receiver.arrived) == 1
    connection._tls.cache_clear()


def test_which_networks_inside_are_allowed_is_said_by_a_setting_that_is_read_strictly(tmp_path: Path) -> None:
    name = "ACCOUNTSOS_WEBHOOK_NETWORKS"
    settings = settings_from({name: "127.0.0.0/8, ::1/128"}, tmp_path)
    assert settings.webhook_networks == LOOPBACK
    assert settings_from({}, tmp_path).webhook_networks == ()
    with pytest.raises(BadSetting, match=f"{name}: 10.0.0.1/8 has host bits set"):
        settings_from({name: "10.0.0.1/8"}, tmp_path)
