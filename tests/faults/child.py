"""The process that is killed: opens the books, and does what its standard input asks, one JSON line at a time.

Run as `python -m tests.faults.child '{"data": …, "database_url": …, "company": …}'`. Each command is a fault test's
request with its idempotency key; the answer is printed after the commit that holds it.
"""

from __future__ import annotations

import base64
import json
import sys
import threading
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from accountsos.access.actor import Actor
from accountsos.access.rights import ADMIN
from accountsos.errors import Refused
from accountsos.store.engine.opening import Place, open_store
from accountsos.workflows.bank import add_transaction, commit_import
from accountsos.workflows.bank.add_transaction import NewTransaction
from accountsos.workflows.bank.import_statement import ImportStatement
from accountsos.workflows.unit_of_work import Answer, Books, IdempotencyKey, Request, Shaping

SHAPING: Shaping[Any] = Shaping(
    result=lambda result: Answer(201, json.dumps({"number": getattr(result, "number", 0)}).encode(), {}),
    refusal=lambda refusal: Answer(409, refusal.message.encode(), {}),
)


def do(books: Books, company: int, asked: dict[str, Any]) -> dict[str, Any]:
    """One request, as the API would do it."""
    fingerprint = sha256(json.dumps(asked, sort_keys=True).encode()).digest()
    request = Request(Actor("fault-test", ADMIN), datetime.now(UTC), IdempotencyKey(asked["key"], fingerprint))
    workflow: Any = commit_import.COMMIT
    command: Any
    if "file" in asked:
        command = ImportStatement(base64.b64decode(asked["file"]), "ba_main", date(2026, 11, 22))
    else:
        workflow = add_transaction.ADD
        command = NewTransaction(date.fromisoformat(asked["day"]), asked["text"], asked["amount"], "ba_main")
    try:
        answer = books.answer(workflow, company, command, request, SHAPING).result(60)
    except Refused as refusal:
        return {"key": asked["key"], "refused": refusal.code}
    return {"key": asked["key"], "status": answer.status, "replayed": answer.replayed}


def main() -> None:
    """Answer until killed."""
    told = json.loads(sys.argv[1])
    books = Books(open_store(Place(Path(told["data"]), told["database_url"])).engine, lambda: datetime.now(UTC))
    printing = threading.Lock()

    def say(answer: dict[str, Any]) -> None:
        with printing:
            print(json.dumps(answer), flush=True)

    say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        threading.Thread(target=lambda a: say(do(books, told["company"], a)), args=(asked,), daemon=True).start()


if __name__ == "__main__":
    main()
