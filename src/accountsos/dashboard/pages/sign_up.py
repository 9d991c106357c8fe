"""Sign up, while nobody is known yet: a person and a company in two minutes."""

from __future__ import annotations

import re

from accountsos import ids
from accountsos.access.actor import user_actor
from accountsos.access.passwords import password_digest, password_mistake
from accountsos.dashboard.forms import Choice, DayOfLetter, Email, Field, Form, Option, Password, Typed, Wrong
from accountsos.dashboard.page import Action, Answer, Leave, Page, Shown
from accountsos.dashboard.pages.doors import anybody, enter
from accountsos.dashboard.request import Request
from accountsos.web.run_workflow import in_thread
from accountsos.workflows.access.manage_people import NewUser
from accountsos.workflows.companies.found_company import FOUND, NUMBER, FoundCompany

_NUMBER = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}")


class CompanyNumber(Field):
    """As Companies House has it."""

    def value_of(self, text: str) -> str:
        """Eight characters; a nought in front that somebody left out is put back."""
        plain = text.upper().replace(" ", "")
        if plain.isascii() and plain.isdigit() and len(plain) == 7:
            plain = "0" + plain
        if not _NUMBER.fullmatch(plain):
            raise Wrong("The company number must have 8 characters, like 09876543 or SC123456")
        return plain


def _is_ltd(typed: Typed) -> bool:
    return typed.get("kind", "ltd") == "ltd"


TRADE = Field(
    name="trade",
    label="What does the business do?",
    hint="In a few words, like kitchen fitter, café or web design: it helps to tell what your bank’s lines are",
    optional=True,
    marked=False,
)
SIGN_UP = Form(
    (
        Field(name="name", label="Your name", autocomplete="name", most=120),
        Email(name="email", label="E-mail address"),
        Password(
            name="password",
            label="Password",
            hint="12 characters or more. Three words are good",
            autocomplete="new-password",
        ),
        Choice(
            name="kind",
            label="What kind of business?",
            options=(Option("ltd", "Limited company"), Option("sole_trader", "Sole trader")),
            preset="ltd",
        ),
        Field(name="company", label="Name of the business", autocomplete="organization", most=120),
        TRADE,
        CompanyNumber(
            name="number", label="Company number", hint="A limited company has one", optional=True, shown_if=_is_ltd
        ),
        DayOfLetter(
            name="incorporated",
            label="When was it incorporated?",
            hint="On the certificate of a limited company, for example 27 3 2021",
            shown_if=_is_ltd,
        ),
        Choice(
            name="vat",
            label="Is the business registered for VAT?",
            options=(Option("no", "No"), Option("yes", "Yes", "scheme, day and number come on the next page")),
            preset="no",
        ),
    )
)


async def show(request: Request) -> Answer:
    """The form, while nobody has signed up."""
    if request.person is not None or await anybody(request):
        return Leave("/log-in")
    return Shown({"sign_up": SIGN_UP, "state": request.state})


async def do(request: Request) -> Answer:
    """Found the company with its owner, and log in."""
    given = request.state.values
    mistake = password_mistake(given["password"], given["email"])
    if mistake is not None:
        SIGN_UP.wrong(request.state, "password", mistake)
        return await show(request)
    if await anybody(request):
        return Leave("/log-in")
    context = request.context
    digest = await context.hashing.run(lambda: password_digest(given["password"]))
    owner = NewUser("usr_" + ids.random_base62(14), given["email"], given["name"], digest, request.now)
    command = FoundCompany(
        name=given["company"],
        today=request.today,
        entity_type=given["kind"],
        incorporated_on=given["incorporated"],
        company_number=given["number"],
        trade=given["trade"],
        people=(given["name"],),
        owner=owner,
        first_of_all=True,
    )
    number = (await in_thread(lambda: context.books.read(NUMBER, 0, ids.random_base62(16)))).number
    await in_thread(lambda: context.books.write(FOUND, number, command, user_actor(owner.user_id)))
    following = "settings/vat?first=1" if given["vat"] == "yes" else "welcome"
    return await enter(request, owner.user_id, f"/{ids.company_id(number)}/{following}")


PAGES = (
    Page(
        name="sign-up",
        path="/sign-up",
        title="Start your books",
        show=show,
        right=None,
        actions={"sign-up": Action(form=SIGN_UP, do=do)},
    ),
)
