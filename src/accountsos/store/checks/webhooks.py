"""Webhooks: words that are known, a place that the feed has, deliveries of endpoints that exist."""

from __future__ import annotations

from accountsos.store.checks.rules import Rows, Rule, a_moment, at_least, between, equals, one_of, or_nothing, some_text
from accountsos.store.webhook_deliveries import FEED, REDELIVERY, STATES, TEST
from accountsos.store.webhooks import DISABLED, ENABLED

_MADE = """SELECT MIN(a.recorded_at) FROM audit_event a WHERE a.company_id = t.company_id AND a.action = 'webhook.add'
  AND a.recorded_at = t.created_at"""
_ENDED = "(t.status = 'disabled') = (t.{column} IS NOT NULL)"

CHECKS = (
    Rows(
        "webhooks",
        "webhook_endpoint",
        "endpoint_no",
        [
            at_least("endpoint_no", 1),
            Rule("url", "t.url LIKE 'http%://%'", "an address"),
            or_nothing(some_text("description")),
            Rule("events", "t.events IS NULL OR t.events LIKE '%.%'", "events by their words, or nothing"),
            one_of("status", ENABLED, DISABLED),
            Rule("secret", "LENGTH(t.secret) BETWEEN 24 AND 64", "24 to 64 bytes"),
            Rule("old_secret", "t.old_secret IS NULL OR LENGTH(t.old_secret) BETWEEN 24 AND 64", "24 to 64 bytes"),
            Rule("old_until", "(t.old_secret IS NULL) = (t.old_until IS NULL)", "a moment with an old secret"),
            Rule(
                "told_seq",
                "t.told_seq BETWEEN 0 AND (SELECT h.seq FROM company_head h WHERE h.company_id = t.company_id)",
                "the number of a write that was made",
            ),
            between("told_kind", 0, 13),
            at_least("told_first", 0),
            Rule("told_no", "t.told_no >= t.told_first - 1", "a thing of that row of the feed"),
            Rule(
                "last_delivery",
                """t.last_delivery >= COALESCE((SELECT MAX(d.delivery_no) FROM webhook_delivery d
                   WHERE d.company_id = t.company_id AND d.endpoint_no = t.endpoint_no), 0)""",
                "the number of the newest delivery, or more",
                also=("webhook_delivery.delivery_no",),
            ),
            at_least("failures", 0),
            Rule("failing_since", "(t.failures > 0) = (t.failing_since IS NOT NULL)", "a moment where attempts failed"),
            at_least("not_before", 0),
            at_least("claim", 0),
            or_nothing(a_moment("lease_until")),
            Rule("ended_at", _ENDED.format(column="ended_at"), "a moment where it is disabled"),
            Rule("ended_why", _ENDED.format(column="ended_why"), "a reason where it is disabled"),
            equals("created_at", _MADE, "when it was made"),
        ],
        called="webhook",
        prefix="whk_",
    ),
    Rows(
        "webhooks",
        "webhook_delivery",
        "endpoint_no delivery_no",
        [
            Rule(
                "endpoint_no",
                """EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.company_id = t.company_id
                   AND e.endpoint_no = t.endpoint_no)""",
                "an endpoint that exists",
                also=("webhook_endpoint.endpoint_no",),
            ),
            Rule(
                "delivery_no",
                """t.delivery_no BETWEEN 1 AND (SELECT e.last_delivery FROM webhook_endpoint e
                   WHERE e.company_id = t.company_id AND e.endpoint_no = t.endpoint_no)""",
                "a number that was given out",
                also=("webhook_endpoint.last_delivery", "webhook_endpoint.endpoint_no"),
            ),
            Rule("event_id", "t.event_id LIKE '%!_%' ESCAPE '!'", "an id"),
            Rule("event", "t.event LIKE '%.%'", "an event by its word"),
            one_of("cause", FEED, REDELIVERY, TEST),
            one_of("state", *STATES),
            a_moment("asked_at"),
            Rule("sent_at", "(t.state = 'queued') = (t.sent_at IS NULL)", "a moment where it was sent"),
            or_nothing(at_least("milliseconds", 0)),
            or_nothing(between("answered", 100, 999)),
            Rule("error", "(t.state = 'failed') = (t.error IS NOT NULL)", "a reason where it failed"),
            Rule("reply", "t.reply IS NULL OR LENGTH(t.reply) <= 1000", "the beginning of what was answered"),
        ],
        called="delivery of webhook {}, {}",
    ),
)
