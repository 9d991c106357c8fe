"""What is asked for a journal: by its lines, or by the values of a template, in words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountsos.dashboard.categories import Group
from accountsos.dashboard.forms import Choice, Field, Form, Mistake, Option
from accountsos.dashboard.request import Request
from accountsos.dashboard.typed_values import Money, Number, WorkingDay, day_typed, pence_typed
from accountsos.ledger.journal_template import FieldValue, Template, TemplateField
from accountsos.ledger.journal_templates import TEMPLATES
from accountsos.ledger.journals import JournalLine

LINES, MOST_LINES = 4, 60
IN_PROFIT_AND_LOSS = ("Money you earn", "What it costs to run the business")
"""The groups of categories that a template's own category is one of."""
SIDES = ("debit", "credit")
LABELS: Mapping[str, tuple[str, str]] = {
    "staff_pay": ("Gross pay of employees", ""),
    "directors_pay": ("Gross pay of directors", ""),
    "income_tax": ("PAYE income tax held back", ""),
    "employee_ni": ("National Insurance held back", "of employees and directors"),
    "student_loan": ("Student loan repayments held back", ""),
    "employee_pension": ("Employees’ pension contributions held back", ""),
    "employer_ni": ("Employer’s National Insurance", "before the employment allowance"),
    "employment_allowance": ("Employment allowance", "claimed against it"),
    "employer_pension": ("Employer’s pension contributions", ""),
    "net_pay": ("Net pay on the payslips", "only compared with what the rest comes to"),
    "amount": ("Amount", "before VAT"),
    "asset": ("Which assets?", ""),
    "opening_stock": ("Stock as the books show it now", ""),
    "closing_stock": ("Stock as counted", "at cost"),
    "category_id": ("Category", ""),
    "contact": ("Whose it is", "the name of a contact"),
    "auto_reverse_on": ("Taken back on", "left empty: the first day of the next month"),
    "credit_to": ("Where is it owed?", ""),
    "effect": ("What happens?", ""),
    "co2": ("CO2 of the car", "grams a kilometre; without a figure 140 up to 1,400 cc, 175 up to 2,000 cc, else 225"),
    "used_from": ("Used from", "left empty: the first day of the VAT period"),
    "used_to": ("Used until", "left empty: its last day"),
    "charge": ("HMRC’s charge for the whole period", "with VAT; left empty: by the table, where it is known here"),
}
"""By a template's field: label and hint."""
WORDS: Mapping[str, str] = {
    "payable": "Owed until it is paid",
    "directors_loan": "To the director’s loan account",
    "capital_introduced": "Put in by the owner",
    "charge": "The tax is charged",
    "release": "An earlier charge was too high",
}
"""What a template's choices mean; others are said as they are."""


def template_of(key: str) -> Template | None:
    """The template of that key; None: by lines."""
    return TEMPLATES.get(key)


def fields_of(template: Template) -> tuple[Field, ...]:
    """What the template asks for; its category is chosen from a list of its own."""
    return tuple(_field(each) for each in template.fields if each.kind != "category")


def _field(each: TemplateField) -> Field:
    label, hint = LABELS.get(each.name, (each.name.replace("_", " ").capitalize(), each.description))
    if each.kind == "amount":
        return Money(name=each.name, label=label, hint=hint, optional=not each.required, marked=False)
    if each.kind == "count":
        return Number(name=each.name, label=label, hint=hint, optional=not each.required, marked=False)
    if each.kind == "date":
        return WorkingDay(name=each.name, label=label, hint=hint, optional=not each.required, marked=False)
    if each.kind == "choice":
        options = tuple(Option(word, WORDS.get(word, word.replace("_", " ").capitalize())) for word in each.accepted)
        return Choice(name=each.name, label=label, hint=hint, options=options, preset=each.accepted[0])
    return Field(name=each.name, label=label, hint=hint, optional=not each.required, marked=False)


def values_typed(request: Request, template: Template, contact: int | None) -> dict[str, FieldValue]:
    """The values, as the ledger takes them; mistakes are added to the form's."""
    form = Form(fields_of(template))
    state = form.read(request.typed)
    request.state.mistakes += state.mistakes
    found: dict[str, FieldValue] = {}
    for each in template.fields:
        value: Any = state.values.get(each.name)
        if each.kind == "category":
            value = request.typed.get("category", "")[:70]
            if not value:
                request.state.mistakes.append(Mistake("Choose a category", "category", "f-category"))
        if each.kind == "date" and value is not None:
            value = day_typed(value, request.today)
        if each.kind == "count" and value is not None:
            value = int(value)
        if each.kind == "contact":
            value = contact
        if value is not None:
            found[each.name] = value
    return found


def asks_category(template: Template) -> bool:
    """Whether it is of a category of income or cost."""
    return any(each.kind == "category" for each in template.fields)


def lines_typed(request: Request) -> tuple[JournalLine, ...]:
    """The lines that were filled in; mistakes are added to the form's, by line."""
    found = []
    for n in range(MOST_LINES):
        typed = {name: request.typed.get(f"{name}-{n}", "").strip() for name in ("category", "text", *SIDES)}
        if not any(typed.values()):
            continue
        sides = {side: pence_typed(typed[side]) if typed[side] else 0 for side in SIDES}
        if not typed["category"]:
            _wrong(request, n, "category", "choose a category")
        elif any(value is None or value < 0 for value in sides.values()):
            _wrong(request, n, "debit", "enter amounts in pounds and pence, like 45.99, without a minus")
        elif bool(sides["debit"]) is bool(sides["credit"]):
            _wrong(request, n, "debit", "enter a debit or a credit, one of them")
        else:
            text = typed["text"][:500] or None
            debit, credit = sides["debit"] or 0, sides["credit"] or 0
            found.append(JournalLine(typed["category"][:70], debit=debit, credit=credit, description=text))
    return tuple(found)


def _wrong(request: Request, n: int, field: str, sentence: str) -> None:
    request.state.mistakes.append(Mistake(f"Line {n + 1}: {sentence}", f"{field}-{n}", f"{field}-{n}"))


def rows_typed(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of the form: those that were filled in, and some that are free."""
    names = ("category", "text", *SIDES)
    there = 1 + max((n for n in range(MOST_LINES) if any(typed.get(f"{name}-{n}") for name in names)), default=-1)
    number = min(MOST_LINES, max(LINES, there + (LINES if "more" in typed else 0)))
    return [{name: typed.get(f"{name}-{n}", "") for name in names} for n in range(number)]


def of_profit_and_loss(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The categories of income and cost."""
    return tuple(group for group in groups if group.label in IN_PROFIT_AND_LOSS)
