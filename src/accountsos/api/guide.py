"""What holds for every operation, in sections: how the documentation begins."""

from __future__ import annotations

from accountsos.web.context import ApiSettings

_INTRODUCTION = (
    "Bookkeeping for small UK companies and sole traders, as JSON in UTF-8 below `/api`. The same for programs is "
    "`/api/openapi.json`; this page needs no other to build a client from."
)


def guide(settings: ApiSettings) -> str:
    """The introduction and each section under its heading, as Markdown."""
    return "\n\n".join([_INTRODUCTION, *(f"## {title}\n\n{text}" for title, text in _sections(settings))])


def _sections(settings: ApiSettings) -> list[tuple[str, str]]:
    per_hour, per_minute = settings.requests_per_hour, settings.requests_per_minute
    return [
        (
            "Keys and scopes",
            "Send `Authorization: Bearer YOUR_API_KEY` with every request. A key belongs to one company and sees "
            "nothing of another: an id of another company is as unknown as one that never was. Scopes are `read`, "
            "`write` and `admin`, each includes the ones before it; each operation says which it needs. Without a key, "
            "and with one that is unknown, revoked or expired, the answer is 401.",
        ),
        (
            "Values",
            "Amounts are JSON numbers with exactly the currency's decimals (`-45.99`, `1200.00`), negative where money "
            "goes out; read them as decimals, not as binary floats. Days are `YYYY-MM-DD`, `from` and `to` both "
            "included; moments are RFC 3339 in UTC. Ids are opaque text with a prefix such as `txn_`. An unknown or "
            "repeated parameter, an empty value and an unknown field are refused.",
        ),
        (
            "Changing what you have read",
            "In a PATCH a field that is left out stays, and `null` clears. What GET shows can be sent back as a whole: "
            "what is as it was shown says nothing, and a field that only shows (`id`, `entry` …) must be as it is "
            "shown. A HEAD request is answered as GET without the body.",
        ),
        (
            "Versions",
            "Some things come with an `ETag`, another one whenever the reply is. Send it as `If-None-Match` to "
            "be told 304 while you have the current reply. Send it as `If-Match` with a change: where somebody has "
            "changed the thing itself since, the answer is 412 and nothing happens.",
        ),
        (
            "Doing things once",
            "Send `Idempotency-Key` with a POST or PATCH, 1 to 255 visible characters of your choice. The same request "
            "under the same key is done once: again, it is answered with the first reply and "
            "`Idempotent-Replayed: true`. Another request under the key is 422. Replies are kept for 24 hours, of "
            "imports for good.",
        ),
        (
            "Lists and pages",
            "A list is answered page by page: `limit` is 1 to 200, `offset` how many to skip; `pagination` tells the "
            "exact `total` and whether more follows. Where it has `next_cursor`, send that as `cursor` instead of an "
            "offset: it neither skips nor repeats while things are being added.",
        ),
        (
            "Limits",
            f"{per_hour:,} requests per clock hour and {per_minute:,} per clock minute and key, counted exactly. Each "
            "reply has `X-RateLimit-Remaining` (of the hour) and `RateLimit`, which tells the window that binds next. "
            "Over either: 429 with `Retry-After`; the refused request is not counted. A request has at most 10,485,760 "
            "bytes.",
        ),
        (
            "Errors",
            "Every error has one form: `code` for programs, `message` for a person, `param` for what was wrong, "
            "`details` where several mistakes were found at once, and `request_id`, under which the log has it. The "
            "codes are listed at the end.",
        ),
    ]
