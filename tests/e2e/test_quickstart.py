"""The public quickstart, as printed there, against the demo as `make demo` makes it: the real server, curl and Node."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PUBLIC = "https://accounts-os.com"
QUICKSTART_ROW = ("id", "date", "description", "amount", "currency", "category", "confidence", "bank_account_id")
CURL = """curl -s -X GET "https://accounts-os.com/api/transactions?limit=10" \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json\""""
JAVASCRIPT = """
const response = await fetch('https://accounts-os.com/api/transactions?limit=10', {
  method: 'GET',
  headers: {
    'Authorization': 'Bearer YOUR_API_KEY',
    'Content-Type': 'application/json',
  },
});

const data = await response.json();
console.log(JSON.stringify(data.transactions));
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where it listens, its key, and its process."""

    url: str
    key: str
    data: Path
    company: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo on a free port of loopback, ended by its own process id."""
    data = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (data / "server.log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "-m", "accountsos.main", "demo", "--data", str(data / "books"), "--port", str(port)],
        stdout=log,
        stderr=subprocess.STDOUT,
        env={k: v for k, v in os.environ.items() if not k.startswith("ACCOUNTSOS_")},
    )
    try:
        printed = _wait_until_it_answers(server, port, Path(log.name))
        key = re.search(r"API key\s+(sk_live_\w+)", printed)
        company = re.search(r"company\s+(co_\w+)", printed)
        assert key is not None, printed
        assert company is not None, printed
        yield Demo(f"http://127.0.0.1:{port}", key[1], data / "books", company[1])
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> str:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/openapi.json", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return log.read_text()
    raise AssertionError(f"the demo did not answer within a minute:\n{log.read_text()}")


def get(demo: Demo, path: str, key: str | None = "") -> tuple[int, dict[str, str], Any]:
    """Status, headers (lower case) and body of a GET; `key` None sends no Authorization header."""
    request = urllib.request.Request(demo.url + path)
    if key is not None:
        request.add_header("Authorization", f"Bearer {key or demo.key}")
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status, {k.lower(): v for k, v in reply.headers.items()}, json.load(reply)
    except urllib.error.HTTPError as refused:
        return refused.code, {k.lower(): v for k, v in refused.headers.items()}, json.load(refused)


def expect_quickstart_rows(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == 10
    for row in rows:
        assert tuple(row)[:8] == QUICKSTART_ROW
        assert set(row["category"]) == {"id", "name"}
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["date"])
        assert 0 <= row["confidence"] <= 1


def test_the_curl_request_works_as_printed(demo: Demo) -> None:
    command = CURL.replace(PUBLIC, demo.url).replace("YOUR_API_KEY", demo.key)
    printed = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=30)
    body = json.loads(printed.stdout)
    expect_quickstart_rows(body["transactions"])
    assert body["pagination"]["total"] == 1800
    assert body["pagination"]["limit"] == 10
    assert body["pagination"]["offset"] == 0
    assert body["pagination"]["has_more"] is True


