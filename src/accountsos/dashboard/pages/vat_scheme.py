"""VAT of the company: whether it is registered, under which scheme, since when, with which number."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountsos.access.roles import Right
from accountsos.dashboard.figures import full_day
from accountsos.dashboard.forms import Choice, DayOfLetter, Field, Form, Option, Typed, Wrong
from accountsos.dashboard.page import Action, Answer, Page, Shown
from accountsos.dashboard.request import Request
from accountsos.ledger.vat_scheme import ANNUAL, CASH, FLAT_RATE, STANDARD, VatRegime, VatScheme
from accountsos.uk_rules.flat_rate import sectors
from accountsos.uk_rules.vat_number import is_vat_number
from accountsos.workflows.vat.set_vat_scheme import SET, SHOW, SetVatScheme, VatSchemes

SCHEMES = {
    STANDARD: "Standard: VAT by the day of the invoice",
    CASH: "Cash accounting: VAT when money comes and goes",
    FLAT_RATE: "Flat rate: a percentage of what you take in",
    ANNUAL: "Annual accounting: one return a year",
}
RHYTHMS = {
    "1": "end of March, June, September, December",
    "2": "end of January, April, July, October",
    "3": "end of February, May, August, November",
    "monthly": "end of each month",
}


class VatNumber(Field):
    """As it stands on the certificate."""

    def value_of(self, text: str) -> str:
        """Nine digits whose check digits fit."""
        if not is_vat_number(text):
            raise Wrong("The VAT number must have 9 digits, as on the certificate; these do not fit together")
        return text


def _flat(typed: Typed) -> bool:
    return typed.get("scheme") == FLAT_RATE


SCHEME = Form(
    (
        Choice(
            name="scheme",
            label="Which scheme?",
            options=tuple(Option(value, *label.split(": ")) for value, label in SCHEMES.items()),
            preset=STANDARD,
        ),
        DayOfLetter(name="since", label="Since when?", hint="The effective date on the certificate, or of the change"),
        VatNumber(name="number", label="VAT number", hint="9 digits", optional=True),
        Choice(
            name="rhythm",
            label="When do your VAT quarters end?",
            options=tuple(Option(value, label) for value, label in RHYTHMS.items()),
            preset="1",
            as_list=True,
        ),
        Choice(
            name="sector",
            label="Trade sector",
            hint="For the flat rate only",
            options=(Option("", "–"), *(Option(key, name) for key, name in sectors().items())),
            as_list=True,
            optional=True,
            shown_if=_flat,
        ),
    )
)


async def show(request: Request) -> Answer:
    """The schemes so far, and a form for the next."""

    def shape(found: VatSchemes) -> Shown:
        now = found.regime.on(request.today)
        if not request.typed and now is not None:
            request.state.typed = {"scheme": now.scheme, "number": now.vat_number or "", "rhythm": str(now.stagger)}
        return Shown(
            {
                "scheme_form": SCHEME,
                "said": scheme_said(found.regime, request.today),
                "registered": now is not None,
                "schemes": [scheme_row(each) for each in reversed(found.regime.schemes)],
                "here": f"/{request.company_id}/settings/vat",
                "first": "first" in request.query,
                "saved": "saved" in request.query,
            }
        )

    return await request.ask(SHOW, None, shape)


def scheme_said(regime: VatRegime, today: date) -> str:
    """Whether it is registered, since when and with which number."""
    now = regime.on(today)
    if now is None:
        return "Not registered for VAT"
    return f"Registered since {full_day(now.registered_on)}" + (f", number {now.vat_number}" if now.vat_number else "")


def scheme_row(each: VatScheme) -> dict[str, Any]:
    """A scheme in words."""
    name = SCHEMES.get(each.scheme, "Not registered").partition(":")[0]
    return {
        "since": full_day(each.in_force_from),
        "name": name,
        "more": sectors()[each.sector] if each.sector else RHYTHMS.get(str(each.stagger), ""),
    }


async def do(request: Request) -> Answer:
    """Register, or change the scheme; what was posted since that day is posted anew."""
    given = request.state.values
    command = SetVatScheme(
        in_force_from=given["since"],
        scheme=given["scheme"],
        stagger=None if given["scheme"] == ANNUAL else given["rhythm"],
        vat_number=given["number"],
        sector=given["sector"],
    )
    return await request.change(SET, command, lambda _: f"/{request.company_id}/settings/vat?saved=1")


PAGES = (
    Page(
        name="vat-scheme",
        path="/{company}/settings/vat",
        title="VAT",
        show=show,
        right=Right.GOVERN,
        actions={"set": Action(form=SCHEME, do=do, right=Right.GOVERN)},
        under="settings",
    ),
)
