"""Make, list and revoke API keys, and recognise a secret."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accountsos import ids
from accountsos.access.actor import KEY, key_actor
from accountsos.access.rights import ADMIN, strongest
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.engine.rate_windows import KeyUse
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.store.head import Cause
from accountsos.store.keys import ApiKey, add_key, company_of_key, expire_key, key_by_digest, keys_of, revoke_key
from accountsos.workflows.unit_of_work import ReadWorkflow, WriteWorkflow

if TYPE_CHECKING:
    from accountsos.store.engine.postgres import PostgresEngine


@dataclass(frozen=True, slots=True)
class MakeKey:
    """A new key. `scopes` are as given (`read,write`): the key gets the strongest."""

    scopes: tuple[str, ...]
    name: str = ""
    expires_at: datetime | None = None
    now: datetime | None = None


UseOfKey = KeyUse
"""Under a name for the doors, which know no store."""
OVERLAP_MOST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RenewKey:
    """Another secret in the place of a key's. The old one works for so long beside it."""

    key_id: str
    overlap: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class KeyMade:
    """The only time the secret is seen."""

    key: ApiKey
    secret: str


def prepare_make(db: Reader, company: int, command: MakeKey) -> tuple[MakeKey, bool]:
    """Check scopes and expiry."""
    strongest(command.scopes)
    if command.expires_at and command.now and command.expires_at <= command.now:
        raise BadRequest(
            "expires_at: the key would have expired already; give a later moment, or leave it out", param="expires_at"
        )
    return command, company_or_refuse(db, company).sandbox


def apply_make(db: Writer, company: int, plan: tuple[MakeKey, bool], cause: Cause) -> KeyMade:
    """Store the digest of a new secret."""
    command, sandbox = plan
    made = _new_key(company, cause, sandbox=sandbox, name=command.name, scope=strongest(command.scopes))
    key = replace(made.key, expires_at=command.expires_at)
    add_key(db, key)
    cause.note("key.make", key.key_id, after={"name": key.name, "scope": key.scope})
    return KeyMade(key, made.secret)


def prepare_renew(db: Reader, company: int, command: RenewKey) -> RenewKey:
    """The key must be this company's and still open something."""
    if not timedelta() <= command.overlap <= OVERLAP_MOST:
        raise BadRequest("overlap_hours: the old key can go on for 7 days (168 hours) at most", param="overlap_hours")
    _key_or_refuse(db, company, command.key_id)
    return command


def apply_renew(db: Writer, company: int, command: RenewKey, cause: Cause) -> KeyMade:
    """A key of the same name, scope and span of life; the old one ends now, or after the overlap."""
    old, now = _key_or_refuse(db, company, command.key_id), cause.now
    if not old.usable(now):
        raise Conflict(f"the key {old.key_id} works no more; make a new one instead")
    made = _new_key(company, cause, sandbox=old.sandbox, name=old.name, scope=old.scope)
    expires_at = now + (old.expires_at - old.created_at) if old.expires_at else None
    key = replace(made.key, expires_at=expires_at)
    add_key(db, key)
    if command.overlap:
        expire_key(db, company, old.key_id, now + command.overlap)
    else:
        revoke_key(db, company, old.key_id, moment_from(cause.recorded_at))
    hours = int(command.overlap / timedelta(hours=1))
    after = {"name": key.name, "scope": key.scope, "instead_of": old.key_id, "overlap_hours": hours}
    cause.note("key.regenerate", key.key_id, after=after)
    return KeyMade(key, made.secret)


def _new_key(company: int, cause: Cause, *, sandbox: bool, name: str, scope: str) -> KeyMade:
    secret = ids.new_api_key(sandbox=sandbox)
    key = ApiKey(
        secret_digest=ids.secret_digest(secret),
        company=company,
        key_id=ids.public_id("key_", company, cause.next_number()),
        name=name,
        scope=scope,
        sandbox=sandbox,
        last_four=secret[-4:],
        created_at=moment_from(cause.recorded_at),
    )
    return KeyMade(key, secret)


def _key_of(db: Reader, company: int, key_id: str) -> ApiKey:
    found = next((key for key in keys_of(db, company) if key.key_id == key_id), None)
    if found is None:
        raise NotFound(f"there is no key {key_id!r}")
    return found


def _key_or_refuse(db: Reader, company: int, key_id: str) -> ApiKey:
    found = _key_of(db, company, key_id)
    if found.revoked_at is not None:
        raise Conflict(f"the key {key_id} was already revoked")
    return found


def prepare_revoke(db: Reader, company: int, key_id: str) -> str:
    """The key must be this company's and still usable."""
    return _key_or_refuse(db, company, key_id).key_id


def apply_revoke(db: Writer, company: int, key_id: str, cause: Cause) -> str:
    """From now on the secret opens nothing. No key revokes itself: whoever holds it could not make another then."""
    if cause.actor == str(key_actor(key_id, ADMIN)):
        raise Conflict("a key does not revoke itself; use another admin key, the dashboard or `accountsos key revoke`")
    now = moment_from(cause.recorded_at)
    if not revoke_key(db, company, key_id, now):
        raise Conflict(f"the key {key_id} was already revoked")
    if cause.actor.startswith(KEY) and not any(k.scope == ADMIN and k.usable(cause.now) for k in keys_of(db, company)):
        raise Conflict(
            "a key does not revoke the last admin key that works: no key could make another then; make one first, or "
            "use the dashboard or `accountsos key revoke`"
        )
    cause.note("key.revoke", key_id)
    return key_id


def list_keys(db: Reader, company: int, _: None) -> list[ApiKey]:
    """All keys, oldest first."""
    company_or_refuse(db, company)
    return keys_of(db, company)


def show_key(db: Reader, company: int, key_id: str) -> ApiKey:
    """One of them, revoked or not."""
    return _key_of(db, company, key_id)


def owner_of(db: Reader, _: int, key_id: str) -> int:
    """The company of a key, for whoever runs the installation."""
    company = company_of_key(db, key_id)
    if company is None:
        raise NotFound(f"there is no key {key_id!r}; it is the id (key_…) that is asked for, not the secret")
    return company


SHOW = ReadWorkflow("key.show", show_key, short=True)
OWNER = ReadWorkflow("key.owner", owner_of, short=True)
MAKE = WriteWorkflow("key.make", prepare_make, apply_make, needs=ADMIN)
RENEW = WriteWorkflow("key.regenerate", prepare_renew, apply_renew, needs=ADMIN)
REVOKE = WriteWorkflow("key.revoke", prepare_revoke, apply_revoke, needs=ADMIN)
LIST = ReadWorkflow("key.list", list_keys, short=True)


class KeyRing:
    """Recognises secrets. What it remembers is a second old at most, so a revoked key is dead everywhere by then."""

    TRUST_SECONDS = 1.0
    MOST = 4096

    def __init__(self, engine: SqliteEngine | PostgresEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._known: dict[str, tuple[float, ApiKey]] = {}
        self._changing = threading.Lock()

    def key_of(self, secret: str) -> ApiKey | None:
        """The usable key of that secret, or None."""
        remembered = self._known.get(secret)
        moment = time.monotonic()
        if remembered is None or moment - remembered[0] > self.TRUST_SECONDS:
            with self._engine.reading() as db:
                key = key_by_digest(db, ids.secret_digest(secret))
            if key is None:
                return None
            with self._changing:
                if len(self._known) >= self.MOST:
                    self._known.clear()
                self._known[secret] = (moment, key)
        else:
            key = remembered[1]
        if key.expires_at is None:
            return key if key.revoked_at is None else None
        return key if key.usable(self._clock()) else None
