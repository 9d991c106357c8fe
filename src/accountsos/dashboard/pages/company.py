"""The company's own facts, to be put right: name, number, first day, what it does and who runs it."""

from __future__ import annotations

from accountsos.access.roles import Right
from accountsos.dashboard.forms import Choice, DayOfLetter, Field, Form, Hidden, Option, Typed, Wrong
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.pages.sign_up import TRADE, CompanyNumber
from accountsos.dashboard.request import Request
from accountsos.workflows.companies.manage_company import CHANGE, SHOW, CompanyState

PEOPLE_MOST = 50


class Names(Field):
    """Several people in one line."""

    def value_of(self, text: str) -> tuple[str, ...]:
        """Each name once, in their order."""
        names = dict.fromkeys(" ".join(each.split()) for each in text.replace(";", ",").split(","))
        found = tuple(name for name in names if name)
        if not found or not all(any(letter.isalpha() for letter in name) for name in found):
            raise Wrong("Write each name with letters, and a comma between two")
        if len(found) > PEOPLE_MOST:
            raise Wrong(f"{len(found)} names are too many; write {PEOPLE_MOST} at most")
        return found


def _is_ltd(typed: Typed) -> bool:
    return typed.get("kind") == "ltd"


def _is_sole_trader(typed: Typed) -> bool:
    return typed.get("kind") == "sole_trader"


FACTS = Form(
    (
        Hidden(name="kind"),
        Field(name="name", label="Name of the business", autocomplete="organization", most=120),
        TRADE,
        Names(
            name="people",
            label="Who runs it?",
            hint="The directors, or the owner, with commas between. What goes to them is no ordinary cost",
            optional=True,
            marked=False,
            most=2000,
        ),
        CompanyNumber(name="number", label="Company number", optional=True, shown_if=_is_ltd),
        DayOfLetter(
            name="incorporated",
            label="When was it incorporated?",
            hint="On the certificate. Another day changes the company’s years and what is due when",
            shown_if=_is_ltd,
        ),
        Choice(
            name="basis",
            label="When does money count?",
            hint="Another answer works the books out anew",
            options=(
                Option("cash", "When it is paid", "the cash basis, as most sole traders have it"),
                Option("accruals", "When it is earned or owed", "the accruals basis"),
            ),
            shown_if=_is_sole_trader,
        ),
    )
)


async def show(request: Request) -> Answer:
    """What is known of it, in the form that changes it."""

    def shape(state: CompanyState) -> Shown:
        if not request.typed:
            request.state.typed = _typed(state)
        kind = {"kind": state.company.entity_type}
        fields = [each for each in FACTS.fields if each.shown_if is None or each.shown_if(kind)]
        return Shown(
            {
                "facts": Form(fields),
                "kind": "Limited company" if state.company.entity_type == "ltd" else "Sole trader",
                "saved": "saved" in request.query,
            }
        )

    return await request.ask(SHOW, None, shape)


def _typed(state: CompanyState) -> dict[str, str]:
    """As somebody would have typed it."""
    company = state.company
    day = company.incorporated_on
    parts = {} if day is None else {"day": day.day, "month": day.month, "year": day.year}
    return {
        "kind": company.entity_type,
        "name": company.name,
        "trade": company.trade or "",
        "people": ", ".join(company.people),
        "number": company.company_number or "",
        "basis": company.basis,
        **{f"incorporated-{part}": str(value) for part, value in parts.items()},
    }


async def do(request: Request) -> Answer:
    """Put it right; what was said before stays known."""
    given = request.state.values
    changes: dict[str, object] = {"name": given["name"], "trade": given["trade"], "people": given["people"] or ()}
    if _is_ltd(request.typed):
        changes |= {"company_number": given["number"], "incorporated_on": given["incorporated"]}
    if _is_sole_trader(request.typed):
        changes |= {"basis": given["basis"]}
    return await request.change(CHANGE, changes, lambda _: f"/{request.company_id}/settings/company?saved=1")


PAGES = (
    Page(
        name="company",
        path="/{company}/settings/company",
        title="Company",
        show=show,
        right=Right.GOVERN,
        actions={"change": Action(form=FACTS, do=do, right=Right.GOVERN)},
        under="settings",
    ),
)
