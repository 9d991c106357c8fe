"""Journals that recur, each as named amounts in and balanced lines out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accountsos.dates import ONE_DAY, month_end
from accountsos.errors import BadRequest
from accountsos.ledger import category_ids
from accountsos.ledger.chart import Chart
from accountsos.ledger.fuel_scale_journal import FUEL_SCALE
from accountsos.ledger.journal_template import FieldValue, Filled, Template, TemplateField, sided
from accountsos.ledger.journals import Journal, JournalLine
from accountsos.ledger.vat_scheme import NOT_REGISTERED, VatRegime
from accountsos.money import PENCE_MAX, Pence, text_from_pence


def fields(template: str) -> tuple[TemplateField, ...]:
    """The inputs of a template, for the API's help."""
    return _template(template).fields


def journal_from_template(
    chart: Chart, template: str, day: date, values: Mapping[str, FieldValue], vat: VatRegime = NOT_REGISTERED
) -> Journal:
    """The journal that the template makes of the inputs: it balances, and is posted as any other."""
    chosen = _template(template)
    known = {f.name: f for f in chosen.fields}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise BadRequest(
            f"{template} has no field {', '.join(unknown)}; accepted: {', '.join(known)}", param=unknown[0]
        )
    checked = {f.name: _checked(chosen, f, values[f.name]) for f in chosen.fields if f.name in values}
    for field in chosen.fields:
        if field.name in checked:
            continue
        if field.required:
            raise BadRequest(f"{template} needs {field.name}: {field.description}", param=field.name)
        if field.kind == "choice":
            checked[field.name] = field.accepted[0]
    journal = chosen.build(Filled(chart, day, checked, vat))
    if not journal.lines:
        asked = [f.name for f in chosen.fields if f.kind == "amount" and f.required] or [chosen.fields[0].name]
        raise BadRequest(f"these amounts of {template} leave nothing to post", param=asked[-1])
    return journal


def _template(key: str) -> Template:
    found = TEMPLATES.get(key)
    if found is None:
        raise BadRequest(f"there is no template {key!r}; accepted: {', '.join(TEMPLATES)}", param="template")
    return found


def _checked(template: Template, field: TemplateField, value: FieldValue) -> FieldValue:
    kinds: Mapping[str, type] = {"amount": int, "contact": int, "count": int, "date": date}
    if isinstance(value, bool) or not isinstance(value, kinds.get(field.kind, str)):
        kind = f"{'an' if field.kind == 'amount' else 'a'} {field.kind}"
        raise BadRequest(f"{field.name} of {template.key} is {value!r}, not {kind}", param=field.name)
    if field.kind == "amount" and isinstance(value, int) and not 0 <= value <= PENCE_MAX:
        raise BadRequest(
            f"{field.name} is {text_from_pence(value)}; accepted: 0 to {text_from_pence(PENCE_MAX)}", param=field.name
        )
    if field.kind == "choice" and value not in field.accepted:
        raise BadRequest(f"{field.name} is {value!r}; accepted: {', '.join(field.accepted)}", param=field.name)
    return value


def _payroll(filled: Filled) -> Journal:
    """Dr wages, employer's NI, pension / Cr PAYE, pension payable, wages payable."""
    staff, directors = filled.amount("staff_pay"), filled.amount("directors_pay")
    allowance, employer_ni = filled.amount("employment_allowance"), filled.amount("employer_ni")
    if allowance > employer_ni:
        raise BadRequest(
            f"employment_allowance {text_from_pence(allowance)} is more than the employer's NI it is set against, "
            f"{text_from_pence(employer_ni)}",
            param="employment_allowance",
        )
    to_hmrc = filled.amount("income_tax") + filled.amount("employee_ni") + filled.amount("student_loan")
    employee_pension, employer_pension = filled.amount("employee_pension"), filled.amount("employer_pension")
    net_pay = staff + directors - to_hmrc - employee_pension
    if net_pay < 0:
        raise BadRequest(
            f"what is held back from pay is {text_from_pence(-net_pay)} more than the pay itself", param="staff_pay"
        )
    stated = filled.values.get("net_pay")
    if stated is not None and stated != net_pay:
        raise BadRequest(
            f"net_pay is {text_from_pence(filled.amount('net_pay'))}, but pay less tax, NI, student loan and pension "
            f"is {text_from_pence(net_pay)}: one of the amounts is wrong or missing",
            param="net_pay",
        )
    lines = sided(
        (category_ids.WAGES, staff),
        (category_ids.DIRECTORS_SALARY, directors),
        (category_ids.EMPLOYER_NI, employer_ni - allowance),
        (category_ids.PENSION, employer_pension),
        (category_ids.PAYE, -(to_hmrc + employer_ni - allowance)),
        (category_ids.PENSION_PAYABLE, -(employee_pension + employer_pension)),
        (category_ids.WAGES_PAYABLE, -net_pay),
    )
    return Journal(filled.day, f"Payroll for {filled.day:%B %Y}", lines)