def test_the_javascript_request_works_as_printed(demo: Demo, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node is not None, "Node.js is needed to run the quickstart's JavaScript: apt install nodejs"
    script = tmp_path / "quickstart.mjs"
    script.write_text(JAVASCRIPT.replace(PUBLIC, demo.url).replace("YOUR_API_KEY", demo.key))
    printed = subprocess.run([node, str(script)], capture_output=True, text=True, check=True, timeout=60)
    expect_quickstart_rows(json.loads(printed.stdout))


def test_every_answer_carries_the_rate_limit_headers_of_the_quickstart(demo: Demo) -> None:
    status, headers, _ = get(demo, "/api/transactions?limit=1")
    assert status == 200
    assert headers["x-ratelimit-limit"] == "1000"
    assert 0 <= int(headers["x-ratelimit-remaining"]) < 1000
    assert int(headers["x-ratelimit-reset"]) % 3600 == 0


def test_a_wrong_key_gets_the_error_printed_in_the_quickstart(demo: Demo) -> None:
    status, headers, body = get(demo, "/api/transactions", key="YOUR_API_KEY")
    assert status == 401
    assert headers["www-authenticate"].startswith("Bearer")
    error = {name: body["error"][name] for name in ("code", "message", "status")}
    assert error == {
        "code": "invalid_api_key",
        "message": "The API key provided is invalid or expired",
        "status": 401,
    }


def test_no_key_at_all_is_unauthorized(demo: Demo) -> None:
    status, _, body = get(demo, "/api/transactions", key=None)
    assert (status, body["error"]["code"]) == (401, "unauthorized")


def test_a_transaction_can_be_shown_and_filed_elsewhere(demo: Demo) -> None:
    _, _, body = get(demo, "/api/transactions?limit=1&category=cat_software")
    transaction_id = body["transactions"][0]["id"]
    request = urllib.request.Request(
        f"{demo.url}/api/transactions/{transaction_id}",
        data=json.dumps({"category_id": "cat_advertising", "notes": "for the campaign"}).encode(),
        method="PATCH",
        headers={"Authorization": f"Bearer {demo.key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        changed = json.load(reply)["transaction"]
    assert changed["category"]["id"] == "cat_advertising"
    assert changed["notes"] == "for the campaign"
    assert changed["confidence"] == 1
    _, _, shown = get(demo, f"/api/transactions/{transaction_id}")
    assert shown["transaction"]["category"]["id"] == "cat_advertising"


def test_profit_and_loss_and_balance_sheet_agree_on_the_profit(demo: Demo) -> None:
    _, _, profit = get(demo, "/api/reports/profit-loss?from=2025-04-01&to=2026-03-31")
    _, _, sheet = get(demo, "/api/reports/balance-sheet?as_of=2026-03-31")
    report, position = profit["report"], sheet["report"]
    assert report["type"] == "profit_loss"
    assert position["balanced"] is True
    of_year = [
        line["amount"]
        for line in position["capital_and_reserves"]["lines"]
        if line["category"]["id"] == "profit_of_year"
    ]
    assert of_year == [report["net_profit"]]


def test_nothing_in_the_demo_is_overdue_and_its_first_year_of_vat_is_filed(demo: Demo) -> None:
    _, _, body = get(demo, "/api/deadlines?include_completed=true&days=800")
    of_status = {status: [d for d in body["deadlines"] if d["status"] == status] for status in ("overdue", "completed")}
    assert of_status["overdue"] == []
    assert {"vat", "corporation_tax", "accounts", "confirmation_statement"} <= {
        d["type"] for d in of_status["completed"]
    }
    quarters = [d["period"] for d in of_status["completed"] if d["type"] == "vat"]
    assert len(quarters) >= 11
    for quarter in quarters[:4]:
        _, _, vat = get(demo, f"/api/reports/vat?period={quarter['from']}..{quarter['to']}")
        assert vat["report"]["registered"] is True
        assert vat["report"]["status"] == "filed"
        assert vat["report"]["boxes"][0]["amount"] > 0


def test_contacts_are_listed_by_name_with_their_totals(demo: Demo) -> None:
    status, _, body = get(demo, "/api/contacts?limit=200&type=supplier")
    names = [contact["name"].lower() for contact in body["contacts"]]
    assert status == 200
    assert names == sorted(names)
    assert all(contact["type"] == "supplier" for contact in body["contacts"])


@pytest.mark.parametrize("path", ["/api/documents/nothing/file/more", "/api/nothing"])
def test_what_is_not_built_answers_a_proper_404(demo: Demo, path: str) -> None:
    status, _, body = get(demo, path)
    assert (status, body["error"]["code"]) == (404, "not_found")


def test_the_demo_books_verify(demo: Demo) -> None:
    command = [sys.executable, "-m", "accountsos.main", "verify", "--data", str(demo.data)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, f"{demo.company}: the books agree")
