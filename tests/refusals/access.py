"""What is refused about API keys, and what is asked about no company of the installation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from accountsos.access.actor import key_actor
from accountsos.access.rights import ADMIN, READ
from accountsos.store.head import Cause
from accountsos.workflows.access import manage_keys
from accountsos.workflows.access.manage_keys import MakeKey, RenewKey
from accountsos.workflows.companies import manage_company
from accountsos.workflows.contacts import manage_contacts
from accountsos.workflows.unit_of_work import Answer, IdempotencyKey, Request, Shaping, WriteWorkflow
from tests.refusals.desk import Cases, Desk
from tests.support.bookkeeper import TESTER
from tests.support.engines import NOON


def _made(desk: Desk) -> str:
    return str(desk.do(manage_keys.MAKE, MakeKey(("read",))).key.key_id)


def _revoked_twice(desk: Desk) -> None:
    key_id = _made(desk)
    for _ in range(2):
        desk.do(manage_keys.REVOKE, key_id)


def _regenerated_twice(desk: Desk) -> None:
    """The second had looked before the first was done, and the old key had ended meanwhile."""
    key_id = _made(desk)
    late = WriteWorkflow("test.late", lambda db, company, plan: plan, manage_keys.apply_renew)
    desk.do(manage_keys.RENEW, RenewKey(key_id, timedelta(hours=1)))
    desk.books.clock.now += timedelta(hours=2)  # type: ignore[attr-defined]  # the tests' clock
    desk.do(late, RenewKey(key_id))


def _revoking_itself(desk: Desk) -> None:
    key_id = str(desk.do(manage_keys.MAKE, MakeKey(("admin",))).key.key_id)
    desk.books.write(manage_keys.REVOKE, desk.keeper.company, key_id, key_actor(key_id, ADMIN))


def _last_admin_key(desk: Desk) -> None:
    """Two admin keys revoke each other: the second was let in before the first was done."""
    one, other = (str(desk.do(manage_keys.MAKE, MakeKey(("admin",))).key.key_id) for _ in range(2))
    for asking, revoked in ((one, other), (other, one)):
        desk.books.write(manage_keys.REVOKE, desk.keeper.company, revoked, key_actor(asking, ADMIN))


def _revoked_meanwhile(desk: Desk) -> None:
    """Two revoke the same key: the second had looked before the first was done."""
    key_id = _made(desk)
    late = WriteWorkflow("test.late", lambda db, company, plan: plan, manage_keys.apply_revoke)
    for _ in range(2):
        desk.do(late, key_id)


def _key_used_for_something_else(desk: Desk) -> None:
    def raised(refusal: Exception) -> Answer:
        raise refusal

    shaping: Shaping[Any] = Shaping(result=lambda result: Answer(201, b"{}", {}), refusal=raised)
    for fingerprint in (b"one", b"another"):
        command = manage_contacts.NewContact(f"Contact {fingerprint.decode()}")
        request = Request(TESTER, NOON, IdempotencyKey("retry-7", fingerprint))
        desk.books.answer(manage_contacts.ADD, desk.keeper.company, command, request, shaping).result(30)


def _by_one_who_may_only_read(desk: Desk) -> object:
    command = manage_contacts.NewContact("Harbour")
    reader = key_actor("key_nonsense", READ)
    return desk.books.write(manage_contacts.ADD, desk.keeper.company, command, reader)


def _write_to_no_company(desk: Desk) -> object:
    def apply(db: object, company: int, plan: object, cause: Cause) -> None: ...

    return replace(desk.keeper, company=1).do(WriteWorkflow("test.none", lambda db, company, plan: plan, apply), None)


CASES: Cases = {
    "a key without a scope": lambda d: d.do(manage_keys.MAKE, MakeKey(())),
    "a key with a scope that there is not": lambda d: d.do(manage_keys.MAKE, MakeKey(("read", "owner"))),
    "a key that would have expired": lambda d: d.do(
        manage_keys.MAKE, MakeKey(("read",), expires_at=NOON - timedelta(days=1), now=NOON)
    ),
    "an old key that would work on for a month": lambda d: d.do(
        manage_keys.RENEW, RenewKey(_made(d), timedelta(days=30))
    ),
    "regenerating a key that has ended": _regenerated_twice,
    "revoking a key that is not there": lambda d: d.do(manage_keys.REVOKE, "key_nonsense"),
    "revoking a key twice": _revoked_twice,
    "a key that revokes itself": _revoking_itself,
    "a key that revokes the last admin key": _last_admin_key,
    "an event that never was": lambda d: d.ask(manage_company.EVENT, (999, 0)),
    "revoking a key that was revoked meanwhile": _revoked_meanwhile,
    "the secret where the key's id is asked for": lambda d: d.ask(manage_keys.OWNER, "sk_live_nonsense"),
    "an idempotency key used for something else": _key_used_for_something_else,
    "writing by one who may only read": _by_one_who_may_only_read,
    "reading a company that is not there": lambda d: replace(d.keeper, company=1).ask(manage_company.SHOW, None),
    "writing to a company that is not there": _write_to_no_company,
}