_DEPRECIATED = {
    "plant": (category_ids.DEPRECIATION, category_ids.DEP_PLANT),
    "computers": (category_ids.DEPRECIATION, category_ids.DEP_COMPUTERS),
    "vehicles": (category_ids.DEPRECIATION, category_ids.DEP_VEHICLES),
    "intangible": (category_ids.AMORTISATION, category_ids.AMORT_INTANGIBLE),
}


def _depreciation(filled: Filled) -> Journal:
    cost, accumulated = _DEPRECIATED[filled.text("asset")]
    amount = filled.amount("amount")
    what = "Amortisation" if cost == category_ids.AMORTISATION else "Depreciation"
    return Journal(
        filled.day, f"{what} of {filled.text('asset')} assets", sided((cost, amount), (accumulated, -amount))
    )


def _stock(filled: Filled) -> Journal:
    """More stock than before lowers the cost of sales, less raises it."""
    opening, closing = filled.amount("opening_stock"), filled.amount("closing_stock")
    lines = sided((category_ids.STOCK, closing - opening), (category_ids.STOCK_MOVEMENT, opening - closing))
    return Journal(filled.day, f"Stock from {text_from_pence(opening)} to {text_from_pence(closing)} as counted", lines)


def _accrual(filled: Filled) -> Journal:
    """A cost or income of this period that is billed in a later one."""
    category_id, amount = _of_profit_and_loss(filled), filled.amount("amount")
    if filled.chart[category_id].type == "income":
        return _adjustment(filled, "Accrued income", (category_ids.PREPAYMENTS, amount), (category_id, -amount))
    return _adjustment(filled, "Accrual", (category_id, amount), (category_ids.ACCRUALS, -amount))


def _prepayment(filled: Filled) -> Journal:
    """A cost or income booked in this period that belongs to a later one."""
    category_id, amount = _of_profit_and_loss(filled), filled.amount("amount")
    if filled.chart[category_id].type == "income":
        return _adjustment(filled, "Deferred income", (category_id, amount), (category_ids.ACCRUALS, -amount))
    return _adjustment(filled, "Prepayment", (category_ids.PREPAYMENTS, amount), (category_id, -amount))


def _adjustment(filled: Filled, what: str, *amounts: tuple[str, Pence]) -> Journal:
    name = filled.chart[filled.text("category_id")].name
    reverse_on = filled.date_or("auto_reverse_on", next_period_start(filled.day))
    if reverse_on <= filled.day:
        raise BadRequest(
            f"auto_reverse_on is {reverse_on}; it must be after the journal's own day, {filled.day}",
            param="auto_reverse_on",
        )
    return Journal(filled.day, f"{what}: {name}", sided(*amounts, contact=filled.contact()), reverse_on)


def next_period_start(day: date) -> date:
    """Where an accrual is taken back unless told otherwise.

    The first of the next month; after the 5th of April, July, October and January the day after it, where a tax year
    or quarter begins.
    """
    ends_tax_quarter = day.day == 5 and day.month in (1, 4, 7, 10)
    return (day if ends_tax_quarter else month_end(day)) + ONE_DAY


def _of_profit_and_loss(filled: Filled) -> str:
    category_id = filled.text("category_id")
    category = filled.chart.get(category_id)
    if category is None or not category.in_profit_and_loss:
        raise BadRequest(f"category_id is {category_id!r}; accepted: a category of income or cost", param="category_id")
    return category_id


def _dividend(filled: Filled) -> Journal:
    amount, contact = filled.amount("amount"), filled.contact()
    if filled.text("credit_to") == "directors_loan":
        if contact is None:
            raise BadRequest("a dividend to a director's loan needs the contact whose loan it is", param="contact")
        owed_to = JournalLine(category_ids.DIRECTORS_LOAN, credit=amount, contact=contact)
    else:
        owed_to = JournalLine(category_ids.DIVIDENDS_PAYABLE, credit=amount, contact=contact)
    lines = (JournalLine(category_ids.DIVIDENDS, debit=amount, contact=contact), owed_to) if amount else ()
    return Journal(filled.day, "Dividend declared", lines)


def _corporation_tax(filled: Filled) -> Journal:
    """The charge on closing a year; a release of an earlier charge that was too high goes the other way."""
    release = filled.text("effect") == "release"
    amount = -filled.amount("amount") if release else filled.amount("amount")
    narration = "Release of corporation tax of an earlier year" if release else "Corporation tax for the year"
    return Journal(
        filled.day, narration, sided((category_ids.CORPORATION_TAX, amount), (category_ids.CT_PAYABLE, -amount))
    )


