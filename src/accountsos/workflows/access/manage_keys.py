"""Make, list and revoke API keys, and recognise a secret."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accountsos import ids
from accountsos.access.rights import ADMIN, strongest
from accountsos.bookkeeping.look_ups import company_or_refuse
from accountsos.errors import BadRequest, Conflict, NotFound
from accountsos.store.engine.sql import Reader, Writer, moment_from
from accountsos.store.engine.sqlite import SqliteEngine
from accountsos.store.head import Cause
from accountsos.store.keys import ApiKey, add_key, company_of_key, key_by_digest, keys_of, revoke_key
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
    secret = ids.new_api_key(sandbox=sandbox)
    key = ApiKey(
        secret_digest=ids.secret_digest(secret),
        company=company,
        key_id=ids.public_id("key_", company, cause.next_number()),
        name=command.name,
        scope=strongest(command.scopes),
        sandbox=sandbox,
        last_four=secret[-4:],
        created_at=moment_from(cause.recorded_at),
        expires_at=command.expires_at,
    )
    add_key(db, key)
    cause.note("key.make", key.key_id, after={"name": key.name, "scope": key.scope})
    return KeyMade(key, secret)


def prepare_revoke(db: Reader, company: int, key_id: str) -> str:
    """The key must be this company's and still usable."""
    found = [k for k in keys_of(db, company) if k.key_id == key_id]
    if not found:
        raise NotFound(f"there is no key {key_id!r}")
    if found[0].revoked_at is not None:
        raise Conflict(f"the key {key_id} was already revoked")
    return key_id


def apply_revoke(db: Writer, company: int, key_id: str, cause: Cause) -> str:
    """From now on the secret opens nothing."""
    if not revoke_key(db, company, key_id, moment_from(cause.recorded_at)):
        raise Conflict(f"the key {key_id} was already revoked")
    cause.note("key.revoke", key_id)
    return key_id


def list_keys(db: Reader, company: int, _: None) -> list[ApiKey]:
    """All keys, oldest first."""
    company_or_refuse(db, company)
    return keys_of(db, company)


def owner_of(db: Reader, _: int, key_id: str) -> int:
    """The company of a key, for whoever runs the installation."""
    company = company_of_key(db, key_id)
    if company is None:
        raise NotFound(f"there is no key {key_id!r}; it is the id (key_…) that is asked for, not the secret")
    return company


OWNER = ReadWorkflow("key.owner", owner_of, short=True)
MAKE = WriteWorkflow("key.make", prepare_make, apply_make, needs=ADMIN)
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
        return key if key.usable(self._clock()) else None
