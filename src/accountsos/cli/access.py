"""Commands of access: API keys, and people who log in."""

from __future__ import annotations

from accountsos.cli.command import PAGE, Command, Listed, Moment, OneOf, Switch, WholeNumber, argument, field_of, own
from accountsos.cli.show import Listing, Nothing, Said, Whole, columns

_ROLE = OneOf(("owner", "bookkeeper", "accountant", "reader"))
_MAY_CLOSE = own("may_close", "An accountant may post journals and close years.", Switch())
KEYS = (
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
        words=("key", "show"),
        summary="One key, without its secret.",
        asks="access.keys:show_key",
        parameters=(argument("key_id", "The key (key_…)."),),
        show=Whole("key"),
        examples=("key_08M0kX000000GE",),
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
        words=("key", "regenerate"),
        summary="Make another secret in the place of a key's. It is shown this once.",
        asks="access.keys:regenerate_key",
        parameters=(
            argument("key_id", "The key (key_…)."),
            field_of(
                "overlap_hours", "So long the old key works on; 0: not at all.", WholeNumber(0, 168), default="24"
            ),
        ),
        show=Said("key     {key.id}\nsecret  {key.secret}\nStore the secret now; it is not shown again."),
        examples=("key_08M0kX000000GE --overlap-hours 168",),
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
PEOPLE = (
    Command(
        words=("people", "add"),
        summary="Let somebody log in. Somebody new gets the password from standard input.",
        runs="people:add_person",
        parameters=(
            own("email", "The e-mail address.", argument=True, required=True),
            own("name", "As it shall stand on the screen."),
            own("role", "What the person may do.", _ROLE, default="bookkeeper"),
            _MAY_CLOSE,
        ),
        show=Nothing(),
        json=False,
        examples=("ann@example.org --name Ann --role accountant --may-close",),
    ),
    Command(
        words=("people", "list"),
        summary="Everybody who may see the company's books.",
        runs="people:print_people",
        show=Nothing(),
        json=False,
        examples=("",),
    ),
    Command(
        words=("people", "role"),
        summary="Give somebody another role.",
        runs="people:change_role",
        parameters=(
            own("user_id", "The person (usr_…).", argument=True, required=True),
            own("role", "The role from now on.", _ROLE, required=True),
            _MAY_CLOSE,
        ),
        show=Nothing(),
        json=False,
        examples=("usr_5f2Kq0aB3xZ9Lm --role reader",),
    ),
    Command(
        words=("people", "remove"),
        summary="Take somebody out of the company, within a second.",
        runs="people:remove_person",
        parameters=(own("user_id", "The person (usr_…).", argument=True, required=True),),
        show=Nothing(),
        json=False,
        examples=("usr_5f2Kq0aB3xZ9Lm",),
    ),
    Command(
        words=("people", "password"),
        summary="Set somebody's password, from standard input. Every browser of that person is logged out.",
        runs="people:set_password",
        parameters=(own("email", "The e-mail address.", argument=True, required=True),),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("ann@example.org",),
    ),
    Command(
        words=("people", "no-second-step"),
        summary="Turn somebody's second step off, who lost both device and recovery codes.",
        runs="people:drop_second_step",
        parameters=(own("email", "The e-mail address.", argument=True, required=True),),
        show=Nothing(),
        of_company=False,
        json=False,
        examples=("ann@example.org",),
    ),
)
COMMANDS = (*KEYS, *PEOPLE)
