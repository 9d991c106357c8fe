"""Commands of access: API keys."""

from __future__ import annotations

from accountsos.cli.command import PAGE, Command, Listed, Moment, argument, field_of
from accountsos.cli.show import Listing, Nothing, Said, columns

COMMANDS = (
    Command(
        words=("key", "add"),
        summary="Make an API key. Its secret is shown this once.",
        asks="access.keys:make_key",
        parameters=(
            field_of("scopes", "read, write, admin; each includes the former.", Listed("SCOPES"), default="read,write"),
            field_of("name", "What the key is for."),
            field_of("expires_at", "The last day on which it works, or a time.", Moment(), typed="expires"),
        ),
        show=Said("key     {key.id}\nsecret  {key.secret}\nStore the secret now; it is not shown again."),
        examples=("--scopes read,write --name till", "--scopes read --expires 2026-12-31"),
    ),
    Command(
        words=("key", "list"),
        summary="The company's keys, revoked ones too.",
        asks="access.keys:list_keys",
        parameters=PAGE,
        show=Listing(
            "keys",
            columns("id", "name", "scopes", "ends_in: last_four", "made: created_at", "expires_at", "revoked_at"),
        ),
        examples=("",),
    ),
    Command(
        words=("key", "last-used"),
        summary="When each of the company's keys was last used.",
        runs="keys_used:print_last_used",
        show=Nothing(),
        json=False,
        examples=("",),
    ),
    Command(
        words=("key", "revoke"),
        summary="Revoke a key. It stops working within a second.",
        asks="access.keys:revoke_key",
        parameters=(argument("key_id", "The key (key_…)."),),
        show=Said("The key is revoked."),
        examples=("key_08M0kX000000GE",),
    ),
)
