"""Worked VAT cases through the VAT rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from accountsos.dates import Period
from accountsos.ledger.category_ids import VAT_CONTROL
from accountsos.ledger.entry import Posting
from accountsos.ledger.invoices import Waiting, released
from accountsos.money import Pence
from accountsos.reports.vat_return import return_of
from accountsos.uk_rules import annual_accounting, flat_rate, vat_due_date, vat_penalties
from accountsos.uk_rules.parameters import rate_on
from accountsos.uk_rules.periods import add_months_same_day, last_day_of_months
from accountsos.uk_rules.vat_boxes import TREATMENTS, VatBoxes, VatFact, VatKind, boxes_of_all
from accountsos.uk_rules.vat_payload import payload_faults
from accountsos.uk_rules.vat_rates import VatRate, split_gross, vat_on_net, vat_rate
from tests.uk_rules.golden_input import Area, Given, Result, as_day, fraction, pence, pounds

TODAY = date(2026, 11, 22)
WORDS: dict[VatKind, str] = {
    VatKind.SALE: "sales uk_sale domestic_sale exempt_sale sale_exempt zero_rated_sale standard_sale reduced_sale "
    "sales_credit_note sale_credit_note credit_note_issued sale_refund sales_refund",
    VatKind.PURCHASE: "purchases expense uk_purchase domestic_purchase exempt_purchase zero_rated_purchase "
    "purchase_credit_note credit_note_received purchase_refund purchases_refund",
    VatKind.BLOCKED_PURCHASE: "purchase_blocked entertaining client_entertaining entertainment car car_purchase "
    "blocked blocked_input business_entertainment",
    VatKind.EXPORT: "export_goods goods_export export_sale",
    VatKind.OVERSEAS_SERVICE_SALE: "overseas_service service_export services_sold_overseas outside_scope_sale "
    "overseas_service_supply export_service overseas_sale b2b_service_overseas",
    VatKind.NI_DISPATCH: "ni_supply ni_sale ni_supply_to_eu ni_sale_to_eu ni_dispatch_to_eu eu_dispatch ni_eu_sale",
    VatKind.NI_ACQUISITION: "eu_acquisition ni_purchase ni_acquisition_goods ni_eu_purchase",
    VatKind.DOMESTIC_RC_SALE: "domestic_rc_supply drc_sale drc_supply domestic_reverse_charge_sale",
    VatKind.DOMESTIC_RC_PURCHASE: "drc_purchase domestic_reverse_charge_purchase domestic_rc",
    VatKind.REVERSE_CHARGE_SERVICE: "reverse_charge reverse_charge_services reverse_charge_purchase "
    "overseas_service_purchase overseas_services",
    VatKind.IMPORT_PVA: "postponed_import import_postponed pva pva_import",
    VatKind.IMPORT_C79: "import import_vat_c79 c79 import_paid import_goods",
    VatKind.BAD_DEBT_RELIEF: "bad_debt bad_debt_claim",
    VatKind.BAD_DEBT_RECOVERED: "bad_debt_paid bad_debt_repaid",
    VatKind.UNPAID_INPUT_REPAID: "s26a_repayment input_repaid unpaid_supplier",
    VatKind.NONE: "wages wage salary payroll dividend dividends tax tax_payment corporation_tax paye vat_payment loan "
    "loan_repayment transfer own_transfer drawings outside_scope out_of_scope outside_scope_purchase",
}
ALIASES = {word: kind for kind, words in WORDS.items() for word in words.split()}
NO_VAT = {"exempt", "zero", "none", "outside_scope", "out_of_scope", "zero_rated"}
NAMED = {"standard": VatRate.STANDARD, "reduced": VatRate.REDUCED, "hospitality": VatRate.HOSPITALITY}


def vat_return(given: Given) -> Result:
    scheme = given.text("scheme", default="standard")
    if scheme.startswith("flat"):
        return flat_rate_return(given)
    if scheme.startswith("cash") and given.has("sales_invoices", "purchase_invoices"):
        return cash(given)
    given.raw("northern_ireland", default=None)
    return _boxes(boxes_of_all(_fact(each) for each in given.entries("transactions")))


def _fact(given: Given) -> VatFact:
    kind_text = given.text("kind", "type")
    kind = ALIASES.get(kind_text) or VatKind(kind_text)
    credit = "credit_note" in kind_text or kind_text.endswith("refund") or given.flag("credit_note", "refund")
    if kind is VatKind.PURCHASE and (given.flag("blocked") or not given.flag("reclaimable", default=True)):
        kind = VatKind.BLOCKED_PURCHASE
    reclaim = fraction(given.raw("reclaim_pct", "recoverable_pct", default=100))
    if given.flag("blocked") or not given.flag("reclaimable", default=True):
        reclaim = Decimal(0)
    net, vat = _net_and_vat(given, kind)
    if credit:
        net, vat = -abs(net), -abs(vat)
    return VatFact(kind, net, vat, reclaim)


def _net_and_vat(given: Given, kind: VatKind) -> tuple[Pence, Pence]:
    rate = _rate(given)
    if given.has("gross") and not given.has("net"):
        gross = given.money("gross")
        if given.has("vat"):
            return gross - given.money("vat"), given.money("vat")
        if not TREATMENTS[kind].self_assessed:
            return split_gross(gross, rate)
        return gross, vat_on_net(gross, rate)
    net = given.money("net", "amount", "value", default=0)
    return net, given.money("vat") if given.has("vat", "import_vat") else vat_on_net(net, rate)


def _rate(given: Given) -> Decimal:
    day = given.day("date", "tax_point", default=TODAY)
    found = given.raw("rate", "vat_rate", default="standard")
    text = str(found).strip().lower()
    if text in NO_VAT:
        return Decimal(0)
    return vat_rate(NAMED[text], day) if text in NAMED else fraction(found)


def _boxes(exact: VatBoxes) -> Result:
    filed = exact.in_whole_pounds()
    result: Result = {f"box{number}": pounds(amount) for number, amount in filed.by_number().items()}
    return {**result, "direction": str(filed.direction), "net_vat": pounds(filed.box5)}


def extract(given: Given) -> Result:
    rate = _rate(given)
    if given.has("gross", "amount"):
        gross = given.money("gross", "amount")
        net, vat = split_gross(gross, rate)
    else:
        net = given.money("net")
        vat = vat_on_net(net, rate)
    return {"vat": pounds(vat), "net": pounds(net), "gross": pounds(net + vat)}


def flat_rate_return(given: Given) -> Result:
    day = given.day("period_end", "date", default=TODAY)
    limited = given.flag("limited_cost", "limited_cost_trader", "limited_cost_business")
    if given.has("relevant_goods_gross", "relevant_goods"):
        limited = bool(limited_cost(given)["limited_cost"])
    if limited:
        rate = rate_on(day, "flat_rate_limited_cost")
    elif given.has("flat_rate_pct", "percentage", "pct"):
        rate = fraction(given.raw("flat_rate_pct", "percentage", "pct"))
    else:
        rate = flat_rate.sector_percentage(str(given.raw("sector")), day)
    given.raw("sector", default=None)
    capital = [_capital(each, day) for each in given.raw("capital_purchases_gross", "capital_purchases", default=[])]
    outside = [_fact(each) for each in given.entries("outside", "transactions")]
    for names, kind in (
        (("import_pva", "postponed_imports", "import_pva_net"), VatKind.IMPORT_PVA),
        (("reverse_charge_services", "reverse_charge_service"), VatKind.REVERSE_CHARGE_SERVICE),
        (("overseas_services_sold", "overseas_service_sale"), VatKind.OVERSEAS_SERVICE_SALE),
    ):
        net = given.money(*names, default=0)
        vat = vat_on_net(net, vat_rate(VatRate.STANDARD, day)) if TREATMENTS[kind].self_assessed else 0
        outside.append(VatFact(kind, net, vat))
    boxes = flat_rate.flat_rate_boxes(_turnover(given, rate, day), capital=tuple(capital), outside=tuple(outside))
    return {**_boxes(boxes), "flat_rate_vat": pounds(boxes.box1)}


def _turnover(given: Given, rate: Decimal, day: date) -> tuple[flat_rate.Turnover, ...]:
    registered = given.day_or_none("registered", "vat_registered", "registered_on", "registration_date")
    reduction = rate_on(day, "flat_rate_first_year_reduction")
    sales = given.entries("sales", "takings")
    if sales and registered:
        return tuple(
            flat_rate.Turnover(
                each.money("gross", "amount"), flat_rate.percentage_on(each.day("date"), rate, registered)
            )
            for each in sales
        )
    before = ("turnover_before_anniversary", "turnover_first_year", "turnover_gross_before_anniversary")
    after = ("turnover_after_anniversary", "turnover_gross_after_anniversary")
    if given.has(*before) or given.has(*after):
        return (
            flat_rate.Turnover(given.money(*before, default=0), rate - reduction),
            flat_rate.Turnover(given.money(*after, default=0), rate),
        )
    gross = given.raw("turnover_gross", "turnover", "gross_turnover", default=None)
    if gross is None:
        names = (
            "standard_sales_gross",
            "standard_rated_gross",
            "reduced_sales_gross",
            "zero_rated_sales",
            "zero_rated",
        )
        total = sum(given.money(name, default=0) for name in (*names, "exempt_sales", "exempt", "zero_sales"))
    else:
        total = pence(gross)
    if registered is not None:
        rate = flat_rate.percentage_on(day, rate, registered)
    elif given.flag("first_year", "first_year_of_registration", "first_year_discount"):
        rate -= reduction
    return (flat_rate.Turnover(total, rate),)


def _capital(each: object, day: date) -> flat_rate.CapitalPurchase:
    if isinstance(each, dict):
        given = Given(each)
        day = given.day("date", default=day)
        gross = given.money("gross", "amount")
        vat = given.money("vat") if given.has("vat") else split_gross(gross, _rate(given))[1]
        return flat_rate.CapitalPurchase(gross, vat, day)
    gross = pence(each)
    return flat_rate.CapitalPurchase(gross, split_gross(gross, vat_rate(VatRate.STANDARD, day))[1], day)


def limited_cost(given: Given) -> Result:
    length = given.text("return_period", "period", "frequency", default="quarterly")
    months = {"annual": 12, "annually": 12, "year": 12, "quarterly": 3, "quarter": 3, "monthly": 1, "month": 1}[length]
    start = given.day("period_start", default=date(2026, 4, 1))
    found = flat_rate.is_limited_cost(
        given.money("turnover_gross", "turnover"),
        given.money("relevant_goods_gross", "relevant_goods", "goods_gross"),
        Period(start, last_day_of_months(start, months)),
    )
    return {"limited_cost": found}


def cash(given: Given) -> Result:
    given.raw("scheme", default=None)
    total = VatBoxes()
    for names, sale in ((("sales_invoices", "sales"), True), (("purchase_invoices", "purchases"), False)):
        for each in given.entries(*names):
            lines = [_net_and_vat(line, VatKind.SALE) for line in (each.entries("lines", "items") or [each])]
            before = each.money("paid_before", "paid_in_earlier_periods", default=0)
            paid = each.raw("paid_in_period", "paid", "received_in_period")
            now = sum(pence(one) for one in paid) if isinstance(paid, list) else pence(paid)
            total = total + _boxes_of_payment(lines, before, now, sale=sale)
    return _boxes(total)


def _boxes_of_payment(lines: list[tuple[Pence, Pence]], before: Pence, now: Pence, *, sale: bool) -> VatBoxes:
    """What a payment of an invoice whose VAT waited brings into the boxes, as the ledger posts it."""
    code, sign = ("S20", -1) if sale else ("P20", 1)
    postings: list[Posting] = []
    for net, vat in lines:
        postings += [Posting("cat_sales", sign * net, vat_code=code), Posting(VAT_CONTROL, sign * vat, vat_code=code)]
    waiting = Waiting(tuple(postings), sum(net + vat for net, vat in lines), before)
    sums: dict[tuple[str, bool], Pence] = {}
    for posting in released(waiting, now, TODAY, TODAY):
        if posting.vat_code is not None:
            key = (posting.vat_code, posting.category_id == VAT_CONTROL)
            sums[key] = sums.get(key, 0) + posting.amount
    return return_of(sums, TODAY).boxes


def annual(given: Given) -> Result:
    start = given.day("year_start", "start")
    pattern = annual_accounting.Pattern(given.text("pattern", "instalments", default="monthly"))
    amount = given.money("prior_year_net_vat", "estimated_vat", "expected_vat", "previous_year_vat")
    found = annual_accounting.instalments(start, amount, pattern)
    due = vat_due_date.annual_return_due(last_day_of_months(start, 12))
    return {
        "instalment": pounds(found[0].amount),
        "dates": [each.due for each in found],
        "count": len(found),
        "total_instalments": pounds(sum(each.amount for each in found)),
        **dict.fromkeys(("return_due", "return_and_payment_due", "balancing_payment_due", "balance_due"), due),
    }


def due_date(given: Given) -> Result:
    end = given.day("period_end", "vat_period_end")
    scheme = given.text("scheme", default="standard")
    if scheme.startswith("annual"):
        due = vat_due_date.annual_return_due(end)
    elif scheme.startswith("payments_on_account"):
        due = vat_due_date.payments_on_account_due(end)
    else:
        due = vat_due_date.vat_return_due(end)
    return dict.fromkeys(("return_and_payment_due", "return_due", "payment_due", "due"), due)


METHODS = {
    **dict.fromkeys(("direct_debit", "dd"), vat_due_date.PaymentMethod.DIRECT_DEBIT),
    **dict.fromkeys(
        ("faster_payment", "faster_payments", "online_banking", "online_telephone_banking", "telephone_banking"),
        vat_due_date.PaymentMethod.FASTER_PAYMENT,
    ),
    **dict.fromkeys(
        ("bacs", "bank_transfer", "bacs_direct_credit", "bank_giro", "transfer"), vat_due_date.PaymentMethod.BACS
    ),
    "chaps": vat_due_date.PaymentMethod.CHAPS,
    **dict.fromkeys(("card", "online_debit_credit_card", "debit_card"), vat_due_date.PaymentMethod.CARD),
}


def payment_date(given: Given) -> Result:
    due = given.day_or_none("due") or vat_due_date.vat_return_due(given.day("period_end"))
    found = vat_due_date.vat_payment(due, METHODS[given.text("method", "payment_method", default="bank_transfer")])
    names = "received_by funds_received_by pay_by paid_by cleared_by must_arrive_by payment_date last_payment_date"
    in_time = dict.fromkeys([*names.split(), "latest_payment", "money_due", "funds_by"], found.received_by)
    return {**in_time, "collected_on": found.collected_on, "due": found.due}


def late_payment(given: Given) -> Result:
    due = given.day_or_none("due", "due_date") or vat_due_date.vat_return_due(given.day("vat_period_end", "period_end"))
    given.raw("vat_period_end", default=None)
    amount = given.money("amount", "amount_due", "vat_due")
    payments = [
        vat_penalties.Payment(each.day("date", "paid_on", "on"), each.money("amount"))
        for each in given.entries("payments", "part_payments")
    ]
    in_full = given.day_or_none("paid_in_full", "paid", "paid_on", "paid_on_date")
    if in_full is None and given.has("days_late", "paid_on_day"):
        in_full = due + timedelta(days=given.whole("days_late", "paid_on_day"))
    if in_full is not None:
        rest = amount - sum(each.amount for each in payments if each.paid_on <= in_full)
        payments.append(vat_penalties.Payment(in_full, rest))
    settled = sum(each.amount for each in payments) >= amount
    last = max(each.paid_on for each in payments) if settled and payments else TODAY
    today = given.day("as_of", "today", default=last)
    arranged = given.day_or_none("time_to_pay_agreed", "time_to_pay_proposed", "ttp_proposed", "time_to_pay")
    found = vat_penalties.late_payment_penalty(due, amount, payments, today=today, arranged_on=arranged)
    return {
        "first_penalty": pounds(found.first),
        "second_penalty": pounds(found.second),
        "day_15_penalty": pounds(found.at_day_15),
        "day_30_penalty": pounds(found.at_day_30),
        **dict.fromkeys(("total_penalty", "total", "penalty_total"), pounds(found.total)),
    }


def late_submission(given: Given) -> Result:
    frequency = vat_penalties.Frequency(given.text("frequency", "return_frequency", default="quarterly"))
    late = given.raw("late_returns", "returns", "late_submissions")
    if isinstance(late, list):
        today = given.day("as_of", "today", default=TODAY)
        found = vat_penalties.points_from_returns(frequency, [day for each in late if (day := _missed(each))], today)
        total = found.penalty_total
    else:
        before = given.whole("points_before", "existing_points", "points_at_start", "prior_points", default=0)
        found = _points_of(frequency, before + int(late))
        total = found.penalty_total - _points_of(frequency, before).penalty_total
    return {
        "points": found.points,
        "penalty_total": pounds(total),
        "total_penalty": pounds(total),
        "penalty": pounds(total),
        "penalties": found.penalties,
        "threshold": found.threshold,
        "at_threshold": found.at_threshold,
    }


def _points_of(frequency: vat_penalties.Frequency, late: int) -> vat_penalties.PointsState:
    """So many late returns in a row, the last one lately."""
    months = {"annual": 12, "quarterly": 3, "monthly": 1}[frequency]
    first = add_months_same_day(date(2026, 11, 7), -months * (late - 1))
    due = [add_months_same_day(first, months * number) for number in range(late)]
    return vat_penalties.points_from_returns(frequency, due, TODAY)


def _missed(each: object) -> date | None:
    if not isinstance(each, dict):
        return as_day(each)
    given = Given(each)
    filed = given.day_or_none("filed", "submitted", "received")
    due = given.day("due", "due_date")
    return due if filed is None or filed > due else None


def payload(given: Given) -> Result:
    body = given.raw("payload", "body")
    # YAML makes binary floats of unquoted decimals; their shortest text is what the file says.
    exact = {key: Decimal(repr(value)) if isinstance(value, float) else value for key, value in body.items()}
    faults = payload_faults(exact)
    return {
        "valid": not faults,
        "fields": sorted({each.field for each in faults}),
        "codes": sorted({each.code for each in faults}),
    }


FAMILIES: tuple[tuple[str, Area], ...] = (("vat_return", vat_return), ("vat_extract", extract))
AREAS: dict[str, Area] = {
    **dict.fromkeys(
        (
            "vat_return_standard",
            "vat_return_reverse_charge",
            "vat_return_pva",
            "vat_return_ni",
            "vat_return_domestic_rc",
        ),
        vat_return,
    ),
    "vat_extract": extract,
    "vat_flat_rate": flat_rate_return,
    "vat_frs_limited_cost": limited_cost,
    "vat_cash": cash,
    "vat_annual_accounting": annual,
    "vat_due_date": due_date,
    "vat_payment_date": payment_date,
    "vat_late_payment_penalty": late_payment,
    "vat_late_submission": late_submission,
    "mtd_vat_payload": payload,
}
