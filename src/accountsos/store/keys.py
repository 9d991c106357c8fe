"""API keys: only a digest of the secret is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accountsos.store.engine.sql import Insert, Reader, Row, Sql, Writer, micros, moment_from

COLUMNS = "secret_digest company_id key_id name scope sandbox last_four created_at expires_at revoked_at"
NEW_KEY = Insert("api_key", COLUMNS)
BY_SECRET = Sql(f"SELECT {', '.join(COLUMNS.split())} FROM api_key WHERE secret_digest = :digest")
OF_COMPANY = Sql(
    f"SELECT {', '.join(COLUMNS.split())} FROM api_key WHERE company_id = :company ORDER BY created_at, key_id"
)
REVOKE = Sql(
    """UPDATE api_key SET revoked_at = :now
       WHERE company_id = :company AND key_id = :key_id AND revoked_at IS NULL"""
)
EXPIRE = Sql(
    """UPDATE api_key SET expires_at = :expires
       WHERE company_id = :company AND key_id = :key_id AND revoked_at IS NULL
         AND (expires_at IS NULL OR expires_at > :expires)"""
)
COMPANY_OF_KEY = Sql("SELECT company_id FROM api_key WHERE key_id = :key_id")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is stored: never its secret."""

    secret_digest: bytes
    company: int
    key_id: str
    name: str
    scope: str
    """read | write | admin"""
    sandbox: bool
    last_four: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def add_key(db: Writer, key: ApiKey) -> None:
    """Store a new key."""
    expires = micros(key.expires_at) if key.expires_at else None
    db.run_many(
        NEW_KEY,
        [
            (
                key.secret_digest,
                key.company,
                key.key_id,
                key.name,
                key.scope,
                int(key.sandbox),
                key.last_four,
                micros(key.created_at),
                expires,
                None,
            )
        ],
    )


def key_by_digest(db: Reader, digest: bytes) -> ApiKey | None:
    """The key of a secret, whatever its state."""
    row = db.row(BY_SECRET, digest=digest)
    return None if row is None else _key(row)


def keys_of(db: Reader, company: int) -> list[ApiKey]:
    """All keys of the company, oldest first, revoked ones too."""
    return [_key(row) for row in db.rows(OF_COMPANY, company=company)]


def revoke_key(db: Writer, company: int, key_id: str, now: datetime) -> bool:
    """Whether the company had such a key that was not revoked yet."""
    return db.run(REVOKE, company=company, key_id=key_id, now=micros(now)) > 0


def expire_key(db: Writer, company: int, key_id: str, expires_at: datetime) -> None:
    """It works until then; a key that ends sooner still does."""
    db.run(EXPIRE, company=company, key_id=key_id, expires=micros(expires_at))


def company_of_key(db: Reader, key_id: str) -> int | None:
    """Whose key it is."""
    row = db.row(COMPANY_OF_KEY, key_id=key_id)
    return None if row is None else int(row[0])


def _key(row: Row) -> ApiKey:
    return ApiKey(
        secret_digest=bytes(row[0]),
        company=row[1],
        key_id=row[2],
        name=row[3],
        scope=row[4],
        sandbox=bool(row[5]),
        last_four=row[6],
        created_at=moment_from(row[7]),
        expires_at=moment_from(row[8]) if row[8] is not None else None,
        revoked_at=moment_from(row[9]) if row[9] is not None else None,
    )