def _mileage(filled: Filled) -> Journal:
    """Miles driven for the business in one's own vehicle: owed to the director, or put in by the owner."""
    amount, contact = filled.amount("amount"), filled.contact()
    to_director = filled.text("credit_to") == "directors_loan"
    if to_director and contact is None:
        raise BadRequest("mileage owed to a director needs the contact whose loan account it is", param="contact")
    owed_to = category_ids.DIRECTORS_LOAN if to_director else category_ids.CAPITAL_INTRODUCED
    lines = (
        *sided((category_ids.MILEAGE, amount)),
        *sided((owed_to, -amount), contact=contact if to_director else None),
    )
    return Journal(filled.day, "Mileage claim", lines)


def _amount(name: str, description: str, *, required: bool = False) -> TemplateField:
    return TemplateField(name, "amount", description, required)


_CONTACT = TemplateField("contact", "contact", "whose it is, where it is one contact's")
_OWN_CATEGORY = TemplateField("category_id", "category", "the category of income or cost it belongs to", required=True)
_REVERSE_ON = TemplateField(
    "auto_reverse_on",
    "date",
    "the day it is taken back; left out, the first of the next month (a tax quarter: the 6th)",
)

TEMPLATES: Mapping[str, Template] = {
    t.key: t
    for t in (
        Template(
            "payroll",
            "Payroll",
            "The cost of a pay run and what is owed for it, until net pay, PAYE and pension are paid.",
            (
                _amount("staff_pay", "gross pay of employees"),
                _amount("directors_pay", "gross pay of directors"),
                _amount("income_tax", "PAYE income tax held back"),
                _amount("employee_ni", "employees' National Insurance held back"),
                _amount("student_loan", "student and postgraduate loan repayments held back"),
                _amount("employee_pension", "employees' own pension contributions held back"),
                _amount("employer_ni", "employer's National Insurance, before the employment allowance"),
                _amount("employment_allowance", "employment allowance claimed against it"),
                _amount("employer_pension", "employer's pension contributions"),
                _amount("net_pay", "net pay as the payslips say; only compared, refused where it differs"),
            ),
            _payroll,
        ),
        Template(
            "depreciation",
            "Depreciation",
            "What fixed assets lost in value.",
            (
                _amount("amount", "the charge", required=True),
                TemplateField("asset", "choice", "which assets", required=True, accepted=tuple(_DEPRECIATED)),
            ),
            _depreciation,
        ),
        Template(
            "stock",
            "Stock",
            "Brings stock in the books to what was counted.",
            (
                _amount("opening_stock", "stock as the books show it now", required=True),
                _amount("closing_stock", "stock as counted, at cost", required=True),
            ),
            _stock,
        ),
        Template(
            "accrual",
            "Accrual",
            "A cost (or income) of this period that is billed later; taken back automatically.",
            (_amount("amount", "net of VAT", required=True), _OWN_CATEGORY, _CONTACT, _REVERSE_ON),
            _accrual,
        ),
        Template(
            "prepayment",
            "Prepayment",
            "A cost (or income) booked now that belongs to a later period; taken back automatically.",
            (
                _amount("amount", "the part of the later period, net of VAT", required=True),
                _OWN_CATEGORY,
                _CONTACT,
                _REVERSE_ON,
            ),
            _prepayment,
        ),
        Template(
            "dividend",
            "Dividend",
            "A dividend declared. It needs profits to pay it from, minutes and a voucher.",
            (
                _amount("amount", "the dividend of one shareholder", required=True),
                TemplateField(
                    "credit_to", "choice", "where it is owed until paid", accepted=("payable", "directors_loan")
                ),
                TemplateField("contact", "contact", "the shareholder; needed for a director's loan"),
            ),
            _dividend,
        ),
        Template(
            "corporation_tax",
            "Corporation tax",
            "The charge of a year that is being closed, or the release of one that was too high.",
            (
                _amount("amount", "the tax", required=True),
                TemplateField(
                    "effect", "choice", "whether tax is charged or given back", accepted=("charge", "release")
                ),
            ),
            _corporation_tax,
        ),
        Template(
            "mileage",
            "Mileage claim",
            "Business miles in one's own vehicle at the approved rates; a claim of trips entered works the amount out.",
            (
                _amount("amount", "the claim", required=True),
                TemplateField(
                    "credit_to",
                    "choice",
                    "to whom it is owed: a company's director, or a sole trader's own capital",
                    accepted=("directors_loan", "capital_introduced"),
                ),
                TemplateField("contact", "contact", "the director; needed for a director's loan"),
            ),
            _mileage,
        ),
        FUEL_SCALE,
    )
}
"""By key, in the order in which they are offered. Opening balances are lines, not named amounts: see that file."""
