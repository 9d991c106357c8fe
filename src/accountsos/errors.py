"""Named refusals. Each has a stable `code`; one table in the API maps codes to HTTP statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Refused(Exception):
    """The request cannot be done as asked, and nothing was changed.

    `message` is for a person: what was wrong, where, and what is accepted.
    `param` names the parameter, field or option; `details` lists several mistakes; `see` names the operation that
    helps, such as `list_categories`: each door says in its own words how it is asked.
    """

    code = "bad_request"

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        details: Sequence[Mapping[str, object]] | None = None,
        see: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.details = details
        self.see = see


class BadRequest(Refused):
    """A parameter, field or file that is not acceptable."""


class NotFound(Refused):
    """No such thing in this company; also said of another company's things."""

    code = "not_found"


class Conflict(Refused):
    """The books are in a state that does not allow it."""

    code = "conflict"


class PreconditionFailed(Refused):
    """If-Match names a version that is no longer current."""

    code = "precondition_failed"


class Unauthorised(Refused):
    """No usable credentials were sent."""

    code = "unauthorized"


class InvalidApiKey(Refused):
    """The API key is unknown, revoked, expired or malformed."""

    code = "invalid_api_key"


class Forbidden(Refused):
    """The key's scope does not allow it."""

    code = "forbidden"


class PayloadTooLarge(Refused):
    """The request body is over the limit."""

    code = "payload_too_large"


class UnsupportedMediaType(Refused):
    """The body is of a kind this operation does not read."""

    code = "unsupported_media_type"


class IdempotencyMismatch(Refused):
    """The Idempotency-Key was already used for another request."""

    code = "idempotency_mismatch"


class RateLimited(Refused):
    """Too many requests; try again after `retry_after_seconds`."""

    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(Refused):
    """The database is away or busy; the same request may work later."""

    code = "unavailable"

    def __init__(self, message: str, *, retry_after_seconds: int = 1) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
