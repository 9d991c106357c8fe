"""Commands of webhooks: endpoints, their secrets, what was sent, and events to catch up on."""

from __future__ import annotations

from accountsos.cli.command import PAGE, Command, Listed, OneOf, Switch, WholeNumber, Words, argument, field_of, option
from accountsos.cli.show import Listing, Said, Whole, columns

_WEBHOOK = argument("webhook_id", "The endpoint (whk_…).")
_EVENTS = field_of("events", "Only these, such as invoice.created; default: every event.", Listed("EVENTS"))
_DESCRIPTION = field_of("description", "What it is for.")
_SHOWN_ONCE = "webhook {webhook.id}\nsecret  {webhook.secret}\nStore the secret now; it is not shown again."
_EXAMPLE = "whk_08M0kX0000000T"
_WAITS = Said("{delivery.id} waits to be sent; `webhooks delivery` tells what came of it.")

COMMANDS = (
    Command(
        words=("webhooks", "list"),
        summary="Endpoints that are told what changes, and how they do.",
        asks="webhooks:list_webhooks",
        parameters=PAGE,
        show=Listing(
            "webhooks",
            columns("id", "status", "url", "failures>", "failing_since", "next_attempt_at", "why: disabled_reason"),
            empty="Nobody is told.",
        ),
        examples=("",),
    ),
    Command(
        words=("webhooks", "add"),
        summary="Tell an address what changes from now on. The secret is shown this once.",
        asks="webhooks:add_webhook",
        parameters=(
            field_of("url", "An address of the public internet, by https.", required=True),
            _DESCRIPTION,
            _EVENTS,
            field_of("after", "A cursor of the feed of changes: begin behind it.", Words("CURSOR")),
        ),
        show=Said(_SHOWN_ONCE),
        examples=("--url https://example.com/accountsos --events invoice.created,invoice.updated",),
    ),
    Command(
        words=("webhooks", "show"),
        summary="One endpoint.",
        asks="webhooks:show_webhook",
        parameters=(_WEBHOOK,),
        show=Whole("webhook"),
        examples=(_EXAMPLE,),
    ),
    Command(
        words=("webhooks", "change"),
        summary="Change an endpoint. One that is enabled again goes on where it was left.",
        asks="webhooks:change_webhook",
        parameters=(
            _WEBHOOK,
            field_of("url", "An address of the public internet, by https."),
            _DESCRIPTION,
            _EVENTS,
            field_of("status", "Whether it is told anything.", OneOf(("enabled", "disabled"))),
            field_of("skip_missed", "Leave out for good what was not delivered yet.", Switch()),
        ),
        show=Said("{webhook.id} is {webhook.status}."),
        examples=(f"{_EXAMPLE} --status enabled --skip-missed",),
    ),
    Command(
        words=("webhooks", "rotate"),
        summary="Give an endpoint another secret. It is shown this once.",
        asks="webhooks:rotate_webhook_secret",
        parameters=(
            _WEBHOOK,
            field_of(
                "overlap_hours",
                "So long messages are signed with both; 0: not at all.",
                WholeNumber(0, 168),
                default="24",
            ),
        ),
        show=Said(_SHOWN_ONCE),
        examples=(f"{_EXAMPLE} --overlap-hours 48",),
    ),
    Command(
        words=("webhooks", "remove"),
        summary="Tell an endpoint nothing any more.",
        asks="webhooks:remove_webhook",
        parameters=(_WEBHOOK,),
        show=Said("It is gone."),
        examples=(_EXAMPLE,),
    ),
    Command(
        words=("webhooks", "test"),
        summary="Send an endpoint a test.",
        asks="webhook_deliveries:test_webhook",
        parameters=(_WEBHOOK,),
        show=_WAITS,
        examples=(_EXAMPLE,),
    ),
    Command(
        words=("webhooks", "deliveries"),
        summary="What was sent to an endpoint in the last 30 days, newest first.",
        asks="webhook_deliveries:list_deliveries",
        parameters=(
            _WEBHOOK,
            option("state", "Only these.", OneOf(("queued", "succeeded", "failed"))),
            option("event_id", "Only of this event (chg_…).", Words("CHG"), typed="event"),
            *PAGE,
        ),
        show=Listing(
            "deliveries", columns("id", "event", "state", "sent_at", "status: status_code>", "error"), empty="Nothing."
        ),
        examples=(f"{_EXAMPLE} --state failed",),
    ),
    Command(
        words=("webhooks", "delivery"),
        summary="One delivery.",
        asks="webhook_deliveries:show_delivery",
        parameters=(_WEBHOOK, argument("delivery_id", "The delivery (dlv_…).")),
        show=Whole("delivery"),
        examples=(f"{_EXAMPLE} dlv_08M0kX0000000T00000001",),
    ),
    Command(
        words=("webhooks", "redeliver"),
        summary="Send an event to an endpoint once more.",
        asks="webhook_deliveries:redeliver_event",
        parameters=(_WEBHOOK, field_of("event_id", "The event (chg_…).", Words("CHG"), required=True, typed="event")),
        show=_WAITS,
        examples=(f"{_EXAMPLE} --event chg_08M0kX0000001a0100000004",),
    ),
    Command(
        words=("events", "list"),
        summary="What changed, in the words of webhooks, oldest first.",
        asks="events:list_webhook_events",
        parameters=(
            option("after", "Only what comes after this cursor.", Words("CURSOR")),
            option("start", "now: no events, but the cursor of the end.", OneOf(("now",))),
            option("types", "Only these, such as transaction,invoice.", Words("TYPES")),
            option("limit", "How many at most.", WholeNumber(1, 1000), default=100),
        ),
        show=Listing("events", columns("timestamp", "type", "thing: data.id", "id"), empty="Nothing changed."),
        examples=("--types invoice --limit 20",),
    ),
    Command(
        words=("events", "show"),
        summary="One event.",
        asks="events:show_webhook_event",
        parameters=(argument("event_id", "The event (chg_…)."),),
        show=Whole("event"),
        examples=("chg_08M0kX0000001a0100000004",),
    ),
)
